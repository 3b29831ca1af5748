"""GraphML for Gephi, yEd, Cytoscape and networkx: entities are nodes, facts are edges."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO

from laborgraph.dataset import Dataset
from laborgraph.exports.rdf import xml_text
from laborgraph.ontology.terms import ID, LITERALS, NS, PREFIXES, snake
from laborgraph.table import cell

if TYPE_CHECKING:
    import networkx

_NODES = "SELECT ?e ?p ?o { GRAPH id:graph-entities { ?e ?p ?o } } ORDER BY ?e ?p ?o"
_LABELS = "SELECT ?e (LANG(?o) AS ?language) ?o { ?e skos:prefLabel ?o } ORDER BY ?e ?language"
_FACTS = "SELECT ?f ?p ?o { GRAPH id:graph-facts { ?f a lg:Fact ; ?p ?o } } ORDER BY ?f ?p ?o"
_EDGE = ("subject", "predicate", "object")
#: What an edge has in its ends, its label and a name of its own.
_NAMED = frozenset({*_EDGE, "type", "toldAs"})
_ALIASES = PREFIXES["skos"] + "altLabel"


def graphml(dataset: Dataset, out: BinaryIO) -> None:
    """Write a directed multigraph; an edge's key is its fact's id, aliases and modalities are joined by ``|``."""
    import networkx

    graph = to_networkx(dataset)
    for _, attributes in graph.nodes(data=True):
        attributes.update(_plain(attributes))
    for *_, attributes in graph.edges(data=True):
        attributes.update(_plain(attributes))
    networkx.write_graphml_xml(graph, out, encoding="utf-8", named_key_ids=True)


def to_networkx(dataset: Dataset) -> networkx.MultiDiGraph[str]:
    """Copy entities and facts into networkx, with all the attributes that they have in the property graph.

    A node's key is the entity's id, an edge's is the fact's; days are `datetime.date`, aliases and modalities lists.
    """
    import networkx

    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    for iri, values in _described(dataset, _NODES).items():
        type_ = next(_local(kind) for kind in values["type"] if kind != NS + "Entity")
        attributes = {key: values[name][0] for name, key in LITERALS["Entity"].items() if name in values}
        attributes["aliases"] = sorted(set(values.get(_ALIASES, ())))
        graph.add_node(_local(iri), iri=iri, label=values["name"][0], type=type_, **attributes)
    for iri, language, label in dataset.select(_LABELS).rows:
        graph.nodes[_local(iri)][f"name_{language}"] = label
    for iri, values in _described(dataset, _FACTS).items():
        subject, predicate, object_ = (_local(values[part][0]) for part in _EDGE)
        attributes = {
            LITERALS["Fact"].get(name, snake(name)): found[0] if len(found) == 1 else sorted(found)
            for name, found in values.items()
            if name not in _NAMED
        }
        attributes["modalities"] = sorted(map(_local, values["toldAs"]))
        fid = _local(iri)
        graph.add_edge(subject, object_, fid, fid=fid, iri=iri, label=predicate, **attributes)
    return graph


def _described(dataset: Dataset, query: str) -> dict[str, dict[str, list[Any]]]:
    """Read what is said of each subject: the vocabulary's own properties by their names, others by their IRIs."""
    nodes: dict[str, dict[str, list[Any]]] = {}
    for subject, predicate, value in dataset.select(query).rows:
        name = predicate.removeprefix(NS).removeprefix(PREFIXES["rdf"])
        nodes.setdefault(subject, {}).setdefault(name, []).append(value)
    return nodes


def _plain(attributes: dict[str, Any]) -> dict[str, Any]:
    """GraphML knows texts, numbers and booleans; dates are written in ISO 8601."""
    return {key: _flat(value) for key, value in attributes.items()}


def _flat(value: Any) -> Any:
    if isinstance(value, bool | int | float):
        return value
    return xml_text("|".join(map(cell, value)) if isinstance(value, list) else cell(value))


def _local(iri: str) -> str:
    return iri.removeprefix(NS).removeprefix(ID)
