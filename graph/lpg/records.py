"""Turn the dataset into the rows of the property graph (docs/design.md, "The property graph").

Pure and streamed: nothing else decides what a node or relationship holds, whichever engine gets it. Every statement is
carried exactly once: by a property, by a relationship, or, where neither can (a number of 30 digits, a name too long
to index, the languages of aliases), in the property `laborgraph_rdf` of the record.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from hashlib import blake2b
from itertools import islice
from typing import Any

from pyoxigraph import Literal, NamedNode, Triple

from laborgraph.dataset import Dataset
from laborgraph.literals import Term, literal, plain
from laborgraph.lpg import decode, mapping
from laborgraph.lpg.mapping import ARTICLE, CLAIM, CONCEPTS, EFFECTS, FACTS, MENTION, Kind
from laborgraph.ontology.terms import CLAIM_LINKS, CONCEPT_PROPERTIES, ENTITY_TYPES, ID, LITERALS, NS, PREFIXES
from laborgraph.rdf import ENTITIES, ORIGINS, A, lg
from laborgraph.rdf import FACTS as FACTS_GRAPH

Row = list[Any]
Record = tuple[Kind, Row]
_Found = dict[str, list[Any]]
_Statements = list[tuple[str, _Found]]

_RDF = PREFIXES["rdf"]
_TYPE = _RDF + "type"
_PREF, _ALT = PREFIXES["skos"] + "prefLabel", PREFIXES["skos"] + "altLabel"
_MENTIONS = PREFIXES["schema"] + "mentions"
_LANGUAGE = re.compile(r"[a-z]{2,8}(-[a-z0-9]{1,8})*")
#: Neo4j cannot index longer strings (8,167 bytes in a range index).
_INDEXABLE = 2000
_INDEXED = {("Entity", "name"), ("Article", "url")}
#: What can change of an article without its digest: properties in the origins graph, by the order of `digests`.
ORIGIN_KEYS = ("textOrigin", "textOriginReason")
_INT64 = range(-(2**63), 2**63)
_TEXTS = frozenset({"text", "string"})


class Source:
    """The records of a dataset, all of them or those of some articles, entities and facts."""

    def __init__(self, dataset: Dataset, languages: Iterable[str] = ()) -> None:
        self._match = dataset.reader()
        #: Where another process may read the same; None where that is nowhere.
        self.folder = dataset.folder if dataset.read_only else None
        labels = self._match(None, NamedNode(_PREF), None, ENTITIES)
        tags = {str(getattr(label, "language", None) or "") for _, _, label, _ in labels}
        self.languages = tuple(sorted({*languages, *filter(_LANGUAGE.fullmatch, tags)}))

    def digests(self) -> Iterator[tuple[str, str]]:
        """Yield each article's IRI with the digest of its graph and what others may change: whose text it is."""
        found = {}
        for name in ORIGIN_KEYS:
            found[name] = {node.value: value.value for node, _, value, _ in self._match(None, lg(name), None, ORIGINS)}
        for _, _, value, graph in self._match(None, lg("digest")):
            yield graph.value, "|".join((value.value, *(found[name].get(graph.value, "") for name in ORIGIN_KEYS)))

    def entities(self) -> Iterator[Record]:
        """Yield all entities."""
        for node, *_ in self._match(None, A, lg("Entity"), ENTITIES):
            yield self._entity(node.value, self._found(node.value, ENTITIES))

    def entity(self, iri: str) -> Record | None:
        """Return one entity, if the dataset holds it."""
        found = self._found(iri, ENTITIES)
        return self._entity(iri, found) if found else None

    def facts(self, share: int = 0, of: int = 1) -> Iterator[Record]:
        """Yield all facts, or a share of them."""
        for node, *_ in islice(self._match(None, A, lg("Fact"), FACTS_GRAPH), share, None, of):
            yield self._fact(node.value, self._found(node.value, FACTS_GRAPH))

    def fact(self, iri: str) -> Record | None:
        """Return one fact, if the dataset holds it."""
        found = self._found(iri, FACTS_GRAPH)
        return self._fact(iri, found) if found else None

    def article(self, iri: str) -> Iterator[Record]:
        """Yield an article, then its mentions, then its claims; nothing where the dataset holds no such article."""
        by_class: dict[str, dict[str, _Found]] = {"Article": {}, "Mention": {}, "Claim": {}, "Effect": {}}
        subjects: dict[str, _Found] = {}
        last: NamedNode | None = None
        for subject, predicate, value, _ in self._match(graph=NamedNode(iri)):
            if subject != last:  # the store gives those of one subject together
                last, held = subject, subjects.setdefault(subject.value, {})
            held.setdefault(predicate.value, []).append(value)
        for name, found in subjects.items():
            class_ = found[_TYPE][0].value.removeprefix(NS)
            by_class[class_][name] = found
            if class_ in ("Article", "Claim"):
                for _, predicate, value, _ in self._match(NamedNode(name), None, None, ORIGINS):
                    found.setdefault(predicate.value, []).append(value)
        for article, found in by_class["Article"].items():
            yield _article(article, found)
        for mention, found in by_class["Mention"].items():
            yield _mention(mention, found)
        for claim, found in by_class["Claim"].items():
            yield _claim(claim, found, by_class["Effect"])

    def everything(self) -> Iterator[Record]:
        """Yield the whole dataset: entities, articles with what they hold, facts. Ends come before what joins them."""
        yield from self.entities()
        yield from self.share(0, 1)

    def share(self, share: int, of: int) -> Iterator[Record]:
        """Yield one of so many equal shares of the articles, with what they hold, and of the facts."""
        for iri, _ in islice(self.digests(), share, None, of):
            yield from self.article(iri)
        yield from self.facts(share, of)

    def holds(self, iri: str) -> bool:
        """Tell whether the dataset has a record of that name."""
        classes = {lg(name) for name in ("Entity", "Fact", "Article", "Mention", "Claim")}
        return any(kind in classes for _, _, kind, _ in self._match(NamedNode(iri), A))

    def _found(self, iri: str, graph: NamedNode) -> _Found:
        found: _Found = {}
        for _, predicate, value, _ in self._match(NamedNode(iri), None, None, graph):
            found.setdefault(predicate.value, []).append(value)
        return found

    def _entity(self, iri: str, found: _Found) -> Record:
        types = [value.value.removeprefix(NS) for value in found[_TYPE]]
        kind = mapping.entity(next(name for name in types if name in ENTITY_TYPES), self.languages)
        values, odd = _literals(found, "Entity", "")
        aliases: dict[str, list[str]] = {}
        for alias in found.get(_ALT, ()):
            aliases.setdefault(alias.value, []).append(alias.language or "")
        names = {label.language or "": label.value for label in found.get(_PREF, ())}
        odd |= len(names) < len(found.get(_PREF, ())) or not names.keys() <= set(self.languages)
        ordered = sorted(aliases)
        values += [ordered, *(names.get(language) for language in self.languages)]
        exact = {"aliases": [" ".join(sorted(aliases[alias])) for alias in ordered]} if ordered else {}
        odd |= any(" " in tag or not tag for tag in exact.get("aliases", ()))
        odd |= not found.keys() <= _ENTITY_KNOWN
        return _record(kind, [iri, *values], exact, [(iri, found)] if odd else [], languages=self.languages)

    def _fact(self, iri: str, found: _Found) -> Record:
        subject, predicate, object_ = (found[_RDF + part][0].value for part in ("subject", "predicate", "object"))
        tag = found[NS + "bestQuote"][0].language or ""
        values, odd = _literals(found, "Fact", tag)
        told = sorted(_notation("modality", value) for value in found[NS + "toldAs"])
        others = sorted(value.value.removeprefix(ID) for value in found.get(NS + "contradicts", ()))
        row = [subject, object_, iri, iri.removeprefix(ID), *values, told, _one(found, "bestClaim"), others or None]
        odd |= not found.keys() <= _FACT_KNOWN
        return _record(FACTS[predicate.removeprefix(NS)], row, {"@": tag} if tag else {}, [(iri, found)] if odd else [])


def _article(iri: str, found: _Found) -> Record:
    values, odd = _literals(found, "Article", "")
    found.pop(_MENTIONS, None)
    odd |= not found.keys() <= _ARTICLE_KNOWN
    return _record(ARTICLE, [iri, *values, _one(found, "sameTextAs")], {}, [(iri, found)] if odd else [])


def _mention(iri: str, found: _Found) -> Record:
    surfaces = sorted(found.get(NS + "surface", ()), key=lambda surface: str(surface.value))
    tag = (surfaces[0].language or "") if surfaces else ""
    names = [surface.value for surface in surfaces]
    ends = [_one(found, "mentionedIn"), _one(found, "entity")]
    type_ = str(_one(found, "entityType")).removeprefix(NS)
    generic = _one(found, "usedGenerically") == "true"
    odd = not found.keys() <= _MENTION_KNOWN or any((surface.language or "") != tag for surface in surfaces)
    row = [*ends, iri, names, _one(found, "printedName"), generic, type_]
    return _record(MENTION, row, {"@": tag} if tag else {}, [(iri, found)] if odd else [])


def _claim(iri: str, found: _Found, effects: Mapping[str, _Found]) -> Record:
    tag = found[NS + "quote"][0].language or ""
    literals, odd = _literals(found, "Claim", tag)
    own = sorted((value.value for value in found.get(NS + "effect", ())), key=_number)
    values: Row = [iri, str(_one(found, "states")).removeprefix(ID), str(_one(found, "predicate")).removeprefix(NS)]
    values += [_notation(name, found[NS + name][0]) if NS + name in found else None for name in CONCEPTS]
    values += literals
    lists = {
        key: [_notation(name, effects[effect][NS + name][0]) if NS + name in effects[effect] else "" for effect in own]
        for key, name in EFFECTS.items()
    }
    if own:
        values += [lists["impacts"][0], lists["magnitudes"][0] or None, *lists.values()]
    else:
        values += [None, None, *(None for _ in lists)]
    odd |= not found.keys() <= _CLAIM_KNOWN or any(len(terms) > 1 for name, terms in found.items() if name not in _MANY)
    odd |= any((m.language or "") != tag for effect in own for m in effects[effect].get(NS + "magnitude", ()))
    statements = [(iri, found), *((effect, effects[effect]) for effect in own)] if odd else []
    links = [_one(found, name) for name in CLAIM_LINKS]
    kind, row = _record(CLAIM, values, {"@": tag} if tag else {}, statements, links=links)
    return kind, row + links


def _record(
    kind: Kind,
    values: Row,
    exact: dict[str, Any],
    odd: _Statements,
    *,
    links: Row | None = None,
    languages: tuple[str, ...] = (),
) -> Record:
    """Put a row together. `odd` names the statements that must be compared with what would be read back, if any."""
    if odd:
        owners = {subject for subject, _ in odd}
        said = {Triple(NamedNode(s), NamedNode(p), o) for s, found in odd for p, os in found.items() for o in os}
        read = decode.record(mapping.current(languages), kind, [*values, _dump(exact), None], links)
        back = {quad.triple for quad in read if str(quad.subject)[1:-1] in owners}
        differences = {"+": said - back, "-": back - said}
        exact = exact | {sign: sorted(f"{triple} ." for triple in some) for sign, some in differences.items() if some}
    values.append(_dump(exact))
    values.append(content_hash(kind, kind.labels, values, links))
    return kind, values


def content_hash(kind: Kind, labels: Iterable[str], values: Row, links: Row | None = None) -> str:
    """Hash what a record holds but its hash: of a row, or of what is read back from a database.

    `labels` are those of laborgraph that the node has; `links` are a claim's, in the order of `mapping.LINKS`.
    """
    held = [pair for pair in zip(mapping.hashed(kind), values, strict=False) if pair[1] is not None]
    text = repr((kind.name if not kind.labels else sorted(labels), held, links))
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def _dump(exact: dict[str, Any]) -> str | None:
    return json.dumps(exact, ensure_ascii=False, sort_keys=True) if exact else None


def _literals(found: _Found, owner: str, tag: str) -> tuple[Row, bool]:
    """Read the literal properties of a class; tell also whether one of them is not exactly what its literal is."""
    values: Row = []
    odd = False
    for name, type_, indexed in _READ[owner]:
        terms = found.get(name)
        if terms is None:
            values.append(None)
            continue
        if type_ in _TEXTS:
            value, exact = _text(terms[0], tag if type_ == "text" else "")
        else:
            value, exact = _value(terms[0], type_)
        if indexed and len(value) > _INDEXABLE:
            value, exact = value[:_INDEXABLE] + "…", False
        odd |= not exact or len(terms) > 1
        values.append(value)
    return values, odd


def _text(term: Literal, tag: str) -> tuple[str, bool]:
    text = term.value
    return text, term.language == tag if tag else term == Literal(text)


@lru_cache(maxsize=1 << 14)
def _value(term: Literal, type_: str) -> tuple[Any, bool]:
    value = plain(term)
    if type_ == "float" and isinstance(value, int | float):
        value = float(value)
    if isinstance(value, str) or (type_ == "integer" and value not in _INT64):
        return None, False
    return value, term == literal(value)  # type: ignore[arg-type]


def _one(found: _Found, name: str) -> str | None:
    terms = found.get(NS + name)
    return str(terms[0].value) if terms else None


def _notation(name: str, value: Term) -> str:
    """Shorten a concept's IRI to its notation; of a literal, give its text."""
    text = str(getattr(value, "value", ""))
    return text.removeprefix(NS).removeprefix(CONCEPT_PROPERTIES[name]) if name in CONCEPT_PROPERTIES else text


def _number(effect: str) -> int:
    return int(effect.rpartition("-e")[2])


def _known(owner: str, links: Iterable[str] = (), concepts: Iterable[str] = ()) -> frozenset[str]:
    return frozenset({_TYPE, *(NS + name for name in (*LITERALS[owner], *links, *concepts))})


_READ = {
    owner: [(NS + name, mapping.literal_type(name), (owner, name) in _INDEXED) for name in names]
    for owner, names in LITERALS.items()
}
_MANY = {NS + "effect", NS + "impact"}
_ENTITY_KNOWN = _known("Entity") | {_PREF, _ALT}
_ARTICLE_KNOWN = _known("Article", ("sameTextAs",))
_MENTION_KNOWN = _known("Mention", ("entity", "mentionedIn", "entityType"))
_CLAIM_KNOWN = _known("Claim", ("states", "predicate", "effect", *CLAIM_LINKS), (*CONCEPTS, "impact"))
_FACT_KNOWN = _known("Fact", ("toldAs", "bestClaim", "contradicts"))
_FACT_KNOWN |= {_RDF + part for part in ("subject", "predicate", "object")}
