"""Ask the property graph in Cypher, read-only, on either engine; answers are plain values."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any

from laborgraph.dataset import Dataset
from laborgraph.errors import QueryError, StoreError
from laborgraph.lpg import dialect, embedded
from laborgraph.lpg.columns import EVERYTHING, returned
from laborgraph.lpg.tokens import Query, mark
from laborgraph.lpg.values import plain
from laborgraph.table import Table

if TYPE_CHECKING:
    from neo4j import Driver, ResultSummary
    from neo4j.exceptions import Neo4jError

_LOG = logging.getLogger(__name__)
_WRITING = ("CREATE", "MERGE", "SET", "DELETE", "REMOVE", "DROP", "ALTER", "GRANT", "REVOKE", "DENY", "START", "STOP")
_READ_ONLY = "queries only read; `build` and `remove` change the dataset, `sync` a Neo4j database"


def ask_server(
    uri: str,
    query: str,
    parameters: Mapping[str, Any] | None = None,
    credentials: tuple[str, str] | None = None,
    *,
    database: str | None = None,
    limit: int | None = None,
    timeout: float = 60.0,
) -> Table:
    """Answer a Cypher query on a Neo4j server. Raises what `run` raises, and `StoreError` as `neo4j.connect` does."""
    from laborgraph.lpg import neo4j

    with neo4j.connect(uri, credentials) as driver, neo4j.explained(uri):
        return run(driver, query, parameters, database=database, limit=limit, timeout=timeout)


def ask_embedded(
    dataset: Dataset,
    query: str,
    parameters: Mapping[str, Any] | None = None,
    *,
    limit: int | None = None,
    timeout: float = 60.0,
) -> Table:
    """Answer a Cypher query on the dataset's embedded store. Raises what `run_embedded` and `open_store` raise."""
    text = dialect.translate(query)
    with embedded.open_store(dataset, timeout=timeout) as store:
        return _embedded(store, query, text, parameters, limit)


def run_embedded(
    store: embedded.Embedded, query: str, parameters: Mapping[str, Any] | None = None, *, limit: int | None = None
) -> Table:
    """Answer a Cypher query on an open embedded store as Neo4j would, or raise `QueryError`."""
    return _embedded(store, query, dialect.translate(query), parameters, limit)


def run(
    driver: Driver,
    query: str,
    parameters: Mapping[str, Any] | None = None,
    *,
    database: str | None = None,
    limit: int | None = None,
    timeout: float = 60.0,
) -> Table:
    """Answer a Cypher query on a server in a session that may only read.

    `limit` is how many rows to take at most, `timeout` how many seconds the server may work. What the server remarks
    is logged as a warning. Raises `QueryError` when the query is wrong, would write or takes too long.
    """
    from neo4j.exceptions import ClientError, DatabaseError, TransientError

    try:
        return _run(driver, query, parameters, database, limit, timeout)
    except (ClientError, DatabaseError, TransientError) as error:
        raise _refusal(error, _placed(query, error.message or str(error))) from error


def _embedded(
    store: embedded.Embedded, query: str, text: str, parameters: Mapping[str, Any] | None, limit: int | None
) -> Table:
    """Answer a query as `dialect` rewrote it to `text`; errors tell places of the query itself."""
    from neo4j.exceptions import ClientError, DatabaseError, DriverError, TransientError

    try:
        return _named(query, _run(store.driver, text, parameters, embedded.DATABASE, limit, None))
    except (ClientError, DatabaseError, TransientError) as error:
        timed_out = "TimedOut" in (error.code or "")
        message = "" if timed_out else store.explain(text, parameters or {})
        if "not idempotent" in message and not _writes(text):
            raise QueryError("the embedded store has no such procedure, or it writes") from error
        if text != query and "line " in message:
            # What cannot be read in the rewritten query cannot be read in the user's own, which has other places.
            message = store.explain(query, parameters or {}) or message.partition(" at line")[0]
        raise _refusal(error, _marked(query, message) or str(error.message)) from error
    except DriverError as error:
        said = " ".join(str(error).split())
        raise StoreError(f"the embedded store cannot be spoken to over 127.0.0.1: {said}") from error


def _named(query: str, answer: Table) -> Table:
    """Name the columns as Neo4j does: by the words of the query, which may have been rewritten; ``*`` is sorted."""
    names = returned(query)
    if names == EVERYTHING:
        order = sorted(range(len(answer.columns)), key=answer.columns.__getitem__)
        return Table(tuple(answer.columns[i] for i in order), [tuple(row[i] for i in order) for row in answer.rows])
    if names is None or len(answer.columns) not in (0, len(names)):
        return answer
    return Table(names, answer.rows)


def _run(
    driver: Driver,
    query: str,
    parameters: Mapping[str, Any] | None,
    database: str | None,
    limit: int | None,
    timeout: float | None,
) -> Table:
    import neo4j

    with driver.session(database=database, default_access_mode=neo4j.READ_ACCESS) as session:
        try:
            result = session.run(neo4j.Query(query, timeout=timeout), dict(parameters or {}))
        except (TypeError, ValueError, OverflowError) as error:
            raise QueryError(f"a parameter is of a kind that Cypher does not have: {error}") from error
        columns = tuple(result.keys())
        rows = [tuple(map(plain, record.values())) for record in islice(result, limit)]
        _warn(result.consume())
    if rows and not columns:  # ArcadeDB answers so where Neo4j says "implicit grouping expressions"
        raise QueryError("an expression mixes an aggregate with values that are not grouped; use a WITH first")
    return Table(columns, rows)


def _writes(query: str) -> bool:
    parsed = Query(query)
    return any(parsed.is_word(i, *_WRITING) for i in range(len(parsed.tokens)))


def _warn(summary: ResultSummary) -> None:
    for status in summary.gql_status_objects:
        if status.is_notification and status.raw_severity == "WARNING":
            _LOG.warning("%s", status.status_description.removeprefix("warn: "))


def _refusal(error: Neo4jError, message: str) -> QueryError:
    code = error.code or ""
    if "TimedOut" in code or "Terminated" in code:
        return QueryError("the query took too long and was stopped; narrow it, or give more time (--timeout)")
    if "AccessMode" in code or "not idempotent" in message or "read only database" in message:
        return QueryError(_READ_ONLY)
    if "Pattern expressions are not allowed" in message:
        return QueryError("the embedded store takes no bare pattern here: write EXISTS { … } around it")
    if "LOAD CSV" in message and "expected" not in message:
        return QueryError("LOAD CSV is off: queries read the graph, no files and no other machines")
    return QueryError(message)


def _placed(query: str, message: str) -> str:
    """Mark the place that Neo4j names in the same way as `_marked` does.

    >>> print(_placed("RETURN x", 'Variable `x` not defined (line 1, column 8 (offset: 7))\\n"RETURN x"\\n        ^'))
    Variable `x` not defined at line 1:7
      RETURN x
             ^
    """
    place = re.search(r" \(line (\d+), column (\d+) \(offset: (\d+)\)\)\n.*", message, re.DOTALL)
    if not place:
        return message
    where = f" at line {place[1]}:{int(place[2]) - 1}\n{mark(query, int(place[3]))}" if place[1] != "0" else ""
    return message[: place.start()] + where


def _marked(query: str, message: str) -> str:
    """Shorten the embedded engine's message and mark the place that it names.

    >>> print(_marked("MATCH (n RETURN n", "Query failed: a.b.AnError: Syntax error at line 1:9 - no (caused by c)"))
    Syntax error at line 1:9 - no
      MATCH (n RETURN n
               ^
    """
    message = re.sub(r"^[^:]*: (?:[\w.]+\.\w*(?:Exception|Error): )?|\s*\(caused by .*$", "", message, flags=re.DOTALL)
    place = re.search(r"line (\d+):(\d+)", message)
    if place:
        before = query.splitlines(keepends=True)[: int(place[1]) - 1]
        return f"{message}\n{mark(query, len(''.join(before)) + int(place[2]))}"
    named = re.search(r"(?:[Vv]ariable|[Ff]unction|[Pp]rocedure) '([^']+)'", message)
    found = (token for token in Query(query).tokens if named and token.text == named[1].split(".")[0])
    return "\n".join([message, *(mark(query, token.start) for token in islice(found, 1))])
