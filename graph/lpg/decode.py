"""Turn records of the property graph back into RDF, by the schema that the database keeps."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, cast

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse

from laborgraph.ids import ENTITIES_GRAPH, FACTS_GRAPH, ORIGINS_GRAPH
from laborgraph.literals import literal, number
from laborgraph.lpg.mapping import EFFECTS, EXACT, LINKS, Kind, Schema, name_key
from laborgraph.ontology.terms import ORIGIN_PROPERTIES, PREFIXES

_RDF, _SKOS = PREFIXES["rdf"], PREFIXES["skos"]
_TYPE = NamedNode(_RDF + "type")
_ORIGINS = NamedNode(ORIGINS_GRAPH)
_Statements = Iterator[tuple[NamedNode, NamedNode, NamedNode | Literal]]


def record(schema: Schema, kind: Kind, row: Sequence[Any], links: Sequence[str | None] | None = None) -> Iterator[Quad]:
    """Yield what a row stands for (see `mapping.Kind`)."""
    held = dict(zip(kind.columns, row[kind.key :], strict=False))
    if kind.labels:
        yield from node(schema, kind.labels, held, dict(zip(LINKS, links or (), strict=False)))
    else:
        yield from relationship(schema, kind.name, row[0], row[1], held)


def node(
    schema: Schema, labels: Sequence[str], held: Mapping[str, Any], links: Mapping[str, str | None]
) -> Iterator[Quad]:
    """Yield the quads that a node stands for; of its labels and properties those of users say nothing."""
    reader = _Reader(schema, held)
    if "Claim" in labels:
        return reader.quads(reader.claim(links), str(links.get("FROM_ARTICLE")))
    if "Article" in labels:
        return reader.quads(reader.article(), held["iri"])
    return reader.quads(reader.entity(labels), ENTITIES_GRAPH)


def relationship(schema: Schema, type_: str, start: str, end: str, held: Mapping[str, Any]) -> Iterator[Quad]:
    """Yield the quads that a fact or mention stands for."""
    reader = _Reader(schema, held)
    if type_ in schema.facts:
        return reader.quads(reader.fact(type_, start, end), FACTS_GRAPH)
    return reader.quads(reader.mention(start, end), start)


class _Reader:
    """One record being read: what it holds, and the language of its texts."""

    def __init__(self, schema: Schema, held: Mapping[str, Any]) -> None:
        self.schema, self.held = schema, held
        self.exact: dict[str, Any] = json.loads(held.get(EXACT) or "{}")
        self.tag = str(self.exact.get("@", ""))
        self.iri = NamedNode(held["iri"])
        self._origins = _origin_graphs(schema.namespace)

    def quads(self, statements: _Statements, graph: str) -> Iterator[Quad]:
        """Correct the statements by what the record notes exactly, and put them into their graph."""
        wrong, more = set(_triples(self.exact.get("-", ()))), _triples(self.exact.get("+", ()))
        name = NamedNode(graph)
        for subject, predicate, value in statements:
            if not wrong or Triple(subject, predicate, value) not in wrong:
                yield Quad(subject, predicate, value, self._origins.get(predicate, name))
        yield from (Quad(t.subject, t.predicate, t.object, self._origins.get(t.predicate, name)) for t in more)

    def entity(self, labels: Sequence[str]) -> _Statements:
        """Read an entity; its classes are those of its labels that are not a user's."""
        for label in labels:
            if label in self.schema.labels:
                yield self.iri, _TYPE, self._lg(label)
        yield from self._literals(self.iri, "Entity")
        for language in self.schema.languages:
            if (name := self.held.get(name_key(language))) is not None:
                yield self.iri, NamedNode(_SKOS + "prefLabel"), Literal(name, language=language)
        aliases = self.held.get("aliases") or []
        tags = self.exact.get("aliases", [])
        for place, alias in enumerate(aliases):
            for tag in (tags[place] if place < len(tags) else "").split(" "):
                yield self.iri, NamedNode(_SKOS + "altLabel"), literal(alias, tag)

    def article(self) -> _Statements:
        """Read an article; whom it mentions, its mentions tell."""
        yield self.iri, _TYPE, self._lg("Article")
        if first := self.held.get("same_text_as"):
            yield self.iri, self._lg("sameTextAs"), NamedNode(first)
        yield from self._literals(self.iri, "Article")

    def mention(self, start: str, end: str) -> _Statements:
        """Read a mention, and that its article mentions the entity."""
        article, entity = NamedNode(start), NamedNode(end)
        yield article, NamedNode(PREFIXES["schema"] + "mentions"), entity
        yield self.iri, _TYPE, self._lg("Mention")
        yield self.iri, self._lg("mentionedIn"), article
        yield self.iri, self._lg("entity"), entity
        yield self.iri, self._lg("entityType"), self._lg(self.held["entity_type"])
        yield from self._literals(self.iri, "Mention")
        for surface in self.held.get("surfaces") or ():
            yield self.iri, self._lg("surface"), literal(surface, self.tag)

    def claim(self, links: Mapping[str, str | None]) -> _Statements:
        """Read a claim with its effects."""
        yield self.iri, _TYPE, self._lg("Claim")
        yield self.iri, self._lg("states"), NamedNode(self.schema.resources + self.held["fid"])
        yield self.iri, self._lg("predicate"), self._lg(self.held["predicate"])
        for name in self.schema.concepts.keys() - {"impact"}:
            if (notation := self.held.get(name)) is not None:
                yield self.iri, self._lg(name), self._concept(name, notation)
        for type_, target in links.items():
            if target is not None:
                yield self.iri, self._lg(self.schema.links[type_]), NamedNode(target)
        yield from self._literals(self.iri, "Claim")
        for impact in dict.fromkeys(self.held.get("impacts") or ()):
            yield self.iri, self._lg("impact"), self._concept("impact", impact)
        lists = (self.held.get(key) or () for key in EFFECTS)
        for count, values in enumerate(zip(*lists, strict=False), start=1):
            said = dict(zip(EFFECTS.values(), values, strict=True))
            effect = NamedNode(f"{self.iri.value}-e{count}")
            yield self.iri, self._lg("effect"), effect
            yield from self._effect(effect, said)

    def _effect(self, effect: NamedNode, said: Mapping[str, str]) -> _Statements:
        yield effect, _TYPE, self._lg("Effect")
        yield effect, self._lg("impact"), self._concept("impact", said["impact"])
        if said["magnitude"]:
            yield effect, self._lg("magnitude"), literal(said["magnitude"], self.tag)
        if said["value"]:
            yield effect, self._lg("value"), number(said["value"])
        for name in ("unit", "comparator"):
            if said[name]:
                yield effect, self._lg(name), literal(said[name])

    def fact(self, type_: str, start: str, end: str) -> _Statements:
        """Read a fact and, where it is asserted, the plain triple."""
        subject, predicate, object_ = NamedNode(start), self._lg(self.schema.facts[type_]), NamedNode(end)
        yield self.iri, _TYPE, self._lg("Fact")
        yield self.iri, NamedNode(_RDF + "subject"), subject
        yield self.iri, NamedNode(_RDF + "predicate"), predicate
        yield self.iri, NamedNode(_RDF + "object"), object_
        for notation in self.held.get("modalities") or ():
            yield self.iri, self._lg("toldAs"), self._concept("modality", notation)
        if best := self.held.get("best_claim"):
            yield self.iri, self._lg("bestClaim"), NamedNode(best)
        for other in self.held.get("contradicts") or ():
            yield self.iri, self._lg("contradicts"), NamedNode(self.schema.resources + other)
        yield from self._literals(self.iri, "Fact")
        if self.held.get("asserted"):
            yield subject, predicate, object_

    def _literals(self, subject: NamedNode, owner: str) -> _Statements:
        for key, (name, type_) in self.schema.literals[owner].items():
            value = self.held.get(key)
            if value is not None:
                tag = self.tag if type_ == "text" else ""
                yield subject, self._lg(name), literal(value, tag)

    def _lg(self, name: str) -> NamedNode:
        return NamedNode(self.schema.namespace + name)

    def _concept(self, name: str, notation: str) -> NamedNode:
        return self._lg(self.schema.concepts[name] + notation)


@cache
def _origin_graphs(namespace: str) -> dict[NamedNode, NamedNode]:
    return {NamedNode(namespace + name): _ORIGINS for name in ORIGIN_PROPERTIES}


def _triples(lines: Sequence[str]) -> list[Triple]:
    quads = parse("\n".join(lines), format=RdfFormat.N_TRIPLES) if lines else ()
    return [cast(Triple, quad.triple) for quad in quads]
