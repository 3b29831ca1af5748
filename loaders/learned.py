"""Propose what a trained model takes two entities of an article to be to each other, beside what the rules claim.

Two linear models, both logistic: one weighs what describes a pair at one place (`pairing`), the likeliest place of a
pair stands for it; the other weighs that against its rivals, the other pairs of the article that want the same end or
the same predicate. `training/train.py` made the weights from articles of our own, whose parties are invented, and
docs/extraction.md tells what they are worth. A proposal passes the same gate as a rule's.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import repeat
from math import exp, log

from laborgraph.loaders.frames import Rule
from laborgraph.loaders.pairing import Pair, Place, pairs
from laborgraph.loaders.parser import PIPELINES
from laborgraph.loaders.scene import Candidate, Scene
from laborgraph.model import Claim, Span
from laborgraph.ontology.terms import PREDICATES, Modality

WEIGHTS = "weights.json.gz"
#: Below this no pair is worth judging.
FAINT = 0.03
#: Predicates of which a pair states one at a time: where a rule found one of them, none other is proposed.
_FAMILIES = (
    frozenset({"uses", "tests"}),
    frozenset({"affects", "replaces"}),
    frozenset({"opposes", "strikesAgainst", "sues"}),
)
#: What is proposed. Stances, quarrels and deals are not: hardly any was found in held-back articles, and to take praise
#: for blame is the worst mistake.
_OFFERED = frozenset(
    {"uses", "usedIn", "develops", "produces", "worksFor", "worksOn", "affects", "replaces", "restricts", "represents"}
)
#: An office is no plan and no fear.
_TOLD = frozenset({"worksFor", "represents"})


@dataclass(frozen=True, slots=True)
class Guess:
    """A predicate that a pair may have, the place that says so best, and the logit of it."""

    pair: Pair
    predicate: str
    place: Place
    logit: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What was learned: `pair` weighs descriptions for each predicate, `judge` a guess against its rivals.

    Those of pairs are whole thousandths, so that their sum does not depend on its order. `accept` is the probability
    from which a guess is proposed.
    """

    bias: Mapping[str, int]
    pair: Mapping[str, Mapping[str, int]]
    judge: Mapping[str, float]
    accept: float


def weights_file() -> Traversable:
    """Return the file of the weights that are shipped."""
    return files("laborgraph.loaders").joinpath(WEIGHTS)


@cache
def weights() -> Weights:
    """Load the weights that are shipped; the file holds the predicates by description, which is half the size."""
    values = json.loads(gzip.decompress(weights_file().read_bytes()))
    pair: dict[str, dict[str, int]] = {predicate: {} for predicate in values["bias"]}
    for one, weighed in values["pair"].items():
        for predicate, weight in weighed.items():
            pair[predicate][one] = weight
    return Weights(**values | {"pair": pair})


def candidates(
    scenes: Sequence[Scene], claims: Sequence[Claim], rejected: Iterable[tuple[Claim, str]]
) -> Iterator[Candidate]:
    """Yield what the model takes to be told and no rule claimed; its confidence is the probability.

    An article whose language has a parser is judged by its trees: without them there are no candidates.
    """
    scenes = [scene for scene in scenes if scene.sentence.tree or scene.sentence.language not in PIPELINES]
    learned = weights()
    found = list(guesses(pairs(scenes, claims, rejected), learned))
    claimed = defaultdict(set)
    for claim in claims:
        claimed[frozenset((claim.subject, claim.object))].add(claim.predicate)
    for guess, described in zip(found, judged(found, claims), strict=True):
        probability = _sigmoid(sum(learned.judge.get(name, 0.0) * value for name, value in described.items()))
        told = claimed[frozenset((guess.pair.subject, guess.pair.object))]
        offered = guess.predicate in _OFFERED and probability >= learned.accept
        if offered and not repeats(guess.predicate, told):
            yield _candidate(guess, probability)


def repeats(predicate: str, told: Set[str]) -> bool:
    """Tell whether a predicate adds nothing to those that are `told` of the same two entities."""
    return predicate in told or any(predicate in family and not family.isdisjoint(told) for family in _FAMILIES)


def guesses(found: Iterable[Pair], learned: Weights) -> Iterator[Guess]:
    """Yield for each pair the predicates that are not out of the question, each at its best place."""
    least = _logit(FAINT)
    sentences: dict[tuple[str, frozenset[str]], int] = {}
    for pair in found:
        for predicate in pair.predicates:
            if predicate not in learned.bias:
                continue
            weigh = learned.pair[predicate].get
            everywhere = learned.bias[predicate] + sum(map(weigh, pair.description, repeat(0)))
            best, logit = None, least
            for place in pair.places:
                key = predicate, place.sentence
                if key not in sentences:
                    sentences[key] = sum(map(weigh, place.sentence, repeat(0)))
                here = (everywhere + sentences[key] + sum(map(weigh, place.description, repeat(0)))) / 1000
                if here >= logit and (best is None or here > logit):
                    best, logit = place, here
            if best is not None:
                yield Guess(pair, predicate, best, logit)


def judged(found: Sequence[Guess], claims: Iterable[Claim]) -> Iterator[dict[str, float]]:
    """Yield for each guess the numbers that the judge weighs: how likely it is itself, and what speaks beside it."""
    for_object: dict[tuple[str, str], list[float]] = defaultdict(list)
    for_subject: dict[tuple[str, str], list[float]] = defaultdict(list)
    for_pair: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
    for guess in found:
        subject, target = guess.pair.subject, guess.pair.object
        for_object[guess.predicate, target].append(guess.logit)
        for_subject[guess.predicate, subject].append(guess.logit)
        for_pair[subject, target][guess.predicate] = guess.logit
    served = Counter(key for one in claims for key in {(one.predicate, one.subject), (one.predicate, one.object)})
    total = Counter(one.predicate for one in claims)
    joined = {frozenset((one.subject, one.object)) for one in claims}
    none = _logit(FAINT)
    for guess in found:
        subject, target, predicate = guess.pair.subject, guess.pair.object, guess.predicate
        subjects, objects = for_object[predicate, target], for_subject[predicate, subject]
        others = [value for name, value in for_pair[subject, target].items() if name != predicate]
        turned = for_pair.get((target, subject), {}).values()
        other, back = max(others, default=none), max(turned, default=none)
        yield {
            "": 1.0,
            "logit": guess.logit,
            "behind best subject": guess.logit - max(subjects),
            "behind best object": guess.logit - max(objects),
            "subjects": min(sum(map(_sigmoid, subjects)), 3.0),
            "objects": min(sum(map(_sigmoid, objects)), 4.0),
            "other predicate": other,
            "other way round": back,
            "claims of the predicate": min(total[predicate], 4),
            "claims of the subject": min(served[predicate, subject], 3),
            "claims of the object": min(served[predicate, target], 3),
            "claims of both": float(frozenset((subject, target)) in joined),
            "places": min(len(guess.pair.places), 6),
            "predicate:" + predicate: 1.0,
        }


@cache
def _rule(predicate: str) -> Rule:
    joins = PREDICATES[predicate]
    return Rule(
        id=f"{predicate}.learned",
        predicate=predicate,
        confidence=1.0,
        subject_types=joins.domain,
        object_types=joins.range,
        modality=Modality.ASSERTED if predicate in _TOLD else None,
    )


def _candidate(guess: Guess, probability: float) -> Candidate:
    place, sentence = guess.place, guess.place.scene.sentence
    inside = [one.span for one in (place.subject, place.object) if sentence.span.holds(one.span)]
    words = [sentence.tokens[place.top]] if place.top >= 0 else []
    named = any(span.start <= token.start < span.end for span in inside for token in words)
    start = min([span.start for span in inside] + [token.start for token in words])
    end = max([span.end for span in inside] + [token.end for token in words])
    quote = Span(sentence.span.text, start, end)
    alone = len(inside) < 2 and len(quote.quote.split()) < _SHORT
    return Candidate(
        rule=_rule(guess.predicate),
        route="learned",
        subject=place.subject,
        object=place.object,
        quote=sentence.span if alone else quote,
        scene=place.scene,
        confidence=round(probability, 3),
        token=-1 if named else place.top,
    )


#: Fewer words around one of two ends tell nobody why a claim was made.
_SHORT = 4


def _sigmoid(value: float) -> float:
    return 1 / (1 + exp(-max(-30.0, min(30.0, value))))


def _logit(probability: float) -> float:
    return log(probability / (1 - probability))
