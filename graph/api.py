"""The dataset as Python and notebooks use it: ask in SPARQL, in Cypher or one of the field's questions, draw, export.

`laborgraph.dataset` knows neither queries in Cypher nor pages; this class stands above them all and adds no state.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from laborgraph import dataset
from laborgraph.table import Table

if TYPE_CHECKING:
    import networkx

    from laborgraph.questions import Language
    from laborgraph.sparql import Triples
    from laborgraph.viz.network import EvidenceNetwork


class Dataset(dataset.Dataset):
    """Articles, their claims and what these state. Made by `Dataset.open`; a context manager.

    Rows come as a `Table`: ``pandas.DataFrame(table)`` takes it, a notebook shows it, iterating gives a dict a row.
    """

    def sparql(self, query: str, parameters: Mapping[str, Any] | None = None) -> Table | Triples:
        """Answer a SPARQL 1.1 query: SELECT and ASK with rows, CONSTRUCT and DESCRIBE with triples.

        `parameters` bind variables to values. Raises `QueryError`.

        >>> [*Dataset.open().sparql("SELECT ?x { VALUES ?x { 1 2 } }")]
        [{'x': 1}, {'x': 2}]
        """
        return self.query(query, parameters)

    def cypher(self, query: str, parameters: Mapping[str, Any] | None = None, *, timeout: float = 60.0) -> Table:
        """Answer a Cypher query on the embedded property graph, built first if it is not there; read-only.

        `timeout` is in seconds. Raises `QueryError`, and `MissingExtra` without the embedded engine.
        """
        from laborgraph.lpg.query import ask_embedded

        return ask_embedded(self, query, parameters, timeout=timeout)

    def ask(
        self, name: str, /, parameters: Mapping[str, Any] | None = None, *, language: Language = "sparql", **given: Any
    ) -> Table:
        """Answer a question of the field by its name; parameters by keyword, or as a mapping.

        Raises `UnknownName` for the question or a parameter, `UsageError` for a parameter's value.

        >>> Dataset.open().ask("tools", studio="Brume").columns
        ('tool', 'relation', 'told_as', 'claims')
        """
        from laborgraph import questions

        return questions.ask(self, name, {**(parameters or {}), **given}, language=language)

    def to_networkx(self) -> networkx.MultiDiGraph[str]:
        """Copy entities and facts into networkx with all their attributes; see `laborgraph.to_networkx`."""
        from laborgraph.exports.graphml import to_networkx

        return to_networkx(self)

    def view(self, *names: str, language: str = "en", **choice: Any) -> EvidenceNetwork:
        """Draw what lies around the names, as `laborgraph view` does; a notebook shows the page.

        `choice` is as for `laborgraph.viz.select.subgraph`. Raises `UnknownName`.
        """
        from laborgraph.viz import page, select

        return page.draw(select.subgraph(self, names, **choice), language=language)

    def export(self, fmt: str, output: str | os.PathLike[str]) -> None:
        """Write the dataset to a file in one of the formats of `laborgraph export`, whole or not at all."""
        from laborgraph import exports

        exports.export(self, fmt, Path(output))
