"""Match the frames against a sentence and yield candidates: who, what, where, by which rule.

Three ways: trees (roles of the parse), windows (no parse: the nearest fitting mentions around a trigger) and
patterns (expressions over the sentence with its mentions abstracted). None of them decides: the gate does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from typing import TYPE_CHECKING

from laborgraph.loaders import attribution, clauses, frames, patterns, windows
from laborgraph.loaders.lexicon import LANGUAGES
from laborgraph.loaders.roles import arguments, is_passive, resolve
from laborgraph.loaders.scene import Candidate, Scene
from laborgraph.model import Mention, Span
from laborgraph.ontology.terms import ORG_TYPES

if TYPE_CHECKING:
    from laborgraph.loaders.frames import Rule, TreeRule
    from laborgraph.loaders.parser import Sentence

#: What a route's candidate is worth beside a tree's.
_WORTH = {"tree": 1.0, "clause": 0.9, "near": 0.85, "window": 0.65, "half": 0.65, "loose": 0.5}


def candidates(scene: Scene) -> Iterator[Candidate]:
    """Yield what the frames find in one sentence."""
    if not scene.mentions:
        return
    trees, expressions, _ = frames.load(scene.own)
    language, lemmas = scene.sentence.language, {token.lemma for token in scene.sentence.tokens}
    for rule in trees:
        if not lemmas.isdisjoint(rule.triggers.get(language, ())) and _applies(rule, scene):
            for found in _tree(rule, scene) if scene.sentence.tree else _window(rule, scene):
                yield from _spread(found)
    text, offsets = patterns.abstract(scene)
    kinds = {scene.kind(mention) for mention in scene.mentions}
    for pattern in expressions:
        if pattern.could_match(kinds) and _applies(pattern, scene):
            for found in patterns.matches(pattern, scene, text, offsets):
                yield from _spread(found)


def pairs(scene: Scene, related: Set[frozenset[str]], served: Set[tuple[str, str]]) -> Iterator[Candidate]:
    """Yield what types alone let expect of two entities in one sentence.

    Left out are entities that are `related` already, and what another rule `served` in this sentence: a predicate with
    its subject or its object.
    """
    language = scene.sentence.language
    if language not in LANGUAGES:
        return
    sources = {
        m.entity for m in (attribution.according(scene), attribution.told(scene), attribution.beside(scene)) if m
    }
    fit = [(place, mention) for place, mention in enumerate(scene.mentions) if _is_party(scene, mention)]
    for rule in frames.load(scene.own)[2]:
        if (rule.needs and language not in rule.needs) or not _applies(rule, scene):
            continue
        for (place, subject), (other, target) in _close(fit, rule.reach):
            if (
                scene.kind(subject) in rule.subject_types
                and scene.kind(target) in rule.object_types
                and subject.entity != target.entity
                and not subject.how == target.how == "anaphor"
                and frozenset((subject.entity, target.entity)) not in related
                and (rule.predicate, subject.entity) not in served
                and (rule.predicate, target.entity) not in served
                and (rule.modality or not {subject.entity, target.entity} & sources)
                and not _parted(subject, target)
            ):
                yield _beside(rule, scene, subject, target, _BETWEEN ** (abs(place - other) - 1))


def _close(fit: Sequence[tuple[int, Mention]], reach: int) -> Iterator[tuple[tuple[int, Mention], tuple[int, Mention]]]:
    """Yield the pairs with no more than `reach` mentions between them, each both ways round."""
    for number, one in enumerate(fit):
        for other in fit[number + 1 : number + 2 + reach]:
            if other[0] - one[0] <= reach + 1:
                yield one, other
                yield other, one


#: What each mention between two of a pair takes of its worth.
_BETWEEN = 0.85
_PARTED = re.compile(r"[;:()!?«»“”]|\b(?:but|while|although|mais|tandis|pero|aunque|aber|während)\b", re.IGNORECASE)
_OWNED = re.compile(r"['’]s? (?:societ|union|guild|association|organi[sz]ation|strike)", re.IGNORECASE)


def _is_party(scene: Scene, mention: Mention) -> bool:
    """Tell whether a mention may stand in a pair: no contract without a name, no "authors" in "authors' societies"."""
    return mention.how != "noun" and not _OWNED.match(mention.span.text, mention.span.end)


def _parted(one: Mention, other: Mention) -> bool:
    first, second = sorted((one.span, other.span))
    between = first.text[first.end : second.start].strip("«»“”„\"'’ \u00a0")
    return (
        len(between) > 120
        or bool(_PARTED.search(between))
        or bool(_LISTED.fullmatch(first.text[first.end : second.start]))
    )


def _beside(rule: Rule, scene: Scene, subject: Mention, target: Mention, worth: float) -> Candidate:
    start, end = min(subject.span.start, target.span.start), max(subject.span.end, target.span.end)
    return Candidate(
        rule=rule,
        route="pair",
        subject=subject,
        object=target,
        quote=Span(scene.sentence.span.text, start, end),
        scene=scene,
        confidence=rule.confidence * worth,
        position=rule.position,
    )


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
        if not found:
            yield from _placed(rule, scene, index, subjects, objects)


def _placed(
    rule: TreeRule, scene: Scene, index: int, subjects: Sequence[Mention], objects: Sequence[Mention]
) -> Iterator[Candidate]:
    """Yield what places give where the tree gave no pair."""
    active = rule.subject[0] == "subj" and not is_passive(scene.sentence, index)
    seen = set()
    routes = (
        ("near", windows.around(rule, scene, index, strict=True) if active else ()),
        ("half", windows.half(rule, scene, index, subjects, objects) if active else ()),
        ("loose", windows.loose(rule, scene, index)),
    )
    for route, pairs in routes:
        for subject, target in pairs:
            if (subject.entity, target.entity) not in seen:
                seen.add((subject.entity, target.entity))
                yield _candidate(rule, route, scene, subject, target, index)


def _triggers(rule: TreeRule, sentence: Sentence) -> Iterator[int]:
    forms = rule.lemmas.get(sentence.language, ())
    for index, token in enumerate(sentence.tokens):
        for form in forms:
            if token.lemma != form[0] or (sentence.tree and token.pos not in rule.pos):
                continue
            if sentence.language == "de" and index and token.text[0].isupper() and "NOUN" not in rule.pos:
                continue
            if len(form) == 1 or _has(sentence, index, form[1:]):
                yield index
                break


#: How far behind a German verb its prefix may stand.
_SEPARABLE = 15


def _has(sentence: Sentence, index: int, lemmas: Sequence[str]) -> bool:
    """Tell whether all these lemmas stand below a token (or, without a tree, close behind it)."""
    if sentence.tree:
        below = [sentence.tokens[child] for child in sentence.children[index]]
        below += [sentence.tokens[grand] for child in sentence.children[index] for grand in sentence.children[child]]
    else:
        reach = _SEPARABLE if sentence.language == "de" else 5
        below = list(sentence.tokens[index + 1 : index + 1 + reach])
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
        subjects = clauses.fill(scene, index, rule.subject, rule.subject_types)
        objects = clauses.fill(scene, index, rule.object, rule.object_types)
        found = [(one, other) for one in subjects for other in objects if one.entity != other.entity]
        for subject, target in found:
            yield _candidate(rule, "clause", scene, subject, target, index)
        if found:
            continue
        found = list(windows.around(rule, scene, index, strict=False))
        for subject, target in found:
            yield _candidate(rule, "window", scene, subject, target, index)
        if not found:
            for subject, target in windows.loose(rule, scene, index):
                yield _candidate(rule, "loose", scene, subject, target, index)


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
    r"(?:\s?,\s|,?\s(?:and|et|y|e|und|or|ou|oder|o|ed|sowie|as well as|ainsi que|like|such as|including|comme|dont|wie"
    r"|como|come|bem como|nonché)\s"
    r"|,?\s(?:namely|including|such as|notamment|à savoir|nämlich|etwa|como|tra cui|come)\s)"
    r"(?:(?:and|et|y|und|e) )?"
    r"(?:(?:a|con|contra|gegen|mit) (?=(?:los|las|la|el|die|den|der|dem|il|i|gli|le|os|as) ))?"
    r"(?:(?:the|le|la|les|des|du|de la|de|los|las|el|die|der|den|with|avec|for|pour|to|of|contre|against"
    r"|il|lo|i|gli|di|del|dei|della|delle|o|a|os|as|do|da|dos|das|con|com|per|para) "
    r"|(?:de )?l['’]|d['’]|(?:de|a|da)ll['’])?[«“„\"'‘]?[\s\u00a0]?"
)
_CLOSED = re.compile(r"[\s\u00a0]?[»”“\"'’](?!s\b)")


def listed(scene: Scene, mention: Mention) -> Iterator[Mention]:
    """Yield the mentions that stand in one list with a mention and are of its type: "A, B and C"."""
    yield from (replace(mention, entity=other) for other in scene.groups.get(mention.span, ()))
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
            kinds = {scene.kind(scene.mentions[place + step]), scene.kind(mention)}
            if (len(kinds) > 1 and not kinds <= ORG_TYPES - {"NewsOrganization"}) or not _LISTED.fullmatch(between):
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
