"""Learn the weights of `loaders/learned.py` from the annotated articles beside this file, and tell what they are worth.

usage: python training/train.py [--accept 0.65] [--dry-run]

Needs the extras `nlp` and `train`. Reads each article by the rules (with a registry of its own in which most of its
names stand, as most names of a real article stand in ours), describes its pairs and fits both models; prints, from
five folds by article, what the guesses above each probability are worth beside the claims of the rules; writes the
weights. Takes some minutes; the same articles and rules give the same file.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from corpus import Annotated, articles
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from laborgraph import ids
from laborgraph.loaders import extract, learned, pairing
from laborgraph.model import Article, Claim
from laborgraph.ontology import registry
from laborgraph.ontology.terms import PREDICATES

TARGET = Path(__file__).parents[1] / "loaders" / learned.WEIGHTS
#: A description counts if it occurs in as many articles.
SPREAD = 2
#: Strength of the models: the inverse of their regularisation (liblinear's C).
PAIR_C, JUDGE_C = 0.2, 0.3
FOLDS = 5


@dataclass(frozen=True, slots=True)
class Read:
    """An article as the rules read it: its pairs, with the predicates that the annotation gives each, and claims."""

    name: str
    pairs: list[pairing.Pair]
    told: list[frozenset[str]]
    claims: list[Claim]
    #: Which claims of the rules are right, and how many claims the annotation has.
    right: list[bool]
    total: int


def read(article: Annotated) -> Read:
    """Read an annotated article by the rules and give each of its pairs its predicates."""
    text = Article(text=article.text, name=article.id, language=article.id[:2])
    with tempfile.TemporaryDirectory() as folder:
        drafted = extract.draft(text, lambda issue: None, _registry(article, Path(folder)))
        scenes = [scene for group in drafted.groups for scene in group]
        extraction = extract.finish(drafted, learned_too=False)
        found = list(pairing.pairs(scenes, extraction.claims, extraction.rejected))
    entities = {
        entity.id: {_key(name) for name in (entity.name, *entity.surfaces)} for entity in drafted.cast.entities()
    }
    gold = {name: {_key(form) for form in (name, *aliases)} for name, (_, aliases) in article.entities.items()}
    person = {name for name, (kind, _) in article.entities.items() if kind == "Person"}

    def same(name: str, entity: str) -> bool:
        forms = entities.get(entity, set())
        if gold[name] & forms:
            return True
        return name in person and any(
            a.split()[-1:] == b.split()[-1:]
            for a in gold[name]
            for b in forms
            if " " not in a + b or (" " in a) != (" " in b)
        )

    def predicates(subject: str, target: str) -> frozenset[str]:
        return frozenset(
            one.predicate
            for one in article.claims
            if (same(one.subject, subject) and same(one.object, target))
            or (PREDICATES[one.predicate].symmetric and same(one.subject, target) and same(one.object, subject))
        )

    bare = [replace(pair, places=tuple(replace(place, scene=None) for place in pair.places)) for pair in found]
    told = [predicates(pair.subject, pair.object) for pair in found]
    right = [claim.predicate in predicates(claim.subject, claim.object) for claim in extraction.claims]
    return Read(article.id, bare, told, list(extraction.claims), right, len(article.claims))


def _key(name: str) -> str:
    """Fold a name as scorers do: no case, accents, leading article or plural."""
    words = ids.fold(name).replace("-", " ").split()
    while len(words) > 1 and words[0] in _ARTICLES:
        words.pop(0)
    return " ".join(word[:-1] if len(word) > 3 and word[-1] in "sx" else word for word in words)


_ARTICLES = frozenset(
    ["the", "a", "an", "le", "la", "les", "l", "un", "une", "des", "du", "de", "el", "los", "las"]
) | {*("der", "die", "das", "den", "dem", "il", "lo", "gli", "i", "o", "os", "as")}


def _registry(article: Annotated, folder: Path) -> Path:
    """Write a registry of nine in ten names of organisations, tools, works and agreements, chosen by a hash.

    What the shipped registry or an earlier row calls something already stays that.
    """
    taken = {form.text.casefold() for entry in registry.load().entries.values() for form in entry.forms}
    (folder / "entities").mkdir()
    with (folder / "entities" / "own.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "type", "name", "aliases"])
        for number, (name, (kind, aliases)) in enumerate(article.entities.items()):
            if kind in ("Person", "Role", "Event") or not name[0].isupper() or set("(|") & set(name):
                continue
            if name.casefold() in taken:
                continue
            if sha256(f"{article.id} {name}".encode()).digest()[0] < 230:
                others = [one for one in aliases if one[0].isupper() and len(one) > 2 and " " not in one]
                others = [one for one in others if one.casefold() not in taken]
                taken.update(one.casefold() for one in (name, *others))
                rows.writerow([f"own-{number}", kind, name, " | ".join(others)])
    return folder


class Pairs:
    """The first model while it is made: a column for each description, a logistic regression for each predicate."""

    def __init__(self, data: Sequence[Read]) -> None:
        spread = Counter(
            one
            for article in data
            for one in set().union(*(d for pair in article.pairs for d in _descriptions(pair)), set())
        )
        self.columns = {one: n for n, one in enumerate(sorted(o for o, count in spread.items() if count >= SPREAD))}
        self.models: dict[str, LogisticRegression] = {}
        pairs = [pair for article in data for pair in article.pairs]
        told = [told for article in data for told in article.told]
        rows = [(number, one) for number, pair in enumerate(pairs) for one in _descriptions(pair)]
        owner = np.array([number for number, _ in rows])
        places = self._matrix([one for _, one in rows])
        whole = self._matrix([frozenset().union(*_descriptions(pair)) for pair in pairs])
        share = 1 / np.sqrt(np.bincount(owner))[owner]
        for predicate in PREDICATES:
            fits = np.array([predicate in pair.predicates for pair in pairs])
            right = np.array([predicate in one for one in told])
            if (fits & right).sum() < 3:
                continue
            chosen = np.where(fits)[0]
            model = _logistic(PAIR_C).fit(whole[chosen], right[chosen])
            within = np.where(fits[owner])[0]
            for _ in range(2):  # a right pair is learned from its likeliest place, a wrong one from all
                scores = model.decision_function(places[within])
                best: dict[int, tuple[float, int]] = {}
                for row, score in zip(within, scores, strict=True):
                    if right[owner[row]]:
                        best[owner[row]] = max(best.get(owner[row], (-np.inf, -1)), (score, row))
                good = [row for _, row in best.values()]
                bad = [row for row in within if not right[owner[row]]]
                weight = np.r_[np.ones(len(good)), share[bad]]
                label = np.r_[np.ones(len(good)), np.zeros(len(bad))]
                model = _logistic(PAIR_C).fit(places[np.array(good + bad)], label, sample_weight=weight)
            self.models[predicate] = model

    def _matrix(self, descriptions: Sequence[frozenset[str]]) -> csr_matrix:
        ends, columns = [0], []
        for one in descriptions:
            columns += sorted(self.columns[name] for name in one if name in self.columns)
            ends.append(len(columns))
        return csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(descriptions), len(self.columns)))

    def weights(self, judge: dict[str, float], accept: float) -> learned.Weights:
        """Return the weights as they are shipped, those of little weight left out."""
        pair = {
            predicate: {
                one: int(weight) for one, n in self.columns.items() if (weight := round(1000 * model.coef_[0][n], -1))
            }
            for predicate, model in sorted(self.models.items())
        }
        bias = {predicate: round(1000 * float(model.intercept_[0])) for predicate, model in sorted(self.models.items())}
        return learned.Weights(bias=bias, pair=pair, judge=judge, accept=accept)


def _descriptions(pair: pairing.Pair) -> list[frozenset[str]]:
    return [pair.description | place.description | place.sentence for place in pair.places]


def _logistic(strength: float) -> LogisticRegression:
    return LogisticRegression(C=strength, solver="liblinear", max_iter=500)


def guesses(article: Read, weights: learned.Weights) -> list[tuple[learned.Guess, dict[str, float], bool]]:
    """Return the guesses of an article that no rule claims, described for the judge, with whether they are right."""
    found = list(learned.guesses(article.pairs, weights))
    told = {(pair.subject, pair.object): told for pair, told in zip(article.pairs, article.told, strict=True)}
    claimed: dict[frozenset[str], set[str]] = {}
    for claim in article.claims:
        claimed.setdefault(frozenset((claim.subject, claim.object)), set()).add(claim.predicate)
    return [
        (guess, described, guess.predicate in told[guess.pair.subject, guess.pair.object])
        for guess, described in zip(found, learned.judged(found, article.claims), strict=True)
        if not learned.repeats(guess.predicate, claimed.get(frozenset((guess.pair.subject, guess.pair.object)), set()))
    ]


def judge(rows: Sequence[tuple[Any, dict[str, float], bool]]) -> dict[str, float]:
    """Fit the second model."""
    names = sorted({name for _, described, _ in rows for name in described} - {""})
    table = np.array([[described.get(name, 0.0) for name in names] for _, described, _ in rows])
    scale = np.sqrt((table**2).mean(0)) + 1e-9
    model = _logistic(JUDGE_C).fit(table / scale, [right for *_, right in rows])
    found = {name: round(float(weight), 4) for name, weight in zip(names, model.coef_[0] / scale, strict=True)}
    return found | {"": round(float(model.intercept_[0]), 4)}


def main() -> None:
    """Train, report, write."""
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    options.add_argument("--accept", type=float, default=0.65, help="the probability from which a guess is a claim")
    options.add_argument("--dry-run", action="store_true", help="write nothing")
    told = options.parse_args()
    with ProcessPoolExecutor(2) as pool:
        data = list(pool.map(read, articles(), chunksize=4))
    print(f"{len(data)} articles, {sum(one.total for one in data)} claims, {sum(len(one.pairs) for one in data)} pairs")
    fold = {one.name: int(sha256(one.name.encode()).hexdigest(), 16) % FOLDS for one in data}
    rows = []
    for number in range(FOLDS):
        weights = Pairs([one for one in data if fold[one.name] != number]).weights({}, 1.0)
        rows += [(one, row) for one in data if fold[one.name] == number for row in guesses(one, weights)]
    report(data, rows, fold, told.accept)
    if not told.dry_run:
        made = Pairs(data).weights(judge([row for _, row in rows]), told.accept)
        pair: dict[str, dict[str, int]] = {}
        for predicate, weighed in made.pair.items():
            for one, weight in weighed.items():
                pair.setdefault(one, {})[predicate] = weight
        values = {"bias": made.bias, "pair": pair, "judge": made.judge, "accept": made.accept}
        packed = gzip.compress(json.dumps(values, ensure_ascii=False, sort_keys=True).encode(), mtime=0)
        TARGET.write_bytes(packed)
        print(f"{TARGET.name}: {sum(map(len, made.pair.values()))} weights, {len(packed)} bytes", file=sys.stderr)


def report(data: Sequence[Read], rows: Sequence[tuple[Read, Any]], fold: dict[str, int], accept: float) -> None:
    """Print what rules and guesses are worth together, the judge trained without the fold it judges."""
    judged = []
    for number in range(FOLDS):
        weights = judge([row for one, row in rows if fold[one.name] != number])
        for one, (guess, described, right) in rows:
            if fold[one.name] == number:
                logit = sum(weights.get(name, 0.0) * value for name, value in described.items())
                judged.append((1 / (1 + np.exp(-logit)), right, guess.predicate))
    claims = [right for one in data for right in one.right]
    total = sum(one.total for one in data)
    print(f"{'from':>6}{'added':>8}{'right':>7}{'P':>7}{'R':>7}{'F1':>7}   (predicate and ends)")
    for least in (1.01, 0.9, 0.8, 0.7, 0.65, 0.6, 0.55, 0.5, 0.45, 0.4, 0.3):
        added = [right for probability, right, _ in judged if probability >= least]
        hits, found = sum(claims) + sum(added), len(claims) + len(added)
        precision, recall = hits / found, hits / total
        worth = sum(added) / len(added) if added else 0
        f1 = 2 * precision * recall / (precision + recall)
        print(f"{least:6.2f}{len(added):8}{worth:7.2f}{precision:7.3f}{recall:7.3f}{f1:7.3f}")
    for predicate in PREDICATES:
        added = [right for probability, right, name in judged if probability >= accept and name == predicate]
        print(f"{predicate:>16}{len(added):6}{sum(added) / max(1, len(added)):7.2f}")


if __name__ == "__main__":
    main()
