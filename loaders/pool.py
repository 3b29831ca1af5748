"""Read many articles by the rules: on several cores, each within its time, in their order.

A few articles are read here; for more, worker processes are started that load the pipelines of their own. They come
fresh from a fork server, since the process that asks may hold a store with threads. At most a handful of articles for
each worker is on its way, so memory does not grow with their number.
"""

from __future__ import annotations

import multiprocessing
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from laborgraph.loaders.extract import extract, prepare
from laborgraph.model import Article, Extraction, Issue, Report

#: From this many articles on it pays to start workers, which load the pipelines for some seconds.
MANY = 40
_AHEAD = 4


@dataclass(frozen=True, slots=True)
class Terms:
    """How each article is read: by the user's own rules in a folder too, in at most so many seconds."""

    own: Path | None = None
    limit: float = 60.0


#: What reading an article gave: nothing if it took too long, and what there is to report of it.
Outcome = tuple[Extraction | None, list[Issue]]


class TooSlow(Exception):
    """Tell that the time for an article is over."""


def read_all(articles: Iterable[Article], report: Report, terms: Terms, jobs: int = 1) -> Iterator[Extraction]:
    """Yield the extraction of each article, in their order; what is left out is reported."""
    articles, told = iter(articles), _once(report)
    first = list(islice(articles, MANY)) if jobs > 1 else []
    if len(first) == MANY:
        outcomes = _shared(chain(first, articles), terms, jobs)
    else:
        outcomes = (read(article, terms) for article in chain(first, articles))
    for extraction, issues in outcomes:
        for issue in issues:
            told(issue)
        if extraction:
            yield extraction


def read(article: Article, terms: Terms) -> Outcome:
    """Read one article in this process; the time that loading takes is not the article's."""
    prepare(article.language, terms.own)
    issues: list[Issue] = []
    try:
        with within(terms.limit):
            return extract(article, issues.append, terms.own), issues
    except TooSlow:
        return None, [*issues, _left_out(article, f"took more than {terms.limit:g} s to read")]


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raise `TooSlow` in the block after so many seconds; only a process's main thread can be interrupted so."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_: object) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _shared(articles: Iterator[Article], terms: Terms, jobs: int) -> Iterator[Outcome]:
    """Yield what workers read; an article with which a worker dies is tried once more alone, then left out."""
    waiting: deque[tuple[Article, Future[Outcome]]] = deque()
    pool = _pool(jobs)
    try:
        while True:
            for article in islice(articles, jobs * _AHEAD - len(waiting)):
                waiting.append((article, pool.submit(read, article, terms)))
            if not waiting:
                return
            try:
                yield waiting[0][1].result()
            except BrokenProcessPool:
                pool.shutdown()
                yield from (_alone(article, terms) for article, _ in waiting)
                waiting.clear()
                pool = _pool(jobs)
            else:
                waiting.popleft()
    finally:
        pool.shutdown(cancel_futures=True)


def _alone(article: Article, terms: Terms) -> Outcome:
    with _pool(1) as pool:
        try:
            return pool.submit(read, article, terms).result()
        except BrokenProcessPool:
            return None, [_left_out(article, "ended the process that read it")]


def _pool(jobs: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("forkserver"), initializer=_ready)


def _ready() -> None:
    """Leave it to the asking process to be interrupted by Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _left_out(article: Article, why: str) -> Issue:
    return Issue(code="not-read", message=f"{why}; it was left out", source=article.place)


def _once(report: Report) -> Callable[[Issue], None]:
    """Report a missing pipeline once for all articles, anything else once for each."""
    told: set[tuple[str, str]] = set()

    def once(issue: Issue) -> None:
        key = (issue.code, issue.message) if issue.code == "no-pipeline" else (issue.code, issue.source + issue.where)
        if key not in told:
            told.add(key)
            report(issue)

    return once
