"""Derive what stands in no article: facts with their counts, plain triples, and the entities' own graph.

A `Derivation` reads the store and yields the quads that one fact or entity should have now; none if nothing supports
it any more. `laborgraph.dataset` compares them with what is stored. The order in which articles came plays no part.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import cast

from pyoxigraph import NamedNode, Quad, Store

from laborgraph import ids
from laborgraph.literals import full_date, literal
from laborgraph.model import fact_key
from laborgraph.ontology.registry import Entry
from laborgraph.ontology.terms import PREFIXES
from laborgraph.rdf import ENTITIES, FACTS, A, Node, lg, local, match, properties, resource

_PREF_LABEL = NamedNode(PREFIXES["skos"] + "prefLabel")
_SUBJECT, _PREDICATE, _OBJECT = (NamedNode(PREFIXES["rdf"] + part) for part in ("subject", "predicate", "object"))
_ALT_LABEL = NamedNode(PREFIXES["skos"] + "altLabel")


@dataclass(frozen=True, slots=True)
class _Article:
    """What an article adds to its claims."""

    credit: str
    publisher: str
    language: str
    published: dt.date | None


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What one claim adds to its fact."""

    claim: NamedNode
    key: tuple[str, str, str]
    modality: Node
    positive: bool
    confidence: float
    quote: Node
    origin: str
    published: dt.date | None

    @property
    def asserts(self) -> bool:
        return self.positive and self.modality == lg("asserted")

    @property
    def rank(self) -> tuple[bool, float, int, str]:
        """Sort the best quote first: told as fact, surely read, short; the name decides what is left."""
        return not self.asserts, -self.confidence, len(self.quote.value), self.claim.value


class Derivation:
    """What the articles of a store amount to, for one fact or entity at a time."""

    def __init__(self, store: Store, known: dict[str, Entry]) -> None:
        self._store = store
        self._known = known
        # No reference back to self: a cycle would keep the store open after `Dataset.close`.
        self._article = lru_cache(maxsize=4096)(partial(_article, store))

    def fact(self, fact: NamedNode) -> Iterator[Quad]:
        """Yield a fact's statements and, where it is asserted, its plain triple (docs/design.md, "The RDF")."""
        count, affirmed, denied, asserted = 0, False, False, False
        origins: set[str] = set()
        modalities: set[Node] = set()
        first = last = None
        best: _Evidence | None = None
        for evidence in self._evidence(fact):
            count += 1
            affirmed |= evidence.positive
            denied |= not evidence.positive
            asserted |= evidence.asserts
            origins.add(evidence.origin)
            modalities.add(evidence.modality)
            if day := evidence.published:
                first, last = min(first or day, day), max(last or day, day)
            best = min(best or evidence, evidence, key=lambda item: item.rank)
        if best is None:
            return
        subject, predicate, object_ = resource(best.key[0]), lg(best.key[1]), resource(best.key[2])
        yield Quad(fact, A, lg("Fact"), FACTS)
        yield Quad(fact, _SUBJECT, subject, FACTS)
        yield Quad(fact, _PREDICATE, predicate, FACTS)
        yield Quad(fact, _OBJECT, object_, FACTS)
        yield Quad(fact, lg("claimCount"), literal(count), FACTS)
        yield Quad(fact, lg("sourceCount"), literal(len(origins)), FACTS)
        yield from (Quad(fact, lg("toldAs"), modality, FACTS) for modality in modalities)
        yield Quad(fact, lg("isAsserted"), literal(asserted), FACTS)
        yield Quad(fact, lg("isContested"), literal(affirmed and denied), FACTS)
        if first and last:
            yield Quad(fact, lg("firstSeen"), literal(first), FACTS)
            yield Quad(fact, lg("lastSeen"), literal(last), FACTS)
        yield Quad(fact, lg("bestQuote"), best.quote, FACTS)
        yield Quad(fact, lg("bestClaim"), best.claim, FACTS)
        if asserted:
            yield Quad(subject, predicate, object_, FACTS)

    def entity(self, entity: NamedNode) -> Iterator[Quad]:
        """Yield an entity's statements: by the registry where it is known, else by how the articles name it."""
        types: Counter[str] = Counter()
        names: Counter[tuple[bool, str]] = Counter()
        generic = False
        for node, _, _, graph in match(self._store, None, lg("entity"), entity):
            mention = properties(self._store, node, graph)
            types[local(mention["entityType"][0])] += 1
            names.update((self._article(graph).language != "en", name.value) for name in mention["printedName"])
            generic |= mention["usedGenerically"][0].value == "true"
        if not types:
            return
        entry = self._known.get(local(entity))
        type_ = entry.type if entry else min(types, key=lambda name: (-types[name], name))
        name = (entry.names.get("en") or entry.name) if entry else min(names, key=lambda n: (n[0], -names[n], n[1]))[1]
        yield Quad(entity, A, lg(type_), ENTITIES)
        yield Quad(entity, A, lg("Entity"), ENTITIES)
        yield Quad(entity, lg("name"), literal(name), ENTITIES)
        yield Quad(entity, lg("isGeneric"), literal(entry.generic if entry else generic), ENTITIES)
        if entry:
            yield from _labels(entity, entry)

    def _evidence(self, fact: NamedNode) -> Iterator[_Evidence]:
        for node, _, _, graph in match(self._store, None, lg("states"), fact):
            claim = properties(self._store, node, graph)
            yield _Evidence(
                claim=node,
                key=fact_key(*(local(claim[part][0]) for part in ("subject", "predicate", "object"))),
                modality=claim["modality"][0],
                positive=claim["polarity"] == [lg("positive")],
                confidence=float(claim["confidence"][0].value),
                quote=claim["quote"][0],
                origin=self._origin(graph, claim.get("viaSource", [])),
                published=self._article(graph).published,
            )

    def _origin(self, graph: NamedNode, via: list[Node]) -> str:
        """Tell whose account a claim is: the source it came through, else the one that the article credits, else the
        publisher, else the article's own. A source and a publisher are the same if their names are.
        """
        if via:
            mention = resource("m" + ids.digest(local(graph), local(via[0])))
            return ids.fold(properties(self._store, mention, graph)["printedName"][0].value)
        article = self._article(graph)
        return ids.fold(article.credit or article.publisher) or graph.value


def _article(store: Store, graph: NamedNode) -> _Article:
    def one(name: str) -> str:
        return next((value.value for _, _, value, _ in match(store, graph, lg(name), graph=graph)), "")

    return _Article(one("credit"), one("publisher"), one("language"), full_date(one("published")))


def stored_fact(store: Store, fact: NamedNode) -> Iterator[Quad]:
    """Yield what the facts graph holds of a fact now: its plain triple first, which is found by the rest."""
    parts = properties(store, fact, FACTS)
    triple = [parts.get(part.value) for part in (_SUBJECT, _PREDICATE, _OBJECT)]
    if all(triple):
        subject, predicate, object_ = (cast(NamedNode, values[0]) for values in triple if values)
        yield from store.quads_for_pattern(subject, predicate, object_, FACTS)
    yield from store.quads_for_pattern(fact, None, None, FACTS)


def stored_entity(store: Store, entity: NamedNode) -> Iterator[Quad]:
    """Yield what the entities graph holds of an entity now."""
    yield from store.quads_for_pattern(entity, None, None, ENTITIES)


def _labels(entity: NamedNode, entry: Entry) -> Iterator[Quad]:
    if entry.kind:
        yield Quad(entity, lg("kind"), literal(entry.kind), ENTITIES)
    for language, label in entry.names.items():
        yield Quad(entity, _PREF_LABEL, literal(label, language), ENTITIES)
    for alias in entry.aliases:
        yield Quad(entity, _ALT_LABEL, literal(alias.text, alias.language), ENTITIES)
