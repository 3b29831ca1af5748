"""Files that other tools read: one writer a format, each the same bytes for the same dataset."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from laborgraph.errors import UnknownName, UsageError
from laborgraph.files import replacing

if TYPE_CHECKING:
    from laborgraph.dataset import Dataset

Writer = Callable[..., None]

#: Name of each format → module and function that write it, loaded when used.
FORMATS: dict[str, str] = {
    "csv": "rows:csv",
    "cypher": "laborgraph.lpg.script:cypher",
    "gexf": "laborgraph.viz.gexf:gexf",
    "graphml": "graphml:graphml",
    "jsonld": "jsonld:jsonld",
    "jsonld-framed": "framed:framed",
    "nquads": "rdf:nquads",
    "ntriples": "rdf:ntriples",
    "rdf12": "rdf:rdf12",
    "rdfxml": "rdf:rdfxml",
    "sparql": "update:sparql",
    "svg": "laborgraph.viz.svg:svg",
    "trig": "rdf:trig",
    "turtle": "turtle:turtle",
}

#: Pictures and graphs of a part of the dataset.
SELECTIVE = {"gexf", "svg"}
#: Formats of several files: the output is a new folder.
FOLDERS: dict[str, str] = {"neo4j-csv": "laborgraph.lpg.bulk:write_files"}


def writer(fmt: str) -> Writer:
    """Load the writer of a format. Raises `UnknownName`, with the nearest name."""
    known = FORMATS | FOLDERS
    if fmt not in known:
        raise UnknownName("export format", fmt, known)
    module, _, function = known[fmt].partition(":")
    loaded: Writer = getattr(import_module(module if "." in module else f"{__name__}.{module}"), function)
    return loaded


def export(dataset: Dataset, fmt: str, output: str | Path, **choice: Any) -> None:
    """Write the dataset to a file, whole or not at all; ``-`` is stdout.

    The formats of `SELECTIVE` take a choice, as `laborgraph.viz.select.subgraph` does. Raises `UnknownName` for the
    format, `UsageError` for stdout where the format is a folder, and `StoreError` when it cannot be written.
    """
    write = writer(fmt)
    if fmt in FOLDERS:
        if str(output) == "-":
            raise UsageError(f"{fmt} is a folder of files: name a new one with -o FOLDER")
        write(dataset, Path(output))
        return
    if str(output) == "-":
        write(dataset, sys.stdout.buffer, **choice)
        sys.stdout.buffer.flush()
        return
    with replacing(Path(output)) as out:
        write(dataset, out, **choice)
