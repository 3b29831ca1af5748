"""What a page carries, packed: columns instead of objects, and a text that comes often is written once.

A table is ``{"count": n, "columns": {name: column}}``. A column is a list of values, or ``{"of": values, "at":
places}`` where few values come often, or ``{"ref": table, "at": places}`` for ids of that table's rows (-1: none).
Columns with nothing in them are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any

Column = list[Any] | dict[str, Any]

#: Which table the ids in a column belong to.
_REFERENCES = {
    "facts": {"subject": "nodes", "object": "nodes", "contradicts": "facts"},
    "claims": {"fact": "facts", "article": "articles", "speaker": "nodes", "via": "nodes", "production": "nodes",
               "agreement": "nodes", "event": "nodes"},
}  # fmt: skip


def pack(tables: Mapping[str, Sequence[Any]], more: Mapping[str, Mapping[str, list[Any]]]) -> dict[str, Any]:
    """Pack tables of dataclasses that have an `id`; `more` adds columns to some of them."""
    rows = {name: {item.id: place for place, item in enumerate(items)} for name, items in tables.items()}
    packed = {}
    for name, items in tables.items():
        columns: dict[str, Column] = {}
        for field in fields(items[0]) if items else ():
            values = [getattr(item, field.name) for item in items]
            table = _REFERENCES.get(name, {}).get(field.name)
            if any(values):
                columns[field.name] = _references(table, values, rows[table]) if table else column(values)
        columns |= {key: column(values) for key, values in more.get(name, {}).items() if any(values)}
        packed[name] = {"count": len(items), "columns": columns}
    return packed


def column(values: Iterable[Any]) -> Column:
    """Pack one column.

    >>> column(["en", "fr", "en", "en", "en"]), column([1, 2, 3])
    ({'of': ['en', 'fr'], 'at': [0, 1, 0, 0, 0]}, [1, 2, 3])
    """
    items = list(values)
    if all(type(item) is bool for item in items):
        return [int(item) for item in items]
    if not all(type(item) is str for item in items):
        return [list(item) if isinstance(item, tuple) else item for item in items]
    places: dict[str, int] = {}
    at = [places.setdefault(item, len(places)) for item in items]
    return {"of": list(places), "at": at} if len(places) * 2 < len(items) else items


def _references(table: str, values: list[str], rows: Mapping[str, int]) -> Column:
    return {"ref": table, "at": [rows.get(value, -1) for value in values]}
