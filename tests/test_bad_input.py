"""Hostile or broken input becomes an issue, and the rest of the run is done."""

from __future__ import annotations

import io
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from laborgraph.errors import MissingExtra
from laborgraph.loaders.decoding import LIMIT
from laborgraph.loaders.extract import extract
from laborgraph.loaders.readers import read
from laborgraph.model import Article, Issue

GOOD = "A title\n\nThe studio has used generative AI for a scene, and the artists are worried about it.\n"
MEGABYTE = 1_000_000


def read_all(*sources: object, stdin: bytes = b"") -> tuple[list[Article], list[Issue]]:
    issues: list[Issue] = []
    return list(read(map(str, sources), issues.append, stdin=io.BytesIO(stdin))), issues


@contextmanager
def as_ordinary_user() -> Iterator[None]:
    """Put root's privileges aside, because root reads what nobody may read."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.parametrize(
    ("name", "content", "code", "where"),
    [
        ("bad.txt", b"", "empty", ""),
        ("bad.txt", b"\xef\xbb\xbf \n\t\n", "empty", ""),
        ("bad.md", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "not-text", "byte 8"),
        ("bad.txt", "Un titre\n\nL'été".encode("latin-1"), "not-utf-8", "byte 12"),
        ("bad.txt", "A title".encode("utf-16"), "not-utf-8", "byte 0"),
        ("bad.txt", b"a" * (50 * MEGABYTE), "too-large", ""),
        ("bad.html", b"<p>" + b"a" * (50 * MEGABYTE), "too-large", ""),
        ("bad.html", b"", "empty", ""),
        ("bad.html", b"<html><head><script>alert(1)</script></head></html>", "empty", ""),
        ("bad.html", b"<div>" * 100_000, "empty", ""),
        ("bad.html", bytes(range(256)) * 40, "empty", ""),
    ],
)
def test_unusable_file_is_one_issue_and_the_next_is_read(
    tmp_path: Path, name: str, content: bytes, code: str, where: str
) -> None:
    (tmp_path / name).write_bytes(content)
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    articles, (issue,) = read_all(tmp_path)
    assert [article.name for article in articles] == ["good"]
    assert (issue.code, issue.where, issue.severity) == (code, where, "error")
    assert issue.source == str(tmp_path / name)
    assert issue.message


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"{broken", "bad-json"),
        (b"[1, 2]", "bad-json"),
        (b"null", "bad-json"),
        (b"[" * 100_000, "bad-json"),
        (b'{"text": "' + b"9" * 5000, "bad-json"),
        (b'{"text": ' + b"9" * 5000 + b"}", "bad-json"),
        (b'{"title": "no text at all"}', "empty"),
        (b'{"text": {"a": ["b"]}}', "empty"),
        (b'{"text": 42}', "empty"),
        (b'{"text": "caf\xe9"}', "not-utf-8"),
        (b'{"text": "a\\u0000b"}', "not-text"),
        (b'{"text": "a\\ud800b"}', "not-text"),
        (b'{"text": "' + b"a" * (50 * MEGABYTE) + b'"}', "too-large"),
    ],
)
def test_bad_line_of_json_lines_is_one_issue_and_the_rest_is_read(tmp_path: Path, line: bytes, code: str) -> None:
    good = b'{"title": "A title", "language": "en", "body": "The artists are worried."}'
    (tmp_path / "dump.jsonl").write_bytes(b"\n".join([good, line, good]))
    articles, (issue,) = read_all(tmp_path)
    assert [article.name for article in articles] == ["dump-1", "dump-3"]
    assert (issue.code, issue.where, issue.source) == (code, "line 2", str(tmp_path / "dump.jsonl"))


def test_largest_line_is_still_read() -> None:
    line = b'{"language": "en", "text": "' + b"a " * 9 * MEGABYTE + b'"}\n'
    assert len(line) < LIMIT
    (article,), issues = read_all("-", stdin=line)
    assert issues == []
    assert len(article.text) == 18 * MEGABYTE


def test_folder_and_file_that_may_not_be_read() -> None:
    folder = Path(tempfile.mkdtemp())
    try:
        folder.chmod(0o755)
        for name in ("closed/a.txt", "secret.txt", "zz.txt"):
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(f"Language: en\nTitle: x\n\n{GOOD}", encoding="utf-8")
        (folder / "closed").chmod(0)
        (folder / "secret.txt").chmod(0)
        with as_ordinary_user():
            articles, issues = read_all(folder)
        assert [article.name for article in articles] == ["zz"]
        assert {(issue.code, issue.source) for issue in issues} == {
            ("not-readable", str(folder / "closed")),
            ("not-readable", str(folder / "secret.txt")),
        }
        assert all("ermission denied" in issue.message for issue in issues)
    finally:
        (folder / "closed").chmod(0o755)
        shutil.rmtree(folder)


def test_pipe_and_dangling_link_do_not_stop_the_run(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    os.symlink("nowhere", tmp_path / "link.txt")
    (tmp_path / "zz.txt").write_text(GOOD, encoding="utf-8")
    articles, issues = read_all(tmp_path, tmp_path / "pipe.txt")
    assert [article.name for article in articles] == ["zz"]
    assert [issue.code for issue in issues] == ["not-readable", "not-readable"]


def test_unknown_suffix_names_the_known_ones(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7")
    articles, (issue,) = read_all(tmp_path / "a.pdf")
    assert articles == []
    assert issue.code == "unknown-format"
    assert ".txt" in issue.message


def test_hostile_title_is_kept_as_it_stands(tmp_path: Path) -> None:
    title = "</script><img src=x onerror=alert(1)> '}) DETACH DELETE n // \" \\ ` $x"
    (tmp_path / "a.txt").write_text(f"{title}\n\n{GOOD}", encoding="utf-8")
    (article,), issues = read_all(tmp_path)
    assert article.title == title
    assert issues == []


def test_scripts_of_a_page_are_no_text(tmp_path: Path) -> None:
    page = (
        "<html lang=en><title>A title</title><script>var a = '<p>Netflix fires all writers.</p>'</script>"
        "<body onload='alert(1)'><style>p{}</style><article><p>The studio has used generative AI for a scene.</p>"
        "<noscript>Netflix</noscript><p>The artists &lt;script&gt; are worried about their work.</p></article></body>"
    )
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    (article,), issues = read_all(tmp_path)
    assert issues == []
    assert "The artists <script> are worried" in article.text
    assert "Netflix" not in article.text


def test_language_that_nobody_knows_is_a_warning_and_is_detected(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"Title: A title\nLanguage: klingon??\n\n{GOOD}", encoding="utf-8")
    (article,), (issue,) = read_all(tmp_path)
    assert article.language == "en"
    assert (issue.code, issue.severity) == ("unknown-language", "warning")


def test_language_without_rules_is_named_and_the_article_goes_on(tmp_path: Path) -> None:
    text = "スタジオは人工知能を使った\n\n俳優たちは、Netflixが自分たちの仕事を奪うのではないかと心配しています。\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    (article,), issues = read_all(tmp_path)
    assert issues == []
    assert article.language == "ja"
    result = extract(article, issues.append)
    assert ("no-rules", "warning") in {(issue.code, issue.severity) for issue in issues}
    assert result.article is article


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("Date: yesterday", "unknown-date"),
        ("URL: javascript:alert(1)", "unknown-address"),
        ("URL: http://[", "unknown-address"),
    ],
)
def test_header_value_that_means_nothing_is_left_out(tmp_path: Path, header: str, code: str) -> None:
    (tmp_path / "a.txt").write_text(f"Title: A title\n{header}\n\n{GOOD}", encoding="utf-8")
    (article,), (issue,) = read_all(tmp_path)
    assert (article.published, article.url) == ("", "")
    assert (issue.code, issue.severity) == (code, "warning")


def test_html_without_its_reader_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.html").write_text("<p>text</p>", encoding="utf-8")
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    with pytest.raises(MissingExtra, match=r"laborgraph\[html\]"):
        read([str(tmp_path)], print)


def test_without_the_detector_it_is_said_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("Language: en\n\n" + GOOD, encoding="utf-8")
    monkeypatch.setitem(sys.modules, "py3langid", None)
    (article,), issues = read_all(tmp_path)
    assert (article.language, issues) == ("en", [])
    (tmp_path / "b.txt").write_text(GOOD, encoding="utf-8")
    with pytest.raises(MissingExtra, match=r"laborgraph\[nlp\]"):
        read_all(tmp_path)
