"""Open pages in a real browser, for tests: a visit watches what the page asks for and complains about."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from laborgraph.viz import page
from laborgraph.viz.model import Article, Claim, Fact, Node, ViewGraph

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
READY = "performance.getEntriesByName('laborgraph-ready').length"


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's Chromium, driven by Playwright; absent, tests are skipped, but in CI they fail."""
    program = shutil.which("chromium")
    if program is None:
        reason = "no chromium on the PATH (Debian: apt-get install chromium)"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield chromium
        chromium.close()


@dataclass
class Visit:
    """An open page, and all that it asked for or complained about."""

    tab: Any
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def go(self, path: Path, fragment: str = "") -> None:
        self.tab.goto(path.as_uri() + fragment)
        self.wait(READY)

    def wait(self, expression: str) -> Any:
        # Playwright's own waiting needs eval, which the page forbids.
        for _ in range(200):
            if value := self.tab.evaluate(expression):
                return value
            self.tab.wait_for_timeout(25)
        raise AssertionError(f"never so: {expression}; page said {self.complaints}")

    def click_edge(self, fact: str) -> None:
        spot = self.tab.evaluate("id => laborgraph.edgePosition(id)", fact)
        assert spot, f"no place of edge {fact} answers to the mouse"
        self.tab.mouse.click(spot["x"], spot["y"])

    def text(self, selector: str) -> str:
        return str(self.tab.inner_text(selector))

    def count(self, selector: str) -> int:
        return int(self.tab.locator(selector).count())

    @property
    def fragment(self) -> str:
        return str(self.tab.evaluate("location.hash"))


Open = Callable[..., Visit]


@pytest.fixture
def visit(browser: Any, tmp_path: Path) -> Iterator[Open]:
    """Open a view as a reader does, by its file; at the end nothing may have been asked for or complained about."""
    visits: list[Visit] = []

    def open_(view: ViewGraph, fragment: str = "", *, title: str = "", language: str = "en", **context: Any) -> Visit:
        path = tmp_path / f"page{len(visits)}.html"
        page.write(view, path, title=title, language=language)
        tab = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **context}).new_page()
        one = Visit(tab)
        tab.on("request", lambda request: one.requests.append(request.url))
        tab.on("pageerror", lambda error: one.complaints.append(str(error)))
        tab.on("console", lambda message: one.complaints.append(message.text))
        visits.append(one)
        one.go(path, fragment)
        return one

    yield open_
    for one in visits:
        assert [url.partition("#")[0] for url in one.requests] == [one.tab.url.partition("#")[0]]
        assert not one.complaints, one.complaints
        one.tab.context.close()


def fact_of(view: ViewGraph, predicate: str) -> Fact:
    return next(fact for fact in view.facts if fact.predicate == predicate)


def node_of(view: ViewGraph, name: str) -> Node:
    return next(node for node in view.nodes if node.name == name)


def large_view(facts: int) -> ViewGraph:
    """Make a star of facts with one claim each, all in words of their own."""
    return ViewGraph(
        nodes=(
            Node(id="hub", type="Tool", name="Imagined Tool"),
            *(Node(id=f"n{i}", type="Studio", name=f"Studio {i}") for i in range(facts)),
        ),
        facts=tuple(
            Fact(id=f"f{i}", subject=f"n{i}", predicate="uses", object="hub", modalities=("asserted",), asserted=True)
            for i in range(facts)
        ),
        claims=tuple(
            Claim(id=f"c{i}", fact=f"f{i}", article="a", modality="asserted", polarity="positive",
                  quote=f"Studio {i} uses it, paragraph{i}end")
            for i in range(facts)
        ),
        articles=(Article(id="a", title="Made up"),),
    )  # fmt: skip
