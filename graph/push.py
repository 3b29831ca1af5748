"""Make a SPARQL 1.1 Graph Store hold the dataset, graph by graph, sending only what changed.

What was sent is written down in the store itself, in the graph `MANIFEST`: each graph's name and digest. Entries are
taken out before their graphs are touched and put back when all are whole, so that a push killed anywhere is made good
by the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby, islice
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse, serialize

from laborgraph.dataset import Dataset
from laborgraph.errors import StoreError, UsageError
from laborgraph.ontology.terms import ID
from laborgraph.remote import Remote, words

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse

MANIFEST = ID + "graph-manifest"
_DIGEST = NamedNode("http://purl.org/dc/terms/identifier")
_NTRIPLES = "application/n-triples"
#: Triples in one request.
_CHUNK = 50_000
_DONE = (200, 201, 204)


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """What a push does to one graph: ``put``, ``delete`` or ``keep``; `triples` is how many it then holds."""

    graph: str
    action: str
    triples: int


def changes(dataset: Dataset, remote: Remote) -> list[Change]:
    """Compare the dataset with what the store says that it holds; one request. Raises `StoreError`."""
    return _compare(_digests(dataset), _manifest(remote))


def push(
    dataset: Dataset, remote: Remote, *, force: bool = False, sent: Callable[[Change], None] = lambda change: None
) -> list[Change]:
    """Send what changed and return what was done to each graph. `sent` is told of each graph when it is whole.

    Raises `UsageError` when more than half of the store's graphs would be deleted, unless `force` says so, and
    `StoreError` when the store refuses.
    """
    ours, theirs = _digests(dataset), _manifest(remote)
    found = _compare(ours, theirs)
    doomed = [change for change in found if change.action == "delete"]
    if len(doomed) * 2 > max(len(theirs), 1) and not force:
        raise UsageError(
            f"{len(doomed)} of the {len(theirs)} graphs at {remote.url} are not in this dataset and would be deleted; "
            "is it the right one? Push with --force if so"
        )
    touched = {change.graph: change for change in found if change.action != "keep"}
    if not touched:
        return found
    _put_manifest(remote, {graph: digest for graph, digest in theirs.items() if graph not in touched})
    for graph, lines in _graphs(dataset):
        if graph in touched:
            _put(remote, graph, lines)
            sent(touched[graph])
    for change in doomed:
        _checked(remote, remote.send("DELETE", {"graph": change.graph}, headers={}), (*_DONE, 202, 404))
        sent(change)
    _put_manifest(remote, {graph: digest for graph, (digest, _) in ours.items()})
    return found


def differences(dataset: Dataset, remote: Remote) -> list[str]:
    """Read every graph back and name those whose digest is not the dataset's; reads only."""
    wrong = []
    for graph, (digest, _) in _digests(dataset).items():
        if _read_digest(remote, graph) != digest:
            wrong.append(graph)
    gone = set(_manifest(remote)) - set(_digests(dataset))
    return sorted([*wrong, *(graph for graph in gone if _read(remote, graph))])


def _compare(ours: dict[str, tuple[str, int]], theirs: dict[str, str]) -> list[Change]:
    found = [
        Change(graph, "keep" if theirs.get(graph) == digest else "put", count)
        for graph, (digest, count) in ours.items()
    ]
    return sorted([*found, *(Change(graph, "delete", 0) for graph in theirs if graph not in ours)])


def _digests(dataset: Dataset) -> dict[str, tuple[str, int]]:
    """Hash each graph's sorted N-Triples: name → digest and number of triples."""
    found = {}
    for graph, lines in _graphs(dataset):
        total, count = sha256(), 0
        for line in lines:
            total.update(line)
            count += 1
        found[graph] = total.hexdigest(), count
    return found


def _graphs(dataset: Dataset) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Yield each graph's name and its triples as sorted lines; an N-Quads line ends in ``<graph> .``."""
    split = (line.rsplit(b" ", 2) for line in dataset.quads(by_graph=True))
    for graph, group in groupby(split, key=lambda parts: parts[1]):
        yield graph[1:-1].decode(), (parts[0] + b" .\n" for parts in group)


def _put(remote: Remote, graph: str, lines: Iterator[bytes]) -> None:
    method = "PUT"
    while body := b"".join(islice(lines, _CHUNK)):
        answer = remote.send(method, {"graph": graph}, body=body, headers={"Content-Type": _NTRIPLES})
        _checked(remote, answer, _DONE)
        method = "POST"


def _put_manifest(remote: Remote, digests: dict[str, str]) -> None:
    triples = [Triple(NamedNode(graph), _DIGEST, Literal(digest)) for graph, digest in sorted(digests.items())]
    body = serialize(triples, format=RdfFormat.N_TRIPLES) or b""
    answer = remote.send("PUT", {"graph": MANIFEST}, body=body, headers={"Content-Type": _NTRIPLES})
    _checked(remote, answer, _DONE)


def _manifest(remote: Remote) -> dict[str, str]:
    found = _read(remote, MANIFEST)
    return {triple.subject.value: triple.object.value for triple in found if triple.predicate == _DIGEST}  # type: ignore[union-attr]


def _read_digest(remote: Remote, graph: str) -> str:
    lines = (serialize(_read(remote, graph), format=RdfFormat.N_TRIPLES) or b"").splitlines(keepends=True)
    return sha256(b"".join(sorted(set(lines)))).hexdigest()


def _read(remote: Remote, graph: str) -> list[Triple]:
    answer = remote.send("GET", {"graph": graph}, headers={"Accept": _NTRIPLES})
    if answer.status == 404:
        return []
    _checked(remote, answer, (200,))
    try:
        return [quad.triple for quad in parse(answer.data, format=RdfFormat.N_TRIPLES)]
    except (SyntaxError, ValueError) as error:
        raise StoreError(f"{remote.url} is no Graph Store: it answers with something else than {_NTRIPLES}") from error


def _checked(remote: Remote, answer: BaseHTTPResponse, good: tuple[int, ...]) -> None:
    if answer.status in good:
        return
    hint = {
        401: "; set LABORGRAPH_USERNAME and LABORGRAPH_PASSWORD, or LABORGRAPH_TOKEN",
        403: "; it does not let this user write",
        404: "; is it the address of a Graph Store, such as http://localhost:3030/ds/data ?",
        405: "; it does not take graphs",
    }.get(answer.status, "")
    raise StoreError(f"{remote.url} answers {answer.status} {answer.reason or ''}: {words(answer)}{hint}")
