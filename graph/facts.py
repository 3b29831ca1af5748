"""Derive what stands in no article: facts with their counts, plain triples, and the entities' own graph.

A `Derivation` reads the store and yields the quads that one fact or entity should have now; none if nothing supports
it any more. `laborgraph.derive` compares them with what is stored. The order in which articles came plays no part.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import cast

from pyoxigraph import NamedNode, Quad, Store

from laborgraph import ids
from laborgraph.literals import full_date, literal
from laborgraph.model import fact_key
from laborgraph.ontology.registry import Entry
from laborgraph.ontology.terms import ASYMMETRIC, OPPOSITES, PREFIXES
from laborgraph.origins import canonical
from laborgraph.rdf import ENTITIES, FACTS, ORIGINS, OWN_GRAPHS, A, Node, lg, local, match, properties, resource

_PREF_LABEL = NamedNode(PREFIXES["skos"] + "prefLabel")
_SUBJECT, _PREDICATE, _OBJECT = (NamedNode(PREFIXES["rdf"] + part) for part in ("subject", "predicate", "object"))
_ALT_LABEL = NamedNode(PREFIXES["skos"] + "altLabel")


@dataclass(frozen=True, slots=True)
class _Article:
    """What an article adds to its claims."""

    origin: str
    reason: str
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
    reason: str
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
        """Yield a fact's statements, its plain triple where it is asserted, and the origins of its claims.

        The rules are those of docs/design.md, "The RDF" and "Origins".
        """
        claims = list(self._evidence(fact))
        if not claims:
            return
        denied = sum(not claim.positive for claim in claims)
        asserted = any(claim.asserts for claim in claims)
        days = [claim.published for claim in claims if claim.published]
        best = min(claims, key=lambda claim: claim.rank)
        subject, predicate, object_ = resource(best.key[0]), lg(best.key[1]), resource(best.key[2])
        yield Quad(fact, A, lg("Fact"), FACTS)
        yield Quad(fact, _SUBJECT, subject, FACTS)
        yield Quad(fact, _PREDICATE, predicate, FACTS)
        yield Quad(fact, _OBJECT, object_, FACTS)
        yield Quad(fact, lg("claimCount"), literal(len(claims)), FACTS)
        yield Quad(fact, lg("sourceCount"), literal(len({claim.origin for claim in claims})), FACTS)
        yield Quad(fact, lg("deniedCount"), literal(denied), FACTS)
        yield from (Quad(fact, lg("toldAs"), modality, FACTS) for modality in {claim.modality for claim in claims})
        yield Quad(fact, lg("isAsserted"), literal(asserted), FACTS)
        yield Quad(fact, lg("isContested"), literal(0 < denied < len(claims)), FACTS)
        if days:
            yield Quad(fact, lg("firstSeen"), literal(min(days)), FACTS)
            yield Quad(fact, lg("lastSeen"), literal(max(days)), FACTS)
        yield Quad(fact, lg("bestQuote"), best.quote, FACTS)
        yield Quad(fact, lg("bestClaim"), best.claim, FACTS)
        if asserted:
            yield Quad(subject, predicate, object_, FACTS)
        other = opposite_of(*best.key)
        if other and denied < len(claims) and self._affirmed(other):
            yield Quad(fact, lg("contradicts"), other, FACTS)
        for claim in claims:
            yield Quad(claim.claim, lg("origin"), literal(claim.origin), ORIGINS)
            yield Quad(claim.claim, lg("originReason"), literal(claim.reason), ORIGINS)

    def _affirmed(self, fact: NamedNode) -> bool:
        return any(claim.positive for claim in self._evidence(fact))

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
            if graph in OWN_GRAPHS:
                continue
            claim = properties(self._store, node, graph)
            origin, reason = self._origin(graph, claim.get("viaSource", []))
            yield _Evidence(
                claim=node,
                key=fact_key(*(local(claim[part][0]) for part in ("subject", "predicate", "object"))),
                modality=claim["modality"][0],
                positive=claim["polarity"] == [lg("positive")],
                confidence=float(claim["confidence"][0].value),
                quote=claim["quote"][0],
                origin=origin,
                reason=reason,
                published=self._article(graph).published,
            )

    def _origin(self, graph: NamedNode, via: list[Node]) -> tuple[str, str]:
        """Tell whose account a claim is, and why: the source that it came through, else its article's origin."""
        if via:
            mention = resource("m" + ids.digest(local(graph), local(via[0])))
            name = properties(self._store, mention, graph)["printedName"][0].value
            return canonical(name), f"through {name}"
        article = self._article(graph)
        return article.origin, article.reason


def _article(store: Store, node: NamedNode) -> _Article:
    def one(name: str, graph: NamedNode) -> str:
        return next((value.value for _, _, value, _ in match(store, node, lg(name), graph=graph)), "")

    origin, reason = one("textOrigin", ORIGINS), one("textOriginReason", ORIGINS)
    return _Article(origin, reason, one("language", node), full_date(one("published", node)))


def opposite_of(subject: str, predicate: str, object_: str) -> NamedNode | None:
    """Name the fact that cannot be so while this one is, if there may be one; ends and facts by their local names."""
    if predicate in ASYMMETRIC:
        return resource(ids.fact_id(object_, predicate, subject))
    if other := OPPOSITES.get(predicate):
        return resource(ids.fact_id(subject, other, object_))
    return None


def opposite(statements: Iterable[Quad]) -> NamedNode | None:
    """Name the fact that cannot be so while that of these statements is, if there may be one: both change together."""
    parts = {quad.predicate: quad.object for quad in statements}
    if not parts.keys() >= {_SUBJECT, _PREDICATE, _OBJECT}:
        return None
    subject, predicate, object_ = (local(cast(Node, parts[part])) for part in (_SUBJECT, _PREDICATE, _OBJECT))
    return opposite_of(subject, predicate, object_)


def _stored_key(store: Store, fact: NamedNode) -> tuple[str, str, str] | None:
    parts = properties(store, fact, FACTS)
    values = [local(parts[part.value][0]) for part in (_SUBJECT, _PREDICATE, _OBJECT) if part.value in parts]
    return (values[0], values[1], values[2]) if len(values) == 3 else None


def stored_fact(store: Store, fact: NamedNode) -> Iterator[Quad]:
    """Yield what is held of a fact and its claims now: its plain triple first, which is found by the rest.

    The claims are those that state it and those that are marked as having stated it.
    """
    if key := _stored_key(store, fact):
        yield from store.quads_for_pattern(resource(key[0]), lg(key[1]), resource(key[2]), FACTS)
    yield from store.quads_for_pattern(fact, None, None, FACTS)
    for claim in {claim for claim, *_ in match(store, None, lg("states"), fact)}:
        yield from store.quads_for_pattern(claim, None, None, ORIGINS)


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
