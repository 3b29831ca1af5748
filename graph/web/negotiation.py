"""Content negotiation (RFC 9110, 12.5.1): which of the formats on offer suits an Accept header best."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from pyoxigraph import QueryResultsFormat, RdfFormat

T = TypeVar("T")

#: Media type → format, the preferred one first.
ROWS: dict[str, QueryResultsFormat] = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "text/csv": QueryResultsFormat.CSV,
    "text/tab-separated-values": QueryResultsFormat.TSV,
    "application/json": QueryResultsFormat.JSON,
    "application/xml": QueryResultsFormat.XML,
    "text/xml": QueryResultsFormat.XML,
}
BOOLEANS: dict[str, QueryResultsFormat] = {
    kind: fmt for kind, fmt in ROWS.items() if fmt in (QueryResultsFormat.JSON, QueryResultsFormat.XML)
}
GRAPHS: dict[str, RdfFormat] = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/trig": RdfFormat.TRIG,
    "application/n-quads": RdfFormat.N_QUADS,
    "application/xml": RdfFormat.RDF_XML,
    "application/json": RdfFormat.JSON_LD,
    "text/plain": RdfFormat.N_TRIPLES,
}


def chosen(accept: str, offered: Mapping[str, T] | Iterable[str]) -> str | None:
    """Choose the media type that the header likes best, the first of equals; None if it takes none of them.

    >>> chosen("text/*;q=0.5, application/json", ["text/csv", "application/json"])
    'application/json'
    >>> chosen("", ["text/csv"]), chosen("image/png", ["text/csv"])
    ('text/csv', None)
    """
    wanted = [_range(part) for part in accept.split(",") if part.strip()] or [("*/*", 1.0)]
    best, liking = None, 0.0
    for kind in offered:
        suiting = [(_precision(pattern), q) for pattern, q in wanted if _suits(pattern, kind)]
        quality = max(suiting)[1] if suiting else 0.0
        if quality > liking:
            best, liking = kind, quality
    return best


def _range(part: str) -> tuple[str, float]:
    kind, *parameters = (word.strip().lower() for word in part.split(";"))
    quality = next((word[2:] for word in parameters if word.startswith("q=")), "1")
    try:
        return kind, min(max(float(quality), 0.0), 1.0)
    except ValueError:
        return kind, 0.0


def _suits(pattern: str, kind: str) -> bool:
    return pattern in ("*/*", kind) or (pattern.endswith("/*") and kind.startswith(pattern[:-1]))


def _precision(pattern: str) -> int:
    return 0 if pattern == "*/*" else 1 if pattern.endswith("/*") else 2
