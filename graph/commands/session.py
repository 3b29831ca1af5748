"""What the commands share: where the dataset is, how much to tell, options, queries, output."""

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

from laborgraph.errors import UsageError
from laborgraph.model import Article, Issue

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

    def tell_more(self, verbose: int) -> None:
        """Show what the library logs, from INFO (1) or DEBUG (2) on."""
        if verbose:
            level = logging.INFO if verbose == 1 else logging.DEBUG
            logging.basicConfig(stream=sys.stderr, level=level, format="%(name)s: %(message)s")

    def listen(self) -> Callable[[], None]:
        """Tell what the library warns of, unless -v shows it all; return what ends this."""
        logger, handler = logging.getLogger("laborgraph"), _Teller(self)
        logger.addHandler(handler)
        return lambda: logger.removeHandler(handler)

    def folder(self) -> Path:
        """Name the dataset: ``--data``, else LABORGRAPH_DATA, else ./laborgraph-data."""
        return self.data or Path(os.environ.get("LABORGRAPH_DATA") or "laborgraph-data")

    def dataset(self, *, write: bool = False, make: bool = False) -> Dataset:
        """Open the dataset to read or to write; only `build` makes a new one."""
        from laborgraph.dataset import Dataset

        folder = self.folder()
        if not make and not (folder / "store").exists():
            raise UsageError(f"no dataset at {folder}; make one with: laborgraph --data {folder} build SOURCE...")
        return Dataset.open(folder, read_only=not (write or make))


class _Teller(logging.Handler):
    def __init__(self, session: Session) -> None:
        super().__init__(logging.WARNING)
        self._session = session

    def emit(self, record: logging.LogRecord) -> None:
        if not logging.getLogger().handlers:
            self._session.tell(f"warning: {record.getMessage()}")


def common(command: Callable[..., Any]) -> Callable[..., Any]:
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
        session.tell_more(verbose)
        return command(session, **options)

    return run


def query_text(text: str) -> str:
    """Take a query as given, from ``@file`` or from ``-``."""
    if text == "-":
        return sys.stdin.read()
    if text.startswith("@"):
        try:
            return Path(text[1:]).read_text(encoding="utf-8")
        except OSError as error:
            raise UsageError(f"cannot read the query from {text[1:]}: {error.strerror}") from error
    return text


def read_parameters(pairs: tuple[str, ...]) -> dict[str, Any]:
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


def read_articles(session: Session, sources: tuple[str, ...]) -> Iterator[Article]:
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


def server_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command --user and --database."""
    command = click.option("--user", help="User name; the password is asked for. Default: NEO4J_USERNAME.")(command)
    return click.option("--database", default=None, help="Name of the Neo4j database.")(command)


def credentials(user: str | None) -> tuple[str, str] | None:
    """Take user and password from the environment or a prompt; none where neither names a user."""
    if user is not None:
        return user, click.prompt("Password", hide_input=True, err=True)
    name = os.environ.get("NEO4J_USERNAME")
    return (name, os.environ.get("NEO4J_PASSWORD", "")) if name else None


def show(table: Table, format_: str) -> None:
    """Write an answer to stdout."""
    from laborgraph.table import write

    write(table, format_, sys.stdout)


def finish(session: Session, strict: bool) -> None:
    """Exit 1 under --strict if something was left out."""
    errors = sum(issue.severity == "error" for issue in session.issues)
    if errors:
        session.tell(f"{errors} source{'s' * (errors > 1)} could not be used; the rest was done")
    if errors and strict:
        raise SystemExit(1)
