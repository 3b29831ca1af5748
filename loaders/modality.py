"""Tell how a claim is put forward: as fact, as report, plan, fear or proposal, or denied.

Cues are looked for on the way from the trigger up to the root of the sentence (its auxiliaries, negations, the verbs
and nouns above it); where there is no tree, in the words around it. Words are in the lexicon's ``modality`` tables.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from laborgraph.model import Span
from laborgraph.ontology.terms import Modality, Polarity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from laborgraph.loaders.parser import Sentence
    from laborgraph.loaders.scene import Candidate

_ORDER = (Modality.DENIED, Modality.FEARED, Modality.PROPOSED, Modality.PLANNED, Modality.REPORTED)
#: Of these a fear named anywhere before in the sentence is the fear.
_FEARABLE = frozenset({"affects", "replaces"})
#: Of these a verb in the future alone tells a plan; a rule or a forecast is mostly told in it too.
_SCHEDULED = frozenset({"uses", "usedIn", "tests", "develops"})


class Told(NamedTuple):
    """How a claim is put forward, and the words that say so."""

    modality: Modality
    polarity: Polarity = Polarity.POSITIVE
    cue: str = ""


def read(candidate: Candidate) -> Told:
    """Return modality and polarity of a candidate, with their cue."""
    fixed = candidate.rule.modality
    found = dict(cues(candidate))
    if candidate.rule.negated:
        found.pop(Modality.DENIED, None)
    if fixed is not None and Modality.DENIED not in found:
        return Told(fixed, _polarity(fixed), "by the rule")
    for modality in _ORDER:
        if modality in found:
            return Told(modality, _polarity(modality), found[modality])
    return Told(Modality.ASSERTED)


def _polarity(modality: Modality) -> Polarity:
    return Polarity.NEGATIVE if modality is Modality.DENIED else Polarity.POSITIVE


def cues(candidate: Candidate) -> Iterator[tuple[Modality, str]]:
    """Yield all modalities for which a cue stands over the trigger, with it."""
    sentence, words = candidate.scene.sentence, candidate.scene.words
    clause = _clause(candidate)
    for modality in _ORDER:
        if match := words.pattern("modality", f"{modality.value}_patterns").search(clause.quote):
            yield modality, match.group()
    future = words.pattern("modality", "future_patterns")
    if candidate.rule.predicate in _SCHEDULED and (match := future.search(_verb(candidate))):
        yield Modality.PLANNED, match.group()
    if match := words.pattern("modality", "sourced_patterns").search(sentence.span.quote):
        yield Modality.REPORTED, match.group()
    if candidate.rule.predicate in _FEARABLE:
        before = sentence.span.text[sentence.span.start : candidate.quote.start]
        if match := words.pattern("modality", "feared_patterns").search(before):
            yield Modality.FEARED, match.group()
    token = candidate.token if candidate.token >= 0 else _top(candidate)
    if token >= 0 and sentence.tree:
        path = _path(sentence, token)
        # A pattern brings its own cues; that all of it is denied stands outside of it.
        for modality in _ORDER if candidate.token >= 0 else (Modality.DENIED,):
            listed = words.words("modality", modality.value)
            yield from ((modality, sentence.tokens[one].text) for one in path if sentence.tokens[one].lemma in listed)
        trigger = sentence.tokens[token].text
        if candidate.token >= 0 and _is_conditional(sentence, token):
            yield Modality.REPORTED, f"{trigger} (conditional)"
        if any(_negated(sentence, index, words.words("modality", "negation")) for index in path[:2]):
            yield Modality.DENIED, f"{trigger} (negated)"
    elif match := words.pattern("modality", "negated_patterns").search(_before(candidate)):
        yield Modality.DENIED, match.group()


def _top(candidate: Candidate) -> int:
    """Return the verb of a pattern's words that hangs on what stands outside of them: "using" of "denied using X"."""
    tokens, quote = candidate.scene.sentence.tokens, candidate.quote
    inside = [number for number, token in enumerate(tokens) if quote.start <= token.start < quote.end]
    return next((n for n in inside if tokens[n].pos == "VERB" and tokens[n].head not in inside), -1)


def _path(sentence: Sentence, index: int) -> list[int]:
    """Return a token and its governors, with their auxiliaries, to the root; at most six steps."""
    path = [index]
    while len(path) < 6 and sentence.tokens[path[-1]].head not in path:
        path.append(sentence.tokens[path[-1]].head)
    return path


def _negated(sentence: Sentence, index: int, negations: frozenset[str]) -> bool:
    """Tell whether a verb is negated, by a particle of its own or by its subject: "aucune convention ne protège"."""
    below = [sentence.tokens[child] for child in sentence.children[index]]
    for child in sentence.children[index]:
        if sentence.tokens[child].role in ("nsubj", "nsubj:pass"):
            below += [sentence.tokens[one] for one in sentence.children[child] if sentence.tokens[one].role == "det"]
    return any(
        token.role == "advmod:neg" or (token.role in ("advmod", "det") and token.text.casefold() in negations)
        for token in below
    )


def _is_conditional(sentence: Sentence, index: int) -> bool:
    """Tell whether a verb stands in the French press conditional: "utiliserait", "aurait utilisé"."""
    auxiliaries = [child for child in sentence.children[index] if sentence.tokens[child].role.startswith("aux")]
    for token in (sentence.tokens[place] for place in (index, *auxiliaries)):
        # The tagger knows few of them; an infinitive with an ending of the imperfect is one.
        stem = token.lemma.removesuffix("e")
        spelt = token.text.casefold() in (stem + "ait", stem + "aient") and stem.endswith("r")
        if spelt or "Mood=Cnd" in token.morph:
            return True
    return False


def _clause(candidate: Candidate) -> Span:
    """Return the words of the quote with those around it up to the next mark of punctuation."""
    text, within = candidate.quote.text, candidate.scene.sentence.span
    start, end = candidate.quote.start, candidate.quote.end
    marks = [match.end() for match in re.finditer(r"[,;:(—–»”\"]\s", text[within.start : start])]
    start = within.start + marks[-1] if marks else within.start
    mark = re.search(r"[,;:)—–.«“\"]\s", text[end : within.end])
    return Span(text, start, end + mark.start() if mark else within.end)


def _verb(candidate: Candidate) -> str:
    """Return the words that a verb in the future must stand among: between subject and object, and the trigger."""
    if candidate.token >= 0:
        return candidate.scene.sentence.tokens[candidate.token].text
    return candidate.quote.quote


def _before(candidate: Candidate) -> str:
    text, clause = candidate.quote.text, _clause(candidate)
    return (
        text[clause.start : candidate.object.span.start] if clause.start < candidate.object.span.start else clause.quote
    )
