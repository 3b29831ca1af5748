"""Read a synced database back as RDF, by the schema that it keeps itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Any

from neo4j import Driver
from neo4j.time import Date
from pyoxigraph import Quad

from laborgraph.errors import StoreError
from laborgraph.files import sorted_lines
from laborgraph.lpg import decode, lease, mapping
from laborgraph.lpg.mapping import HASH, Schema
from laborgraph.lpg.neo4j import explained
from laborgraph.lpg.sync import Progress, telling
from laborgraph.lpg.target import Target
from laborgraph.rdf import nquads

_AT_ONCE = 1000


def pull(driver: Driver, *, database: str | None = None, progress: Progress | None = None) -> Iterator[bytes]:
    """Yield the RDF that a database holds as sorted, canonical N-Quads lines: those of the dataset that was synced.

    What users changed of laborgraph's properties is read as they left it; what they added is not read. Raises
    `StoreError` where no sync came to its end.
    """
    with explained(driver):
        target = Target(driver, database)
        state = lease.read_state(target.read)
        if not state.schema or not state.revision:
            what = "a sync has not ended" if target.count() else "nothing was synced"
            raise StoreError(f"{what} in this database; run: laborgraph sync")
        schema = mapping.load(state.schema)
        told = telling(progress, target.count()) if progress else None
        yield from sorted_lines(_lines(target, schema, told))


def _lines(target: Target, schema: Schema, progress: Callable[[int], None] | None) -> Iterator[bytes]:
    quads = _quads(target, schema, progress)
    while batch := list(islice(quads, _AT_ONCE)):
        yield from nquads(batch)


def _quads(target: Target, schema: Schema, progress: Callable[[int], None] | None) -> Iterator[Quad]:
    with target.session(reading=True) as session:
        for query in _queries(schema):
            for record in session.run(query, own=schema.resources):
                name, start, end, held, links = record.values()
                properties = _native(held)
                if isinstance(name, str):
                    yield from decode.relationship(schema, name, start, end, properties)
                else:
                    yield from decode.node(schema, name, properties, dict(links))
                if progress:
                    progress(1)


def _queries(schema: Schema) -> Iterator[str]:
    """Write the queries by the names that the schema tells; they are checked, since a database may tell anything."""
    links, types = _types(schema.links), _types([*schema.facts, mapping.MENTIONS])
    owned = f"n.`iri` STARTS WITH $own AND n.`{HASH}` IS NOT NULL"
    own_link = "size(keys(r)) = 0 AND x.`iri` STARTS WITH $own"
    linked = f"[(n)-[r:{links}]->(x:`Resource`) WHERE {own_link} | [type(r), x.`iri`]]"
    yield (
        f"MATCH (n:`Resource`) WHERE {owned} AND NOT n:`Claim` "
        "RETURN labels(n) AS name, '' AS a, '' AS b, properties(n) AS held, [] AS links"
    )
    yield (
        f"MATCH (n:`Resource`:`Claim`) WHERE {owned} "
        f"RETURN labels(n) AS name, '' AS a, '' AS b, properties(n) AS held, {linked} AS links"
    )
    yield (
        f"MATCH (a:`Resource`)-[r:{types}]->(b:`Resource`) WHERE r.`iri` STARTS WITH $own "
        "RETURN type(r) AS name, a.`iri` AS a, b.`iri` AS b, properties(r) AS held, [] AS links"
    )


def _types(names: Mapping[str, str] | list[str]) -> str:
    if not all(name.isascii() and name.replace("_", "").isalpha() for name in names):
        raise StoreError("what laborgraph noted in this database is damaged; write it anew: sync --rebuild")
    return "|".join(f"`{name}`" for name in names)


def _native(held: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value.to_native() if isinstance(value, Date) else value for key, value in held.items()}
