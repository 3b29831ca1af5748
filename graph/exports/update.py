"""SPARQL Update: a script that puts the dataset into any SPARQL 1.1 store."""

from __future__ import annotations

from itertools import groupby, islice
from typing import BinaryIO

from laborgraph.dataset import Dataset

#: Triples in one operation: stores parse an operation whole.
_TRIPLES = 1000


def sparql(dataset: Dataset, out: BinaryIO) -> None:
    """Write ``INSERT DATA`` operations, graph by graph, divided by semicolons; running it again changes nothing.

    An N-Triples line is SPARQL as it stands: both escape texts and IRIs alike.
    """
    first = True
    split = (line.rsplit(b" ", 2) for line in dataset.quads(by_graph=True))
    for graph, group in groupby(split, key=lambda parts: parts[1]):
        triples = (parts[0] + b" .\n" for parts in group)
        while batch := b"".join(islice(triples, _TRIPLES)):
            out.write((b"" if first else b";\n") + b"INSERT DATA { GRAPH " + graph + b" {\n" + batch + b"} }\n")
            first = False
