"""Run SPARQL 1.1 queries on a store: read-only, within the store, answers as plain values."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TextIO

from pyoxigraph import (
    NamedNode,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    Variable,
    parse,
    serialize,
)

from laborgraph.errors import QueryError, UnknownName
from laborgraph.literals import Value, literal, plain
from laborgraph.ontology.terms import PREFIXES
from laborgraph.table import Table

FORMATS: dict[str, RdfFormat] = {
    "turtle": RdfFormat.TURTLE,
    "trig": RdfFormat.TRIG,
    "ntriples": RdfFormat.N_TRIPLES,
    "nquads": RdfFormat.N_QUADS,
    "jsonld": RdfFormat.JSON_LD,
    "rdfxml": RdfFormat.RDF_XML,
}

#: Strings, escapes, IRIs without a closing bracket, and comments: where a keyword is only text.
_OPAQUE = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""'
    r"|'''(?:[^'\\]|\\.|'(?!''))*'''"
    r'|"(?:[^"\\\n\r]|\\.)*"'
    r"|'(?:[^'\\\n\r]|\\.)*'"
    r'|\\.|<[^<>"{}|^`\\\x00-\x20)]*>|#[^\n\r]*',
    re.DOTALL,
)
#: ``?a<?b) … #>`` may be read as an IRI or as a comparison: the engine decides by context, so nothing is concluded.
_UNSURE = re.compile(r'<[^<>"{}|^`\\\x00-\x20]*\)[^<>"{}|^`\\\x00-\x20]*>')
#: Variables, and the local part of prefixed names.
_NAME = re.compile(r"[?$]\w+|:[\w-]*")
_UPDATE = re.compile(r"\b(INSERT|DELETE|LOAD|CLEAR|CREATE|DROP|COPY|MOVE|ADD)\b", re.IGNORECASE)
_INNER = re.compile(r"\bSELECT\b[^{}]*\{", re.IGNORECASE)
_BRACE = re.compile(r"[{}]")
_PLACE = re.compile(r"^error at (\d+):(\d+): (?:expected )?(.*)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Triples:
    """The graph that CONSTRUCT and DESCRIBE answer with: sorted, each triple once."""

    triples: tuple[Triple, ...]

    def write(self, out: TextIO, fmt: str | None = None) -> None:
        """Write the graph, as Turtle if no format is told. Raises `UnknownName` for a format that is not RDF."""
        if (fmt or "turtle") not in FORMATS:
            raise UnknownName("format of a graph", str(fmt), FORMATS)
        data = serialize(self.triples, format=FORMATS[fmt or "turtle"], prefixes=PREFIXES)
        out.write((data or b"").decode("utf-8"))


def run(store: Store, query: str, parameters: Mapping[str, Value | NamedNode] | None = None) -> Table | Triples:
    """Answer a query: SELECT and ASK with a `Table`, CONSTRUCT and DESCRIBE with `Triples`.

    The default graph is the union of all named graphs, unless the query says FROM. `parameters` bind variables of a
    SELECT or ASK query to values. Raises `QueryError`, with the place marked, for what is no query of SPARQL 1.1, for
    updates and for SERVICE.
    """
    answer = solve(store, query, parameters)
    try:
        if isinstance(answer, QueryBoolean):
            return Table(("answer",), [(bool(answer),)])
        if isinstance(answer, QueryTriples):
            return _graph(answer)
        columns = tuple(variable.value for variable in answer.variables)
        return Table(columns, [tuple(map(plain, row)) for row in answer])
    except (ValueError, RuntimeError, OSError) as error:
        raise QueryError(f"the query could not be answered: {error}") from error


def solve(
    store: Store,
    query: str,
    parameters: Mapping[str, Value | NamedNode] | None = None,
    *,
    default: Sequence[NamedNode] = (),
    named: Sequence[NamedNode] = (),
    base: str | None = None,
) -> QuerySolutions | QueryBoolean | QueryTriples:
    """Begin to answer a query; as `run`, but the answer is the engine's and is worked out as it is read.

    `default` and `named` are the graphs to ask, instead of all and of what the query says FROM; `base` is what
    relative IRIs are resolved against.
    """
    words = _words(query)
    union = not re.search(r"\bFROM\b(?!:)", _NAME.sub(" ", words), re.IGNORECASE)
    bound = _bound(query, words, parameters or {})
    try:
        if default or named:
            return store.query(
                bound, base_iri=base, prefixes=PREFIXES, default_graph=list(default), named_graphs=list(named)
            )
        return store.query(bound, base_iri=base, prefixes=PREFIXES, use_default_graph_as_union=union)
    except SyntaxError as error:
        raise QueryError(_explain(bound, words, str(error))) from None
    except (ValueError, RuntimeError, OSError) as error:
        raise QueryError(f"the query could not be answered: {error}") from error


def _graph(triples: QueryTriples) -> Triples:
    # The union of graphs may give a triple twice.
    lines = sorted(set((serialize(triples, format=RdfFormat.N_TRIPLES) or b"").splitlines(keepends=True)))
    return Triples(tuple(quad.triple for quad in parse(b"".join(lines), format=RdfFormat.N_TRIPLES)))


def bind(query: str, parameters: Mapping[str, Value | NamedNode]) -> str:
    """Bind variables of a SELECT or ASK query to values by a VALUES block that opens its pattern, terms escaped.

    So begins each inner SELECT, too, that names one of them. Raises `QueryError` for other queries and for names that
    are no variables.

    >>> bind("SELECT ?s { ?s lg:name ?name }", {"name": "Brume"})
    'SELECT ?s { VALUES (?name) { ("Brume") } ?s lg:name ?name }'
    """
    return _bound(query, _words(query), parameters)


def _bound(query: str, words: str, parameters: Mapping[str, Value | NamedNode]) -> str:
    if not parameters:
        return query
    try:
        names = {name: str(Variable(name)) for name in parameters}
    except ValueError:
        raise QueryError(f"not every name can be a variable: {', '.join(map(repr, parameters))}") from None
    place = words.find("{") + 1
    if not place or not re.search(r"\b(SELECT|ASK)\b", words[:place], re.IGNORECASE):
        raise QueryError("parameters go with SELECT and ASK queries")
    values = {
        name: str(value if isinstance(value, NamedNode) else literal(value)) for name, value in parameters.items()
    }
    inner = [
        (match.end(), [name for name in parameters if re.search(rf"[?$]{name}\b", _group(words, match.end()))])
        for match in _INNER.finditer(words, place)
    ]
    for at, named in reversed([(place, list(parameters)), *inner]):
        if named:
            head, terms = " ".join(names[name] for name in named), " ".join(values[name] for name in named)
            query = f"{query[:at]} VALUES ({head}) {{ ({terms}) }} {query[at:].removeprefix(' ')}"
    return query


def _group(words: str, start: int) -> str:
    """Take what stands between the brace that was opened before `start` and the one that closes it."""
    depth = 1
    for brace in _BRACE.finditer(words, start):
        depth += 1 if brace[0] == "{" else -1
        if not depth:
            return words[start : brace.start()]
    return words[start:]


def _words(query: str) -> str:
    """Blank out strings, IRIs and comments, each character in its place; refuse SERVICE, which calls other machines."""
    words = _OPAQUE.sub(lambda hidden: " " * len(hidden[0]), query)
    # The engine's keywords need no space before them: ``?s ?p 1SERVICE <…>`` calls too.
    calls = re.search("service", _NAME.sub(" ", words), re.IGNORECASE)
    if calls or (_UNSURE.search(query) and re.search("service", query, re.IGNORECASE)):
        raise QueryError("SERVICE is refused: a query is answered from the dataset alone and calls no other machine")
    return words


def _explain(query: str, words: str, message: str) -> str:
    update = _UPDATE.search(words)
    if update and not re.search(r"\b(SELECT|ASK|CONSTRUCT|DESCRIBE)\b", words[: update.start()], re.IGNORECASE):
        return f"{update[1].upper()} is refused: queries only read; `build` and `remove` change the dataset"
    place = _PLACE.match(message)
    if not place:
        return f"not a SPARQL query: {message}"
    line, column, expected = int(place[1]), int(place[2]), place[3]
    text = (query.splitlines() or [""])[min(line, len(query.splitlines()) or 1) - 1]
    return f"not a SPARQL query, line {line}, column {column}: {_hint(expected)}\n  {text}\n  {' ' * (column - 1)}^"


def _hint(expected: str) -> str:
    """Shorten the engine's list of what it would have taken."""
    if "Prefix not found" in expected:
        return f"a prefix is not declared (known without declaring: {', '.join(f'{name}:' for name in PREFIXES)})"
    choices = [part for part in re.split(r",\s+", expected.removeprefix("one of ")) if not part.startswith("[")]
    return f"expected {' or '.join(choices[:8])}" if choices else "something else is expected here"
