"""Reduce a text to what tells that another is a copy of it: a MinHash of its word sequences, and its numbers.

The dataset keeps no article's text; these two short literals are what is left of it to compare. Pure functions.
"""

from __future__ import annotations

import re

from rensa import RMinHash

from laborgraph import ids

#: A sketch is `SLOTS` values of `_DIGITS` hexadecimal digits, looked up by `BANDS` bands of three values each.
SLOTS, BANDS = 120, 40
_DIGITS, _SEED = 4, 1
_BAND = SLOTS // BANDS * _DIGITS
#: Words in a sequence; a text with fewer sequences than `_ENOUGH` has none that tell it from others.
_RUN, _ENOUGH = 5, 40
_NUMBER = re.compile(r"(?<![\w.,])(?:\d{1,3}(?:[.,\u00a0\u202f ]\d{3})+(?!\d)|\d+(?:[.,]\d+)?)")


def sketch(text: str) -> str:
    """Sketch a text by the sequences of five words that it holds; "" for one that is too short to be told by them.

    MinHash (Broder 1997) of 32 bits, cut to 16: by chance two values are alike once in 65,536 times.

    >>> text = " ".join(f"word{n}" for n in range(100))
    >>> len(sketch(text)), sketch("too short")
    (480, '')
    >>> similarity(sketch(text), sketch(text.upper() + " and no more"))
    0.97
    """
    words = ids.fold(text).split()
    runs = {" ".join(words[start : start + _RUN]) for start in range(len(words) - _RUN + 1)}
    if len(runs) < _ENOUGH:
        return ""
    hashed = RMinHash(num_perm=SLOTS, seed=_SEED)
    hashed.update(sorted(runs))
    return "".join(f"{value >> 16:0{_DIGITS}x}" for value in hashed.digest())


def bands(sketch: str) -> list[tuple[int, str]]:
    """Cut a sketch into bands; of texts that share two fifths of their sequences, 19 in 20 share a band."""
    return [(place, sketch[place : place + _BAND]) for place in range(0, len(sketch), _BAND)]


def similarity(one: str, other: str) -> float:
    """Estimate which part of all their sequences two texts share (Jaccard), to two digits."""
    return round(sum(a == b for a, b in zip(_values(one), _values(other), strict=True)) / SLOTS, 2)


def figures(text: str) -> str:
    """List the numbers of two digits and more that a text prints, as digits only: the same in whatever language.

    >>> figures("Le 14 juillet, 160 000 acteurs ; à 78,33 %, dit 1 syndicat en 2023."), figures("160,000 and 78.33")
    ('14 2023 7833 160000', '7833 160000')
    """
    found = {re.sub(r"\D", "", number) for number in _NUMBER.findall(text)}
    return " ".join(sorted((digits for digits in found if len(digits) > 1), key=lambda digits: (len(digits), digits)))


def _values(sketch: str) -> list[str]:
    return [sketch[place : place + _DIGITS] for place in range(0, len(sketch), _DIGITS)]
