"""What stands above an article's body: title, byline, date, source; found, never cut out of the text.

Two shapes are read: a title line, a blank line, a byline; and `Key: value` lines, with or without ``---`` around
them, before that. Markdown's ``# Title`` is a title line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from laborgraph.ids import canonical_url, fold
from laborgraph.loaders.dates import iso_date
from laborgraph.model import Article

#: Header keys, folded → field. Other keys of a header are passed over.
FIELDS: dict[str, str] = {
    key: field
    for field, keys in {
        "title": "title|headline|titre|titulo|titel|titolo",
        "byline": "byline|author|authors|by|auteur|autor|autore",
        "publisher": "publisher|site|newspaper|editeur|journal|editore|jornal|testata",
        "published": "published|date|published at|datepublished|publie|fecha|datum|data|publicado|pubblicato",
        "language": "language|lang|inlanguage|langue|idioma|sprache|lingua",
        "url": "url|link|permalink",
        "credit": "source|credit|agency|agence|quelle|fuente|fonte",
    }.items()
    for key in keys.split("|")
}
# A header ends long before this many characters.
_WINDOW = 100_000
_LONGEST_TITLE = 300
_LONGEST_BYLINE = 120
_KEY_LINE = re.compile(r"([^\W\d_][\w -]{0,24}?)\s*:(?:\s+(.*))?$")
_BYLINE = re.compile(
    r"(?:(?:posted |written |text |texte )?by|par|por|von|di|text|texte|texto|testo)\b\s*:?\s+(\S.*)$", re.IGNORECASE
)
_AGENCY = re.compile(r"\b(?:AFP|Reuters|AP|Associated Press|dpa|EFE|ANSA|Adnkronos|Lusa|Agência Brasil)\b")
_DESK = re.compile(
    r"\b(?:staff|desk|newsroom|r[ée]daction|redacci[óo]n|redaktion|redazione|reda[çc][ãa]o|reuters|afp|dpa|efe|ansa|lusa)"
    r"\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?…:;][\"'”’»]?$")
_CREDIT = re.compile(r"(?:sources?|cr[ée]dits?|quellen?|fuentes?|font[ei]s?)\s*:\s*(\S.{0,79})$", re.IGNORECASE)
_AGENCY_DATELINE = re.compile(r"^[^\W\d_][\w .,'’-]{1,40} \(([^\W\d_]{2,12})\) ?[-–—]")
_DATELINE = re.compile(r"^[^\W\d_][\w .,'’-]{1,40} \(([^)]{6,24})\) ?[-–—]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What a header tells; `body` is the offset at which the text after it begins, `date` the date as printed."""

    title: str = ""
    byline: str = ""
    publisher: str = ""
    published: str = ""
    date: str = ""
    language: str = ""
    url: str = ""
    credit: str = ""
    body: int = 0


def parse(text: str, told: Mapping[str, str] | None = None) -> Header:
    r"""Read the header of a text; `told` holds fields known from elsewhere, which the text does not overrule.

    >>> head = parse("A title\n\nPar: Ada Martin | 18 juillet 2025\nThe body.\n")
    >>> head.title, head.byline, head.published, head.body
    ('A title', 'Ada Martin', '2025-07-18', 43)
    """
    lines = list(_lines(text[:_WINDOW]))
    fields, at = _fields(lines)
    fields |= {key: value for key, value in (told or {}).items() if value}
    at = _after_title(lines, _skip_blank(lines, at), fields)
    at = _after_bylines(lines, at, fields) if fields.get("title") else at
    at = _skip_blank(lines, at)
    fields.setdefault("credit", _credit(text, lines[at:], fields.get("byline", "")))
    printed = fields.get("published", "")
    if at < len(lines) and not printed and (dateline := _DATELINE.match(lines[at][1])):
        printed = dateline[1]
    body = lines[at][0] if at < len(lines) else len(text[:_WINDOW])
    return Header(**(fields | {"published": iso_date(printed), "date": printed}), body=body)


def article_of(text: str, path: str, told: Mapping[str, str]) -> tuple[Article, Header]:
    """Make the article of a text, and the header that it was made from."""
    head = parse(text, told)
    article = Article(
        text=text,
        name=Path(path).stem or "stdin",
        source=path,
        title=head.title,
        byline=head.byline,
        publisher=head.publisher,
        published=head.published,
        language=head.language,
        url=web_address(head.url),
        credit=head.credit,
        body=head.body,
    )
    return article, head


def web_address(url: str) -> str:
    """Give an http or https address back, "" for anything else: a page will make a link of it.

    >>> web_address("https://example.org/a"), web_address("javascript:alert(1)"), web_address("http://[")
    ('https://example.org/a', '', '')
    """
    try:
        well_formed = re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", url, re.IGNORECASE) and canonical_url(url)
    except ValueError:
        return ""
    return url if well_formed else ""


def _lines(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.split("\n"):
        yield start, line.strip("\ufeff \t\u00a0")
        start += len(line) + 1


def _skip_blank(lines: list[tuple[int, str]], at: int) -> int:
    while at < len(lines) and not lines[at][1]:
        at += 1
    return at


def _fields(lines: list[tuple[int, str]]) -> tuple[dict[str, str], int]:
    """Read `Key: value` lines: a header if fenced by ``---``, or if `Title`, `Language` or two known keys are there."""
    start = _skip_blank(lines, 0)
    fenced = start < len(lines) and lines[start][1] == "---"
    at = start + fenced
    end = next((here for here in range(at, len(lines)) if lines[here][1] == ("---" if fenced else "")), len(lines))
    if fenced and end == len(lines):
        return {}, start
    fields: dict[str, str] = {}
    for _, line in lines[at:end]:
        found = _KEY_LINE.match(line)
        if not (fenced or found or (fields and line.startswith("- "))):
            return {}, start
        if found and (field := FIELDS.get(fold(found[1]))) and (value := _unquoted(found[2] or "")):
            fields.setdefault(field, value)
    if fenced:
        return fields, end + 1
    # "Language: how AI changes dubbing" is a title.
    told = "title" in fields or " " not in fields.get("language", " ")
    return (fields, end) if told or len(fields) > 1 else ({}, start)


def _unquoted(value: str) -> str:
    value = value.strip()
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value


def _after_title(lines: list[tuple[int, str]], at: int, fields: dict[str, str]) -> int:
    """Take the first line as the title, or pass over it when it repeats the title that is told."""
    if at >= len(lines) or len(lines[at][1]) > _LONGEST_TITLE:
        return at
    title = re.sub(r"^#{1,6}\s+|\s+#+$", "", lines[at][1])
    if fields.get("title"):
        return at + 1 if fold(title) == fold(fields["title"]) else at
    after = at + 1
    if after < len(lines) and re.fullmatch(r"=+|-+", lines[after][1]):
        after += 1
    if _skip_blank(lines, after) >= len(lines):
        return at  # one line alone is a body
    fields["title"] = title
    return after


def _after_bylines(lines: list[tuple[int, str]], at: int, fields: dict[str, str]) -> int:
    """Pass over a byline and a date line, in either order, below the title."""
    told = fold(fields.get("byline", ""))
    name = ""
    for _ in range(2):
        here = _skip_blank(lines, at)
        if here >= len(lines) or len(lines[here][1]) > _LONGEST_BYLINE:
            break
        line = lines[here][1].strip("*_")
        alone = here + 1 >= len(lines) or not lines[here + 1][1]
        first, *rest = (part.strip() for part in re.split(r"\s[|·•]\s", line))
        if not name and told and fold(first).endswith(told):
            name = fields["byline"]
        elif not name and (name := _byline(first, alone)):
            fields.setdefault("byline", name)
        elif iso_date(line) and len(line) <= 60 and not _SENTENCE_END.search(line):
            rest.insert(0, first)
        else:
            break
        if printed := next(filter(iso_date, rest), ""):
            fields.setdefault("published", printed)
        at = here + 1
    return at


def _byline(line: str, alone: bool) -> str:
    """Give the names in a byline, or "" for any other line. Without "By" it must be a short paragraph of names."""
    if _SENTENCE_END.search(line):
        return ""
    if found := _BYLINE.match(line):
        return found[1]
    if not alone or len(line) > 60 or iso_date(line):
        return ""
    words = re.findall(r"[^\W\d_]{4,}", re.split(r",| [-–—] ", line)[0])
    names = bool(words) and all(word[0].isupper() for word in words) and 2 <= len(line.split()) <= 6
    return line if names or _DESK.search(line) else ""


def _credit(text: str, body: list[tuple[int, str]], byline: str) -> str:
    """Find whom the article credits: a last line ``Source: Reuters``, or an agency in the dateline or byline."""
    last = text[body[0][0] :].rstrip().rpartition("\n")[2] if body else ""
    if found := _CREDIT.match(last.strip("*_() ")):
        return found[1].rstrip(".")
    if body and (found := _AGENCY_DATELINE.match(body[0][1])):
        return found[1]
    return found[0] if (found := _AGENCY.search(byline)) else ""
