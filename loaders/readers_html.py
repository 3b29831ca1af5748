"""An article from an HTML file, read by trafilatura; its text is the cleaned one: title, byline, body."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

from laborgraph.errors import MissingExtra
from laborgraph.ids import fold
from laborgraph.loaders import decoding
from laborgraph.loaders.decoding import BadContentError
from laborgraph.loaders.header import Header, article_of
from laborgraph.model import Article

# Only a date that the page tells in its metadata counts; the fixed limit keeps the clock out of it.
_DATES = {"extensive_search": False, "original_date": True, "max_date": "2100-01-01"}


def require_html() -> None:
    """Raise `MissingExtra` where the HTML reader is not installed."""
    try:
        import trafilatura  # noqa: F401
    except ImportError:
        raise MissingExtra("reading HTML", "html") from None


def read_html(stream: BinaryIO, path: str, bad: Callable[[BadContentError], None]) -> Iterator[tuple[Article, Header]]:
    """Read one article from a page, in the encoding that the page declares.

    Title, author, date and publisher come from its JSON-LD and meta elements; scripts, menus and comments are left
    out. Raises `BadContentError` when no article is found.
    """
    require_html()
    from trafilatura import bare_extraction, load_html

    data = decoding.read_limited(stream)
    if not data.strip():
        raise BadContentError("empty", "no text in it")
    tree = load_html(data)
    if tree is None:
        raise BadContentError("empty", "no HTML in it")
    page: Any = bare_extraction(
        tree,
        with_metadata=True,
        include_comments=False,
        include_tables=False,
        prune_xpath="//noscript",
        date_extraction_params=_DATES,
    )
    if page is None or not page.text:
        raise BadContentError("empty", "no article found in the page")
    told = {
        "title": page.title or "",
        "byline": page.author or "",
        "publisher": page.sitename or "",
        "published": page.date or "",
        "language": tree.get("lang") or "",
        "url": page.url or "",
    }
    paragraphs = [line for line in page.text.split("\n") if line.strip()]
    if told["title"] and fold(paragraphs[0]) != fold(told["title"]):
        paragraphs.insert(0, told["title"])
    yield article_of(decoding.canonical("\n\n".join(paragraphs) + "\n"), path, told)
