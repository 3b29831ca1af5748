"""Describe every two entities that a predicate could join, by where and how they stand together in an article.

A description is a set of short strings. Words are lemmas with their language; mentions among them are written by their
type, so that no name of a party takes part. `learned` weighs the strings; `training/train.py` learned the weights.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from laborgraph.loaders import frames
from laborgraph.ontology.terms import PREDICATES

if TYPE_CHECKING:
    from laborgraph.loaders.parser import Sentence
    from laborgraph.loaders.scene import Scene
    from laborgraph.model import Claim, Mention

#: Words described on each side of a pair, and of a longer stretch between its two mentions.
_AROUND, _LONG, _ENDS = 4, 25, 8


@dataclass(frozen=True, slots=True)
class Place:
    """One place where a pair stands: a sentence with one mention of each, or with one of them and the other before.

    `sentence` describes the sentence, whichever pair stands in it, and is one object for all of them.
    """

    scene: Scene
    subject: Mention
    object: Mention
    #: The token where the ways of both through the tree meet, -1 without a tree.
    top: int
    description: frozenset[str]
    sentence: frozenset[str]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entities of an article, what holds for them wherever they stand, and the places where they stand."""

    subject: str
    object: str
    predicates: tuple[str, ...]
    description: frozenset[str]
    places: tuple[Place, ...]


def pairs(scenes: Sequence[Scene], claims: Iterable[Claim], rejected: Iterable[tuple[Claim, str]]) -> Iterator[Pair]:
    """Yield the pairs of an article, given what the rules claimed and refused in it."""
    if not scenes:
        return
    page = _Page(scenes, claims, rejected)
    found: dict[tuple[str, str], list[Place]] = defaultdict(list)
    for scene in scenes:
        for place in _places(scene):
            found[place.subject.entity, place.object.entity].append(place)
    for (subject, target), places in found.items():
        joined = _joining()[page.types[subject], page.types[target]]
        yield Pair(subject, target, joined, frozenset(page.describe(subject, target, places)), tuple(places))


@cache
def _joining() -> dict[tuple[str, str], tuple[str, ...]]:
    """Map two types to the predicates that may join them."""
    table: dict[tuple[str, str], tuple[str, ...]] = defaultdict(tuple)
    for predicate in PREDICATES.values():
        for subject in predicate.domain:
            for target in predicate.range:
                table[subject, target] += (predicate.name,)
    return dict(table)


@cache
def _meanings(language: str) -> dict[str, frozenset[str]]:
    """Map a lemma to the predicates whose shipped frames it triggers: what languages have in common."""
    table: dict[str, set[str]] = defaultdict(set)
    for rule in frames.load()[0]:
        for form in rule.lemmas.get(language, ()):
            table[form[0]].add(rule.predicate)
    return {lemma: frozenset(found) for lemma, found in table.items()}


class _Page:
    """What holds for entities in the whole article: types, how often and where they are named, what rules found."""

    def __init__(self, scenes: Sequence[Scene], claims: Iterable[Claim], rejected: Iterable[tuple[Claim, str]]) -> None:
        self.types, self.generic = scenes[0].types, scenes[0].generic
        self.counts = Counter(mention.entity for scene in scenes for mention in scene.mentions)
        self.headline = {m.entity for scene in scenes if scene.block.kind == "headline" for m in scene.mentions}
        self.ranks: dict[str, int] = {}
        self.kinds: Counter[str] = Counter()
        for entity, _ in self.counts.most_common():
            self.ranks[entity] = self.kinds[self.types[entity]]
            self.kinds[self.types[entity]] += 1
        self.serves: dict[str, set[str]] = defaultdict(set)
        for claim in claims:
            self.serves[claim.subject].add("s:" + claim.predicate)
            self.serves[claim.object].add("o:" + claim.predicate)
        self.refused: dict[tuple[str, str], set[str]] = defaultdict(set)
        for claim, reason in rejected:
            if reason != "duplicate":
                worth = (f"refused:{claim.predicate}", f"refused:{claim.predicate}:{int(claim.confidence * 10)}")
                self.refused[claim.subject, claim.object].update(worth)

    def describe(self, subject: str, target: str, places: Sequence[Place]) -> Iterator[str]:
        for side, entity in (("s", subject), ("o", target)):
            kind, generic = self.types[entity], entity in self.generic
            yield f"{side}:{kind}"
            yield f"{side}-rank:{min(self.ranks.get(entity, 3), 3)}"
            yield f"{side}-others:{min(self.kinds[kind], 4)}"
            yield f"{side}-named:{_step(self.counts[entity])}"
            yield f"{side}-generic:{generic}"
            yield f"{side}-headline:{entity in self.headline}"
            if generic or kind == "Role":
                yield f"{side}-is:{entity}"
            yield from (f"{side}-serves:{one}" for one in self.serves.get(entity, ()))
        yield f"types:{self.types[subject]}>{self.types[target]}"
        yield f"ranks:{min(self.ranks.get(subject, 2), 2)}{min(self.ranks.get(target, 2), 2)}"
        together = sum(place.scene.sentence.span.holds(place.subject.span) for place in places if _same(place))
        yield f"together:{min(together, 4)}"
        yield from self.refused.get((subject, target), ())


def _same(place: Place) -> bool:
    sentence = place.scene.sentence.span
    return sentence.holds(place.subject.span) and sentence.holds(place.object.span)


def _places(scene: Scene) -> Iterator[Place]:
    """Yield the pairs of one sentence, and of each of its entities with one named shortly before."""
    here: dict[str, list[Mention]] = defaultdict(list)
    for mention in scene.mentions:
        here[mention.entity].append(mention)
    if not here:
        return
    before = {one.entity: replace(one, how="context") for one in scene.earlier if one.entity not in here}
    for known in (scene.topic, scene.work):
        if known and known.entity not in here and known.span.start < scene.sentence.span.start:
            before.setdefault(known.entity, replace(known, how="topic"))
    words = _Words(scene)
    for one, mentions in here.items():
        for other, others in here.items():
            if one != other and (scene.types[one], scene.types[other]) in _joining():
                yield words.together(*min(((a, b) for a in mentions for b in others), key=_apart))
        for other, mention in before.items():
            if (scene.types[one], scene.types[other]) in _joining():
                yield words.across(mentions[0], mention, "s")
            if (scene.types[other], scene.types[one]) in _joining():
                yield words.across(mentions[0], mention, "o")


def _apart(two: tuple[Mention, Mention]) -> int:
    left, right = sorted(mention.span for mention in two)
    return right.start - left.end


class _Words:
    """A sentence's words as descriptions use them, worked out once for all its pairs."""

    def __init__(self, scene: Scene) -> None:
        self.scene, self.sentence = scene, scene.sentence
        tokens = scene.sentence.tokens
        self.ranges = {mention.span: _range(scene.sentence, mention) for mention in scene.mentions}
        self.lemmas = [token.lemma for token in tokens]
        for mention in scene.mentions:
            first, last = self.ranges[mention.span]
            self.lemmas[first : last + 1] = [f"<{scene.kind(mention)}>"] * (last + 1 - first)
        language = scene.sentence.language
        meanings = _meanings(language)
        self.meant = [meanings.get(lemma, frozenset()) for lemma in self.lemmas]
        self.named = [f"{language}:{lemma}" for lemma in self.lemmas]
        said = {f"in:{word}" for word, lemma in zip(self.named, self.lemmas, strict=True) if lemma[:1].isalpha()}
        said.update(f"in~{one}" for found in self.meant for one in found)
        self.all = frozenset(said | {"block:" + scene.block.kind})

    def together(self, subject: Mention, target: Mention) -> Place:
        """Describe two mentions of the sentence."""
        found = {f"how:{subject.how}>{target.how}", *self._spoken(subject, target)}
        one, other = self.ranges[subject.span], self.ranges[target.span]
        way, left, right = (">", one, other) if one < other else ("<", other, one)
        between = range(left[1] + 1, right[0])
        found |= {f"way{way}", f"far:{_step(len(between))}", f"far{way}{_step(len(between))}"}
        inner = [
            m for m in self.scene.mentions if left[1] < self.ranges[m.span][0] and self.ranges[m.span][1] < right[0]
        ]
        kinds = {self.scene.kind(mention) for mention in inner}
        found.add(f"between{way}{min(len(inner), 4)}")
        found.add(f"rival-s{way}{self.scene.kind(subject) in kinds}")
        found.add(f"rival-o{way}{self.scene.kind(target) in kinds}")
        for place in between:
            if len(between) <= _LONG or place - left[1] <= _ENDS or right[0] - place <= _ENDS:
                found |= {f"mid:{self.named[place]}", f"mid{way}{self.named[place]}"}
                found.update(f"mid~{way}{one}" for one in self.meant[place])
                found.update(f"mid~{one}" for one in self.meant[place])
        found.update(f"two{way}{self.named[a]} {self.lemmas[b]}" for a, b in pairwise(between))
        if len(between) <= _AROUND:
            found.add(f"exact{way}{self.sentence.language}:{' '.join(self.lemmas[place] for place in between)}")
        found |= self._near(range(max(0, left[0] - _AROUND), left[0]), f"before{way}")
        found |= self._near(range(right[1] + 1, min(len(self.lemmas), right[1] + 1 + _AROUND)), f"behind{way}")
        top = -1
        if self.sentence.tree:
            top = self._climb(one, other, found)
        else:
            found.update(f"{side}-case:{self.named[r[0] - 1]}" for side, r in (("s", one), ("o", other)) if r[0])
        return Place(self.scene, subject, target, top, frozenset(found), self.all)

    def across(self, inside: Mention, before: Mention, side: str) -> Place:
        """Describe a mention of the sentence, on this `side`, and one before the sentence."""
        subject, target = (inside, before) if side == "s" else (before, inside)
        first, last = self.ranges[inside.span]
        found = {f"how:{subject.how}>{target.how}", f"across-{side}", *self._spoken(subject, target)}
        places = [*range(max(0, first - 5), first), *range(last + 1, min(len(self.lemmas), last + 9))]
        found |= self._near(places, f"across-{side}:")
        same = any(self.scene.kind(mention) == self.scene.kind(before) for mention in self.scene.mentions)
        found.add(f"across-{side}-rival:{same}")
        top = -1
        if self.sentence.tree:
            head = _head(self.sentence, (first, last))
            top = self.sentence.tokens[head].head
            found |= {f"across-{side}-role:{self.sentence.tokens[head].role}", f"across-{side}-of:{self.named[top]}"}
        return Place(self.scene, subject, target, top, frozenset(found), self.all)

    def _near(self, places: Iterable[int], name: str) -> set[str]:
        found = set()
        for place in places:
            found.add(name + self.named[place])
            found.update(f"{name}~{one}" for one in self.meant[place])
        return found

    def _spoken(self, subject: Mention, target: Mention) -> Iterator[str]:
        if self.scene.speaker is not None:
            speaker = self.scene.speaker.entity
            yield "speaker:" + ("s" if speaker == subject.entity else "o" if speaker == target.entity else "other")

    def _climb(self, one: tuple[int, int], other: tuple[int, int], found: set[str]) -> int:
        """Add the way through the tree from one mention to the other; return where it turns."""
        tokens = self.sentence.tokens
        start, end = _head(self.sentence, one), _head(self.sentence, other)
        up, down = _up(self.sentence, start), _up(self.sentence, end)
        top = next((token for token in up if token in down), -1)
        if top < 0:
            return -1
        up, down = up[: up.index(top)], down[: down.index(top)]
        roles = (tokens[up[-1]].role if up else "top", tokens[down[-1]].role if down else "top")
        found |= {f"steps:{_step(len(up) + len(down))}", f"s-role:{roles[0]}", f"o-role:{roles[1]}"}
        found |= {f"s-case:{self.sentence.language}:{tokens[start].case}"}
        found |= {f"o-case:{self.sentence.language}:{tokens[end].case}"}
        if len(up) + len(down) <= _AROUND + 1:
            ways = (
                "^".join(tokens[place].role for place in up),
                "v".join(tokens[place].role for place in reversed(down)),
            )
            found.add("path:" + "|".join(ways))
        for place in {*up, top, *down} - {start, end}:
            found.add("path:" + self.named[place])
            found.update(f"path~{one}" for one in self.meant[place])
        if top not in (start, end):
            found.add(f"top:{self.named[top]}:{roles[0]}>{roles[1]}")
            found.update(f"top~{one}:{roles[0]}>{roles[1]}" for one in self.meant[top])
        return top


def _range(sentence: Sentence, mention: Mention) -> tuple[int, int]:
    """Return the first and last token of a mention; a mention within a token is that token."""
    span = mention.span
    inside = [n for n, token in enumerate(sentence.tokens) if token.start < span.end and token.end > span.start]
    return inside[0], inside[-1]


def _head(sentence: Sentence, tokens: tuple[int, int]) -> int:
    first, last = tokens
    inside = range(first, last + 1)
    heads = (n for n in inside if sentence.tokens[n].head == n or sentence.tokens[n].head not in inside)
    return next(heads, last)


def _up(sentence: Sentence, place: int) -> list[int]:
    way = [place]
    while sentence.tokens[way[-1]].head not in way:
        way.append(sentence.tokens[way[-1]].head)
    return way


def _step(number: int) -> int:
    """Bring a number to one of few."""
    return next((edge for edge in (0, 1, 2, 3, 5, 8, 12, 20, 35) if number <= edge), 99)
