"""Time the page: choosing, writing, and how long until Chromium shows it, with stock pyvis on the same graphs.

    python bench/page.py [RUNS] [--stock SECONDS]

Stock pyvis draws one edge a fact and no evidence; it is given up after the seconds told (default 60).
"""

from __future__ import annotations

import argparse
import random
import shutil
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from laborgraph.dataset import Dataset
from laborgraph.ids import unregistered_id
from laborgraph.model import Article, Claim, Entity, Extraction, Qualifiers, Span, fact_key
from laborgraph.ontology.terms import PREDICATES, Modality, Polarity
from laborgraph.viz import page, select
from laborgraph.viz.model import ViewGraph

READY = "(performance.getEntriesByName('laborgraph-ready')[0] || {}).startTime || 0"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
SIZES = ((100, 300, 300), (1_000, 5_000, 20_000), (20_000, 40_000, 100_000))
A_PAGE = 20


def extractions(nodes: int, facts: int, claims: int) -> list[Extraction]:
    """Make articles of so many claims, about so many facts among so many entities; the same ones every time."""
    chance = random.Random(1)
    kinds = sorted({kind for predicate in PREDICATES.values() for kind in predicate.domain | predicate.range})
    things = [made(kinds[i % len(kinds)], f"Invented {kinds[i % len(kinds)]} {i}") for i in range(nodes)]
    of = {kind: [thing for thing in things if thing.type == kind] for kind in kinds}
    told: dict[tuple[str, str, str], tuple[Entity, str, Entity]] = {}
    unseen = list(things)
    while len(told) < facts:
        predicate = chance.choice(sorted(PREDICATES))
        rule = PREDICATES[predicate]
        # Few are spoken of much, most little, as in the news; and everybody is spoken of at least once.
        subject, object_ = (
            of[kind][int(len(of[kind]) * chance.random() ** 3)]
            for kind in (chance.choice(sorted(rule.domain)), chance.choice(sorted(rule.range)))
        )
        if unseen and unseen[-1].type in rule.domain | rule.range:
            thing = unseen.pop()
            subject, object_ = (thing, object_) if thing.type in rule.domain else (subject, thing)
        if subject.id != object_.id:
            told[fact_key(subject.id, predicate, object_.id)] = (subject, predicate, object_)
    kept = list(told.values())
    drawn = kept + [kept[int(facts * chance.random() ** 2)] for _ in range(claims - facts)]
    return [article(i // A_PAGE, drawn[i : i + A_PAGE], of["Person"], chance) for i in range(0, claims, A_PAGE)]


def made(kind: str, name: str) -> Entity:
    """Make an entity."""
    return Entity(id=unregistered_id(kind, name), type=kind, name=name, surfaces=(name,))


def article(
    number: int, told: list[tuple[Entity, str, Entity]], people: list[Entity], chance: random.Random
) -> Extraction:
    """Make one article that tells these facts, each in a sentence of its own."""
    sentences = [
        f"In paragraph {i} of {number}, {s.name} {p} {o.name} « à l’écran », so some say and others doubt."
        for i, (s, p, o) in enumerate(told)
    ]
    text = "\n".join(sentences)
    source = Article(
        text=text, title=f"Article {number}", publisher=f"Paper {number % 40}", language=chance.choice(["en", "fr"]),
        published=f"20{chance.randint(20, 25)}-{chance.randint(1, 12):02}-1{number % 10}",
        url=f"https://bench.example/{number}",
    )  # fmt: skip
    entities: dict[str, Entity] = {}
    claims = []
    for sentence, (subject, predicate, object_) in zip(sentences, told, strict=True):
        speaker, modality = chance.choice(people), chance.choice(list(Modality))
        entities |= {one.id: one for one in (subject, object_, speaker)}
        start = text.index(sentence)
        claims.append(Claim(
            article=source.id, subject=subject.id, predicate=predicate, object=object_.id,
            span=Span(text, start + 3, start + len(sentence) - 30), sentence=Span(text, start, start + len(sentence)),
            modality=modality, polarity=Polarity.NEGATIVE if modality is Modality.DENIED else Polarity.POSITIVE,
            speaker=speaker.id, said_as=speaker.name, confidence=chance.randint(50, 100) / 100,
            qualifiers=Qualifiers(task="a task"), extractor="bench/1", rule=f"{predicate}.verb.en",
        ))  # fmt: skip
    return Extraction(article=source, entities=tuple(entities.values()), claims=tuple(claims))


def stock(view: ViewGraph, path: Path) -> None:
    """Write the same nodes and edges with pyvis as it comes, in a directory of its own."""
    from pyvis.network import Network

    network = Network(directed=True, cdn_resources="in_line")
    # Its page has no mark of its own: vis-network tells when physics has come to rest.
    for node in view.drawn:
        network.add_node(node.id, label=node.name)
    for fact in view.facts:
        network.add_edge(fact.subject, fact.object, label=fact.predicate)
    html = network.generate_html()
    done = "network.once('stabilizationIterationsDone', () => performance.mark('laborgraph-ready'));"
    path.write_text(html.replace("return network;", done + " return network;"), encoding="utf-8")


def opened(browser: Any, path: Path, limit: float) -> tuple[float, Any]:
    """Open a page; return its seconds until it is ready, infinite when it is not by then, and its tab."""
    tab = browser.new_page(viewport={"width": 1280, "height": 900})
    # What stock pyvis wants from a CDN it does not get, and does not wait for.
    tab.route("**/*", lambda route: route.continue_() if route.request.url.startswith("file:") else route.abort())
    tab.goto(path.as_uri(), wait_until="commit")
    end = time.monotonic() + limit
    while time.monotonic() < end:
        try:
            if ready := tab.evaluate(READY):
                return ready / 1000, tab
        except Exception:  # noqa: BLE001 - the tab is busy or not yet there
            time.sleep(0.05)
        time.sleep(0.02)
    return float("inf"), tab


def search(tab: Any, words: str) -> float:
    """Type into the search box; return milliseconds until the table shows what is left."""
    return float(tab.evaluate(
        """words => new Promise(done => {
          const box = document.getElementById("query"), start = performance.now();
          new MutationObserver((_, me) => { me.disconnect(); done(performance.now() - start); })
            .observe(document.querySelector("#claims tbody"), { childList: true });
          box.value = words;
          box.dispatchEvent(new InputEvent("input", { bubbles: true }));
        })""", words))  # fmt: skip


def main(runs: int, patience: float) -> None:
    """Print medians."""
    from playwright.sync_api import sync_playwright

    print(f"{'nodes/facts/claims':>22}   select    write     MB    ready   search ms    stock")
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for size in SIZES:
            with Dataset.open(folder / f"data{size[0]}") as dataset:
                for extraction in extractions(*size):
                    dataset.add(extraction)
                dataset.derive()
            chosen, written, ready, found = [], [], [], []
            path = folder / "page.html"
            for _ in range(runs):
                with Dataset.open(folder / f"data{size[0]}", read_only=True) as dataset:
                    start = time.perf_counter()
                    view = select.subgraph(dataset, limit=10**6)
                    chosen.append(time.perf_counter() - start)
                start = time.perf_counter()
                page.write(view, path)
                written.append(time.perf_counter() - start)
                seconds, tab = opened(browser, path, 60)
                ready.append(seconds)
                tab.wait_for_timeout(1500)
                found += [search(tab, words) for words in ("ecran", "studio 12", "paragraph 7 of 3", "doubt")]
                tab.close()
            stock(view, folder / "stock.html")
            seconds, tab = opened(browser, folder / "stock.html", patience) if size[0] < 5000 else (float("inf"), None)
            if tab:
                tab.close()
            middle = [statistics.median(one) for one in (chosen, written, ready, found)]
            print(
                f"{'/'.join(map(str, size)):>22} {middle[0]:9.2f} {middle[1]:8.2f} {path.stat().st_size / 1e6:6.1f} "
                f"{middle[2]:8.2f} {middle[3]:10.0f} {seconds:8.1f}", flush=True,
            )  # fmt: skip
        browser.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("runs", type=int, nargs="?", default=3)
    parser.add_argument("--stock", type=float, default=60)
    options = parser.parse_args()
    main(options.runs, options.stock)
