"""What a reader does with the page: filters, paths, expanding, undoing, taking a view along; with any text."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import struct
from itertools import combinations
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from laborgraph_test_field import BO, EXTRACTIONS, GLIMMER
from laborgraph_test_pages import READY, Open, Visit, fact_of, large_view, node_of

from laborgraph.dataset import Dataset
from laborgraph.lpg.query import ask_embedded
from laborgraph.model import Extraction
from laborgraph.ontology.terms import ID
from laborgraph.viz import page, select
from laborgraph.viz.model import Article, Claim, Fact, Node, ViewGraph

pytestmark = pytest.mark.browser


@pytest.fixture
def view(sample_dataset: Dataset) -> ViewGraph:
    return select.subgraph(sample_dataset)


def rows(one: Visit) -> list[str]:
    """Tell which claims the table shows, by id."""
    return sorted(
        one.tab.evaluate(f"[...document.querySelectorAll('tr[data-claim]')].map(r => r.dataset.claim.slice({len(ID)}))")
    )


def drawn(one: Visit) -> set[str]:
    return set(one.tab.evaluate("[...laborgraph.graph.drawn().keys()]"))


def open_details(one: Visit, *names: str) -> None:
    for name in names:
        one.tab.evaluate("id => { document.getElementById(id).open = true }", name)


def saved(one: Visit, act: str) -> bytes:
    with one.tab.expect_download() as download:
        one.tab.locator(f"[data-act={act}]").click()
    return Path(download.value.path()).read_bytes()


def copied(one: Visit, selector: str) -> str:
    one.tab.locator(selector).first.click()
    one.wait("document.getElementById('said').textContent === 'Copied.'")
    return str(one.tab.evaluate("navigator.clipboard.readText()"))


COPYING = {"permissions": ["clipboard-read", "clipboard-write"]}

# What the canvas is told to write and which lines it is told to draw, for one frame of the picture as it stands.
PAINTED = """() => new Promise(resolve => {
  const texts = [], lines = [], begins = new WeakMap();
  const proto = CanvasRenderingContext2D.prototype;
  const { fillText, beginPath, moveTo, stroke } = proto;
  proto.fillText = function (text, x, y) {
    const { a, e, f } = this.getTransform(), dots = devicePixelRatio;
    const half = this.measureText(text).width / 2;
    const [left, right, middle] = [a * (x - half) + e, a * (x + half) + e, a * y + f].map(at => at / dots);
    texts.push({ text, left, right, top: middle - 6, bottom: middle + 6 });
    return fillText.call(this, text, x, y);
  };
  proto.beginPath = function () { begins.delete(this); return beginPath.call(this); };
  proto.moveTo = function (x, y) { begins.set(this, [x, y]); return moveTo.call(this, x, y); };
  proto.stroke = function (...path) {
    lines.push({ from: begins.get(this), width: this.lineWidth });
    return stroke.call(this, ...path);
  };
  laborgraph.graph.look(laborgraph.graph.camera());
  const seen = () => {
    if (!texts.length) return requestAnimationFrame(seen);
    Object.assign(proto, { fillText, beginPath, moveTo, stroke });
    resolve({ texts, lines });
  };
  requestAnimationFrame(seen);
})"""


def test_a_line_is_as_wide_as_it_has_independent_sources(visit: Open) -> None:
    view = large_view(4)
    sources = {"f0": 1, "f1": 2, "f2": 4, "f3": 16}
    facts = tuple(dataclasses.replace(fact, sources=sources[fact.id]) for fact in view.facts)
    one = visit(dataclasses.replace(view, facts=facts))
    lines = one.tab.evaluate(PAINTED)["lines"]
    widths = {}
    for fact in facts:
        start = one.tab.evaluate("id => laborgraph.graph.snapshot().edges.find(e => e.fact.id === id).from", fact.id)
        (widths[fact.id],) = {line["width"] for line in lines if line["from"] == [start["x"], start["y"]]}
    assert widths["f0"] < widths["f1"] < widths["f2"] < widths["f3"]


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("facts", [0, 30, 240])
def test_labels_do_not_collide_at_the_first_zoom(visit: Open, view: ViewGraph, facts: int, width: int) -> None:
    shown = large_view(facts) if facts else view
    one = visit(shown, viewport={"width": width, "height": 900})
    texts = one.tab.evaluate(PAINTED)["texts"]
    labels = [box for box in texts if len(box["text"]) > 1]
    assert len(labels) == len({(box["text"], box["left"], box["top"]) for box in labels})
    named = {box["text"] for box in labels}
    assert named & {node.name for node in shown.nodes}
    for a, b in combinations(labels, 2):
        apart = a["right"] <= b["left"] or b["right"] <= a["left"] or a["bottom"] <= b["top"] or b["bottom"] <= a["top"]
        assert apart, (a, b)


# -- draw little, carry much


def test_little_is_drawn_at_first_and_more_around_what_is_asked_for(visit: Open) -> None:
    one = visit(large_view(400))
    assert len(drawn(one)) == 250
    assert "400 of 400 claims shown · 250 of 401 entities drawn" in one.text("#status")
    one.tab.evaluate("location.hash = '#fact=f399'")
    one.wait("document.querySelector('#evidence h2')?.innerText.includes('Studio 399')")
    assert "n399" in drawn(one)
    one.click_edge("f399")
    before = drawn(one)
    one.tab.evaluate(f"location.hash = '#node={ID}hub'")
    one.wait("document.querySelector('[data-act=expand]') !== null")
    assert one.text("[data-act=expand]") == "Show more around this (25 of 151)"
    one.tab.click("[data-act=expand]")
    # The fact that was only looked at is no longer among what is drawn, unless it is one of the 25.
    assert len(drawn(one) | before) in (275, 276)
    assert len(drawn(one)) == 275
    spots = one.tab.evaluate("[...laborgraph.graph.drawn().keys()].map(id => laborgraph.place.spots.get(id))")
    assert len({(spot["x"], spot["y"]) for spot in spots}) == 275
    one.tab.click("[data-act=undo]")
    assert len(drawn(one)) == 250


def test_an_entity_is_hidden_pinned_collapsed_and_all_is_undone(visit: Open, view: ViewGraph) -> None:
    guild, lumora = node_of(view, "Guild of Invented Performers").id, node_of(view, "Lumora Pictures").id
    one = visit(view, f"#node={ID}{guild}")
    whole = drawn(one)
    one.tab.click("[data-act=hide]")
    assert drawn(one) == whole - {guild}
    assert f"hide={guild}" in one.fragment
    assert f"{len(whole) - 1} of {len(whole)} entities drawn" in one.text("#status")
    one.tab.keyboard.press("Control+z")
    assert drawn(one) == whole
    one.tab.evaluate(f"location.hash = '#node={ID}{lumora}'")
    one.wait("document.querySelector('#evidence h2').innerText === 'Lumora Pictures'")
    one.tab.click("[data-act=collapse]")
    alone = whole - drawn(one)
    assert alone
    for node in alone:
        ends = {
            end for fact in view.facts if node in (fact.subject, fact.object) for end in (fact.subject, fact.object)
        }
        assert ends <= {node, lumora}
    one.tab.click("[data-act=undo]")
    one.tab.click("[data-act=pin]")
    assert one.text("[data-act=pin]") == "Unpin"
    open_details(one, "filters")
    one.tab.click("#facet-predicate [data-value=replaces]")
    assert lumora in drawn(one)  # pinned, though no fact that is left joins it
    assert "pin=" in one.fragment
    one.tab.click("#reset")
    assert drawn(one) == whole


def test_a_double_click_shows_more(visit: Open) -> None:
    one = visit(large_view(300))
    spot = one.tab.evaluate("laborgraph.nodePosition('hub')")
    one.tab.mouse.dblclick(spot["x"], spot["y"])
    one.wait("laborgraph.graph.drawn().size === 275")


# -- filters


def test_facets_filter_by_what_the_claims_say(visit: Open, view: ViewGraph) -> None:
    one = visit(view)
    open_details(one, "filters")
    facts = {fact.id: fact for fact in view.facts}
    articles = {article.id: article for article in view.articles}
    voices = node_of(view, "voice actors").id
    guild = node_of(view, "Guild of Invented Performers").id
    cases = {
        ("predicate", "tests"): lambda c: facts[c.fact].predicate == "tests",
        ("role", voices): lambda c: voices in (facts[c.fact].subject, facts[c.fact].object),
        ("speaker", guild): lambda c: c.speaker == guild,
        ("speaker", ""): lambda c: not c.speaker,
        ("publisher", "The Daily Pretend"): lambda c: articles[c.article].publisher == "The Daily Pretend",
        ("language", "fr"): lambda c: articles[c.article].language == "fr",
    }
    for (facet, value), wanted in cases.items():
        expected = sorted(claim.id for claim in view.claims if wanted(claim))
        button = one.tab.locator(f"#facet-{facet} [data-value={json.dumps(value)}]")
        assert button.locator("small").inner_text() == str(len(expected))
        button.click()
        assert rows(one) == expected
        assert f"{facet}=" in one.fragment
        assert one.text("#status").startswith(f"{len(expected)} of {len(view.claims)} claims shown")
        one.tab.click("#reset")
        assert len(rows(one)) == len(view.claims)
    # Two values of a facet widen it, another facet narrows it.
    for facet, value in (("predicate", "tests"), ("predicate", "uses"), ("language", "fr")):
        one.tab.locator(f"#facet-{facet} [data-value={value}]").click()
    assert rows(one) == sorted(
        c.id for c in view.claims
        if facts[c.fact].predicate in ("tests", "uses") and articles[c.article].language == "fr"
    )  # fmt: skip


def test_confidence_and_time_filter(visit: Open, view: ViewGraph) -> None:
    one = visit(view)
    open_details(one, "filters")

    def slide(name: str, value: float) -> None:
        one.tab.evaluate(
            "([id, value]) => { const box = document.getElementById(id); box.value = value;"
            " box.dispatchEvent(new Event('input', { bubbles: true })) }",
            [name, value],
        )

    slide("confidence", 0.85)
    assert rows(one) == sorted(claim.id for claim in view.claims if claim.confidence >= 0.85)
    one.tab.click("[data-act=undo]")
    published = {article.id: article.published for article in view.articles}
    bars = one.tab.evaluate("[...document.querySelectorAll('#histogram rect')].length")
    assert bars == len({day[:7] for day in published.values() if day})
    slide("from", 2025 * 12 + 8)
    assert one.text("#from-text") == "Sep 2025"
    assert rows(one) == sorted(
        c.id for c in view.claims if not published[c.article] or published[c.article] >= "2025-09"
    )
    one.tab.uncheck("#undated")
    assert rows(one) == sorted(c.id for c in view.claims if published[c.article] >= "2025-09")
    assert "from=2025-09&dated=1" in one.fragment


def test_only_what_touches_a_role(visit: Open, view: ViewGraph) -> None:
    voices = node_of(view, "voice actors").id
    one = visit(view, f"#node={ID}{voices}")
    one.tab.click("[data-act=role]")
    touching = {fact.id for fact in view.facts if voices in (fact.subject, fact.object)}
    assert rows(one) == sorted(claim.id for claim in view.claims if claim.fact in touching)
    assert set(one.tab.evaluate("[...laborgraph.graph.shown().keys()]")) == touching


# -- path


def test_the_shortest_path_between_two(visit: Open, view: ViewGraph) -> None:
    one = visit(view)
    open_details(one, "tools")
    one.tab.fill("#path-from", "Voxelline")
    one.tab.fill("#path-to", "odile morel")
    one.tab.press("#path-to", "Enter")
    assert one.text("#evidence h2") == "From Voxelline to Odile Morel"
    hops = one.tab.locator("#evidence ol li button").all_inner_texts()
    assert [hop.split("\n")[0] for hop in hops] == [
        "Voxelline develops Mirage Studio 2",
        "Lumora Pictures tests Mirage Studio 2",
        "Odile Morel works for Lumora Pictures",
    ]
    assert "Voxelline develops Mirage Studio 2" in one.text("#evidence mark >> nth=0")
    # Filters count: without what is only reported, nothing joins them.
    one.tab.click("[data-filter=reported]")
    one.wait("document.querySelector('#evidence').innerText.includes('do not join them')")


# -- taking a view along


def test_a_deep_link_restores_the_view(visit: Open, view: ViewGraph, tmp_path: Path) -> None:
    guild = node_of(view, "Guild of Invented Performers").id
    one = visit(view, **COPYING)
    open_details(one, "filters", "tools")
    one.tab.click("[data-filter=feared]")
    one.tab.click("#facet-language [data-value=en]")
    one.tab.fill("#query", "lumora")
    one.wait("location.hash.includes('q=lumora')")
    one.tab.evaluate(f"location.hash += '&hide={guild}'")
    one.wait(f"!laborgraph.graph.has('{guild}')")
    one.tab.click("[data-act=zoom-in]")
    one.tab.wait_for_timeout(500)
    link = copied(one, "[data-act=link]")
    assert "&at=" in link
    state = (rows(one), drawn(one), one.text("#status"), one.tab.evaluate("laborgraph.graph.camera()"))
    one.tab.goto("about:blank")
    one.tab.goto(link)
    one.wait(READY)
    one.wait(f"document.querySelectorAll('tr[data-claim]').length === {len(state[0])}")
    assert (rows(one), drawn(one), one.text("#status")) == state[:3]
    assert one.tab.evaluate("laborgraph.graph.camera()") == pytest.approx(state[3], abs=2)
    assert one.tab.get_attribute("[data-filter=feared]", "aria-pressed") == "false"
    del one.requests[1:]


def queried(one: Visit, dataset: Dataset) -> tuple[Any, Any, int]:
    """Copy both queries of the view, run them, and tell how long the longer text is."""
    texts = []
    for act in ("cypher", "sparql"):
        texts.append(copied(one, f"[data-act={act}]"))
        one.tab.evaluate("document.getElementById('said').textContent = ''")
    return ask_embedded(dataset, texts[0], {}), dataset.select(texts[1]), max(map(len, texts))


VIEWS = {
    "": None,
    "predicate": "#predicate=replaces,tests",
    "role": "#role={role}",
    "speaker": "#speaker={guild}",
    "no speaker": "#speaker=~",
    "speaker or none": "#speaker={guild},~",
    "publisher": "#publisher=The%20Daily%20Pretend",
    "no publisher": "#publisher=~",
    "language": "#language=fr",
    "off": "#no-type=Union,Vendor&no-modality=feared",
    "time": "#from=2025-08&to=2025-09&dated=1",
    "time or undated": "#from=2025-08",
    "until": "#to=2025-08",
    "confidence": "#confidence=0.85",
    "several": "#predicate=uses,tests&language=fr&confidence=0.5",
    "search": "#q=lumora",
}


def test_the_queries_of_a_view_give_its_claims(visit: Open, sample_dataset: Dataset, view: ViewGraph) -> None:
    one = visit(view, **COPYING)
    open_details(one, "tools", "filters")
    ids = {"role": node_of(view, "voice actors").id, "guild": node_of(view, "Guild of Invented Performers").id}
    sizes = set()
    for name, fragment in VIEWS.items():
        one.tab.evaluate("hash => { location.hash = hash }", (fragment or "#").format(**ids))
        one.tab.wait_for_timeout(100)
        expected = [ID + claim for claim in rows(one)]
        sizes.add(len(expected))
        cypher, sparql, length = queried(one, sample_dataset)
        assert [row[0] for row in cypher.rows] == [row[0] for row in sparql.rows] == expected, name
        assert length < 2500 or name == "search"
        for column in ("subject", "object", "speaker", "quote", "title", "url", "published"):
            assert [row[cypher.columns.index(column)] or "" for row in cypher.rows] == [
                row[sparql.columns.index(column)] or "" for row in sparql.rows
            ]
    assert len(sizes) > 6
    assert len(view.claims) in sizes


def test_the_queries_of_a_part_name_its_claims(visit: Open, sample_dataset: Dataset) -> None:
    part = select.subgraph(sample_dataset, ["Voxelline"])
    assert not part.whole
    one = visit(part, **COPYING)
    open_details(one, "tools")
    cypher, sparql, _ = queried(one, sample_dataset)
    assert [row[0] for row in cypher.rows] == [row[0] for row in sparql.rows] == [ID + claim for claim in rows(one)]


def test_a_query_too_long_to_paste_becomes_a_file(visit: Open) -> None:
    one = visit(large_view(8000))
    open_details(one, "tools")
    text = saved(one, "cypher").decode()
    assert text.count("'c") == 8000
    assert saved(one, "sparql").decode().count("id:c") == 8000


def test_the_table_is_saved_as_csv_and_json(visit: Open, view: ViewGraph) -> None:
    one = visit(view)
    one.tab.fill("#query", "brumes")
    one.wait(f"document.querySelectorAll('tr[data-claim]').length < {len(view.claims)}")
    shown = rows(one)
    text = saved(one, "csv").decode("utf-8-sig")
    table = list(csv.DictReader(io.StringIO(text, newline="")))
    kept = {claim.id: claim for claim in view.claims}
    assert sorted(row["claim"].removeprefix(ID) for row in table) == shown
    for row in table:
        claim = kept[row["claim"].removeprefix(ID)]
        assert (row["quote"], row["modality"]) == (claim.quote, claim.modality)
        assert row["sentence"] == claim.prefix + claim.quote + claim.suffix
    told = json.loads(saved(one, "json"))
    assert {k: str(v) for k, v in told["claims"][0].items() if k not in ("confidence", "contested")} == {
        k: v for k, v in table[0].items() if k not in ("confidence", "contested")
    }
    assert told["view"] == "#q=brumes"


def test_no_cell_of_the_csv_is_a_formula(visit: Open) -> None:
    formulas = ("=1+1", "+1", "-1", "@SUM(A1)", "\tx", 'a,"b"\r\nc')
    view = ViewGraph(
        nodes=(Node(id="one", type="Studio", name="=cmd|'/C calc'!A0"), Node(id="two", type="Tool", name="two")),
        facts=(Fact(id="f", subject="one", predicate="uses", object="two", modalities=("asserted",)),),
        claims=tuple(
            Claim(id=f"c{i}", fact="f", article="a", modality="asserted", polarity="positive", quote=text)
            for i, text in enumerate(formulas)
        ),
        articles=(Article(id="a"),),
    )
    one = visit(view)
    cells = [cell for row in csv.reader(io.StringIO(saved(one, "csv").decode("utf-8-sig"), newline="")) for cell in row]
    assert not [cell for cell in cells if cell[:1] in set("=+-@\t\r")]
    assert formulas[-1] in cells
    assert "'=cmd|'/C calc'!A0" in cells


def test_the_picture_is_saved_as_png_and_svg(visit: Open, view: ViewGraph) -> None:
    one = visit(view)
    open_details(one, "tools")
    png = saved(one, "png")
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", png[16:24])
    assert (width > 600, height > 400) == (True, True)
    root = ElementTree.fromstring(saved(one, "svg"))
    name = "{http://www.w3.org/2000/svg}"
    texts = {element.text for element in root.iter(name + "text")}
    assert {page.label(node.name) for node in view.drawn} <= texts
    assert len(root.findall(f"{name}path")) == len(view.facts)


def test_a_citation_is_copied(visit: Open, view: ViewGraph) -> None:
    fact = fact_of(view, "partOf")
    one = visit(view, f"#fact={fact.id}", **COPYING)
    claim = next(claim for claim in view.claims if claim.fact == fact.id)
    assert copied(one, "[data-cite]") == (
        "Ana Verdi, “Les brumes numériques”, Le Courrier Fictif, Jul 18, 2025, https://courrier.example/brumes, "
        f"“{claim.quote}”, {ID}{claim.id}"
    )


def test_what_cannot_be_copied_is_shown_to_be_copied_by_hand(visit: Open, view: ViewGraph) -> None:
    one = visit(view)
    one.tab.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')) }")
    open_details(one, "tools")
    one.tab.click("[data-act=sparql]")
    one.wait("document.getElementById('by-hand').open")
    assert one.tab.input_value("#to-copy").startswith("PREFIX lg:")
    one.tab.keyboard.press("Escape")
    assert not one.tab.evaluate("document.getElementById('by-hand').open")


# -- evidence


def test_both_sides_stand_beside_each_other_and_reprints_under_their_origin(visit: Open, view: ViewGraph) -> None:
    one = visit(view, f"#fact={fact_of(view, 'replaces').id}", viewport={"width": 1440, "height": 900})
    boxes = [box.bounding_box() for box in one.tab.locator("#evidence .sides > div").all()]
    assert len(boxes) == 2
    assert boxes[0]["y"] == boxes[1]["y"]
    assert boxes[0]["x"] + boxes[0]["width"] <= boxes[1]["x"]
    one.tab.evaluate("id => { location.hash = '#fact=' + id }", fact_of(view, "tests").id)
    one.wait("document.querySelector('#evidence h2').innerText.includes('tests')")
    # Two papers print what one agency tells.
    assert one.tab.locator("#evidence h4").all_inner_texts() == ["Origin 1 of 1: Agence Inventée"]
    assert one.tab.locator("#evidence .claim .badge", has_text="same origin").count() == 1
    assert one.text("#evidence").count("through ") == 2
    assert "false" not in one.text("#evidence")


def test_a_fact_and_its_contrary_stand_beside_each_other(visit: Open) -> None:
    with Dataset.open() as dataset:
        for extraction in EXTRACTIONS[4:6]:
            dataset.add(extraction)
        dataset.derive()
        view = select.subgraph(dataset)
        alone = select.subgraph(dataset, predicates=["supports"])
    opposes, supports = (
        next(f for f in view.facts if (f.subject, f.predicate, f.object) == (BO.id, name, GLIMMER.id))
        for name in ("opposes", "supports")
    )
    assert (opposes.contradicts, supports.contradicts) == (supports.id, opposes.id)
    one = visit(view, f"#fact={opposes.id}", viewport={"width": 1440, "height": 900})
    own, other = one.tab.locator("#evidence .sides > div").all()
    assert own.bounding_box()["x"] + own.bounding_box()["width"] <= other.bounding_box()["x"]
    for fact, side in ((opposes, own), (supports, other)):
        quotes = [claim.quote for claim in view.claims if claim.fact == fact.id]
        assert sorted(side.locator("mark").all_inner_texts()) == sorted(quotes)
    assert one.tab.locator("#evidence h3").all_inner_texts() == [
        "One side: told as fact (1)",
        "The contrary: told as fact (1)",
    ]
    assert one.tab.evaluate("document.querySelector('#evidence .sides').childNodes.length") == 2
    assert "Contested" in one.text("#evidence .kicker")
    other.get_by_role("button", name="Bo Reyes supports Glimmer").click()
    assert one.fragment == f"#fact={supports.id}"
    # Without its contrary in the page a fact is like any other.
    assert not any(fact.contradicts for fact in alone.facts)
    assert visit(alone, f"#fact={supports.id}").count("#evidence .sides") == 0


def test_a_side_that_fears_that_something_is_not_so_says_so(visit: Open, view: ViewGraph) -> None:
    fact = fact_of(view, "replaces")
    claims = tuple(
        dataclasses.replace(claim, modality="feared") if claim.polarity == "negative" else claim
        for claim in view.claims
    )
    one = visit(dataclasses.replace(view, claims=claims), f"#fact={fact.id}")
    assert "The other side: feared that it is not so (1)" in one.tab.locator("#evidence h3").all_inner_texts()


def test_a_reprint_tells_why_it_is_one(visit: Open, view: ViewGraph) -> None:
    fact = fact_of(view, "uses")
    first, second = (claim for claim in view.claims if claim.fact == fact.id)
    reason = f"same text as {first.article}: 81% of word sequences alike"
    claims = [c for c in view.claims if c not in (first, second)]
    claims += [
        dataclasses.replace(first, origin="one"),
        dataclasses.replace(second, origin="one", origin_reason=reason),
    ]
    title = next(article.title for article in view.articles if article.id == first.article)
    one = visit(dataclasses.replace(view, claims=tuple(claims)), f"#fact={fact.id}")
    assert f"same text as “{title}” (81% of the word sequences alike)" in one.text("#evidence")
    assert one.count("#evidence h4") == 1


def test_the_card_of_an_entity_tells_who_objects(visit: Open, view: ViewGraph) -> None:
    one = visit(view, f"#node={ID}{node_of(view, 'L’Île aux brumes').id}")
    headings = one.tab.locator("#evidence h3").all_inner_texts()
    assert "Objections and fears in the same articles" in headings
    assert one.count("#evidence .facts q") == one.count("#evidence .facts li")
    one.tab.evaluate(f"location.hash = '#node={ID}{node_of(view, 'voice actors').id}'")
    one.wait("document.querySelector('#evidence h2').innerText === 'voice actors'")
    assert one.tab.locator("#evidence h3").all_inner_texts()[0] == "Objections, fears, denials"


# -- embedding


def test_a_page_works_within_an_article(browser: Any, tmp_path: Path, view: ViewGraph) -> None:
    network = page.draw(view)
    host = tmp_path / "article.html"
    network.write_fragment(tmp_path / "fragment.html")
    fragment = (tmp_path / "fragment.html").read_text(encoding="utf-8")
    assert fragment == network._repr_html_() == network.fragment()
    host.write_text(f"<!DOCTYPE html><title>t</title><p>Before</p>{fragment}<p id=after>After</p>", encoding="utf-8")
    tab = browser.new_page(viewport={"width": 1200, "height": 1000})
    errors: list[str] = []
    tab.on("pageerror", lambda error: errors.append(str(error)))
    tab.goto(host.as_uri())
    frame = tab.frames[1]
    for _ in range(200):
        if frame.evaluate(READY):
            break
        tab.wait_for_timeout(25)
    # Not by Playwright's mouse: it waits until the frame stands still, which a busy machine denies it.
    frame.evaluate("document.querySelector('[data-filter=feared]').click()")
    assert frame.locator("tr[data-claim]").count() == len(view.claims) - sum(
        c.modality == "feared" for c in view.claims
    )
    frame.evaluate("document.querySelector('tr[data-claim] button.fact').click()")
    assert frame.locator("#evidence mark").count() > 0
    frame.focus(".skip")
    tab.keyboard.press("Enter")
    assert tab.url == host.as_uri()
    assert frame.locator("#claims").count() == 1
    assert tab.locator("#after").count() == 1
    assert errors == []
    tab.close()


def test_a_notebook_shows_the_page(browser: Any, tmp_path: Path, sample_extractions: tuple[Extraction, ...]) -> None:
    import nbclient
    import nbformat

    with Dataset.open(tmp_path / "data") as dataset:
        for extraction in sample_extractions:
            dataset.add(extraction)
        dataset.derive()
    cell = (
        "from pathlib import Path\nfrom laborgraph.dataset import Dataset\nfrom laborgraph.viz import page, select\n"
        f"with Dataset.open(Path({str(tmp_path / 'data')!r}), read_only=True) as dataset:\n"
        "    view = select.subgraph(dataset)\npage.draw(view)"
    )
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell)])
    nbclient.NotebookClient(notebook, kernel_name="python3", timeout=120).execute()
    shown = notebook.cells[0].outputs[-1]["data"]["text/html"]
    host = tmp_path / "notebook.html"
    # A notebook puts what a value shows into its own page as markup.
    host.write_text("<!DOCTYPE html><title>t</title><div id=output></div>", encoding="utf-8")
    tab = browser.new_page(viewport={"width": 1000, "height": 900})
    tab.goto(host.as_uri())
    tab.evaluate("html => { document.getElementById('output').innerHTML = html }", shown)
    for _ in range(400):
        if len(tab.frames) > 1 and tab.frames[1].evaluate(READY):
            break
        tab.wait_for_timeout(25)
    frame = tab.frames[1]
    frame.evaluate("document.querySelector('tr[data-claim] button.fact').click()")
    assert frame.locator("#evidence mark").count() > 0
    assert frame.evaluate("[...laborgraph.graph.drawn().keys()].length") > 5
    tab.close()


# -- for everybody


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_serious(visit: Open, view: ViewGraph, scheme: str, width: int) -> None:
    from axe_playwright_python.sync_playwright import Axe

    one = visit(view, color_scheme=scheme, viewport={"width": width, "height": 900}, bypass_csp=True)
    for state in ("", f"#fact={fact_of(view, 'replaces').id}", f"#node={ID}{node_of(view, 'voice actors').id}"):
        one.tab.evaluate("hash => { location.hash = hash }", state)
        one.tab.wait_for_timeout(400)
        open_details(one, "legend", "filters", "tools")
        found = Axe().run(one.tab).response["violations"]
        told = {
            v["id"]: [node["target"] for node in v["nodes"]][:4]
            for v in found
            if v["impact"] in ("serious", "critical")
        }
        assert told == {}


def test_everything_is_reached_by_keyboard(visit: Open, view: ViewGraph) -> None:
    one = visit(view, f"#node={ID}{node_of(view, 'voice actors').id}")
    open_details(one, "filters", "tools")
    one.tab.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    reached = set()
    for _ in range(200):
        one.tab.keyboard.press("Tab")
        reached.add(one.tab.evaluate(
            "(({ dataset: d, id, className }) => d.act || d.filter || d.value || d.sort || d.fact || id || className)"
            "(document.activeElement)"
        ))  # fmt: skip
    wanted = {"skip", "query", "vis-network", "zoom-in", "fit", "feared", "Studio", "from", "to", "confidence", "tests",
              "path-from", "path-to", "link", "png", "svg", "cypher", "sparql", "csv", "json", "claim", "date", "pin",
              "hide", "role"}  # fmt: skip
    assert wanted <= reached
    assert {fact.id for fact in view.facts} & reached


def test_motion_is_reduced_where_wanted(visit: Open, view: ViewGraph) -> None:
    one = visit(view, reduced_motion="reduce")
    before = one.tab.evaluate("laborgraph.graph.camera()")
    one.tab.click("[data-act=zoom-in]")
    one.wait("laborgraph.graph.camera()[2] > " + str(before[2] * 1.39))


# -- hostile text


def hostile_texts() -> list[str]:
    """Make 200 texts that pages break on: markup, scripts, addresses, bidirectional, huge, odd characters."""
    run = "window.broken=1"
    tags = [
        "script",
        "img src=x onerror",
        "svg onload",
        "iframe srcdoc",
        "math href",
        "body onload",
        "details open ontoggle",
        "a href",
        "template",
        "input autofocus onfocus",
        "video src=x onerror",
        "style",
        "link rel=stylesheet href",
        "base href",
        "meta http-equiv",
        "title",
        "xmp",
        "object data",
        "embed src",
        "form action",
        "noscript",
        "textarea",
        "plaintext",
        "marquee onstart",
        "select onfocus",
    ]
    before = ("<{}>", "</script><{}>", "\"'><{}>", "--><{}><!--", "]]><{}>", "&lt;{}&gt;")
    texts = [shape.format(f"{tag}={run}") for shape in before for tag in tags]
    schemes = (
        "javascript: JaVaScRiPt: java\tscript: data:text/html,<script> vbscript: \x01javascript: file:///etc/passwd#"
    )
    texts += [scheme + run for scheme in [*schemes.split(" "), 'https://x" onclick=', "//evil.example/", "http://[::1"]]
    texts += [f"\u202e{i}\u2066abc\u2069 שלום مرحبا\u200f" for i in range(10)]
    texts += ["W" * 10_000, "ab " * 3_000, "\u202e" * 500, "e" + "\u0301" * 1000, "🎬" * 900, "\x00\x07\x1b[31m"]
    texts += ["\ud800\udbff", "\u2028\u2029\ufeff", "", " ", "\n\n\n", "#fact=f1", "%E0%A4%A", "\\u003cscript", "\\"]
    texts += ["__proto__", "constructor", "toString", "undefined", "null", "NaN", "0", "=cmd()", "<![CDATA[", "<?php"]
    texts += ["${" + run + "}", "{{" + run + "}}", "`" + run + "`", "';" + run + "//", "*/" + run + "/*"]
    assert len(texts) == len(set(texts)) == 200
    return texts


def test_two_hundred_hostile_texts_in_every_field(visit: Open) -> None:
    texts = hostile_texts()
    count = len(texts)

    def at(i: int) -> str:
        return texts[i % count]

    view = ViewGraph(
        nodes=tuple(
            Node(id=f"n{i}", type="Tool" if i % 2 else "Studio", name=at(i), names=(("en", at(i)), ("fr", at(i + 1))),
                 aliases=(at(i + 2), at(i + 3)), kind=at(i + 4))
            for i in range(count)
        ),
        facts=tuple(
            Fact(id=f"f{i}", subject=f"n{i}", predicate="uses", object=f"n{(i + 1) % count}",
                 modalities=("feared", "denied"), contested=bool(i % 3), first_seen=at(i), last_seen=at(i + 1))
            for i in range(count)
        ),
        claims=tuple(
            Claim(id=f"c{i}{side}", fact=f"f{i}", article=f"a{i}", modality="feared", polarity=side,
                  quote=at(i) or "q", prefix=at(i + 1), suffix=at(i + 2),
                  speaker=f"n{(i + 5) % count}", said_as=at(i + 4), via=f"n{(i + 6) % count}",
                  production=f"n{(i + 7) % count}", task=at(i + 5), effects=((at(i), at(i + 1)),),
                  extractor=at(i + 6), rule=at(i + 7),
                  agreement=f"n{(i + 8) % count}", event=f"n{(i + 9) % count}", origin=at(i + 8),
                  origin_reason=f"credits {at(i)}" if i % 2 else at(i))
            for i in range(count) for side in ("positive", "negative")
        ),
        articles=tuple(
            Article(id=f"a{i}", title=at(i), byline=at(i + 1), publisher=at(i + 2), credit=at(i + 3),
                    published=at(i + 4), language=at(i + 5), url=at(i + 150))
            for i in range(count)
        ),
    )  # fmt: skip
    for width in (1280, 390):
        one = visit(view, title=texts[0], viewport={"width": width, "height": 900})
        open_details(one, "filters", "tools")
        broken = one.tab.evaluate(
            """async () => {
              const wrong = [], pause = () => new Promise((go) => requestAnimationFrame(go));
              for (const hash of [...laborgraph.facts.keys()].map((id) => "#fact=" + id)
                  .concat([...laborgraph.nodes.keys()].filter((_, i) => i % 4 === 0).map((id) => "#node=" + id))) {
                location.hash = hash;
                await pause(); await pause();
                const wide = document.documentElement.scrollWidth > innerWidth;
                const links = [...document.querySelectorAll("#evidence a")].some((a) => !/^https?:/.test(a.href));
                if (window.broken || wide || links) wrong.push([hash, window.broken, wide, links]);
              }
              return wrong;
            }"""
        )
        assert broken == []
        for text in texts[::10]:
            one.tab.fill("#query", text[:60].replace("\ud800", "?"))
            one.tab.wait_for_timeout(30)
        one.tab.evaluate("location.hash = '#'")
        assert one.tab.evaluate("window.broken") is None
        assert (
            one.count("#evidence img, #claims img, iframe, #evidence script, #claims script, object, embed, base") == 0
        )
        assert one.count("script:not([type])") == one.tab.evaluate("document.scripts.length") - 1
        for act in ("csv", "json", "svg"):
            assert saved(one, act)
        assert one.tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
