"""What the endpoint says of itself: SPARQL 1.1 Service Description and VoID (https://www.w3.org/TR/void/)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from laborgraph.literals import literal
from laborgraph.ontology.terms import ID, NS, PREFIXES

SD = "http://www.w3.org/ns/sparql-service-description#"
VOID = "http://rdfs.org/ns/void#"
_DCTERMS = "http://purl.org/dc/terms/"
_FORMATS = "http://www.w3.org/ns/formats/"
_RESULTS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV")
_GRAPHS = ("Turtle", "N-Triples", "RDF_XML", "JSON-LD", "TriG", "N-Quads")
_PREFIXES = {**PREFIXES, "sd": SD, "void": VOID, "dcterms": _DCTERMS}
_A = NamedNode(PREFIXES["rdf"] + "type")


def service(endpoint: str, counts: dict[str, Any], fmt: RdfFormat) -> bytes:
    """Describe the endpoint at this address and the dataset behind it; `counts` as `counted` gives them."""
    return serialize(list(_triples(endpoint, counts)), format=fmt, prefixes=_PREFIXES) or b""


def counted(dataset: Any) -> dict[str, Any]:
    """Count what VoID tells of a dataset: triples, subjects, classes and properties, with how many of each."""
    classes = dataset.select("SELECT ?c (COUNT(DISTINCT ?x) AS ?n) { ?x a ?c } GROUP BY ?c ORDER BY ?c").rows
    properties = dataset.select("SELECT ?p (COUNT(*) AS ?n) { ?x ?p ?y } GROUP BY ?p ORDER BY ?p").rows
    ((subjects,),) = dataset.select("SELECT (COUNT(DISTINCT ?x) AS ?n) { ?x ?p ?y }").rows
    triples = sum(n for _, n in properties)
    return {
        "triples": triples, "subjects": subjects, "classes": classes, "properties": properties,
        "revision": dataset.revision,
    }  # fmt: skip


def _triples(endpoint: str, counts: dict[str, Any]) -> Iterator[Triple]:
    site = endpoint.rpartition("/")[0]
    me, data, graph = (NamedNode(f"{site}/.well-known/void#{part}") for part in ("service", "dataset", "graph"))
    address = NamedNode(endpoint)
    yield Triple(me, _A, _sd("Service"))
    yield Triple(me, _sd("endpoint"), address)
    yield Triple(me, _sd("supportedLanguage"), _sd("SPARQL11Query"))
    yield Triple(me, _sd("feature"), _sd("UnionDefaultGraph"))
    for name in (*_RESULTS, *_GRAPHS):
        yield Triple(me, _sd("resultFormat"), NamedNode(_FORMATS + name))
    yield Triple(me, _sd("defaultDataset"), data)
    yield Triple(data, _A, _sd("Dataset"))
    yield Triple(data, _A, NamedNode(VOID + "Dataset"))
    yield Triple(data, _sd("defaultGraph"), graph)
    yield Triple(graph, _A, _sd("Graph"))
    yield Triple(data, NamedNode(_DCTERMS + "title"), Literal("laborgraph", language="en"))
    yield Triple(data, NamedNode(_DCTERMS + "identifier"), Literal(counts["revision"]))
    yield Triple(data, _void("sparqlEndpoint"), address)
    yield Triple(data, _void("uriSpace"), Literal(ID))
    yield Triple(data, _void("vocabulary"), NamedNode(NS))
    yield Triple(data, _void("triples"), literal(counts["triples"]))
    yield Triple(data, _void("distinctSubjects"), literal(counts["subjects"]))
    yield Triple(data, _void("classes"), literal(len(counts["classes"])))
    yield Triple(data, _void("properties"), literal(len(counts["properties"])))
    for kind, number in (("class", counts["classes"]), ("property", counts["properties"])):
        for place, (iri, n) in enumerate(number):
            part = NamedNode(f"{site}/.well-known/void#{kind}-{place}")
            yield Triple(data, _void(f"{kind}Partition"), part)
            yield Triple(part, _void(kind), NamedNode(iri))
            yield Triple(part, _void("entities" if kind == "class" else "triples"), literal(n))


def _sd(name: str) -> NamedNode:
    return NamedNode(SD + name)


def _void(name: str) -> NamedNode:
    return NamedNode(VOID + name)
