"""The dataset: a named graph for each article, and what is derived from all of them, in one Oxigraph store.

Every change to an article marks what it touches in the same transaction; `derive` brings that up to date and takes the
marks away (`laborgraph.derive`). Whoever is killed in between leaves marks, and the next to open the dataset finishes
the work: the bytes do not tell that anything happened.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from itertools import groupby
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, cast

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store

from laborgraph import derive, ids, sparql
from laborgraph.errors import QueryError, UnknownName
from laborgraph.files import sorted_lines
from laborgraph.literals import Value, literal
from laborgraph.model import Article, Extraction
from laborgraph.ontology.own import own_digest, own_rules
from laborgraph.ontology.terms import ID, NS
from laborgraph.rdf import (
    MENTIONS,
    STAGING,
    A,
    Row,
    article_quads,
    header,
    lg,
    local,
    match,
    properties,
    resource,
)
from laborgraph.store import open_store, refusals
from laborgraph.table import Table

if TYPE_CHECKING:
    import rdflib

_BATCH = 1000


@dataclass(frozen=True, slots=True, order=True)
class Listed:
    """An article that the dataset holds; `published` is ISO 8601, perhaps in part, `claims` how many it makes."""

    id: str
    title: str
    publisher: str
    published: str
    language: str
    url: str
    claims: int


class Dataset:
    """Articles, their claims and what these state. Made by `Dataset.open`; a context manager."""

    def __init__(self, folder: Path | None, *, read_only: bool) -> None:
        self.folder, self.read_only = folder, read_only
        self._store, self._lock = open_store(folder, read_only=read_only) if folder else (Store(), -1)

    @classmethod
    def open(cls, folder: str | os.PathLike[str] | None = None, *, read_only: bool = False) -> Self:
        """Open the dataset in a folder, made if need be; without a folder, a new one in memory.

        One process may write at a time, or several may read. Raises `StoreError` when the folder is in use, is no
        dataset, refuses access or the disk is full.
        """
        folder = None if folder is None else Path(folder)
        dataset = cls(folder, read_only=read_only)
        if not derive.is_pending(dataset._store):
            return dataset
        if read_only:
            dataset.close()
            cls.open(folder).close()
            return cls(folder, read_only=True)
        with refusals(folder):
            dataset._store.remove_graph(STAGING)
        dataset.derive()
        return dataset

    def close(self) -> None:
        """Let go of the store; the dataset cannot be used afterwards. Closing twice does no harm."""
        if hasattr(self, "_store"):
            del self._store
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # -- changing

    def add(self, extraction: Extraction) -> str:
        """Store an article's extraction: ``added``, ``replaced`` what was there, or ``unchanged``.

        The article is stored whole or not at all. Call `derive` after the last one.
        """
        return self.put(list(article_quads(extraction)))

    def put(self, quads: Sequence[Quad]) -> str:
        """Store an article's named graph as `rdf.article_quads` writes it, the digest last; as `add` does."""
        graph = cast(NamedNode, quads[-1].graph_name)
        before = self._digest(graph)
        if before == cast(Literal, quads[-1].object).value:
            return "unchanged"
        with refusals(self.folder):
            if not before:
                self._store.extend([*quads, *derive.marks(graph, quads)])
                return "added"
            marks = derive.marks(graph, quads, self._store.quads_for_pattern(None, None, None, graph))
            self._store.remove_graph(STAGING)
            self._store.extend(Quad(q.subject, q.predicate, q.object, STAGING) for q in quads)
            self._store.update(f"MOVE {STAGING} TO {graph} ; {derive.inserted(marks)}")
        return "replaced"

    def remove(self, name: str) -> bool:
        """Take out an article by id, IRI, address or title; tell whether it was there. Call `derive` afterwards."""
        try:
            graph = resource(self.find_article(name))
        except UnknownName:
            return False
        with refusals(self.folder):
            marks = derive.marks(graph, old=self._store.quads_for_pattern(None, None, None, graph))
            self._store.update(f"{derive.inserted(marks)} ; DROP GRAPH {graph}")
        return True

    def derive(self) -> None:
        """Bring facts, entities and origins up to date; nothing happens where nothing changed."""
        with refusals(self.folder):
            derive.derive(self._store, own_rules(self.folder))

    # -- asking

    def query(self, text: str, parameters: Mapping[str, Value | NamedNode] | None = None) -> Table | sparql.Triples:
        """Answer a SPARQL 1.1 query; see `laborgraph.sparql.run`."""
        return sparql.run(self._settled(), text, parameters)

    def select(self, text: str, parameters: Mapping[str, Value | NamedNode] | None = None) -> Table:
        """Answer a SELECT or ASK query with a table. Raises `QueryError` for other queries."""
        answer = self.query(text, parameters)
        if isinstance(answer, Table):
            return answer
        raise QueryError("SELECT or ASK is wanted here, not a query that answers with a graph")

    def reader(self) -> Callable[..., Iterator[Row]]:
        """Return `rdf.match` for this dataset as it is: the quads of a pattern, in no order that means anything."""
        return partial(match, self._settled())

    def articles(self) -> Iterator[Listed]:
        """Yield the articles, sorted by id."""
        for graph in sorted(self._graphs(), key=local):
            found = properties(self._store, graph, graph)
            one = {name: found[name][0].value if name in found else "" for name in _LISTED}
            published, partly = one.pop("published"), one.pop("publishedText")
            claims = sum(1 for _ in match(self._store, None, A, lg("Claim"), graph))
            yield Listed(id=local(graph), published=published or partly, claims=claims, **one)

    def find_article(self, name: str) -> str:
        """Find the id of the article with that id, IRI, address or title. Raises `UnknownName`."""
        held = {local(graph) for graph in self._graphs()}
        candidates = [name.removeprefix(ID)]
        with suppress(ValueError):  # a title need not read as an address
            candidates.append(ids.article_id(name, ""))
        for candidate in candidates:
            if candidate in held:
                return candidate
        titled = {local(node) for node, *_ in match(self._store, None, lg("title"), literal(name))}
        if len(titled) == 1:
            return titled.pop()
        raise UnknownName("article", name, titled or (article.title for article in self.articles()))

    def holds(self, article: Article, read_by: str = "") -> bool:
        """Tell whether the article is stored just as it was read, by that reader; an untold language may be any."""
        graph = resource(article.id)
        skipped = {A, lg("digest"), MENTIONS} | (set() if article.language else {lg("language")})
        stored = {(predicate, value) for _, predicate, value, _ in match(self._store, graph, graph=graph)}
        return {s for s in stored if s[0] not in skipped} == {
            s for s in header(article, read_by) if s[0] not in skipped
        }

    def status(self) -> dict[str, Any]:
        """Count articles, claims, facts, entities, and these by type, predicate and language."""
        return {
            "articles": sum(1 for _ in self._graphs()),
            "claims": self._count("?x a lg:Claim"),
            "facts": self._count("?x a lg:Fact"),
            "asserted": self._count("?x a lg:Fact ; lg:isAsserted true"),
            "contested": self._count("?x a lg:Fact ; lg:isContested true"),
            "entities": self._count("?x a lg:Entity"),
            "types": self._counts("?x a lg:Entity, ?key FILTER(?key != lg:Entity)"),
            "predicates": self._counts("?x a lg:Fact ; rdf:predicate ?key"),
            "languages": self._counts("?x a lg:Article ; lg:language ?key"),
        }

    # -- identity and copies

    @property
    def revision(self) -> str:
        """A name that changes when the articles' claims change, or what the rest is derived by."""
        rows = match(self._store, None, lg("digest"))
        digests = sorted(f"{local(graph)} {digest.value}" for *_, digest, graph in rows)
        return ids.digest(self.deriver, *digests)

    @property
    def deriver(self) -> str:
        """What facts and entities are derived by: the version of laborgraph, and a hash of the user's own rules."""
        return f"{installed_version()} {own_digest(self.folder)}".strip()

    def digest(self) -> str:
        """Hash the sorted N-Quads of the whole dataset."""
        total = sha256()
        for line in self.quads():
            total.update(line)
        return total.hexdigest()

    def quads(self, *, by_graph: bool = False) -> Iterator[bytes]:
        """Yield the dataset as canonical N-Quads lines in UTF-8, sorted by their bytes, or by graph first."""
        if not by_graph:
            return sorted_lines(self._lines())
        keyed = (line.rsplit(b" ", 2)[1] + b"\t" + line for line in self._lines())  # it ends with the graph and a dot
        return (line.partition(b"\t")[2] for line in sorted_lines(keyed))

    def triples(self) -> Iterator[bytes]:
        """Yield the union of all graphs as canonical N-Triples lines in UTF-8, sorted by their bytes."""
        return (line for line, _ in groupby(sorted_lines(self._lines(union=True))))

    def backup(self, path: str | os.PathLike[str]) -> None:
        """Copy the store of a dataset in a folder, by links where the disk allows; the copy is not changed any more."""
        with refusals(self.folder):
            self._settled().backup(path)

    def to_rdflib(self) -> rdflib.Dataset:
        """Copy the dataset into rdflib."""
        from rdflib import Dataset as Copy

        copy = Copy()
        copy.parse(data=b"".join(self.quads()), format="nquads")
        return copy

    # -- within

    def _settled(self) -> Store:
        """Return the store with nothing left to derive: marks are seen by nobody."""
        self.derive()
        return self._store

    def _lines(self, *, union: bool = False) -> Iterator[bytes]:
        """Yield all quads, or the triples of each graph, through a file: the engine writes them faster than we ask."""
        store = self._settled()
        with tempfile.TemporaryFile() as file:
            if union:
                for graph in store.named_graphs():  # a sixth faster: no quad's graph is looked up
                    store.dump(file, RdfFormat.N_TRIPLES, from_graph=graph)
            else:
                store.dump(file, RdfFormat.N_QUADS)
            file.seek(0)
            yield from file

    def _graphs(self) -> Iterator[NamedNode]:
        return (graph for *_, graph in match(self._store, None, lg("digest")))

    def _digest(self, graph: NamedNode) -> str:
        return next((value.value for _, _, value, _ in match(self._store, graph, lg("digest"), graph=graph)), "")

    def _count(self, pattern: str) -> int:
        return int(self.select(f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}").rows[0][0])

    def _counts(self, pattern: str) -> dict[str, int]:
        query = f"SELECT ?key (COUNT(*) AS ?n) WHERE {{ {pattern} }} GROUP BY ?key ORDER BY DESC(?n) ?key"
        return {key.removeprefix(NS): count for key, count in self.select(query).rows}


_LISTED = ("title", "publisher", "published", "publishedText", "language", "url")


def installed_version() -> str:
    """Tell the version of laborgraph, "" where it is not installed as a package."""
    try:
        return version("laborgraph")
    except PackageNotFoundError:
        return ""
