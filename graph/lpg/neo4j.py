"""Make a Neo4j database equal to the dataset; what its users added there stays.

laborgraph owns the nodes `:Resource` whose `iri` begins with `terms.ID`, the relationships between two of them that
carry such an `iri` themselves, and those that a claim of its own has by `terms.CLAIM_LINKS` without a property.
Everything else belongs to somebody else and is never read into the comparison, changed or deleted.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Set
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from neo4j import Driver, GraphDatabase, ManagedTransaction
from neo4j.exceptions import (
    AuthError,
    ConfigurationError,
    DriverError,
    Neo4jError,
    ServiceUnavailable,
)

from laborgraph.dataset import Dataset
from laborgraph.errors import LaborGraphError, StoreError, UsageError
from laborgraph.lpg import write
from laborgraph.lpg.rows import CLAIM_KEYS, Row
from laborgraph.ontology.terms import CLAIM_LINKS, ENTITY_TYPES, ID, LITERALS

# The driver logs each remark of the server in full; `query.run` tells those that matter in a line.
logging.getLogger("neo4j").addHandler(logging.NullHandler())

_SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")
_KEYS = {key for owner in ("Entity", "Article") for key in LITERALS[owner].values()}


@dataclass(frozen=True, slots=True)
class Synced:
    """What a sync left: how many nodes and relationships of laborgraph's the database holds, how many were removed."""

    nodes: int
    relationships: int
    removed: int

    def __str__(self) -> str:
        return f"{self.nodes} nodes and {self.relationships} relationships are in Neo4j; {self.removed} removed"


def connect(uri: str, credentials: tuple[str, str] | None = None) -> Driver:
    """Connect to a server and see that it answers; the driver is a context manager.

    Raises `UsageError` for an address that is none, `StoreError` when no server answers there or it refuses the
    user or password.
    """
    parts = urlsplit(uri)
    if parts.scheme not in _SCHEMES or not parts.hostname:
        raise UsageError("the address of a Neo4j server looks like bolt://localhost:7687 or neo4j+s://host:7687")
    if "@" in parts.netloc:
        raise UsageError("no password in the address: set NEO4J_USERNAME and NEO4J_PASSWORD, or give --user")
    with explained(uri):
        driver = GraphDatabase.driver(uri, auth=credentials)
        try:
            driver.verify_connectivity()
        except BaseException:
            driver.close()
            raise
        return driver


@contextmanager
def explained(uri: str) -> Iterator[None]:
    """Say what a refusal of the server or a lost connection means."""
    try:
        yield
    except LaborGraphError:
        raise
    except AuthError as error:
        raise StoreError(
            f"the Neo4j at {uri} refuses the user or password; set NEO4J_USERNAME and NEO4J_PASSWORD ({error.message})"
        ) from error
    except ConfigurationError as error:
        raise UsageError(f"{uri} is no address of a Neo4j server: {error}") from error
    except ServiceUnavailable as error:
        raise StoreError(f"no Neo4j answers at {uri}; is it running, and is this its Bolt port? ({error})") from error
    except Neo4jError as error:
        raise StoreError(f"the Neo4j at {uri} refuses: {error.message}") from error
    except (DriverError, OSError) as error:
        raise StoreError(f"the connection to the Neo4j at {uri} failed: {error}") from error


def sync(dataset: Dataset, driver: Driver, *, database: str | None = None) -> Synced:
    """Write the whole dataset and remove what laborgraph owns there and the dataset no longer holds.

    Safe to stop and to repeat: a second run gives the same graph. Raises `StoreError`.
    """
    with explained("that address"):
        with driver.session(database=database) as session:
            empty = not session.execute_read(write.run, "MATCH (n:`Resource`) RETURN 1 AS n LIMIT 1")
        held = write.fill(driver, dataset, database, merge=not empty)
        removed = _sweep(held, driver, database)
    return Synced(len(held.nodes), sum(map(len, held.relationships.values())), removed)


def _sweep(held: write.Written, driver: Driver, database: str | None) -> int:
    """Remove what is no longer held, relationships first, then nodes; return how many went."""
    removed = 0
    with driver.session(database=database) as session:
        for type_, links in held.relationships.items():
            there = session.execute_read(_owned_relationships, type_)
            for rows in write.batches({"id": id_} for id_, key in there if key not in links):
                removed += session.execute_write(write.run, _DELETE_RELATIONSHIPS, rows)
        gone = session.execute_read(_owned_nodes, held.nodes)
        for rows in write.batches(gone):
            session.execute_write(write.run, _STRIP_NODES, rows)
            removed += session.execute_write(write.run, _DELETE_NODES, rows)
    return removed


def _owned_relationships(transaction: ManagedTransaction, type_: str) -> list[tuple[str, tuple[str, str | None, str]]]:
    """List element id and start, own IRI, end of each relationship of that type that laborgraph owns."""
    own = "a:`Claim` AND size(keys(r)) = 0" if type_ in CLAIM_LINKS.values() else "r.`iri` STARTS WITH $own"
    query = (
        f"MATCH (a:`Resource`)-[r:`{type_}`]->(b:`Resource`) "
        f"WHERE {own} AND a.`iri` STARTS WITH $own AND b.`iri` STARTS WITH $own "
        "RETURN elementId(r) AS id, a.`iri` AS a, r.`iri` AS iri, b.`iri` AS b"
    )
    result = transaction.run(query, own=ID)
    return [(row["id"], (row["a"], row["iri"], row["b"])) for row in result]


def _owned_nodes(transaction: ManagedTransaction, held: Set[str]) -> list[Row]:
    """List the owned nodes that are not held, each with the properties that others gave it."""
    query = "MATCH (n:`Resource`) WHERE n.`iri` STARTS WITH $own RETURN n.`iri` AS iri, properties(n) AS all"
    return [
        {"iri": row["iri"], "rest": {key: value for key, value in row["all"].items() if not _OWN_KEY.fullmatch(key)}}
        for row in transaction.run(query, own=ID)
        if row["iri"] not in held
    ]


_OWN_LABELS = "".join(f":`{name}`" for name in sorted({"Entity", "Article", "Claim", *ENTITY_TYPES}))
_OWN_KEY = re.compile("|".join({"iri", "aliases", r"name_\w+", *CLAIM_KEYS, *_KEYS}))
_NODE = "UNWIND $rows AS row MATCH (n:`Resource` {`iri`: row.`iri`})"
_DELETE_RELATIONSHIPS = "UNWIND $rows AS row MATCH ()-[r]->() WHERE elementId(r) = row.id DELETE r RETURN count(*) AS n"
_STRIP_NODES = f"{_NODE} REMOVE n{_OWN_LABELS} SET n = row.`rest`, n.`iri` = row.`iri`"
#: Where somebody added a label, a property or a relationship, the node stays for them, stripped.
_DELETE_NODES = f"{_NODE} WHERE size(labels(n)) = 1 AND size(keys(n)) = 1 AND NOT (n)--() DELETE n RETURN count(*) AS n"
