"""CSV for a spreadsheet: one row a claim, with names, qualifiers, speaker and article in columns."""

from __future__ import annotations

import csv as csv_module
import io
from collections.abc import Iterator
from itertools import groupby
from sys import intern
from typing import Any, BinaryIO

from laborgraph.dataset import Dataset
from laborgraph.exports.rdf import read
from laborgraph.literals import plain
from laborgraph.ontology.terms import ID, NS, snake
from laborgraph.table import cell

_ENTITIES = (
    "SELECT ?e ?name ?type { GRAPH id:graph-entities { ?e lg:name ?name ; a ?type FILTER(?type != lg:Entity) } }"
)
_ORIGINS = "SELECT ?c ?origin ?reason { GRAPH id:graph-origins { ?c lg:origin ?origin ; lg:originReason ?reason } }"

_LINKS = ("saidBy", "causeSaidBy", "viaSource", "inProduction", "underAgreement", "atEvent")
_CONCEPTS = ("modality", "polarity", "phase", "measure", "cause")
_LITERALS = (
    "quote", "prefix", "suffix", "start", "end", "saidAs", "task", "position", "count", "countText", "eventDate",
    "eventDateText", "confidence", "extractor", "rule",
)  # fmt: skip
_EFFECT = ("impact", "magnitude", "value", "unit", "comparator")
_HEADER = ("title", "byline", "publisher", "published", "publishedText", "language", "url")

COLUMNS = (
    "claim", "fact", "subject", "subject_id", "subject_type", "predicate", "object", "object_id", "object_type",
    *map(snake, _CONCEPTS), *(name for link in map(snake, _LINKS) for name in (link, link + "_id")),
    *map(snake, _LITERALS), "origin", "origin_reason", *(name + "s" for name in _EFFECT),
    "article", *map(snake, _HEADER),
)  # fmt: skip

Node = dict[str, list[Any]]


def csv(dataset: Dataset, out: BinaryIO) -> None:
    """Write CSV (RFC 4180, UTF-8); a cell that a spreadsheet would run as a formula begins with an apostrophe."""
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
    try:
        rows = csv_module.DictWriter(text, COLUMNS)
        rows.writeheader()
        rows.writerows({name: _guarded(value) for name, value in row.items()} for row in claims(dataset))
    finally:
        text.detach()


def claims(dataset: Dataset) -> Iterator[dict[str, Any]]:
    """Yield one flat row for each claim, ordered by article and place in it."""
    entities = {e: (name, type_.removeprefix(NS)) for e, name, type_ in dataset.select(_ENTITIES).rows}
    origins = {c: (origin, intern(reason)) for c, origin, reason in dataset.select(_ORIGINS).rows}
    for graph, quads in groupby(read(dataset.quads(by_graph=True)), key=lambda quad: quad.graph_name):
        nodes: dict[str, Node] = {}
        for quad in quads:
            name = str(plain(quad.predicate)).removeprefix(NS)
            nodes.setdefault(str(plain(quad.subject)), {}).setdefault(name, []).append(plain(quad.object))
        iri = str(plain(graph))
        found = [(claim, node) for claim, node in nodes.items() if "states" in node]
        for claim, node in sorted(found, key=lambda item: (item[1]["start"][0], item[1]["end"][0], item[0])):
            row = _row(claim, node, nodes[iri], nodes, entities) | {"article": _local(iri)}
            row["origin"], row["origin_reason"] = origins.get(claim, ("", ""))
            yield row


def _row(
    iri: str, node: Node, header: Node, nodes: dict[str, Node], entities: dict[str, tuple[str, str]]
) -> dict[str, Any]:
    row: dict[str, Any] = {"claim": _local(iri), "fact": _local(node["states"][0])}
    for side in ("subject", "object"):
        row[side], row[side + "_type"] = entities[node[side][0]]
        row[side + "_id"] = _local(node[side][0])
    row["predicate"] = _local(node["predicate"][0])
    for link in _LINKS:
        if link in node:
            row[snake(link)], _ = entities[node[link][0]]
            row[snake(link) + "_id"] = _local(node[link][0])
    row |= {snake(name): _local(node[name][0]).split("-")[-1] for name in _CONCEPTS if name in node}
    row |= {snake(name): node[name][0] for name in _LITERALS if name in node}
    effects = [nodes[effect] for effect in sorted(node.get("effect", ()))]
    for name in _EFFECT:
        row[name + "s"] = " | ".join(
            _local(cell(effect.get(name, [""])[0])).removeprefix("impact-") for effect in effects
        )
    return row | {snake(name): header[name][0] for name in _HEADER if name in header}


def _local(iri: str) -> str:
    return iri.removeprefix(NS).removeprefix(ID)


def _guarded(value: Any) -> str:
    """Keep a spreadsheet from running a text as a formula (OWASP, "CSV Injection"); numbers stay numbers."""
    text = cell(value)
    return "'" + text if isinstance(value, str) and text[:1] in set("=+-@\t\r") else text
