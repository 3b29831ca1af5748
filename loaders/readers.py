"""Articles from files: plain text and Markdown, JSON Lines, HTML.

Bad content never raises: it becomes an `Issue`, and the next article is read.
"""

from __future__ import annotations

import io
import json
import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import BinaryIO, cast

from laborgraph.errors import UnknownName
from laborgraph.loaders import decoding, language, sources
from laborgraph.loaders.decoding import BadContentError
from laborgraph.loaders.header import FIELDS, Header, article_of
from laborgraph.loaders.readers_html import read_html, require_html
from laborgraph.model import Article, Issue, Report

#: Reads the articles of one open file; arguments are the file, its path ("" for standard input), and what to call
#: with what is wrong with a part of it.
Reader = Callable[[BinaryIO, str, Callable[[BadContentError], None]], Iterator[tuple[Article, Header]]]


def read_text(stream: BinaryIO, path: str, bad: Callable[[BadContentError], None]) -> Iterator[tuple[Article, Header]]:
    """Read one article from plain text or Markdown; its text is the whole file."""
    yield article_of(decoding.decode(decoding.read_limited(stream)), path, {})


def read_jsonl(stream: BinaryIO, path: str, bad: Callable[[BadContentError], None]) -> Iterator[tuple[Article, Header]]:
    """Read an article from each line of JSON Lines.

    ``text`` is the whole text, title included if it begins with it. With ``body`` (or ``content``) instead, the text
    is title, byline and body with a blank line between. Other keys are those of `header.FIELDS`; ``id`` names the
    article, else the file's stem and the number of the line do.
    """
    number = 0
    while line := stream.readline(decoding.LIMIT + 1):
        number += 1
        try:
            if len(line) > decoding.LIMIT:
                while line and not line.endswith(b"\n"):
                    line = stream.readline(decoding.LIMIT)
                raise BadContentError("too-large", f"a line of more than {decoding.LIMIT // 1_000_000} MB")
            if line.strip():
                yield _from_object(line, path, number)
        except BadContentError as error:
            error.where = f"line {number}"
            bad(error)


#: Suffix → reader.
READERS: dict[str, Reader] = {
    **dict.fromkeys((".txt", ".text", ".md", ".markdown"), read_text),
    **dict.fromkeys((".jsonl", ".ndjson"), read_jsonl),
    **dict.fromkeys((".html", ".htm", ".xhtml"), read_html),
}


def read(source_names: Iterable[str], report: Report, *, stdin: BinaryIO | None = None) -> Iterator[Article]:
    """Read articles from files, folders, globs and ``-``, in a fixed order.

    What comes from `stdin` is HTML if it begins with ``<``, JSON Lines if with ``{``, else text. Raises, before the
    first article: `UsageError` for an address or a missing file, `MissingExtra` for HTML without its reader.
    """
    files = list(sources.expand(source_names, READERS, report))
    if any(READERS.get(_suffix(file)) is read_html for file in files):
        require_html()
    return _read_all(files, report, stdin or sys.stdin.buffer)


def _read_all(files: list[str], report: Report, stdin: BinaryIO) -> Iterator[Article]:
    guess = _Language(report)
    for file in files:
        place = "<stdin>" if file == sources.STDIN else file

        def bad(error: BadContentError, place: str = place) -> None:
            report(Issue(code=error.code, message=str(error), source=place, where=error.where))

        try:
            for article, head in _read_stdin(stdin, bad) if file == sources.STDIN else _read_file(file, bad):
                _warn_of_header(article, head, report)
                yield replace(article, language=guess(article))
        except BadContentError as error:
            bad(error)
        except OSError as error:
            report(Issue(code="not-readable", message=str(error.strerror or error), source=place))


def _warn_of_header(article: Article, head: Header, report: Report) -> None:
    for code, printed, kept in (
        ("unknown-date", head.date, article.published),
        ("unknown-address", head.url, article.url),
    ):
        if printed and not kept:
            report(_warning(code, f"not understood and left out: {printed[:60]!r}", article))


def _warning(code: str, message: str, article: Article) -> Issue:
    return Issue(code=code, message=message, source=article.source or "<stdin>", severity="warning")


def _read_file(file: str, bad: Callable[[BadContentError], None]) -> Iterator[tuple[Article, Header]]:
    reader = READERS.get(_suffix(file) or ".txt")
    if not reader:
        raise BadContentError("unknown-format", str(UnknownName("format", _suffix(file), READERS)))
    if not stat.S_ISREG(os.stat(file).st_mode):
        raise BadContentError("not-readable", "not a regular file; give - and pipe it in")
    with open(file, "rb") as stream:
        yield from reader(stream, file, bad)


def _read_stdin(stdin: BinaryIO, bad: Callable[[BadContentError], None]) -> Iterator[tuple[Article, Header]]:
    stream = io.BufferedReader(cast(io.RawIOBase, stdin))
    try:
        first = stream.peek(512).lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
        reader = {b"<": read_html, b"{": read_jsonl}.get(first, read_text)
        yield from reader(cast(BinaryIO, stream), "", bad)
    finally:
        stream.detach()


def _suffix(file: str) -> str:
    return os.path.splitext(file)[1].lower()


#: Where a record has its text, whole or without its header.
_TEXTS = ("text", "body", "content")


def _from_object(line: bytes, path: str, number: int) -> tuple[Article, Header]:
    try:
        record = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BadContentError(
            "not-utf-8", f"not UTF-8: byte {line[error.start]:#04x} at offset {error.start}"
        ) from None
    except (ValueError, RecursionError) as error:
        raise BadContentError("bad-json", str(error)) from None
    if not isinstance(record, dict):
        raise BadContentError("bad-json", f"an object is needed, not {type(record).__name__}")
    told = {field: value for key, field in FIELDS.items() if (value := _words(record.get(key.replace(" ", "_"))))}
    told |= {"published": iso} if (iso := _words(record.get("datePublished"))) else {}
    texts: dict[str, str] = {key: record[key] for key in _TEXTS if isinstance(record.get(key), str)}
    text = texts.get("text", "")
    if not text:
        body = texts.get("body") or texts.get("content")
        text = "\n\n".join(part for part in (told.get("title"), told.get("byline"), body) if part) if body else ""
    article, head = article_of(decoding.canonical(text), path, told)
    name = _words(record.get("id")) or f"{article.name}-{number}"
    return replace(article, name=name, source=path and f"{path}:{number}"), head


def _words(value: object) -> str:
    """Give a JSON value as text: lists joined, objects by their name, else ""."""
    if isinstance(value, list):
        return ", ".join(filter(None, map(_words, value)))
    if isinstance(value, dict):
        return _words(value.get("name"))
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


class _Language:
    """Settle an article's language: as told, else as detected. Raises `MissingExtra` without the detector."""

    def __init__(self, report: Report) -> None:
        self.report = report

    def __call__(self, article: Article) -> str:
        told = article.language
        code = language.language_code(told)
        if told and not code:
            self.report(_warning("unknown-language", f"no language named {told[:40]!r}", article))
        if not code:
            code = language.detect(article.text[article.body :]) or language.detect(article.text)
            if not code:
                message = "too little text to tell its language: write a line like 'Language: en' above it"
                self.report(_warning("unknown-language", message, article))
        return code
