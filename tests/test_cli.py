"""The commands as a user types them: each in a process of its own, data on stdout, the rest on stderr."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from laborgraph.cli import cli
from laborgraph.dataset import Dataset

FRENCH = """Le studio Lumora et l'IA

Par Ana Verdi

Netflix a utilisé l'IA générative dans la série « Les Brumes de verre », a déclaré Odile Morel. La scène a été \
réalisée 10 fois plus rapidement. Les syndicats craignent que l'IA ne remplace les scénaristes.
"""
ENGLISH = """Guild calls a strike

By Joe Sample

SAG-AFTRA went on strike against Netflix. SAG-AFTRA represents actors. "Netflix will not replace actors with AI," \
said Rex Stonefield, a spokesman for Netflix.
"""


def lg(
    *arguments: str | Path, data: Path | None = None, stdin: str = "", cwd: Path | None = None
) -> tuple[int, str, str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("LABORGRAPH", "NEO4J"))}
    if data:
        environment["LABORGRAPH_DATA"] = str(data)
    command = [sys.executable, "-m", "laborgraph", *map(str, arguments)]
    done = subprocess.run(command, input=stdin, capture_output=True, text=True, env=environment, cwd=cwd, timeout=120)
    return done.returncode, done.stdout, done.stderr


def rows(*arguments: str | Path, data: Path) -> list[dict[str, object]]:
    code, out, err = lg(*arguments, "--format", "json", data=data)
    assert code == 0, err
    found = json.loads(out)
    assert isinstance(found, list)
    return found


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("articles")
    (folder / "brumes.txt").write_text(FRENCH, encoding="utf-8")
    (folder / "strike.txt").write_text(ENGLISH, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def data(articles: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built") / "data"
    code, out, err = lg("build", articles, data=folder)
    assert code == 0, err
    assert out == ""
    assert "2 added" in err
    return folder


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_each_command_shows_an_example(name: str) -> None:
    code, out, _ = lg(name, "--help")
    assert code == 0
    assert f"Example:  laborgraph {name}" in out


def test_the_program_has_its_own_name() -> None:
    assert lg("--help")[1].startswith("Usage: laborgraph [OPTIONS] COMMAND")


def test_a_choice_that_leaves_nothing_is_told(data: Path, tmp_path: Path) -> None:
    for choice in (["--type", "Tool"], ["--since", "2090"]):
        code, _, err = lg("view", *choice, "-o", tmp_path / "page.html", data=data)
        assert code == 2
        assert "nothing to show" in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("host", "why"), [("127.0.0.1:9", ["connection refused"]), ("nowhere.invalid", ["no host of", "known"])]
)
def test_a_server_that_is_not_there_is_told_in_one_line(data: Path, host: str, why: list[str]) -> None:
    for command in (["push", f"http://{host}/ds"], ["sync", "--neo4j", f"bolt://{host}"]):
        code, out, err = lg(*command, data=data)
        assert (code, out) == (1, "")
        assert any(words in err for words in why)
        assert err.count("\n") == 1


def test_a_mistyped_command_or_option_exits_2() -> None:
    code, out, err = lg("biuld")
    assert (code, out) == (2, "")
    assert "build" in err
    assert lg("build")[0] == 2
    assert lg("export", "--format", "turtel", "-o", "-", data=Path("absent"))[0] == 2


def test_reading_commands_do_not_make_a_dataset(tmp_path: Path) -> None:
    for command in (["status"], ["sparql", "ASK {}"], ["cypher", "RETURN 1"], ["view"], ["validate"], ["remove", "x"]):
        code, _, err = lg(*command, data=tmp_path / "none")
        assert code == 2, command
        assert "build" in err
        assert not (tmp_path / "none").exists()


def test_a_folder_without_a_dataset_is_told(tmp_path: Path) -> None:
    code, out, err = lg("status", data=tmp_path)
    assert (code, out) == (2, "")
    assert "no dataset" in err
    assert list(tmp_path.iterdir()) == []


def test_extract_prints_grounded_records_and_stores_nothing(articles: Path, tmp_path: Path) -> None:
    code, out, err = lg("extract", articles / "brumes.txt", cwd=tmp_path)
    assert code == 0, err
    (record,) = map(json.loads, out.splitlines())
    assert record["id"] == "brumes"
    ids = {entity["id"] for entity in record["entities"]}
    assert record["claims"]
    for claim in record["claims"]:
        assert FRENCH[claim["start"] : claim["end"]] == claim["quote"]
        assert {claim["subject"], claim["object"]} <= ids
    assert list(tmp_path.iterdir()) == []


def test_extract_explains(articles: Path) -> None:
    code, out, _ = lg("extract", "--all", "--explain", articles)
    assert code == 0
    claims = [claim for line in out.splitlines() for claim in json.loads(line)["claims"]]
    assert all(claim["why"]["rule"] for claim in claims)
    assert all(claim["why"]["reason"] for claim in claims if claim.get("accepted") is False)


def test_build_skips_what_is_unchanged_and_replaces_what_changed(articles: Path, tmp_path: Path) -> None:
    folder, source = tmp_path / "data", tmp_path / "strike.txt"
    source.write_text(ENGLISH, encoding="utf-8")
    assert "1 added" in lg("build", source, data=folder)[2]
    assert "1 unchanged" in lg("build", source, data=folder)[2]
    source.write_text(ENGLISH.replace("Netflix", "Ubisoft"), encoding="utf-8")
    assert "1 replaced" in lg("build", source, data=folder)[2]
    names = {row["n"] for row in rows("sparql", "SELECT ?n WHERE { ?e a lg:Studio ; lg:name ?n }", data=folder)}
    assert names == {"Ubisoft"}


def test_files_of_one_name_in_two_folders_are_two_articles(tmp_path: Path) -> None:
    for name, studio in (("p", "Netflix"), ("q", "Ubisoft")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "story.txt").write_text(ENGLISH.replace("Netflix", studio), encoding="utf-8")
        assert "1 added" in lg("build", "story.txt", data=tmp_path / "data", cwd=tmp_path / name)[2]
    assert len(rows("status", "--articles", data=tmp_path / "data")) == 2


def test_a_file_name_need_not_be_text(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    with open(os.fsencode(folder) + b"/bad\xff.txt", "w", encoding="utf-8") as out:
        out.write(ENGLISH)
    assert "1 added" in lg("build", folder, data=tmp_path / "data")[2]
    assert "1 unchanged" in lg("build", folder, data=tmp_path / "data")[2]


def test_status_counts(data: Path) -> None:
    found = {(row["group"], row["name"]): row["count"] for row in rows("status", data=data)}
    assert found["total", "articles"] == 2
    assert found["languages", "fr"] == found["languages", "en"] == 1
    assert int(str(found["types", "Studio"])) >= 1
    assert found["issues", "error"] == found["issues", "warning"] == 0
    assert found["sync", "any Neo4j"] == "not yet synced"
    listed = rows("status", "--articles", data=data)
    assert {row["title"] for row in listed} == {"Le studio Lumora et l'IA", "Guild calls a strike"}


def test_cypher_and_sparql_give_the_same_answer(data: Path) -> None:
    cypher = (
        "MATCH (s:Studio)-[u:USES]->(t:Tool) MATCH (c:Claim {fid: u.fid}) RETURN s.name AS s, c.quote AS q ORDER BY q"
    )
    sparql = (
        "SELECT ?s ?q { ?c lg:predicate lg:uses ; lg:subject/lg:name ?s ; lg:quote ?q . ?c lg:subject/a lg:Studio } "
        "ORDER BY STR(?q)"
    )
    assert rows("cypher", cypher, data=data) == rows("sparql", sparql.replace("/a ", "/rdf:type "), data=data) != []


def test_what_is_feared_is_found_and_is_not_told_as_fact(data: Path) -> None:
    feared = rows("cypher", "MATCH (:Tool)-[f:REPLACES]->(r:Role) RETURN r.name AS role, f.asserted AS so", data=data)
    assert {"role": "screenwriters", "so": False} in feared
    assert rows("sparql", "SELECT ?r { ?t lg:replaces ?r }", data=data) == []


def test_queries_come_from_files_stdin_and_parameters(data: Path, tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_text("SELECT ?n { ?s a lg:Union ; lg:name ?n ; lg:isGeneric false }")
    assert rows("sparql", f"@{tmp_path / 'q.rq'}", data=data) == [{"n": "SAG-AFTRA"}]
    query = "MATCH (s {name: $name}) RETURN count(s) AS n"
    code, out, _ = lg("cypher", "-", "--param", "name=Netflix", "--format", "csv", data=data, stdin=query)
    assert (code, out.splitlines()) == (0, ["n", "1"])
    code, _, err = lg("cypher", query, "--param", "name", data=data)
    assert code == 2
    assert "NAME=VALUE" in err


@pytest.mark.parametrize("query", ["CREATE (:Thing)", "MATCH (n) DETACH DELETE n", "MATCH (n) SET n.x = 1"])
def test_cypher_does_not_write(data: Path, query: str) -> None:
    code, out, err = lg("cypher", query, data=data)
    assert (code, out) == (2, "")
    assert "read" in err


def test_bad_queries_say_where(data: Path) -> None:
    for command, query in (("cypher", "MATCH (n RETURN n"), ("sparql", "SELECT ?x WHERE { ?x a lg:Union")):
        code, out, err = lg(command, query, data=data)
        assert (code, out) == (2, "")
        assert "^" in err or "line" in err


def test_every_format_is_exported(data: Path, tmp_path: Path) -> None:
    from laborgraph.exports import FORMATS

    for name in FORMATS:
        first, second = tmp_path / f"1.{name}", tmp_path / f"2.{name}"
        assert lg("export", "--format", name, "-o", first, data=data)[0] == 0
        assert lg("export", "--format", name, "-o", second, data=data)[0] == 0
        assert first.read_bytes() == second.read_bytes() != b""
    code, out, _ = lg("export", "--format", "csv", "-o", "-", data=data)
    assert code == 0
    assert next(csv.DictReader(io.StringIO(out)))["quote"]


def test_the_dataset_of_the_rules_is_valid(data: Path) -> None:
    code, out, err = lg("validate", data=data)
    assert code == 0, out
    assert "keeps every rule" in err


def test_view_writes_a_page_and_names_the_nearest(data: Path, tmp_path: Path) -> None:
    code, _, err = lg("view", "netflix", "-o", tmp_path / "page.html", data=data)
    assert code == 0, err
    assert 'id="evidence"' in (tmp_path / "page.html").read_text(encoding="utf-8")
    code, _, err = lg("view", "Netflicks", "-o", tmp_path / "none.html", data=data)
    assert code == 2
    assert "Netflix" in err
    assert not (tmp_path / "none.html").exists()


def test_ontology_prints_turtle(tmp_path: Path) -> None:
    import rdflib

    code, out, _ = lg("ontology")
    assert code == 0
    assert len(rdflib.Graph().parse(data=out, format="turtle")) > 100
    assert json.loads(lg("ontology", "context")[1])["@context"]


def test_remove_takes_out_the_article_and_what_only_it_supports(articles: Path, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    lg("build", articles, data=folder)
    assert lg("remove", "Guild calls a strike", data=folder)[0] == 0
    assert rows("sparql", "SELECT ?x { ?x lg:predicate lg:strikesAgainst }", data=folder) == []
    code, _, err = lg("remove", "No such article", data=folder)
    assert code == 2
    assert "No such article" in err
    assert len(rows("status", "--articles", data=folder)) == 1


def test_bad_sources_are_told_and_the_rest_is_done(tmp_path: Path) -> None:
    sources, folder = tmp_path / "in", tmp_path / "data"
    sources.mkdir()
    (sources / "empty.txt").write_text("")
    (sources / "binary.txt").write_bytes(b"\x00\x01\x02")
    (sources / "good.txt").write_text(ENGLISH)
    code, _, err = lg("build", sources, data=folder)
    assert code == 0
    assert "1 added" in err
    assert "empty.txt" in err
    assert "binary.txt" in err
    assert lg("build", "--strict", sources, data=folder)[0] == 1
    issues = {row["name"]: row["count"] for row in rows("status", data=folder) if row["group"] == "issues"}
    assert issues == {"error": 2, "warning": 0}
    code, _, err = lg("build", "https://example.org/story", data=folder)
    assert code == 2
    assert "address" in err or "URL" in err


def test_a_killed_build_is_finished_by_the_next(tmp_path: Path) -> None:
    sources = tmp_path / "in"
    sources.mkdir()
    for number in range(40):
        text = (
            ENGLISH.replace("Rex Stonefield", f"Rex {chr(65 + number % 26)}tonefield") + f"\nStory number {number}.\n"
        )
        (sources / f"{number:02}.txt").write_text(text)
    whole = tmp_path / "whole"
    assert lg("build", sources, data=whole)[0] == 0
    with Dataset.open(whole, read_only=True) as dataset:
        expected = dataset.digest()
    killed = tmp_path / "killed"
    command = [sys.executable, "-m", "laborgraph", "--data", str(killed), "build", str(sources)]
    for moment in (0.0, 0.15, 0.4):
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        while process.poll() is None and not (killed / "store" / "CURRENT").exists():
            time.sleep(0.01)
        time.sleep(moment)
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert lg("build", sources, data=killed)[0] == 0
    with Dataset.open(killed, read_only=True) as dataset:
        assert dataset.digest() == expected


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a small disk to fill")
def test_a_full_disk_leaves_nothing_half_written(articles: Path, data: Path, tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(small)], capture_output=True)
    if mounted.returncode:
        pytest.skip(f"mount is refused here: {mounted.stderr.decode().strip()}")
    try:
        for command in (["export", "--format", "nquads", "-o", small / "x.nq"], ["view", "-o", small / "x.html"]):
            (small / "filler").write_bytes(b"x" * 60_000)
            code, out, err = lg(*command, data=data)
            assert (code, out) == (1, "")
            assert "No space left" in err or "full" in err
            assert [path.name for path in small.iterdir()] == ["filler"]
        code, _, err = lg("build", articles, data=small / "data")
        assert code == 1
        assert "full" in err or "No space left" in err
    finally:
        subprocess.run(["umount", str(small)], check=True)
