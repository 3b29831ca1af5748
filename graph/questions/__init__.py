"""Questions of the field, ready to run and to change: each one file, answered alike in Cypher and in SPARQL.

A file is TOML: `title` and `help` in English and French, `parameters` with their defaults, `columns`, and the two
queries. Cypher takes a parameter as ``$name``, SPARQL as the variable ``?name``, bound where each WHERE
begins that names it.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal

from laborgraph import sparql
from laborgraph.errors import QueryError, UnknownName, UsageError
from laborgraph.ontology.terms import PREFIXES
from laborgraph.table import Table, cell

if TYPE_CHECKING:
    from laborgraph.dataset import Dataset
    from laborgraph.remote import Remote

Language = Literal["cypher", "sparql"]
Parameters = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Question:
    """A question: its texts by language tag, parameters with their defaults, the columns of its answer, its queries."""

    name: str
    number: int
    title: Mapping[str, str]
    help: Mapping[str, str]
    parameters: Mapping[str, Any]
    columns: tuple[str, ...]
    cypher: str
    sparql: str

    def bound(self, given: Mapping[str, Any] | None = None) -> Parameters:
        """Fill the parameters in with defaults, each of its default's kind. Raises `UnknownName` and `UsageError`."""
        values = dict(self.parameters)
        for name, value in (given or {}).items():
            if name not in values:
                raise UnknownName(f"parameter of {self.name}", name, values)
            values[name] = _like(values[name], value, name)
        return values

    def text(self, language: Language, given: Mapping[str, Any] | None = None) -> str:
        """Write the query with its parameters filled in, ready to be run as it is or changed.

        >>> find("tools").text("cypher", {"studio": "Brume's"}).splitlines()[0]
        "MATCH (c:Claim)-[:SUBJECT]->(s:Entity {name: 'Brume\\\\'s'})"
        """
        values = self.bound(given)
        if language == "sparql":
            return sparql.bind(self.sparql, values)
        from laborgraph.lpg.literal import literal

        return re.sub(r"\$(\w+)", lambda match: literal(values[match[1]]), self.cypher)


@cache
def load() -> dict[str, Question]:
    """Read all questions, by name, in their order."""
    folder = files(__name__)
    read = [
        _read(file.name, file.read_text(encoding="utf-8")) for file in folder.iterdir() if file.name[-5:] == ".toml"
    ]
    return {question.name: question for question in sorted(read, key=lambda question: question.number)}


def find(name: str) -> Question:
    """Find a question by its name or number. Raises `UnknownName`, with the nearest."""
    questions = load()
    numbered = {str(question.number): question for question in questions.values()}
    found = questions.get(name) or numbered.get(name)
    if found is None:
        raise UnknownName("question", name, questions)
    return found


def ask(
    dataset: Dataset,
    name: str,
    parameters: Mapping[str, Any] | None = None,
    *,
    language: Language = "sparql",
    timeout: float = 60.0,
) -> Table:
    """Answer a question on a dataset, in SPARQL or in Cypher on its embedded store; both give the same rows.

    Raises `UnknownName` for the question or a parameter, `UsageError` for a parameter's value.

    >>> from laborgraph.dataset import Dataset
    >>> ask(Dataset.open(), "tools", {"studio": "Brume"}).columns
    ('tool', 'relation', 'told_as', 'claims')
    """
    question = find(name)
    if language == "sparql":
        return checked(question, dataset.select(question.sparql, question.bound(parameters)))
    from laborgraph.lpg.query import ask_embedded

    return ask_cypher(question, parameters, lambda text, values: ask_embedded(dataset, text, values, timeout=timeout))


def answers(dataset: Dataset, *, language: Language = "sparql", timeout: float = 60.0) -> Table:
    """Answer all questions by their defaults: how many rows each has, and the first one.

    >>> from laborgraph.dataset import Dataset
    >>> answers(Dataset.open()).rows[0]
    ('productions', 0, '')
    """
    rows = []
    for name in load():
        table = ask(dataset, name, language=language, timeout=timeout)
        rows.append((name, len(table.rows), ", ".join(cell(value) or "–" for value in next(iter(table.rows), ()))))
    return Table(("name", "rows", "first"), rows)


def ask_cypher(
    question: Question, parameters: Mapping[str, Any] | None, run: Callable[[str, Parameters], Table]
) -> Table:
    """Answer a question by whatever runs Cypher: the embedded store, a driver, a server."""
    return checked(question, run(question.cypher, question.bound(parameters)))


def ask_remote(remote: Remote, question: Question, parameters: Mapping[str, Any] | None = None) -> Table:
    """Answer a question at a SPARQL endpoint, whose default graph must be the union of its graphs."""
    prefixes = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
    return checked(question, remote.select(prefixes + question.text("sparql", parameters)))


def checked(question: Question, table: Table) -> Table:
    """Return the answer if it has the columns that the question promises. Raises `QueryError`."""
    if not table.rows:  # the embedded engine names no columns then
        return Table(question.columns, ())
    if table.columns != question.columns:
        raise QueryError(f"{question.name}: the answer has the columns {table.columns}, not {question.columns}")
    return table


def _read(file: str, text: str) -> Question:
    data = tomllib.loads(text)
    texts = {key: data[key].strip() + "\n" for key in ("cypher", "sparql")}
    return Question(
        name=file.removesuffix(".toml"),
        number=data["number"],
        title=data["title"],
        help=data["help"],
        parameters=data.get("parameters", {}),
        columns=tuple(data["columns"]),
        **texts,
    )


def _like(default: Any, value: Any, name: str) -> Any:
    """Give a value the kind of the default; a command line gives texts, and takes a name like ``1899`` for a number."""
    try:
        if isinstance(default, dt.date):
            return value if isinstance(value, dt.date) else dt.date.fromisoformat(str(value))
        if isinstance(default, str):
            return value if isinstance(value, str) else json.dumps(value)
        return type(default)(value)
    except (TypeError, ValueError) as error:
        raise UsageError(f"parameter {name}: {value!r} is not of the kind of {default}") from error
