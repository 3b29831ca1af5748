"""Run the same work over and over, each time killed (SIGKILL) some writes later, and once more to its end.

Prints how many runs died and how many different datasets came out. Run by test_dataset.py, for it forks.
"""

import dataclasses
import itertools
import os
import shutil
import signal
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from laborgraph.dataset import Dataset

WRITES = {"extend", "update", "remove", "remove_graph"}


class Mortal:
    """A store that kills its process before the write after the last of its lives."""

    def __init__(self, store: Any, lives: float) -> None:
        self.store, self.lives = store, lives

    def __getattr__(self, name: str) -> Any:
        if name in WRITES:
            self.lives -= 1
            if self.lives < 0:
                os.kill(os.getpid(), signal.SIGKILL)
        return getattr(self.store, name)

    def __iter__(self) -> Any:
        return iter(self.store)


def samples(path: str) -> Any:
    spec = spec_from_file_location("samples", path)
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.make_extractions()


def work(dataset: Dataset, extractions: Any) -> None:
    """Add, replace and remove; every step may be done twice."""
    french, english, wired, odd = extractions
    for extraction in (french, dataclasses.replace(english, claims=english.claims[1:]), wired):
        dataset.add(extraction)
    dataset.derive()
    dataset.add(english)
    dataset.add(odd)
    dataset.remove(french.article.id)
    dataset.derive()


def run(folder: Path, extractions: Any, lives: float) -> tuple[bool, str]:
    """Work in a child that has so many writes to live; tell whether it died, and the digest that it came to."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        with Dataset.open(folder) as dataset:
            dataset._store = Mortal(dataset._store, lives)  # type: ignore[assignment]
            work(dataset, extractions)
            os.write(writing, dataset.digest().encode())
        os._exit(0)
    os.close(writing)
    died = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    with open(reading) as result:
        return died, result.read()


def main() -> None:
    extractions, folder = samples(sys.argv[1]), Path(sys.argv[2])
    died, expected = run(folder / "whole", extractions, float("inf"))
    deaths, digests = 0, {expected}
    for lives in itertools.count(step=int(sys.argv[3])):
        data = folder / str(deaths)
        died, _ = run(data, extractions, lives)
        _, digest = run(data, extractions, float("inf"))
        digests.add(digest)
        shutil.rmtree(data)
        if not died:
            break
        deaths += 1
    print(deaths, len(digests))


if __name__ == "__main__":
    main()
