"""An extraction's quads are those of docs/design.md."""

import dataclasses
from typing import Any

import pyoxigraph as ox
import pytest

from laborgraph.errors import ModelError
from laborgraph.model import Article, Claim, Effect, Extraction, Qualifiers, Span
from laborgraph.ontology.terms import ID, NS, Impact
from laborgraph.rdf import article_quads, graph_digest


def described(extraction: Extraction, subject: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for quad in article_quads(extraction):
        if quad.subject.value == ID + subject:
            value = quad.object
            short = value.value.removeprefix(NS).removeprefix(ID)
            tag = f"@{value.language}" if isinstance(value, ox.Literal) and value.language else ""
            found.setdefault(quad.predicate.value.rpartition("#")[2].rpartition("/")[2], set()).add(short + tag)
    return found


def test_claim_is_written_whole(sample_extractions: tuple[Extraction, ...]) -> None:
    french = sample_extractions[0]
    claim = french.claims[0]
    assert described(french, claim.id) == {
        "type": {"Claim"},
        "states": {claim.fact},
        "subject": {claim.subject},
        "predicate": {"uses"},
        "object": {"generative-ai"},
        "modality": {"asserted"},
        "polarity": {"positive"},
        "saidBy": {claim.speaker},
        "saidAs": {"Odile Morel"},
        "fromArticle": {french.article.id},
        "inProduction": {claim.qualifiers.production},
        "quote": {"Lumora Pictures a utilisé l’IA générative pour les décors@fr"},
        "suffix": {" de « L’Île aux brumes », dit Odile Morel.@fr"},
        "start": {str(claim.span.start)},
        "end": {str(claim.span.end)},
        "task": {"les décors@fr"},
        "phase": {"phase-production"},
        "impact": {"impact-speedup", "impact-costReduction"},
        "effect": {f"{claim.id}-e1", f"{claim.id}-e2"},
        "confidence": {"0.83"},
        "extractor": {"rules/1"},
        "rule": {"uses.verb.fr"},
    }
    assert described(french, f"{claim.id}-e1") == {
        "type": {"Effect"},
        "impact": {"impact-speedup"},
        "magnitude": {"dix fois plus rapidement@fr"},
        "value": {"10"},
        "unit": {"times"},
        "comparator": {"faster"},
    }


def test_dates_known_in_part_have_their_own_property(sample_extractions: tuple[Extraction, ...]) -> None:
    french, english, wired, _ = sample_extractions
    assert described(french, french.article.id)["published"] == {"2025-07-18"}
    assert "publishedText" not in described(french, french.article.id)
    assert described(wired, wired.article.id)["publishedText"] == {"2025-09"}
    assert "published" not in described(wired, wired.article.id)
    strike = described(english, english.claims[2].id)
    assert (strike["eventDate"], strike["eventDateText"]) == ({"2025-09-01"}, {"since Monday"})
    assert described(wired, wired.claims[0].id)["eventDateText"] == {"2025-09"}


def test_everything_stands_in_the_articles_graph_and_has_a_name(sample_extractions: tuple[Extraction, ...]) -> None:
    for extraction in sample_extractions:
        for quad in article_quads(extraction):
            assert quad.graph_name == ox.NamedNode(ID + extraction.article.id)
            assert isinstance(quad.subject, ox.NamedNode)
            assert not isinstance(quad.object, ox.BlankNode)


def test_digest_does_not_hang_on_order(sample_extractions: tuple[Extraction, ...]) -> None:
    for extraction in sample_extractions:
        turned = dataclasses.replace(
            extraction, entities=extraction.entities[::-1], claims=extraction.claims[::-1], rejected=()
        )
        assert set(article_quads(turned)) == set(article_quads(extraction))
        *others, digest = article_quads(extraction)
        assert graph_digest(reversed(others)) == digest.object.value


def test_same_fact_for_both_directions_of_a_symmetric_predicate(sample_extractions: tuple[Extraction, ...]) -> None:
    agreed, again = sample_extractions[2].claims[0], sample_extractions[3].claims[1]
    assert (agreed.subject, agreed.object) == (again.object, again.subject)
    assert agreed.fact == again.fact
    text = "A sues B."
    sentence = Span(text, 0, len(text))
    one = Claim(article="a1", subject="a", predicate="sues", object="b", span=sentence, sentence=sentence)
    assert one.fact != dataclasses.replace(one, subject="b", object="a").fact


def hostile(**more: Any) -> Extraction:
    text = "Something was said."
    span = Span(text, 0, 9)
    article = Article(text=text)
    from laborgraph.model import Entity

    entities = (Entity(id="a", type="Studio", name="A"), Entity(id="b", type="Tool", name="B"))
    qualifiers = Qualifiers(**more)
    claim = Claim(
        article=article.id, subject="a", predicate="uses", object="b", span=span, sentence=span, qualifiers=qualifiers
    )
    return Extraction(article=article, entities=entities, claims=(claim,))


@pytest.mark.parametrize("notation", ["a> <b", "x y", "a/../b", "né", "a\n"])
def test_a_concept_that_is_no_name_is_refused(notation: str) -> None:
    with pytest.raises(ModelError, match="no name"):
        list(article_quads(hostile(measure=notation)))


def test_an_effect_without_number_keeps_its_words() -> None:
    extraction = hostile(effects=(Effect(impact=Impact.OTHER, value="many"),))
    (claim,) = extraction.claims
    assert described(extraction, f"{claim.id}-e1")["value"] == {"many"}


def test_one_resource_for_one_id(sample_extractions: tuple[Extraction, ...]) -> None:
    english = sample_extractions[1]
    claim = english.claims[1]
    less_sure = dataclasses.replace(
        claim, confidence=0.1, qualifiers=Qualifiers(production=claim.qualifiers.production)
    )
    entity = dataclasses.replace(english.entities[0], name="another name")
    twice = dataclasses.replace(
        english, claims=(less_sure, *english.claims, less_sure), entities=(*english.entities, entity)
    )
    assert less_sure.id == claim.id
    assert set(article_quads(twice)) == set(article_quads(english))
