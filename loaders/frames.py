"""Load the predicate frames: which words, in which shape, state which predicate (`frames/<predicate>.toml`).

A `tree` rule names trigger lemmas and the roles where subject and object stand; it is matched over trees and, where
a language has none, over clause windows. A `pattern` rule is a regular expression over a sentence whose mentions are
written ``{S:Type}`` and ``{O:Type}``; it serves every language alike. docs/extraction.md tells how to add one.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Set
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from laborgraph.errors import ModelError
from laborgraph.loaders.lexicon import LANGUAGES, lexicon
from laborgraph.ontology.terms import ENTITY_TYPES, ORG_TYPES, PARTY_TYPES, PREDICATES, Impact, Modality

_GROUPS = {"Org": ORG_TYPES, "Party": PARTY_TYPES, "Any": ENTITY_TYPES}
_SLOT = re.compile(r"\{(?P<slot>[SOX]):(?P<types>[A-Za-z|]+)\}")
#: Short-hands of patterns: a few words; some without a mention between; some with mentions; an article;
#: a genitive; an apposition, if any.
_MACROS = {
    "{gap}": r"(?:[^\s,;:.<>«»“”\"]+\s+){0,4}?",
    "{adj}": r"(?:[^\s,;:.<>«»“”\"]+\s+){0,2}?",
    "{wide}": r"[^;:.?!<>]{0,60}?",
    "{far}": r"(?:<\w+:\d+>|[^;:.?!<>]){0,60}?",
    "{det}": r"(?:(?:the|an?|l[aeo]|les|un[eao]?|el|los|las|der|die|das|den|dem|il|i|gli|os?|as?|uma?) |(?:l|un)’)?",
    "{of}": r"(?:(?:of|des?|del|du|di|d[oa]s?|dei|degli|dell[aeo]|der|von) |d(?:ell)?’)(?:(?:la|los|las) |l’)?",
    "{app}": r"(?: ?\([^)]{0,60}\))?(?:,(?:<\w+:\d+>|[^;:.?!<>]){0,110}?,)?",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What every rule tells beside its shape.

    `modality` is fixed for stances and offices; `attributed` is what an assertion becomes that somebody is named for;
    `implied` slots may be filled by the article's topic; `negated` tells that a negation is part of the wording.
    """

    id: str
    predicate: str
    confidence: float
    subject_types: frozenset[str]
    object_types: frozenset[str]
    modality: Modality | None = None
    impact: Impact | None = None
    position: str = ""
    implied: frozenset[str] = frozenset()
    negated: bool = False
    attributed: Modality | None = None
    unless: dict[str, re.Pattern[str]] = field(default_factory=dict, repr=False)
    needs: dict[str, re.Pattern[str]] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeRule(Rule):
    """Trigger lemmas by language, with the roles at which the arguments stand, the likeliest first."""

    lemmas: dict[str, tuple[tuple[str, ...], ...]] = field(repr=False)
    triggers: dict[str, frozenset[str]] = field(repr=False)
    pos: frozenset[str]
    subject: tuple[str, ...]
    object: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternRule(Rule):
    """An expression for each language over sentences whose mentions are written ``<Type:number>``.

    `spoken` tells that the subject is whoever says the sentence.
    """

    expressions: dict[str, tuple[re.Pattern[str], ...]] = field(repr=False)
    context_subject: frozenset[str] = frozenset()
    context_object: frozenset[str] = frozenset()
    spoken: bool = False

    def could_match(self, kinds: Set[str]) -> bool:
        """Tell whether a sentence that has mentions of these types, and no others, could fill both slots."""
        subject = self.spoken or bool(self.context_subject) or not self.subject_types.isdisjoint(kinds)
        return subject and (bool(self.context_object) or not self.object_types.isdisjoint(kinds))


@dataclass(frozen=True, slots=True, kw_only=True)
class PairRule(Rule):
    """What two types in one sentence state when no other rule finds a relation between these two entities.

    `reach` is how many other mentions may stand between them.
    """

    reach: int = 0


@cache
def load(own: Path | None = None) -> tuple[tuple[TreeRule, ...], tuple[PatternRule, ...], tuple[PairRule, ...]]:
    """Read all frames once, sorted by file and order in it, then those of a folder of the user's own rules.

    Raises `ModelError` for a frame that makes no sense.
    """
    trees: list[TreeRule] = []
    patterns: list[PatternRule] = []
    pairs: list[PairRule] = []
    for path in frame_files(own):
        predicate = path.name.removesuffix(".toml")
        if predicate not in PREDICATES:
            raise ModelError(f"{path}: no predicate {predicate!r}")
        try:
            tables = tomllib.loads(path.read_text(encoding="utf-8"))
            shared = {key: value for key, value in tables.items() if key not in ("tree", "pattern", "pair")}
            trees += [_tree(predicate, shared | table) for table in tables.get("tree", ())]
            patterns += [_pattern(predicate, shared | table) for table in tables.get("pattern", ())]
            pairs += [_pair(predicate, shared | table) for table in tables.get("pair", ())]
        except (KeyError, ValueError, re.error) as error:
            raise ModelError(f"{path}: {error}") from error
    return tuple(trees), tuple(patterns), tuple(sorted(pairs, key=lambda rule: -rule.confidence))


def frame_files(own: Path | None) -> list[Traversable]:
    """List the files of frames, the user's own last."""
    shipped = [path for path in (files("laborgraph.loaders") / "frames").iterdir() if path.name.endswith(".toml")]
    mine = (own / "frames").glob("*.toml") if own else ()
    return [*sorted(shipped, key=lambda path: path.name), *sorted(mine)]


def _common(predicate: str, table: dict[str, Any]) -> dict[str, Any]:
    terms = PREDICATES[predicate]
    return {
        "id": f"{predicate}.{table['id']}",
        "predicate": predicate,
        "confidence": float(table["confidence"]),
        "subject_types": _types(table.get("subject_types", "")) or terms.domain,
        "object_types": _types(table.get("object_types", "")) or terms.range,
        "modality": Modality(table["modality"]) if "modality" in table else None,
        "attributed": Modality(table["attributed"]) if "attributed" in table else None,
        "impact": Impact(table["impact"]) if "impact" in table else None,
        "position": table.get("position", ""),
        "negated": bool(table.get("negated", False)),
        "implied": frozenset(table.get("implied", ())),
        "unless": {language: re.compile(one, re.IGNORECASE) for language, one in table.get("unless", {}).items()},
        "needs": {language: re.compile(one, re.IGNORECASE) for language, one in table.get("needs", {}).items()},
    }


def _tree(predicate: str, table: dict[str, Any]) -> TreeRule:
    lemmas = {
        language: tuple(tuple(lemma.split("+")) for lemma in table["lemmas"][language]) for language in table["lemmas"]
    }
    return TreeRule(
        **_common(predicate, table),
        lemmas=lemmas,
        triggers={language: frozenset(form[0] for form in forms) for language, forms in lemmas.items()},
        pos=frozenset(table.get("pos", ["VERB"])),
        subject=tuple(table["subject"]),
        object=tuple(table["object"]),
    )


def _pattern(predicate: str, table: dict[str, Any]) -> PatternRule:
    common = _common(predicate, table)
    expressions = {
        language: tuple(
            _compile(one, language, table.get("cues", {}).get(language, {}))
            for one in [*table.get(language, ()), *table.get("any", ())]
        )
        for language in LANGUAGES
    }
    return PatternRule(
        **common,
        expressions=expressions,
        context_subject=_types(table.get("context_subject", "")),
        context_object=_types(table.get("context_object", "")),
        spoken=bool(table.get("spoken", False)),
    )


def _pair(predicate: str, table: dict[str, Any]) -> PairRule:
    return PairRule(**_common(predicate, table), reach=int(table.get("reach", 0)))


def _types(text: str) -> frozenset[str]:
    return frozenset().union(*(_GROUPS.get(word, frozenset({word})) for word in re.split(r"[\s|]+", text) if word))


def _compile(expression: str, language: str, cues: dict[str, list[str]]) -> re.Pattern[str]:
    """Put macros, the language's and the frame's own cues (``{name}``: any of a list) and slots into an expression."""
    for name, some in {**lexicon(language).table("cues"), **cues}.items():
        expression = expression.replace(f"{{{name}}}", f"(?:{'|'.join(some)})")
    for macro, meaning in _MACROS.items():
        expression = expression.replace(macro, meaning)
    titles = "|".join(f"(?:{title})" for title in lexicon(language).listed("titles")) or r"(?!)"
    expression = expression.replace("{title}", rf"(?P<position>\b(?:{titles})\b)")
    offices = "|".join(f"(?:{office})" for office in lexicon(language).listed("offices")) or r"(?!)"
    expression = expression.replace("{office}", rf"(?P<position>\b(?:{offices})\b)")

    def slot(match: re.Match[str]) -> str:
        types = _types(match["types"])
        group = f"?P<{match['slot']}>" if match["slot"] in "SO" else "?:"
        return rf"<({group}(?:{'|'.join(sorted(types))}):\d+)>"

    return re.compile(_SLOT.sub(slot, expression), re.IGNORECASE)
