"""The command line: each command is a few lines over the library; only this module prints and sets up logging.

Data goes to stdout, everything else to stderr. Exit 0 done, 1 the run found something wrong, 2 wrong usage.
"""

from __future__ import annotations

import functools
import json
import logging
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from laborgraph.errors import LaborGraphError, UsageError
from laborgraph.model import Article, Issue
from laborgraph.ontology.terms import ENTITY_TYPES, PREDICATES

if TYPE_CHECKING:
    from laborgraph.dataset import Dataset
    from laborgraph.table import Table

ROW_FORMATS = ("table", "json", "jsonl", "csv")
GRAPH_FORMATS = ("turtle", "trig", "ntriples", "nquads", "jsonld", "rdfxml")


class Session:
    """Hold what the options say: where the dataset is, how much to tell; collect the issues of the run."""

    def __init__(self) -> None:
        self.data: Path | None = None
        self.quiet = False
        self.issues: list[Issue] = []

    def report(self, issue: Issue) -> None:
        """Keep an issue and tell it on stderr."""
        self.issues.append(issue)
        if not self.quiet:
            place = ":".join(part for part in (issue.source, issue.where) if part)
            self.tell(f"{issue.severity}: {place + ': ' if place else ''}{issue.message} [{issue.code}]")

    def tell(self, text: str) -> None:
        """Write a line for people to stderr."""
        if not self.quiet:
            click.echo(text, err=True)

    def folder(self) -> Path:
        """Name the dataset: ``--data``, else LABORGRAPH_DATA, else ./laborgraph-data."""
        return self.data or Path(os.environ.get("LABORGRAPH_DATA") or "laborgraph-data")

    def dataset(self, *, write: bool = False, make: bool = False) -> Dataset:
        """Open the dataset to read or to write; only `build` makes a new one."""
        from laborgraph.dataset import Dataset

        folder = self.folder()
        if not make and not folder.exists():
            raise UsageError(f"no dataset at {folder}; make one with: laborgraph --data {folder} build SOURCE...")
        return Dataset.open(folder, read_only=not (write or make))


def _common(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command --data, --quiet and -v, and hand it the session first."""

    @click.option("--data", type=click.Path(path_type=Path, file_okay=False), help="The dataset's folder.")
    @click.option("-q", "--quiet", is_flag=True, help="Print data only.")
    @click.option("-v", "--verbose", count=True, help="Tell more (twice: everything).")
    @click.pass_context
    @functools.wraps(command)
    def run(context: click.Context, /, data: Path | None, quiet: bool, verbose: int, **options: Any) -> Any:
        session = context.ensure_object(Session)
        session.data = data or session.data
        session.quiet = quiet or session.quiet
        if verbose:
            level = logging.INFO if verbose == 1 else logging.DEBUG
            logging.basicConfig(stream=sys.stderr, level=level, format="%(name)s: %(message)s")
        return command(session, **options)

    return run


def _query(text: str) -> str:
    """Take a query as given, from ``@file`` or from ``-``."""
    if text == "-":
        return sys.stdin.read()
    if text.startswith("@"):
        try:
            return Path(text[1:]).read_text(encoding="utf-8")
        except OSError as error:
            raise UsageError(f"cannot read the query from {text[1:]}: {error.strerror}") from error
    return text


def _parameters(pairs: tuple[str, ...]) -> dict[str, Any]:
    """Turn ``k=v`` into parameters; a value that reads as JSON is that value, anything else is a string."""
    parameters: dict[str, Any] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name:
            raise UsageError(f"--param takes NAME=VALUE, not {pair!r}")
        try:
            parameters[name] = json.loads(value)
        except ValueError:
            parameters[name] = value
    return parameters


def _articles(session: Session, sources: tuple[str, ...]) -> Iterator[Article]:
    """Read the sources, with a progress bar where a person looks on."""
    from laborgraph.loaders.readers import read

    articles = read(sources, session.report, stdin=sys.stdin.buffer)
    if session.quiet or not sys.stderr.isatty():
        yield from articles
        return
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), MofNCompleteColumn(), TextColumn("articles"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield from progress.track(articles, total=None)


def _neo4j(command: Callable[..., Any]) -> Callable[..., Any]:
    command = click.option("--user", help="User name; the password is asked for. Default: NEO4J_USERNAME.")(command)
    return click.option("--database", default=None, help="Name of the Neo4j database.")(command)


def _credentials(user: str | None) -> tuple[str, str] | None:
    """Take user and password from the environment or a prompt; none where neither names a user."""
    if user is not None:
        return user, click.prompt("Password", hide_input=True, err=True)
    name = os.environ.get("NEO4J_USERNAME")
    return (name, os.environ.get("NEO4J_PASSWORD", "")) if name else None


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="laborgraph")
@click.option("--data", type=click.Path(path_type=Path, file_okay=False), help="The dataset's folder.")
@click.option("-q", "--quiet", is_flag=True, help="Print data only.")
@click.pass_context
def cli(context: click.Context, data: Path | None, quiet: bool) -> None:
    """Read what AI does to work in film, television, games and voice, claim by claim, with every source.

    \b
    Start here:  laborgraph demo
    """
    session = context.ensure_object(Session)
    session.data, session.quiet = data, quiet


@cli.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=Path("demo"))
@_common
def demo(session: Session, folder: Path) -> None:
    """Do the whole main job on the bundled articles, offline.

    \b
    Example:  laborgraph demo
    """
    from laborgraph.demo import run

    run(folder, session.report, click.echo)


@cli.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("--all", "everything", is_flag=True, help='Add claims below the threshold, marked "accepted": false.')
@click.option("--explain", is_flag=True, help="Say why each claim was made or left out.")
@click.option("--strict", is_flag=True, help="Exit 1 if a source could not be used.")
@_common
def extract(session: Session, sources: tuple[str, ...], everything: bool, explain: bool, strict: bool) -> None:
    """Print what each article says, one JSON object a line; store nothing.

    SOURCE is a file, folder, glob or - for stdin.

    \b
    Example:  laborgraph extract article.txt | jq .claims
    """
    from laborgraph.loaders.extract import extract_all
    from laborgraph.records import record

    for extraction in extract_all(_articles(session, sources), session.report):
        click.echo(json.dumps(record(extraction, everything=everything, explain=explain), ensure_ascii=False))
    _finish(session, strict)


@cli.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("--strict", is_flag=True, help="Exit 1 if a source could not be used.")
@_common
def build(session: Session, sources: tuple[str, ...], strict: bool) -> None:
    """Read articles and add what they say to the dataset; what is unchanged is skipped.

    SOURCE is a file, folder, glob or - for stdin.

    \b
    Example:  laborgraph build articles/
    """
    from laborgraph import pipeline, run_log

    with session.dataset(make=True) as dataset:
        built = pipeline.build(dataset, _articles(session, sources), session.report)
        run_log.save_issues(dataset, session.issues)
        session.tell(f"{built}; {session.folder()} holds {dataset.status()['articles']} articles")
    _finish(session, strict)


@cli.command()
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLE...")
@_common
def remove(session: Session, articles: tuple[str, ...]) -> None:
    """Take articles, and all that only they support, out of the dataset.

    ARTICLE is an id, IRI, address or title, as `status --articles` lists them.

    \b
    Example:  laborgraph remove https://example.org/story
    """
    with session.dataset(write=True) as dataset:
        ids = [dataset.find_article(article) for article in articles]
        for article in ids:
            dataset.remove(article)
        dataset.derive()
        session.tell(f"{len(set(ids))} removed")


@cli.command()
@click.option("--articles", is_flag=True, help="List the articles instead.")
@click.option("--format", "format_", type=click.Choice(ROW_FORMATS), default="table", show_default=True)
@_common
def status(session: Session, articles: bool, format_: str) -> None:
    """Count what the dataset holds, by type, predicate and language.

    \b
    Example:  laborgraph status
    """
    from laborgraph import run_log

    with session.dataset() as dataset:
        _print(run_log.article_table(dataset) if articles else run_log.status_table(dataset), format_)


@cli.command()
@click.argument("query")
@click.option("--neo4j", "uri", help="Ask this server instead of the embedded store, such as bolt://localhost:7687.")
@click.option("--param", "parameters", multiple=True, metavar="K=V", help="Set $K; a value that reads as JSON is it.")
@click.option("--format", "format_", type=click.Choice(ROW_FORMATS), default="table", show_default=True)
@click.option("--limit", type=click.IntRange(1), default=None, help="Stop after so many rows.")
@click.option("--timeout", type=click.FloatRange(0.1), default=60.0, show_default=True, help="Seconds.")
@_neo4j
@_common
def cypher(
    session: Session,
    query: str,
    uri: str | None,
    parameters: tuple[str, ...],
    format_: str,
    limit: int | None,
    timeout: float,
    user: str | None,
    database: str | None,
) -> None:
    """Run a Cypher query, read-only. QUERY may be @file or -.

    \b
    Example:  laborgraph cypher "MATCH (s:Studio)-[u:USES]->(t:Tool) RETURN s.name, t.name, u.quote"
    """
    from laborgraph.lpg import query as lpg

    text, values = _query(query), _parameters(parameters)
    if uri is not None:
        table = lpg.ask_server(uri, text, values, _credentials(user), database=database, limit=limit, timeout=timeout)
    else:
        with session.dataset() as dataset:
            table = lpg.ask_embedded(dataset, text, values, limit=limit, timeout=timeout)
    _print(table, format_)


@cli.command()
@click.argument("query")
@click.option("--format", "format_", type=click.Choice(ROW_FORMATS + GRAPH_FORMATS), default=None)
@_common
def sparql(session: Session, query: str, format_: str | None) -> None:
    """Run a SPARQL 1.1 query, read-only. QUERY may be @file or -.

    The prefixes lg:, id:, skos:, schema:, rdf:, rdfs:, owl:, xsd: and prov: are known.

    \b
    Example:  laborgraph sparql "SELECT ?who WHERE { ?who lg:uses id:generative-ai }"
    """
    with session.dataset() as dataset:
        dataset.query(_query(query)).write(sys.stdout, format_)


@cli.command()
@click.option("--neo4j", "uri", required=True, help="The server, such as bolt://localhost:7687.")
@_neo4j
@_common
def sync(session: Session, uri: str, user: str | None, database: str | None) -> None:
    """Make a Neo4j database equal to the dataset; what users added there stays.

    User and password come from NEO4J_USERNAME and NEO4J_PASSWORD, or --user and a prompt.

    \b
    Example:  laborgraph sync --neo4j bolt://localhost:7687
    """
    from laborgraph import run_log
    from laborgraph.lpg import neo4j

    with session.dataset() as dataset, neo4j.connect(uri, _credentials(user)) as driver:
        session.tell(str(neo4j.sync(dataset, driver, database=database)))
        run_log.save_synced(dataset, uri)


@cli.command()
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
@_common
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


@cli.command()
@click.option("--format", "format_", required=True, metavar="FORMAT", help="turtle, trig, nquads, csv, graphml …")
@click.option("-o", "--output", required=True, metavar="FILE", help="The file to write; - is stdout.")
@_common
def export(session: Session, format_: str, output: str) -> None:
    """Write the dataset to a file that other tools read.

    \b
    Example:  laborgraph export --format turtle -o graph.ttl
    """
    from laborgraph import exports

    with session.dataset() as dataset:
        exports.export(dataset, format_, output)


@cli.command()
@click.option("--format", "format_", type=click.Choice(ROW_FORMATS), default="table", show_default=True)
@_common
def validate(session: Session, format_: str) -> None:
    """Check the dataset against its SHACL shapes; exit 1 if a rule is broken (a warning is none).

    \b
    Example:  laborgraph validate
    """
    from laborgraph.validate import report

    with session.dataset() as dataset:
        table = report(dataset)
    _print(table, format_)
    if any(row[0] == "error" for row in table.rows):
        raise SystemExit(1)
    session.tell("The dataset keeps every rule.")


@cli.command()
@click.argument("what", type=click.Choice(["ontology", "shapes", "context"]), default="ontology")
@click.option("--docs", type=click.Path(path_type=Path, dir_okay=False), help="Write the HTML documentation there.")
@_common
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


def _print(table: Table, format_: str) -> None:
    from laborgraph.table import write

    write(table, format_, sys.stdout)


def _finish(session: Session, strict: bool) -> None:
    """Exit 1 under --strict if something was left out."""
    errors = sum(issue.severity == "error" for issue in session.issues)
    if errors:
        session.tell(f"{errors} source{'s' * (errors > 1)} could not be used; the rest was done")
    if errors and strict:
        raise SystemExit(1)


def main() -> None:
    """Run the command line and turn errors into one line on stderr and an exit code."""
    try:
        cli(standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("stopped", err=True)
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except LaborGraphError as error:
        click.echo(f"laborgraph: {error}", err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # The reader of stdout is gone (head, less): nothing is left to say, nor a place to flush it to.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as error:
        click.echo(f"laborgraph: {error.filename or 'input or output'}: {error.strerror or error}", err=True)
        sys.exit(1)
