"""Turn the dataset into the rows of the property graph (docs/design.md, "The property graph").

Pure and streamed: groups of nodes that bear the same labels, then groups of relationships of one type. Both engines
are filled from these rows, and nothing else decides what a node or relationship holds. Every IRI begins with
`terms.ID`, which is how laborgraph knows its own nodes in a database that others use too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from pyoxigraph import NamedNode

from laborgraph.dataset import Dataset
from laborgraph.ontology.terms import (
    CLAIM_LINKS,
    CONCEPT_PROPERTIES,
    ENTITY_TYPES,
    ID,
    LITERALS,
    NS,
    PREDICATES,
    PREFIXES,
)

Row = dict[str, Any]
_Found = dict[str, list[Any]]

_RDF = PREFIXES["rdf"]
_PREF, _ALT = PREFIXES["skos"] + "prefLabel", PREFIXES["skos"] + "altLabel"
_LANGUAGE = re.compile(r"[a-z]{2,8}(-[a-z0-9]{1,8})*")
_CONCEPTS = ("modality", "polarity", "phase", "measure")
#: Lists of a claim's effects, all of one length: key → property of `lg:Effect`.
_EFFECTS = {"impacts": "impact", **{f"{name}s": name for name in LITERALS["Effect"]}}
_GRAPHS = 100
_INT64 = range(-(2**63), 2**63)

CLAIM_KEYS = ("fid", "predicate", *_CONCEPTS, *LITERALS["Claim"].values(), "impact", "magnitude", *_EFFECTS)
FACT_KEYS = ("fid", "iri", *LITERALS["Fact"].values(), "modalities")


@dataclass(frozen=True, slots=True)
class Nodes:
    """Nodes with the same labels; each row holds `iri` and every key, None where there is no value."""

    labels: tuple[str, ...]
    keys: tuple[str, ...]
    rows: Iterable[Row]


@dataclass(frozen=True, slots=True)
class Relationships:
    """Relationships of one type; each row holds the IRIs `start` and `end` of its nodes and every key.

    `identity` is the key that tells two of them between the same nodes apart, if there can be two.
    """

    type: str
    identity: str
    keys: tuple[str, ...]
    rows: Iterable[Row]


def nodes(dataset: Dataset) -> Iterator[Nodes]:
    """Yield entities type by type, then articles, then claims."""
    languages = sorted(_languages(dataset))
    keys = (*LITERALS["Entity"].values(), *(_name_key(tag) for tag in languages), "aliases")
    for kind in sorted(ENTITY_TYPES):
        yield Nodes(("Resource", "Entity", kind), keys, _entities(dataset, kind, keys))
    yield Nodes(("Resource", "Article"), tuple(LITERALS["Article"].values()), _articles(dataset))
    yield Nodes(("Resource", "Claim"), CLAIM_KEYS, _claims(dataset))


def relationships(dataset: Dataset) -> Iterator[Relationships]:
    """Yield facts predicate by predicate, then the links of claims, then mentions."""
    for name, predicate in PREDICATES.items():
        yield Relationships(predicate.relationship, "fid", FACT_KEYS, _facts(dataset, name))
    for name, type_ in CLAIM_LINKS.items():
        yield Relationships(type_, "", (), _links(dataset, name))
    yield Relationships("MENTIONS", "iri", ("iri", "surfaces"), _mentions(dataset))


def _entities(dataset: Dataset, kind: str, keys: tuple[str, ...]) -> Iterator[Row]:
    for iri, found in _subjects(dataset, f"GRAPH id:graph-entities {{ ?x a lg:{kind} ; ?p ?v }}"):
        row = dict.fromkeys(keys) | {"iri": iri, **_literals(found, "Entity")}
        for label, language in found.get(_PREF, ()):
            if _LANGUAGE.fullmatch(language):
                row[_name_key(language)] = label
        row["aliases"] = sorted({alias for alias, _ in found.get(_ALT, ())})
        yield row


def _articles(dataset: Dataset) -> Iterator[Row]:
    for iri, found in _subjects(dataset, "GRAPH ?x { ?x a lg:Article ; ?p ?v }"):
        yield {"iri": iri, **_literals(found, "Article")}


def _claims(dataset: Dataset) -> Iterator[Row]:
    for graphs in _graphs(dataset):
        effects = dict(_subjects(dataset, f"{graphs} GRAPH ?g {{ ?x a lg:Effect ; ?p ?v }}"))
        for iri, found in _subjects(dataset, f"{graphs} GRAPH ?g {{ ?x a lg:Claim ; ?p ?v }}"):
            row = dict.fromkeys(CLAIM_KEYS) | {"iri": iri, **_literals(found, "Claim")}
            row["fid"] = _local(_first(found, "states"))
            row["predicate"] = _local(_first(found, "predicate"))
            row.update({name: _notation(name, _first(found, name)) for name in _CONCEPTS})
            row.update(_effects([effects[effect] for effect, _ in sorted(found.get("effect", ()), key=_by_number)]))
            yield row


def _effects(effects: list[_Found]) -> Row:
    """List what a claim's effects say, "" for what one does not say: a list of Cypher holds no null."""
    if not effects:
        return {}
    lists = {
        key: [str(_notation(name, _first(effect, name)) or "") for effect in effects] for key, name in _EFFECTS.items()
    }
    return {**lists, "impact": lists["impacts"][0], "magnitude": lists["magnitudes"][0] or None}


def _facts(dataset: Dataset, predicate: str) -> Iterator[Row]:
    for iri, found in _subjects(dataset, f"GRAPH id:graph-facts {{ ?x rdf:predicate lg:{predicate} ; ?p ?v }}"):
        yield {
            "start": _first(found, _RDF + "subject"),
            "end": _first(found, _RDF + "object"),
            "fid": _local(iri),
            "iri": iri,
            **_literals(found, "Fact"),
            "modalities": sorted(str(_notation("modality", value)) for value, _ in found["toldAs"]),
        }


def _links(dataset: Dataset, name: str) -> Iterator[Row]:
    query = f"SELECT DISTINCT ?a ?b WHERE {{ GRAPH ?g {{ ?a a lg:Claim ; lg:{name} ?b }} }}"
    return ({"start": start, "end": end} for start, end in sorted(dataset.select(query).rows))


def _mentions(dataset: Dataset) -> Iterator[Row]:
    for graphs in _graphs(dataset):
        for iri, found in _subjects(dataset, f"{graphs} GRAPH ?g {{ ?x a lg:Mention ; ?p ?v }}"):
            surfaces = sorted({surface for surface, _ in found.get("surface", ())})
            start, end = _first(found, "mentionedIn"), _first(found, "entity")
            yield {"start": start, "end": end, "iri": iri, "surfaces": surfaces}


def _graphs(dataset: Dataset) -> Iterator[str]:
    """Yield the articles' graphs, some at a time, as a VALUES clause: what one query reads stays small."""
    graphs = dataset.select("SELECT ?g WHERE { GRAPH ?g { ?g a lg:Article } }").rows
    for start in range(0, len(graphs), _GRAPHS):
        yield f"VALUES ?g {{ {' '.join(str(NamedNode(graph)) for (graph,) in graphs[start : start + _GRAPHS])} }}"


def _subjects(dataset: Dataset, pattern: str) -> Iterator[tuple[str, _Found]]:
    """Yield each ?x of a pattern with its ?p and ?v: property (a name of the vocabulary, or an IRI) → (value, tag).

    Sorted here: Oxigraph's ORDER BY takes four times as long as the rest of the query.
    """
    query = f"SELECT ?x ?p ?v (LANG(?v) AS ?tag) WHERE {{ {pattern} }}"
    triples = sorted(dataset.select(query).rows, key=lambda row: (row[0], row[1], str(row[2]), row[3] or ""))
    for iri, rows in groupby(triples, key=lambda row: str(row[0])):
        found: _Found = {}
        for _, name, value, tag in rows:
            found.setdefault(name.removeprefix(NS), []).append((value, tag or ""))
        yield iri, found


def _languages(dataset: Dataset) -> set[str]:
    query = f"SELECT DISTINCT (LANG(?v) AS ?tag) WHERE {{ GRAPH id:graph-entities {{ ?x <{_PREF}> ?v }} }}"
    return {tag for (tag,) in dataset.select(query).rows if _LANGUAGE.fullmatch(tag or "")}


def _name_key(language: str) -> str:
    return "name_" + language.replace("-", "_")


def _literals(found: _Found, owner: str) -> Row:
    return {key: _storable(_first(found, name)) for name, key in LITERALS[owner].items()}


def _first(found: _Found, name: str) -> Any:
    return found[name][0][0] if name in found else None


def _storable(value: Any) -> Any:
    """Keep what a Cypher integer can hold; a longer one is kept as text."""
    return str(value) if isinstance(value, int) and value not in _INT64 else value


def _local(iri: str | None) -> str | None:
    return iri and iri.removeprefix(NS).removeprefix(ID)


def _notation(name: str, value: Any) -> Any:
    """Shorten a concept's IRI to its notation; other values stay."""
    prefix = CONCEPT_PROPERTIES.get(name)
    return value if value is None or prefix is None else str(_local(value)).removeprefix(prefix)


def _by_number(effect: tuple[str, str]) -> int:
    return int(effect[0].rpartition("-e")[2])
