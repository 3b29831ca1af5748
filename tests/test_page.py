"""The page in a real browser: what a reader sees and does, and that nothing leaves it or runs in it.

The contract is "The page" of the interface: no request, no error, `laborgraph-ready`, a row for each claim, deep links.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest
from laborgraph_test_pages import READY, Open, fact_of, large_view, node_of

from laborgraph.dataset import Dataset
from laborgraph.ontology.terms import ID
from laborgraph.viz import select
from laborgraph.viz.model import Article, Claim, Fact, Node, ViewGraph

pytestmark = pytest.mark.browser


@pytest.fixture
def view(sample_dataset: Dataset) -> ViewGraph:
    return select.subgraph(sample_dataset)


def test_a_click_on_an_edge_shows_its_quotes(visit: Open, view: ViewGraph) -> None:
    one = visit(view)
    fact = fact_of(view, "tests")
    one.click_edge(fact.id)
    panel = one.text("section#evidence")
    assert "Lumora Pictures tests Mirage Studio 2" in " ".join(panel.split())
    for words in ("Lumora testerait Mirage Studio 2", "Lumora is said to test Mirage Studio 2", "Agence Inventée",
                  "Le Courrier Fictif", "Jul 18, 2025", "Sep 2025", "reported"):  # fmt: skip
        assert words in panel
    assert one.fragment == f"#fact={fact.id}"
    quoted = one.tab.locator("#evidence mark").all_inner_texts()
    published = {article.id: article.published for article in view.articles}
    assert quoted == [claim.quote for claim in sorted(view.claims, key=lambda c: published[c.article])
                      if claim.fact == fact.id]  # fmt: skip
    assert (
        one.tab.locator("#evidence blockquote").first.inner_text()
        == "Selon l’Agence Inventée, Lumora testerait Mirage Studio 2."
    )


def test_every_edge_answers_to_the_mouse(visit: Open, view: ViewGraph) -> None:
    one = visit(view)
    for fact in view.facts:
        one.click_edge(fact.id)
        assert one.fragment == f"#fact={fact.id}"


def test_a_click_on_a_node_shows_its_card(visit: Open, view: ViewGraph) -> None:
    one = visit(view)
    node = node_of(view, "voice actors")
    spot = one.tab.evaluate("id => laborgraph.nodePosition(id)", node.id)
    one.tab.mouse.click(spot["x"], spot["y"])
    assert one.tab.inner_text("#evidence h2") == "voice actors"
    listed = one.tab.evaluate("[...document.querySelectorAll('#evidence button.fact')].map(b => b.dataset.fact)")
    assert {fact.id for fact in view.facts if node.id in (fact.subject, fact.object)} <= set(listed)
    assert len(listed) == len(set(listed))
    one.tab.locator("#evidence button.fact", has_text="lays off").click()
    assert "120 voice actors" in one.text("#evidence mark")


def test_a_deep_link_opens_a_fact_with_all_its_quotes(visit: Open, view: ViewGraph) -> None:
    fact = fact_of(view, "replaces")
    one = visit(view, f"#fact={fact.id}")
    panel = one.text("#evidence")
    for claim in view.claims:
        assert (claim.quote in panel) is (claim.fact == fact.id)
    # Contested: each side under its own heading, which tells how it is said, and neither told as fact.
    assert one.tab.locator("#evidence h3").all_inner_texts() == ["One side: feared (1)", "The other side: denied (1)"]
    assert "Contested" in panel
    assert "1 says that it is not so" in panel
    assert "not told as fact" in panel.lower()
    assert one.tab.evaluate("document.activeElement.closest('#evidence') !== null")
    one.tab.evaluate("id => { location.hash = '#fact=' + id }", fact_of(view, "uses").id)
    one.wait("document.querySelector('#evidence h2').innerText.includes('uses')")
    assert "dix fois plus rapidement" in one.text("#evidence")
    one.tab.go_back()
    one.wait("document.querySelector('#evidence h2').innerText.includes('replaces')")


def test_a_deep_link_opens_an_entity(visit: Open, view: ViewGraph) -> None:
    island = node_of(view, "L’Île aux brumes")
    one = visit(view, f"#node={ID}{island.id}")
    assert one.tab.inner_text("#evidence h2") == island.name
    one.tab.click("#evidence button.fact")
    assert "les décors" in one.text("#evidence")


def test_an_unknown_link_is_told(visit: Open, view: ViewGraph) -> None:
    one = visit(view, "#fact=f0000<b>")
    assert "Not in this page: f0000<b>" in one.text("#evidence")
    one.tab.evaluate("location.hash = '#node=%E0%A4%A'")
    one.wait("document.querySelector('#evidence').innerText.includes('%E0%A4%A')")


def test_links_lead_to_the_web_only(visit: Open, view: ViewGraph) -> None:
    bad = tuple(replace(article, url="javascript:alert(1)") for article in view.articles)
    fact = fact_of(view, "uses")
    hrefs = "[...document.querySelectorAll('#evidence a')].map(a => [a.href, a.rel])"
    one = visit(view, f"#fact={fact.id}")
    links = one.tab.evaluate(hrefs)
    # Each leads to the words themselves.
    assert [href.split("#:~:text=") for href, _ in links] == [
        ["https://courrier.example/brumes", quote("Lumora Pictures a utilisé l’IA générative pour les décors")],
        ["https://pretend.example/answers?a=1&b=2", quote("Lumora uses generative AI on the series")],
    ]
    assert all("noopener" in rel for _, rel in links)
    assert visit(replace(view, articles=bad), f"#fact={fact.id}").tab.evaluate(hrefs) == []


def test_the_search_filters_the_table_without_accents(visit: Open, view: ViewGraph) -> None:
    one = visit(view)
    assert one.count("tr[data-claim]") == len(view.claims)
    one.tab.fill("#query", "COMEDIENS de doublage")
    one.wait("document.querySelectorAll('tr[data-claim]').length === 1")
    assert "feared" in one.text("tr[data-claim]")
    assert one.text("#status").startswith(f"1 of {len(view.claims)} claims shown")
    one.tab.fill("#query", "l'ile aux brumes")
    one.wait("document.querySelectorAll('tr[data-claim]').length === 2")
    one.tab.press("#query", "Enter")
    assert one.tab.inner_text("#evidence h2") == "L’Île aux brumes"
    one.tab.fill("#query", "nothing like this")
    one.wait("document.querySelectorAll('tr[data-claim]').length === 0")
    one.tab.click("#reset")
    assert one.count("tr[data-claim]") == len(view.claims)


def test_a_suggestion_is_chosen_by_keyboard(visit: Open, view: ViewGraph) -> None:
    one = visit(view)
    one.tab.keyboard.press("/")
    one.tab.keyboard.type("mirage")
    one.wait("!document.getElementById('hits').hidden")
    one.tab.keyboard.press("ArrowDown")
    one.tab.keyboard.press("Enter")
    assert one.tab.inner_text("#evidence h2") == "Mirage Studio 2"
    for _ in range(12):
        one.tab.keyboard.press("Tab")
        if one.tab.evaluate("document.activeElement.dataset.fact !== undefined"):
            break
    one.tab.keyboard.press("Enter")
    assert one.fragment.startswith("#fact=")
    one.tab.keyboard.press("Escape")
    assert one.fragment == "#q=mirage"
    assert "Start here" in one.text("#evidence")
    assert one.tab.evaluate("document.activeElement.id") == "query"


def test_every_claim_gets_its_row(visit: Open) -> None:
    view = large_view(400)
    one = visit(view)
    assert 0 < one.count("tr[data-claim]") < 400
    one.tab.fill("#query", "paragraph377end")
    one.wait(f"document.querySelector('tr[data-claim=\"{ID}c377\"][data-fact=f377]') !== null")
    assert one.count("tr[data-claim]") == 1
    one.tab.fill("#query", "imagined")
    one.wait("document.querySelectorAll('tr[data-claim]').length === 400")
    one.tab.click("#reset")
    for _ in range(60):
        one.tab.evaluate("scrollTo(0, document.body.scrollHeight)")
        one.tab.wait_for_timeout(30)
    assert one.count("tr[data-claim]") == 400


def test_the_table_is_sorted_by_a_column(visit: Open, view: ViewGraph) -> None:
    one = visit(view)

    def column(place: int) -> list[str]:
        return [text.strip() for text in one.tab.locator(f"tbody td:nth-child({place})").all_inner_texts()]

    assert column(6)[0] == "Sep 2, 2025" or column(6)[0] == "Sep 2025"
    assert column(6)[-1] == "undated"
    one.tab.click("button[data-sort=claim]")
    rising = column(1)
    assert one.tab.get_attribute("th:nth-child(1)", "aria-sort") == "ascending"
    one.tab.click("button[data-sort=claim]")
    assert [text.split("\n")[0] for text in column(1)] == sorted(
        (text.split("\n")[0] for text in rising), key=str.casefold, reverse=True
    )
    one.tab.click("button[data-sort=speaker]")
    assert column(4)[0] == "Guild of Invented Performers"
    assert column(4)[-1] == "–"


def test_a_row_opens_its_fact(visit: Open, view: ViewGraph) -> None:
    one = visit(view)
    fact = fact_of(view, "strikesAgainst")
    one.tab.locator(f"tr[data-fact={fact.id}] td.quote").click()
    assert one.fragment == f"#fact={fact.id}"
    assert "has struck against Lumora" in one.text("#evidence mark")
    assert one.count("tr[aria-selected]") == 1


def test_the_legend_filters(visit: Open, view: ViewGraph) -> None:
    one = visit(view)
    one.tab.click("[data-filter=feared]")
    feared = sum(claim.modality == "feared" for claim in view.claims)
    assert one.count("tr[data-claim]") == len(view.claims) - feared
    assert one.tab.evaluate("id => laborgraph.edgePosition(id)", fact_of(view, "affects").id) is None
    assert one.tab.get_attribute("[data-filter=feared]", "aria-pressed") == "false"
    one.tab.click("[data-filter=Union]")
    guild = node_of(view, "Guild of Invented Performers").id
    shown = one.tab.evaluate("[...document.querySelectorAll('tr[data-fact]')].map(row => row.dataset.fact)")
    facts = {fact.id: fact for fact in view.facts}
    assert all(guild not in (facts[key].subject, facts[key].object) for key in shown)
    one.tab.click("#reset")
    assert one.count("tr[data-claim]") == len(view.claims)
    assert one.tab.evaluate("id => laborgraph.edgePosition(id)", fact_of(view, "affects").id)


def test_hovering_tells_what_lies_there(visit: Open, view: ViewGraph) -> None:
    one = visit(view)
    spot = one.tab.evaluate("id => laborgraph.edgePosition(id)", fact_of(view, "uses").id)
    one.tab.mouse.move(spot["x"], spot["y"])
    one.wait("!document.getElementById('tip').hidden")
    assert one.text("#tip") == "Lumora Pictures uses generative AI · 2 claims"
    one.tab.mouse.move(5, 5)
    one.wait("document.getElementById('tip').hidden")


def test_the_interface_speaks_french(visit: Open, view: ViewGraph) -> None:
    one = visit(view, f"#fact={fact_of(view, 'uses').id}", language="fr")
    assert "utilise" in one.text("#evidence h2")
    assert "Donné comme un fait" in one.tab.text_content("#evidence .kicker")
    assert "18 juil. 2025" in one.text("#evidence")


@pytest.mark.parametrize(
    "text",
    [
        "</script><script>window.broken=1</script>",
        "<img src=x onerror=window.broken=1><svg onload=window.broken=1>",
        "javascript:window.broken=1",
        "\u202etxet desrever \u2028\u2029\x00 \ud800 🎬 e\u0301",
        "W" * 10_000,
    ],
)
def test_hostile_text_neither_runs_nor_breaks_the_page(visit: Open, text: str) -> None:
    view = ViewGraph(
        nodes=tuple(
            Node(id=key, type=kind, name=text, names=(("en", text),), aliases=(text, text + "2"), kind=text)
            for key, kind in (("one", "Studio"), ("two", "Tool"), ("three", "Person"))
        ),
        facts=(
            Fact(id="f1", subject="one", predicate="uses", object="two", modalities=("feared", "denied"),
                 contested=True, first_seen=text, last_seen=text),
        ),
        claims=tuple(
            Claim(id=f"c{polarity}", fact="f1", article="a1", modality="feared", polarity=polarity, quote=text,
                  prefix=text, suffix=text, speaker="three", said_as=text, via="three",
                  production="two", agreement="two", event="two", task=text, effects=((text, text),), extractor=text,
                  rule=text, origin=text, origin_reason=text)
            for polarity in ("positive", "negative")
        ),
        articles=(Article(id="a1", title=text, byline=text, publisher=text, credit=text, published=text, language=text,
                          url=text),),
        centre=("one",),
    )  # fmt: skip
    for width in (1280, 390):
        one = visit(view, title=text, viewport={"width": width, "height": 800})
        one.click_edge("f1")
        shown = text.replace("\ud800", "?")
        assert one.tab.evaluate("document.querySelector('#evidence mark').textContent") == shown
        one.tab.click("[data-node=three]")
        one.tab.fill("#query", shown[:40])
        one.tab.wait_for_timeout(200)
        assert one.tab.evaluate("window.broken") is None
        assert one.count("script:not([type])") == one.tab.evaluate("document.scripts.length") - 1
        assert one.count("#evidence img, #claims img, #evidence script") == 0
        assert one.tab.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_page_fits_a_phone(visit: Open, view: ViewGraph) -> None:
    one = visit(view, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    fact = fact_of(view, "strikesAgainst")
    spot = one.tab.evaluate("id => laborgraph.edgePosition(id)", fact.id)
    one.tab.touchscreen.tap(spot["x"], spot["y"])
    one.wait(f"location.hash === '#fact={fact.id}'")
    one.wait("Math.abs(document.querySelector('#evidence').getBoundingClientRect().top) < 60")
    assert one.tab.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_dark_page_is_dark(visit: Open, view: ViewGraph, tmp_path: Path) -> None:
    one = visit(view, color_scheme="dark")
    assert one.tab.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(21, 23, 26)"
    light = visit(view).tab.locator("#graph").screenshot()
    dark = one.tab.locator("#graph").screenshot()
    assert dark != light
    one.tab.emulate_media(color_scheme="light")
    one.tab.wait_for_timeout(200)
    assert one.tab.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(253, 252, 248)"


def test_print_holds_every_row(visit: Open) -> None:
    one = visit(large_view(150))
    one.tab.pdf()
    assert one.count("tr[data-claim]") == 150


def test_the_link_to_the_table_leaves_the_evidence_open(visit: Open, view: ViewGraph) -> None:
    one = visit(view, f"#fact={fact_of(view, 'uses').id}")
    one.tab.focus(".skip")
    one.tab.keyboard.press("Enter")
    one.wait("location.hash === '#claims'")
    assert "uses" in one.text("#evidence h2")


def test_a_page_without_a_picture_still_works(visit: Open, view: ViewGraph) -> None:
    one = visit(view)
    one.tab.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    one.tab.reload()
    one.wait(READY)
    assert "could not be drawn" in one.text("#graph")
    one.tab.click("button[data-sort=claim]")
    one.tab.click("tr[data-claim] button.fact")
    assert one.count("#evidence mark") > 0
    assert one.complaints  # the reason, as a warning
    one.complaints.clear()
    del one.requests[1:]


def test_an_empty_page_says_so(visit: Open) -> None:
    assert "Nothing to show" in visit(ViewGraph()).text("main")


def test_an_entity_without_facts_is_shown(visit: Open) -> None:
    one = visit(ViewGraph(nodes=(Node(id="n", type="Event", name="Lone Festival"),), centre=("n",)), f"#node={ID}n")
    assert "No fact in this page" in one.text("#evidence")
