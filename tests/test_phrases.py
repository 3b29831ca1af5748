"""How news says things: sentences of our own about invented parties, and the claims that a careful reader takes.

`data/phrases/*.toml` hold `[[phrase]]` tables: `language`, `text` and `claims`, each
``subject | predicate | object | modality`` with names as the text prints them; no claims means that the text must
stay silent. A phrase that no rule reads yet has `unread = true`: a note of what is missing, counted in the recall.
Run this file to see what is missed and what is too much: ``python tests/test_phrases.py [WORD OF FILE OR TEXT]``.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from laborgraph.ids import fold
from laborgraph.loaders.extract import extract
from laborgraph.loaders.lexicon import LANGUAGES
from laborgraph.model import Article
from laborgraph.ontology.terms import PREDICATES

FOLDER = Path(__file__).with_name("data") / "phrases"
#: The least precision and recall over all phrases; raise them when extraction improves.
PRECISION, RECALL = 0.75, 0.3

Told = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A text, the claims that it makes, and whether the rules are known to miss some of them."""

    file: str
    language: str
    text: str
    claims: frozenset[Told]
    unread: bool

    def found(self) -> frozenset[Told]:
        """Return what the extractor claims of the text."""
        article = Article(text=self.text, name=self.file, language=self.language, published="2025-06-15")
        result = extract(article, lambda issue: None)
        expected = {side for claim in self.claims for side in (claim[0], claim[2])}
        names = {
            entity.id: next((form for form in entity.surfaces if fold(form) in expected), entity.name)
            for entity in result.entities
        }
        return frozenset(
            told(names[claim.subject], claim.predicate, names[claim.object], claim.modality) for claim in result.claims
        )


def told(subject: str, predicate: str, object_: str, modality: str) -> Told:
    """Fold the names, and order the sides of a symmetric predicate."""
    sides = [fold(subject), fold(object_)]
    if PREDICATES[predicate].symmetric:
        sides.sort()
    return (sides[0], predicate, sides[1], modality)


@cache
def phrases() -> tuple[Phrase, ...]:
    return tuple(_read())


def _read() -> Iterator[Phrase]:
    for path in sorted(FOLDER.glob("*.toml")):
        for table in tomllib.loads(path.read_text(encoding="utf-8"))["phrase"]:
            claims = [[part.strip() for part in line.split("|")] for line in table["claims"]]
            yield Phrase(
                file=path.stem,
                language=table["language"],
                text=table["text"].strip() + "\n",
                claims=frozenset(told(*claim) for claim in claims),
                unread=table.get("unread", False),
            )


@pytest.mark.parametrize("phrase", phrases(), ids=lambda phrase: f"{phrase.file}: {phrase.text[:60].strip()}")
def test_a_phrase_is_read_as_a_reader_would(phrase: Phrase) -> None:
    found = phrase.found()
    if phrase.unread:
        assert not phrase.claims <= found, "it is read now: take `unread` away"
    else:
        assert phrase.claims <= found
    assert not phrase.claims or len(found) <= 2 * len(phrase.claims), "too much is read into it"
    assert phrase.claims or not found


def test_most_of_what_is_claimed_is_right_and_much_of_what_is_said_is_found() -> None:
    right = sum(len(phrase.claims & phrase.found()) for phrase in phrases())
    assert right / sum(len(phrase.found()) for phrase in phrases()) >= PRECISION
    assert right / sum(len(phrase.claims) for phrase in phrases()) >= RECALL


def test_each_language_has_phrases_and_silent_ones() -> None:
    assert {phrase.language for phrase in phrases()} == set(LANGUAGES)
    assert {phrase.language for phrase in phrases() if not phrase.claims} == set(LANGUAGES)


def _show(word: str) -> None:
    expected = found = right = 0
    for phrase in phrases():
        if word not in phrase.file and word.casefold() not in phrase.text.casefold():
            continue
        claims = phrase.found()
        expected, found, right = expected + len(phrase.claims), found + len(claims), right + len(phrase.claims & claims)
        for sign, told_ in [("missed", phrase.claims - claims), ("extra ", claims - phrase.claims)]:
            for one in sorted(told_):
                print(f"{sign} {' | '.join(one)}\n         {phrase.file} {phrase.language}: {phrase.text.strip()}")
    print(f"{len(phrases())} phrases; of {expected} claims {right} found; {found - right} extra")


if __name__ == "__main__":
    _show(sys.argv[1] if len(sys.argv) > 1 else "")
