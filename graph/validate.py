"""Check a dataset against the ontology: SHACL shapes for each node, SPARQL for what spans the whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from laborgraph.ontology import files
from laborgraph.table import Table

if TYPE_CHECKING:
    import rdflib

COLUMNS = ("severity", "rule", "node", "detail")


class Checkable(Protocol):
    """What is checked: something that answers queries and can be copied into rdflib."""

    def select(self, text: str) -> Table:
        """Answer a SELECT query."""

    def to_rdflib(self) -> rdflib.Dataset:
        """Copy it into rdflib."""


def report(dataset: Checkable) -> Table:
    """List what breaks a rule: severity (``error`` or ``warning``), rule, node and what is wrong with it.

    An empty table means that every rule is kept. Rows are sorted.
    """
    rows = [*_checks(dataset), *_shapes(dataset)]
    return Table(COLUMNS, sorted(rows, key=lambda row: (row[0], row[1], row[2], row[3])))


def _checks(dataset: Checkable) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for name, query in files.checks():
        words = query.partition("\n")[0].lstrip("# ")
        rows += [("error", name, node, f"{words} {detail}") for node, detail in dataset.select(query).rows]
    return rows


def _shapes(dataset: Checkable) -> list[tuple[str, ...]]:
    from pyshacl import validate
    from rdflib import Graph
    from rdflib.namespace import RDF, SH

    data = Graph()
    for subject, predicate, value, _ in dataset.to_rdflib().quads():
        data.add((subject, predicate, value))
    shapes = Graph().parse(data=files.read("shapes.ttl"), format="turtle")
    _, results, _ = validate(data, shacl_graph=shapes)
    rows: list[tuple[str, ...]] = []
    for result in results.subjects(RDF.type, SH.ValidationResult):
        told = {name: results.value(result, SH[name]) for name in ("resultPath", "focusNode", "value", "resultMessage")}
        severity = "error" if results.value(result, SH.resultSeverity) == SH.Violation else "warning"
        rows.append((severity, _short(told["resultPath"]), str(told["focusNode"]), _detail(told)))
    return rows


def _short(path: Any) -> str:
    """Name the property that a result is about; a longer path is told by its message."""
    text = str(path or "")
    return "shape " + text.rpartition("#")[2].rpartition("/")[2] if text.startswith("http") else "shape"


def _detail(told: dict[str, Any]) -> str:
    value = told["value"]
    return f"{told['resultMessage']}" + (f" ({value})" if value is not None else "")
