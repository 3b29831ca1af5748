"""What readers make of good input: text kept whole, header found, language settled."""

from __future__ import annotations

import io
import json
import os
import unicodedata
from pathlib import Path

import pytest

from laborgraph.errors import UsageError
from laborgraph.loaders.dates import iso_date
from laborgraph.loaders.header import parse
from laborgraph.loaders.readers import read
from laborgraph.model import Article, Issue

ENGLISH = "The studio has used generative AI for a scene, and the visual effects artists are worried about it.\n"


def read_all(*sources: object, stdin: bytes = b"") -> tuple[list[Article], list[Issue]]:
    issues: list[Issue] = []
    return list(read(map(str, sources), issues.append, stdin=io.BytesIO(stdin))), issues


def read_one(folder: Path, text: str, name: str = "a.txt") -> Article:
    (folder / name).write_bytes(text.encode())
    articles, issues = read_all(folder / name)
    assert issues == []
    return articles[0]


def test_plain_text_header(tmp_path: Path) -> None:
    article = read_one(
        tmp_path, f"A title\n\nBy Ada Martin | July 18, 2025\n\n{ENGLISH}\nSource: Reuters\n", "story.txt"
    )
    assert (article.name, article.title, article.byline) == ("story", "A title", "Ada Martin")
    assert (article.published, article.language, article.credit) == ("2025-07-18", "en", "Reuters")
    assert article.text[article.body :].startswith("The studio")
    assert article.source == str(tmp_path / "story.txt")


@pytest.mark.parametrize(
    ("line", "byline", "credit"),
    [
        ("Par Noémie Garrel", "Noémie Garrel", ""),
        ("Par: Russell Thompson | aujourd'hui, 15:57", "Russell Thompson", ""),
        ("Por Iker Zabaleta", "Iker Zabaleta", ""),
        ("Von Malte Quandt", "Malte Quandt", ""),
        ("BY SEO MIN-AH", "SEO MIN-AH", ""),
        ("Priya Naidoo", "Priya Naidoo", ""),
        ("Gaspard Lemoine, correspondance", "Gaspard Lemoine, correspondance", ""),
        ("Staff report", "Staff report", ""),
        ("La rédaction, avec AFP", "La rédaction, avec AFP", "AFP"),
    ],
)
def test_bylines(line: str, byline: str, credit: str) -> None:
    text = f"A title\n\n{line}\n\n{ENGLISH}"
    head = parse(text)
    assert (head.byline, head.credit, head.published) == (byline, credit, "")
    assert text[head.body :] == ENGLISH


@pytest.mark.parametrize(
    "line", ["Par ailleurs, les acteurs sont inquiets.", "By Monday, all had left the studio.", "The strike goes on"]
)
def test_first_sentence_is_no_byline(line: str) -> None:
    head = parse(f"A title\n\n{line}\n\n{ENGLISH}")
    assert head.byline == ""
    assert head.body == len("A title\n\n")


def test_agency_and_date_of_a_dateline() -> None:
    assert parse("A title\n\nPARIS (AFP) — La grève continue.\n").credit == "AFP"
    assert parse("A title\n\nWASHINGTON (Dec. 3, 2025) - The guild won.\n").published == "2025-12-03"


@pytest.mark.parametrize("fence", ["", "---\n"])
def test_key_value_header(tmp_path: Path, fence: str) -> None:
    header = (
        "Title: AI: the end?\nAuthor: Ada Martin\nPublisher: The Daily\nDate: 18 juillet 2025\nURL: https://example.org/a\n"
        "Language: fr-FR\nSource: AFP\n"
    )
    article = read_one(tmp_path, f"{fence}{header}{fence}\nLes acteurs sont inquiets.\n")
    assert (article.title, article.byline, article.publisher) == ("AI: the end?", "Ada Martin", "The Daily")
    assert (article.published, article.url) == ("2025-07-18", "https://example.org/a")
    assert (article.language, article.credit) == ("fr", "AFP")
    assert article.text[article.body :] == "Les acteurs sont inquiets.\n"


def test_markdown_with_front_matter_and_heading(tmp_path: Path) -> None:
    front = '---\ntitle: "A title"\ntags:\n  - film\n\nlang: en\n---\n\n'
    article = read_one(tmp_path, f"{front}# A title\n\n{ENGLISH}", "a.md")
    assert (article.title, article.language) == ("A title", "en")
    assert article.text[article.body :] == ENGLISH


def test_headline_with_a_colon_is_no_header(tmp_path: Path) -> None:
    article = read_one(tmp_path, f"Language: how AI changes dubbing\n\n{ENGLISH}")
    assert article.title == "Language: how AI changes dubbing"


def test_offsets_count_the_whole_decoded_file(tmp_path: Path) -> None:
    raw = "\ufeffUn titre\r\n\r\nL\u2019e\u0301quipe a utilise\u0301 l'IA.\rEt voilà, les acteurs le savent.\n"
    article = read_one(tmp_path, raw)
    told = (tmp_path / "a.txt").read_text("utf-8")
    assert article.text == unicodedata.normalize("NFC", told)
    assert article.title == "Un titre"
    assert article.text[article.body :].startswith("L\u2019équipe")


def test_shared_articles_are_read_as_the_scorer_reads_them() -> None:
    folder = Path(__file__).parents[2] / "shared" / "eval" / "dev" / "text"
    if not folder.is_dir():
        pytest.skip(f"NOT CHECKED: the evaluation set is absent: {folder}")
    articles, issues = read_all(folder)
    assert issues == []
    assert len(articles) == len(list(folder.glob("*.txt")))
    for article in articles:
        raw = (folder / f"{article.name}.txt").read_text("utf-8").replace("\r\n", "\n")
        assert article.text == unicodedata.normalize("NFC", raw)
        assert article.language == article.name[:2]
        assert raw.startswith(article.title)


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        ("July 18, 2025", "2025-07-18"),
        ("Sept. 9, 2025", "2025-09-09"),
        ("le vendredi 18 juillet 2025 à 9h", "2025-07-18"),
        ("1er août 2024", "2024-08-01"),
        ("18 de julio de 2025", "2025-07-18"),
        ("18. März 2025", "2025-03-18"),
        ("18.03.2025", "2025-03-18"),
        ("Fri, 18 Jul 2025 14:00:00 GMT", "2025-07-18"),
        ("2025-07-18T14:00:00+02:00", "2025-07-18"),
        ("2025-07", "2025-07"),
        ("enero de 2024", "2024-01"),
        ("2023", "2023"),
        ("aujourd'hui, 15:57", ""),
        ("11 mars", ""),
        ("03/04/2025", ""),
        ("30 février 2025", ""),
        ("2025-13-01", ""),
    ],
)
def test_dates(printed: str, iso: str) -> None:
    assert iso_date(printed) == iso


def test_json_lines(tmp_path: Path) -> None:
    records: list[dict[str, object]] = [
        {"text": f"A title\n\n{ENGLISH}", "date": "2025-07-18", "publisher": {"name": "The Daily"}},
        {"id": 7, "title": "Un titre", "authors": [{"name": "Ada"}, {"name": "Bo"}], "body": "Les acteurs sont là."},
    ]
    (tmp_path / "dump.jsonl").write_text("\n\n".join(map(json.dumps, records)), encoding="utf-8")
    (first, second), issues = read_all(tmp_path)
    assert issues == []
    assert (first.name, first.title, first.publisher) == ("dump-1", "A title", "The Daily")
    assert first.text == f"A title\n\n{ENGLISH}"
    assert (second.name, second.byline, second.source) == ("7", "Ada, Bo", f"{tmp_path / 'dump.jsonl'}:3")
    assert second.text == "Un titre\n\nAda, Bo\n\nLes acteurs sont là."
    assert second.text[second.body :] == "Les acteurs sont là."


PAGE = """<!doctype html><html lang="en-GB"><head><title>A title | The Daily</title>
<meta property="og:site_name" content="The Daily"><link rel="canonical" href="https://example.org/a">
<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "A title",
"datePublished": "2025-07-18T10:00:00+02:00", "author": {"@type": "Person", "name": "Ada Martin"}}</script>
</head><body><nav>Menu Sport Weather</nav><article><h1>A title</h1>
<p>The studio has used generative AI for a scene, it said in July 2019 and again this week.</p>
<script>document.write("<p>Netflix fires everybody.</p>")</script>
<p>The visual effects artists are worried about their work, and their union wants to negotiate.</p>
</article><footer>Imprint</footer></body></html>"""


def test_html(tmp_path: Path) -> None:
    article = read_one(tmp_path, PAGE, "a.html")
    assert (article.title, article.byline, article.publisher) == ("A title", "Ada Martin", "The Daily")
    assert (article.published, article.language, article.url) == ("2025-07-18", "en", "https://example.org/a")
    assert article.text.startswith("A title\n\n")
    assert article.text[article.body :].startswith("The studio has used")
    assert "fires" not in article.text
    assert "Menu" not in article.text


def test_html_without_a_date_gets_none(tmp_path: Path) -> None:
    page = PAGE.replace('"datePublished": "2025-07-18T10:00:00+02:00", ', "")
    assert read_one(tmp_path, page, "a.html").published == ""


def test_html_in_its_declared_encoding(tmp_path: Path) -> None:
    page = (
        "<html><head><meta charset='iso-8859-1'></head><body><p>Les comédiens sont inquiets de l'été.</p></body></html>"
    )
    (tmp_path / "a.htm").write_bytes(page.encode("latin-1"))
    (article,), _ = read_all(tmp_path)
    assert "Les comédiens sont inquiets de l'été." in article.text


@pytest.mark.parametrize(
    ("data", "title"),
    [(PAGE.encode(), "A title"), (f"Plain\n\n{ENGLISH}".encode(), "Plain"), (b'{"title": "J", "body": "Text."}', "J")],
)
def test_stdin_tells_its_format(data: bytes, title: str) -> None:
    (article,), issues = read_all("-", "-", stdin=data)
    assert [issue for issue in issues if issue.severity == "error"] == []
    assert article.title == title
    assert article.source == ""


def test_folder_is_read_in_order_and_each_file_once(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "sub/c.txt", ".hidden/d.txt", "photo.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"Title of {name}\n\n{ENGLISH}", encoding="utf-8")
    articles, issues = read_all(tmp_path, tmp_path / "b.txt", str(tmp_path / "*.md"))
    assert [article.name for article in articles] == ["a", "b", "c"]
    assert [(issue.code, issue.severity) for issue in issues] == [("unknown-format", "warning")]
    assert "1 .png" in issues[0].message


def test_links_that_lead_back_up_end(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.txt").write_text(f"A title\n\n{ENGLISH}", encoding="utf-8")
    os.symlink(tmp_path, tmp_path / "sub" / "up")
    os.symlink("loop", tmp_path / "loop")
    articles, _ = read_all(tmp_path)
    assert [article.name for article in articles] == ["a"]


@pytest.mark.parametrize("language", ["fr", "français", "French", "fr-CA"])
def test_told_language_wins(tmp_path: Path, language: str) -> None:
    article = read_one(tmp_path, f"Title: A title\nLanguage: {language}\n\n{ENGLISH}")
    assert article.language == "fr"


@pytest.mark.parametrize("source", ["https://example.org/a", "ftp://example.org/a", "file:///a.txt"])
def test_addresses_are_refused(source: str) -> None:
    with pytest.raises(UsageError, match="addresses are not read"):
        read([source], print)


def test_missing_file_names_the_nearest_before_anything_is_read(tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text(f"A title\n\n{ENGLISH}", encoding="utf-8")
    with pytest.raises(UsageError, match=r"did you mean .*story\.txt"):
        read([str(tmp_path / "story.txt"), str(tmp_path / "stori.txt")], print)
    with pytest.raises(UsageError, match="no file matches"):
        read([str(tmp_path / "*.html")], print)
