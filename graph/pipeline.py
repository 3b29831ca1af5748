"""Articles in, dataset out: the one place where reading, extraction and storing meet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from laborgraph.dataset import Dataset
from laborgraph.ids import text_hash
from laborgraph.loaders.pool import Terms
from laborgraph.loaders.reading import Reading
from laborgraph.model import Article, Issue, Report
from laborgraph.ontology.own import own_rules
from laborgraph.source_log import SourceLog


@dataclass(slots=True)
class Built:
    """How many articles a build added, replaced and found unchanged, and the ids of those now in the dataset."""

    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    articles: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.added} added, {self.replaced} replaced, {self.unchanged} unchanged"


def build(dataset: Dataset, articles: Iterable[Article], report: Report, reading: Reading | None = None) -> Built:
    """Add the articles to the dataset: skip what it holds as it is, replace the claims of what changed.

    They are read by the rules unless `reading` says otherwise.

    Each article is stored whole or not at all, so a run that is killed is finished by the next one. A file that gave
    an article without an address before and was edited since replaces it.
    """
    built = Built()
    reading = reading or Reading(terms=Terms(own_rules(dataset.folder)))
    log = SourceLog(dataset.folder / "sources.jsonl" if dataset.folder else None)
    for extraction in reading.read(_fresh(dataset, articles, built, log, reading, report), report):
        outcome = dataset.add(extraction)
        setattr(built, outcome, getattr(built, outcome) + 1)
    for article in log.superseded():
        if dataset.remove(article):
            built.replaced += 1
            built.added -= 1
    dataset.derive()
    log.close()
    return built


def _fresh(
    dataset: Dataset, articles: Iterable[Article], built: Built, log: SourceLog, reading: Reading, report: Report
) -> Iterator[Article]:
    """Yield the articles that need extraction; of two that share an address in one run, the first is kept."""
    seen: dict[str, tuple[str, str]] = {}
    for article in articles:
        this = (text_hash(article.text), article.name)
        first = seen.setdefault(article.id, this)
        if article.source and not article.url:
            log.record(article.source, article.id)
        if first is not this:
            if first[0] != this[0]:
                report(
                    Issue(
                        code="duplicate-article",
                        message=f"has the same address as {first[1]!r} but another text; the first was kept",
                        source=article.place,
                        severity="warning",
                    )
                )
            continue
        built.articles.append(article.id)
        if dataset.holds(article, reading.read_by(article)):
            built.unchanged += 1
        else:
            yield article
