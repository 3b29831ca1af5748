"""Keep what is derived in step with the articles: marks of what changed, and the work that takes them away.

Every change to an article marks, in the same transaction, the article, the facts that it states or stated and the
entities that it names. `derive` brings the marked ones up to date and then drops the marks. Whoever is killed in
between leaves marks; the work can be done twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import cast

from pyoxigraph import NamedNode, Quad, Store

from laborgraph import facts, origins
from laborgraph.ontology import registry
from laborgraph.rdf import PENDING, STAGING, A, lg, match

_ARTICLE, _FACT, _ENTITY = lg("Article"), lg("Fact"), lg("Entity")
_STATES = lg("states")
_BATCH = 1000


def is_pending(store: Store) -> bool:
    """Tell whether something is left to do."""
    return any(True for name in (PENDING, STAGING) for _ in match(store, graph=name))


def marks(article: NamedNode, new: Iterable[Quad] = (), old: Iterable[Quad] = ()) -> set[Quad]:
    """Mark an article, and what its new and old quads state and name; old claims are marked with what they stated."""
    marked = {Quad(article, A, _ARTICLE, PENDING)}
    kinds = {_STATES: _FACT, lg("entity"): _ENTITY}
    for quads, gone in ((new, False), (old, True)):
        for quad in quads:
            if kind := kinds.get(quad.predicate):
                marked.add(Quad(cast(NamedNode, quad.object), A, kind, PENDING))
                if gone and kind == _FACT:
                    marked.add(Quad(quad.subject, _STATES, quad.object, PENDING))
    return marked


def inserted(marked: Iterable[Quad]) -> str:
    """Write marks as an update: IRIs that laborgraph minted, no text of an article."""
    triples = " . ".join(str(quad.triple) for quad in marked)
    return f"INSERT DATA {{ GRAPH {PENDING} {{ {triples} }} }}"


def derive(store: Store, own: Path | None = None) -> None:
    """Bring what is marked up to date, by the registry and the user's own rules; else nothing happens."""
    if not is_pending(store):
        return
    _derive_origins(store)
    derivation = facts.Derivation(store, registry.load(own).entries)
    opposites = set()
    changes = _Changes(store)
    for node in _marked(store, _FACT):
        old, new = set(facts.stored_fact(store, node)), set(derivation.fact(node))
        changes.make(old, new)
        if other := facts.opposite(old | new):
            opposites.add(other)
    for node in opposites:
        changes.make(facts.stored_fact(store, node), derivation.fact(node))
    for node in _marked(store, _ENTITY):
        changes.make(facts.stored_entity(store, node), derivation.entity(node))
    changes.finish()
    store.remove_graph(PENDING)
    # Else every opening would replay the log: 3 s after 200 articles, 0.05 s so.
    store.flush()


def _derive_origins(store: Store) -> None:
    """Find the origins of the marked articles, and of those that have or had one text with them, anew."""
    marked = set(_marked(store, _ARTICLE))
    if not marked:
        return
    touched = {node for article in marked for node in origins.group_of(store, article)}
    wanted = {article: set[Quad]() for article in touched}
    for quads in origins.Texts(store).groups(sorted(touched, key=lambda node: node.value)):
        for quad in quads:
            wanted.setdefault(cast(NamedNode, quad.subject), set()).add(quad)
    for article, new in wanted.items():
        old = set(origins.stored(store, article))
        if old != new:
            # The marks come first: who is killed after the change would not see that there was one.
            claims = match(store, None, _STATES, graph=article)
            store.extend(Quad(cast(NamedNode, fact), A, _FACT, PENDING) for _, _, fact, _ in claims)
            for quad in old - new:
                store.remove(quad)
            store.extend(new - old)


def _marked(store: Store, kind: NamedNode) -> Iterator[NamedNode]:
    return (node for node, *_ in match(store, None, A, kind, PENDING))


class _Changes:
    """Quads that take the place of others; those that stay are not written again, the new ones go in together."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._fresh: list[Quad] = []

    def make(self, old: Iterable[Quad], new: Iterable[Quad]) -> None:
        held, wanted = set(old), set(new)
        for quad in held - wanted:
            self._store.remove(quad)
        self._fresh += wanted - held
        if len(self._fresh) > _BATCH:
            self.finish()

    def finish(self) -> None:
        self._store.extend(self._fresh)
        self._fresh.clear()
