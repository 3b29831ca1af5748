"""Name the reader of an article by what its reading depends on: rules, registry, version and pipeline.

The dataset keeps it with each article, so that `build` reads an article again once any of these has changed.
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files

from laborgraph.ids import digest
from laborgraph.loaders.parser import PIPELINES

_DATA = (("laborgraph.loaders", "frames"), ("laborgraph.loaders", "lexicon"), ("laborgraph.ontology", "entities"))


@cache
def fingerprint(extractor: str, language: str) -> str:
    """Return the extractor's name and a hash that changes with whatever it reads an article of the language by."""
    package = PIPELINES.get(language, "simplemma").replace("_", "-")
    return f"{extractor} {digest(_version('laborgraph'), _data(), package, _version(package), length=12)}"


@cache
def _data() -> str:
    total = sha256()
    for package, folder in _DATA:
        for file in sorted((files(package) / folder).iterdir(), key=lambda file: file.name):
            total.update(file.name.encode() + b"\0" + file.read_bytes())
    return total.hexdigest()


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "absent"
