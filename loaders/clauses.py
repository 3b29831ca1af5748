"""Fill a rule's roles where no tree is: by the order of words in the trigger's clause, its prepositions and particles.

A clause ends at brackets, quotation marks and subordinators; a comma directly before the verb closes something put in,
which is stepped over. A mention's case is the preposition that its noun phrase begins with, a genitive seen through
("contra el uso de la IA": against). Which words do what in a language stands in its lexicon under ``[syntax]``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from laborgraph.loaders import attribution
from laborgraph.model import Span

if TYPE_CHECKING:
    from laborgraph.loaders.scene import Scene
    from laborgraph.model import Mention

_WALL = re.compile(r"[;:()\[\]«»“”„\"—–?!]")
_MARK = re.compile(r"[«»“”„\"]")
#: Words that a noun phrase may have between its preposition and its name.
_LONGEST = 5
_GENITIVE = "of"
_ACCUSATIVE = "acc"
#: Frames write French prepositions beside the English ones.
_FRENCH = {
    "à": "to", "de": "of", "sur": "on", "avec": "with", "contre": "against", "par": "by", "dans": "in", "pour": "for",
}  # fmt: skip


def fill(scene: Scene, index: int, roles: Sequence[str], types: frozenset[str]) -> list[Mention]:
    """Return the mentions at the first of a trigger's roles that holds any of these types."""
    clause = _Clause(scene, index)
    for role in roles:
        if found := next((one for one in clause.at(role) if scene.kind(one) in types), None):
            return [found]
    return []


def _sets(table: dict[str, list[str]]) -> dict[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in table.items()}


class _Clause:
    """The mentions before and behind a trigger in its clause, each with its case."""

    def __init__(self, scene: Scene, index: int) -> None:
        self._scene, self._index = scene, index
        self._tokens = scene.sentence.tokens
        self._words = {"comma": frozenset(","), **_sets(scene.words.table("syntax"))}
        self._cases = {word: case for case, some in scene.words.table("prepositions").items() for word in some}
        source = attribution.according(scene)
        self._places = {self._place(one): one for one in scene.mentions if one is not source}
        self._covered = {
            place: start
            for start, one in self._places.items()
            for place in range(start, len(self._tokens))
            if self._tokens[place].start < one.span.end
        }

    def at(self, role: str) -> Iterator[Mention]:
        """Yield the mentions at a role, the likeliest first; roles are those of `roles.arguments`."""
        name, _, cases = role.partition(":")
        match name:
            case "subj":
                yield from self._agents() if self._passive() else self._subjects()
            case "obj":
                yield from self._subjects() if self._passive() else self._objects()
            case "gov":
                yield from self._subjects()
            case "head":
                yield from self._before(self._index)[:1]
            case "prep" | "deep":
                wanted = {_FRENCH.get(case, case) for case in cases.split("|")}
                yield from (one for one, case, _ in self._behind() if case in wanted)
                if _GENITIVE in wanted:
                    yield from (one for one, case, genitive in self._behind() if genitive and not case)

    def _text(self, place: int) -> str:
        return self._tokens[place].text.casefold()

    def _is(self, place: int, *kinds: str) -> bool:
        return 0 <= place < len(self._tokens) and any(self._text(place) in self._words.get(kind, ()) for kind in kinds)

    def _place(self, mention: Mention) -> int:
        tokens = enumerate(self._tokens)
        return next((place for place, token in tokens if token.end > mention.span.start), len(self._tokens))

    def _passive(self) -> bool:
        """Tell whether the trigger is a participle that no "have" makes active."""
        endings = tuple(self._words.get("participles", ()))
        if not endings or not re.search(rf"(?:{'|'.join(endings)})$", self._text(self._index)):
            return False
        before = range(max(0, self._index - 3), self._index)
        if self._words.get("final"):
            return any(self._is(place, "passive") for place in range(len(self._tokens)))
        if any(self._is(place, "passive") for place in before):
            return True
        return not any(self._is(place, "have", "reflexive") for place in before)

    def _subjects(self) -> Iterator[Mention]:
        """Yield who may act, before the verb the nearest first, then whom a relative means, then behind the verb."""
        left, relative = self._left()
        own = [one for one, case, genitive in self._cased(left) if not case and not genitive]
        yield from own if self._words.get("final") else reversed(own)
        if relative is not None:
            yield from self._before(relative)[:1]
        elif not own:
            yield from (one for one, case, genitive in self._behind() if not case and not genitive)

    def _agents(self) -> Iterator[Mention]:
        yield from (one for one, case, _ in self._behind() if case == "by")
        if self._words.get("final"):
            yield from (one for one, case, _ in self._cased(self._left()[0]) if case == "by")

    def _objects(self) -> Iterator[Mention]:
        """Yield what the verb is done to: behind it without a preposition, or the clitic before it."""
        personal = "to" if self._words.get("personal") else ""
        yield from (one for one, case, _ in self._behind() if case in ("", _ACCUSATIVE, personal))
        if self._words.get("final"):
            subject, before = next(self._subjects(), None), reversed(self._cased(self._left()[0]))
            yield from (one for one, case, _ in before if case in ("", _ACCUSATIVE) and one is not subject)
        for place in (self._index - 1, self._index - 2):
            if self._is(place, "clitics") and not self._is(place - 1, "clitics"):
                token, text = self._tokens[place], self._scene.sentence.span.text
                span = Span(text, token.start, token.end)
                earlier = [*self._scene.earlier, *self._before(place)[::-1]]
                yield from (replace(one, span=span, how="pronoun") for one in reversed(earlier) if one.how != "pronoun")
                return

    def _before(self, place: int) -> list[Mention]:
        """Return the mentions before a token, the nearest first."""
        return [self._places[start] for start in sorted(self._places, reverse=True) if start < place]

    def _left(self) -> tuple[list[int], int | None]:
        """Return the places before the trigger in its clause, and where the relative stands that opens it, if any."""
        place = self._index - 1
        while self._is(place, "have", "passive", "clitics", "reflexive", "adverbs"):
            place -= 1
        places = list(range(place + 1, self._index))
        if self._is(place, "comma") and (opening := self._opening(place)) is not None:
            place = opening - 1
        while place >= 0 and not self._wall(place):
            start = self._covered.get(place, place)
            if start < place or place in self._places:
                places = [*range(start, place + 1), *places]
                place = start
            elif self._is(place, "relatives") and (not self._words.get("final") or self._is(place - 1, "comma")):
                if any(one in self._places for one in places):
                    return places, None
                if self._is(place - 1, "comma") or place - 1 in self._covered:
                    return places, place
                places = []  # "X says that it will …": who says it
            elif self._is(place, "comma", "subordinators"):
                return places, None
            else:
                places = [place, *places]
            place -= 1
        return places, None

    def _wall(self, place: int) -> bool:
        """Tell whether nothing on the other side belongs to the clause; the marks around a title are passed."""
        if not _WALL.match(self._text(place)):
            return False
        quoted = place - 1 in self._covered or place + 1 in self._covered
        return not (quoted and _MARK.match(self._text(place)))

    def _opening(self, comma: int) -> int | None:
        """Return where something begins that a comma closes: behind another comma, not far away."""
        for place in range(comma - 1, max(-1, comma - 30), -1):
            if place in self._covered:
                continue
            if self._wall(place):
                return None
            if self._is(place, "comma"):
                return place
        return None

    def _behind(self) -> list[tuple[Mention, str, bool]]:
        """Return the mentions behind the trigger in its clause, each with its case and whether it is a genitive."""
        places: list[int] = []
        for place in range(self._index + 1, len(self._tokens)):
            if self._covered.get(place, place) == place and self._ends(place):
                break
            places.append(place)
        return self._cased(places)

    def _ends(self, place: int) -> bool:
        """Tell whether a clause ends before a word; what is a relative and an article is the first behind a comma."""
        if self._wall(place) or self._is(place, "comma", "subordinators"):
            return True
        return self._is(place, "relatives") and not self._words.get("final")

    def _cased(self, places: Sequence[int]) -> list[tuple[Mention, str, bool]]:
        return [(self._places[place], *self._case(place, places)) for place in places if place in self._places]

    def _case(self, place: int, places: Sequence[int]) -> tuple[str, bool]:
        """Return which preposition a mention's noun phrase begins with, "" for none, and whether it is a genitive."""
        genitive, determined, case, described = False, False, "", False
        for back in range(place - 1, place - 1 - _LONGEST * 2, -1):
            if back not in places or back in self._covered or self._is(back, "comma"):
                break
            word = self._text(back)
            if _MARK.match(word):
                continue
            if described and not determined and self._is(back, "bare"):
                continue  # "la plataforma de streaming X"
            if preposition := self._cases.get(word):
                if preposition != _GENITIVE:
                    return preposition, genitive
                genitive, determined, case, described = True, False, "", False
                continue
            if determined:
                break
            if self._is(back, "determiners", "accusatives"):
                determined, case = True, _ACCUSATIVE if self._is(back, "accusatives") else ""
            described = True
        return case, genitive
