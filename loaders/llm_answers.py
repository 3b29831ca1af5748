"""Follow what a language model points at: numbers of sentences and entities, and quotes that must be the article's.

The stored quote is the article's own slice. A number that points nowhere, or a quote that is not there, drops the claim
with an issue; what is left passes the gate like any rule's.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeGuard

from laborgraph import ids
from laborgraph.loaders.gate import Proposal
from laborgraph.loaders.llm import IMPACTS, MODALITIES, Page
from laborgraph.loaders.mentions import Cast
from laborgraph.loaders.scene import Scene
from laborgraph.model import Effect, Mention, Qualifiers, Span
from laborgraph.ontology.terms import ENTITY_TYPES, PARTY_TYPES, PREDICATES, Impact, Modality, Polarity

#: What a model's claim is worth before the gate looks at its references.
CONFIDENCE = 0.75


class _Refused(Exception):
    """Say why a claim of a model is not even judged."""


def proposals(
    answers: Sequence[Mapping[str, Any]], asked: Sequence[Page], cast: Cast, name: str, refuse: Callable[[str], None]
) -> Iterator[Proposal]:
    """Yield what the answers claim, every pointer followed; `refuse` is told of each claim that points at nothing."""
    for answer, page in zip(answers, asked, strict=True):
        reader = _Reader(page, cast, name, answer.get("new_mentions"))
        for number, item in enumerate(answer["claims"], 1):
            try:
                yield reader.proposal(item)
            except _Refused as reason:
                refuse(f"claim {number} of the model left out: {reason}")


class _Reader:
    """Follow the pointers of one answer."""

    def __init__(self, page: Page, cast: Cast, name: str, new: object) -> None:
        self._page, self._cast, self._name = page, cast, name
        self._new = {
            item["number"]: item
            for item in (new if isinstance(new, list) else ())
            if isinstance(item, dict) and _is_number(item.get("number")) and item["number"] > len(page.entities)
        }

    def proposal(self, item: object) -> Proposal:
        """Return what one claim says; raises `_Refused`."""
        if not isinstance(item, dict):
            raise _Refused("it is no object")
        if item.get("predicate") not in list(PREDICATES):
            raise _Refused("no such predicate")
        if item.get("modality") not in MODALITIES:
            raise _Refused("no such modality")
        quote, scenes = self._quote(item.get("quote"), item.get("sentences"))
        sentence = Span(quote.text, scenes[0].sentence.span.start, scenes[-1].sentence.span.end)
        subject = self._mention(item.get("subject"), quote, sentence, "subject")
        target = self._mention(item.get("object"), quote, sentence, "object")
        if "context" in (subject.how, target.how) and subject.how == target.how:
            raise _Refused("its sentences name neither subject nor object")
        modality = Modality(item["modality"])
        return Proposal(
            subject=subject,
            predicate=item["predicate"],
            object=target,
            quote=quote,
            sentence=sentence,
            block=scenes[0].block.span,
            kind=scenes[0].block.kind,
            confidence=CONFIDENCE,
            extractor=self._name,
            rule="",
            modality=modality,
            polarity=Polarity.NEGATIVE if modality is Modality.DENIED else Polarity.POSITIVE,
            speaker=self._beside(item.get("speaker"), quote, PARTY_TYPES | {"Role"}),
            via=self._beside(item.get("via"), quote, frozenset({"NewsOrganization"})),
            qualifiers=self._qualifiers(item, quote, sentence),
        )

    def _quote(self, quote: object, numbers: object) -> tuple[Span, tuple[Scene, ...]]:
        """Find the quote in the sentences pointed at, else anywhere; return it with the sentences that hold it."""
        if not isinstance(quote, str) or len(quote.split()) < 2:
            raise _Refused("its quote is too short")
        scenes = self._page.scenes
        places = [n - 1 for n in numbers if _is_number(n)] if isinstance(numbers, list) else []
        pointed = [scenes[place] for place in sorted(set(places)) if 0 <= place < len(scenes)]
        for some in (pointed, scenes):
            blocks = {scene.block.span.start: scene.block for scene in some}
            for block in blocks.values():
                found = find(block.span, quote)
                held = tuple(
                    one for one in scenes if one.block is block and found and one.sentence.span.overlaps(found)
                )
                if (
                    found
                    and held
                    and held[0].sentence.span.start <= found.start <= found.end <= held[-1].sentence.span.end
                ):
                    return found, held
        raise _Refused(f"its quote is not in the article: {quote[:60]!r}")

    def _mention(self, number: object, quote: Span, sentence: Span, slot: str) -> Mention:
        entity = self._entity(number)
        if entity is None:
            raise _Refused(f"its {slot} points at no entity")
        named = sorted(
            (mention for mention in self._cast.mentions if mention.entity == entity),
            key=lambda mention: (not quote.overlaps(mention.span), abs(mention.span.start - quote.start)),
        )
        if here := [mention for mention in named if sentence.holds(mention.span)]:
            return here[0]
        if before := [mention for mention in named if mention.span.end <= sentence.start]:
            return replace(before[0], how="context")
        raise _Refused(f"its {slot} is not named up to there")

    def _entity(self, number: object) -> str | None:
        """Return the entity with a number; a name that the model adds is looked for where it says it stands."""
        if not _is_number(number):
            return None
        if 0 < number <= len(self._page.entities):
            return self._page.entities[number - 1]
        item = self._new.get(number)
        if item is None or item.get("type") not in list(ENTITY_TYPES) or not isinstance(item.get("quote"), str):
            return None
        place = item.get("sentence")
        if not _is_number(place) or not 0 < place <= len(self._page.scenes) or len(item["quote"]) > 100:
            return None
        span = find(self._page.scenes[place - 1].sentence.span, item["quote"], whole=True)
        if span is None:
            return None
        if same := next((mention for mention in self._cast.mentions if mention.span.overlaps(span)), None):
            return same.entity if same.span == span else None
        entity = ids.unregistered_id(item["type"], span.quote)
        self._cast.add(span, entity, item["type"], "model")
        return entity

    def _beside(self, number: object, quote: Span, types: frozenset[str]) -> Mention | None:
        """Return the nearest mention of an entity of these types, for a speaker or source."""
        entity = self._entity(number)
        if entity is None or self._cast.types[entity] not in types:
            return None
        named = [mention for mention in self._cast.mentions if mention.entity == entity]
        return min(named, key=lambda mention: (abs(mention.span.start - quote.start), mention.span.start))

    def _qualifiers(self, item: Mapping[str, Any], quote: Span, sentence: Span) -> Qualifiers:
        production = self._entity(item.get("production"))
        if production and self._cast.types[production] != "Production":
            production = None
        task, size = (
            find(sentence, item[key]) if isinstance(item.get(key), str) else None for key in ("task", "magnitude")
        )
        impact = item.get("impact")
        effect = Effect(impact=Impact(impact), magnitude=size.quote if size else "") if impact in IMPACTS else None
        return Qualifiers(production=production, task=task.quote if task else "", effects=(effect,) if effect else ())


def _is_number(value: object) -> TypeGuard[int]:
    return type(value) is int


_QUOTES = dict.fromkeys("‘’‚‛′`´", "'") | dict.fromkeys("“”„‟″«»", '"') | dict.fromkeys("‐‑‒–—−", "-")


def find(within: Span, words: str, *, whole: bool = False) -> Span | None:
    """Find words in a span: as they are, else up to spaces, quotation marks, dashes, soft hyphens and Unicode form.

    >>> find(Span("She said “no – never” twice.", 0, 28), 'said "no - never"').quote
    'said “no – never”'
    >>> find(Span("She said no.", 0, 12), "She said yes") is None
    True
    """
    bare, places = _bare(within.quote)
    wanted = _bare(unicodedata.normalize("NFC", words))[0].strip()
    if not wanted:
        return None
    expression = re.escape(wanted)
    match = re.search(rf"(?<!\w){expression}(?!\w)" if whole else expression, bare)
    if match is None:
        return None
    return Span(within.text, within.start + places[match.start()], within.start + places[match.end() - 1] + 1)


def _bare(text: str) -> tuple[str, list[int]]:
    """Return a text with its typography made plain, and where each character stood."""
    letters, places = list[str](), list[int]()
    for place, letter in enumerate(text):
        if letter == "\u00ad" or (letter.isspace() and letters and letters[-1] == " "):
            continue
        letters.append(" " if letter.isspace() else _QUOTES.get(letter, letter))
        places.append(place)
    return "".join(letters), places
