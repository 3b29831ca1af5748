"""The canonical literals are fixpoints of every engine that a dataset travels through."""

import datetime as dt
from decimal import Decimal

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from laborgraph.errors import ModelError
from laborgraph.literals import XSD, full_date, literal, number, plain

S, P, G = (ox.NamedNode(f"https://a.example/{name}") for name in "spg")
TEXT = st.text(st.characters(exclude_categories=()))
NUMBERS = (
    st.integers()
    | st.floats(allow_nan=False, allow_infinity=False, min_value=-1e12, max_value=1e12)
    | st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=6)
)
LANGUAGES = st.sampled_from(["", "fr", "EN", "pt-BR", "zh-Hant-TW", "x", "not a language", "abcdefghijk", "de_AT"])


def every_value() -> st.SearchStrategy[ox.Literal]:
    return (
        st.builds(literal, TEXT, LANGUAGES)
        | st.builds(literal, NUMBERS)
        | st.builds(literal, st.booleans())
        | st.builds(literal, st.dates())
    )


@given(every_value())
def test_oxigraph_store_keeps_it(value: ox.Literal) -> None:
    store = ox.Store()
    store.add(ox.Quad(S, P, value, G))
    assert [quad.object for quad in store] == [value]
    assert [quad.object for quad in ox.parse(store.dump(format=ox.RdfFormat.N_QUADS), ox.RdfFormat.N_QUADS)] == [value]


@given(every_value())
def test_rdflib_keeps_it_through_turtle(value: ox.Literal) -> None:
    line = ox.serialize([ox.Triple(S, P, value)], format=ox.RdfFormat.N_TRIPLES)
    assert line is not None
    graph = rdflib.Graph().parse(data=line, format="nt")
    again = rdflib.Graph().parse(data=graph.serialize(format="turtle"), format="turtle")
    for each in (graph, again):
        (kept,) = each.objects()
        assert isinstance(kept, rdflib.Literal)
        assert str(kept) == value.value
        assert (kept.language or None) == value.language
        if not value.language:
            assert str(kept.datatype or XSD + "string") == value.datatype.value


@given(NUMBERS)
def test_a_number_keeps_its_value(value: float | Decimal) -> None:
    exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    assert Decimal(literal(value).value) == exact


@given(st.booleans() | st.integers(-(2**53), 2**53) | st.dates() | st.text(st.characters(exclude_categories=["Cs"])))
def test_plain_is_the_way_back(value: object) -> None:
    assert plain(literal(value)) == value  # type: ignore[arg-type]


def test_one_form_for_one_number() -> None:
    assert literal(1) == literal(1.0) == literal(Decimal("1.00")) == number("01.0")
    assert literal(-0.0) == literal(0)
    assert literal(1e-7).value == "0.0000001"


@pytest.mark.parametrize("value", [float("inf"), float("nan"), Decimal("1e999999")])
def test_no_number_is_refused(value: float) -> None:
    with pytest.raises(ModelError):
        literal(value)


def test_words_stay_words() -> None:
    assert number("about ten") == literal("about ten")
    assert number("NaN") == literal("NaN")


@pytest.mark.parametrize("text", ["2025", "2025-07", "2025-02-30", "20250718", "2025-W01-1", "٢٠٢٥-٠٧-١٨", ""])
def test_only_a_full_date_is_a_date(text: str) -> None:
    assert full_date(text) is None


def test_a_lone_surrogate_is_replaced() -> None:
    assert literal("a\ud800b").value == "a\ufffdb"


def test_plain_of_what_python_cannot_hold() -> None:
    def typed(text: str, kind: str) -> object:
        return plain(ox.Literal(text, datatype=ox.NamedNode(XSD + kind)))

    assert typed("12025-01-01", "date") == "12025-01-01"
    assert typed("2025-07-18T10:00:00Z", "dateTime") == dt.datetime(2025, 7, 18, 10, tzinfo=dt.UTC)
    assert typed("twelve", "integer") == "twelve"
    assert typed("2025", "gYear") == "2025"
