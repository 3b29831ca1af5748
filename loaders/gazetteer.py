"""Find the registry's surface forms in a text: one pass over its words, the longest form first."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from laborgraph import ids
from laborgraph.model import Span
from laborgraph.ontology.registry import Entry, load

_WORD = re.compile(r"\w+")
#: What may stand between two words of one name.
_JOINT = re.compile(r"[-–'’.&:!/+]?\s?[-–&]?\s?")


@dataclass(frozen=True, slots=True)
class _Form:
    text: str
    words: tuple[str, ...]
    entry: Entry
    exact: bool


class Gazetteer:
    """The forms of one language, by their first word."""

    def __init__(self, forms: Iterable[tuple[str, Entry, bool]]) -> None:
        self._forms: dict[str, list[_Form]] = defaultdict(list)
        for text, entry, exact in forms:
            if words := tuple(ids.fold(word) for word in _WORD.findall(text)):
                self._forms[words[0]].append(_Form(text, words, entry, exact))
        for bucket in self._forms.values():
            bucket.sort(key=lambda form: (-len(form.words), form.entry.id))

    def find(self, within: Span) -> Iterator[tuple[Span, tuple[Entry, ...]]]:
        """Yield the spans that name known entities, left to right, none within another, with all that they may name."""
        text = within.text
        words = [match.span() for match in _WORD.finditer(text, within.start, within.end)]
        folded = [ids.fold(text[start:end]) for start, end in words]
        position = 0
        while position < len(words):
            step = 1
            for form in self._forms.get(folded[position], ()):
                stop = position + len(form.words)
                if tuple(folded[position:stop]) != form.words or not _joined(text, words[position:stop]):
                    continue
                start, end = words[position][0], words[stop - 1][1]
                if not _case_agrees(form, text[start:end]):
                    continue
                same = [
                    other.entry
                    for other in self._forms[folded[position]]
                    if other.words == form.words and _case_agrees(other, text[start:end])
                ]
                yield Span(text, start, end), tuple(dict.fromkeys(same))
                step = len(form.words)
                break
            position += step


def _joined(text: str, words: list[tuple[int, int]]) -> bool:
    """Tell whether only what names hold stands between the words: no end of a sentence, though "Mr. X" is one name."""
    return all(
        _JOINT.fullmatch(text, a[1], b[0]) and not (a[1] - a[0] > 3 and text.startswith(". ", a[1]))
        for a, b in pairwise(words)
    )


def _case_agrees(form: _Form, found: str) -> bool:
    if form.exact:
        return found == form.text
    # A proper name is not found in a common word: "runway", "sphere".
    proper = form.text[:1].isupper() and not form.entry.generic and form.entry.type != "Role"
    return not proper or found[:1].isupper() or form.text[:1] == found[:1]


@cache
def gazetteer(language: str, own: Path | None = None) -> Gazetteer:
    """Make the gazetteer of a language once; `own` is a folder of the user's rules."""
    return Gazetteer(load(own).surfaces(language))
