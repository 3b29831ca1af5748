"""What leaves the dataset: view, export, validate, ontology."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from laborgraph.commands.session import ROW_FORMATS, Session, common, show
from laborgraph.errors import UsageError
from laborgraph.exports import FOLDERS, FORMATS
from laborgraph.ontology.terms import ENTITY_TYPES, PREDICATES


def _choice(names: Iterable[str]) -> click.Choice[str]:
    return click.Choice(sorted(names))


if TYPE_CHECKING:
    from laborgraph.dataset import Dataset


def selection(limit: int | None) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Give a command the options that choose a part of the dataset."""
    options = (
        click.argument("names", nargs=-1, metavar="[NAME...]"),
        click.option("--hops", type=click.IntRange(0, 4), default=1, show_default=True, help="Steps around the names."),
        click.option("--predicate", "predicates", multiple=True, type=_choice(PREDICATES), metavar="PREDICATE",
                     help="Only facts that say this, such as uses; may be given again."),
        click.option("--type", "types", multiple=True, type=_choice(ENTITY_TYPES), metavar="TYPE",
                     help="Only facts between the names and entities of this type (Studio); may be given again."),
        click.option("--since", metavar="DATE", help="Claims of articles published on this day (ISO 8601) or later."),
        click.option("--until", metavar="DATE", help="Claims of articles published on this day or earlier."),
        click.option("--limit", type=click.IntRange(1), default=limit, show_default=True, help="Entities at most."),
    )  # fmt: skip
    return lambda command: reduce(lambda one, option: option(one), reversed(options), command)


@click.command()
@selection(1000)
@click.option(
    "-o",
    "--output",
    default="laborgraph.html",
    show_default=True,
    metavar="FILE",
    help="The file to write; - is stdout.",
)
@click.option("--ui-language", type=click.Choice(["en", "fr"]), default="en", show_default=True)
@click.option("--fragment", is_flag=True, help="Write an <iframe> with the page in it, to paste into an article.")
@click.option("--open", "open_", is_flag=True, help="Open the page in the browser.")
@common
def view(session: Session, output: str, open_: bool, ui_language: str, fragment: bool, **choice: Any) -> None:
    """Write an interactive page of the subgraph around the names; of the whole dataset without a name.

    The page draws what matters most and carries the rest, up to --limit entities.

    \b
    Example:  laborgraph view "El Eternauta" --hops 2 -o eternauta.html --open
    """
    from laborgraph.viz import page, select

    with session.dataset() as dataset:
        graph = select.subgraph(dataset, **choice)
    if not graph.nodes and any(choice[name] for name in ("predicates", "types", "since", "until")):
        raise UsageError(
            "nothing to show: no fact is left; give --type for both ends (--type Studio --type Tool), or less"
        )
    network = page.draw(graph, language=ui_language)
    if output == "-":
        click.echo(network.fragment() if fragment else network.generate_html(), nl=False)
    elif fragment:
        network.write_fragment(output)
    else:
        network.write_html(output)
    session.tell(f"{output}: {len(graph.nodes)} entities, {len(graph.facts)} facts, {len(graph.claims)} claims")
    if len(graph.drawn) == choice["limit"]:
        session.tell("No more entities were taken than --limit allows; the page does not hold what lies beyond.")
    if open_ and output != "-":
        click.launch(output)


@click.command()
@click.option("--format", "format_", required=True, metavar="FORMAT", help=f"{', '.join(sorted(FORMATS | FOLDERS))}.")
@click.option("-o", "--output", required=True, metavar="FILE", help="The file to write; - is stdout.")
@click.option("--around", multiple=True, metavar="NAME", help="The same as NAME.")
@click.option(
    "--language", "languages", multiple=True, metavar="TAG", help="Only claims of articles in it, such as fr."
)
@selection(None)
@common
def export(
    session: Session, format_: str, output: str, around: tuple[str, ...], languages: tuple[str, ...], **choice: Any
) -> None:
    """Write the dataset to a file that other tools read: the whole, or the part around the names.

    Facts of a part are counted from its claims alone. neo4j-csv writes a folder.

    \b
    Example:  laborgraph export --format turtle -o graph.ttl
    """
    from laborgraph import exports

    exports.writer(format_)
    choice["names"] += around
    partly = any(value for name, value in choice.items() if name != "hops")
    with session.dataset() as dataset:
        if format_ in exports.SELECTIVE and not languages:
            exports.export(dataset, format_, output, **choice)
        elif not partly and not languages:
            exports.export(dataset, format_, output)
        else:
            with _part(dataset, languages, **choice) as part:
                exports.export(part, format_, output)


def _part(dataset: Dataset, languages: tuple[str, ...], *, limit: int | None, **choice: Any) -> Dataset:
    """Copy what the options choose into a dataset in memory. Raises what `viz.select.subgraph` raises."""
    from laborgraph.subset import subset
    from laborgraph.viz.select import subgraph

    graph = subgraph(dataset, limit=limit or sys.maxsize, **choice)
    spoken = {article.id for article in graph.articles if not languages or article.language in languages}
    return subset(dataset, {claim.id for claim in graph.claims if claim.article in spoken})


@click.command()
@click.option("--format", "format_", type=click.Choice(ROW_FORMATS), default="table", show_default=True)
@common
def validate(session: Session, format_: str) -> None:
    """Check the dataset against its SHACL shapes; exit 1 if a rule is broken (a warning is none).

    \b
    Example:  laborgraph validate
    """
    from laborgraph.validate import report

    with session.dataset() as dataset:
        table = report(dataset)
    show(table, format_)
    if any(row[0] == "error" for row in table.rows):
        raise SystemExit(1)
    session.tell("The dataset keeps every rule.")


@click.command()
@click.argument("what", type=click.Choice(["ontology", "shapes", "context"]), default="ontology")
@click.option("--docs", type=click.Path(path_type=Path, dir_okay=False), help="Write the HTML documentation there.")
@common
def ontology(session: Session, what: str, docs: Path | None) -> None:
    """Print the ontology, its shapes or the JSON-LD context.

    \b
    Example:  laborgraph ontology --docs ontology.html
    """
    from laborgraph.ontology import docs as documentation

    if docs is not None:
        documentation.write_docs(docs)
        session.tell(f"{docs} written")
    else:
        click.echo(documentation.text(what), nl=False)
