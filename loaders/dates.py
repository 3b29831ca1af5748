"""Printed dates of the languages that are read to ISO 8601; what is not told stays untold."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date

from laborgraph.ids import fold

# fmt: off
_NAMES = (
    "january jan janvier janv enero ene januar janner gennaio gen janeiro",
    "february feb fevrier fevr fev febrero februar febbraio fevereiro fev",
    "march mar mars marzo marz marco",
    "april apr avril avr abril abr aprile",
    "may mai mayo maggio mag maio",
    "june jun juin junio juni giugno giu junho",
    "july jul juillet juil julio juli luglio lug julho",
    "august aug aout agosto ago",
    "september sep sept septembre septiembre setiembre settembre set setembro",
    "october oct octobre octubre oktober okt ottobre ott outubro out",
    "november nov novembre noviembre novembro",
    "december dec decembre diciembre dic dezember dez dicembre dezembro",
)
# fmt: on
_MONTHS = {name: number for number, names in enumerate(_NAMES, 1) for name in names.split()}
_MONTH = f"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})"
_PATTERNS = tuple(
    re.compile(rf"\b{pattern}\b")
    for pattern in (
        rf"(?P<day>\d\d?)(?:st|nd|rd|th|er)? (?:de |of )?{_MONTH} (?:de )?(?P<year>\d{{4}})",
        rf"{_MONTH} (?P<day>\d\d?)(?:st|nd|rd|th)? (?P<year>\d{{4}})",
        rf"{_MONTH} (?:de )?(?P<year>\d{{4}})",
    )
)
_ISO = re.compile(r"(?<![\d-])(\d{4})-(\d\d)(?:-(\d\d))?(?![\d-])")
_DOTTED = re.compile(r"(?<!\d)(?P<day>\d\d?)\.\s?(?P<month>\d\d?)\.\s?(?P<year>\d{4})(?!\d)")


def iso_date(printed: str) -> str:
    """Read the date in a short text as ISO 8601, in part (`2025-07`, `2025`) where only a part is told, else "".

    A relative date, one that does not exist and one whose order is unclear (``03/04/2025``) are no date.

    >>> [iso_date(text) for text in ("July 18, 2025", "1er juillet 2025", "18 de julio de 2025", "18. Juli 2025")]
    ['2025-07-18', '2025-07-01', '2025-07-18', '2025-07-18']
    >>> [iso_date(text) for text in ("2025-07-18T09:00:00Z", "septembre 2024", "2023", "aujourd'hui, 15:57")]
    ['2025-07-18', '2024-09', '2023', '']
    """
    if found := _ISO.search(printed):
        return _valid(*found.groups())
    if found := _DOTTED.search(printed):
        return _valid(found["year"], found["month"], found["day"])
    folded = fold(printed)
    for pattern in _PATTERNS:
        if found := pattern.search(folded):
            parts = found.groupdict()
            return _valid(parts["year"], _MONTHS[parts["month"]], parts.get("day"))
    return folded if re.fullmatch(r"(19|20)\d\d", folded) else ""


_WHOLE = sorted((name for name in _MONTHS if len(name) > 3 or name in ("may", "mai")), key=len, reverse=True)
_NAMED = f"(?P<month>{'|'.join(name for name in _WHOLE if name not in ('sept', 'janv', 'fevr', 'juil', 'marco'))})"
_DAYS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?P<day>\d\d?)(?:st|nd|rd|th|er|\.)? (?:de |of )?{_NAMED}\b(?:,? (?:de )?(?P<year>\d{{4}})\b)?",
        rf"\b{_NAMED} (?P<day>\d\d?)(?:st|nd|rd|th)?\b(?! ?(?:%|per|pour|por|Prozent))(?:,? (?P<year>\d{{4}})\b)?",
    )
)


def days(text: str, published: str) -> Iterator[tuple[str, str]]:
    """Yield each day that a text prints, as printed and as ISO 8601.

    A year that is left out is the one that brings the day nearest to the day of publication; where that is unknown,
    the day has no ISO form ("").

    >>> list(days("out since May 2, they met on 5 décembre 2022", "2023-06-05"))
    [('5 décembre 2022', '2022-12-05'), ('May 2', '2023-05-02')]
    >>> list(days("on December 30 they may 5", "2025-01-03"))
    [('December 30', '2024-12-30')]
    """
    bare = "".join(unicodedata.normalize("NFD", character)[0].lower()[0] for character in text)
    for pattern in _DAYS:
        for found in pattern.finditer(bare):
            if found["month"] == "may" and text[found.start("month")] != "M":
                continue
            yield (
                text[found.start() : found.end()],
                _day(found["year"], _MONTHS[found["month"]], found["day"], published),
            )


def _day(year: str | None, month: int, day: str, published: str) -> str:
    if year:
        return _valid(year, month, day)
    try:
        told = date.fromisoformat(published)
    except ValueError:
        return ""
    around = [one for one in (_valid(str(told.year + step), month, day) for step in (-1, 0, 1)) if one]
    return min(around, key=lambda one: abs(date.fromisoformat(one) - told), default="")


def _valid(year: str, month: str | int, day: str | None) -> str:
    try:
        whole = date(int(year), int(month), int(day or 1)).isoformat()
    except ValueError:
        return ""
    return whole if day else whole[:7]
