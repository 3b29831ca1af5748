"""Turn what the driver answers into plain Python; what is of the graph is a map that reads as Cypher on one line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from laborgraph.lpg.mapping import EXACT, HASH
from laborgraph.table import Shown, jsonable

if TYPE_CHECKING:
    from neo4j.graph import Node, Path, Relationship

#: Labels that tell nothing where there is another, and the properties that tell a node or relationship from others.
_BROAD = ("Resource", "Entity")
_TELLING = ("name", "title", "predicate", "claims", "quote")


def plain(value: Any) -> Any:
    """Turn a value of the driver into plain Python.

    Nodes become maps of ``labels`` and ``properties``, relationships of ``type`` and ``properties``, paths of ``nodes``
    and ``relationships``; dates `datetime.date`, other temporal values ISO 8601 text.

    >>> from neo4j.time import Date, Duration
    >>> plain([Date(2025, 7, 18), {"a": Duration(days=2)}])
    [datetime.date(2025, 7, 18), {'a': 'P2D'}]
    """
    from neo4j.graph import Node, Path, Relationship
    from neo4j.time import Date

    if isinstance(value, Node):
        return Shown({"labels": sorted(value.labels), "properties": _properties(value)}, _node(value))
    if isinstance(value, Relationship):
        properties = _properties(value)
        return Shown({"type": value.type, "properties": properties}, f"[:{value.type}{_telling(properties)}]")
    if isinstance(value, Path):
        return Shown({"nodes": _all(value.nodes), "relationships": _all(value.relationships)}, _path(value))
    if isinstance(value, Date):
        return value.to_native()
    if hasattr(value, "iso_format"):
        return value.iso_format()
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple) and not hasattr(value, "srid"):
        return _all(value)
    return value if isinstance(value, str | bool | int | float | None) else str(value)


def _all(values: Iterable[Any]) -> list[Any]:
    return [plain(value) for value in values]


def _properties(entity: Node | Relationship) -> dict[str, Any]:
    return {key: plain(entity[key]) for key in sorted(entity.keys())}


def _node(node: Node) -> str:
    labels = sorted(node.labels.difference(_BROAD)) or sorted(node.labels)
    return f"({''.join(f':{label}' for label in labels)}{_telling(_properties(node))})"


def _path(path: Path) -> str:
    line = _node(path.nodes[0])
    for before, link, after in zip(path.nodes, path.relationships, path.nodes[1:], strict=False):
        out = link.start_node is None or link.start_node.element_id == before.element_id
        line += f"{'-' if out else '<-'}[:{link.type}]{'->' if out else '-'}{_node(after)}"
    return line


def _telling(properties: Mapping[str, Any]) -> str:
    """Write the properties that tell an element from others; without one of these, all but the sync's own."""
    keys = [key for key in _TELLING if key in properties] or [key for key in properties if key not in (HASH, EXACT)]
    written = (f"{key}: {json.dumps(jsonable(properties[key]), ensure_ascii=False)}" for key in keys)
    return f" {{{', '.join(written)}}}" if keys else ""
