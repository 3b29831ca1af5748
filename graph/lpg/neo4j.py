"""Connect to a Neo4j server, and say in plain words what it refuses."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from neo4j import Driver, GraphDatabase
from neo4j.exceptions import (
    AuthError,
    ConfigurationError,
    DriverError,
    Neo4jError,
    ServiceUnavailable,
)

from laborgraph.errors import LaborGraphError, StoreError, UsageError

# The driver logs each remark of the server in full; `query.run` tells those that matter in a line.
logging.getLogger("neo4j").addHandler(logging.NullHandler())

#: Where each driver made here leads; a driver of the caller's own tells no address.
_ADDRESSES: WeakKeyDictionary[Driver, str] = WeakKeyDictionary()
_SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")


def connect(uri: str, credentials: tuple[str, str] | None = None) -> Driver:
    """Connect to a server and see that it answers; the driver is a context manager.

    Raises `UsageError` for an address that is none, `StoreError` when no server answers there, it refuses the user or
    password, or it is older than Neo4j 5.
    """
    parts = urlsplit(uri)
    if parts.scheme not in _SCHEMES or not parts.hostname:
        raise UsageError("the address of a Neo4j server looks like bolt://localhost:7687 or neo4j+s://host:7687")
    if "@" in parts.netloc:
        raise UsageError("no password in the address: set NEO4J_USERNAME and NEO4J_PASSWORD, or give --user")
    with explained(uri):
        driver = GraphDatabase.driver(uri, auth=credentials)
        _ADDRESSES[driver] = uri
        try:
            driver.verify_connectivity()
            check_version(driver.get_server_info().agent)
        except BaseException:
            driver.close()
            raise
        return driver


def check_version(agent: str) -> None:
    """Refuse servers that do not speak the Cypher that laborgraph writes.

    >>> check_version("Neo4j/2026.08.1")
    >>> check_version("Neo4j/4.4.38")
    Traceback (most recent call last):
    laborgraph.errors.StoreError: this server is Neo4j/4.4.38; laborgraph needs Neo4j 5.26 or later
    """
    found = re.match(r"Neo4j/(\d+)\.(\d+)", agent)
    if not found:
        raise StoreError(f"this server calls itself {agent!r}; laborgraph needs Neo4j 5.26 or later")
    if (int(found[1]), int(found[2])) < (5, 26):
        raise StoreError(f"this server is {agent}; laborgraph needs Neo4j 5.26 or later")


@contextmanager
def explained(at: str | Driver) -> Iterator[None]:
    """Say what a refusal of the server at an address or a lost connection means, and what to do."""
    uri = at if isinstance(at, str) else _ADDRESSES.get(at, "the driver's address")
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
        told = re.search(r"\[Errno -?\d+\] ([^)]*)", str(error))
        why = told[1].lower() if told else " ".join(str(error).split())
        raise StoreError(f"no Neo4j answers at {uri}: {why}; is it running, and is this its Bolt port?") from error
    except Neo4jError as error:
        raise StoreError(f"the Neo4j at {uri} refuses: {error.message}{_advice(error)}") from error
    except (DriverError, OSError) as error:
        raise StoreError(f"the connection to the Neo4j at {uri} failed: {error}") from error


def _advice(error: Neo4jError) -> str:
    code = error.code or ""
    if "ReadOnly" in code or "read-only" in str(error.message).lower():
        return "; this database only reads: ask its administrator for one that may be written, or choose --database"
    if "Forbidden" in code and ("schema" in str(error.message).lower() or "constraint" in str(error.message).lower()):
        return "; an administrator may grant the user CREATE CONSTRAINT and INDEX, or run `sync` once with such a right"
    if "DatabaseNotFound" in code:
        return "; choose another with --database"
    if "MemoryPoolOutOfMemory" in code or "OutOfMemory" in code:
        return "; the server has too little memory for transactions (dbms.memory.transaction.total.max)"
    return ""
