"""Write the property graph as a Cypher script that `cypher-shell` replays, as often as one likes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, islice
from typing import Any, BinaryIO

from laborgraph.dataset import Dataset
from laborgraph.files import sorted_lines
from laborgraph.lpg import lease, mapping
from laborgraph.lpg.literal import literal
from laborgraph.lpg.mapping import ARTICLE, CLAIM, LINKS, MENTION, Kind
from laborgraph.lpg.records import Source
from laborgraph.lpg.sync import revision
from laborgraph.lpg.write import constraints, indexes, node_query, relationship_query

#: Rows in one statement.
_ROWS = 200
_ORDER = {ARTICLE.name: 1, MENTION.name: 2, CLAIM.name: 3}


def cypher(dataset: Dataset, out: BinaryIO) -> None:
    """Write one statement a line, each ended by a semicolon: constraints, indexes, nodes, relationships.

    Everything is merged by its IRI, so that a second run changes nothing; what the database holds beyond is left. The
    last statement notes what a sync would note, so that `pull` can read the database.
    """
    for statement in (*constraints(), *indexes(), lease.CONSTRAINT, lease.SCRIPT_BEGINS):
        out.write(f"{statement};\n".encode())
    kinds: dict[str, Kind] = {}
    lines = sorted_lines(_lines(dataset, kinds))
    for name, group in groupby((line[1:].split(b"\t", 2) for line in lines), key=lambda parts: parts[0].decode()):
        query = _link(name) if name in LINKS else _query(kinds[name])
        rows = (parts[2].rstrip(b"\n") for parts in group)
        while batch := list(islice(rows, _ROWS)):
            out.write(query.replace("$rows", "[%s]").encode() % b", ".join(batch) + b";\n")
    schema = mapping.current(Source(dataset).languages).dump()
    note = lease.SCRIPT_ENDS
    for name, value in (("revision", revision(dataset)), ("version", dataset.deriver), ("schema", schema)):
        note = note.replace(f"${name}", literal(value))
    out.write(f"{note};\n".encode())


def _lines(dataset: Dataset, kinds: dict[str, Kind]) -> Iterator[bytes]:
    """Yield the rows as lines that sort as they must be written: order and kind, key, the row in Cypher."""
    for kind, row in Source(dataset).everything():
        kinds[kind.name] = kind
        order = _ORDER.get(kind.name, 0 if kind.labels else 4)
        size = kind.key + len(kind.columns)
        yield _line(order, kind.name, row[kind.key], row[:size])
        if kind == CLAIM:
            for type_, end in zip(LINKS, row[size:], strict=True):
                if end is not None:
                    yield _line(5, type_, row[0], [row[0], end])


def _line(order: int, name: str, key: str, row: list[Any]) -> bytes:
    return f"{order}{name}\t{key}\t{literal(row)}\n".encode("utf-8", "replace")


def _query(kind: Kind) -> str:
    return node_query(kind, fresh=False) if kind.labels else relationship_query(kind, fresh=False)


def _link(type_: str) -> str:
    ends = "MATCH (n:`Resource` {`iri`: row[0]}) MATCH (x:`Resource` {`iri`: row[1]})"
    return f"UNWIND $rows AS row {ends} MERGE (n)-[:`{type_}`]->(x) RETURN count(*) AS n"
