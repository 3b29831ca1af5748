"""The shapes and the global checks: the sample keeps them, and each constraint rejects data that break it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox
import pytest
from pyshacl import validate
from rdflib import RDF, SH, SKOS, XSD, BNode, Dataset, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from laborgraph.ontology import files, terms

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

SAMPLE = Path(__file__).parent / "data/sample.trig"
LG, ID = Namespace(terms.NS), Namespace(terms.ID)
SHAPES = Graph().parse(data=files.read("shapes.ttl"), format="turtle")


class Result(NamedTuple):
    """One line of a validation report."""

    focus: Node
    path: Node | None
    component: str
    severity: str


@pytest.fixture
def data() -> Graph:
    dataset = Dataset(default_union=True)
    dataset.parse(SAMPLE, format="trig")
    graph = Graph()
    for triple in dataset.triples((None, None, None)):
        graph.add(triple)
    return graph


def local(term: Node | str) -> str:
    return str(term).removeprefix(terms.NS)


def report(data: Graph) -> set[Result]:
    _, results, _ = validate(data, shacl_graph=SHAPES)
    assert isinstance(results, Graph)
    return {
        Result(
            results.value(result, SH.focusNode),
            results.value(result, SH.resultPath),
            str(results.value(result, SH.sourceConstraintComponent)).removeprefix(str(SH)),
            str(results.value(result, SH.resultSeverity)).removeprefix(str(SH)),
        )
        for result in results.subjects(RDF.type, SH.ValidationResult)
    }


def test_the_sample_conforms(data: Graph) -> None:
    assert report(data) == set()


# One mutation for each constraint of a property, read from the shapes, so that none is left out.


class Constraint(NamedTuple):
    """One constraint on a property of the nodes of a class."""

    target: URIRef
    path: URIRef | BNode
    parameter: str
    value: Node
    severity: str


def put(data: Graph, focus: Node, path: URIRef, *values: Node) -> None:
    """Let the focus node have these values and no others."""
    data.remove((focus, path, None))
    for value in values:
        data.add((focus, path, value))


def another(value: Node) -> Node:
    """Give a second value of the same kind."""
    if not isinstance(value, Literal):
        return ID.other
    if value.datatype in (XSD.integer, XSD.decimal):
        return Literal(value.value + 1, datatype=value.datatype)
    if value.datatype == XSD.boolean:
        return Literal(not value.value)
    if value.datatype == XSD.date:
        return Literal("2030-01-01", datatype=XSD.date)
    return Literal(f"{value}!", lang=value.language, datatype=None if value.language else value.datatype)


BREAK: dict[str, tuple[str, Callable[[Constraint, Node], list[Node]]]] = {
    "minCount": ("MinCountConstraintComponent", lambda c, old: []),
    "maxCount": ("MaxCountConstraintComponent", lambda c, old: [old, another(old)]),
    "datatype": ("DatatypeConstraintComponent", lambda c, old: [Literal("x", datatype=XSD.anyURI)]),
    "nodeKind": ("NodeKindConstraintComponent", lambda c, old: [ID.netflix]),
    "class": ("ClassConstraintComponent", lambda c, old: [ID.nothing]),
    "in": ("InConstraintComponent", lambda c, old: [LG.nothing]),
    "minLength": ("MinLengthConstraintComponent", lambda c, old: [Literal("")]),
    "minInclusive": ("MinInclusiveConstraintComponent", lambda c, old: [Literal(c.value.value - 1)]),
    "maxInclusive": ("MaxInclusiveConstraintComponent", lambda c, old: [Literal(c.value.value + 1)]),
    "pattern": ("PatternConstraintComponent", lambda c, old: [Literal("?!")]),
    "or": ("OrConstraintComponent", lambda c, old: [Literal("ten")]),
    "lessThan": ("LessThanConstraintComponent", lambda c, old: [Literal(10**6)]),
    "lessThanOrEquals": ("LessThanOrEqualsConstraintComponent", lambda c, old: [another(another(old))]),
    "uniqueLang": ("UniqueLangConstraintComponent", lambda c, old: [old, another(old)]),
}
#: Constraints that need more than other values of one property; each has a test of its own below.
ELSEWHERE = {"disjoint", "equals", "qualifiedValueShape", "qualifiedMinCount", "qualifiedMaxCount", "node"}
WORDS = {"targetClass", "path", "severity", "message"}


def constraints() -> Iterator[Constraint]:
    for shape, target in SHAPES.subject_objects(SH.targetClass):
        if (path := SHAPES.value(shape, SH.path)) is not None:
            severity = str(SHAPES.value(shape, SH.severity, default=SH.Violation)).removeprefix(str(SH))
            for parameter, value in SHAPES.predicate_objects(shape):
                name = str(parameter).removeprefix(str(SH))
                if parameter != RDF.type and name not in WORDS | ELSEWHERE:
                    yield Constraint(target, path, name, value, severity)


def focus_of(data: Graph, constraint: Constraint) -> tuple[Node, Node]:
    """Find a node of the class and a value that it has, or gets for the test."""
    nodes = sorted(data.subjects(RDF.type, constraint.target))
    for node in nodes:
        if (value := data.value(node, constraint.path)) is not None:
            return node, value
    return nodes[0], Literal("2025-07-18", datatype=XSD.date) if "Seen" in constraint.path else Literal("some")


ALL = sorted(c for c in constraints() if isinstance(c.path, URIRef))


@pytest.mark.parametrize(("target", "parameter"), sorted({(c.target, c.parameter) for c in ALL}), ids=local)
def test_each_constraint_rejects_what_breaks_it(data: Graph, target: URIRef, parameter: str) -> None:
    """Break all constraints of one kind on one class, each at its own property, and find every one reported."""
    component, broken = BREAK[parameter]
    expected = set()
    for constraint in (c for c in ALL if (c.target, c.parameter) == (target, parameter)):
        focus, old = focus_of(data, constraint)
        put(data, focus, constraint.path, *broken(constraint, old))
        expected.add(Result(focus, constraint.path, component, constraint.severity))
    assert expected - report(data) == set()


def test_no_class_of_the_claim_layer_is_without_a_shape() -> None:
    targets = {str(target).removeprefix(terms.NS) for target in SHAPES.objects(None, SH.targetClass)}
    assert targets == {"Claim", "Effect", "Article", "Mention", "Entity", "Fact"}


def test_every_literal_and_link_is_constrained() -> None:
    paths = {(c.target, c.path) for c in ALL}
    for owner, names in terms.LITERALS.items():
        assert {(LG[owner], LG[name]) for name in names} <= paths, owner
    assert {(LG.Claim, LG[name]) for name in terms.CLAIM_LINKS} <= paths


# What more than one property decides


def claim_of(data: Graph, predicate: str) -> Node:
    return min(c for c in data.subjects(LG.predicate, LG[predicate]) if (c, RDF.type, LG.Claim) in data)


def fact_of(data: Graph, predicate: str) -> Node:
    return next(f for f in data.subjects(RDF.predicate, LG[predicate]) if (f, RDF.type, LG.Fact) in data)


def components(results: set[Result], focus: Node) -> set[str]:
    return {result.component.removesuffix("ConstraintComponent") for result in results if result.focus == focus}


def test_a_denied_claim_is_negative(data: Graph) -> None:
    claims = [c for c in data.subjects(LG.modality, LG.denied) if (c, RDF.type, LG.Claim) in data]
    assert len(claims) == 1
    claim = claims[0]
    put(data, claim, LG.polarity, LG.positive)
    _, results, _ = validate(data, shacl_graph=SHAPES)
    assert list(results.objects(None, SH.value)) == [claim]
    assert [str(o) for o in results.objects(None, SH.resultMessage)] == ["a denied claim has negative polarity"]


def test_subject_and_object_differ(data: Graph) -> None:
    for node, names in ((claim_of(data, "partOf"), LG), (fact_of(data, "partOf"), RDF)):
        put(data, node, names.object, data.value(node, names.subject))
        assert "Disjoint" in components(report(data), node)


def test_a_claim_has_the_impacts_of_its_effects(data: Graph) -> None:
    claim = next(data.subjects(LG.effect))
    put(data, claim, LG.impact, LG["impact-quality"])
    assert components(report(data), claim) == {"Equals"}


def test_an_effect_belongs_to_one_claim(data: Graph) -> None:
    effect = next(data.objects(None, LG.effect))
    claim = claim_of(data, "partOf")
    data.add((claim, LG.effect, effect))
    assert "MaxCount" in components(report(data), effect)
    data.remove((None, LG.effect, effect))
    assert components(report(data), effect) == {"MinCount"}


def test_a_fact_is_stated_by_a_claim(data: Graph) -> None:
    fact = fact_of(data, "partOf")
    data.remove((None, LG.states, fact))
    assert components(report(data), fact) == {"MinCount"}


def test_a_date_is_known_in_full_or_in_part(data: Graph) -> None:
    article = next(data.subjects(LG.published))
    data.add((article, LG.publishedText, Literal("2025-07")))
    assert components(report(data), article) == {"Or"}


@pytest.mark.parametrize("types", [[], ["Studio", "Vendor"]])
def test_an_entity_has_one_of_the_twelve_types(data: Graph, types: list[str]) -> None:
    put(data, ID.netflix, RDF.type, LG.Entity, *(LG[type_] for type_ in types))
    expected = "QualifiedMinCount" if not types else "QualifiedMaxCount"
    assert expected in components(report(data), ID.netflix)


def test_a_label_is_not_its_own_alias(data: Graph) -> None:
    data.add((ID["vfx-artist"], SKOS.altLabel, Literal("VFX artists", lang="en")))
    assert components(report(data), ID["vfx-artist"]) == {"Disjoint"}


@pytest.mark.parametrize("class_", ["Claim", "Effect", "Article", "Mention", "Entity", "Fact"])
def test_nodes_are_no_blank_nodes(data: Graph, class_: str) -> None:
    node = BNode()
    data.add((node, RDF.type, LG[class_]))
    assert "NodeKind" in components(report(data), node)


# Predicates


@pytest.mark.parametrize("name", terms.PREDICATES)
def test_types_that_a_predicate_joins_are_those_of_the_guide(name: str) -> None:
    """Try each of the twelve types on both sides at once: exactly the wrong ones are warned of."""
    predicate = terms.PREDICATES[name]
    data = Graph()
    for side in ("subject", "object"):
        for type_ in terms.ENTITY_TYPES:
            data.add((ID[f"of-{side}-{type_}"], LG[side], ID[f"{side}-{type_}"]))
            data.add((ID[f"of-{side}-{type_}"], LG.predicate, LG[name]))
            data.add((ID[f"{side}-{type_}"], RDF.type, LG[type_]))
    _, results, _ = validate(data, shacl_graph=SHAPES)
    assert isinstance(results, Graph)
    values = {str(value).removeprefix(terms.ID) for value in results.objects(None, SH.value)}
    assert values == {
        f"{side}-{type_}"
        for side, allowed in (("subject", predicate.domain), ("object", predicate.range))
        for type_ in terms.ENTITY_TYPES - allowed
    }
    assert set(results.objects(None, SH.resultSeverity)) <= {SH.Warning}
    assert set(results.objects(None, SH.focusNode)) <= {LG[name]}


@pytest.mark.parametrize(
    ("link", "value"), [("inProduction", "netflix"), ("underAgreement", "amptp"), ("atEvent", "amptp")]
)
def test_a_qualifier_of_another_type_is_a_warning(data: Graph, link: str, value: str) -> None:
    claim = claim_of(data, "uses")
    put(data, claim, LG[link], ID[value])
    assert report(data) == {Result(claim, LG[link], "ClassConstraintComponent", "Warning")}


# Lists


@pytest.mark.parametrize(
    ("class_", "property_"),
    [(c, p) for c in ("Claim", "Effect", "Entity") for p in terms.CONCEPT_PROPERTIES],
)
def test_lists_are_those_of_the_schemes(class_: str, property_: str) -> None:
    schemes = Graph().parse(data=files.read("schemes.ttl"), format="turtle")
    for constraint in ALL:
        if (constraint.target, constraint.path, constraint.parameter) == (LG[class_], LG[property_], "in"):
            found = list(Collection(SHAPES, constraint.value))
            assert sorted(found) == sorted(schemes.subjects(SKOS.inScheme, LG[f"scheme-{property_}"]))


def test_lists_of_names_are_those_of_the_code() -> None:
    lists = {
        (str(c.target).removeprefix(terms.NS), str(c.path).removeprefix(terms.NS)): {
            str(item).removeprefix(terms.NS) for item in Collection(SHAPES, c.value)
        }
        for c in ALL
        if c.parameter == "in"
    }
    assert lists["Claim", "predicate"] == lists["Fact", str(RDF.predicate)] == set(terms.PREDICATES)
    assert lists["Mention", "entityType"] == terms.ENTITY_TYPES
    assert {name for _, name in lists} >= set(terms.CONCEPT_PROPERTIES)
    assert lists["Fact", "toldAs"] == lists["Claim", "modality"]


def test_shapes_use_core_constraints_only() -> None:
    used = {str(term) for triple in SHAPES for term in triple if str(term).startswith(str(SH))}
    assert not used & {str(SH[name]) for name in ("sparql", "js", "select", "ask", "SPARQLConstraint", "rule")}


# Checks that span the whole dataset


CHECKS = dict(files.checks())
#: For each check, an update that makes its fault once.
MUTATIONS = {
    "edge-without-asserted": "INSERT DATA { GRAPH id:g { id:generative-ai lg:replaces id:vfx-artist } }",
    "asserted-without-edge": "DELETE WHERE { GRAPH ?g { ?s lg:partOf ?o } }",
    "asserted-by-claims": """
        DELETE { GRAPH ?g { ?c lg:modality lg:asserted } } INSERT { GRAPH ?g { ?c lg:modality lg:reported } }
        WHERE { GRAPH ?g { ?c a lg:Claim ; lg:predicate lg:partOf ; lg:modality lg:asserted } }""",
    "claim-without-fact": """
        DELETE { GRAPH ?g { ?f a lg:Fact } } WHERE { GRAPH ?g { ?f a lg:Fact ; rdf:predicate lg:usedIn } }""",
    "claim-count": """
        DELETE { GRAPH ?g { ?f lg:claimCount ?n } } INSERT { GRAPH ?g { ?f lg:claimCount 7 } }
        WHERE { GRAPH ?g { ?f rdf:predicate lg:partOf ; lg:claimCount ?n } }""",
    "source-count": """
        DELETE { GRAPH ?g { ?f lg:sourceCount ?n } } INSERT { GRAPH ?g { ?f lg:sourceCount 0 } }
        WHERE { GRAPH ?g { ?f rdf:predicate lg:partOf ; lg:sourceCount ?n } }""",
    "claim-fact-mismatch": """
        DELETE { GRAPH ?g { ?c lg:predicate lg:usedIn } } INSERT { GRAPH ?g { ?c lg:predicate lg:uses } }
        WHERE { GRAPH ?g { ?c a lg:Claim ; lg:predicate lg:usedIn } }""",
    "two-kinds": "INSERT DATA { GRAPH id:g { id:netflix a lg:Claim } }",
    "blank-node": "INSERT DATA { GRAPH id:g { id:netflix lg:name [] } }",
}


@pytest.fixture
def store() -> ox.Store:
    store = ox.Store()
    store.load(path=str(SAMPLE), format=ox.RdfFormat.TRIG)
    return store


def rows(store: ox.Store, name: str) -> list[tuple[str, str]]:
    found = store.query(CHECKS[name], use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    return [(str(row["node"]), row["detail"].value) for row in found]


def test_each_check_says_in_words_what_is_wrong() -> None:
    for name, query in CHECKS.items():
        first = query.splitlines()[0]
        assert first.startswith("# "), name
        assert first.endswith("."), name
    assert set(CHECKS) == set(MUTATIONS)


def test_the_check_of_claims_knows_the_symmetric_predicates() -> None:
    listed = re.search(r"IN \(([^)]*)\)", CHECKS["claim-fact-mismatch"])
    assert listed
    symmetric = {name for name, predicate in terms.PREDICATES.items() if predicate.symmetric}
    assert {name.strip().removeprefix("lg:") for name in listed[1].split(",")} == symmetric


@pytest.mark.parametrize("name", terms.PREDICATES)
def test_the_check_of_edges_knows_every_predicate(store: ox.Store, name: str) -> None:
    subject, object_ = ox.NamedNode(ID.amptp), ox.NamedNode(ID["vfx-artist"])
    store.add(ox.Quad(subject, ox.NamedNode(LG[name]), object_, ox.NamedNode(ID.g)))
    assert rows(store, "edge-without-asserted") == [(str(subject), f"{LG[name]} {object_.value}")]


@pytest.mark.parametrize("name", CHECKS)
def test_each_check_passes_the_sample_and_finds_its_fault(store: ox.Store, name: str) -> None:
    assert rows(store, name) == []
    store.update(f"PREFIX rdf: <{RDF}> PREFIX lg: <{terms.NS}> PREFIX id: <{terms.ID}> " + MUTATIONS[name])
    found = rows(store, name)
    assert len(found) == 1
    assert all(found[0])
