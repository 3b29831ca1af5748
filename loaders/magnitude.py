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

_PERCENT = r"\s?(?:%|percent|per cent|Prozent|pour cent|por ciento)"
_NUMBER = r"\d{1,3}(?:[ .,\u00a0\u202f]\d{3})+(?![\d])|\d+"


def effects(span: Span, words: Lexicon) -> Iterator[tuple[Span, Effect]]:
    """Yield the effects that a span tells, each with the words that tell it."""
    for name, table in sorted(words.table("effects").items()):
        for expression in table["patterns"]:
            for match in re.compile(expression, re.IGNORECASE).finditer(span.text, span.start, span.end):
                groups = match.groupdict()
                value = _plain(groups.get("value") or "", words)
                effect = Effect(
                    impact=Impact(name),
                    magnitude=match.group(),
                    value=value,
                    unit=("percent" if groups.get("unit") else table.get("unit", "")) if value else "",
                    comparator=table.get("comparator", ""),
                )
                yield Span(span.text, *match.span()), effect


def count_before(text: str, start: int, place: int, words: Lexicon) -> tuple[int, str] | None:
    """Return the number that stands before a place of a text, and how it is printed.

    >>> from laborgraph.loaders.lexicon import lexicon
    >>> count_before("Microsoft licencie près de 2 000 salariés", 0, 33, lexicon("fr"))
    (2000, 'près de 2 000')
    """
    before = text[max(start, place - 40) : place]
    match = re.search(rf"(?P<number>{_NUMBER})(?P<unit>{_PERCENT})?[^\W\d]*\s(?:[^\W\d]+\s){{0,1}}$", before)
    if not match or match["unit"]:
        return None
    hedges = [hedge for hedge in words.listed("hedges") if before[: match.start()].casefold().endswith(hedge + " ")]
    printed = "".join(before[match.start() - len(hedge) - 1 : match.start()] for hedge in hedges[:1]) + match["number"]
    return int(re.sub(r"\D", "", match["number"])), printed


def is_measured(text: str) -> bool:
    """Tell whether a text gives a share in per cent.

    >>> is_measured("21% of their revenue")
    True
    """
    return bool(re.search(rf"\d{_PERCENT}", text))


def _plain(number: str, words: Lexicon) -> str:
    """Return a number in digits with a decimal point, one that is spelt out by the lexicon's table ``numbers``."""
    if not number[:1].isdigit():
        return str(words.table("numbers").get(number.casefold(), ""))
    return re.sub(r"\s", "", number).replace(",", ".")
