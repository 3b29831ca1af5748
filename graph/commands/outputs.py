"""What leaves the dataset: view, export, validate, ontology."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from laborgraph.commands.session import ROW_FORMATS, Session, common, show
from laborgraph.ontology.terms import ENTITY_TYPES, PREDICATES


@click.command()
@click.argument("names", nargs=-1, metavar="[NAME...]")
@click.option("--hops", type=click.IntRange(0, 4), default=1, show_default=True, help="How far around the names.")
@click.option("--predicate", "predicates", multiple=True, type=click.Choice(sorted(PREDICATES)), metavar="PREDICATE")
@click.option("--type", "types", multiple=True, type=click.Choice(sorted(ENTITY_TYPES)), metavar="TYPE")
@click.option("--since", metavar="DATE", help="Only claims of articles published on this day (ISO 8601) or later.")
@click.option("--until", metavar="DATE", help="Only claims of articles published on this day or earlier.")
@click.option("--limit", type=click.IntRange(1), default=250, show_default=True, help="Entities at most.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), default=Path("laborgraph.html"))
@click.option("--ui-language", type=click.Choice(["en", "fr"]), default="en", show_default=True)
@click.option("--open", "open_", is_flag=True, help="Open the page in the browser.")
@common
def view(session: Session, names: tuple[str, ...], output: Path, open_: bool, ui_language: str, **choice: Any) -> None:
    """Write an interactive page of the subgraph around the names; of the whole dataset without a name.

    \b
    Example:  laborgraph view "El Eternauta" --hops 2 -o eternauta.html --open
    """
    from laborgraph.viz import page, select

    with session.dataset() as dataset:
        graph = select.subgraph(dataset, names, **choice)
    page.write(graph, output, language=ui_language)
    session.tell(f"{output}: {len(graph.nodes)} entities, {len(graph.facts)} facts, {len(graph.claims)} claims")
    if open_:
        click.launch(str(output))


@click.command()
@click.option("--format", "format_", required=True, metavar="FORMAT", help="turtle, trig, nquads, csv, graphml …")
@click.option("-o", "--output", required=True, metavar="FILE", help="The file to write; - is stdout.")
@common
def export(session: Session, format_: str, output: str) -> None:
    """Write the dataset to a file that other tools read.

    \b
    Example:  laborgraph export --format turtle -o graph.ttl
    """
    from laborgraph import exports

    with session.dataset() as dataset:
        exports.export(dataset, format_, output)


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
