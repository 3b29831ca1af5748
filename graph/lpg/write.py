"""Write records into a property graph in Cypher, the same for Neo4j and the embedded store.

Every query is static: labels, types and keys come from `ontology.terms` and stand in backticks, values travel as
parameters, rows as lists. Nothing that an article says is ever part of a query.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from laborgraph.errors import StoreError
from laborgraph.lpg import mapping
from laborgraph.lpg.mapping import ARTICLE, CLAIM, EXACT, FACTS, HASH, LABELS, LINKS, MENTIONS, Kind
from laborgraph.lpg.records import Record, Row
from laborgraph.ontology.terms import ENTITY_TYPES, ID, PREDICATES

if TYPE_CHECKING:
    from neo4j import ManagedTransaction

#: How many records travel in one transaction.
BATCH = 5000
#: Records that belong together, by kind; what a relationship joins comes before it.
Chunk = list[tuple[Kind, list[Row]]]

#: The links that every claim has.
_ALWAYS = ("SUBJECT", "OBJECT", "FROM_ARTICLE")
#: Fewer claims with the same set of links than these do not get a query of their own.
_RARE = 500
_INDEXED = (
    *((kind, "name") for kind in ("Entity", *sorted(ENTITY_TYPES))),
    ("Claim", "fid"),
    ("Article", "url"),
    ("Article", "published"),
)


def constraints() -> Iterator[str]:
    """Yield what keeps each node, fact and mention single, and finds it: its IRI."""
    yield "CREATE CONSTRAINT `lg_resource_iri` IF NOT EXISTS FOR (n:`Resource`) REQUIRE n.`iri` IS UNIQUE"
    for type_ in (*(predicate.relationship for predicate in PREDICATES.values()), MENTIONS):
        yield f"CREATE CONSTRAINT `lg_{type_}_iri` IF NOT EXISTS FOR ()-[r:`{type_}`]-() REQUIRE r.`iri` IS UNIQUE"


def indexes() -> Iterator[str]:
    """Yield the indexes that users' queries want."""
    for label, key in _INDEXED:
        yield f"CREATE INDEX `lg_{label}_{key}` IF NOT EXISTS FOR (n:`{label}`) ON (n.`{key}`)"


def index_name(statement: str) -> str:
    """Tell the name of what a statement of `constraints` or `indexes` makes.

    >>> index_name("CREATE INDEX `lg_Claim_fid` IF NOT EXISTS FOR (n:`Claim`) ON (n.`fid`)")
    'lg_Claim_fid'
    """
    return statement.split("`")[1]


def chunks(records: Iterable[Record]) -> Iterator[Chunk]:
    """Cut records into chunks of about `BATCH`, each sorted by kind as the records came, then by key."""
    held: dict[Kind, list[Row]] = {}
    count = 0
    for kind, row in records:
        # An article's claims may not come before the article itself: a chunk ends only where one begins.
        if count >= BATCH and kind not in (CLAIM, mapping.MENTION):
            yield _sorted(held)
            held, count = {}, 0
        held.setdefault(kind, []).append(row)
        count += 1
    if held:
        yield _sorted(held)


def _sorted(held: dict[Kind, list[Row]]) -> Chunk:
    order = {ARTICLE.name: 1, MENTIONS: 2, CLAIM.name: 3}
    kinds = sorted(held, key=lambda kind: (order.get(kind.name, 0 if kind.labels else 4), kind.name))
    return [(kind, sorted(held[kind], key=lambda row: row[: kind.key + 1])) for kind in kinds]


def put(transaction: ManagedTransaction, kind: Kind, rows: list[Row], *, fresh: bool) -> None:
    """Write records: those that are `fresh` are known to be absent, else what is there is brought up to date.

    Raises `StoreError` when a relationship misses an end, which only a change by somebody else can cause.
    """
    if kind == CLAIM:
        for linked, some in _by_links(rows) if fresh else (((), rows),):
            _run(transaction, kind, node_query(kind, fresh, linked), some)
            if not fresh:
                transaction.run(_UNLINK, keys=[row[0] for row in some], own=ID).consume()
            for place, type_ in enumerate(LINKS, start=len(kind.columns)):
                ends = [[row[0], row[place]] for row in some if row[place] is not None]
                if ends and type_ not in linked:
                    _run(transaction, kind, _link_query(type_), ends)
    else:
        _run(transaction, kind, node_query(kind, fresh) if kind.labels else relationship_query(kind, fresh), rows)


def _by_links(rows: list[Row]) -> Iterator[tuple[tuple[str, ...], list[Row]]]:
    """Group claims by the links that they have; those with a rare set of links are one group, of the constant links.

    A query for each set saves the server the search for the claim, but has to be compiled.
    """
    groups: dict[tuple[str, ...], list[Row]] = {}
    first = len(CLAIM.columns)
    for row in rows:
        links = tuple(type_ for type_, end in zip(LINKS, row[first:], strict=True) if end is not None)
        groups.setdefault(links, []).append(row)
    rare = [row for some in groups.values() if len(some) < _RARE for row in some]
    yield from ((links, some) for links, some in groups.items() if len(some) >= _RARE)
    if rare:
        yield _ALWAYS, rare


def _run(transaction: ManagedTransaction, kind: Kind, query: str, rows: Sequence[Any]) -> None:
    record = transaction.run(query, rows=rows).single(strict=True)
    if missing := len(rows) - record["n"]:
        raise StoreError(f"{missing} {kind.name} records miss a node: the database was changed meanwhile; sync again")


def node_query(kind: Kind, fresh: bool, linked: Sequence[str] = ()) -> str:
    """Write the query that makes nodes of `$rows`, with these links, or, if not `fresh`, brings them up to date."""
    root, *more = kind.labels
    if fresh:
        ends, made = "", ""
        for n, type_ in enumerate(linked):
            ends += f"MATCH (e{n}:`Resource` {{`iri`: row[{len(kind.columns) + LINKS.index(type_)}]}}) "
            made += f" CREATE (n)-[:`{type_}`]->(e{n})"
        make = f"{ends}CREATE (n{_labels(kind.labels)} {{{_map(kind.columns, 0)}}}){made}"
    else:
        values = ", ".join(f"n.{_quoted(key)} = row[{i}]" for i, key in enumerate(kind.columns) if i)
        others = [label for label in LABELS if label not in more]
        make = f"MERGE (n{_labels([root])} {{`iri`: row[0]}}) SET n{_labels(more)}, {values} REMOVE n{_labels(others)}"
    return f"UNWIND $rows AS row {make} RETURN count(*) AS n"


def relationship_query(kind: Kind, fresh: bool) -> str:
    """Write the query that makes facts or mentions of `$rows`; it returns how many rows found both ends."""
    ends = "MATCH (a:`Resource` {`iri`: row[0]}) MATCH (b:`Resource` {`iri`: row[1]})"
    type_ = _quoted(kind.name)
    if fresh:
        make = f"CREATE (a)-[r:{type_} {{{_map(kind.columns, kind.key)}}}]->(b)"
    else:
        values = ", ".join(f"r.{_quoted(key)} = row[{i}]" for i, key in enumerate(kind.columns[1:], kind.key + 1))
        make = f"MERGE (a)-[r:{type_} {{`iri`: row[2]}}]->(b) SET {values}"
    return f"UNWIND $rows AS row {ends} {make} RETURN count(*) AS n"


def _link_query(type_: str) -> str:
    ends = "MATCH (n:`Resource` {`iri`: row[0]}) MATCH (x:`Resource` {`iri`: row[1]})"
    return f"UNWIND $rows AS row {ends} CREATE (n)-[:{_quoted(type_)}]->(x) RETURN count(*) AS n"


def remove(transaction: ManagedTransaction, name: str, keys: list[str], languages: Iterable[str]) -> None:
    """Remove the facts or mentions of a type, or the nodes of a class, that have these IRIs.

    A node that a user labelled, extended or linked stays for them, stripped to `:Resource {iri}`.
    """
    if name not in _CLASSES:
        query = f"UNWIND $keys AS k MATCH ()-[r:{_quoted(name)} {{`iri`: k}}]->() DELETE r"
        transaction.run(query, keys=keys).consume()
        return
    if name == CLAIM.name:
        transaction.run(_UNLINK, keys=keys, own=ID).consume()
    own = (*_CLASSES[name], EXACT, HASH, *(mapping.name_key(tag) for tag in languages if name == "Entity"))
    stripped = ", ".join(f"n.{_quoted(key)}" for key in own)
    transaction.run(f"{_NODES} REMOVE n{_labels(LABELS)}, {stripped}", keys=keys).consume()
    transaction.run(f"{_NODES} WHERE size(labels(n)) = 1 AND size(keys(n)) = 1 AND NOT (n)--() DELETE n", keys=keys)


_CLASSES = {"Claim": CLAIM.keys, "Article": ARTICLE.keys, "Entity": mapping.entity("Tool", ()).keys}
_NODES = "UNWIND $keys AS k MATCH (n:`Resource` {`iri`: k})"
#: A claim's own links are those of its types that carry nothing and lead to a resource of laborgraph's.
OWN_LINK = "size(keys(r)) = 0 AND x.`iri` STARTS WITH $own"
_UNLINK = f"{_NODES}-[r:{'|'.join(f'`{type_}`' for type_ in LINKS)}]->(x:`Resource`) WHERE {OWN_LINK} DELETE r"
FACT_TYPES = tuple(kind.name for kind in FACTS.values())


def _labels(names: Iterable[str]) -> str:
    return "".join(f":{_quoted(name)}" for name in names)


def _map(keys: Iterable[str], first: int) -> str:
    return ", ".join(f"{_quoted(key)}: row[{i}]" for i, key in enumerate(keys, first))


def _quoted(name: str) -> str:
    """Quote a name; those of the vocabulary hold letters, digits and underscores only."""
    if not name.replace("_", "").isalnum():
        raise ValueError(f"{name!r} is no name of the vocabulary")
    return f"`{name}`"
