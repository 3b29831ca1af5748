"""Link what is no name to the entity that it means: definite descriptions ("the union") and pronouns.

Only what stands before is looked at, so that a link can be checked by eye. Each link keeps the way it was made, and
the gate lowers the confidence of what rests on it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from laborgraph import ids
from laborgraph.loaders.lexicon import Lexicon
from laborgraph.loaders.segment import Block
from laborgraph.model import Mention, Span

if TYPE_CHECKING:
    from laborgraph.loaders.mentions import Cast


def link(cast: Cast, blocks: Sequence[Block], words: Lexicon) -> None:
    """Note descriptions and pronouns, each with the entity before it that it most likely means.

    A contract or law that is only ever described ("the agreement") becomes an entity of its own.
    """
    nouns, pronouns = words.table("anaphors"), words.table("pronouns")
    if not nouns:
        return
    expression = _expression(words)
    for number, block in enumerate(blocks):
        earlier = blocks[number - 1].span.start if number else 0
        for match in expression.finditer(block.span.text, block.span.start, block.span.end):
            span = Span(block.span.text, *match.span())
            if not cast.free(span) or (match["noun"] and is_apposition(span)):
                continue
            if match["pronoun"]:
                entity = _salient(cast, pronouns[match["pronoun"].casefold()], block, span.start)
            else:
                kinds = nouns[match["noun"].casefold()]
                entity = _last(cast, kinds, earlier, span.start) or _last(cast, kinds, 0, span.start)
                if entity is None and kinds == ["Agreement"]:
                    bare = Span(span.text, *match.span("noun"))
                    cast.add(bare, ids.unregistered_id("Agreement", bare.quote), "Agreement", "noun")
            if entity is not None:
                cast.add(span, entity, cast.types[entity], "pronoun" if match["pronoun"] else "anaphor")


def _expression(words: Lexicon) -> re.Pattern[str]:
    """Make the expression of a language's descriptions, one adjective allowed, and pronouns."""
    determiners = [
        re.escape(word) + ("" if word.endswith(("'", "’")) else r"\s") for word in words.listed("determiners")
    ]
    nouns = sorted(map(re.escape, words.table("anaphors")), key=lambda noun: (-len(noun), noun))
    pronouns = sorted(map(re.escape, words.table("pronouns"))) or ["(?!)"]
    described = rf"(?:{'|'.join(determiners)})(?:[^\W\d_]{{2,12}}\s)?(?P<noun>{'|'.join(nouns)})"
    return re.compile(rf"\b(?:{described}|(?P<pronoun>{'|'.join(pronouns)}))\b(?![-’'](?!s\b))", re.IGNORECASE)


_NAMED_BEFORE = re.compile(
    r"[^\W\d_a-zà-öø-ÿ][^\s,;:]*[»”\"]?, (?:now |then |once )?(?:(?:the|an?|le|la|une?|el|la|der|die|das|eine?) |l['’])?"
    r"(?:[^\W\d_]+ ){0,2}$"
)


def is_apposition(span: Span) -> bool:
    """Tell whether a description stands beside the name that it describes: "X, the studio", "the studio X"."""
    before = _NAMED_BEFORE.search(span.text[max(0, span.start - 60) : span.start])
    rest = span.text[span.end : span.end + 12]
    closed = re.match(r"[,.;)]| (?:of|behind|at|de|du|des|d['’]|which|that|qui|que|von|der|in)\b| d['’]", rest)
    return bool((before and closed) or re.match(r" [«“„\"]?\s?[^\W\d_a-zà-öø-ÿ]", rest))


def is_definite(span: Span, words: Lexicon) -> bool:
    """Tell whether words are a definite description, to be linked to what stands before: "the union", "l'éditeur"."""
    noun = span.quote.split()[-1].casefold()
    head = span.quote.split()[0].casefold()
    nouns = words.table("anaphors")
    if noun not in nouns and head not in nouns:
        return False
    determiners = [re.escape(word) for word in words.listed("determiners")]
    before = span.text[max(0, span.start - 12) : span.start]
    return bool(re.search(rf"(?:^|[\s(«“\"])(?:{'|'.join(determiners)})\s?$", before, re.IGNORECASE))


def _last(cast: Cast, kinds: Sequence[str], start: int, end: int) -> str | None:
    """Return the last entity of these types named between two places; the press only where nothing else fits."""
    fitting = [
        mention
        for mention in cast.mentions
        if start <= mention.span.start
        and mention.span.end <= end
        and mention.how != "pronoun"
        and cast.types[mention.entity] in kinds
        and not _generic(cast, mention)
    ]
    others = [mention for mention in fitting if cast.types[mention.entity] != "NewsOrganization"]
    chosen = others or fitting
    return max(chosen, key=lambda mention: mention.span.start).entity if chosen else None


def _salient(cast: Cast, kinds: Sequence[str], block: Block, end: int) -> str | None:
    """Return the entity that a pronoun most likely means: the first in the nearest sentence that names one."""
    for sentence in reversed([one for one in block.sentences if one.start < end]):
        fitting = [
            mention
            for mention in cast.mentions
            if sentence.start <= mention.span.start
            and mention.span.end <= min(end, sentence.end)
            and cast.types[mention.entity] in kinds
            and not _generic(cast, mention)
        ]
        if fitting:
            return min(fitting, key=lambda mention: mention.span.start).entity
    return None


def _generic(cast: Cast, mention: Mention) -> bool:
    entry = cast.entries.get(mention.entity)
    return bool(entry and entry.generic) and cast.types[mention.entity] not in ("Tool", "Role")
