"""Tell who says what a claim states, and through whom the article knows it.

In this order: the one whose quotation it is, "according to X", the subject of a verb of saying above the trigger, the
one named beside such a verb in the same sentence. A press organisation beside a person is the source, not the
speaker; alone it is both. The way into the next sentence is taken only for quotations.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from laborgraph.loaders.roles import is_passive, resolve, subjects
from laborgraph.loaders.scene import Scene
from laborgraph.model import Mention
from laborgraph.ontology.terms import PARTY_TYPES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from laborgraph.loaders.scene import Candidate

#: Predicates of which a careful reader asks who said so; a stance or an office is told by the article itself.
SPOKEN = frozenset({"uses", "tests", "usedIn", "develops", "affects", "replaces", "restricts", "protects", "laysOff"})
_PREPOSITION = re.compile(
    r"\b(?:with|of|for|to|in|at|into|their|avec|pour|à|con|para|mit|von|für|dans|di|per|com|em)\b", re.IGNORECASE
)
_SPEAKERS = PARTY_TYPES | {"Role"}


class Source(NamedTuple):
    """Who says it, through whom it came and how both were found; either may be missing."""

    speaker: Mention | None = None
    via: Mention | None = None
    how: str = ""


def read(candidate: Candidate, block: Sequence[Scene]) -> Source:
    """Return who says what a candidate states; `block` holds the scenes of its block, in order."""
    if candidate.rule.predicate not in SPOKEN:
        return Source()
    scene = candidate.scene
    steps: tuple[tuple[str, Callable[[], Mention | None]], ...] = (
        ("according to", lambda: according(scene)),
        ("holder of the fear", lambda: _holder(scene, candidate.token)),
        ("subject of a verb of saying", lambda: _above(scene, candidate.token)),
        ("beside a verb of saying", lambda: beside(scene)),
        ("speaker of the quotation", lambda: _quoted(candidate, block) if _in_quotation(candidate) else None),
    )
    how, found = next(((name, mention) for name, find in steps if (mention := find())), ("", None))
    via = told(scene)
    if found and scene.kind(found) == "NewsOrganization":
        person = _above(scene, candidate.token) or beside(scene)
        if person and person.entity != found.entity:
            return Source(person, found, "named beside the press")
        return Source(found, found, how)
    return Source(found, via if via and (not found or via.entity != found.entity) else None, how)


def _in_quotation(candidate: Candidate) -> bool:
    return any(quote.overlaps(candidate.quote) for quote in candidate.scene.block.quotes)


def according(scene: Scene) -> Mention | None:
    """Find X of "according to X"."""
    pattern = scene.words.pattern("according_patterns")
    text, span = scene.sentence.span.text, scene.sentence.span
    for match in pattern.finditer(text, span.start, span.end):
        for mention in scene.mentions:
            between = text[match.end() : mention.span.start]
            if match.end() <= mention.span.start and len(between) < 40 and not re.search(r"[,.;:]", between):
                if scene.kind(mention) in _SPEAKERS:
                    return mention
                break
    return None


def _holder(scene: Scene, token: int) -> Mention | None:
    """Find whose a fear is where the trigger is its noun: "the unions' fears", "les craintes des syndicats"."""
    sentence = scene.sentence
    if token < 0 or not sentence.tree or sentence.tokens[token].pos != "NOUN":
        return None
    if sentence.tokens[token].lemma not in scene.words.words("modality", "feared"):
        return None
    for child in sentence.children[token]:
        if sentence.tokens[child].role == "nmod:poss" or sentence.tokens[child].case in ("de", "du", "des", "of"):
            for mention in resolve(scene, child, _SPEAKERS):
                return mention
    return None


def _above(scene: Scene, token: int) -> Mention | None:
    """Find the subject of the nearest verb of saying that governs the trigger."""
    sentence = scene.sentence
    if token < 0 or not sentence.tree:
        return None
    verbs = scene.words.words("speech_verbs")
    seen = set()
    while token not in seen:
        seen.add(token)
        for verb in (sentence.tokens[token].head, *_parenthetical(scene, token, verbs)):
            if sentence.tokens[verb].lemma in verbs and verb not in seen:
                for subject in subjects(sentence, verb):
                    for mention in resolve(scene, subject, _SPEAKERS):
                        return mention
        token = sentence.tokens[token].head
    return None


def _parenthetical(scene: Scene, token: int, verbs: frozenset[str]) -> list[int]:
    """Return verbs of saying that hang on the claim: "… , X said"."""
    sentence = scene.sentence
    return [
        child
        for child in sentence.children[token]
        if sentence.tokens[child].role in ("parataxis", "ccomp", "conj") and sentence.tokens[child].lemma in verbs
    ]


def beside(scene: Scene) -> Mention | None:
    """Find the one named directly beside a verb of saying: "said X", "X told"."""
    verbs = scene.words.words("speech_verbs")
    phrases = scene.words.pattern("speech_patterns")
    tokens = scene.sentence.tokens
    for mention in scene.mentions:
        if scene.kind(mention) in _SPEAKERS and phrases.match(mention.span.text, mention.span.end + 1):
            return mention
    for index, token in enumerate(tokens):
        if token.lemma not in verbs or (token.pos and token.pos != "VERB"):
            continue
        if scene.sentence.tree and is_passive(scene.sentence, index):
            continue
        for mention in scene.mentions:
            if scene.kind(mention) not in _SPEAKERS:
                continue
            text = mention.span.text
            before, behind = text[mention.span.end : token.start], text[token.end : mention.span.start]
            near = (mention.span.end <= token.start and re.fullmatch(r"\s(?:\w+\s){0,2}", before)) or (
                token.end <= mention.span.start and re.fullmatch(r"(?:-t)?-?\s?(?:\w+\s){0,3}", behind)
            )
            if near and _PREPOSITION.search(near.group()):
                continue
            at_edge = (
                index == 0
                or token.end >= scene.sentence.span.end - 60
                or mention.span.start <= scene.sentence.span.start + 60
            )
            if near and at_edge:
                return mention
    return None


def _quoted(candidate: Candidate, block: Sequence[Scene]) -> Mention | None:
    """Find the speaker of a quotation of several sentences: in the sentence before or behind, of the same block."""
    place = next(
        (number for number, scene in enumerate(block) if scene.sentence.span == candidate.scene.sentence.span), 0
    )
    for number in (place + 1, place - 1, place - 2):
        if 0 <= number < len(block) and (found := beside(block[number])):
            return found
    return None


def told(scene: Scene) -> Mention | None:
    """Find the press organisation that something was told to."""
    for mention in scene.mentions:
        if scene.kind(mention) == "NewsOrganization":
            before = mention.span.text[max(scene.sentence.span.start, mention.span.start - 40) : mention.span.start]
            if scene.words.pattern("told_patterns").search(before):
                return mention
    return None


def _saying(scene: Scene) -> Mention | None:
    """Find the subject of the first verb of saying in a parsed sentence, however far away it stands."""
    verbs = scene.words.words("speech_verbs")
    for index, token in enumerate(scene.sentence.tokens):
        if (
            scene.sentence.tree
            and token.pos == "VERB"
            and token.lemma in verbs
            and not is_passive(scene.sentence, index)
        ):
            for subject in subjects(scene.sentence, index):
                for mention in resolve(scene, subject, _SPEAKERS):
                    return mention
    return None


def spoken(block: Sequence[Scene]) -> list[Scene]:
    """Return the scenes of a block, each with the speaker whose words it gives: named in it, or of its quotation."""
    own = [according(scene) or beside(scene) or _saying(scene) for scene in block]
    result = []
    for number, scene in enumerate(block):
        speaker = own[number]
        if speaker is None and any(quote.overlaps(scene.sentence.span) for quote in scene.block.quotes):
            around = [own[place] for place in (number + 1, number - 1, number - 2) if 0 <= place < len(block)]
            speaker = next((one for one in around if one), None)
        result.append(replace(scene, speaker=speaker))
    return result
