"""JSON-LD 1.1 in compact form: a node an object, with short names by the published context, graph by graph.

Oxigraph's own writer gives the expanded form only, three times as long and hard to read; so the frames are ours.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, BinaryIO

from pyoxigraph import Literal, NamedNode, Quad

from laborgraph.dataset import Dataset
from laborgraph.exports.rdf import read
from laborgraph.literals import XSD, plain
from laborgraph.ontology.files import read as ontology_file
from laborgraph.ontology.terms import ID, NS, PREFIXES
from laborgraph.rdf import A

_NATIVE = {XSD + "boolean", XSD + "integer"}
#: Beyond this, JSON readers round.
_EXACT = 2**53


def jsonld(dataset: Dataset, out: BinaryIO) -> None:
    """Write one document: the context, then each named graph with its nodes."""
    known = context()
    names = Names(known)
    quads = read(dataset.quads(by_graph=True))
    out.write(b'{"@context": ' + json_bytes(known) + b',\n"@graph": [')
    for number, (graph, members) in enumerate(groupby(quads, key=lambda quad: quad.graph_name)):
        out.write(b",\n" if number else b"\n")
        out.write(b'{"@id": ' + json_bytes(names.iri(graph)) + b', "@graph": [')
        for place, node in enumerate(nodes(members, names)):
            out.write((b",\n  " if place else b"\n  ") + json_bytes(node))
        out.write(b"\n]}")
    out.write(b"\n]}\n")


def context() -> dict[str, Any]:
    """Read the published context."""
    held: dict[str, Any] = json.loads(ontology_file("context.jsonld"))["@context"]
    return held


class Names:
    """Short names by a context: each property's term and how the term types its values."""

    def __init__(self, context: dict[str, Any]) -> None:
        self._terms: dict[str, tuple[str, dict[str, str]]] = {}
        for term, value in context.items():
            definition = value if isinstance(value, dict) else {"@id": value}
            if not term.startswith("@") and isinstance(definition.get("@id"), str):
                prefix, _, local = definition["@id"].partition(":")
                if prefix in PREFIXES:
                    self._terms[PREFIXES[prefix] + local] = term, definition

    def term(self, predicate: NamedNode) -> tuple[str, dict[str, str]]:
        """Name a property by its term, with the term's definition; by its IRI where it has none."""
        return self._terms.get(predicate.value) or (predicate.value, {})

    def iri(self, node: Any) -> str:
        """Shorten a resource's IRI."""
        iri: str = node.value
        return "id:" + iri.removeprefix(ID) if iri.startswith(ID) else iri

    def value(self, node: Any, definition: dict[str, str]) -> Any:
        """Write an object as its term's definition lets it be written."""
        wanted = definition.get("@type", "")
        if not isinstance(node, Literal):
            if wanted == "@vocab" and node.value.startswith(NS):
                return node.value.removeprefix(NS)
            return self.iri(node) if wanted == "@id" else {"@id": self.iri(node)}
        kind = node.datatype.value
        if node.language:
            return {"@value": node.value, "@language": node.language}
        if wanted.startswith("xsd:") and kind == XSD + wanted.removeprefix("xsd:"):
            return node.value
        if kind == XSD + "string":
            return {"@value": node.value} if wanted else node.value
        native = plain(node)
        if kind in _NATIVE and not wanted and isinstance(native, int) and abs(native) < _EXACT:
            return native
        return {"@value": node.value, "@type": kind}


def nodes(quads: Iterable[Quad], names: Names) -> Iterator[dict[str, Any]]:
    """Yield a node object for each subject of sorted quads."""
    for subject, about in groupby(quads, key=lambda quad: quad.subject):
        node: dict[str, Any] = {"@id": names.iri(subject)}
        for predicate, group in groupby(about, key=lambda quad: quad.predicate):
            objects: list[Any] = [quad.object for quad in group]
            if predicate == A:
                node["@type"] = [names.value(kind, {"@type": "@vocab"}) for kind in objects]
                continue
            term, definition = names.term(predicate)
            if definition.get("@container") == "@language":
                node[term] = {label.language or "@none": label.value for label in objects}
            else:
                values = [names.value(value, definition) for value in objects]
                node[term] = values[0] if len(values) == 1 else values
        yield node


def json_bytes(value: Any) -> bytes:
    """Write JSON on one line, in UTF-8."""
    return json.dumps(value, ensure_ascii=False).encode("utf-8")
