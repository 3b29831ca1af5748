"""The vocabulary: code, Turtle, property graph, JSON-LD and documentation say the same."""

from __future__ import annotations

import json
import logging
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, VANN, XSD, BNode, Dataset, Graph, Literal, Namespace, URIRef

from laborgraph import ids
from laborgraph.errors import MissingExtra, ModelError, StoreError, UnknownName
from laborgraph.model import fact_key
from laborgraph.ontology import docs, files, occupations, registry, tables, terms
from laborgraph.rdf import graph_digest

# rdflib's own TriG and JSON-LD parsers use its own deprecated class.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

#: pyLODE does not close the style sheet that it reads.
unclosed = pytest.mark.filterwarnings(
    "ignore:unclosed file:ResourceWarning", "ignore:.*pylode:pytest.PytestUnraisableExceptionWarning"
)

ROOT = Path(__file__).parent.parent
LG, ID = Namespace(terms.NS), Namespace(terms.ID)
ONTOLOGY = URIRef("https://w3id.org/laborgraph/ns")

#: What is in the Turtle beyond terms.py, the claim layer's own classes and links, with its property graph names.
STRUCTURE: dict[str, str | None] = {
    "Entity": "Entity",
    "Agent": None,
    "Organization": None,
    "Article": "Article",
    "Mention": None,
    "Claim": "Claim",
    "Effect": None,
    "Fact": None,
    "states": "fid",
    "predicate": "predicate",
    "effect": None,
    "bestClaim": None,
    "contradicts": "contradicts",
    "sameTextAs": "same_text_as",
    "mentionedIn": None,
    "toldAs": "modalities",
    "entity": None,
    "entityType": None,
    "neo4jName": None,
}
LANGUAGES = {"en", "fr", "es", "de"}


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return Graph().parse(data=docs.text("ontology"), format="turtle")


@pytest.fixture(scope="module")
def labor() -> Graph:
    return Graph().parse(data=files.read("labor.ttl"), format="turtle")


def local(term: object) -> str:
    return str(term).removeprefix(terms.NS)


def terms_of(graph: Graph) -> set[str]:
    return {local(s) for s in graph.subjects(RDF.type) if isinstance(s, URIRef) and s.startswith(terms.NS)}


def expected_names() -> dict[str, str | None]:
    names: dict[str, str | None] = dict(STRUCTURE)
    names |= {type_: type_ for type_ in terms.ENTITY_TYPES}
    names |= {name: predicate.relationship for name, predicate in terms.PREDICATES.items()}
    names |= terms.CLAIM_LINKS
    names |= {name: terms.snake(name) for name in terms.CONCEPT_PROPERTIES}
    for literals in terms.LITERALS.values():
        names |= literals
    return names


def test_turtle_and_code_have_the_same_terms_under_the_same_property_graph_names(labor: Graph) -> None:
    found = {name: labor.value(LG[name], LG.neo4jName) for name in terms_of(labor)}
    assert {name: value and str(value) for name, value in found.items()} == expected_names()


def test_each_predicate_has_the_narrowest_domain_and_range_that_cover_its_types(labor: Graph) -> None:
    below: dict[str, set[str]] = defaultdict(set)
    for type_ in terms.ENTITY_TYPES:
        for parent in labor.transitive_objects(LG[type_], RDFS.subClassOf):
            below[local(parent)].add(type_)
    del below[str(SKOS.Concept)]
    for predicate in terms.PREDICATES.values():
        for side, types in ((RDFS.domain, predicate.domain), (RDFS.range, predicate.range)):
            narrowest = min((name for name in below if below[name] >= types), key=lambda name: len(below[name]))
            assert list(labor.objects(LG[predicate.name], side)) == [LG[narrowest]], predicate.name


def test_symmetric_predicates_are_those_of_the_code(labor: Graph) -> None:
    found = {local(p) for p in labor.subjects(RDF.type, OWL.SymmetricProperty)}
    assert found == {p.name for p in terms.PREDICATES.values() if p.symmetric} | {"contradicts"}


def test_literals_belong_to_the_class_that_the_code_names(labor: Graph) -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for owner, literals in terms.LITERALS.items():
        for name in literals:
            owners[name].add(owner)
    for name, classes in owners.items():
        assert (LG[name], RDF.type, OWL.DatatypeProperty) in labor
        assert set(labor.objects(LG[name], RDFS.domain)) == {LG[c] for c in classes}, name
        assert len(classes) == 1, f"{name} serves several classes"


def test_every_term_is_labelled_and_defined_in_english_and_french(labor: Graph) -> None:
    for name in terms_of(labor):
        for property_ in (RDFS.label, SKOS.definition):
            assert Counter(o.language for o in labor.objects(LG[name], property_)) == {"en": 1, "fr": 1}, name
        assert labor.value(LG[name], RDFS.isDefinedBy) == ONTOLOGY


def test_ontology_metadata_is_complete(labor: Graph) -> None:
    assert (ONTOLOGY, RDF.type, OWL.Ontology) in labor
    assert labor.value(ONTOLOGY, OWL.versionIRI) == URIRef("https://w3id.org/laborgraph/ns/0.1.0")
    assert str(labor.value(ONTOLOGY, VANN.preferredNamespaceUri)) == terms.NS
    assert str(labor.value(ONTOLOGY, VANN.preferredNamespacePrefix)) == "lg"
    assert labor.value(ONTOLOGY, DCTERMS.license) == URIRef("https://creativecommons.org/licenses/by/4.0/")
    wanted = "title abstract description creator publisher created issued modified bibliographicCitation source"
    for name in wanted.split():
        assert labor.value(ONTOLOGY, DCTERMS[name]), name
    assert labor.value(ONTOLOGY, OWL.versionInfo)


def test_files_say_their_licence() -> None:
    for name in (*files.ONTOLOGY, "shapes.ttl"):
        assert "CC BY 4.0" in files.read(name).split("@prefix")[0], name


def test_alignments_speak_of_our_terms_only(labor: Graph, ontology: Graph) -> None:
    alignments = Graph().parse(data=files.read("alignments.ttl"), format="turtle")
    known = terms_of(ontology)
    assert {local(s) for s in alignments.subjects()} <= known
    assert not any(str(o).startswith(terms.NS) for o in alignments.objects())


# Controlled lists


def concepts(graph: Graph, property_: str) -> dict[str, URIRef]:
    scheme = LG[f"scheme-{property_}"]
    found = list(graph.subjects(SKOS.inScheme, scheme))
    assert (scheme, RDF.type, SKOS.ConceptScheme) in graph
    assert found
    return {str(graph.value(c, SKOS.notation)): URIRef(str(c)) for c in found}


@pytest.mark.parametrize("property_", terms.CONCEPT_PROPERTIES)
def test_schemes_are_complete_in_four_languages(ontology: Graph, property_: str) -> None:
    prefix = terms.CONCEPT_PROPERTIES[property_]
    found = concepts(ontology, property_)
    for notation, concept in found.items():
        assert concept == LG[prefix + notation]
        assert re.fullmatch("[a-z][A-Za-z]*", notation)
        assert Counter(o.language for o in ontology.objects(concept, SKOS.prefLabel)) == dict.fromkeys(LANGUAGES, 1)
        assert Counter(o.language for o in ontology.objects(concept, SKOS.definition)) == {"en": 1, "fr": 1}
        assert (concept, SKOS.topConceptOf, LG[f"scheme-{property_}"]) in ontology
    enum = {"modality": terms.Modality, "polarity": terms.Polarity, "impact": terms.Impact}.get(property_)
    assert enum is None or set(found) == {member.value for member in enum}


def test_no_label_stands_twice_in_one_scheme_and_language(ontology: Graph) -> None:
    seen = Counter(
        (scheme, label.language, str(label).casefold())
        for concept, scheme in ontology.subject_objects(SKOS.inScheme)
        for label in ontology.objects(concept, SKOS.prefLabel)
    )
    assert [key for key, times in seen.items() if times > 1] == []


# Occupations


def test_mappings_are_well_formed_and_of_roles_that_the_registry_holds(ontology: Graph) -> None:
    roles = {entry.id for entry in registry.load().entries.values() if entry.type == "Role"}
    mappings = list(occupations.mappings())
    assert {mapping.role for mapping in mappings} <= roles
    assert len({(m.role, m.code) for m in mappings}) == len(mappings)
    per_list = Counter((m.role, m.code.partition(":")[0]) for m in mappings)
    assert set(per_list.values()) == {1}
    assert {role for role, name in per_list if name == "isco"} == {m.role for m in mappings}
    assert set(ontology.subjects(SKOS.inScheme, LG["scheme-role"])) == {ID[role] for role in roles}
    screenwriter = URIRef("http://data.europa.eu/esco/occupation/ebe936e2-64e7-4777-94d6-42caa5a12409")
    assert (ID.screenwriter, SKOS.exactMatch, screenwriter) in ontology
    assert (ID["voice-actor"], SKOS.broadMatch, URIRef("http://data.europa.eu/esco/isco/C2655")) in ontology


def test_an_exact_match_is_exact_for_one_role_only() -> None:
    exact = Counter(m.code for m in occupations.mappings() if m.match == "skos:exactMatch")
    assert [code for code, times in exact.items() if times > 1] == []


@pytest.mark.parametrize(("match", "code"), [("skos:sameMatch", "isco:C2655"), ("skos:exactMatch", "isco:2655")])
def test_a_malformed_mapping_is_refused(match: str, code: str) -> None:
    with pytest.raises(ModelError, match="actor"):
        occupations.Mapping("actor", match, code)


# The sample


@pytest.fixture(scope="module")
def sample() -> Dataset:
    graphs = Dataset(default_union=True)
    graphs.parse(ROOT / "tests/data/sample.trig", format="trig")
    return graphs


@pytest.mark.parametrize("language", ["fr", "en"])
def test_sample_counts_characters_of_its_texts(sample: Dataset, language: str) -> None:
    text = (ROOT / f"tests/data/sample-{language}.txt").read_text(encoding="utf-8")
    article = sample.value(predicate=LG.textHash, object=Literal(ids.text_hash(text)))
    assert article == ID[ids.article_id(str(sample.value(article, LG.url)), text)]
    assert sample.value(article, LG.textLength).toPython() == len(text)
    claims = [c for c in sample.subjects(LG.fromArticle, article) if (c, RDF.type, LG.Claim) in sample]
    assert claims
    for claim in claims:
        start, end = (sample.value(claim, side).toPython() for side in (LG.start, LG.end))
        before, quote, after = (str(sample.value(claim, p, default="")) for p in (LG.prefix, LG.quote, LG.suffix))
        assert text[start:end] == quote
        assert text[start - len(before) : end + len(after)] == before + quote + after
        parts = [str(sample.value(claim, p)) for p in (LG.subject, LG.predicate, LG.object)]
        key = (parts[0].removeprefix(ID), local(parts[1]), parts[2].removeprefix(ID))
        assert sample.value(claim, LG.states) == ID[ids.fact_id(*fact_key(*key))]


def test_sample_graphs_have_their_digests() -> None:
    quads = list(ox.parse(path=str(ROOT / "tests/data/sample.trig"), format=ox.RdfFormat.TRIG))
    digests = [quad for quad in quads if quad.predicate.value == str(LG.digest)]
    assert len(digests) == 2
    for digest in digests:
        others = (quad for quad in quads if quad.graph_name == digest.graph_name and quad != digest)
        assert graph_digest(others) == digest.object.value


# JSON-LD


def test_the_context_covers_every_name_and_no_other(labor: Graph) -> None:
    context = json.loads(files.read("context.jsonld"))["@context"]
    prefixes = {"@version", "@vocab", "id", "lg", "schema", "skos", "xsd"}
    assert set(context) - prefixes - {"mentions", "prefLabel", "altLabel"} == terms_of(labor) - {"neo4jName"}
    for name in terms_of(labor) - {"neo4jName"}:
        entry = context[name]
        assert (entry if isinstance(entry, str) else entry["@id"]) == f"lg:{name}"
        is_link = (LG[name], RDF.type, OWL.ObjectProperty) in labor
        assert (isinstance(entry, dict) and entry["@type"] in ("@id", "@vocab")) == is_link


def test_a_claim_reads_from_json_ld() -> None:
    claim = {
        **json.loads(files.read("context.jsonld")),
        "@id": "id:c1",
        "@type": "Claim",
        "subject": "id:netflix",
        "predicate": "uses",
        "modality": "asserted",
        "impact": "impact-speedup",
        "start": 10,
        "confidence": "0.83",
        "eventDate": "2025-07-17",
        "quote": {"@value": "Netflix a utilisé", "@language": "fr"},
    }
    assert set(Graph().parse(data=json.dumps(claim), format="json-ld")) == {
        (ID.c1, RDF.type, LG.Claim),
        (ID.c1, LG.subject, ID.netflix),
        (ID.c1, LG.predicate, LG.uses),
        (ID.c1, LG.modality, LG.asserted),
        (ID.c1, LG.impact, LG["impact-speedup"]),
        (ID.c1, LG.start, Literal(10)),
        (ID.c1, LG.confidence, Literal("0.83", datatype=XSD.decimal)),
        (ID.c1, LG.eventDate, Literal("2025-07-17", datatype=XSD.date)),
        (ID.c1, LG.quote, Literal("Netflix a utilisé", lang="fr")),
    }


# Documentation


def test_the_overview_has_the_tables_of_the_vocabulary_that_is() -> None:
    page = (ROOT / "docs/ontology.md").read_text(encoding="utf-8")
    assert set(re.findall(r"<!-- table: (\w+) -->", page)) == {
        "classes", "predicates", "properties", *terms.CONCEPT_PROPERTIES
    }  # fmt: skip
    assert tables.refill(page) == page, "run: python -m laborgraph.ontology.tables docs/ontology.md"


def test_the_overview_uses_only_names_that_exist(ontology: Graph) -> None:
    page = (ROOT / "docs/ontology.md").read_text(encoding="utf-8")
    used = {name.rstrip("-") for name in re.findall(r"lg:([\w-]+)", page)}
    prefixes = {prefix.rstrip("-") for prefix in terms.CONCEPT_PROPERTIES.values()}
    assert used - terms_of(ontology) - prefixes == set()


@unclosed
def test_html_documentation_holds_every_class_predicate_and_concept(tmp_path: Path, ontology: Graph) -> None:
    root = logging.getLogger()
    before = (root.level, list(root.handlers))
    page = tmp_path / "ontology.html"
    docs.write_docs(page)
    html = page.read_text(encoding="utf-8")
    for kind in (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty):
        for term in ontology.subjects(RDF.type, kind):
            if local(term) != str(term):
                label = next(str(o) for o in ontology.objects(term, RDFS.label) if o.language == "en")
                assert re.search(rf"<h3>\s*{re.escape(label)}\s*<", html), label
                assert f"<code>{term}</code>" in html
    assert re.search(r"<h1>\s*laborgraph: AI and work in film, television, games and voice\s*</h1>", html)
    assert "lg:impact-speedup: The work takes less time." in html
    assert "In the property graph: STRIKES_AGAINST" in html
    assert not re.search(r"<(script|link|img|iframe)[^>]+(src|href)=.http", html)
    assert [path.name for path in tmp_path.iterdir()] == ["ontology.html"]
    assert (root.level, list(root.handlers)) == before


@unclosed
def test_documentation_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot write"):
        docs.write_docs(tmp_path / "missing" / "ontology.html")
    assert list(tmp_path.iterdir()) == []


def test_without_pylode_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pylode", None)
    with pytest.raises(MissingExtra, match=r"laborgraph\[docs\]"):
        docs.write_docs(tmp_path / "ontology.html")
    assert list(tmp_path.iterdir()) == []


def test_unknown_names_are_told_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match="shapes"):
        docs.text("shape")
    with pytest.raises(UnknownName, match=r"labor\.ttl"):
        files.read("labour.ttl")
    with pytest.raises(UnknownName, match="impact"):
        tables.table("impacts")


def test_no_blank_node_names_a_term(ontology: Graph) -> None:
    named = {s for s in ontology.subjects(RDF.type) if isinstance(s, BNode)}
    assert {o for s in named for o in ontology.objects(s, RDF.type)} == {OWL.AllDisjointClasses}
