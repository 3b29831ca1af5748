"""Speakers: quotations, according-to, verbs of saying, and the press that carries their words."""

import pytest

from laborgraph.loaders.extract import extract
from laborgraph.model import Article, Claim


def only(text: str, predicate: str, language: str = "en") -> Claim:
    found = extract(Article(text=text, language=language), lambda issue: None)
    (claim,) = [claim for claim in found.claims if claim.predicate == predicate]
    return claim


@pytest.mark.parametrize(
    ("language", "text", "predicate", "speaker"),
    [
        ("en", "According to Reuters, Netflix uses generative AI.", "uses", "reuters"),
        ("en", "SAG-AFTRA said that Netflix uses generative AI.", "uses", "sag-aftra"),
        ("en", "Netflix uses generative AI, SAG-AFTRA said.", "uses", "sag-aftra"),
        ("en", "“Netflix uses generative AI every day,” said SAG-AFTRA.", "uses", "sag-aftra"),
        ("fr", "Selon Reuters, Netflix teste déjà l'IA générative.", "tests", "reuters"),
        ("fr", "Netflix utilise l'IA générative, affirme SAG-AFTRA.", "uses", "sag-aftra"),
        ("es", "Según Reuters, Netflix usa inteligencia artificial.", "uses", "reuters"),
        ("de", "Laut Reuters nutzt Netflix generative KI.", "uses", "reuters"),
        ("en", "Netflix uses generative AI.", "uses", None),
    ],
)
def test_who_says_it(language: str, text: str, predicate: str, speaker: str | None) -> None:
    assert only(text, predicate, language).speaker == speaker


def test_what_the_press_alone_says_is_reported_and_came_through_it() -> None:
    claim = only("According to Reuters, Netflix uses generative AI.", "uses")
    assert (claim.modality, claim.speaker, claim.via) == ("reported", "reuters", "reuters")


def test_the_press_that_was_told_is_the_way_not_the_speaker() -> None:
    claim = only("SAG-AFTRA told Variety that Netflix uses generative AI.", "uses")
    assert (claim.speaker, claim.said_as, claim.via) == ("sag-aftra", "SAG-AFTRA", "variety")


def test_a_stance_is_attributed_to_nobody() -> None:
    assert only("Screenwriters oppose generative AI, said SAG-AFTRA.", "opposes").speaker is None
