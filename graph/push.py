"""Make a SPARQL 1.1 Graph Store hold the dataset, graph by graph, sending only what changed.

What was sent is written down in the store itself, in the graph `MANIFEST`: each graph's name and digest. Entries are
taken out before their graphs are touched and put back when all are whole, so that a push killed anywhere is made good
by the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse, serialize

from laborgraph.dataset import Dataset
from laborgraph.errors import StoreError, UsageError
from laborgraph.graphstore import NTRIPLES, GraphStore
from laborgraph.ontology.terms import ID

MANIFEST = ID + "graph-manifest"
_DIGEST = NamedNode("http://purl.org/dc/terms/identifier")


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """What a push does to one graph: ``put``, ``delete`` or ``keep``; `triples` is how many it then holds."""

    graph: str
    action: str
    triples: int


def changes(dataset: Dataset, store: GraphStore) -> list[Change]:
    """Compare the dataset with what the store says that it holds; one request. Raises `StoreError`."""
    return _compare(_digests(dataset), _manifest(store))


def push(
    dataset: Dataset, store: GraphStore, *, force: bool = False, sent: Callable[[Change], None] = lambda change: None
) -> list[Change]:
    """Send what changed and return what was done to each graph. `sent` is told of each graph when it is whole.

    Raises `UsageError` when more than half of the store's graphs would be deleted, unless `force` says so, and
    `StoreError` when the store refuses.
    """
    ours, theirs = _digests(dataset), _manifest(store)
    found = _compare(ours, theirs)
    doomed = [change for change in found if change.action == "delete"]
    if len(doomed) * 2 > max(len(theirs), 1) and not force:
        raise UsageError(
            f"{len(doomed)} of the {len(theirs)} graphs at {store.url} are not in this dataset and would be deleted; "
            "is it the right one? Push with --force if so"
        )
    touched = {change.graph: change for change in found if change.action != "keep"}
    if not touched:
        return found
    if theirs:
        _put_manifest(store, {graph: digest for graph, digest in theirs.items() if graph not in touched})
    for graph, lines in _graphs(dataset):
        if graph in touched:
            store.replace(graph, lines)
            sent(touched[graph])
    for change in doomed:
        store.delete(change.graph)
        sent(change)
    _put_manifest(store, {graph: digest for graph, (digest, _) in ours.items()})
    return found


def differences(dataset: Dataset, store: GraphStore) -> list[str]:
    """Read every graph back and name those whose digest is not the dataset's; reads only."""
    wrong = []
    for graph, (digest, _) in _digests(dataset).items():
        if _read_digest(store, graph) != digest:
            wrong.append(graph)
    gone = set(_manifest(store)) - set(_digests(dataset))
    return sorted([*wrong, *(graph for graph in gone if _read(store, graph))])


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


def _put_manifest(store: GraphStore, digests: dict[str, str]) -> None:
    triples = [Triple(NamedNode(graph), _DIGEST, Literal(digest)) for graph, digest in sorted(digests.items())]
    lines = (serialize(triples, format=RdfFormat.N_TRIPLES) or b"").splitlines(keepends=True)
    if lines:
        store.replace(MANIFEST, lines)
    else:
        store.delete(MANIFEST)


def _manifest(store: GraphStore) -> dict[str, str]:
    found = _read(store, MANIFEST)
    return {triple.subject.value: triple.object.value for triple in found if triple.predicate == _DIGEST}  # type: ignore[union-attr]


def _read_digest(store: GraphStore, graph: str) -> str:
    lines = (serialize(_read(store, graph), format=RdfFormat.N_TRIPLES) or b"").splitlines(keepends=True)
    return sha256(b"".join(sorted(set(lines)))).hexdigest()


def _read(store: GraphStore, graph: str) -> list[Triple]:
    try:
        return [quad.triple for quad in parse(store.read(graph), format=RdfFormat.N_TRIPLES)]
    except (SyntaxError, ValueError) as error:
        raise StoreError(f"{store.url} is no Graph Store: it answers with something else than {NTRIPLES}") from error
