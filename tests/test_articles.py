"""The bundled articles: their headers, and the claims that a careful reader expects of them."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from laborgraph.ids import fold
from laborgraph.loaders.extract import extract
from laborgraph.loaders.readers import read
from laborgraph.model import Article, Claim, Entity, Extraction, Issue
from laborgraph.ontology.terms import PREDICATES, Modality
from laborgraph.records import record

FOLDER = Path(str(files("laborgraph.loaders"))) / "articles"
CLAIMS = Path(__file__).with_name("data") / "expected.jsonl"
RECORDS = [json.loads(line) for line in CLAIMS.read_text(encoding="utf-8").splitlines()]
EXPECTED: dict[str, list[dict[str, Any]]] = {record["article"]: record["claims"] for record in RECORDS}
#: Other names that an article gives to a thing.
ALSO: dict[str, dict[str, list[str]]] = {record["article"]: record["also"] for record in RECORDS}
#: The least share of expected claims that must be found; raise it when extraction improves.
FLOOR = 0.45
#: The least share of those with a speaker whose speaker must be right.
SPEAKER_FLOOR = 0.5
_LEADING = re.compile(r"^(?:(?:the|a|an|le|la|les|l|un|une|des|du|de|d|el|los|las|der|die|das) )+")


@cache
def articles() -> dict[str, Article]:
    issues: list[Issue] = []
    found = {article.name: article for article in read([str(FOLDER / "*.md")], issues.append)}
    assert issues == []
    return found


@cache
def extraction(name: str) -> Extraction:
    return extract(articles()[name], lambda issue: None)


def key(name: str) -> str:
    """Reduce a name as the evaluation does: no case, accent, leading article or plural ending."""
    return " ".join(
        word[:-1] if len(word) > 3 and word[-1] in "sx" else word for word in _LEADING.sub("", fold(name)).split()
    )


def named(entity: Entity, name: str, article: str) -> bool:
    keys = {key(form) for form in (entity.name, *entity.surfaces)}
    surname = entity.type == "Person" and any(form.split()[-1:] == key(name).split()[-1:] for form in keys)
    return surname or not keys.isdisjoint(map(key, [name, *ALSO[article].get(name, [])]))


def matching(name: str, expected: dict[str, Any]) -> Claim | None:
    """Find the extractor's claim with the expected sides, predicate and modality."""
    result = extraction(name)
    entities = {entity.id: entity for entity in result.entities}
    for claim in result.claims:
        if (claim.predicate, claim.modality) != (expected["predicate"], expected["modality"]):
            continue
        sides = [(claim.subject, claim.object)]
        sides += [(claim.object, claim.subject)] if PREDICATES[claim.predicate].symmetric else []
        for subject, object_ in sides:
            if named(entities[subject], expected["subject"], name) and named(
                entities[object_], expected["object"], name
            ):
                return claim
    return None


def test_there_are_enough_and_each_tells_its_header() -> None:
    languages = Counter(article.language for article in articles().values())
    assert len(articles()) >= 12
    assert languages["fr"] >= 5 <= languages["en"]
    assert languages["es"] >= 1 <= languages["de"]
    for article in articles().values():
        assert article.title, article.name
        assert article.published, article.name
        assert article.credit, article.name
        assert article.publisher == "laborgraph demo desk"
        assert article.name.startswith(f"{article.language}-{article.published}")
        header = article.text[: article.body]
        assert re.search(r"^Sources:\n- .+, .+", header, re.MULTILINE), article.name
        assert 120 <= len(article.text[article.body :].split()) <= 300, article.name


def test_dates_span_years_and_two_articles_copy_one_agency() -> None:
    assert len({article.published[:4] for article in articles().values()}) >= 4
    copies = [name for name, article in articles().items() if article.credit == "Reuters" and "tilly" in name]
    assert {name[:2] for name in copies} == {"en", "fr"}


def test_expected_claims_are_of_the_model_and_their_names_stand_in_the_text() -> None:
    assert EXPECTED.keys() == articles().keys()
    for name, claims in EXPECTED.items():
        text = f" {key(articles()[name].text)} "
        for claim in claims:
            assert claim["predicate"] in PREDICATES
            assert claim["modality"] in set(Modality)
            for side in ("subject", "object", "attributed_to"):
                assert claim[side] is None or f" {key(claim[side])} " in text, (name, claim[side])
        for aliases in ALSO[name].values():
            assert all(f" {key(alias)} " in text for alias in aliases), (name, aliases)


def test_expected_claims_tell_the_whole_field() -> None:
    told = {(claim["predicate"], claim["modality"]) for claims in EXPECTED.values() for claim in claims}
    for predicate in ("opposes", "strikesAgainst", "agreesWith", "sues", "laysOff", "protects", "restricts"):
        assert (predicate, "asserted") in told
    assert {("tests", "reported"), ("replaces", "reported"), ("replaces", "feared"), ("replaces", "denied")} <= told


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_list_of_what_is_found_is_true(name: str) -> None:
    wrong = [claim for claim in EXPECTED[name] if (matching(name, claim) is not None) is not claim["found"]]
    told = "\n".join(f"{'lost' if claim['found'] else 'found now'}: {claim}" for claim in wrong)
    assert not wrong, f"{told}\nIf that is right, run this file with python: it rewrites expected.jsonl."


def test_share_that_is_found() -> None:
    claims = [claim for claims in EXPECTED.values() for claim in claims]
    assert sum(claim["found"] for claim in claims) >= FLOOR * len(claims)


def test_speakers_of_what_is_found() -> None:
    right = []
    for name, claims in EXPECTED.items():
        entities = {entity.id: entity for entity in extraction(name).entities}
        for expected in claims:
            if expected["attributed_to"] and (claim := matching(name, expected)):
                speaker = entities.get(claim.speaker or claim.via or "")
                right.append(speaker is not None and named(speaker, expected["attributed_to"], name))
    assert sum(right) >= SPEAKER_FLOOR * len(right)
    assert len(right) >= 3


def test_quotes_are_the_text() -> None:
    for name, article in articles().items():
        for claim in record(extraction(name))["claims"]:
            assert article.text[claim["start"] : claim["end"]] == claim["quote"]
            assert claim["start"] >= article.body or claim["quote"] in article.title


if __name__ == "__main__":
    for name, claims in EXPECTED.items():
        for claim in claims:
            claim["found"] = matching(name, claim) is not None
    lines = [json.dumps(record, ensure_ascii=False) for record in RECORDS]
    CLAIMS.write_text("\n".join(lines) + "\n", encoding="utf-8")
