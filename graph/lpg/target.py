"""Read what laborgraph owns in a property graph: its nodes, facts, mentions and claims' links; never what users added.

Owned are nodes `:Resource` whose `iri` begins with `terms.ID` and that carry `laborgraph_hash`, relationships of the
vocabulary's types with such an `iri`, and a claim's links without a property.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from neo4j import READ_ACCESS, WRITE_ACCESS, Driver, ManagedTransaction, Session
from neo4j.time import Date

from laborgraph.lpg import lease
from laborgraph.lpg.mapping import CLAIM, HASH, LABELS, LINKS, MENTIONS, Kind
from laborgraph.lpg.records import ORIGIN_KEYS, Row, content_hash
from laborgraph.lpg.write import FACT_TYPES, OWN_LINK
from laborgraph.ontology.terms import ID, snake

_OWNED = f"n.`iri` STARTS WITH $own AND n.`{HASH}` IS NOT NULL"
_NODE = "UNWIND $keys AS k MATCH (n:`Resource` {`iri`: k})"
_LINKED = f"[(n)-[r:{'|'.join(f'`{type_}`' for type_ in LINKS)}]->(x:`Resource`) WHERE {OWN_LINK} | [type(r), x.`iri`]]"


class Target:
    """A database to compare with. With `content`, hashes are computed from what it holds, not read from it."""

    def __init__(self, driver: Driver, database: str | None = None, *, content: bool = False) -> None:
        self._driver, self._database, self._content = driver, database, content

    def session(self, *, reading: bool = False) -> Session:
        """Open a session, a context manager; it sees what earlier ones of this driver wrote (bookmarks)."""
        return self._driver.session(
            database=self._database,
            default_access_mode=READ_ACCESS if reading else WRITE_ACCESS,
            bookmark_manager=self._driver.execute_query_bookmark_manager,
        )

    def is_empty(self) -> bool:
        """Tell whether there is no resource at all, of whomever, but for the note of who writes."""
        return not self.read(f"MATCH (n:`Resource`) WHERE NOT n:`{lease.LABEL}` RETURN 1 AS one LIMIT 1")

    def held(self, kind: Kind, keys: list[str]) -> dict[str, str]:
        """Return the hash of each record of that kind that is there; "" for a node that only users hold."""
        if self._content:
            return dict(self._contents(kind, keys))
        what = "n" if kind.labels else "r"
        match = _NODE if kind.labels else f"UNWIND $keys AS k MATCH ()-[r:`{kind.name}` {{`iri`: k}}]->()"
        rows = self.read(f"{match} RETURN k, coalesce({what}.`{HASH}`, '')", keys=keys)
        return dict(rows)

    def _contents(self, kind: Kind, keys: list[str]) -> Iterator[tuple[str, str]]:
        """Compute the hashes; where the stored hash is not that of the content, the record was edited: ``edited``."""
        if kind.labels:
            values = ", ".join(f"n.`{column}`" for column in kind.columns)
            links = _LINKED if kind == CLAIM else "0"
            query = f"{_NODE} RETURN [l IN labels(n) WHERE l IN $labels], {links}, {values}"
        else:
            values = ", ".join(f"r.`{column}`" for column in kind.columns)
            match = f"UNWIND $keys AS k MATCH (a)-[r:`{kind.name}` {{`iri`: k}}]->(b)"
            query = f"{match} RETURN null, 0, a.`iri`, b.`iri`, {values}"
        for labels, links, *row in self.read(query, keys=keys, own=ID, labels=["Resource", *LABELS]):
            stored = row.pop()
            row = [value.to_native() if isinstance(value, Date) else value for value in row]
            there = content_hash(kind, labels or (), row, _in_order(links) if kind == CLAIM else None)
            yield row[kind.key], there if there == stored else "" if stored is None else "edited"

    def count(self) -> int:
        """Count the records that laborgraph owns."""
        (nodes,) = self.read(f"MATCH (n:`Resource`) WHERE {_OWNED} RETURN count(n)", own=ID)
        (links,) = self.read(f"MATCH ()-[r:{_TYPES}]->() WHERE r.`iri` STARTS WITH $own RETURN count(r)", own=ID)
        return int(nodes[0]) + int(links[0])

    def has_nodes(self, least: int) -> bool:
        """Tell whether laborgraph owns at least that many nodes; it looks at no more of them."""
        found = self.read(
            f"MATCH (n:`Resource`) WHERE {_OWNED} WITH n LIMIT $least RETURN count(n)", own=ID, least=least
        )
        return int(found[0][0]) >= least

    def indexes(self) -> set[str]:
        """Return the names of all indexes, those of constraints among them."""
        return {name for (name,) in self.read("SHOW INDEXES YIELD name")}

    def records(self) -> Iterator[tuple[str, str]]:
        """Yield class or type and IRI of each record that laborgraph owns; what leads to a node comes before it."""
        claim, article = "n:`Claim`", "n:`Article` AND NOT n:`Claim`"
        entity = "NOT n:`Claim` AND NOT n:`Article`"
        with self.session(reading=True) as session:
            for name, match in (
                ("type(r)", f"()-[r:{_TYPES}]->() WHERE r.`iri` STARTS WITH $own"),
                ("'Claim'", f"(n:`Resource`) WHERE {claim} AND {_OWNED}"),
                ("'Article'", f"(n:`Resource`) WHERE {article} AND {_OWNED}"),
                ("'Entity'", f"(n:`Resource`) WHERE {entity} AND {_OWNED}"),
            ):
                what = "r" if name == "type(r)" else "n"
                for record in session.run(f"MATCH {match} RETURN {name}, {what}.`iri`", own=ID):
                    yield record[0], record[1]

    def digests(self) -> dict[str, str]:
        """Return the digest that each article has there, with its origin, as `records.Source.digests` does."""
        keys = ("digest", *map(snake, ORIGIN_KEYS))
        values = " + '|' + ".join(f"coalesce(n.`{key}`, '')" for key in keys)
        # Two lists in one answer: thousands of rows would take the driver several times as long.
        query = f"MATCH (n:`Resource`:`Article`) WHERE {_OWNED} WITH n.`iri` AS i, {values} AS d"
        ((iris, digests),) = self.read(f"{query} RETURN collect(i), collect(d)", own=ID)
        return dict(zip(iris, digests, strict=True))

    def of_articles(self, iris: list[str]) -> list[Row]:
        """List claims (IRI, fact, subject, predicate, object) and mentions (IRI, thrice None, entity) of articles."""
        ends = [f"head([(c)-[:`{type_}`]->(x:`Resource`) | x.`iri`])" for type_ in ("SUBJECT", "OBJECT")]
        claims = f"{_NODE}<-[:FROM_ARTICLE]-(c:`Claim`) WHERE c.`iri` STARTS WITH $own"
        claim = f"c.`iri`, $own + c.`fid`, {ends[0]}, c.`predicate`, {ends[1]}"
        mentions = f"{_NODE}-[r:{MENTIONS}]->(e:`Resource`) WHERE r.`iri` STARTS WITH $own"
        named = self.read(f"{mentions} RETURN r.`iri`, e.`iri`", keys=iris, own=ID)
        stated = self.read(f"{claims} RETURN {claim}", keys=iris, own=ID)
        return [*stated, *([iri, None, None, None, entity] for iri, entity in named)]

    def census(self) -> str:
        """Count nodes and relationships of our labels and types, users' among them; the server knows these at once."""
        counts = [f"COUNT {{ (:`{label}`) }}" for label in ("Entity", "Article", "Claim")]
        counts += [f"COUNT {{ ()-[:`{type_}`]->() }}" for type_ in (*FACT_TYPES, *LINKS, MENTIONS)]
        (row,) = self.read(f"RETURN {', '.join(f'{count} AS c{n}' for n, count in enumerate(counts))}")
        return json.dumps(list(row))

    def read(self, query: str, **parameters: Any) -> list[Any]:
        """Run a query that only reads, in a transaction that is tried again where that may help."""

        def work(transaction: ManagedTransaction) -> list[Any]:
            return [list(record.values()) for record in transaction.run(query, parameters)]

        with self.session() as session:
            return session.execute_read(work)


def _in_order(links: Iterable[tuple[str, str]]) -> Row:
    """Bring the links of a claim into the order of `LINKS`; two of one type, which is one too many, are a list."""
    ends = [sorted(iri for type_, iri in links if type_ == wanted) for wanted in LINKS]
    return [None if not some else some[0] if len(some) == 1 else some for some in ends]


_TYPES = "|".join(f"`{type_}`" for type_ in (*FACT_TYPES, MENTIONS))
