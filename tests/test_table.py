"""Tables are written the same whoever answered, and no cell gets out of its place."""

import csv
import datetime as dt
import io
import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laborgraph.errors import QueryError, UnknownName
from laborgraph.table import Shown, Table, write

CELLS = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.dates() | st.text() | st.lists(st.text(), max_size=3)
)


def written(table: Table, fmt: str) -> str:
    out = io.StringIO()
    write(table, fmt, out)
    return out.getvalue()


TABLE = Table(
    ("name", "since", "n", "share", "ok", "roles", "node", "nothing"),
    [("L’Île", dt.date(2025, 7, 18), 3, Decimal("0.5"), True, ["a", dt.date(2025, 1, 1)], {"iri": "x"}, None)],
)


def test_json_is_one_array_of_objects() -> None:
    assert json.loads(written(TABLE, "json")) == [
        {
            "name": "L’Île", "since": "2025-07-18", "n": 3, "share": 0.5, "ok": True, "roles": ["a", "2025-01-01"],
            "node": {"iri": "x"}, "nothing": None,
        }
    ]  # fmt: skip
    assert json.loads(written(Table(("a",), []), "json")) == []


def test_jsonl_has_one_object_a_line() -> None:
    rows = Table(("a",), [("x\ny",), ("z",)])
    assert [json.loads(line) for line in written(rows, "jsonl").splitlines()] == [{"a": "x\ny"}, {"a": "z"}]


@given(st.lists(st.tuples(CELLS, CELLS), max_size=4))
def test_any_value_is_valid_json_and_csv(rows: list[tuple[Any, Any]]) -> None:
    table = Table(("a", "b"), rows)
    parsed = json.loads(written(table, "json"), parse_constant=pytest.fail)
    assert [list(row) for row in parsed] == [["a", "b"]] * len(rows)
    read = list(csv.reader(io.StringIO(written(table, "csv"), newline=""), strict=True))
    assert [len(row) for row in read] == [2] * (len(rows) + 1)


def test_csv_cells() -> None:
    header, row = csv.reader(io.StringIO(written(TABLE, "csv"), newline=""))
    assert header == list(TABLE.columns)
    assert row == ["L’Île", "2025-07-18", "3", "0.5", "true", '["a", "2025-01-01"]', '{"iri": "x"}', ""]


def test_table_shows_markup_as_it_is_and_obeys_no_control_character() -> None:
    text = written(
        Table(("a", "[b]b[/b]"), [("[red]x[/red] :smile:", "\x1b[2Jgone\x07\x9b31m"), ("é" * 300, None)]), "table"
    )
    assert "[red]x[/red] :smile:" in text
    assert "[b]b[/b]" in text
    assert "é" * 300 in text
    assert not any(character in text for character in "\x1b\x07\x9b")
    assert "2 rows" in text


def test_what_is_of_the_graph_is_a_line_for_people_and_a_map_for_programs() -> None:
    node = Shown({"labels": ["Tool"], "properties": {"name": "<b>"}}, '(:Tool {name: "<b>"})')
    table = Table(("n", "l", "m"), [(node, [node, dt.date(2025, 1, 2)], {"of": node})])
    line = '(:Tool {name: "<b>"})'
    text = written(table, "table")
    assert f' {line}   [{line}, "2025-01-02"]   {{"of": {line}}}' in text
    assert "&lt;b&gt;" in table._repr_html_()
    assert json.loads(written(table, "json")) == [{"n": node, "l": [node, "2025-01-02"], "m": {"of": node}}]
    assert json.loads(list(csv.reader(io.StringIO(written(table, "csv"))))[1][0]) == node


def test_unknown_format_tells_the_nearest() -> None:
    with pytest.raises(UnknownName, match="did you mean 'jsonl'"):
        written(TABLE, "jsnol")


def test_two_columns_of_one_name_are_refused() -> None:
    with pytest.raises(QueryError, match="rename"):
        Table(("a", "a"), [(1, 2)])
