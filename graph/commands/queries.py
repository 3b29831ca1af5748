"""Questions: cypher, sparql."""

from __future__ import annotations

import io
import sys

import click

from laborgraph.commands.session import (
    GRAPH_FORMATS,
    ROW_FORMATS,
    Session,
    common,
    credentials,
    query_text,
    read_parameters,
    server_options,
    show,
)


@click.command()
@click.argument("query")
@click.option("--neo4j", "uri", help="Ask this server instead of the embedded store, such as bolt://localhost:7687.")
@click.option("--param", "parameters", multiple=True, metavar="K=V", help="Set $K; a value that reads as JSON is it.")
@click.option("--format", "format_", type=click.Choice(ROW_FORMATS), default="table", show_default=True)
@click.option("--limit", type=click.IntRange(1), default=None, help="Stop after so many rows.")
@click.option("--timeout", type=click.FloatRange(0.1), default=60.0, show_default=True, help="Seconds.")
@server_options
@common
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

    text, values = query_text(query), read_parameters(parameters)
    if uri is not None:
        table = lpg.ask_server(uri, text, values, credentials(user), database=database, limit=limit, timeout=timeout)
    else:
        with session.dataset() as dataset:
            table = lpg.ask_embedded(dataset, text, values, limit=limit, timeout=timeout)
    show(table, format_)


@click.command()
@click.argument("query")
@click.option("--format", "format_", type=click.Choice(ROW_FORMATS + GRAPH_FORMATS), default=None)
@click.option("--timeout", type=click.FloatRange(0.1), default=60.0, show_default=True, help="Seconds.")
@common
def sparql(session: Session, query: str, format_: str | None, timeout: float) -> None:
    """Run a SPARQL 1.1 query, read-only. QUERY may be @file or -.

    The prefixes lg:, id:, skos:, schema:, rdf:, rdfs:, owl:, xsd: and prov: are known.

    \b
    Example:  laborgraph sparql "SELECT ?who WHERE { ?who lg:uses id:generative-ai }"
    """
    from laborgraph.killable import killable

    text, terminal = query_text(query), sys.stdout.isatty()

    def answer() -> str:
        out = _Answer(terminal=terminal)
        with session.dataset() as dataset:
            dataset.query(text).write(out, format_)
        return out.getvalue()

    sys.stdout.write(killable(answer, timeout))


class _Answer(io.StringIO):
    """Text that is written as for the real stdout: a terminal has a width to fit into."""

    def __init__(self, *, terminal: bool) -> None:
        super().__init__(newline="")
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal
