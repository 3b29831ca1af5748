"""Time `build` against a bare spaCy pipe over the same texts, and the start of the command line against Python's.

usage: python bench/build.py [ARTICLES] [ROUNDS]

2,000 articles if not told, made from the paragraphs of the bundled English and French ones, so that no two are alike.
In each round, in turn: the bare pipes, `build` in this process alone, `build` on all cores. Loading the pipelines is
part of `build` on all cores only, whose workers do so. Printed are medians, ratios, and the most memory that this
process and a worker took after a quarter of the articles and after all of them: it should not grow with their number.
"""

from __future__ import annotations

import os
import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from importlib.resources import as_file, files

import spacy

from laborgraph import pipeline
from laborgraph.dataset import Dataset
from laborgraph.loaders.parser import PIPELINES
from laborgraph.loaders.pool import Terms
from laborgraph.loaders.readers import read
from laborgraph.loaders.reading import Reading
from laborgraph.model import Article


def articles(count: int) -> Iterator[Article]:
    """Make up articles: a title and eight paragraphs of the bundled ones of a language."""
    with as_file(files("laborgraph.loaders") / "articles") as folder:
        bundled = [one for one in read([str(folder / "*.md")], print) if one.language in PIPELINES]
    dice = random.Random(5)
    for number in range(count):
        base = dice.choice(bundled)
        parts = [
            part for one in bundled if one.language == base.language for part in one.text[one.body :].split("\n\n")
        ]
        chosen = dice.sample([part for part in parts if len(part) > 80], 8)
        text = f"{base.title}, {number}\n\n" + "\n\n".join(chosen) + "\n"
        yield replace(base, text=text, name=f"a{number}", title=f"{base.title}, {number}", body=0, url="", source="")


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def bare(made: Iterable[Article], pipes: dict[str, spacy.Language]) -> None:
    for article in made:
        pipes[article.language](article.text)


def build(made: Iterable[Article], jobs: int) -> None:
    with Dataset.open() as dataset:
        pipeline.build(dataset, made, lambda issue: None, Reading(terms=Terms(), jobs=jobs))


def started(*command: str) -> float:
    return seconds(lambda: subprocess.run([sys.executable, *command], check=True, capture_output=True))


def memory() -> str:
    sizes = (resource.getrusage(who).ru_maxrss // 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return "this process {} MB, a worker {} MB".format(*sizes)


def main() -> None:
    given = [int(argument) for argument in sys.argv[1:]]
    count, rounds = (given + [2000, 3][len(given) :])[:2]
    made, cores = list(articles(count)), len(os.sched_getaffinity(0))
    pipes = {language: spacy.load(name) for language, name in PIPELINES.items()}
    build(made[: count // 4], 1), bare(made[:20], pipes), build(made[: count // 4], cores)
    print(f"after {count // 4} articles: {memory()}")
    works = [lambda: bare(made, pipes), lambda: build(made, 1), lambda: build(made, cores)]
    times = [[seconds(work) for work in works] for _ in range(rounds)]
    pipe, alone, shared = (statistics.median(column) for column in zip(*times, strict=True))
    print(f"after {count} articles: {memory()}")
    print(f"{count} articles: bare spaCy {pipe:.1f} s; build in one process {alone:.1f} s, ratio {alone / pipe:.2f}")
    print(f"build on {cores} cores {shared:.1f} s, ratio {shared / pipe:.2f}, of one process {shared / alone:.2f}")
    starts = [(started("-m", "laborgraph", "--help"), started("-c", "pass")) for _ in range(5)]
    helped, nothing = (statistics.median(column) for column in zip(*starts, strict=True))
    print(f"laborgraph --help {helped:.3f} s, python -c pass {nothing:.3f} s, difference {helped - nothing:.3f} s")


if __name__ == "__main__":
    main()
