"""Write the rows of the property graph in Cypher, the same for Neo4j and the embedded store.

Every query is static: labels, types and keys come from `ontology.terms` and stand in backticks, values travel as
parameters. Nothing that an article says is ever part of a query.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from neo4j import Driver, ManagedTransaction

from laborgraph.dataset import Dataset
from laborgraph.errors import StoreError
from laborgraph.lpg.rows import Nodes, Relationships, Row, nodes, relationships
from laborgraph.ontology.terms import ENTITY_TYPES, PREDICATES

BATCH = 2000

_INDEXED = (
    *((kind, "name") for kind in ("Entity", *sorted(ENTITY_TYPES))),
    ("Claim", "fid"),
    ("Article", "url"),
    ("Article", "published"),
)


def schema() -> Iterator[str]:
    """Yield the constraints and indexes: a node by its IRI, a fact by its `fid`, entities by name."""
    yield "CREATE CONSTRAINT `lg_resource_iri` IF NOT EXISTS FOR (n:`Resource`) REQUIRE n.`iri` IS UNIQUE"
    for predicate in PREDICATES.values():
        name = predicate.relationship
        yield f"CREATE CONSTRAINT `lg_{name}_fid` IF NOT EXISTS FOR ()-[r:`{name}`]-() REQUIRE r.`fid` IS UNIQUE"
    for label, key in _INDEXED:
        yield f"CREATE INDEX `lg_{label}_{key}` IF NOT EXISTS FOR (n:`{label}`) ON (n.`{key}`)"


def node_query(group: Nodes, *, merge: bool) -> str:
    """Write the query that makes the group's nodes of `$rows`, or brings those that exist up to date."""
    root, *more = group.labels
    if not merge:
        return f"UNWIND $rows AS row CREATE (n{_labels(group.labels)} {{{_map(('iri', *group.keys))}}})"
    values = ", ".join(f"n.{_quoted(key)} = row.{_quoted(key)}" for key in group.keys)
    stale = sorted(ENTITY_TYPES - set(more)) if "Entity" in more else ()
    remove = f" REMOVE n{_labels(stale)}" if stale else ""
    return f"UNWIND $rows AS row MERGE (n{_labels([root])} {{{_map(['iri'])}}}) SET n{_labels(more)}, {values}{remove}"


def relationship_query(group: Relationships, *, merge: bool) -> str:
    """Write the query that makes the group's relationships of `$rows`; it returns how many rows found both ends."""
    ends = "MATCH (a:`Resource` {`iri`: row.`start`}) MATCH (b:`Resource` {`iri`: row.`end`})"
    type_ = _quoted(group.type)
    if not merge:
        make = f"CREATE (a)-[r:{type_} {{{_map(group.keys)}}}]->(b)"
    else:
        identity = f" {{{_map([group.identity])}}}" if group.identity else ""
        values = ", ".join(f"r.{_quoted(key)} = row.{_quoted(key)}" for key in group.keys)
        make = f"MERGE (a)-[r:{type_}{identity}]->(b)" + (f" SET {values}" if values else "")
    return f"UNWIND $rows AS row {ends} {make} RETURN count(*) AS n"


@dataclass(slots=True)
class Written:
    """What was written: the IRIs of nodes, and by type each relationship as start, its own IRI if any, and end."""

    nodes: set[str] = field(default_factory=set)
    relationships: dict[str, set[tuple[str, str | None, str]]] = field(default_factory=dict)


def fill(driver: Driver, dataset: Dataset, database: str | None = None, *, merge: bool) -> Written:
    """Write the whole dataset. With `merge` false nothing of it may be there yet: twice as fast, no key is looked up.

    Raises `StoreError` when a relationship finds an end missing, which only a change by somebody else can cause.
    """
    written = Written()
    with driver.session(database=database) as session:
        for statement in schema():
            session.execute_write(run, statement)
        for group in nodes(dataset):
            query = node_query(group, merge=merge)
            for rows in batches(group.rows):
                session.execute_write(run, query, rows)
                written.nodes.update(row["iri"] for row in rows)
        for links in relationships(dataset):
            query = relationship_query(links, merge=merge)
            held = written.relationships.setdefault(links.type, set())
            for rows in batches(links.rows):
                found = session.execute_write(run, query, rows)
                if found != len(rows):
                    missing = f"{len(rows) - found} {links.type} relationships miss a node"
                    raise StoreError(f"{missing}: the dataset or the database changed meanwhile")
                held.update((row["start"], row.get("iri"), row["end"]) for row in rows)
    return written


def run(transaction: ManagedTransaction, query: str, rows: list[Row] | None = None) -> int:
    """Run one of this module's queries and return its `n`, if it returns one."""
    record = transaction.run(query, rows=rows or []).single()
    return int(record["n"]) if record else 0


def batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Cut rows into lists of `BATCH`.

    >>> [len(batch) for batch in batches({"n": n} for n in range(4500))]
    [2000, 2000, 500]
    """
    stream = iter(rows)
    while batch := list(islice(stream, BATCH)):
        yield batch


def _labels(names: Iterable[str]) -> str:
    return "".join(f":{_quoted(name)}" for name in names)


def _map(keys: Iterable[str]) -> str:
    return ", ".join(f"{_quoted(key)}: row.{_quoted(key)}" for key in keys)


def _quoted(name: str) -> str:
    """Quote a name; those of the vocabulary hold letters, digits and underscores only."""
    if not name.replace("_", "").isalnum():
        raise ValueError(f"{name!r} is no name of the vocabulary")
    return f"`{name}`"
