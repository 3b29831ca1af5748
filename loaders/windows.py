"""Find arguments by place where no tree tells them: the nearest mentions of a fitting type around a trigger.

Three reaches: `around` for what stands side by side, `half` where the tree gave one side and the other is the nearest
that fits, `loose` for any fitting pair of one sentence with the trigger between or beside. Each is worth less than the
one before; what is worth too little stays with the gate's refused claims, for a re-ranker or a reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from laborgraph.loaders import attribution

if TYPE_CHECKING:
    from laborgraph.loaders.frames import TreeRule
    from laborgraph.loaders.scene import Scene
    from laborgraph.model import Mention

Pair = tuple["Mention", "Mention"]

#: Tokens that a window reaches to the left and right of a trigger.
WINDOW = 12
#: The same where a tree is there but gave nothing: parsers err, and what stands side by side is seldom wrong.
NEAR = 6
_CLAUSE = re.compile(r"[,;:.(]|\b(?:that|which|who|whom|and|qui|que|dont|et)\b")
_OBLIQUE = re.compile(r"[,;:.(]|\b(?:with|by|from|using|that|than|avec|par|pour|que|qui|sans|without)\b")
_BREAK = re.compile(
    r"[;:()«»“”\"]|\b(?:but|while|although|mais|tandis|alors|pero|aunque|aber|während)\b", re.IGNORECASE
)


def around(rule: TreeRule, scene: Scene, index: int, *, strict: bool) -> Iterator[Pair]:
    """Yield the nearest fitting mentions on both sides of a trigger; `strict` asks for one clause, to check a tree."""
    tokens, reach = scene.sentence.tokens, NEAR if strict else WINDOW
    left = tokens[max(0, index - reach)].start
    right = tokens[min(len(tokens) - 1, index + reach)].end
    before, behind = _sides(scene, index)
    before = [mention for mention in before if left <= mention.span.start]
    behind = [mention for mention in behind if mention.span.end <= right]
    subject = _nearest(scene, reversed(before), rule.subject_types)
    if subject is None and scene.words.listed("inversion"):
        subject = _nearest(scene, behind, rule.subject_types)
    target = _nearest(scene, [m for m in behind if m is not subject], rule.object_types)
    if subject is None or target is None or subject.entity == target.entity:
        return
    text = scene.sentence.span.text
    broken = _CLAUSE.search(text, subject.span.end, tokens[index].start) or _OBLIQUE.search(
        text, tokens[index].end, target.span.start
    )
    if not (strict and broken):
        yield subject, target


def half(
    rule: TreeRule, scene: Scene, index: int, subjects: Sequence[Mention], objects: Sequence[Mention]
) -> Iterator[Pair]:
    """Yield pairs of which the tree gave one side: the other is the nearest that fits, in the same stretch of words."""
    before, behind = _sides(scene, index)
    tokens, text = scene.sentence.tokens, scene.sentence.span.text
    if subjects:
        taken = {mention.entity for mention in subjects}
        target = _nearest(scene, [m for m in behind if m.entity not in taken], rule.object_types)
        if target and not _BREAK.search(text, tokens[index].end, target.span.start):
            yield from ((subject, target) for subject in subjects)
    elif objects:
        taken = {mention.entity for mention in objects}
        subject = _nearest(scene, [m for m in reversed(before) if m.entity not in taken], rule.subject_types)
        if subject and not _BREAK.search(text, subject.span.end, tokens[index].start):
            yield from ((subject, target) for target in objects)


def loose(rule: TreeRule, scene: Scene, index: int) -> Iterator[Pair]:
    """Yield the nearest fitting mentions of the sentence, the subject before the object where there is a choice."""
    before, behind = _sides(scene, index)
    subject = _nearest(scene, [*reversed(before), *behind], rule.subject_types)
    if subject is None:
        return
    others = [mention for mention in (*behind, *reversed(before)) if mention.entity != subject.entity]
    target = _nearest(scene, others, rule.object_types)
    if target is not None:
        yield subject, target


def _sides(scene: Scene, index: int) -> tuple[list[Mention], list[Mention]]:
    """Return the mentions before and behind a trigger, without whom the sentence is told after."""
    trigger, source = scene.sentence.tokens[index], attribution.according(scene)
    before = [m for m in scene.mentions if m.span.end <= trigger.start and m is not source]
    return before, [m for m in scene.mentions if trigger.end <= m.span.start and m is not source]


def _nearest(scene: Scene, mentions: Iterator[Mention] | Sequence[Mention], types: frozenset[str]) -> Mention | None:
    return next((mention for mention in mentions if scene.kind(mention) in types), None)
