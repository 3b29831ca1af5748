"""Match the frames against a sentence and yield candidates: who, what, where, by which rule.

Three ways: trees (roles of the parse), windows (no parse: the nearest fitting mentions around a trigger) and
patterns (expressions over the sentence with its mentions abstracted). None of them decides: the gate does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from laborgraph.loaders import attribution, frames, patterns
from laborgraph.loaders.roles import arguments, is_passive, resolve
from laborgraph.loaders.scene import Candidate, Scene
from laborgraph.model import Mention, Span

if TYPE_CHECKING:
    from laborgraph.loaders.frames import Rule, TreeRule
    from laborgraph.loaders.parser import Sentence

#: Tokens that a window reaches to the left and right of a trigger.
WINDOW = 12
#: The same where a tree is there but gave nothing: parsers err, and what stands side by side is seldom wrong.
NEAR = 6
_CLAUSE = re.compile(r"[,;:.(]|\b(?:that|which|who|whom|and|qui|que|dont|et)\b")
_OBLIQUE = re.compile(r"[,;:.(]|\b(?:with|by|from|using|that|than|avec|par|pour|que|qui|sans|without)\b")
#: What a route's candidate is worth beside a tree's.
_WORTH = {"tree": 1.0, "near": 0.85, "window": 0.75}


def candidates(scene: Scene) -> Iterator[Candidate]:
    """Yield what the frames find in one sentence."""
    trees, expressions = frames.load()
    for rule in trees:
        if _applies(rule, scene):
            for found in _tree(rule, scene) if scene.sentence.tree else _window(rule, scene):
                yield from _spread(found)
    text, offsets = patterns.abstract(scene)
    for pattern in expressions:
        if _applies(pattern, scene):
            for found in patterns.matches(pattern, scene, text, offsets):
                yield from _spread(found)


def _applies(rule: Rule, scene: Scene) -> bool:
    language, text = scene.sentence.language, scene.sentence.span.quote
    unless, needs = rule.unless.get(language), rule.needs.get(language)
    return not (unless and unless.search(text)) and not (needs and not needs.search(text))


def _tree(rule: TreeRule, scene: Scene) -> Iterator[Candidate]:
    for index in _triggers(rule, scene.sentence):
        subjects = list(_fill(scene, rule, rule.subject, index, rule.subject_types, "subject"))
        objects = list(_fill(scene, rule, rule.object, index, rule.object_types, "object"))
        found = [(one, other) for one in subjects for other in objects if one.entity != other.entity]
        for subject, target in found:
            yield _candidate(rule, "tree", scene, subject, target, index)
        if not found and rule.subject[0] == "subj" and not is_passive(scene.sentence, index):
            yield from _around(rule, scene, index, NEAR, "near")


def _triggers(rule: TreeRule, sentence: Sentence) -> Iterator[int]:
    forms = rule.lemmas.get(sentence.language, ())
    for index, token in enumerate(sentence.tokens):
        for form in forms:
            if token.lemma != form[0] or (sentence.tree and token.pos not in rule.pos):
                continue
            if len(form) == 1 or _has(sentence, index, form[1:]):
                yield index
                break


def _has(sentence: Sentence, index: int, lemmas: Sequence[str]) -> bool:
    """Tell whether all these lemmas stand below a token (or, without a tree, close behind it)."""
    if sentence.tree:
        below = [sentence.tokens[child] for child in sentence.children[index]]
        below += [sentence.tokens[grand] for child in sentence.children[index] for grand in sentence.children[child]]
    else:
        below = list(sentence.tokens[index + 1 : index + 6])
    found = {token.lemma for token in below} | {token.text.casefold() for token in below}
    return all(lemma in found for lemma in lemmas)


def _fill(
    scene: Scene, rule: TreeRule, roles: Sequence[str], index: int, types: frozenset[str], slot: str
) -> Iterator[Mention]:
    """Yield the mentions that fill a slot: those of the first role that holds any."""
    for role in roles:
        found = [
            mention
            for argument in arguments(scene.sentence, index, role)
            for mention in resolve(scene, argument, types)
        ]
        if found:
            yield from dict.fromkeys(found)
            return
    if slot in rule.implied and scene.topic and scene.kind(scene.topic) in types:
        yield scene.topic


def _window(rule: TreeRule, scene: Scene) -> Iterator[Candidate]:
    for index in _triggers(rule, scene.sentence):
        yield from _around(rule, scene, index, WINDOW, "window")


def _around(rule: TreeRule, scene: Scene, index: int, reach: int, route: str) -> Iterator[Candidate]:
    """Yield what the nearest fitting mentions on both sides of a trigger give, no further away than `reach` tokens."""
    tokens = scene.sentence.tokens
    left = tokens[max(0, index - reach)].start
    right = tokens[min(len(tokens) - 1, index + reach)].end
    source = attribution.according(scene)
    before = [
        m for m in scene.mentions if left <= m.span.start and m.span.end <= tokens[index].start and m is not source
    ]
    behind = [m for m in scene.mentions if tokens[index].end <= m.span.start and m.span.end <= right]
    subject = next((m for m in reversed(before) if scene.kind(m) in rule.subject_types), None)
    if subject is None and scene.words.listed("inversion"):
        subject = next((m for m in behind if scene.kind(m) in rule.subject_types), None)
    target = next((m for m in behind if scene.kind(m) in rule.object_types and m is not subject), None)
    if subject and target and subject.entity != target.entity:
        text = scene.sentence.span.text
        if route == "near" and (
            _CLAUSE.search(text, subject.span.end, tokens[index].start)
            or _OBLIQUE.search(text, tokens[index].end, target.span.start)
        ):
            return
        yield _candidate(rule, route, scene, subject, target, index)


def _candidate(rule: Rule, route: str, scene: Scene, subject: Mention, target: Mention, index: int) -> Candidate:
    trigger = scene.sentence.tokens[index]
    spans = [mention.span for mention in (subject, target) if scene.sentence.span.holds(mention.span)]
    start = min([trigger.start, *(span.start for span in spans)])
    end = max([trigger.end, *(span.end for span in spans)])
    return Candidate(
        rule=rule,
        route=route,
        subject=subject,
        object=target,
        quote=Span(scene.sentence.span.text, start, end),
        scene=scene,
        confidence=rule.confidence * _WORTH[route],
        token=index,
        position=rule.position,
    )


#: What may stand between two names of one list.
_LISTED = re.compile(
    r"(?:\s?,\s|,?\s(?:and|et|y|e|und|sowie|as well as|ainsi que)\s)(?:(?:and|et|y|und) )?"
    r"(?:(?:the|le|la|les|des|du|de la|de|los|las|el|die|der|den|with|avec|for|pour|to|of|contre|against) "
    r"|(?:de )?l['’]|d['’])?[«“„\"'‘]?[\s\u00a0]?"
)
_CLOSED = re.compile(r"[\s\u00a0]?[»”“\"'’](?!s\b)")


def listed(scene: Scene, mention: Mention) -> Iterator[Mention]:
    """Yield the mentions that stand in one list with a mention and are of its type: "A, B and C"."""
    number = next((place for place, other in enumerate(scene.mentions) if other is mention), None)
    if number is None:
        return
    for step in (-1, 1):
        place = number
        while 0 <= place + step < len(scene.mentions):
            left, right = sorted((scene.mentions[place], scene.mentions[place + step]), key=lambda one: one.span)
            between = scene.sentence.span.text[left.span.end : right.span.start]
            closed = _CLOSED.match(between)
            between = between[closed.end() :] if closed else between
            if scene.kind(scene.mentions[place + step]) != scene.kind(mention) or not _LISTED.fullmatch(between):
                break
            place += step
            yield scene.mentions[place]


def _spread(found: Candidate) -> Iterator[Candidate]:
    """Yield a candidate and the same for each that stands in a list with its subject or object."""
    subjects_ = [found.subject, *listed(found.scene, found.subject)]
    objects = [found.object, *listed(found.scene, found.object)]
    for subject in subjects_:
        for target in objects:
            if subject.entity == target.entity:
                continue
            spans = [m.span for m in (subject, target) if found.scene.sentence.span.holds(m.span)]
            start = min([found.quote.start, *(span.start for span in spans)])
            end = max([found.quote.end, *(span.end for span in spans)])
            yield replace(found, subject=subject, object=target, quote=Span(found.quote.text, start, end))
