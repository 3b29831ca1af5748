"""The ontology's data files as text, wherever the package is installed."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

from laborgraph.errors import UnknownName

#: The Turtle files that together are the ontology; what `occupations.turtle` makes is added to them.
ONTOLOGY = ("labor.ttl", "schemes.ttl", "alignments.ttl")
_NAMES = (*ONTOLOGY, "shapes.ttl", "context.jsonld", "occupations.csv")


def read(name: str) -> str:
    """Read a data file of the ontology by its name; raises `UnknownName`.

    >>> read("shapes.ttl").startswith("# SHACL shapes")
    True
    """
    if name not in _NAMES:
        raise UnknownName("ontology file", name, _NAMES)
    return (files(__package__) / name).read_text(encoding="utf-8")


def checks() -> Iterator[tuple[str, str]]:
    """Yield name and SPARQL text of each check that spans a whole dataset, sorted by name.

    Each is a SELECT over the union of all graphs, with the columns ``node`` and ``detail``. A row is a fault, and the
    first line of the query, a comment, says in words which.

    >>> next(checks())[0]
    'asserted-by-claims'
    """
    folder = files(__package__) / "checks"
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        if path.name.endswith(".rq"):
            yield path.name.removesuffix(".rq"), path.read_text(encoding="utf-8")
