"""Pages without a browser: what is chosen, where it stands, and that nothing untrusted reaches the markup."""

from __future__ import annotations

import base64
import dataclasses
import json
import os
import subprocess
import sys
from hashlib import sha256
from html.parser import HTMLParser
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from laborgraph.dataset import Dataset
from laborgraph.errors import MissingExtra, StoreError, UnknownName, UsageError
from laborgraph.model import Extraction
from laborgraph.ontology.terms import ENTITY_TYPES, ID, PREDICATES, Impact, Modality
from laborgraph.viz import page, select, style
from laborgraph.viz.first import first_view
from laborgraph.viz.layout import positions
from laborgraph.viz.model import Article, Claim, Fact, Node, ViewGraph

HOSTILE = (
    "</script><script>window.broken=1</script>",
    "<img src=x onerror=window.broken=1>",
    "\"'><svg onload=window.broken=1>&amp;&#60;",
    "javascript:window.broken=1",
    "{{ 7 * 7 }}{% raw %}<!--<script>",
    "\u202etxet desrever\u202c \u2028\u2029\x00\x1b[31m \ud800",
    "href=x " + "very" * 2500,
)


def hostile_view(text: str) -> ViewGraph:
    """Make a view in which every text that an article could have written is this one."""
    node = {"name": text, "names": (("en", text), ("fr", text)), "aliases": (text,), "kind": text}
    return ViewGraph(
        nodes=(
            Node(id="one", type="Studio", **node),  # type: ignore[arg-type]
            Node(id="two", type="Tool", **node),  # type: ignore[arg-type]
            Node(id="three", type="Person", **node),  # type: ignore[arg-type]
        ),
        facts=(
            Fact(id="f1", subject="one", predicate="uses", object="two", modalities=("asserted",), asserted=True,
                 first_seen=text, last_seen=text),
        ),
        claims=(
            Claim(id="c1", fact="f1", article="a1", modality="asserted", polarity="positive", quote=text, prefix=text,
                  suffix=text, speaker="three", said_as=text, via="three", production="two",
                  agreement="two", event="two", task=text, effects=((text, text),), extractor=text, rule=text,
                  origin=text, origin_reason=text),
        ),
        articles=(Article(id="a1", title=text, byline=text, publisher=text, credit=text, published=text, language=text,
                          url=text),),
        centre=("one",),
    )  # fmt: skip


def star(facts: int) -> ViewGraph:
    """Make a hub with as many neighbours; the later ones have more claims."""
    return ViewGraph(
        nodes=(Node(id="hub", type="Tool", name="Hub"),
               *(Node(id=f"n{i}", type="Studio", name=f"Studio {i}") for i in range(facts))),
        facts=tuple(Fact(id=f"f{i}", subject=f"n{i}", predicate="uses", object="hub") for i in range(facts)),
        claims=tuple(
            Claim(id=f"c{i}-{k}", fact=f"f{i}", article=f"a{k}", modality="asserted", polarity="positive", quote="q")
            for i in range(facts) for k in range(1 + i // 100)
        ),
        articles=tuple(Article(id=f"a{k}", published=f"202{k}") for k in range(7)),
    )  # fmt: skip


class Reader(HTMLParser):
    """Collect what a page is made of."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.content: dict[str, list[str]] = {"script": [], "style": []}
        self.inside = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.inside = tag
        if tag in self.content:
            self.content[tag].append("")

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside in self.content:
            self.content[self.inside][-1] += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]

    @property
    def data(self) -> Any:
        place = [script.get("id") for script in self.all("script")].index("laborgraph-data")
        return json.loads(self.content["script"][place])


def unpacked(data: Any, table: str, name: str) -> list[Any]:
    """Read a column of the page's data as its scripts do."""
    column = data["tables"][table]["columns"][name]
    if isinstance(column, list):
        return column
    values = column["of"] if "of" in column else data["tables"][column["ref"]]["columns"]["id"]
    return [values[place] if place >= 0 else "" for place in column["at"]]


# -- choosing


def test_the_whole_dataset_is_chosen_without_names(sample_dataset: Dataset) -> None:
    view = select.subgraph(sample_dataset)
    assert len(view.claims) == sample_dataset.select("SELECT (COUNT(?c) AS ?n) { ?c a lg:Claim }").rows[0][0]
    assert len(view.facts) == sample_dataset.select("SELECT (COUNT(?f) AS ?n) { ?f a lg:Fact }").rows[0][0]
    assert {claim.fact for claim in view.claims} == {fact.id for fact in view.facts}
    known = {node.id for node in view.nodes}
    assert all({fact.subject, fact.object} <= known for fact in view.facts)
    assert all(set(claim.links) <= known for claim in view.claims)


@pytest.mark.parametrize(
    "name", ["Lumora Pictures", "LUMORA  pictures", "L'ile aux BRUMES", "generative-ai", ID + "voice-actor"]
)
def test_a_name_is_found_by_label_alias_id_and_iri(sample_dataset: Dataset, name: str) -> None:
    view = select.subgraph(sample_dataset, [name])
    assert len(view.centre) == 1
    assert view.centre[0] in {node.id for node in view.nodes}
    assert view.facts


def test_a_claim_carries_all_its_evidence(sample_dataset: Dataset) -> None:
    view = select.subgraph(sample_dataset, ["Lumora Pictures"], predicates=["uses"])
    names = {node.id: node.name for node in view.nodes}
    article = next(article for article in view.articles if article.language == "fr")
    claim = next(claim for claim in view.claims if claim.article == article.id)
    assert claim.quote == "Lumora Pictures a utilisé l’IA générative pour les décors"
    assert (claim.prefix + claim.quote + claim.suffix).endswith("dit Odile Morel.")
    assert (names[claim.speaker], claim.said_as, names[claim.production]) == ("Odile Morel",) * 2 + (
        "L’Île aux brumes",
    )
    assert claim.effects == (("speedup", "dix fois plus rapidement"), ("costReduction", "à une fraction du coût"))
    assert (claim.task, claim.confidence, claim.rule) == ("les décors", 0.83, "uses.verb.fr")
    assert (article.publisher, article.published, article.byline) == ("Le Courrier Fictif", "2025-07-18", "Ana Verdi")
    assert article.url == "https://courrier.example/brumes"


def test_a_production_is_next_to_the_facts_that_it_qualifies(sample_dataset: Dataset) -> None:
    view = select.subgraph(sample_dataset, ["L’Île aux brumes"])
    assert [fact.predicate for fact in view.facts] == ["uses"]
    assert view.centre[0] in {node.id for node in view.drawn}


def test_hops_widen_the_choice(sample_dataset: Dataset) -> None:
    sizes = [len(select.subgraph(sample_dataset, ["Voxelline"], hops=hops).nodes) for hops in range(4)]
    assert sizes[0] == 1
    assert sizes == sorted(set(sizes))


def test_predicates_and_types_narrow_the_choice(sample_dataset: Dataset) -> None:
    assert {f.predicate for f in select.subgraph(sample_dataset, predicates=["uses", "tests"]).facts} == {
        "uses",
        "tests",
    }
    view = select.subgraph(sample_dataset, types=["Studio", "Tool"])
    assert {node.type for node in view.drawn} == {"Studio", "Tool"}


def test_dates_keep_the_claims_published_then(sample_dataset: Dataset) -> None:
    def days(**window: str) -> set[str]:
        view = select.subgraph(sample_dataset, **window)  # type: ignore[arg-type]
        published = {article.id: article.published for article in view.articles}
        assert {claim.article for claim in view.claims} == set(published)
        return set(published.values())

    assert days(since="2025-08-01") == {"2025-09-02", "2025-09"}
    assert days(until="2025-08") == {"2025-07-18"}
    assert days(since="2025-09-20") == {"2025-09"}  # September may be the 20th or later
    assert days(since="2024", until="2024") == set()


def test_figures_counted_anew_are_those_of_the_dataset(sample_dataset: Dataset) -> None:
    whole = {fact.id: fact for fact in select.subgraph(sample_dataset).facts}
    undated = {"develops", "agreesWith"}
    dated = select.subgraph(sample_dataset, since="2000").facts
    assert {fact.predicate for fact in dated} >= {"uses", "replaces", "tests"}
    assert [fact for fact in dated if fact.predicate not in undated] == [
        whole[fact.id] for fact in dated if fact.predicate not in undated
    ]
    replaces = next(f for f in select.subgraph(sample_dataset, until="2025-08").facts if f.predicate == "replaces")
    assert whole[replaces.id].contested
    assert (replaces.contested, replaces.modalities, replaces.sources) == (False, ("feared",), 1)


def test_copies_of_one_agency_are_one_source(sample_extractions: tuple[Extraction, ...]) -> None:
    with Dataset.open() as dataset:
        for extraction in sample_extractions:
            article = dataclasses.replace(extraction.article, credit="Made-up Agency")
            dataset.add(dataclasses.replace(extraction, article=article))
        dataset.derive()
        for view in (select.subgraph(dataset), select.subgraph(dataset, since="2000")):
            uses = next(fact for fact in view.facts if fact.predicate == "uses")
            assert uses.sources == 1
            assert {article.credit for article in view.articles} == {"Made-up Agency"}


def test_the_limit_keeps_what_most_is_said_about(sample_dataset: Dataset) -> None:
    view = select.subgraph(sample_dataset, limit=3)
    assert len(view.drawn) == 3
    assert {"Lumora Pictures", "generative AI"} <= {node.name for node in view.drawn}
    assert len(select.subgraph(sample_dataset, ["Voxelline"], hops=3, limit=2).drawn) == 2


def test_an_unknown_name_is_told_with_the_nearest(sample_dataset: Dataset) -> None:
    with pytest.raises(UnknownName, match="did you mean 'Voxelline'"):
        select.subgraph(sample_dataset, ["Voxeline"])
    with pytest.raises(UnknownName, match="Lumora Pictures"):
        select.subgraph(sample_dataset, ["lumora"])


def test_a_name_of_two_entities_asks_which() -> None:
    nodes = {
        "a": Node(id="a", type="Union", name="Artists’ Guild", aliases=("AG",)),
        "b": Node(id="b", type="Agreement", name="Guild Accord", aliases=("ag",)),
    }
    with pytest.raises(UsageError, match=r"2 entities.*Artists’ Guild \(Union, a\); Guild Accord \(Agreement, b\)"):
        select.find("AG", nodes)
    assert select.find("artists guild", nodes) == "a"
    assert select.find("b", nodes) == "b"


@pytest.mark.parametrize(
    "choice",
    [{"hops": -1}, {"limit": 0}, {"predicates": ["using"]}, {"types": ["Robot"]}, {"since": "last week"},
     {"since": "2025-02-29"}, {"until": "2025-13"}, {"since": "0000"}, {"since": "2025-09", "until": "2025-08-30"}],
)  # fmt: skip
def test_a_malformed_choice_is_refused(sample_dataset: Dataset, choice: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        select.subgraph(sample_dataset, **choice)


def test_nothing_is_chosen_from_an_empty_dataset() -> None:
    with Dataset.open() as dataset:
        view = select.subgraph(dataset)
    assert view == ViewGraph()
    html = page.render(view)
    assert Reader(html).all("html")[0] == {"lang": "en", "data-nodes": "0", "data-edges": "0", "data-claims": "0"}
    assert "the dataset holds no facts" in html


# -- looks


def test_nothing_is_told_by_colour_alone() -> None:
    assert style.TYPES.keys() == ENTITY_TYPES
    assert list(style.MODALITIES) == sorted(Modality, key=list(style.MODALITIES).index)
    assert set(style.MODALITIES) == set(Modality)
    for one, other in combinations(style.TYPES.values(), 2):
        assert one.icon != other.icon
        assert (one.colour, one.shape) != (other.colour, other.shape)
    for first, second in combinations(style.MODALITIES.values(), 2):
        assert first.dashes != second.dashes
        assert first.glyph != second.glyph


def test_only_what_is_told_as_fact_is_drawn_as_fact() -> None:
    fact = Fact(id="f", subject="a", predicate="uses", object="b", modalities=("asserted", "feared"))
    assert style.leading(fact) is Modality.FEARED
    assert style.leading(dataclasses.replace(fact, asserted=True)) is Modality.ASSERTED


def test_both_languages_have_every_word() -> None:
    english, french = page.languages()["en"], page.languages()["fr"]
    assert set(page.languages()) == {"en", "fr"}
    for section, wanted in {
        "types": ENTITY_TYPES, "predicates": PREDICATES, "modalities": Modality, "impacts": Impact, "ui": english["ui"],
    }.items():  # fmt: skip
        assert set(english[section]) == set(french[section]) == {str(name) for name in wanted}
        for key in english[section]:
            assert type(english[section][key]) is type(french[section][key])
            assert english[section][key]
            assert french[section][key]


def test_parallel_facts_bend_apart() -> None:
    facts = [
        Fact(id=f"f{i}", subject=ends[0], predicate="sues", object=ends[1])
        for i, ends in enumerate([("a", "b"), ("b", "a"), ("a", "b"), ("a", "c")])
    ]
    bends = page.roundness(facts)
    # Seen from one end, the three lines take three sides.
    assert len({bends["f0"], -bends["f1"], bends["f2"]}) == 3
    assert bends["f3"] == 0


def test_a_page_carries_everything_and_draws_little_at_first() -> None:
    view = star(600)
    assert len(view.drawn) == 601
    assert first_view(view)[:2] == ["hub", "n500"]  # what most is said about
    assert len(first_view(view)) == 250
    around = dataclasses.replace(view, centre=("n0",))
    assert first_view(around)[:2] == ["n0", "hub"]
    assert len(first_view(view, nodes=600, edges=50)) == 51
    data = Reader(page.render(view)).data
    assert data["drawing"]["first"] == first_view(view)
    assert data["tables"]["facts"]["count"] == 600
    claims = {claim.id: claim for claim in view.claims}
    packed = zip(*(unpacked(data, "claims", name) for name in ("id", "fact", "article", "quote")), strict=True)
    assert {one[0]: one[1:] for one in packed} == {c.id: (c.fact, c.article, c.quote) for c in claims.values()}
    placed = [x is not None for x in unpacked(data, "nodes", "x")]
    assert sum(placed) == 250


# -- layout


def test_labels_have_room() -> None:
    labels = {str(i): f"Entity number {i}" for i in range(30)}
    spots = positions(labels, [(str(i), str(i // 2)) for i in range(1, 28)])
    assert spots.keys() == labels.keys()
    for one, other in combinations(spots.values(), 2):
        assert abs(one[0] - other[0]) >= 50 or abs(one[1] - other[1]) >= 40


def test_a_page_needs_numpy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "numpy", None)
    with pytest.raises(MissingExtra, match=r"laborgraph\[view\]"):
        positions({"a": "A"}, [])


# -- page


def test_the_page_says_what_it_holds(sample_dataset: Dataset) -> None:
    view = select.subgraph(sample_dataset)
    reader = Reader(page.render(view, title="Made up", language="fr"))
    assert reader.all("html")[0] == {
        "lang": "fr",
        "data-nodes": str(len(view.nodes)),
        "data-edges": str(len(view.facts)),
        "data-claims": str(len(view.claims)),
    }
    assert sorted(unpacked(reader.data, "claims", "id")) == [claim.id for claim in view.claims]
    assert reader.data["strings"]["ui"]["search"].startswith("Chercher")
    assert unpacked(reader.data, "facts", "id") == [fact.id for fact in view.facts]
    assert set(reader.data["drawing"]["first"]) == {node.id for node in view.drawn}


def test_the_same_dataset_gives_the_same_bytes(sample_dataset: Dataset) -> None:
    html = page.render(select.subgraph(sample_dataset))
    assert page.render(select.subgraph(sample_dataset)) == html
    program = (
        "import sys, hashlib; sys.path.insert(0, sys.argv[1])\n"
        "from conftest import make_extractions\n"
        "from laborgraph.dataset import Dataset\n"
        "from laborgraph.viz import page, select\n"
        "with Dataset.open() as dataset:\n"
        "    for extraction in reversed(make_extractions()): dataset.add(extraction)\n"
        "    dataset.derive()\n"
        "    html = page.render(select.subgraph(dataset))\n"
        "print(hashlib.sha256(html.encode()).hexdigest())"
    )
    for seed in ("1", "2"):
        run = subprocess.run(
            [sys.executable, "-c", program, str(Path(__file__).parent)],
            env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert run.stdout.strip() == sha256(html.encode()).hexdigest()


def test_the_page_asks_for_nothing_and_allows_nothing_else(sample_dataset: Dataset) -> None:
    reader = Reader(page.render(select.subgraph(sample_dataset)))
    for _, attributes in reader.tags:
        assert not attributes.keys() & {"src", "srcset", "action", "style", "background", "poster"}
        assert not [name for name in attributes if name.startswith("on")]
        assert (attributes.get("href") or "#").startswith(("#", "data:,"))
    policy = next(m["content"] for m in reader.all("meta") if m.get("http-equiv") == "Content-Security-Policy")
    rules = {rule.split()[0]: rule.split()[1:] for rule in (policy or "").split("; ")}
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == ["'none'"]
    runs = [text for text, script in zip(reader.content["script"], reader.all("script"), strict=True) if not script]
    for texts, allowed in ((runs, rules["script-src"]), (reader.content["style"], rules["style-src"])):
        hashes = [base64.b64encode(sha256(text.encode()).digest()).decode() for text in texts]
        assert allowed == [f"'sha256-{value}'" for value in hashes]


def test_scripts_make_no_markup_of_text() -> None:
    folder = Path(page.__file__).parent / "static"
    for script in folder.glob("*.js"):
        text = script.read_text(encoding="utf-8")
        for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "</"):
            assert word not in text, f"{script.name} has {word}"
        if script.name != "text.js":
            assert "safeUrl" in text or " href" not in text


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str) -> None:
    html = page.render(hostile_view(text), title=text)
    safe = page.render(hostile_view("plain"), title="plain")
    reader = Reader(html)
    assert [tag for tag, _ in reader.tags] == [tag for tag, _ in Reader(safe).tags]
    assert [set(attributes) for _, attributes in reader.tags] == [
        set(attributes) for _, attributes in Reader(safe).tags
    ]
    kept = text.replace("\ud800", "?")
    assert unpacked(reader.data, "claims", "quote") == unpacked(reader.data, "articles", "title") == [kept]
    html.encode("utf-8")
    for label in unpacked(reader.data, "nodes", "label"):
        assert len(label) <= 32
        assert not set(label) & set("\u202e\u2028\x00\x1b")


# -- pyvis


def test_the_network_is_a_pyvis_network(sample_dataset: Dataset) -> None:
    from pyvis.network import Network

    ours = page.draw(select.subgraph(sample_dataset))
    assert isinstance(ours, Network)
    assert ours.num_nodes() == len(ours.get_nodes()) == len(ours.nodes)
    stock = Network(directed=True, cdn_resources="in_line")
    for node in ours.nodes:
        stock.add_node(**{"n_id" if key == "id" else key: value for key, value in node.items()})
    for edge in ours.edges:
        stock.add_edge(edge["from"], edge["to"], **{k: v for k, v in edge.items() if k not in ("from", "to")})
    assert [node["id"] for node in stock.nodes] == ours.node_ids
    assert [edge["id"] for edge in stock.edges] == [edge["id"] for edge in ours.edges]
    assert "generative AI" in stock.generate_html()


def test_nodes_come_once_and_parallel_edges_stay() -> None:
    from laborgraph.viz.network import EvidenceNetwork

    network = EvidenceNetwork(title="t", page={}, strings={})
    network.add_node(1, "one")
    network.add_node(1, "again")
    network.add_node(2)
    network.add_edge(1, 2, id="f1")
    network.add_edge(1, 2, id="f2")
    assert [(node["id"], node["label"]) for node in network.nodes] == [("1", "one"), ("2", "2")]
    assert [edge["id"] for edge in network.edges] == ["f1", "f2"]
    with pytest.raises(UnknownName):
        network.add_edge(1, 3)


def test_the_page_holds_the_library_of_the_wheel(monkeypatch: pytest.MonkeyPatch) -> None:
    import pyvis

    from laborgraph.viz import network

    wheel = Path(pyvis.__file__).parent / "lib" / "vis-9.1.2" / "vis-network.min.js"
    source = network.vis_source()
    assert wheel.read_bytes().decode().replace("\r\n", "\n").startswith(source)
    assert "@license" in source[:1000]
    assert "sourceMappingURL" not in source
    monkeypatch.setattr(network, "VIS_SHA256", "0" * 64)
    with pytest.raises(StoreError, match=r"pyvis 0\.3\.2"):
        network.vis_source.__wrapped__()


def test_a_page_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "new" / "page.html"
    page.write(ViewGraph(), target)
    before = target.read_bytes()
    assert before == page.render(ViewGraph()).encode("utf-8")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(StoreError, match="No space left"):
        page.write(hostile_view("other"), target)
    assert target.read_bytes() == before
    assert os.listdir(target.parent) == ["page.html"]


def test_an_unknown_interface_language_is_refused() -> None:
    with pytest.raises(UnknownName, match="known: en, fr"):
        page.render(ViewGraph(), language="de")


def test_pages_load_heavy_parts_only_when_drawn() -> None:
    program = (
        "import sys, laborgraph.viz.page, laborgraph.viz.select\n"
        "print([name for name in ('pyvis', 'IPython', 'networkx', 'numpy', 'rdflib') if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
