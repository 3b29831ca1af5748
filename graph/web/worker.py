"""A process that answers queries on one snapshot: jobs come in on stdin, answers go out on stdout.

A job is a line of JSON; an answer is a line of JSON (`status`, `type`, `size`) and then so many bytes. The process ends
itself by the kernel's alarm when a job takes longer than it may, even when nobody is left to tell it so.
"""

from __future__ import annotations

import io
import json
import resource
import signal
import sys
from typing import Any, BinaryIO

from pyoxigraph import NamedNode, QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, Store, serialize

from laborgraph.errors import QueryError
from laborgraph.ontology.terms import PREFIXES
from laborgraph.sparql import solve
from laborgraph.web.negotiation import BOOLEANS, GRAPHS, ROWS, chosen

_MARGIN = 1.0


#: What ends or begins each row. A text that holds such a thing itself counts once more: a limit need not be exact.
_ROW = {
    QueryResultsFormat.JSON: b'"}}',
    QueryResultsFormat.XML: b"<result>",
    QueryResultsFormat.CSV: b"\r\n",
    QueryResultsFormat.TSV: b"\n",
}


class TooLarge(Exception):
    """Tell that an answer is larger than it may be."""


class _Limited(io.BytesIO):
    """What is written of an answer, up to so many bytes and rows."""

    def __init__(self, size: int, rows: int) -> None:
        super().__init__()
        self._size, self._left = size, rows
        self._row, self._tail = b"", b""

    def count_rows(self, fmt: QueryResultsFormat) -> None:
        """Count rows from now on; CSV and TSV have one more, the header."""
        self._row = _ROW[fmt]
        self._left += fmt in (QueryResultsFormat.CSV, QueryResultsFormat.TSV)

    def write(self, data: Any) -> int:
        if self.tell() + len(data) > self._size:
            raise TooLarge(f"larger than {self._size / 2**20:g} MB")
        if self._row:
            joined = self._tail + bytes(data)  # a row's mark may fall on the seam
            self._left -= joined.count(self._row)
            self._tail = joined[len(joined) - len(self._row) + 1 :]
            if self._left < 0:
                raise TooLarge("of too many rows")
        return super().write(data)


def main(path: str, seconds: float, megabytes: int, size: int, rows: int) -> None:
    """Answer the jobs of stdin until it ends."""
    store = Store.read_only(path)
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (_address_space() + megabytes * 2**20, hard))
    out = sys.stdout.buffer
    for line in sys.stdin.buffer:
        signal.setitimer(signal.ITIMER_REAL, seconds + _MARGIN)
        answer(store, json.loads(line), out, size, rows)
        signal.setitimer(signal.ITIMER_REAL, 0)


def answer(store: Store, job: dict[str, Any], out: BinaryIO, size: int, rows: int) -> None:
    """Write the answer to one job.

    Jobs are a ``query`` (`accept`, `default`, `named`, `base`), a ``graph`` (an IRI, or ""), or a ``view`` (an entity's
    IRI; the `store` it is in).
    """
    body = _Limited(size, rows)
    try:
        status, kind = next(do for part, do in _JOBS.items() if part in job)(store, job, body)
        data = body.getvalue()
    except QueryError as error:
        status, kind, data = 400, "text/plain", f"{error}\n".encode()
    except TooLarge as error:
        text = f"the answer is {error}: ask for less, for example with LIMIT\n"
        status, kind, data = 413, "text/plain", text.encode()
    out.write(json.dumps({"status": status, "type": kind, "size": len(data)}).encode() + b"\n")
    out.write(data)
    out.flush()


def _query(store: Store, job: dict[str, Any], body: _Limited) -> tuple[int, str]:
    try:
        default, named = ([NamedNode(iri) for iri in job.get(part, ())] for part in ("default", "named"))
    except ValueError as error:
        raise QueryError(f"a graph of the request is no IRI: {error}") from error
    found = solve(store, job["query"], default=default, named=named, base=job.get("base"))
    if isinstance(found, QueryBoolean | QuerySolutions):
        offered = BOOLEANS if isinstance(found, QueryBoolean) else ROWS
        kind = chosen(job["accept"], offered)
        if kind is None:
            return 406, "text/plain"
        if isinstance(found, QuerySolutions):
            body.count_rows(offered[kind])
        try:
            found.serialize(body, offered[kind])
        except (ValueError, RuntimeError, OSError) as error:
            raise QueryError(f"the query could not be answered: {error}") from error
        return 200, kind
    kind = chosen(job["accept"], GRAPHS)
    if kind is None:
        return 406, "text/plain"
    _write(found, body, GRAPHS[kind])
    return 200, kind


def _graph(store: Store, job: dict[str, Any], body: _Limited) -> tuple[int, str]:
    kind = chosen(job["accept"], GRAPHS)
    if kind is None:
        return 406, "text/plain"
    try:
        graph = NamedNode(job["graph"]) if job["graph"] else None
    except ValueError as error:
        raise QueryError(f"the graph is no IRI: {error}") from error
    if graph and not store.contains_named_graph(graph):
        return 404, "text/plain"
    triples = (quad.triple for quad in store.quads_for_pattern(None, None, None, graph))
    _write(triples, body, GRAPHS[kind])
    return 200, kind


def _view(store: Store, job: dict[str, Any], body: _Limited) -> tuple[int, str]:
    """Draw the page of what lies one fact around an entity, from the newest of its claims."""
    from pathlib import Path

    from laborgraph.dataset import Dataset
    from laborgraph.subset import subset
    from laborgraph.viz import page, select

    with Dataset.open(Path(job["store"]).parent, read_only=True) as dataset:
        found = dataset.select(_AROUND, {"entity": NamedNode(job["view"])})
        if not found.rows:
            return 404, "text/plain"
        with subset(dataset, {claim.rpartition("/")[2] for claim, _ in found.rows}) as part:
            body.write(page.render(select.subgraph(part, [job["view"]]), language=job["language"]).encode())
    return 200, "text/html; charset=utf-8"


_JOBS = {"query": _query, "graph": _graph, "view": _view}
_AROUND = """SELECT DISTINCT ?claim ?day WHERE {
  ?claim a lg:Claim ; lg:subject|lg:object|lg:inProduction|lg:saidBy ?entity ; lg:fromArticle ?article .
  OPTIONAL { ?article lg:published ?day }
} ORDER BY DESC(?day) ?claim LIMIT 300"""


def _write(triples: Any, body: _Limited, fmt: RdfFormat) -> None:
    try:
        serialize(triples, body, fmt, prefixes=PREFIXES)
    except (ValueError, RuntimeError, OSError) as error:
        raise QueryError(f"the graph could not be written: {error}") from error


def _address_space() -> int:
    with open("/proc/self/statm", encoding="ascii") as statm:
        return int(statm.read().split()[0]) * resource.getpagesize()


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]), *map(int, sys.argv[3:6]))
