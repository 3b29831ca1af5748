"""Facts and entities are derived by the rules of docs/design.md."""

import dataclasses
from typing import Any

import pytest
from laborgraph_test_field import BO, EXTRACTIONS, GLIMMER

from laborgraph.dataset import Dataset
from laborgraph.ids import ENTITIES_GRAPH, FACTS_GRAPH, ORIGINS_GRAPH, fact_id
from laborgraph.model import Article, Extraction, Span
from laborgraph.ontology.terms import ID, NS, PREFIXES


def fact(dataset: Dataset, subject: str, predicate: str, object_: str) -> dict[str, Any]:
    rows = dataset.select(
        f"SELECT ?p ?o {{ GRAPH id:graph-facts {{ id:{fact_id(subject, predicate, object_)} ?p ?o }} }}"
    ).rows
    found: dict[str, Any] = {}
    for name, value in rows:
        found.setdefault(name.removeprefix(NS), []).append(value.removeprefix(NS) if isinstance(value, str) else value)
    return {name: values[0] if len(values) == 1 else sorted(values) for name, values in found.items()}


def ids_of(extractions: tuple[Extraction, ...]) -> dict[str, str]:
    return {entity.name: entity.id for extraction in extractions for entity in extraction.entities}


def test_counts_origins_modalities_and_dates(
    sample_dataset: Dataset, sample_extractions: tuple[Extraction, ...]
) -> None:
    ids = ids_of(sample_extractions)
    uses = fact(sample_dataset, ids["Lumora Pictures"], "uses", "generative-ai")
    assert (uses["claimCount"], uses["sourceCount"]) == (2, 2)
    assert (uses["toldAs"], uses["isAsserted"], uses["isContested"]) == ("asserted", True, False)
    assert [str(uses[name]) for name in ("firstSeen", "lastSeen")] == ["2025-07-18", "2025-09-02"]
    assert uses["bestQuote"] == "Lumora uses generative AI on the series"  # the surer of the two


def test_two_papers_that_copy_one_agency_are_one_origin(
    sample_dataset: Dataset, sample_extractions: tuple[Extraction, ...]
) -> None:
    ids = ids_of(sample_extractions)
    tests = fact(sample_dataset, ids["Lumora Pictures"], "tests", ids["Mirage Studio 2"])
    assert (tests["claimCount"], tests["sourceCount"]) == (2, 1)
    assert (tests["toldAs"], tests["isAsserted"]) == ("reported", False)
    assert str(tests["lastSeen"]) == "2025-07-18"  # the other paper tells no full date


def test_the_agencys_own_page_is_the_same_origin(
    sample_dataset: Dataset, sample_extractions: tuple[Extraction, ...]
) -> None:
    ids = ids_of(sample_extractions)
    french = sample_extractions[0]
    text = "Lumora testerait Mirage Studio 2."
    article = Article(text=text, url="https://agence.example/1", publisher="AGENCE INVENTEE", language="fr")
    span = Span(text, 0, len(text) - 1)
    claim = dataclasses.replace(french.claims[3], article=article.id, via=None, span=span, sentence=span)
    sample_dataset.add(dataclasses.replace(french, article=article, claims=(claim,)))
    tests = fact(sample_dataset, ids["Lumora Pictures"], "tests", ids["Mirage Studio 2"])
    assert (tests["claimCount"], tests["sourceCount"]) == (3, 1)


def test_what_one_fears_and_another_denies_is_contested_and_not_so(sample_dataset: Dataset) -> None:
    replaces = fact(sample_dataset, "generative-ai", "replaces", "voice-actor")
    assert replaces["toldAs"] == ["denied", "feared"]
    assert (replaces["isContested"], replaces["isAsserted"]) == (True, False)
    assert sample_dataset.select("ASK { id:generative-ai lg:replaces id:voice-actor }").rows == [(False,)]
    assert sample_dataset.select("ASK { id:generative-ai lg:affects id:voice-actor }").rows == [(False,)]


def test_the_plain_triple_stands_for_each_asserted_fact_and_only_for_these(sample_dataset: Dataset) -> None:
    facts = sample_dataset.select(
        "SELECT ?s ?p ?o { ?f lg:isAsserted true; rdf:subject ?s; rdf:predicate ?p; rdf:object ?o }"
    )
    plain = sample_dataset.select(
        "SELECT ?s ?p ?o { GRAPH id:graph-facts { ?s ?p ?o FILTER NOT EXISTS { ?s a lg:Fact } } }"
    )
    assert len(facts.rows) == 7
    assert sorted(facts.rows) == sorted(plain.rows)


def test_a_symmetric_fact_is_one_whichever_way_it_is_told(
    sample_dataset: Dataset, sample_extractions: tuple[Extraction, ...]
) -> None:
    ids = ids_of(sample_extractions)
    one, other = sorted((ids["Guild of Invented Performers"], ids["Alliance of Imaginary Producers"]))
    agrees = fact(sample_dataset, one, "agreesWith", other)
    assert agrees["claimCount"] == 2
    assert agrees[PREFIXES["rdf"] + "subject"] == ID + one
    assert fact(sample_dataset, other, "agreesWith", one) == {}


def test_best_quote_is_told_as_fact_then_sure_then_short(sample_extractions: tuple[Extraction, ...]) -> None:
    english = sample_extractions[1]
    laid_off = english.claims[3]
    text = laid_off.span.text
    sentence = laid_off.sentence
    reported = dataclasses.replace(laid_off, modality="reported", confidence=0.99)
    longer = dataclasses.replace(laid_off, span=dataclasses.replace(sentence))
    for claims in ((laid_off, reported, longer), (longer, reported, laid_off)):
        with Dataset.open() as dataset:
            dataset.add(dataclasses.replace(english, claims=claims))
            found = fact(dataset, laid_off.subject, "laysOff", laid_off.object)
        assert found["bestQuote"] == laid_off.quote
        assert len(laid_off.quote) < len(text[sentence.start : sentence.end])
        assert found["bestClaim"] == ID + laid_off.id


def test_known_entities_have_the_registrys_names(sample_dataset: Dataset) -> None:
    rows = sample_dataset.select(
        "SELECT ?name ?generic ?label { GRAPH id:graph-entities { id:voice-actor a lg:Role, lg:Entity ; "
        "lg:name ?name ; lg:isGeneric ?generic ; skos:prefLabel ?label FILTER(LANG(?label) = 'fr') } }"
    ).rows
    assert [(name, generic) for name, generic, _ in rows] == [("voice actors", False)]
    assert rows[0][2]


def test_unknown_entities_have_the_name_of_most_articles_english_first(
    sample_extractions: tuple[Extraction, ...],
) -> None:
    french, english, wired, _ = sample_extractions
    guild = next(e for e in wired.entities if e.type == "Union")
    with Dataset.open() as dataset:
        dataset.add(
            dataclasses.replace(
                french, entities=(*french.entities[:7], dataclasses.replace(guild, name="GIP"), *french.entities[8:])
            )
        )
        assert name(dataset, guild.id) == "GIP"
        dataset.add(english)
        assert name(dataset, guild.id) == "the guild"
        dataset.add(wired)
        assert name(dataset, guild.id) == "Guild of Invented Performers"  # one vote each: the alphabet decides


def name(dataset: Dataset, entity: str) -> str:
    return str(dataset.select(f"SELECT ?name {{ GRAPH id:graph-entities {{ id:{entity} lg:name ?name }} }}").rows[0][0])


def test_two_types_for_one_unknown_entity_are_settled_alike_in_any_order(
    sample_extractions: tuple[Extraction, ...],
) -> None:
    wired, odd = sample_extractions[2:]
    studio = dataclasses.replace(
        odd, entities=tuple(dataclasses.replace(e, type="Studio") if e.type == "Union" else e for e in odd.entities)
    )
    digests = set()
    for order in ((wired, studio), (studio, wired)):
        with Dataset.open() as dataset:
            for extraction in order:
                dataset.add(extraction)
                dataset.derive()
            assert dataset.status()["types"]["Studio"] == 2
            digests.add(dataset.digest())
    assert len(digests) == 1


def test_derived_graphs_hold_nothing_else(sample_dataset: Dataset) -> None:
    graphs = {row[0] for row in sample_dataset.select("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }").rows}
    assert graphs == {ID + listed.id for listed in sample_dataset.articles()} | {
        FACTS_GRAPH, ENTITIES_GRAPH, ORIGINS_GRAPH,
    }  # fmt: skip


@pytest.mark.parametrize("gone", range(4))
def test_what_nothing_else_supports_goes_with_its_article(
    sample_extractions: tuple[Extraction, ...], gone: int
) -> None:
    rest = [extraction for number, extraction in enumerate(sample_extractions) if number != gone]
    with Dataset.open() as whole, Dataset.open() as fresh:
        for extraction in sample_extractions:
            whole.add(extraction)
        whole.derive()
        assert whole.remove(sample_extractions[gone].article.id)
        for extraction in rest:
            fresh.add(extraction)
        assert whole.digest() == fresh.digest()


def test_support_and_opposition_of_one_thing_contradict_each_other_while_both_are_affirmed() -> None:
    turned, before = EXTRACTIONS[5], EXTRACTIONS[4]
    with Dataset.open() as dataset:
        dataset.add(before)
        dataset.derive()
        supports = fact(dataset, BO.id, "supports", GLIMMER.id)
        assert "contradicts" not in supports
        dataset.add(turned)
        opposed, supported = (fact(dataset, BO.id, name, GLIMMER.id) for name in ("opposes", "supports"))
        assert opposed["contradicts"] == ID + fact_id(BO.id, "supports", GLIMMER.id)
        assert supported["contradicts"] == ID + fact_id(BO.id, "opposes", GLIMMER.id)
        assert (opposed["deniedCount"], opposed["isContested"]) == (0, False)
        dataset.remove(turned.article.id)
        assert fact(dataset, BO.id, "supports", GLIMMER.id) == supports


def test_denials_are_counted(sample_dataset: Dataset) -> None:
    replaces = fact(sample_dataset, "generative-ai", "replaces", "voice-actor")
    assert (replaces["claimCount"], replaces["deniedCount"]) == (2, 1)
