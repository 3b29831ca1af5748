"""Read what pages show out of a dataset, by SPARQL, into the values of `laborgraph.viz.model`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from laborgraph.dataset import Dataset
from laborgraph.ontology.terms import ID, NS
from laborgraph.viz.model import Article, Claim, Fact, Node

#: One claim, as far as choosing needs it: its id, its fact, when its article was published, what qualifies it.
Outline = tuple[str, str, str, tuple[str, ...]]

_LINKS = {
    "speaker": "saidBy",
    "via": "viaSource",
    "production": "inProduction",
    "agreement": "underAgreement",
    "event": "atEvent",
}
_BATCH = 2000


def entities(dataset: Dataset) -> dict[str, Node]:
    """Read every entity that the dataset names, by id."""
    labels: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    aliases: defaultdict[str, set[str]] = defaultdict(set)
    for entity, label, language in _rows(
        dataset, "?entity skos:prefLabel ?label", "?entity ?label (LANG(?label) AS ?l)"
    ):
        labels[_local(entity)].add((language, label))
    for entity, label in _rows(dataset, "?entity skos:altLabel ?label", "?entity ?label"):
        aliases[_local(entity)].add(label)
    # Of an entity that no registry describes, the names that articles give it are its aliases.
    for entity, name in _rows(
        dataset, "?mention a lg:Mention ; lg:entity ?entity ; lg:printedName ?name", "?entity ?name"
    ):
        if _local(entity) not in labels:
            aliases[_local(entity)].add(name)
    found = _rows(
        dataset,
        "GRAPH id:graph-entities { ?entity a ?type ; lg:name ?name ; lg:isGeneric ?generic"
        " OPTIONAL { ?entity lg:kind ?kind } FILTER(?type != lg:Entity) }",
        "?entity ?type ?name ?generic ?kind",
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
    """Read for every claim what choosing needs: claim, fact, date of publication (perhaps partial), links."""
    links: defaultdict[str, list[str]] = defaultdict(list)
    path = "|".join(f"lg:{name}" for name in _LINKS.values() if name != "viaSource")
    for claim, other in _rows(dataset, f"?claim lg:states ?fact ; {path} ?other", "?claim ?other"):
        links[claim].append(_local(other))
    found = _rows(
        dataset,
        "?claim lg:states ?fact ; lg:fromArticle ?article"
        " OPTIONAL { ?article lg:published|lg:publishedText ?published }",
        "?claim ?fact ?published",
    )
    return [
        (_local(claim), _local(fact), str(published or ""), tuple(links[claim])) for claim, fact, published in found
    ]


def claims(dataset: Dataset, chosen: Iterable[str]) -> Iterator[Claim]:
    """Yield the claims with these ids, whole."""
    optional = {**_LINKS, "said_as": "saidAs", "task": "task", "prefix": "prefix", "suffix": "suffix", "rule": "rule",
                "extractor": "extractor"}  # fmt: skip
    pattern = (
        "?claim lg:states ?fact ; lg:fromArticle ?article ; lg:modality ?modality ; lg:polarity ?polarity ;"
        " lg:quote ?quote ; lg:start ?start ; lg:end ?end ; lg:confidence ?confidence "
        + " ".join(f"OPTIONAL {{ ?claim lg:{name} ?{key} }}" for key, name in optional.items())
    )
    sure = ("claim", "fact", "article", "modality", "polarity", "quote", "start", "end", "confidence")
    columns = " ".join(f"?{key}" for key in (*sure, *optional)) + " (LANG(?quote) AS ?language)"
    effects: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for batch in _batches(sorted(chosen)):
        values = _values("claim", batch)
        for claim, impact, size in _rows(
            dataset,
            f"{values} ?claim lg:effect ?effect . ?effect lg:impact ?impact OPTIONAL {{ ?effect lg:magnitude ?size }}",
            "?claim ?impact ?size",
            order="?effect",
        ):
            effects[claim].append((_term(impact).removeprefix("impact-"), size or ""))
        for row in _rows(dataset, f"{values} {pattern}", columns):
            named: dict[str, Any] = dict(zip((*sure, *optional, "language"), row, strict=True))
            for key in ("claim", "fact", "article", *_LINKS):
                named[key] = _local(named[key] or "")
            for key in ("modality", "polarity"):
                named[key] = _term(named[key])
            known = {key: value for key, value in named.items() if value is not None}
            yield Claim(id=known.pop("claim"), effects=tuple(effects[row[0]]), **known)


def articles(dataset: Dataset, chosen: Iterable[str]) -> Iterator[Article]:
    """Yield the articles with these ids."""
    names = ("title", "byline", "publisher", "credit", "language", "url")
    pattern = " ".join(f"OPTIONAL {{ ?article lg:{name} ?{name} }}" for name in names)
    for batch in _batches(sorted(chosen)):
        rows = _rows(
            dataset,
            f"{_values('article', batch)} ?article a lg:Article {pattern}"
            " OPTIONAL { ?article lg:published|lg:publishedText ?published }",
            "?article ?published " + " ".join(f"?{name}" for name in names),
        )
        for article, published, *texts in rows:
            known = {name: text or "" for name, text in zip(names, texts, strict=True)}
            yield Article(id=_local(article), published=str(published or ""), **known)


def _rows(dataset: Dataset, pattern: str, columns: str, order: str = "") -> list[tuple[Any, ...]]:
    rows = dataset.select(
        f"SELECT DISTINCT {columns} {order} WHERE {{ {pattern} }}" + (f" ORDER BY {order}" * bool(order))
    ).rows
    return [row[:-1] if order else row for row in rows]


def _values(variable: str, batch: list[str]) -> str:
    # The ids come from the dataset, whose IRIs hold no character that could end one.
    return f"VALUES ?{variable} {{ {' '.join(f'<{ID}{key}>' for key in batch)} }}"


def _batches(keys: list[str]) -> Iterator[list[str]]:
    return (keys[i : i + _BATCH] for i in range(0, len(keys), _BATCH))


def _local(iri: str) -> str:
    return iri.removeprefix(ID)


def _term(iri: str) -> str:
    return iri.removeprefix(NS)
