"""The gate: what passes, what is refused and why."""

from dataclasses import replace

import pytest

from laborgraph.errors import ModelError
from laborgraph.loaders.gate import ACCEPT, Proposal, judge
from laborgraph.model import Article, Mention, Span
from laborgraph.ontology.terms import Modality, Polarity

TEXT = "Studio Exemple uses Exemplar for its series. It uses Exemplar again."
ARTICLE = Article(text=TEXT, name="a")
TYPES = {"studio": "Studio", "tool": "Tool", "work": "Production"}
SENTENCE = Span(TEXT, 0, 44)


def mention(words: str, entity: str, how: str = "registry", after: int = 0) -> Mention:
    start = TEXT.index(words, after)
    return Mention(span=Span(TEXT, start, start + len(words)), entity=entity, how=how)


GOOD = Proposal(
    subject=mention("Studio Exemple", "studio"),
    predicate="uses",
    object=mention("Exemplar", "tool"),
    quote=Span(TEXT, 0, 28),
    sentence=SENTENCE,
    block=Span(TEXT, 0, len(TEXT)),
    kind="body",
    confidence=0.9,
    extractor="test",
    rule="test",
)


def test_a_sound_proposal_passes() -> None:
    claims, refused = judge(ARTICLE, TYPES, [GOOD])
    assert [(claim.subject, claim.object, claim.quote) for claim in claims] == [
        ("studio", "tool", "Studio Exemple uses Exemplar")
    ]
    assert not refused


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"predicate": "sues"}, "sues does not join"),
        ({"confidence": ACCEPT - 0.01}, "below threshold"),
        ({"quote": Span(TEXT, 0, 6)}, "too short"),
        ({"block": Span(TEXT, 0, 10)}, "leaves its block"),
        ({"object": mention("Exemplar", "tool", after=40)}, "is not in the sentence"),
        ({"predicate": "produces", "object": mention("series", "work"), "polarity": Polarity.NEGATIVE}, "negated"),
    ],
)
def test_refusals_are_kept_with_their_reason(change: dict[str, object], reason: str) -> None:
    claims, refused = judge(ARTICLE, TYPES, [replace(GOOD, **change)])  # type: ignore[arg-type]
    assert not claims
    assert reason in refused[0][1]


def test_of_two_that_say_the_same_the_body_is_kept_and_the_other_told() -> None:
    headline = replace(GOOD, kind="headline", confidence=1.0)
    claims, refused = judge(ARTICLE, TYPES, [headline, GOOD])
    assert [claim.confidence for claim in claims] == [0.9]
    assert [reason for _, reason in refused] == ["duplicate"]


def test_another_modality_is_another_claim() -> None:
    claims, _ = judge(ARTICLE, TYPES, [GOOD, replace(GOOD, modality=Modality.PLANNED)])
    assert {claim.modality for claim in claims} == {Modality.ASSERTED, Modality.PLANNED}


def test_a_reference_costs_confidence() -> None:
    pronoun = replace(GOOD, subject=mention("It", "studio", how="pronoun"))
    claims, refused = judge(ARTICLE, TYPES, [pronoun])
    found = [*claims, *(claim for claim, _ in refused)]
    assert found[0].confidence < GOOD.confidence


def test_a_quote_of_another_text_is_the_makers_fault() -> None:
    with pytest.raises(ModelError, match="another text"):
        judge(ARTICLE, TYPES, [replace(GOOD, quote=Span("Something else entirely here", 0, 20))])
