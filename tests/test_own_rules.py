"""Rules beside the data: a user adds entities and a frame without touching code. Many articles, on several cores."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from laborgraph import pipeline
from laborgraph.dataset import Dataset
from laborgraph.errors import ModelError
from laborgraph.loaders import pool
from laborgraph.loaders.pool import Terms, read_all
from laborgraph.loaders.reading import Reading
from laborgraph.model import Article, Issue
from laborgraph.ontology.own import own_rules

TEXT = "Le studio Brumeline a bricolé les affiches de la série avec Toucan Neuf."
ENTITIES = "id,type,name,name_fr\nbrumeline,Studio,Brumeline,Brumeline SA\ntoucan-neuf,Tool,Toucan Neuf,\n"
FRAME = """
[[tree]]
id = "bricoler"
subject = ["subj"]
object = ["prep:avec"]
confidence = 0.9
lemmas.fr = ["bricoler"]
"""
#: An expression that takes time without end over a text of many x.
ENDLESS = '[[pattern]]\nid = "endless"\nconfidence = 0.9\nen = ["{S:Org}(?:x+x+)+y{O:Tool}"]\nneeds.en = "(?:x+x+)+y"\n'


#: So many articles are many enough for workers here.
MANY = 6


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "MANY", MANY)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    for place, text in {"entities/mine.csv": ENTITIES, "frames/uses.toml": FRAME}.items():
        (tmp_path / "data" / "rules" / place).parent.mkdir(parents=True)
        (tmp_path / "data" / "rules" / place).write_text(text, encoding="utf-8")
    (tmp_path / "story.txt").write_text(f"Language: fr\nTitle: Des affiches\n\n{TEXT}\n", encoding="utf-8")
    return tmp_path / "data"


def lg(*arguments: str, data: Path) -> str:
    command = [sys.executable, "-m", "laborgraph", *arguments]
    environment = os.environ | {"LABORGRAPH_DATA": str(data)}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_user_adds_entities_and_a_frame_by_files_beside_the_data(data: Path) -> None:
    story = str(data.parent / "story.txt")
    assert '"rule": "uses.bricoler.fr' in lg("extract", "--explain", story, data=data)
    lg("build", story, data=data)
    question = "MATCH (s:Studio)-[u:USES]->(t:Tool) RETURN s.iri, s.name_fr, t.name"
    assert lg("cypher", question, "--format", "csv", data=data).splitlines()[1:] == [
        "https://w3id.org/laborgraph/id/brumeline,Brumeline SA,Toucan Neuf"
    ]


def test_other_rules_make_the_articles_be_read_again(data: Path) -> None:
    article = Article(text=TEXT + "\n", name="story", language="fr")
    with Dataset.open(data) as dataset:
        assert pipeline.build(dataset, [article], print).added == 1
        assert pipeline.build(dataset, [article], print).unchanged == 1
        assert dataset.status()["claims"] == 1
        without = Reading(terms=Terms(own=None))
        assert pipeline.build(dataset, [article], print, without).replaced == 1
        assert dataset.status()["claims"] == 0


@pytest.mark.parametrize("name", ["frame/uses.toml", "frames/uses.csv", "entities/mine.tsv", "uses.toml"])
def test_a_file_that_nothing_reads_is_an_error(tmp_path: Path, name: str) -> None:
    (tmp_path / "rules" / name).parent.mkdir(parents=True)
    (tmp_path / "rules" / name).touch()
    with pytest.raises(ModelError, match="is not read"):
        own_rules(tmp_path)


def test_without_rules_of_ones_own_there_is_no_folder(tmp_path: Path) -> None:
    assert own_rules(tmp_path) is None
    assert own_rules(None) is None


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_article_without_end_is_left_out_and_the_next_is_read(tmp_path: Path, jobs: int) -> None:
    (tmp_path / "frames").mkdir()
    (tmp_path / "frames" / "uses.toml").write_text(ENDLESS, encoding="utf-8")
    issues: list[Issue] = []
    texts = ["Netflix uses Sora.\n"] * 2 + ["Netflix uses Sora " + "x" * 60 + ".\n"] + ["Netflix uses Sora.\n"] * MANY
    articles = [Article(text=text, name=f"a{n}", language="en") for n, text in enumerate(texts)]
    read = list(read_all(articles, issues.append, Terms(tmp_path, limit=8.0), jobs))
    assert [one.article.name for one in read] == [f"a{n}" for n in range(len(texts)) if n != 2]
    assert all(one.claims for one in read)
    assert [(issue.code, issue.source) for issue in issues] == [("not-read", "a2")]


def test_many_processes_read_as_one_does() -> None:
    texts = [f"Netflix uses Sora.\n\nSAG-AFTRA went on strike against Ubisoft {n} times.\n" for n in range(MANY)]
    articles = [Article(text=text, name=f"a{n}", language="en") for n, text in enumerate(texts)]
    assert list(read_all(articles, print, Terms(), 2)) == list(read_all(articles, print, Terms(), 1))


def test_a_worker_that_is_killed_costs_no_article(monkeypatch: pytest.MonkeyPatch) -> None:
    started = []
    fresh = pool._pool

    def watched(jobs: int) -> object:
        started.append(fresh(jobs))
        return started[-1]

    monkeypatch.setattr(pool, "_pool", watched)
    articles = [Article(text="Netflix uses Sora.\n", name=f"a{n}", language="en") for n in range(3 * MANY)]

    def served() -> Iterator[Article]:
        for number, article in enumerate(articles):
            if number == 2 * MANY:
                os.kill(next(iter(started[0]._processes)), signal.SIGKILL)
            yield article

    assert [one.article.name for one in read_all(served(), print, Terms(), 2)] == [one.name for one in articles]
