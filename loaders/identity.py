"""Link the other names of an entity to it: the byline, surnames, acronyms, short titles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from laborgraph import ids
from laborgraph.loaders import persons
from laborgraph.loaders.lexicon import Lexicon
from laborgraph.loaders.segment import Block
from laborgraph.model import Span

if TYPE_CHECKING:
    from laborgraph.loaders.mentions import Cast

_NAME = r"[^\W\d_a-zà-öø-ÿ](?:\.|[\w’'-]+|)"
_FULL_NAME = rf"{_NAME}(?:[ -](?:(?:de|van|von|del|da|la|le|Ó) ){{0,2}}{_NAME}){{1,3}}"


def byline(cast: Cast, words: Lexicon) -> None:
    """Note the person that the byline names, where it stands above the body."""
    article = cast.article
    lead = "|".join(re.escape(word) for word in words.listed("lead")) or r"(?!)"
    line = re.sub(rf"^\W*(?:{lead})\b[\s:]*", "", article.byline, flags=re.IGNORECASE)
    match = re.match(_FULL_NAME, line)
    name = persons.of_line(line, _FULL_NAME) or (match.group() if match else "")
    if not name or name.split()[0].casefold() in words.words("stopwords"):
        return
    place = article.text.find(name, 0, article.body or len(article.text))
    if place >= 0:
        span = Span(article.text, place, place + len(name))
        cast.add(span, ids.unregistered_id("Person", span.quote), "Person", "byline")


def link(cast: Cast, blocks: Sequence[Block], words: Lexicon) -> None:
    """Note every other name of the entities found so far."""
    for form, entity in sorted(_short_forms(cast, words), key=lambda pair: (-len(pair[0]), pair)):
        for block in blocks:
            for match in re.finditer(rf"(?<![\w-]){re.escape(form)}(?![\w-])", block.span.quote):
                span = Span(block.span.text, block.span.start + match.start(), block.span.start + match.end())
                cast.add(span, entity, cast.types[entity], "short")


def _short_forms(cast: Cast, words: Lexicon) -> Iterator[tuple[str, str]]:
    """Yield other names of entities that their full names explain; a form that fits two of them fits none."""
    forms: dict[str, set[str]] = {}
    for mention in cast.mentions:
        name, kind = mention.span.quote, cast.types[mention.entity]
        parts = name.split()
        if mention.how in ("name", "byline", "registry"):
            forms.setdefault(name, set()).add(mention.entity)
        if kind == "Person" and len(parts) > 1 and len(parts[-1]) > 2 and mention.how != "byline":
            forms.setdefault(parts[-1], set()).add(mention.entity)
            if persons.is_given(parts[0]) and words.language in persons.LANGUAGES and len(parts[0]) > 3:
                forms.setdefault(parts[0], set()).add(mention.entity)
            if len(parts) > 2:
                forms.setdefault(" ".join(parts[1:]), set()).add(mention.entity)
        if kind == "Production" and ":" in name:
            for part in name.split(":"):
                if len(part.strip()) > 5:
                    forms.setdefault(part.strip(), set()).add(mention.entity)
        if kind in ("Studio", "Vendor") and mention.how in ("name", "registry") and (short := _shortened(name, words)):
            forms.setdefault(short, set()).add(mention.entity)
        text, end = mention.span.text, mention.span.end
        if kind not in ("Person", "Role") and (
            acronym := re.match(r"\s\((?:l[’'])?([A-ZÀ-Ý][\w&.-]{1,14})[),]", text[end : end + 24])
        ):
            forms.setdefault(acronym[1], set()).add(mention.entity)
    for form, entities in forms.items():
        if len(entities) == 1:
            yield form, entities.pop()


def _shortened(name: str, words: Lexicon) -> str:
    """Return a company's name without the word for its trade, where what is left can stand alone.

    >>> from laborgraph.loaders.lexicon import lexicon
    >>> _shortened("Kestrel Ridge Animation", lexicon("en")), _shortened("American Pictures", lexicon("en"))
    ('Kestrel Ridge', '')
    """
    trades = "|".join([*words.listed("inside", "Studio"), *words.listed("inside", "Vendor")])
    parts = name.split()
    if not trades or not 2 <= len(parts) <= 4 or not re.fullmatch(rf"(?:{trades})", parts[-1], re.IGNORECASE):
        return ""
    rest = " ".join(parts[:-1])
    common = len(parts) == 2 and (rest.casefold() in words.words("stopwords") or _OF_A_PLACE.search(rest))
    return "" if common or len(rest) < 4 or not rest[0].isupper() else rest


_OF_A_PLACE = re.compile(r"(?:an|ish|ese|ch|al)$")
