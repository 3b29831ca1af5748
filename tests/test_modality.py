"""Modality and polarity: planned, feared, denied, proposed, reported."""

import pytest

from laborgraph.loaders.extract import extract
from laborgraph.model import Article


def put(text: str, predicate: str, language: str = "en") -> list[tuple[str, str]]:
    found = extract(Article(text=text, language=language), lambda issue: None)
    return [(claim.modality.value, claim.polarity.value) for claim in found.claims if claim.predicate == predicate]


@pytest.mark.parametrize(
    ("language", "text", "predicate", "expected"),
    [
        ("en", "Netflix uses generative AI.", "uses", ("asserted", "positive")),
        ("en", "Netflix plans to use generative AI.", "uses", ("planned", "positive")),
        ("en", "Netflix does not use generative AI.", "uses", ("denied", "negative")),
        ("en", "Netflix reportedly uses generative AI.", "uses", ("reported", "positive")),
        ("en", "Voice actors fear that AI will replace screenwriters.", "replaces", ("feared", "positive")),
        ("en", "AI will not replace screenwriters, Netflix said.", "replaces", ("denied", "negative")),
        ("fr", "Netflix utilise l'IA générative.", "uses", ("asserted", "positive")),
        ("fr", "Netflix utiliserait l'IA générative.", "uses", ("reported", "positive")),
        ("fr", "Netflix prévoit d'utiliser l'IA générative.", "uses", ("planned", "positive")),
        ("fr", "Netflix n'utilise pas l'IA générative.", "uses", ("denied", "negative")),
        ("fr", "Les doubleurs craignent que l'IA ne remplace les scénaristes.", "replaces", ("feared", "positive")),
        ("es", "Netflix no usa la inteligencia artificial.", "uses", ("denied", "negative")),
        ("de", "Die KI bedroht die Synchronsprecher.", "affects", ("feared", "positive")),
    ],
)
def test_modality(language: str, text: str, predicate: str, expected: tuple[str, str]) -> None:
    assert put(text, predicate, language) == [expected]


def test_a_stance_is_asserted_however_it_is_worded() -> None:
    text = "Les scénaristes ne sont pas ravis de l'IA générative. L'IA générative avance. "
    assert put(text, "opposes", "fr") == [("asserted", "positive")]
