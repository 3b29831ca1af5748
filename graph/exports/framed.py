"""JSON-LD 1.1 by a frame: one tree for each claim, with its effects, its parties' names and types, and its article.

`FRAME` is the frame (https://www.w3.org/TR/json-ld11-framing/); any JSON-LD processor gives the same trees from the
dataset's triples. Ours are written as they are read, so that memory does not grow with the claims.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any, BinaryIO

from pyoxigraph import Quad

from laborgraph.dataset import Dataset
from laborgraph.exports.jsonld import Names, context, json_bytes, nodes
from laborgraph.exports.lines import Terms, terms
from laborgraph.ontology.terms import CLAIM_LINKS, ID, NS
from laborgraph.rdf import OWN_GRAPHS, nquads, resource

_PARTIES = tuple(name for name in CLAIM_LINKS if name != "fromArticle")
_HEADER = ("title", "byline", "publisher", "published", "publishedText", "language", "url")
_ENTITIES = "SELECT ?e ?type ?name { GRAPH id:graph-entities { ?e a ?type ; lg:name ?name } } ORDER BY ?e ?type"


def _part(*shown: str) -> dict[str, Any]:
    return {"@embed": "@always", "@explicit": True, "@omitDefault": True, "@type": {}, **{name: {} for name in shown}}


FRAME: dict[str, Any] = {
    "@type": "Claim",
    "@embed": "@always",
    "@omitDefault": True,
    "fromArticle": _part(*_HEADER),
    **{party: _part("name") for party in _PARTIES},
    **{link: {"@embed": "@never", "@omitDefault": True} for link in ("states", "contradicts")},
}


def framed(dataset: Dataset, out: BinaryIO) -> None:
    """Write one document: the context, then a tree for each claim, article by article."""
    known = context()
    entities = _entities(dataset)
    out.write(b'{"@context": ' + json_bytes(known) + b',\n"@graph": [')
    comma = b"\n"
    for tree in _trees(dataset, Names(known), entities):
        out.write(comma + json_bytes(tree))
        comma = b",\n"
    out.write(b"\n]}\n")


def _entities(dataset: Dataset) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for iri, type_, name in dataset.select(_ENTITIES).rows:
        key = "id:" + iri.removeprefix(ID)
        node = found.setdefault(key, {"@id": key, "@type": [], "name": name})
        node["@type"].append(type_.removeprefix(NS))
    return found


def _trees(dataset: Dataset, names: Names, entities: dict[str, dict[str, Any]]) -> Iterator[dict[str, Any]]:
    match = dataset.reader()
    for _, members in groupby(terms(dataset.quads(by_graph=True)), key=itemgetter(3)):
        about = {node["@id"]: node for node in _read(members, names)}
        for node in about.values():
            if "Claim" in node.get("@type", ()):
                article = about[node["fromArticle"]]
                claim = resource(node["@id"].removeprefix("id:"))
                derived = nquads(Quad(*row) for graph in OWN_GRAPHS for row in match(claim, graph=graph))
                yield (
                    node
                    | next(_read(terms(sorted(derived)), names), {})
                    | {
                        "fromArticle": {key: article[key] for key in ("@id", "@type", *_HEADER) if key in article},
                        **{party: entities.get(node[party], node[party]) for party in _PARTIES if party in node},
                        **(
                            {"effect": [about[effect] for effect in _several(node["effect"])]}
                            if "effect" in node
                            else {}
                        ),
                    }
                )


def _read(quads: Iterable[Terms], names: Names) -> Iterator[dict[str, Any]]:
    return map(json.loads, nodes(quads, names))


def _several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
