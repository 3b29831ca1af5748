"""Rows of plain values, as `cypher`, `sparql` and `ask` all answer, and the four ways to write them."""

from __future__ import annotations

import csv
import datetime as dt
import json
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from typing import Any, TextIO

from laborgraph.errors import QueryError, UnknownName

#: What a terminal would obey instead of showing.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


@dataclass(frozen=True, slots=True)
class Table:
    """An answer: column names and rows of plain Python values (text, numbers, booleans, dates, lists, maps, None).

    Iterating gives each row as a dict, so that ``pandas.DataFrame(table)`` takes it; a notebook shows it.
    Raises `QueryError` when two columns bear one name, which JSON objects could not keep apart.
    """

    columns: tuple[str, ...]
    rows: Sequence[tuple[Any, ...]]

    def __post_init__(self) -> None:
        if len(set(self.columns)) < len(self.columns):
            raise QueryError(f"two columns bear one name: {', '.join(self.columns)}; rename one with AS")

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return (dict(zip(self.columns, row, strict=True)) for row in self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def _repr_html_(self) -> str:
        """Show the table in a notebook."""

        def line(tag: str, values: Sequence[Any]) -> str:
            return f"<tr>{''.join(f'<{tag}>{escape(shown(value))}</{tag}>' for value in values)}</tr>"

        body = "".join(line("td", row) for row in self.rows)
        return f"<table><thead>{line('th', self.columns)}</thead><tbody>{body}</tbody></table>"

    def write(self, out: TextIO, fmt: str | None = None) -> None:
        """Write the table, for people if no format is told."""
        write(self, fmt or "table", out)


class Shown(dict[str, Any]):
    """A map that people read as a line of its own: a node, relationship or path of the property graph."""

    def __init__(self, held: Mapping[str, Any], line: str) -> None:
        super().__init__(held)
        self.line = line


def jsonable(value: Any) -> Any:
    """Turn a value into what JSON can hold: dates into ISO 8601, decimals into numbers, what is no number into null.

    >>> jsonable([dt.date(2025, 7, 18), Decimal("0.5"), float("nan")])
    ['2025-07-18', 0.5, None]
    """
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float | Decimal):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): jsonable(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [jsonable(item) for item in value]
    return str(value)


def write(table: Table, fmt: str, out: TextIO) -> None:
    """Write rows as ``table``, ``json`` (one array of objects), ``jsonl`` or ``csv`` (RFC 4180).

    Raises `UnknownName` for another format.
    """
    writer = _WRITERS.get(fmt)
    if writer is None:
        raise UnknownName("format", fmt, _WRITERS)
    writer(table, out)


def cell(value: Any) -> str:
    """Write one value on one line: lists and maps as JSON, None as nothing.

    >>> cell(True), cell(["a", None]), cell(None)
    ('true', '["a", null]', '')
    """
    value = jsonable(value)
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def shown(value: Any) -> str:
    """Write one value for people: as `cell` does, but nodes, relationships and paths as their lines.

    >>> shown([Shown({"labels": ["Tool"]}, "(:Tool)"), 1]), shown({"a": None})
    ('[(:Tool), 1]', '{"a": null}')
    """
    if isinstance(value, Shown):
        return value.line
    if not _holds_shown(value):
        return cell(value)
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{json.dumps(str(key))}: {_inner(item)}' for key, item in value.items())}}}"
    return f"[{', '.join(map(_inner, value))}]"


def _inner(value: Any) -> str:
    return shown(value) if _holds_shown(value) else json.dumps(jsonable(value), ensure_ascii=False)


def _holds_shown(value: Any) -> bool:
    if isinstance(value, Shown):
        return True
    items = value.values() if isinstance(value, Mapping) else value
    return isinstance(value, Mapping | list | tuple) and any(map(_holds_shown, items))


def _objects(table: Table) -> list[str]:
    return [
        json.dumps(dict(zip(table.columns, map(jsonable, row), strict=True)), ensure_ascii=False) for row in table.rows
    ]


def _json(table: Table, out: TextIO) -> None:
    objects = _objects(table)
    out.write("[\n  " + ",\n  ".join(objects) + "\n]\n" if objects else "[]\n")


def _jsonl(table: Table, out: TextIO) -> None:
    out.writelines(line + "\n" for line in _objects(table))


def _csv(table: Table, out: TextIO) -> None:
    rows = csv.writer(out)
    rows.writerow(table.columns)
    rows.writerows([cell(value) for value in row] for row in table.rows)


def _table(table: Table, out: TextIO) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table as Grid
    from rich.text import Text

    grid = Grid(box=box.SIMPLE_HEAD, show_edge=False)
    for column in table.columns:
        # Ids are there to be copied.
        grid.add_column(Text(column), overflow="fold", no_wrap=column in ("id", "fid"))
    for row in table.rows:
        grid.add_row(*(Text(_CONTROL.sub("\ufffd", shown(value))) for value in row))
    # A file has no width to fit into.
    width = None if out.isatty() else 100_000
    console = Console(file=out, width=width, highlight=False, emoji=False, markup=False)
    console.print(grid)
    console.print(f"{len(table.rows)} row{'' if len(table.rows) == 1 else 's'}")


_WRITERS: dict[str, Callable[[Table, TextIO], None]] = {
    "table": _table,
    "json": _json,
    "jsonl": _jsonl,
    "csv": _csv,
}
