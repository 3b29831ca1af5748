"""Gather what narrows a claim down: production, task, phase, agreement, measure, count, date of an event, effects."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from laborgraph.loaders import dates, magnitude
from laborgraph.loaders.scene import Candidate, Scene
from laborgraph.model import Effect, Mention, Qualifiers

if TYPE_CHECKING:
    from laborgraph.loaders.gate import Proposal

_TOOL_USE = frozenset({"uses", "usedIn", "tests"})
_COUNTED = frozenset({"laysOff", "represents", "affects"})
_MEASURED = frozenset({"restricts", "protects"})
#: Predicates that state something which happened on a day.
_DATED = frozenset({"strikesAgainst", "laysOff", "sues", "agreesWith", "investsIn"})


def read(candidate: Candidate, block: Sequence[Scene]) -> Qualifiers:
    """Return the qualifiers of a candidate; `block` holds the scenes of its block, for what the next ones tell."""
    scene, predicate = candidate.scene, candidate.rule.predicate
    result = Qualifiers(position=candidate.position)
    if candidate.rule.impact:
        result = replace(result, effects=(Effect(impact=candidate.rule.impact),))
    if predicate in _TOOL_USE:
        tool = candidate.subject if predicate == "usedIn" else candidate.object
        result = replace(
            result,
            task=_task(scene, tool),
            effects=_effects(block, tool),
            production=_production(scene, block) if predicate != "usedIn" else None,
            phase=_first(scene, "phases"),
        )
    if predicate in _MEASURED:
        result = replace(result, measure=_first(scene, "measures"))
    if predicate in _COUNTED:
        span = scene.sentence.span
        if number := magnitude.count_before(span.text, span.start, candidate.object.span.start, scene.words):
            result = replace(result, count=number[0], count_text=number[1])
    if predicate == "laysOff":
        result = replace(result, cause=_first(scene, "causes"))
    if predicate == "agreesWith":
        result = replace(result, agreement=_only([scene], "Agreement"))
    return result


def dated(proposal: Proposal, published: str) -> Proposal:
    """Add the one day that the sentence of an event prints, resolved against the day of publication."""
    if proposal.predicate not in _DATED or proposal.qualifiers.event_date_text:
        return proposal
    found = list(dates.days(proposal.sentence.quote, published))
    if len(found) != 1:
        return proposal
    printed, iso = found[0]
    return replace(proposal, qualifiers=replace(proposal.qualifiers, event_date=iso, event_date_text=printed))


def _first(scene: Scene, table: str) -> str:
    """Return the first name of a table of the lexicon of which a cue stands in the sentence."""
    names = scene.words.table(table)
    return next((name for name in names if scene.words.pattern(table, name).search(scene.sentence.span.quote)), "")


def _effects(block: Sequence[Scene], tool: Mention) -> tuple[Effect, ...]:
    """Return the effects told in the sentences of the block that name the tool, or behind one and naming none."""
    found: list[Effect] = []
    named = False
    for scene in block:
        tools = {other.entity for other in scene.mentions if scene.kind(other) == "Tool"}
        named = tool.entity in tools or (named and not tools)
        if named:
            found += [effect for _, effect in magnitude.effects(scene.sentence.span, scene.words)]
    return tuple(dict.fromkeys(found))


def _task(scene: Scene, tool: Mention) -> str:
    """Return the words behind the tool that tell what for: "to write policy briefings"."""
    if not scene.sentence.span.holds(tool.span):
        return ""
    match = scene.words.pattern("task_patterns").search(tool.span.text, tool.span.end, scene.sentence.span.end)
    if not match or re.search(r"[.;:,()«»“”\"]", tool.span.text[tool.span.end : match.start()]):
        return ""
    rest = re.match(r"\s+([^.;:,()«»“”\"]{3,80})", tool.span.text[match.end() : scene.sentence.span.end])
    return rest[1].strip() if rest else ""


def _production(scene: Scene, block: Sequence[Scene]) -> str | None:
    """Return the one production that the sentence names or, where it names none, the sentence before."""
    if any(scene.kind(mention) == "Production" for mention in scene.mentions):
        return _only([scene], "Production")
    before = [other for other in block if other.sentence.span < scene.sentence.span]
    return _only(before[-1:], "Production")


def _only(scenes: Sequence[Scene], kind: str) -> str | None:
    """Return the one entity of a type that sentences name, if there is just one."""
    found = {
        mention.entity
        for scene in scenes
        for mention in scene.mentions
        if scene.kind(mention) == kind and mention.how != "pronoun"
    }
    return found.pop() if len(found) == 1 else None
