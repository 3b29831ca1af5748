"""Ask a language model for claims: it points at sentences and entities by number; `llm_answers` follows the pointers.

The article goes out as numbered sentences and entities in a JSON object, so its words are data and never prompt. What
may come back is only numbers, words of closed lists, and quotes that are looked for in the article.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from laborgraph import ids
from laborgraph.loaders.llm_client import MAX_ANSWER, Client, NoAnswer, estimate
from laborgraph.loaders.mentions import Cast
from laborgraph.loaders.scene import Scene
from laborgraph.ontology.terms import ENTITY_TYPES, PREDICATES, Impact, Modality

#: Characters of sentences in one request; longer articles are asked about in parts that share a paragraph.
PART = 12_000
MODALITIES = [one.value for one in Modality]
IMPACTS = [one.value for one in Impact]


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
        "modality": {"type": "string", "enum": MODALITIES},
        "speaker": maybe,
        "via": maybe,
        "production": maybe,
        "impact": {"type": ["string", "null"], "enum": [*IMPACTS, None]},
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
