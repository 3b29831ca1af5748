"""Match pattern rules: expressions over a sentence in which each mention is written ``<Type:number>``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from laborgraph.loaders.scene import Candidate, Scene
from laborgraph.model import Mention, Span

if TYPE_CHECKING:
    from laborgraph.loaders.frames import PatternRule

_PLAIN = str.maketrans("<>'\u00a0\u202f", "  ’  ")


def abstract(scene: Scene) -> tuple[str, list[int]]:
    """Write the sentence with each mention as ``<Type:number>``; also the place in the article of each character.

    Apostrophes are written ``’``, and quotation marks around a mention are left out, so that patterns need not care.
    """
    span, pieces, offsets = scene.sentence.span, list[str](), list[int]()
    position = span.start

    def plain(start: int, end: int) -> None:
        opening = re.search(r"(?:[«“„\"]|(?<!\w)['‘])[\s\u00a0]?$", span.text[start:end])
        closing = re.match(r"[\s\u00a0]?[»”“\"'’](?!s\b)", span.text[start:end]) if start > span.start else None
        first = start + closing.end() if closing else start
        last = max(first, start + opening.start()) if opening and end < span.end else end
        pieces.append(span.text[first:last].translate(_PLAIN))
        offsets.extend(range(first, last))

    for number, mention in enumerate(scene.mentions):
        plain(position, mention.span.start)
        sign = f"<{scene.kind(mention)}:{number}>"
        pieces.append(sign)
        offsets.extend([mention.span.start] * len(sign))
        position = mention.span.end
    plain(position, span.end)
    offsets.append(span.end)
    return "".join(pieces), offsets


def matches(rule: PatternRule, scene: Scene, text: str, offsets: list[int]) -> Iterator[Candidate]:
    """Yield a candidate for each place where one of a rule's expressions matches the abstract `text`."""
    for expression in rule.expressions.get(scene.sentence.language, ()):
        for match in expression.finditer(text):
            groups = match.groupdict()
            start, end = offsets[match.start()], offsets[match.end()]
            subject = _speaker(scene) if rule.spoken else _slot(scene, groups.get("S"), rule.context_subject, start)
            target = _slot(scene, groups.get("O"), rule.context_object, start)
            if subject and groups.get("S"):
                subject = _described(scene, rule, text, match.start("S"), match.end("S")) or subject
            if subject is None or target is None or subject.entity == target.entity:
                continue
            spans = [m.span for m in (subject, target) if scene.sentence.span.holds(m.span)]
            start, end = min([start, *(span.start for span in spans)]), max([end, *(span.end for span in spans)])
            yield Candidate(
                rule=rule,
                route="pattern",
                subject=subject,
                object=target,
                quote=Span(scene.sentence.span.text, start, end),
                scene=scene,
                confidence=rule.confidence,
                position=(groups.get("position") or "").strip(" ,'’") or rule.position,
            )


_OPENED = re.compile(
    r"<(\w+):(\d+)>, [^<>.;:]{0,60}\b(?:of|at|behind|for|de|du|des|d’|von|der|del|di|della|dello|dell’|do|da)"
    r"(?: (?:the|la|le|l’))?(?: [\w’-]+){0,4} ?$"
)


def _described(scene: Scene, rule: PatternRule, text: str, start: int, end: int) -> Mention | None:
    """Return whom an apposition describes where a subject was found in one: X of "X, the owner of Y, has …"."""
    if text[end : end + 2] != ">,":
        return None
    match = _OPENED.search(text, max(0, start - 120), start - 1)
    return scene.mentions[int(match[2])] if match and match[1] in rule.subject_types else None


def _speaker(scene: Scene) -> Mention | None:
    """Return who says the sentence, the press left out: it passes on what others say."""
    speaker = scene.speaker
    if speaker is None or scene.kind(speaker) == "NewsOrganization":
        return None
    return speaker if scene.sentence.span.holds(speaker.span) else replace(speaker, how="context")


def _slot(scene: Scene, sign: str | None, context: frozenset[str], place: int) -> Mention | None:
    """Return the mention that a slot matched or, where the pattern leaves it out, one before that fits.

    A tool or a work is the one that the article is about; else it is the first in the sentence, mostly its subject, or
    the last before the sentence.
    """
    if sign:
        return scene.mentions[int(sign.rpartition(":")[2])]
    if scene.topic and context == {"Tool"}:
        return scene.topic
    here = [mention for mention in scene.mentions if mention.span.end <= place and _named(scene, mention, context)]
    if here:
        return replace(next(one for one in reversed(here) if one.entity == here[0].entity), how="context")
    if scene.work and context == {"Production"}:
        return scene.work
    earlier = [mention for mention in scene.earlier if _named(scene, mention, context)]
    return replace(earlier[-1], how="context") if earlier else None


def _named(scene: Scene, mention: Mention, kinds: frozenset[str]) -> bool:
    """Tell whether a mention names a particular entity of these types."""
    return scene.kind(mention) in kinds and mention.how != "pronoun" and mention.entity not in scene.generic
