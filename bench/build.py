"""Time `build` against a bare spaCy pipe over the same texts, and the start of the command line against Python's.

usage: python bench/build.py [ROUNDS]

Both run in this process, in turn, on the bundled articles; pipelines are loaded before the clock starts. Printed are
medians and ratios.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from importlib.resources import as_file, files

import spacy

from laborgraph import pipeline
from laborgraph.dataset import Dataset
from laborgraph.loaders.parser import PIPELINES
from laborgraph.loaders.readers import read
from laborgraph.model import Article


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def bare(articles: Iterable[Article], pipes: dict[str, spacy.Language]) -> None:
    for article in articles:
        pipes[article.language](article.text)


def build(articles: Iterable[Article]) -> None:
    with Dataset.open() as dataset:
        pipeline.build(dataset, articles, lambda issue: None)


def started(*command: str) -> float:
    return seconds(lambda: subprocess.run([sys.executable, *command], check=True, capture_output=True))


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with as_file(files("laborgraph.loaders") / "articles") as folder:
        articles = [a for a in read([str(folder / "*.md")], print) if a.language in PIPELINES]
    pipes = {language: spacy.load(name) for language, name in PIPELINES.items()}
    build(articles), bare(articles, pipes)
    pairs = [(seconds(lambda: build(articles)), seconds(lambda: bare(articles, pipes))) for _ in range(rounds)]
    ours, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(f"build of {len(articles)} articles {ours:.2f} s, bare spaCy {theirs:.2f} s, ratio {ours / theirs:.2f}")
    starts = [(started("-m", "laborgraph", "--help"), started("-c", "pass")) for _ in range(rounds)]
    helped, nothing = (statistics.median(column) for column in zip(*starts, strict=True))
    print(f"laborgraph --help {helped:.3f} s, python -c pass {nothing:.3f} s, difference {helped - nothing:.3f} s")


if __name__ == "__main__":
    main()
