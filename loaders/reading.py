"""Read articles by rules, by a language model or by both, claim by claim, with who found what."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from laborgraph.loaders import extract
from laborgraph.loaders.pool import Terms, read_all
from laborgraph.model import Article, Claim, Extraction, Issue, Report

if TYPE_CHECKING:
    from laborgraph.loaders.llm import LanguageModel, Page


@dataclass(frozen=True, slots=True)
class Reading:
    """How articles are read: by the rules, by a model (if given), or by both.

    `terms` tell how the rules read each article, `jobs` by how many processes they do where there are many articles.
    Above 1, the script that asks must be importable (`if __name__ == "__main__"`), as for all of `multiprocessing`.
    """

    model: LanguageModel | None = None
    rules: bool = True
    terms: Terms = field(default_factory=Terms)
    jobs: int = 1

    def read_by(self, article: Article) -> str:
        """Name the reader of an article: whatever changes its reading changes the name."""
        names = [extract.read_by(article, self.terms.own)]
        if self.model:
            names.append(self.model.name if self.rules else f"{self.model.name} alone")
        return " + ".join(names)

    def read(self, articles: Iterable[Article], report: Report) -> Iterator[Extraction]:
        """Yield the extraction of each article, in their order.

        An article that the model gives no answer to is reported and read by the rules alone, so that the next run asks
        again; without rules it is left out. A spent budget ends the run with an issue: what was read is kept.
        """
        if self.model is None:
            yield from read_all(articles, report, self.terms, self.jobs)
        else:
            yield from _asked(self, self.model, articles, report)


def _asked(reading: Reading, model: LanguageModel, articles: Iterable[Article], report: Report) -> Iterator[Extraction]:
    """Draft articles and finish them as the answers come; some requests are on their way while the next is drafted."""
    from laborgraph.loaders import llm

    waiting: deque[tuple[extract.Draft, list[Page], Future[list[dict[str, Any]]]]] = deque()
    pool = ThreadPoolExecutor(model.workers, thread_name_prefix="laborgraph-llm")
    try:
        for article in articles:
            drafted = extract.draft(article, report, reading.terms.own)
            asked = llm.pages([scene for group in drafted.groups for scene in group], drafted.cast, article.language)
            waiting.append((drafted, asked, pool.submit(model.ask, asked)))
            if len(waiting) > model.workers:
                yield from _finished(reading, model, *waiting.popleft(), report)
        while waiting:
            yield from _finished(reading, model, *waiting.popleft(), report)
    except _Spent as spent:
        report(Issue(code="budget", message=f"{spent}; the other articles were not read", source="model"))
    finally:
        pool.shutdown(cancel_futures=True)


class _Spent(Exception):
    """Carry a spent budget out of the articles' loop."""


def _finished(
    reading: Reading,
    model: LanguageModel,
    drafted: extract.Draft,
    asked: list[Page],
    answers: Future[list[dict[str, Any]]],
    report: Report,
) -> Iterator[Extraction]:
    from laborgraph.loaders import llm_answers
    from laborgraph.loaders.llm_client import BudgetSpent, NoAnswer

    article = drafted.article
    try:
        told = answers.result()
    except BudgetSpent as spent:
        raise _Spent(str(spent)) from spent
    except NoAnswer as error:
        report(Issue(code="no-answer", message=f"the model gave no answer: {error}", source=article.place))
        if reading.rules:
            yield extract.finish(drafted)
        return

    def refuse(reason: str) -> None:
        report(Issue(code="model-claim", message=reason, source=article.place, severity="warning"))

    found = llm_answers.proposals(told, asked, drafted.cast, model.name, refuse)
    extraction = extract.finish(drafted, found, rules=reading.rules)
    yield replace(extraction, read_by=reading.read_by(article), claims=credited(extraction))


def credited(extraction: Extraction) -> tuple[Claim, ...]:
    """Return the claims with all who found them: whoever else found the same stands beside the one that was kept."""
    also: dict[tuple[str, str, str], set[str]] = {}
    for claim, reason in extraction.rejected:
        if reason == "duplicate":
            also.setdefault((claim.fact, claim.modality, claim.polarity), set()).add(claim.extractor)
    claims = []
    for claim in extraction.claims:
        others = also.get((claim.fact, claim.modality, claim.polarity), set()) - {claim.extractor}
        names = " + ".join(sorted({claim.extractor, *others}))
        sure = 1 - (1 - claim.confidence) * 0.5 if others else claim.confidence
        claims.append(replace(claim, extractor=names, confidence=round(sure, 3)))
    return tuple(claims)
