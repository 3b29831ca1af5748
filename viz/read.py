"""Read what pages show out of a dataset, by SPARQL, into the values of `laborgraph.viz.model`.

One property is asked for at a time and joined here: for thousands of claims that is several times as fast as one
query with an OPTIONAL for each property.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
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


_LINKS = {
    "speaker": "saidBy",
    "via": "viaSource",
    "production": "inProduction",
    "agreement": "underAgreement",
    "event": "atEvent",
}
_TEXTS = {"said_as": "saidAs", "task": "task", "prefix": "prefix", "suffix": "suffix", "start": "start",
          "end": "end", "confidence": "confidence", "extractor": "extractor", "rule": "rule"}  # fmt: skip
_HEADER = ("title", "byline", "publisher", "credit", "language", "url")
#: Up to so many claims are asked for by name; for more, all are read and the others left.
_FEW = 1000


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
    found = _rows(
        dataset,
        "GRAPH id:graph-facts { ?fact a lg:Fact ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ;"
        " lg:sourceCount ?n ; lg:isAsserted ?asserted ; lg:isContested ?contested"
        " OPTIONAL { ?fact lg:firstSeen ?first ; lg:lastSeen ?last } }",
        "?fact ?s ?p ?o ?n ?asserted ?contested ?first ?last",
    )
    return {
        _local(fact): Fact(
            id=_local(fact),
            subject=_local(subject),
            predicate=_term(predicate),
            object=_local(object_),
            sources=sources,
            modalities=tuple(sorted(modalities[_local(fact)])),
            asserted=asserted,
            contested=contested,
            first_seen=str(first or ""),
            last_seen=str(last or ""),
        )
        for fact, subject, predicate, object_, sources, asserted, contested, first, last in found
    }


def outlines(dataset: Dataset) -> list[Outline]:
    """Read of every claim what choosing needs."""
    published = {**_property(dataset, "publishedText"), **_property(dataset, "published")}
    links: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for key, name in _LINKS.items():
        for claim, other in _property(dataset, name).items():
            links[claim][key] = _local(other)
    articles = _property(dataset, "fromArticle")
    return [
        Outline(
            _local(claim), _local(fact), _local(articles[claim]), str(published.get(articles[claim], "")), links[claim]
        )
        for claim, fact in _property(dataset, "states").items()
    ]


def claims(dataset: Dataset, chosen: Collection[Outline]) -> list[Claim]:
    """Read these claims whole, sorted by id."""
    iris = [ID + one.id for one in chosen]
    quotes = _property(dataset, "quote", iris, "LANG(?value)")
    texts = {key: _property(dataset, name, iris) for key, name in _TEXTS.items()}
    modalities, polarities = (_property(dataset, name, iris) for name in ("modality", "polarity"))
    effects = _effects(dataset)
    rest: dict[str, dict[str, Any]] = {
        iri: {**one.links, **{key: found[iri] for key, found in texts.items() if iri in found}}
        for iri, one in zip(iris, chosen, strict=True)
    }
    return [
        Claim(
            id=one.id,
            fact=one.fact,
            article=one.article,
            modality=_term(modalities[iri]),
            polarity=_term(polarities[iri]),
            quote=quotes[iri][0],
            language=quotes[iri][1],
            effects=effects.get(iri, ()),
            **rest[iri],
        )
        for iri, one in sorted(zip(iris, chosen, strict=True), key=lambda pair: pair[0])
    ]


def articles(dataset: Dataset, chosen: Iterable[str]) -> list[Article]:
    """Read the articles with these ids, sorted by id."""
    published = {**_property(dataset, "publishedText"), **_property(dataset, "published")}
    texts = {name: _property(dataset, name) for name in _HEADER}
    return [
        Article(
            id=key,
            published=str(published.get(ID + key, "")),
            **{name: found.get(ID + key, "") for name, found in texts.items()},
        )
        for key in sorted(chosen)
    ]


def _effects(dataset: Dataset) -> dict[str, tuple[tuple[str, str], ...]]:
    """Read the effects of every claim, in their order, as impact and printed size."""
    effects: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for claim, impact, size, _ in _rows(
        dataset,
        "GRAPH ?g { ?claim lg:effect ?effect . ?effect lg:impact ?impact OPTIONAL { ?effect lg:magnitude ?size } }",
        "?claim ?impact ?size ?effect",
        " ORDER BY ?effect",
    ):
        effects[claim].append((_term(impact).removeprefix("impact-"), size or ""))
    return {claim: tuple(found) for claim, found in effects.items()}


def _property(dataset: Dataset, name: str, of: Collection[str] = (), more: str = "") -> dict[str, Any]:
    """Read one property of all that have it, by IRI; of a few only where few are told.

    With `more`, an expression in ``?value``, the values are pairs of value and expression.
    """
    # The IRIs come from the dataset, whose IRIs hold no character that could end one.
    which = f"VALUES ?one {{ {' '.join(f'<{iri}>' for iri in of)} }}" if 0 < len(of) <= _FEW else ""
    pattern = f"{which} GRAPH ?g {{ ?one lg:{name} ?value }}"
    if more:
        return {one: tuple(pair) for one, *pair in _rows(dataset, pattern, f"?one ?value ({more} AS ?more)")}
    return dict(_rows(dataset, pattern, "?one ?value"))


def _rows(dataset: Dataset, pattern: str, columns: str, order: str = "") -> Sequence[tuple[Any, ...]]:
    return dataset.select(f"SELECT {columns} WHERE {{ {pattern} }}{order}").rows


def _local(iri: str) -> str:
    return iri.removeprefix(ID)


def _term(iri: str) -> str:
    return iri.removeprefix(NS)
