"""Time the dataset against rdflib on the same generated articles: storing, loading a dump, five queries, a dump.

Both sides run in turns in one process; each figure is the median of its runs, each ratio rdflib's median over ours.

    python bench/dataset.py [ARTICLES] [RUNS]
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import rdflib
from pyoxigraph import RdfFormat, Store

from laborgraph import sparql
from laborgraph.dataset import Dataset
from laborgraph.ids import unregistered_id
from laborgraph.model import Article, Claim, Effect, Entity, Extraction, Qualifiers, Span
from laborgraph.ontology.terms import PREDICATES, PREFIXES, Impact, Modality, Polarity
from laborgraph.table import Table

CLAIMS = 12
QUERIES = {
    "one entity's facts": "SELECT ?p ?name { ?s lg:name 'Invented Studio 3' . ?f a lg:Fact ; rdf:subject ?s ; "
    "rdf:predicate ?p ; rdf:object ?o . ?o lg:name ?name }",
    "claims by predicate and year": "SELECT ?p ?year (COUNT(?c) AS ?n) { ?c a lg:Claim ; lg:predicate ?p ; "
    "lg:fromArticle ?a . ?a lg:published ?day BIND(YEAR(?day) AS ?year) } GROUP BY ?p ?year",
    "who fears what, with quotes": "SELECT ?o ?q { ?c a lg:Claim ; lg:modality lg:feared ; lg:object ?o ; lg:quote ?q "
    "FILTER(CONTAINS(?q, '7')) }",
    "two hops over asserted facts": "SELECT DISTINCT ?a ?c { ?a lg:uses ?b . ?b lg:affects ?c }",
    "contested facts and their articles": "SELECT DISTINCT ?f ?title { ?f a lg:Fact ; lg:isContested true . "
    "?c lg:states ?f ; lg:fromArticle ?a . ?a lg:title ?title }",
}


def articles(count: int) -> Iterator[Extraction]:
    """Make articles of made-up entities, each with as many claims; the same ones every time."""
    chance = random.Random(1)
    types = sorted({kind for predicate in PREDICATES.values() for kind in predicate.domain | predicate.range})
    people = {kind: [entity(kind, f"Invented {kind} {number}") for number in range(5 + count // 20)] for kind in types}
    for number in range(count):
        yield article(number, chance, people)


def entity(kind: str, name: str) -> Entity:
    """Make an entity with two surface forms."""
    return Entity(id=unregistered_id(kind, name), type=kind, name=name, surfaces=(name, name.split()[-1]))


def article(number: int, chance: random.Random, people: dict[str, list[Entity]]) -> Extraction:
    """Make one article whose sentences each give one claim."""
    sentences = [f"Sentence {place} of article {number} tells something short or long." for place in range(CLAIMS)]
    text = " ".join(sentences)
    made = Article(
        text=text,
        title=f"Article {number}",
        publisher=f"Paper {number % 40}",
        published=f"20{chance.randint(20, 26)}-0{chance.randint(1, 9)}-1{chance.randint(0, 9)}",
        language=chance.choice(["en", "fr"]),
        url=f"https://bench.example/{number}",
    )
    entities: dict[str, Entity] = {}
    claims = []
    for place, sentence in enumerate(sentences):
        predicate = chance.choice(sorted(PREDICATES))
        sides = [
            chance.choice(people[chance.choice(sorted(kinds))])
            for kinds in (PREDICATES[predicate].domain, PREDICATES[predicate].range)
        ]
        speaker = chance.choice(people["Person"])
        if sides[0] == sides[1]:
            continue
        entities |= {one.id: one for one in (*sides, speaker)}
        modality = chance.choice(list(Modality))
        start = text.index(sentence)
        claims.append(
            Claim(
                article=made.id,
                subject=sides[0].id,
                predicate=predicate,
                object=sides[1].id,
                span=Span(text, start + 9, start + len(sentence) - 1),
                sentence=Span(text, start, start + len(sentence)),
                modality=modality,
                polarity=Polarity.NEGATIVE if modality is Modality.DENIED else Polarity.POSITIVE,
                speaker=speaker.id,
                said_as=speaker.name,
                confidence=chance.randint(50, 100) / 100,
                qualifiers=Qualifiers(effects=(Effect(impact=Impact.SPEEDUP, value=str(place)),)),
                extractor="bench/1",
            )
        )
    return Extraction(article=made, entities=tuple(entities.values()), claims=tuple(claims))


def timed(work: Callable[..., Any], *args: Any) -> tuple[float, Any]:
    """Run something; tell its seconds and what it gave."""
    start = time.perf_counter()
    result = work(*args)
    return time.perf_counter() - start, result


def build(folder: Path | None, extractions: list[Extraction]) -> None:
    """Store and derive, as `laborgraph build` does."""
    with Dataset.open(folder) as dataset:
        for extraction in extractions:
            dataset.add(extraction)
        dataset.derive()


def build_on_disk(extractions: list[Extraction]) -> None:
    """Do the same in a new folder."""
    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder), extractions)


def load(dump: bytes) -> Store:
    """Load N-Quads into Oxigraph."""
    store = Store()
    store.load(dump, RdfFormat.N_QUADS)
    return store


def load_rdflib(dump: bytes) -> rdflib.Dataset:
    """Load N-Quads into rdflib."""
    copy = rdflib.Dataset(default_union=True)
    copy.parse(data=dump, format="nquads")
    return copy


def ask(store: Store, query: str) -> int:
    """Count the rows of our answer."""
    answer = sparql.run(store, query)
    return len(answer.rows if isinstance(answer, Table) else answer.triples)


def ask_rdflib(copy: rdflib.Dataset, query: str) -> int:
    """Count the rows of rdflib's answer."""
    return len(list(copy.query(query, initNs=PREFIXES)))


def show(name: str, ours: list[float], theirs: list[float]) -> None:
    """Print medians and, where there are two, their ratio."""
    print(f"{name:46} {statistics.median(ours):10.4f}", end="")
    if theirs:
        print(f" {statistics.median(theirs):10.4f} {statistics.median(theirs) / statistics.median(ours):9.0f}x", end="")
    print(flush=True)


def compare(name: str, runs: int, ours: Callable[[], Any], theirs: Callable[[], Any] | None = None) -> None:
    """Time both in turns, look whether they give the same, and print."""
    seconds: tuple[list[float], list[float]] = ([], [])
    for _ in range(runs):
        results = []
        for side, work in zip(seconds, (ours, theirs), strict=True):
            if work:
                taken, result = timed(work)
                side.append(taken)
                results.append(result)
        if isinstance(results[0], int) and len(set(results)) > 1:
            raise SystemExit(f"{name}: not the same number of rows: {results}")
    show(name, *seconds)


def main(count: int = 300, runs: int = 3) -> None:
    """Print the table."""
    warnings.simplefilter("ignore", DeprecationWarning)
    extractions = list(articles(count))
    with Dataset.open() as dataset:
        for extraction in extractions:
            dataset.add(extraction)
        dump = b"".join(dataset.quads())
        claims = sum(len(extraction.claims) for extraction in extractions)
        print(f"{count} articles, {claims} claims, {len(dump.splitlines())} quads; seconds, median of {runs}")
        print(f"{'':46} {'laborgraph':>10} {'rdflib':>10} {'ratio':>10}")
        compare("build in memory", runs, partial(build, None, extractions))
        compare("build on disk", runs, partial(build_on_disk, extractions))
        compare("load N-Quads", runs, partial(load, dump), partial(load_rdflib, dump))
        store, copy = load(dump), load_rdflib(dump)
        for name, query in QUERIES.items():
            compare(name, runs, partial(ask, store, query), partial(ask_rdflib, copy, query))
        compare("dump N-Quads", runs, lambda: list(dataset.quads()), partial(copy.serialize, format="nquads"))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
