"""The questions of the field: ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from laborgraph.commands.session import (
    ROW_FORMATS,
    Session,
    common,
    credentials,
    read_parameters,
    server_options,
    show,
)
from laborgraph.errors import UsageError

if TYPE_CHECKING:
    from laborgraph import questions
    from laborgraph.table import Table


@click.command()
@click.argument("name", required=False)
@click.option("--in", "language", type=click.Choice(["cypher", "sparql"]), default=None, help="Default: sparql.")
@click.option("--param", "parameters", multiple=True, metavar="K=V", help="Set a parameter of the question.")
@click.option("--all", "all_", is_flag=True, help="Count and begin the answers of all questions, by their defaults.")
@click.option("--show", "show_", is_flag=True, help="Print the query, parameters filled in, instead of the answer.")
@click.option("--neo4j", "uri", help="Ask this Neo4j server, such as bolt://localhost:7687.")
@click.option("--endpoint", metavar="URL", help="Ask this SPARQL endpoint, whose default graph holds all.")
@click.option("--format", "format_", type=click.Choice(ROW_FORMATS), default="table", show_default=True)
@click.option("--timeout", type=click.FloatRange(0.1), default=60.0, show_default=True, help="Seconds.")
@click.option("--ui-language", type=click.Choice(["en", "fr"]), default="en", show_default=True, help="Of the titles.")
@server_options
@common
def ask(
    session: Session,
    name: str | None,
    language: questions.Language | None,
    parameters: tuple[str, ...],
    all_: bool,
    show_: bool,
    uri: str | None,
    endpoint: str | None,
    format_: str,
    timeout: float,
    ui_language: str,
    user: str | None,
    database: str | None,
) -> None:
    """List the questions of the field, or answer the one of that NAME.

    A SPARQL endpoint's user and password come from LABORGRAPH_USERNAME and LABORGRAPH_PASSWORD.

    \b
    Example:  laborgraph ask tools --param studio=Netflix --in cypher
    """
    from laborgraph import questions

    if all_:
        if name or parameters or show_ or uri or endpoint:
            raise UsageError("--all goes with --in, --format and --timeout only: it asks the dataset by the defaults")
        with session.dataset() as dataset:
            table = questions.answers(dataset, language=language or "sparql", timeout=timeout)
        show(table, format_)
        empty = [row[0] for row in table.rows if not row[1]]
        session.tell(f"{len(table) - len(empty)} of {len(table)} have an answer; empty: {', '.join(empty) or 'none'}")
        return
    if name is None:
        show(_listed(ui_language, whole=format_ in ("json", "jsonl")), format_)
        return
    question, values = questions.find(name), dict(read_parameters(parameters))
    if uri is not None and language == "sparql":
        raise UsageError("a Neo4j server is asked in Cypher: leave out --in sparql")
    if endpoint is not None and (uri is not None or language == "cypher"):
        raise UsageError("a SPARQL endpoint is asked in SPARQL, without --neo4j or --in cypher")
    spoken: questions.Language = "cypher" if language == "cypher" or uri is not None else "sparql"
    if show_:
        click.echo(question.text(spoken, values), nl=False)
        return
    if uri is not None:
        from laborgraph.lpg.query import ask_server

        login = credentials(user)

        def run(text: str, bound: dict[str, Any]) -> Table:
            return ask_server(uri, text, bound, login, database=database, timeout=timeout)

        table = questions.ask_cypher(question, values, run)
    elif endpoint is not None:
        from laborgraph.remote import Remote

        table = questions.ask_remote(Remote(endpoint, timeout=timeout), question, values)
    else:
        with session.dataset() as dataset:
            table = questions.ask(dataset, question.name, values, language=spoken, timeout=timeout)
    session.tell(question.title[ui_language])
    show(table, format_)


def _listed(language: str, *, whole: bool) -> Table:
    from laborgraph.questions import load
    from laborgraph.table import Table

    questions = load().values()
    if whole:
        rows = [(q.name, q.title[language], q.help[language], q.parameters, list(q.columns)) for q in questions]
        return Table(("name", "title", "help", "parameters", "columns"), rows)
    return Table(
        ("name", "title", "parameters"), [(q.name, q.title[language], _shown(q.parameters)) for q in questions]
    )


def _shown(parameters: Any) -> str:
    return ", ".join(f"{name}={value}" for name, value in parameters.items())
