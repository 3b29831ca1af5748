"""Link what is no name to the entity that it means: definite descriptions ("the union") and pronouns.

Only what stands before is looked at, so that a link can be checked by eye. Each link keeps the way it was made, and
the gate lowers the confidence of what rests on it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
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
    heads = _heads(cast, words)
    expression, before = _expression(words, tuple(heads)), _Antecedents(cast)
    for number, block in enumerate(blocks):
        earlier = blocks[number - 1].span.start if number else 0
        for match in expression.finditer(block.span.text, block.span.start, block.span.end):
            span = Span(block.span.text, *match.span())
            if not cast.free(span) or (
                not match["pronoun"] and (is_apposition(span) or _OF_A_NAME.match(span.text, span.end))
            ):
                continue
            if match["new"]:
                bare = Span(span.text, *match.span("new"))
                cast.add(bare, ids.unregistered_id("Agreement", bare.quote), "Agreement", "noun")
                continue
            if match["pronoun"]:
                kinds = _things(span, words) or pronouns[match["pronoun"].casefold()]
                entity = before.salient([kind for kind in kinds if kind != "Persons"], block, span.start)
                if entity is None and kinds == ["Tool"]:
                    kinds = pronouns[match["pronoun"].casefold()]
                    entity = before.salient([kind for kind in kinds if kind != "Persons"], block, span.start)
                if "Persons" in kinds and (group := before.several(block, span.start, entity)):
                    entity, cast.groups[span] = group[0], group[1:]
            else:
                noun = (match["noun"] or match["bare"]).casefold()
                kinds = nouns.get(noun, [])
                own = before.among(heads.get(noun, ()), span.start)
                entity = own or before.described(kinds, earlier, span.start)
                if entity is None and block.kind == "headline":
                    entity = before.first(kinds, block.span.end)
                if entity is None and kinds == ["Agreement"] and match["noun"]:
                    bare = Span(span.text, *match.span("noun"))
                    cast.add(bare, ids.unregistered_id("Agreement", bare.quote), "Agreement", "noun")
            if entity is not None:
                cast.add(span, entity, cast.types[entity], "pronoun" if match["pronoun"] else "anaphor")


def _things(span: Span, words: Lexicon) -> list[str]:
    """Return tools where the words around a pronoun tell that it means one: "works with it", "it was trained on"."""
    before, behind = words.listed("used", "before"), words.listed("used", "behind")
    if span.quote.casefold() not in words.words("used", "pronouns"):
        return []
    led = before and re.search(rf"\b(?:{'|'.join(before)}) $", span.text[max(0, span.start - 30) : span.start])
    followed = behind and re.match(rf" (?:{'|'.join(behind)})\b", span.text[span.end : span.end + 50])
    return ["Tool"] if led or followed else []


def _heads(cast: Cast, words: Lexicon) -> dict[str, tuple[str, ...]]:
    """Map the nouns that organisations and agreements bear in their own names to them: "the Pool"."""
    heads: dict[str, set[str]] = {}
    for mention in cast.mentions:
        kind, parts = cast.types[mention.entity], _HEAD_ENDS.split(mention.span.quote)[0].split()
        if len(mention.span.quote.split()) < 2 or not parts or kind not in _BEARERS or _generic(cast, mention):
            continue
        head = parts[-1] if words.language in ("en", "de") else parts[0]
        if head.isalpha() and head[0].isupper() and len(head) > 3 and not head.isupper():
            heads.setdefault(head.casefold(), set()).add(mention.entity)
    return {head: tuple(sorted(entities)) for head, entities in heads.items()}


_HEAD_ENDS = re.compile(r",? (?:of|for|the|and|&|at|in|der|des|für|de|du|von) ")
#: What is spoken of by the last noun of its name; studios and tools bear nouns that mean other things.
_BEARERS = ("Union", "Association", "Agreement", "Authority")


def _expression(words: Lexicon, heads: Sequence[str] = ()) -> re.Pattern[str]:
    """Make the expression of a language's descriptions, one adjective allowed, and pronouns."""
    determiners = [
        re.escape(word) + ("" if word.endswith(("'", "’")) else r"\s") for word in words.listed("determiners")
    ]
    table = words.table("anaphors")
    nouns = [re.escape(noun) for noun in sorted({*table, *heads}, key=lambda noun: (-len(noun), noun))]
    agreements = [re.escape(noun) for noun in sorted(table) if table[noun] == ["Agreement"]] or ["(?!)"]
    pronouns = sorted(map(re.escape, words.table("pronouns"))) or ["(?!)"]
    adjective = rf"(?:(?!(?:{'|'.join(determiners)}))[^\W\d_]{{2,12}}\s)?"
    compound = rf"(?!\s(?:(?:and|&) \w+ )?(?:{'|'.join(words.listed('compounds')) or '(?!)'})\b)"
    described = rf"(?:{'|'.join(determiners)}){adjective}(?P<noun>{'|'.join(nouns)}){compound}"
    described += _bare(words)
    indefinite = "|".join(words.listed("indefinites")) or "(?!)"
    described += rf"|(?:{indefinite})\s(?:[^\W\d_]{{2,12}}\s)?(?P<new>{'|'.join(agreements)})"
    closed = r"\b(?![-’'](?!s\b))"
    return re.compile(rf"\b(?:{described}|(?P<pronoun>{'|'.join(pronouns)})){closed}", re.IGNORECASE)


def _bare(words: Lexicon) -> str:
    """Return the expression of a noun that needs no article before a title and a name: "Union secretary X"."""
    nouns = "|".join(words.listed("bare_before_titles"))
    titles = "|".join(words.listed("titles"))
    return rf"|(?<![-’'])(?P<bare>{nouns or '(?!)'})(?=\s(?:{titles})\s(?-i:[^\W\d_a-zà-öø-ÿ]))"


#: "the technology of X" is no description of what stands before.
_OF_A_NAME = re.compile(
    r" (?:of|from|by|de|du|von|der|di|del|della|do|da) [^\W\d_a-zà-öø-ÿ]| d(?:ell)?['’][^\W\d_a-zà-öø-ÿ]"
)
_AND = re.compile(r",? (?:and|et|y|und|ed?) ")
_NAMED_BEFORE = re.compile(
    r"[^\W\d_a-zà-öø-ÿ][^\s,;:]*[»”\"]?, (?:now |then |once )?"
    r"(?:(?:the|an?|le|la|une?|el|la|der|die|das|eine?|il|lo|un[oa]|o|uma?) |(?:l|un)['’])?(?:[^\W\d_]+ ){0,2}$"
)


def is_apposition(span: Span) -> bool:
    """Tell whether a description stands beside the name that it describes: "X, the studio", "the studio X"."""
    before = _NAMED_BEFORE.search(span.text[max(0, span.start - 60) : span.start])
    rest = span.text[span.end : span.end + 12]
    closed = re.match(
        r"[,.;)]| (?:of|behind|at|de|du|des|d['’]|which|that|qui|que|che|von|der|in|di|del|della|do|da)\b"
        r"| d(?:ell)?['’]",
        rest,
    )
    titled = re.match(r" (?:d['’])?[^\W\d_]+ [«“„]\s?[^\W\d_a-zà-öø-ÿ]", span.text[span.end : span.end + 40])
    return bool((before and closed) or titled or re.match(r" [«“„\"]?\s?[^\W\d_a-zà-öø-ÿ]", rest))


def is_definite(span: Span, words: Lexicon) -> bool:
    """Tell whether words are a definite description, to be linked to what stands before: "the union", "l'éditeur"."""
    determiners = [re.escape(word) for word in words.listed("determiners")]
    led = re.match(rf"(?:{'|'.join(determiners) or '(?!)'})\s?(?=\w)", span.quote, re.IGNORECASE)
    bare = span.quote[led.end() :] if led else span.quote
    if bare.casefold() in words.words("bare_before_titles") and _BEFORE_A_NAME.match(span.text, span.end):
        return True
    nouns = words.table("anaphors")
    if bare.split()[-1].casefold() not in nouns and bare.split()[0].casefold() not in nouns:
        return False
    if led and re.search(r"\W$|\s$", led.group()):
        return True
    # One adjective of place may stand between: "the French publisher".
    before = re.sub(r"(?<=\s)[A-Z][a-z]+(?:an|ese|ish|ch)\s$", "", span.text[max(0, span.start - 24) : span.start])
    return bool(re.search(rf"(?:^|[\s(«“\"])(?:{'|'.join(determiners)})\s?$", before, re.IGNORECASE))


#: Behind "Guild" in "Guild secretary Jo Marlow": what is told of the guild spoken of, not of guilds.
_BEFORE_A_NAME = re.compile(r"(?: [a-z][\w-]+){1,3} [^\W\d_a-zà-öø-ÿ][\w’'-]+\b")


class _Antecedents:
    """The mentions that a description or pronoun may mean, in the order of the text."""

    def __init__(self, cast: Cast) -> None:
        self._cast = cast
        self._mentions = [mention for mention in cast.ordered() if not _generic(cast, mention)]
        self._starts = [mention.span.start for mention in self._mentions]

    def described(self, kinds: Sequence[str], near: int, end: int) -> str | None:
        """Return what a description means: by preference of its very kind ("Studio:streamer"), and from nearby."""
        special = [kind for kind in kinds if ":" in kind]
        plain = [kind for kind in kinds if ":" not in kind]
        tries = [(some, start) for some in (special, plain) if some for start in (near, 0)]
        return next((found for some, start in tries if (found := self.last(some, start, end))), None)

    def among(self, entities: Sequence[str], end: int) -> str | None:
        """Return the one of some entities that was named last before a place."""
        behind = self._mentions[: bisect_left(self._starts, end)]
        return next((one.entity for one in reversed(behind) if one.entity in entities), None) if entities else None

    def last(self, kinds: Sequence[str], start: int, end: int) -> str | None:
        """Return the last entity of these types named between two places; the press only where nothing else fits."""
        press = None
        for place in range(bisect_left(self._starts, end) - 1, -1, -1):
            mention = self._mentions[place]
            if mention.span.start < start:
                break
            kind = self._cast.types[mention.entity]
            entry = self._cast.entries.get(mention.entity)
            if kind not in kinds and not (entry and f"{kind}:{entry.kind}" in kinds):
                continue
            if kind != "NewsOrganization":
                return mention.entity
            press = press or mention.entity
        return press

    def first(self, kinds: Sequence[str], start: int) -> str | None:
        """Return the first entity of these types named behind a place: what a headline describes, the text names."""
        behind = self._mentions[bisect_left(self._starts, start) :]
        return next((one.entity for one in behind if self._cast.types[one.entity] in kinds), None)

    def several(self, block: Block, end: int, nearer: str | None) -> tuple[str, ...]:
        """Return whom a plural pronoun means: two or more persons named in a row, nothing `nearer` that fits."""
        for sentence in reversed([one for one in block.sentences if one.start < end]):
            first, last = bisect_left(self._starts, sentence.start), bisect_left(self._starts, min(sentence.end, end))
            found = [mention for mention in self._mentions[first:last] if mention.how != "pronoun"]
            persons = [mention for mention in found if self._cast.types[mention.entity] == "Person"]
            for left, right in pairwise(persons):
                if _AND.fullmatch(left.span.text, left.span.end, right.span.start):
                    return left.entity, right.entity
            if any(mention.entity == nearer for mention in found):
                return ()
        return ()

    def salient(self, kinds: Sequence[str], block: Block, end: int) -> str | None:
        """Return what a pronoun most likely means: the first fitting entity of the nearest sentence that names one."""
        for sentence in reversed(block.sentences):
            if sentence.start >= end:
                continue
            for place in range(bisect_left(self._starts, sentence.start), bisect_left(self._starts, sentence.end)):
                mention = self._mentions[place]
                if mention.span.end <= end and self._cast.types[mention.entity] in kinds:
                    return mention.entity
        return None


def _generic(cast: Cast, mention: Mention) -> bool:
    entry = cast.entries.get(mention.entity)
    return bool(entry and entry.generic) and cast.types[mention.entity] not in ("Tool", "Role")
