"""Name the reader of an article by what its reading depends on: rules, weights, registry, version and pipeline.

The dataset keeps it with each article, so that `build` reads an article again once any of these has changed.
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from laborgraph.ids import digest
from laborgraph.loaders.frames import frame_files
from laborgraph.loaders.learned import weights_file
from laborgraph.loaders.lexicon import lexicon_files
from laborgraph.loaders.parser import PIPELINES
from laborgraph.ontology.registry import entity_files


@cache
def fingerprint(extractor: str, language: str, own: Path | None = None) -> str:
    """Return the extractor's name and a hash that changes with whatever it reads an article of the language by."""
    package = PIPELINES.get(language, "simplemma").replace("_", "-")
    return f"{extractor} {digest(_version('laborgraph'), _data(own), package, _version(package), length=12)}"


@cache
def _data(own: Path | None) -> str:
    total = sha256()
    for file in [*frame_files(own), *lexicon_files(), *entity_files(own), weights_file()]:
        total.update(file.name.encode() + b"\0" + file.read_bytes())
    return total.hexdigest()


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "absent"
