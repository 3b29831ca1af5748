"""GraphML for Gephi, yEd, Cytoscape and networkx: entities are nodes, facts are edges."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO

from laborgraph.dataset import Dataset
from laborgraph.exports.rdf import xml_text
from laborgraph.ontology.terms import ID, LITERALS, NS
from laborgraph.table import cell

if TYPE_CHECKING:
    import networkx

_NODES = """SELECT ?e ?p ?o { GRAPH id:graph-entities { ?e ?p ?o FILTER(?p != skos:altLabel) } } ORDER BY ?e ?p ?o"""
_LABELS = "SELECT ?e (LANG(?o) AS ?language) ?o { ?e skos:prefLabel ?o } ORDER BY ?e ?language"
_FACTS = "SELECT ?f ?p ?o { GRAPH id:graph-facts { ?f a lg:Fact ; ?p ?o } } ORDER BY ?f ?p ?o"
_EDGE = ("subject", "predicate", "object")


def graphml(dataset: Dataset, out: BinaryIO) -> None:
    """Write a directed multigraph; an edge's key is its fact's id, several modalities are joined by ``|``."""
    import networkx

    networkx.write_graphml_xml(to_networkx(dataset), out, encoding="utf-8", named_key_ids=True)


def to_networkx(dataset: Dataset) -> networkx.MultiDiGraph[str]:
    """Copy entities and facts into networkx, with the attributes that GraphML has: texts, numbers and booleans."""
    import networkx

    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    for iri, values in _described(dataset, _NODES).items():
        type_ = next(_local(kind) for kind in values["type"] if kind != NS + "Entity")
        attributes = {key: values[name][0] for name, key in LITERALS["Entity"].items() if name in values}
        graph.add_node(_local(iri), iri=iri, label=xml_text(values["name"][0]), type=type_, **_plain(attributes))
    for iri, language, label in dataset.select(_LABELS).rows:
        graph.nodes[_local(iri)][f"name_{language}"] = xml_text(label)
    for iri, values in _described(dataset, _FACTS).items():
        subject, predicate, object_ = (_local(values[part][0]) for part in _EDGE)
        attributes = {key: values[name][0] for name, key in LITERALS["Fact"].items() if name in values}
        attributes["modalities"] = "|".join(map(_local, values["toldAs"]))
        graph.add_edge(subject, object_, _local(iri), iri=iri, label=predicate, **_plain(attributes))
    return graph


def _described(dataset: Dataset, query: str) -> dict[str, dict[str, list[Any]]]:
    nodes: dict[str, dict[str, list[Any]]] = {}
    for subject, predicate, value in dataset.select(query).rows:
        name = predicate.rpartition("#")[2]
        nodes.setdefault(subject, {}).setdefault(name, []).append(value)
    return nodes


def _plain(attributes: dict[str, Any]) -> dict[str, Any]:
    """GraphML knows texts, numbers and booleans; dates are written in ISO 8601."""
    return {
        key: value if isinstance(value, bool | int | float) else xml_text(cell(value))
        for key, value in attributes.items()
    }


def _local(iri: str) -> str:
    return iri.removeprefix(NS).removeprefix(ID)
