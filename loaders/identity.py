"""Link the later words for an entity to it: surnames, acronyms, short titles, definite descriptions, pronouns.

Only what stands before is looked at, and only as far as the block before, so that a link can be checked by eye.
Each link keeps the way it was made, and the gate lowers the confidence of what rests on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from laborgraph import ids
from laborgraph.loaders.lexicon import Lexicon
from laborgraph.loaders.segment import Block
from laborgraph.model import Mention, Span

if TYPE_CHECKING:
    from laborgraph.loaders.mentions import Cast

_NAME = r"[^\W\d_a-zà-öø-ÿ][\w’'-]*\.?"


def byline(cast: Cast, words: Lexicon) -> None:
    """Note the person that the byline names, where it stands above the body."""
    article = cast.article
    lead = "|".join(re.escape(word) for word in words.listed("lead")) or r"(?!)"
    line = re.sub(rf"^\W*(?:{lead})\b[\s:]*", "", article.byline, flags=re.IGNORECASE)
    match = re.match(rf"{_NAME}(?:[ -](?:(?:de|van|von|del|da|la|le|Ó) ){{0,2}}{_NAME}){{1,3}}", line)
    if not match:
        return
    place = article.text.find(match.group(), 0, article.body or len(article.text))
    if place >= 0:
        span = Span(article.text, place, place + len(match.group()))
        cast.add(span, ids.unregistered_id("Person", span.quote), "Person", "byline")


def link(cast: Cast, blocks: Sequence[Block], words: Lexicon) -> None:
    """Note every later form of the entities found so far."""
    for form, entity in sorted(_short_forms(cast), key=lambda pair: (-len(pair[0]), pair)):
        for block in blocks:
            for match in re.finditer(rf"(?<![\w-]){re.escape(form)}(?![\w-])", block.span.quote):
                span = Span(block.span.text, block.span.start + match.start(), block.span.start + match.end())
                cast.add(span, entity, cast.types[entity], "short")
    _describe(cast, blocks, words)


def is_definite(span: Span, words: Lexicon) -> bool:
    """Tell whether words are a definite description, to be linked to what stands before: "the union", "l'éditeur"."""
    noun = span.quote.split()[-1].casefold()
    head = span.quote.split()[0].casefold()
    nouns = words.table("anaphors")
    if noun not in nouns and head not in nouns:
        return False
    determiners = [re.escape(word) for word in words.listed("pronouns", "determiners")]
    before = span.text[max(0, span.start - 12) : span.start]
    return bool(re.search(rf"(?:^|[\s(«“\"])(?:{'|'.join(determiners)})\s?$", before, re.IGNORECASE))


def _short_forms(cast: Cast) -> Iterator[tuple[str, str]]:
    """Yield other names of entities that their full names explain; a form that fits two of them fits none."""
    forms: dict[str, set[str]] = {}
    for mention in cast.mentions:
        name, kind = mention.span.quote, cast.types[mention.entity]
        parts = name.split()
        if mention.how in ("name", "byline", "registry"):
            forms.setdefault(name, set()).add(mention.entity)
        if kind == "Person" and len(parts) > 1 and len(parts[-1]) > 2 and mention.how != "byline":
            forms.setdefault(parts[-1], set()).add(mention.entity)
            if len(parts) > 2:
                forms.setdefault(" ".join(parts[1:]), set()).add(mention.entity)
        if kind == "Production" and ":" in name:
            for part in name.split(":"):
                if len(part.strip()) > 5:
                    forms.setdefault(part.strip(), set()).add(mention.entity)
        text, end = mention.span.text, mention.span.end
        if kind not in ("Person", "Role") and (acronym := re.match(r"\s\((?:l[’'])?([A-ZÀ-Ý][\w&.-]{1,14})[),]", text[end : end + 24])):
            forms.setdefault(acronym[1], set()).add(mention.entity)
    for form, entities in forms.items():
        if len(entities) == 1:
            yield form, entities.pop()


def _describe(cast: Cast, blocks: Sequence[Block], words: Lexicon) -> None:
    """Note definite descriptions and pronouns, each with the last entity before it that fits."""
    nouns = words.table("anaphors")
    determiners = "|".join(re.escape(word) + ("" if word.endswith(("'", "’")) else r"\s") for word in words.listed("pronouns", "determiners"))
    pronouns = {word: kinds for word, kinds in words.table("pronouns").items() if word != "determiners"}
    if not nouns:
        return
    description = re.compile(
        rf"\b(?:(?P<determiner>{determiners})(?:[^\W\d_]{{2,12}}\s)?(?P<noun>{'|'.join(map(re.escape, sorted(nouns, key=len, reverse=True)))})"
        rf"|(?P<pronoun>{'|'.join(map(re.escape, sorted(pronouns))) or '(?!)'}))\b(?![-’'](?!s\b))",
        re.IGNORECASE,
    )
    for number, block in enumerate(blocks):
        earlier = blocks[number - 1].span.start if number else 0
        for match in description.finditer(block.span.text, block.span.start, block.span.end):
            word = (match["noun"] or match["pronoun"]).casefold()
            span = Span(block.span.text, *match.span())
            if not cast.free(span):
                continue
            if match["noun"]:
                entity = _last(cast, nouns[word], earlier, span.start) or _last(cast, nouns[word], 0, span.start)
                if entity is None and nouns[word] == ["Agreement"]:
                    span = Span(span.text, *match.span("noun"))
                    cast.add(span, ids.unregistered_id("Agreement", span.quote), "Agreement", "noun")
                    continue
            else:
                entity = _salient(cast, pronouns[word], block, span.start)
            if entity is not None:
                cast.add(span, entity, cast.types[entity], "anaphor" if match["noun"] else "pronoun")


def _last(cast: Cast, kinds: Sequence[str], start: int, end: int) -> str | None:
    """Return the last entity of these types named between two places; the press only where nothing else fits."""
    fitting = [
        mention
        for mention in cast.mentions
        if start <= mention.span.start and mention.span.end <= end and mention.how != "pronoun"
        and cast.types[mention.entity] in kinds and not _generic(cast, mention)
    ]
    others = [mention for mention in fitting if cast.types[mention.entity] != "NewsOrganization"]
    chosen = others or fitting
    return max(chosen, key=lambda mention: mention.span.start).entity if chosen else None


def _salient(cast: Cast, kinds: Sequence[str], block: Block, end: int) -> str | None:
    """Return the entity that a pronoun most likely means: the first that fits in the nearest sentence that names one."""
    for sentence in reversed([one for one in block.sentences if one.start < end]):
        fitting = [
            mention
            for mention in cast.mentions
            if sentence.start <= mention.span.start and mention.span.end <= min(end, sentence.end)
            and cast.types[mention.entity] in kinds and not _generic(cast, mention)
        ]
        if fitting:
            return min(fitting, key=lambda mention: mention.span.start).entity
    return None


def _generic(cast: Cast, mention: Mention) -> bool:
    entry = cast.entries.get(mention.entity)
    return bool(entry and entry.generic) and cast.types[mention.entity] not in ("Tool", "Role")
