"""Read claims with a language model: it points at sentences and entities by number, the gate judges what it says.

The article goes out as numbered sentences and entities in a JSON object, so its words are data and never prompt. What
comes back is only numbers, words of closed lists, and quotes that are looked for in the article; the stored quote is
the article's own slice. A number that points nowhere, or a quote that is not there, drops the claim with an issue.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any, TypeGuard

from laborgraph import ids
from laborgraph.loaders.gate import Proposal
from laborgraph.loaders.llm_client import MAX_ANSWER, Client, NoAnswer, estimate
from laborgraph.loaders.mentions import Cast
from laborgraph.loaders.scene import Scene
from laborgraph.model import Effect, Mention, Qualifiers, Span
from laborgraph.ontology.terms import ENTITY_TYPES, PARTY_TYPES, PREDICATES, Impact, Modality, Polarity

#: What a model's claim is worth before the gate looks at its references.
CONFIDENCE = 0.75
#: Characters of sentences in one request; longer articles are asked about in parts that share a paragraph.
PART = 12_000
_MODALITIES = [one.value for one in Modality]
_IMPACTS = [one.value for one in Impact]


@cache
def instructions() -> str:
    """Return the system prompt."""
    return (files("laborgraph.loaders") / "prompts" / "claims.md").read_text(encoding="utf-8")


def schema() -> dict[str, Any]:
    """Return the JSON schema of an answer: flat, everything required, closed lists from the ontology."""
    number, text = {"type": "integer"}, {"type": "string"}
    maybe = {"type": ["integer", "null"]}
    claim = {
        "subject": number,
        "predicate": {"type": "string", "enum": sorted(PREDICATES)},
        "object": number,
        "sentences": {"type": "array", "items": number},
        "quote": text,
        "modality": {"type": "string", "enum": _MODALITIES},
        "speaker": maybe,
        "via": maybe,
        "production": maybe,
        "impact": {"type": ["string", "null"], "enum": [*_IMPACTS, None]},
        "task": {"type": ["string", "null"]},
        "magnitude": {"type": ["string", "null"]},
    }
    named = {
        "number": number,
        "sentence": number,
        "quote": text,
        "type": {"type": "string", "enum": sorted(ENTITY_TYPES)},
    }
    return _object({"new_mentions": _list(named), "claims": _list(claim)})


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _list(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": _object(properties)}


@dataclass(frozen=True, slots=True)
class Page:
    """What a model is shown of an article in one request: scenes and entities, each numbered from 1."""

    scenes: tuple[Scene, ...]
    entities: tuple[str, ...]
    messages: tuple[dict[str, str], ...]


def pages(scenes: Sequence[Scene], cast: Cast, language: str) -> list[Page]:
    """Return the requests for an article; none where it names nobody."""
    if not cast.mentions:
        return []
    parts: list[list[Scene]] = [[]]
    for scene in scenes:
        if sum(len(one.sentence.span.quote) for one in parts[-1]) > PART:
            parts.append([one for one in parts[-1] if one.block is parts[-1][-1].block][-10:])
        parts[-1].append(scene)
    return [_page(tuple(part), cast, language) for part in parts if part]


def _page(scenes: tuple[Scene, ...], cast: Cast, language: str) -> Page:
    forms: dict[str, dict[str, None]] = {}
    inside: dict[str, list[int]] = {}
    for number, scene in enumerate(scenes, 1):
        for mention in scene.mentions:
            forms.setdefault(mention.entity, {})[mention.span.quote] = None
            inside.setdefault(mention.entity, []).append(number)
    shown = {
        "language": language,
        "sentences": [{"n": number, "text": scene.sentence.span.quote} for number, scene in enumerate(scenes, 1)],
        "entities": [
            {
                "n": number,
                "type": cast.types[entity],
                "forms": list(forms[entity])[:6],
                "in": sorted(set(inside[entity])),
            }
            for number, entity in enumerate(forms, 1)
        ],
    }
    messages = (
        {"role": "system", "content": instructions()},
        {"role": "user", "content": json.dumps(shown, ensure_ascii=False)},
    )
    return Page(scenes, tuple(forms), messages)


class LanguageModel:
    """A model behind an endpoint, asked about one article at a time."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.workers = client.endpoint.workers
        self._schema = schema()
        #: The name that its claims carry: the model with the version of what it is asked.
        self.name = f"llm/1 {client.endpoint.model} {ids.digest(instructions(), json.dumps(self._schema), length=8)}"

    def ask(self, asked: Sequence[Page]) -> list[dict[str, Any]]:
        """Return the answer to each page, checked for its shape only; one chance to repair it.

        Raises `NoAnswer`, `BudgetSpent` or `StoreError`, as `Client.complete` does.
        """
        return [self._answer(page.messages) for page in asked]

    def foretell(self, asked: Sequence[Page]) -> tuple[int, int, int]:
        """Return how many requests for these pages would be sent, and at most how many tokens go in and come out."""
        fresh = [p for p in asked if self.client.cache.answer(self.client.key(p.messages, self._schema)) is None]
        return len(fresh), sum(estimate(page.messages) for page in fresh), len(fresh) * MAX_ANSWER

    def _answer(self, messages: Sequence[dict[str, str]]) -> dict[str, Any]:
        text = self.client.complete(messages, self._schema)
        try:
            return _read(text)
        except ValueError as error:
            again = f"That was not the JSON object asked for ({error}). Answer again with it alone."
            repair = [*messages, {"role": "assistant", "content": text[:8000]}, {"role": "user", "content": again}]
        try:
            return _read(self.client.complete(repair, self._schema))
        except ValueError as error:
            raise NoAnswer(f"the answer is not the JSON asked for: {error}") from error


def _read(text: str) -> dict[str, Any]:
    """Read the object in an answer, whatever fences or words stand around it."""
    start, end = text.find("{"), text.rfind("}")
    if start < 0 or end < start:
        raise ValueError("no object")
    try:
        answer = json.loads(text[start : end + 1])
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not isinstance(answer, dict) or not isinstance(answer.get("claims"), list):
        raise ValueError("no list of claims")
    return answer


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
        if item.get("modality") not in _MODALITIES:
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
        effect = Effect(impact=Impact(impact), magnitude=size.quote if size else "") if impact in _IMPACTS else None
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
