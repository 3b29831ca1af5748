"""Sizes as printed, in four languages."""

import pytest

from laborgraph.loaders.lexicon import lexicon
from laborgraph.loaders.magnitude import count_before, effects
from laborgraph.model import Span


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "tournée 10 fois plus rapidement", ("speedup", "10 fois plus rapidement", "10", "times", "faster")),
        ("fr", "à une fraction du coût", ("costReduction", "à une fraction du coût", "", "", "cheaper")),
        ("en", "finished ten times faster", ("speedup", "ten times faster", "10", "times", "faster")),
        ("en", "it is 40% cheaper now", ("costReduction", "40% cheaper", "40", "percent", "cheaper")),
        (
            "en",
            "cutting costs by 30 percent",
            ("costReduction", "cutting costs by 30 percent", "30", "percent", "cheaper"),
        ),
        ("es", "diez veces más rápido", ("speedup", "diez veces más rápido", "10", "times", "faster")),
        ("de", "das geht 20 Prozent schneller", ("speedup", "20 Prozent schneller", "20", "percent", "faster")),
    ],
)
def test_effects(language: str, text: str, expected: tuple[str, ...]) -> None:
    ((span, effect),) = effects(Span(text, 0, len(text)), lexicon(language))
    assert (effect.impact, effect.magnitude, effect.value, effect.unit, effect.comparator) == expected
    assert span.quote == effect.magnitude


@pytest.mark.parametrize(
    ("language", "text", "noun", "expected"),
    [
        ("en", "it dismissed more than 1,500 game workers", "game", (1500, "more than 1,500")),
        ("fr", "près de 2 000 salariés", "salariés", (2000, "près de 2 000")),
        ("en", "they laid off 21% of staff", "staff", None),
        ("de", "rund 300 Sprecher", "Sprecher", (300, "rund 300")),
    ],
)
def test_counts(language: str, text: str, noun: str, expected: tuple[int, str] | None) -> None:
    assert count_before(text, 0, text.index(noun), lexicon(language)) == expected
