"""Read sizes as printed: "10 fois plus rapidement" → an effect, "près de 2 000 salariés" → a count.

The patterns of effects are data (`lexicon`, table ``effects``), one list for each impact; a group named ``value`` is
the number, ``unit`` its unit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from laborgraph.loaders.lexicon import Lexicon
from laborgraph.model import Effect, Span
from laborgraph.ontology.terms import Impact

_NUMBER = r"\d{1,3}(?:[ .,\u00a0\u202f]\d{3})+(?![\d])|\d+"
_HEDGES = re.compile(
    r"^(?:près de|plus de|environ|quelque|moins de|nearly|almost|about|around|some|over|roughly|more than|less than|up to"
    r"|fewer than|más de|unos|unas|casi|cerca de|mehr als|rund|etwa|fast|knapp) ",
    re.IGNORECASE,
)
_WORDS = {"deux": "2", "trois": "3", "dix": "10", "two": "2", "three": "3", "four": "4", "five": "5", "ten": "10", "diez": "10", "zehn": "10", "twice": "2", "half": "50", "moitié": "50", "mitad": "50", "hälfte": "50"}


def effects(span: Span, words: Lexicon) -> Iterator[tuple[Span, Effect]]:
    """Yield the effects that a span tells, each with the words that tell it."""
    for name, table in sorted(words.table("effects").items()):
        for expression in table["patterns"]:
            for match in re.compile(expression, re.IGNORECASE).finditer(span.text, span.start, span.end):
                groups = match.groupdict()
                value = _plain(groups.get("value") or "")
                effect = Effect(
                    impact=Impact(name),
                    magnitude=match.group(),
                    value=value,
                    unit=("percent" if "unit" in groups and groups["unit"] else table.get("unit", "")) if value else "",
                    comparator=table.get("comparator", ""),
                )
                yield Span(span.text, *match.span()), effect


def count_before(text: str, start: int, place: int) -> tuple[int, str] | None:
    """Return the number that stands before a place of a text, and how it is printed.

    >>> count_before("Microsoft licencie près de 2 000 salariés", 0, 33)
    (2000, 'près de 2 000')
    """
    before = text[max(start, place - 40) : place]
    match = re.search(rf"(?P<hedge>(?:[^\W\d]+ ){{0,2}})(?P<number>{_NUMBER}) (?:[^\W\d]+ ){{0,1}}$", before)
    if not match:
        return None
    hedge = _HEDGES.match(match["hedge"]) or _HEDGES.match(match["hedge"].split(" ", 1)[-1])
    printed = (hedge.group() if hedge else "") + match["number"]
    return int(re.sub(r"\D", "", match["number"])), printed


def _plain(number: str) -> str:
    word = number.casefold()
    return _WORDS.get(word, re.sub(r"[\s\u00a0\u202f]", "", number).replace(",", ".") if word[:1].isdigit() else "")
