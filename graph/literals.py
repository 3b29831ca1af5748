"""One canonical literal for each value: a form that no engine rewrites.

Oxigraph's store turns ``1.0`` into ``1`` and ``0.50`` into ``0.5``; rdflib's Turtle writer turns the decimal ``1`` into
an integer; both fold language tags. What is written here comes back byte for byte from both, so that a dataset that
travelled through either has the same digest.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal, InvalidOperation

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from laborgraph.errors import ModelError
from laborgraph.ontology.terms import PREFIXES

XSD = PREFIXES["xsd"]
_BOOLEAN, _INTEGER, _DECIMAL, _DATE = (NamedNode(XSD + name) for name in ("boolean", "integer", "decimal", "date"))
_FULL_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_PLAIN = 10**18
_SURROGATE = re.compile("[\ud800-\udfff]")

Value = str | bool | int | float | Decimal | dt.date
Term = NamedNode | BlankNode | Literal | Triple


def literal(value: Value, language: str = "") -> Literal:
    """Write a value in its canonical form.

    Numbers with no fraction become integers, others decimals without trailing zeros. Language tags are lower case; a
    tag that BCP 47 does not allow is left out. A lone surrogate, which UTF-8 cannot hold, becomes U+FFFD. Raises
    `ModelError` for infinity and for what is no number.

    >>> str(literal(0.50)), str(literal(1.0))
    ('"0.5"^^<http://www.w3.org/2001/XMLSchema#decimal>', '"1"^^<http://www.w3.org/2001/XMLSchema#integer>')
    >>> str(literal("plus rapide", "FR"))
    '"plus rapide"@fr'
    """
    if isinstance(value, bool):
        return Literal("true" if value else "false", datatype=_BOOLEAN)
    if isinstance(value, int | float | Decimal):
        return _number(value)
    if isinstance(value, dt.date):
        return Literal(value.isoformat(), datatype=_DATE)
    return _text(value, language)


def number(text: str) -> Literal:
    """Read printed digits (``10``, ``0.5``); words that are no number stay words.

    >>> number("0.50").value, number("tenfold").value
    ('0.5', 'tenfold')
    """
    try:
        return _number(Decimal(text))
    except (InvalidOperation, ModelError):
        return literal(text)


def full_date(text: str) -> dt.date | None:
    """Read an ISO 8601 date with year, month and day; a partial or impossible one is None.

    >>> full_date("2025-07-18"), full_date("2025-07"), full_date("2025-02-30")
    (datetime.date(2025, 7, 18), None, None)
    """
    if not _FULL_DATE.fullmatch(text):
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def plain(term: Term | None) -> str | bool | int | float | dt.date | None:
    """Turn a term into a plain value: an IRI into its text, a literal into the value that Python has for it.

    Decimals become floats, as they are in the property graph. What Python cannot hold stays text.

    >>> plain(literal(0.83)), plain(literal(dt.date(2025, 7, 18))), plain(NamedNode("a:b"))
    (0.83, datetime.date(2025, 7, 18), 'a:b')
    """
    if isinstance(term, Literal):
        return _literal_value(term)
    if term is None:
        return None
    return term.value if isinstance(term, NamedNode) else str(term)


def _number(value: float | Decimal) -> Literal:
    if isinstance(value, int) and -_PLAIN < value < _PLAIN:
        return Literal(str(value), datatype=_INTEGER)
    exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not exact.is_finite() or abs(exact.adjusted()) > 400:
        raise ModelError(f"{value} is no number that RDF can write")
    if exact == exact.to_integral_value():
        return Literal(str(int(exact)), datatype=_INTEGER)
    return Literal(f"{exact:f}".rstrip("0"), datatype=_DECIMAL)


def _text(value: str, language: str) -> Literal:
    value = _SURROGATE.sub("\ufffd", value)
    if language:
        try:
            return Literal(value, language=language.lower())
        except ValueError:
            pass
    return Literal(value)


_INTEGERS = frozenset(
    XSD + name
    for name in (
        "integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger", "nonPositiveInteger",
        "negativeInteger", "unsignedInt", "unsignedLong", "unsignedShort", "unsignedByte",
    )
)  # fmt: skip


_TEXTS = (XSD + "string", PREFIXES["rdf"] + "langString")


def _literal_value(term: Literal) -> str | bool | int | float | dt.date:
    kind, text = term.datatype.value, term.value
    if kind in _TEXTS:
        return text
    try:
        if kind in _INTEGERS:
            return int(text)
        if kind == XSD + "boolean":
            return text in ("true", "1")
        if kind in (XSD + "decimal", XSD + "double", XSD + "float"):
            return float(text)
        if kind == XSD + "date":
            return dt.date.fromisoformat(text)
        if kind == XSD + "dateTime":
            return dt.datetime.fromisoformat(text)
    except ValueError:
        return text
    return text
