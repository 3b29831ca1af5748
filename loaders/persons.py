"""Tell a person by a name that no dictionary knows, in the languages that have no name recogniser here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from laborgraph.loaders.lexicon import Lexicon, given_names

#: English and French have a pipeline that finds persons.
LANGUAGES = ("es", "de", "it", "pt")


def unheard(parts: Sequence[str], language: str) -> bool:
    """Tell whether no part of a name of two or more is a word of the language: "Quirin Ledebur".

    >>> unheard(["Quirin", "Ledebur"], "de"), unheard(["Goldenen", "Anker"], "de")
    (True, False)
    """
    if language not in LANGUAGES or not 2 <= len(parts) <= 4:
        return False
    bearing = [part for part in parts if part[0].isupper()]
    return all(len(part) > 2 and not part.isupper() and not _is_word(part, language) for part in bearing)


@cache
def _is_word(word: str, language: str) -> bool:
    import simplemma

    return any(simplemma.is_known(piece, language) for piece in (word, word.lower()))


def lead(name: str, words: Lexicon) -> int:
    """Return how long the words before a person's first name are: "Vorstandschef Gero Lindequist", "Entrevista de X".

    >>> from laborgraph.loaders.lexicon import lexicon
    >>> lead("Vorstandschef Anna Lindequist", lexicon("de")), lead("Studio Anna Lindequist", lexicon("de"))
    (14, 0)
    """
    parts = list(re.finditer(r"\S+", name))
    if words.language not in LANGUAGES or not 3 <= len(parts) <= 6 or is_given(parts[0].group()):
        return 0
    for number, part in enumerate(parts[1:-1], 1):
        if is_given(part.group()) and part.group()[0].isupper() and parts[number + 1].group()[0].isupper():
            before = [one.group() for one in parts[:number]]
            common = words.language == "de" or all(_is_word(one, words.language) or "-" in one for one in before)
            return part.start() if common and not _bears_name(before, words) else 0
    return 0


def _bears_name(before: Sequence[str], words: Lexicon) -> bool:
    """Tell whether words before a first name make it the name of a house or a place: "Studio Anna Berg"."""
    cues = "|".join(one for kind in words.table("inside") for one in words.listed("inside", kind))
    return bool(cues) and any(re.fullmatch(rf"(?:{cues})", one, re.IGNORECASE) for one in before)


def is_given(word: str) -> bool:
    """Tell whether a word is a first name, or a double one that begins with one."""
    return word.casefold().partition("-")[0] in given_names()


def of_line(line: str, name: str) -> str:
    """Return the person that a byline names, where `name` expresses one: after a place, a paper or "interview by".

    >>> [of_line(line, r"[A-Z]\\w+ [A-Z]\\w+") for line in ("León, por Marta Sordo", "EXPANSIÓN. Ana Meira")]
    ['Marta Sordo', 'Ana Meira']
    """
    found = [one for piece in re.split(r"[,/|–—()]|\.\s(?=\w{3})|:\s", line) for one in _in_piece(piece, name)]
    return next((one for one in found if is_given(one.split()[0])), "")


def _in_piece(piece: str, name: str) -> Iterator[str]:
    starts = [match.start() for match in re.finditer(r"\b[^\W\d_a-zà-öø-ÿ]", piece)]
    yield from (match.group() for start in starts if (match := re.compile(name).match(piece, start)))
