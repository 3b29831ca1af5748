"""The learned finder of pairs: what it adds, what it leaves to the rules, and what it was trained on."""

import importlib.util
import sys
from pathlib import Path

import pytest

from laborgraph.loaders import extract, learned
from laborgraph.loaders.readers import read
from laborgraph.model import Article, Claim

ROOT = Path(__file__).parents[1]
TEXT = """AI tools replace level designers at Quillmoor Games

By Ada Fenn

Quillmoor Games, a studio in Leeds, has told its staff that level designers will be let go.

Mara Oduya, spoke in spring of turning Quillmoor Games into a company of machines. The chief executive was applauded.

Corvane Labs, a company in Porto that develops voice models, supplies the studio.
"""


def found(text: str, language: str = "en", *, learned_too: bool = True) -> tuple[Claim, ...]:
    drafted = extract.draft(Article(text=text, language=language, name="made"), lambda issue: None)
    return extract.finish(drafted, learned_too=learned_too).claims


def test_it_adds_to_the_rules_and_takes_nothing_away() -> None:
    alone, both = found(TEXT, learned_too=False), found(TEXT)
    added = [claim for claim in both if ".learned." in claim.rule]
    assert added
    assert [claim for claim in both if claim not in added] == list(alone)
    assert {claim.fact for claim in added}.isdisjoint(claim.fact for claim in alone)
    for claim in added:
        assert claim.confidence >= learned.weights().accept
        assert claim.span.quote == TEXT[claim.span.start : claim.span.end]
        assert claim.sentence.holds(claim.span)


def test_the_same_text_gives_the_same_claims() -> None:
    assert found(TEXT) == found(TEXT)


def test_no_stance_quarrel_or_deal_is_learned() -> None:
    predicates = set()
    for article in read([str(ROOT / "loaders" / "articles")], lambda issue: None):
        predicates |= {
            one.predicate for one in extract.extract(article, lambda issue: None).claims if "learned" in one.rule
        }
    assert predicates
    assert predicates.isdisjoint(
        {"opposes", "supports", "sues", "strikesAgainst", "investsIn", "agreesWith", "laysOff"}
    )


def test_without_a_tree_nothing_is_guessed_where_the_weights_expect_one() -> None:
    drafted = extract.draft(Article(text=TEXT, language="en", name="made"), lambda issue: None)
    scenes = [scene for group in drafted.groups for scene in group]
    assert list(learned.candidates([scene for scene in scenes if not scene.sentence.tree], (), ())) == []
    assert list(learned.candidates((), (), ())) == []


@pytest.fixture(scope="module")
def corpus():
    spec = importlib.util.spec_from_file_location("laborgraph_training_corpus", ROOT / "training" / "corpus.py")
    assert spec
    assert spec.loader
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_what_it_was_trained_on_is_sound(corpus) -> None:
    annotated = list(corpus.articles())
    assert len(annotated) > 300
    assert len({one.id for one in annotated}) == len(annotated)
    assert [fault for one in annotated for fault in corpus.faults(one)] == []
    assert {one.id[:2] for one in annotated} == {"de", "en", "es", "fr", "it", "pt"}


def test_a_fault_of_an_annotation_is_told(corpus, tmp_path) -> None:
    (tmp_path / "bad.txt").write_text(
        "=== en-x-1\nTitle\n\nText of Aria Film.\n---\nE Aria Film | Studio\nE Voxen | Tool\n"
        "C Voxen | uses | Aria Film | asserted | - | core |\nC Aria Film | uses | Voxen | hoped | Nobody | side |\n",
        encoding="utf-8",
    )
    faults = list(corpus.faults(next(corpus.articles(tmp_path))))
    assert len(faults) == 3
    (tmp_path / "bad.txt").write_text("=== en-x-1\nTitle\n---\nX what\n", encoding="utf-8")
    with pytest.raises(ValueError, match="neither an entity nor a claim"):
        list(corpus.articles(tmp_path))
