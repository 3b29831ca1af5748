"""Find what an article names: known entities, proposed names, and all later ways to say them.

The registry comes first; names that it does not hold are proposed and typed by `names`; `identity` then links
surnames, acronyms, short titles and definite descriptions. Where two readings overlap, the earlier step wins.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence, Set
from pathlib import Path
from typing import TYPE_CHECKING

from laborgraph import ids
from laborgraph.loaders import anaphora, identity, names
from laborgraph.loaders.gazetteer import gazetteer
from laborgraph.loaders.lexicon import Lexicon, given_names, lexicon
from laborgraph.loaders.parser import Sentence
from laborgraph.loaders.segment import Block
from laborgraph.model import Article, Entity, Mention, Span
from laborgraph.ontology.registry import Entry
from laborgraph.ontology.terms import ORG_TYPES

if TYPE_CHECKING:
    from laborgraph.loaders.scene import Scene

_PLURALS = ("s", "x", "people", "staff", "men", "women", "personnel", "crew", "ren")
#: Registered names of one thing that articles use side by side; all become the most specific one that occurs.
GENERIC_AI = ("generative-ai", "artificial-intelligence")


class Cast:
    """The entities of one article while they are being found, and where they stand."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.mentions: list[Mention] = []
        self.types: dict[str, str] = {}
        self.entries: dict[str, Entry] = {}
        #: What a plural pronoun means besides the entity that its mention names.
        self.groups: dict[Span, tuple[str, ...]] = {}
        self._taken: set[int] = set()

    def add(self, span: Span, entity: str, kind: str, how: str, entry: Entry | None = None) -> bool:
        """Note a mention unless its words belong to another one; tell whether it was noted."""
        places = range(span.start, span.end)
        if any(place in self._taken for place in places):
            return False
        self._taken.update(places)
        self.types[entity] = kind
        if entry:
            self.entries[entity] = entry
        self.mentions.append(Mention(span=span, entity=entity, how=how))
        return True

    def release(self, mentions: Iterable[Mention]) -> None:
        """Take mentions back, so that a longer one can have their words."""
        for mention in mentions:
            self.mentions.remove(mention)
            self._taken.difference_update(range(mention.span.start, mention.span.end))

    def free(self, span: Span) -> bool:
        """Tell whether none of the span's words belongs to a mention."""
        return not any(place in self._taken for place in range(span.start, span.end))

    def ordered(self) -> list[Mention]:
        """Return the mentions from left to right."""
        return sorted(self.mentions, key=lambda mention: mention.span)

    def entities(self) -> tuple[Entity, ...]:
        """Return the entities that have a proper mention, each with its surfaces, in order of appearance."""
        surfaces: dict[str, Counter[str]] = {}
        described: dict[str, list[str]] = {}
        for mention in self.ordered():
            if mention.how == "pronoun":
                continue
            if mention.how == "anaphor":
                described.setdefault(mention.entity, []).append(mention.span.quote)
            else:
                surfaces.setdefault(mention.entity, Counter())[mention.span.quote] += 1
        return tuple(
            Entity(
                id=entity,
                type=self.types[entity],
                name=_label(entity, counts, self.types[entity], self.entries.get(entity)),
                surfaces=tuple(dict.fromkeys([*counts, *described.get(entity, ())])),
                generic=bool((entry := self.entries.get(entity)) and entry.generic),
                known=entity in self.entries,
            )
            for entity, counts in surfaces.items()
        )


def _label(entity: str, counts: Counter[str], kind: str, entry: Entry | None) -> str:
    """Choose the article's own name of an entity: a person's longest, else the one most used, the earlier first."""
    forms = list(counts)
    if kind in ("Person", "Production") or entry is None:
        return max(forms, key=lambda form: (len(form.split()), counts[form]))
    return max(forms, key=lambda form: (counts[form], len(form) > 3))


def known(blocks: Iterable[Block], cast: Cast, language: str, own: Path | None = None) -> bool:
    """Note all mentions of registered entities; tell whether any form of one stands in the text, noted or not."""
    finder, words = gazetteer(language, own), lexicon(language)
    blocks = list(blocks)
    found = [(span, entries) for block in blocks for span, entries in finder.find(block.span)]
    brands = _brands(blocks, (span for span, entries in found if not entries[0].generic), words)
    found = [(span, entries) for span, entries in found if span.end not in brands or not entries[0].generic]
    sure = {entries[0].id for _, entries in found if len(entries) == 1}
    plural = {entries[0].id for span, entries in found if _is_group(span, words)}
    bearers: dict[tuple[Entry, ...], list[Span]] = defaultdict(list)
    for span, entries in found:
        bearers[entries].append(span)
    chosen = {entries: _likeliest(entries, sure, spans, words) for entries, spans in bearers.items()}
    for span, entries in found:
        entry = chosen[entries]
        if (entry.type != "Role" or entry.id in plural) and not _misread(span, entry, words):
            cast.add(span, entry.id, entry.type, "registry", entry)
    return bool(found)


#: "the start-up Brightloom AI": a capital within a sentence before the word makes it part of a name.
_BRAND = re.compile(r"[a-zà-ÿ,;] ([^\W\d_a-zà-öø-ÿ][\w’'-]+) (?:AI|IA|KI)\b")


def _brands(blocks: Iterable[Block], found: Iterable[Span], words: Lexicon) -> set[int]:
    """Return where words for AI end that are the last part of a company's name."""
    if words.language == "de":
        return set()
    known = {place for span in found for place in (span.start, span.end)}
    bodies = [block.span for block in blocks if block.kind != "headline"]
    names = {
        match[1]
        for span in bodies
        for match in _BRAND.finditer(span.text, span.start, span.end)
        if match[1].casefold() not in words.words("stopwords") and not known & set(match.span(1))
    }
    if not names:
        return set()
    named = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(names)))}) (?:AI|IA|KI)\b")
    return {match.end() for span in bodies for match in named.finditer(span.text, span.start, span.end)}


def _misread(span: Span, entry: Entry, words: Lexicon) -> bool:
    """Tell whether a form that the registry holds means something else, or nothing in particular, where it stands."""
    single = not _is_group(span, words)
    if entry.type == "Role":
        return (single and not _stands_for_all(span, words)) or _in_an_organisation(span, words)
    if entry.generic and entry.type in ORG_TYPES:
        described = single and (anaphora.is_definite(span, words) or anaphora.is_apposition(span))
        return described or _in_a_name(span, words.language)
    if entry.generic:
        return entry.type == "Event" or (single and anaphora.is_definite(span, words))
    # "Max" in "Max Mustermann" is not the streamer.
    first_name = span.quote.casefold() in given_names()
    return first_name and bool(re.match(r" [^\W\d_a-zà-öø-ÿ]", span.text[span.end : span.end + 2]))


def _stands_for_all(span: Span, words: Lexicon) -> bool:
    """Tell whether one of a craft stands for the craft: "no writer", "chaque doubleur"."""
    before = re.search(r"([^\W\d_]+) $", span.text[max(0, span.start - 15) : span.start])
    return bool(before and before[1].casefold() in words.words("quantifiers"))


def _in_an_organisation(span: Span, words: Lexicon) -> bool:
    """Tell whether a craft is part of the name of its union: "Harbor Actors Guild", "Sindicato de Guionistas"."""
    if not span.quote[0].isupper() or words.language == "de":
        return False
    kinds = "|".join(one for kind in ("Union", "Association") for one in words.listed("inside", kind)) or "(?!)"
    behind = re.match(rf"['’]?s? (?:[^\W\d_a-zà-öø-ÿ]\w+ )?({kinds})\b", span.text[span.end : span.end + 40], re.I)
    before = re.search(
        rf"\b({kinds}) (?:[^\W\d_]\w+ )?(?:(?:of|de|des|de los|for) |d['’])?(?:the )?$",
        span.text[max(0, span.start - 40) : span.start],
        re.I,
    )
    return any(found and found[1][0].isupper() for found in (behind, before))


def _likeliest(entries: Sequence[Entry], sure: set[str], spans: Sequence[Span], words: Lexicon) -> Entry:
    """Choose among the entities that share a name: one named otherwise too, or whose type the words around it tell.

    Where nothing tells, it is the tool rather than its vendor.
    """
    if len(entries) == 1:
        return entries[0]
    votes = names.votes(spans, words)
    return min(entries, key=lambda one: (one.id not in sure, -votes[one.type], one.type != "Tool", one.id))


def _in_a_name(span: Span, language: str) -> bool:
    """Tell whether a common word is part of a proper name: "Guild" in "Fictional Guild"."""
    if not span.quote[0].isupper():
        return False
    before = re.search(
        r"(?:^|[^.!?:»”\"]) ?\b([^\W\d_a-zà-ÿ][\w-]+) $", span.text[max(0, span.start - 30) : span.start]
    )
    behind = re.match(
        r" (?:(?:of|de|des|du|for|the|di|del|dei|della|degli|do|da|dos|das) )*[^\W\d_a-zà-ÿ]",
        span.text[span.end : span.end + 16],
    )
    if before and before[1].casefold() not in lexicon(language).words("stopwords"):
        return True
    return bool(behind) and language != "de"


def _is_group(span: Span, words: Lexicon) -> bool:
    """Tell whether a common noun names several, by its ending, or a trade; what German leaves open, by its words."""
    trades = "|".join(words.listed("trades"))
    if trades and re.search(rf"\b(?:{trades})$", span.text[max(0, span.start - 24) : span.start], re.IGNORECASE):
        return True
    plurals = words.listed("plurals") or _PLURALS
    if not any(word.endswith(plurals) for word in span.quote.casefold().split() if len(word) > 2):
        return False
    if words.language != "de":
        return True
    one = re.search(r"\b(?:eine?[rmns]?|de[ms]) $", span.text[max(0, span.start - 8) : span.start], re.IGNORECASE)
    name = re.match(r" ([^\W\d_a-zà-öø-ÿ][\w-]+) [^\W\d_a-zà-öø-ÿ]", span.text[span.end : span.end + 30])
    return not one and not (name and span.quote.endswith("er"))


def passing(cast: Cast, scenes: Iterable[Scene], claimed: Set[str | None]) -> set[str]:
    """Return the common nouns that an article passes by: named once, with nothing claimed of them.

    Tools are never passed by, nor is a craft that stands beside a tool.
    """
    named = Counter(mention.entity for mention in cast.mentions if mention.how != "pronoun")
    beside: set[str] = set()
    for scene in scenes:
        here = {mention.entity for mention in scene.mentions}
        if any(cast.types[entity] == "Tool" for entity in here):
            beside |= {entity for entity in here if cast.types[entity] == "Role"}
    return {
        entity
        for entity, entry in cast.entries.items()
        if named[entity] == 1
        and entity not in claimed | beside
        and (entry.type == "Role" or (entry.generic and entry.type != "Tool"))
    }


def merge_generic(cast: Cast) -> None:
    """Make one entity of all generic words for AI in the article."""
    present = [entity for entity in GENERIC_AI if entity in cast.types]
    if len(present) > 1:
        chosen = present[0]
        cast.mentions = [
            Mention(span=mention.span, entity=chosen, how=mention.how) if mention.entity in present else mention
            for mention in cast.mentions
        ]
        for entity in present[1:]:
            del cast.types[entity]


def unknown(blocks: Sequence[Block], sentences: Sequence[Sentence], cast: Cast, language: str) -> None:
    """Note proposed names, the byline and everything that refers back to a name."""
    words = lexicon(language)
    identity.byline(cast, words)
    compound_tools(blocks, cast, words)
    taken = [mention.span for mention in cast.mentions]
    proposed = names.propose(blocks, sentences, taken, words)
    for name, (kind, spans) in sorted(proposed.items(), key=lambda item: (-len(item[0]), item[0])):
        entity = ids.unregistered_id(kind, name)
        for span in spans:
            cast.add(span, entity, kind, "name")
    merge_generic(cast)
    identity.link(cast, blocks, words)
    anaphora.link(cast, blocks, words)


def compound_tools(blocks: Iterable[Block], cast: Cast, words: Lexicon) -> None:
    """Note things made of AI that the text names as such: "AI presenters", "doublage par IA"."""
    heads = "|".join(words.listed("tool_heads", "words")) or r"(?!)"
    compound = re.compile(rf"\b(?:AI|KI)(?:[- ]generated)?[- ](?:{heads})\b")
    listed = words.pattern("tool_heads", "patterns")
    for block in blocks:
        for pattern in (compound, listed):
            for match in pattern.finditer(block.span.text, block.span.start, block.span.end):
                span = Span(block.span.text, *match.span())
                inner = [m for m in cast.mentions if span.holds(m.span)]
                if any(m.span == span for m in inner):
                    continue
                cast.release(inner)
                cast.add(span, ids.unregistered_id("Tool", span.quote), "Tool", "compound")
