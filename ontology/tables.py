"""Markdown tables of the vocabulary for `docs/ontology.md`, made from the Turtle so that the page cannot go stale.

A block of the page begins with ``<!-- table: NAME -->`` and ends with ``<!-- end -->``; a test compares. To refill:
``python -m laborgraph.ontology.tables docs/ontology.md``.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, Namespace
from rdflib.term import Node

from laborgraph.errors import UnknownName
from laborgraph.ontology import files
from laborgraph.ontology.terms import CONCEPT_PROPERTIES, NS, ORG_TYPES, PARTY_TYPES, PREDICATES

LG = Namespace(NS)
_BLOCK = re.compile(r"(<!-- table: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
_LANGUAGES = ("en", "fr", "es", "de")


def refill(page: str) -> str:
    """Put the present tables between the marks of a Markdown page; raises `UnknownName` for a table there is not."""
    return _BLOCK.sub(lambda block: f"{block[1]}{table(block[2])}\n{block[3]}", page)


def table(name: str) -> str:
    """Make one table: ``classes``, ``predicates``, ``properties`` or the name of a concept property.

    >>> print(table("polarity"))
    | value | English | français | español | Deutsch | meaning |
    | --- | --- | --- | --- | --- | --- |
    | `positive` | positive | positif | positivo | positiv | The statement is affirmed. |
    | `negative` | negative | négatif | negativo | negativ | The statement is negated. |
    """
    makers = {"classes": _classes, "predicates": _predicates, "properties": _properties}
    if name in makers:
        rows = list(makers[name]())
    elif name in CONCEPT_PROPERTIES:
        rows = list(_concepts(name))
    else:
        raise UnknownName("table", name, [*makers, *CONCEPT_PROPERTIES])
    rows.insert(1, ["---"] * len(rows[0]))
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _classes() -> Iterator[list[str]]:
    yield ["class", "under", "property graph", "meaning"]
    for term in _ours(_graph().subjects(RDF.type, OWL.Class)):
        yield [_code(term), _codes(term, RDFS.subClassOf), _codes(term, LG.neo4jName), _meaning(term)]


def _predicates() -> Iterator[list[str]]:
    yield ["predicate", "joins", "property graph", "meaning"]
    for predicate in PREDICATES.values():
        arrow = " ↔ " if predicate.symmetric else " → "
        joins = arrow.join(_types(types) for types in (predicate.domain, predicate.range))
        yield [f"`{predicate.name}`", joins, f"`{predicate.relationship}`", _meaning(LG[predicate.name])]


def _properties() -> Iterator[list[str]]:
    yield ["property", "of", "value", "property graph", "meaning"]
    kinds = (OWL.ObjectProperty, OWL.DatatypeProperty)
    for term in _ours({term for kind in kinds for term in _graph().subjects(RDF.type, kind)}):
        if str(term).removeprefix(NS) not in PREDICATES:
            sides = (_codes(term, side) for side in (RDFS.domain, RDFS.range, LG.neo4jName))
            yield [_code(term), *sides, _meaning(term)]


def _concepts(property_: str) -> Iterator[list[str]]:
    yield ["value", "English", "français", "español", "Deutsch", "meaning"]
    for term in _ours(_graph().subjects(SKOS.topConceptOf, LG[f"scheme-{property_}"])):
        labels = [_text(term, SKOS.prefLabel, language) for language in _LANGUAGES]
        yield [_codes(term, SKOS.notation), *labels, _meaning(term)]


@cache
def _graph() -> Graph:
    graph = Graph()
    for name in ("labor.ttl", "schemes.ttl"):
        graph.parse(data=files.read(name), format="turtle")
    return graph


@cache
def _order() -> dict[str, int]:
    """Tell where each term stands in the files: the tables keep their order."""
    names = re.findall(r"^lg:(\S+) a ", files.read("labor.ttl") + files.read("schemes.ttl"), re.MULTILINE)
    return {NS + name: number for number, name in enumerate(names)}


def _ours(terms: Iterable[Node]) -> list[Node]:
    return sorted((term for term in terms if str(term) in _order()), key=lambda term: _order()[str(term)])


def _code(term: Node) -> str:
    name = str(term) if isinstance(term, Literal) else _graph().qname(str(term)).removeprefix("lg:")
    return f"`{name}`"


def _codes(term: Node, predicate: Node) -> str:
    return ", ".join(sorted(map(_code, _graph().objects(term, predicate))))


def _text(term: Node, predicate: Node, language: str) -> str:
    texts = _graph().objects(term, predicate)
    return next(str(text) for text in texts if text.language == language)  # type: ignore[attr-defined]


def _meaning(term: Node) -> str:
    return _text(term, SKOS.definition, "en").replace("|", "\\|")


def _types(types: frozenset[str]) -> str:
    for word, group in (("Party", PARTY_TYPES), ("Org", ORG_TYPES)):
        if types >= group:
            return ", ".join([word, *sorted(types - group)])
    return ", ".join(sorted(types))


if __name__ == "__main__":
    page = Path(sys.argv[1])
    page.write_text(refill(page.read_text(encoding="utf-8")), encoding="utf-8")
