"""Read what pages show out of a dataset, by SPARQL, into the values of `laborgraph.viz.model`.

Most of the work is the store's looking up of terms. So a resource is named once, with all its properties in one text
(`_records`): for thousands of claims that is several times as fast as one query with an OPTIONAL for each property. The
store lets go of the interpreter meanwhile, so several things are read at once.
"""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from laborgraph.dataset import Dataset
from laborgraph.ontology.terms import ID, NS
from laborgraph.viz.model import Article, Claim, Fact, Node


@dataclass(frozen=True, slots=True)
class Outline:
    """One claim, as far as choosing needs it; `links` are the entities that qualify it, by what they are to it."""

    id: str
    fact: str
    article: str
    published: str
    links: Mapping[str, str]


_LINKS = {"speaker": "lg:saidBy", "via": "lg:viaSource", "production": "lg:inProduction",
          "agreement": "lg:underAgreement", "event": "lg:atEvent"}  # fmt: skip
_OWN = {"modality": "lg:modality", "polarity": "lg:polarity", "start": "lg:start", "end": "lg:end",
        "confidence": "lg:confidence", "extractor": "lg:extractor", "rule": "lg:rule", "origin": "lg:origin",
        "origin_reason": "lg:originReason"}  # fmt: skip
_WORDS = {"quote": "lg:quote", "said_as": "lg:saidAs", "task": "lg:task", "prefix": "lg:prefix",
          "suffix": "lg:suffix"}  # fmt: skip
_FACT = {"subject": "rdf:subject", "predicate": "rdf:predicate", "object": "rdf:object", "sources": "lg:sourceCount",
         "asserted": "lg:isAsserted", "contested": "lg:isContested", "contradicts": "lg:contradicts",
         "first_seen": "lg:firstSeen", "last_seen": "lg:lastSeen"}  # fmt: skip
_HEADER = {"title": "lg:title", "byline": "lg:byline", "publisher": "lg:publisher", "credit": "lg:credit",
           "language": "lg:language", "url": "lg:url"}  # fmt: skip
_PUBLISHED = {"day": "lg:published", "part": "lg:publishedText"}
#: Up to so many are asked for by name; for more, all are read and the others left.
_FEW = 1000
#: Ends a value; made anew by each process, so that no article can have it.
_END = secrets.token_hex(8)


def everything(dataset: Dataset) -> tuple[dict[str, Node], dict[str, Fact], list[Outline]]:
    """Read what choosing needs: entities and facts by id, and the outline of every claim."""
    dataset.derive()  # what is pending, before several ask at once
    return together(lambda: entities(dataset), lambda: facts(dataset), lambda: outlines(dataset))


def entities(dataset: Dataset) -> dict[str, Node]:
    """Read every entity that the dataset names, by id."""
    labels: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    aliases: defaultdict[str, set[str]] = defaultdict(set)
    in_entities = "GRAPH id:graph-entities"
    for entity, label, language in _rows(
        dataset, f"{in_entities} {{ ?e skos:prefLabel ?label }}", "?e ?label (LANG(?label) AS ?l)"
    ):
        labels[_local(entity)].add((language, label))
    for entity, label in _rows(dataset, f"{in_entities} {{ ?e skos:altLabel ?label }}", "?e ?label"):
        aliases[_local(entity)].add(label)
    # Of an entity that no registry describes, the names that articles give it are its aliases.
    printed = _rows(dataset, "GRAPH ?g { ?m lg:printedName ?name ; lg:entity ?e }", "DISTINCT ?e ?name")
    for entity, name in printed:
        if _local(entity) not in labels:
            aliases[_local(entity)].add(name)
    found = _rows(
        dataset,
        f"{in_entities} {{ ?e a ?type ; lg:name ?name ; lg:isGeneric ?generic"
        " OPTIONAL { ?e lg:kind ?kind } FILTER(?type != lg:Entity) }",
        "?e ?type ?name ?generic ?kind",
    )
    return {
        (key := _local(entity)): Node(
            id=key,
            type=_term(type_),
            name=name,
            names=tuple(sorted(labels[key])),
            aliases=tuple(sorted(aliases[key] - {name} - {label for _, label in labels[key]})),
            generic=generic,
            kind=kind or "",
        )
        for entity, type_, name, generic, kind in found
    }


def facts(dataset: Dataset) -> dict[str, Fact]:
    """Read every fact, by id, with the figures that the dataset derived for it."""
    modalities: defaultdict[str, set[str]] = defaultdict(set)
    for fact, modality in _rows(dataset, "GRAPH id:graph-facts { ?fact lg:toldAs ?modality }", "?fact ?modality"):
        modalities[_local(fact)].add(_term(modality))
    return {
        key: Fact(
            id=key,
            subject=_local(told["subject"]),
            predicate=_term(told["predicate"]),
            object=_local(told["object"]),
            sources=int(told["sources"]),
            modalities=tuple(sorted(modalities[key])),
            asserted=told["asserted"] == "true",
            contested=told["contested"] == "true",
            contradicts=_local(told.get("contradicts", "")),
            first_seen=told.get("first_seen", ""),
            last_seen=told.get("last_seen", ""),
        )
        for key, told in _records(dataset, _FACT, graph="id:graph-facts").items()
    }


def outlines(dataset: Dataset) -> list[Outline]:
    """Read of every claim what choosing needs."""
    published = _published(dataset)
    found = _records(dataset, {"fact": "lg:states", "article": "lg:fromArticle", **_LINKS})
    return [
        Outline(
            claim,
            _local(told.pop("fact")),
            (article := _local(told.pop("article"))),
            published.get(article, ""),
            {key: _local(one) for key, one in told.items()},
        )
        for claim, told in found.items()
    ]


def claims(dataset: Dataset, chosen: Collection[Outline]) -> list[Claim]:
    """Read these claims whole, sorted by id."""
    ids = [one.id for one in chosen]
    found, words, effects = together(
        lambda: _records(dataset, _OWN, ids), lambda: _records(dataset, _WORDS, ids), lambda: _effects(dataset)
    )
    return [
        _claim(one, {**found[one.id], **words[one.id]}, effects.get(one.id, ()))
        for one in sorted(chosen, key=lambda one: one.id)
    ]


def _claim(one: Outline, told: dict[str, str], effects: tuple[tuple[str, str], ...]) -> Claim:
    modality, polarity = _term(told.pop("modality")), _term(told.pop("polarity"))
    start, end, confidence = int(told.pop("start")), int(told.pop("end")), float(told.pop("confidence"))
    return Claim(
        id=one.id, fact=one.fact, article=one.article, modality=modality, polarity=polarity, start=start, end=end,
        confidence=confidence, effects=effects, **one.links, **told,
    )  # fmt: skip


def articles(dataset: Dataset, chosen: Iterable[str]) -> list[Article]:
    """Read the articles with these ids, sorted by id."""
    published = _published(dataset)
    found = _records(dataset, _HEADER)
    return [Article(id=key, published=published.get(key, ""), **found.get(key, {})) for key in sorted(chosen)]


def _published(dataset: Dataset) -> dict[str, str]:
    """Read when each article was published: the day, or as much of it as is known."""
    found = _records(dataset, _PUBLISHED)
    return {article: told.get("day") or told["part"] for article, told in found.items()}


def together(*reads: Callable[[], Any]) -> tuple[Any, ...]:
    """Do several reads at once; raises what the first of them raises."""
    with ThreadPoolExecutor() as pool:
        return tuple(pool.map(lambda read: read(), reads))


def _effects(dataset: Dataset) -> dict[str, tuple[tuple[str, str], ...]]:
    """Read the effects of every claim, in their order, as impact and printed size."""
    effects: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for claim, impact, size, _ in _rows(
        dataset,
        "GRAPH ?g { ?claim lg:effect ?effect . ?effect lg:impact ?impact OPTIONAL { ?effect lg:magnitude ?size } }",
        "?claim ?impact ?size ?effect",
        " ORDER BY ?effect",
    ):
        effects[_local(claim)].append((_term(impact).removeprefix("impact-"), size or ""))
    return {claim: tuple(found) for claim, found in effects.items()}


def _records(
    dataset: Dataset, properties: Mapping[str, str], of: Collection[str] = (), graph: str = "?g"
) -> dict[str, dict[str, str]]:
    """Read these properties of all that have one, by id, as texts; of a few only where few are told."""
    # The ids come from the dataset, whose IRIs hold no character that could end one.
    which = f"VALUES ?one {{ {' '.join(f'<{ID}{one}>' for one in of)} }}" if 0 < len(of) <= _FEW else ""
    keys = " ".join(f'({name} "{key}=")' for key, name in properties.items())
    found = _rows(
        dataset,
        f"{which} VALUES (?property ?key) {{ {keys} }} GRAPH {graph} {{ ?one ?property ?value }}",
        f'?one (GROUP_CONCAT(CONCAT(?key, STR(?value)); separator="{_END}") AS ?told)',
        " GROUP BY ?one",
    )
    return {_local(one): dict(part.split("=", 1) for part in told.split(_END)) for one, told in found}


def _rows(dataset: Dataset, pattern: str, columns: str, order: str = "") -> Sequence[tuple[Any, ...]]:
    return dataset.select(f"SELECT {columns} WHERE {{ {pattern} }}{order}").rows


def _local(iri: str) -> str:
    return iri.removeprefix(ID)


def _term(iri: str) -> str:
    return iri.removeprefix(NS)
