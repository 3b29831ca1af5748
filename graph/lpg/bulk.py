"""Write files for `neo4j-admin database import`: the fastest way into a Neo4j that is empty and stopped."""

from __future__ import annotations

import datetime as dt
import shlex
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TextIO

from laborgraph.dataset import Dataset
from laborgraph.errors import StoreError, UsageError
from laborgraph.files import replacing
from laborgraph.lpg import feed, plan
from laborgraph.lpg.mapping import CLAIM, LINKS, LISTS, Kind, value_type
from laborgraph.lpg.records import Row, Source
from laborgraph.lpg.sync import Progress, telling

ARGUMENTS = "import.args"
#: Characters that divide the items of a list: the first that no item holds is taken.
_DELIMITERS = "\x1f\x1e\x1d\x1c\x01\x02\x03"
_TYPES = {"integer": "long", "float": "double", "boolean": "boolean", "date": "date"}
_PROGRESS = 1000


def write_files(dataset: Dataset, folder: Path, *, database: str = "neo4j", progress: Progress | None = None) -> str:
    """Write the dataset as CSV files and return the command that imports them.

    Run `sync` on the imported database: it makes the constraints and indexes and sees that all is there. Raises
    `UsageError` when the folder holds anything, `StoreError` when it cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise UsageError(f"{folder} is not empty; name a new folder for the files")
        told = telling(progress, plan.size(dataset)) if progress else None
        for delimiter in _DELIMITERS:
            files = _Files(folder.resolve(), delimiter)
            if files.write(Source(dataset), told):
                break
        else:
            raise StoreError("names with control characters cannot be imported; use sync --neo4j URI")
    except OSError as error:
        raise StoreError(f"cannot write to {folder}: {error.strerror or error}") from error
    with replacing(folder / ARGUMENTS) as out:
        out.write("".join(f"{_argument(one)}\n" for one in files.arguments()).encode())
    return f"neo4j-admin database import full {shlex.quote(database)} @{shlex.quote(str(folder.resolve() / ARGUMENTS))}"


class _Files:
    """The files of one import, one for each kind of record and each type of a claim's links."""

    def __init__(self, folder: Path, delimiter: str) -> None:
        self._folder, self._delimiter = folder, delimiter
        self._open: dict[str, TextIO] = {}
        self._options: dict[str, str] = {}

    def write(self, source: Source, progress: Callable[[int], None] | None) -> bool:
        """Write all records; false where an item of a list holds the delimiter.

        An empty list, or one with an empty item, cannot be imported exactly: such a record goes without its hash, and
        the sync that follows brings it up to date.
        """
        types: dict[Kind, list[str]] = {}
        with ExitStack() as stack:
            records = ((kind, row) for chunk in feed.chunks(source) for kind, rows in chunk for row in rows)
            for count, (kind, row) in enumerate(records, start=1):
                if kind not in types:
                    types[kind] = list(_header(kind))
                    self._start(stack, kind.name, ":".join(kind.labels), types[kind])
                size = kind.key + len(kind.columns)
                if any(self._delimiter in item for value in row[:size] if isinstance(value, list) for item in value):
                    return False
                values = row[:size]
                if any(isinstance(value, list) and not all(value or [""]) for value in values):
                    values[-1] = None
                self._open[kind.name].write(self._line(values))
                if kind == CLAIM:
                    self._links(stack, row[0], row[size:])
                if progress and not count % _PROGRESS:
                    progress(_PROGRESS)
        return True

    def arguments(self) -> Iterator[str]:
        """Yield the options of the import."""
        yield from ("--id-type=string", "--multiline-fields=true", f"--array-delimiter=U+{ord(self._delimiter):04X}")
        yield from self._options.values()

    def _start(self, stack: ExitStack, name: str, labels: str, header: list[str]) -> None:
        file = self._folder / f"{'nodes' if labels else 'relationships'}-{name}.csv"
        self._options[name] = f"--nodes={labels}={file}" if labels else f"--relationships={name}={file}"
        self._open[name] = stack.enter_context(open(file, "w", encoding="utf-8", newline=""))  # noqa: SIM115  the stack closes it
        self._open[name].write(",".join(header) + "\n")

    def _links(self, stack: ExitStack, claim: str, ends: Row) -> None:
        for type_, end in zip(LINKS, ends, strict=True):
            if end is not None:
                if type_ not in self._open:
                    self._start(stack, type_, "", [":START_ID", ":END_ID"])
                self._open[type_].write(self._line([claim, end]))

    def _line(self, values: Row) -> str:
        return ",".join(map(self._field, values)) + "\n"

    def _field(self, value: Any) -> str:
        if value is None:
            return ""
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, int | float):
            return repr(value)
        if isinstance(value, dt.date):
            return value.isoformat()
        text = self._delimiter.join(value) if isinstance(value, list) else value
        return '"' + text.replace('"', '""') + '"'


def _header(kind: Kind) -> Iterator[str]:
    yield from () if kind.labels else (":START_ID", ":END_ID")
    for key in kind.columns:
        if key == "iri" and kind.labels:
            yield "iri:ID"
        elif key in LISTS:
            yield f"{key}:string[]"
        else:
            yield f"{key}:{_TYPES.get(value_type(kind, key), 'string')}"


def _argument(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
