"""JSON-LD 1.1 in compact form: a node an object, with short names by the published context, graph by graph.

Oxigraph's own writer gives the expanded form only, three times as long and hard to read; so the frames are ours.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any, BinaryIO

from laborgraph.dataset import Dataset
from laborgraph.exports.lines import Terms, parts, terms
from laborgraph.literals import XSD
from laborgraph.ontology.files import read as ontology_file
from laborgraph.ontology.terms import ID, NS, PREFIXES
from laborgraph.rdf import A

_TYPE = str(A).encode()
_ID, _NS, _XSD = ID.encode(), NS.encode(), XSD.encode()
_CACHED = 1 << 16
#: Beyond this, JSON readers round.
_EXACT = 2**53


def jsonld(dataset: Dataset, out: BinaryIO) -> None:
    """Write one document: the context, then each named graph with its nodes."""
    known = context()
    names = Names(known)
    out.write(b'{"@context": ' + json_bytes(known) + b',\n"@graph": [')
    for number, (graph, members) in enumerate(groupby(terms(dataset.quads(by_graph=True)), key=itemgetter(3))):
        out.write(b",\n" if number else b"\n")
        out.write(b'{"@id": ' + names.iri(graph) + b', "@graph": [')
        for place, node in enumerate(nodes(members, names)):
            out.write((b",\n  " if place else b"\n  ") + node)
        out.write(b"\n]}")
    out.write(b"\n]}\n")


def context() -> dict[str, Any]:
    """Read the published context."""
    held: dict[str, Any] = json.loads(ontology_file("context.jsonld"))["@context"]
    return held


class Names:
    """JSON of terms by a context: each property's term, how the term types its values, and the values."""

    def __init__(self, context: dict[str, Any]) -> None:
        self._terms: dict[bytes, tuple[bytes, str, bool]] = {}
        for term, value in context.items():
            definition = value if isinstance(value, dict) else {"@id": value}
            if not term.startswith("@") and isinstance(definition.get("@id"), str):
                prefix, _, local = definition["@id"].partition(":")
                if prefix in PREFIXES:
                    by_language = definition.get("@container") == "@language"
                    told = json_bytes(term), definition.get("@type", ""), by_language
                    self._terms[f"<{PREFIXES[prefix]}{local}>".encode()] = told
        self.resource = lru_cache(maxsize=_CACHED)(self._resource)

    def term(self, predicate: bytes) -> tuple[bytes, str, bool]:
        """Name a property by its term: its JSON, the type of its values, whether they are told by language."""
        return self._terms.get(predicate) or (b'"' + predicate[1:-1] + b'"', "", False)

    def iri(self, node: bytes) -> bytes:
        """Shorten a resource's IRI."""
        iri = node[1:-1]
        return b'"id:' + iri.removeprefix(_ID) + b'"' if iri.startswith(_ID) else b'"' + iri + b'"'

    def value(self, node: bytes, wanted: str) -> bytes:
        """Write an object as its term's type lets it be written."""
        if node[:1] == b"<":
            return self.resource(node, wanted)
        text, datatype, language = parts(node)
        if language:
            return b'{"@value": ' + text + b', "@language": "' + language + b'"}'
        if not datatype:
            return b'{"@value": ' + text + b"}" if wanted else text
        kind = datatype.removeprefix(_XSD).decode()
        if wanted == "xsd:" + kind:
            return text
        bare = text[1:-1]
        if not wanted and ((kind == "boolean" and bare in (b"true", b"false")) or (kind == "integer" and _exact(bare))):
            return bare
        return b'{"@value": ' + text + b', "@type": "' + datatype + b'"}'

    def _resource(self, node: bytes, wanted: str) -> bytes:
        if wanted == "@vocab" and node[1:-1].startswith(_NS):
            return b'"' + node[1:-1].removeprefix(_NS) + b'"'
        return self.iri(node) if wanted == "@id" else b'{"@id": ' + self.iri(node) + b"}"


def nodes(quads: Iterable[Terms], names: Names) -> Iterator[bytes]:
    """Yield the JSON of a node object for each subject of sorted quads."""
    for subject, about in groupby(quads, key=itemgetter(0)):
        members = [b'"@id": ' + names.iri(subject)]
        for predicate, group in groupby(about, key=itemgetter(1)):
            objects = [quad[2] for quad in group]
            if predicate == _TYPE:
                members.append(b'"@type": [' + b", ".join(names.value(kind, "@vocab") for kind in objects) + b"]")
                continue
            term, wanted, by_language = names.term(predicate)
            if by_language:
                labels = {language: text for text, _, language in map(parts, objects)}
                told = [b'"' + (language or b"@none") + b'": ' + text for language, text in labels.items()]
                members.append(term + b": {" + b", ".join(told) + b"}")
            elif len(objects) == 1:
                members.append(term + b": " + names.value(objects[0], wanted))
            else:
                members.append(term + b": [" + b", ".join(names.value(value, wanted) for value in objects) + b"]")
        yield b"{" + b", ".join(members) + b"}"


def json_bytes(value: Any) -> bytes:
    """Write JSON on one line, in UTF-8."""
    return json.dumps(value, ensure_ascii=False).encode("utf-8")


def _exact(digits: bytes) -> bool:
    """Tell whether these digits are a number of JSON that every reader takes as it is."""
    return str(int(digits)).encode() == digits and abs(int(digits)) < _EXACT
