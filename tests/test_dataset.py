"""The dataset: adding, replacing, removing; the same bytes in whatever order and after whatever interruption."""

import dataclasses
import itertools
import shutil
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from laborgraph.dataset import Dataset
from laborgraph.errors import StoreError, UnknownName
from laborgraph.model import Extraction
from laborgraph.ontology.terms import ID

Extractions = tuple[Extraction, ...]


def built(extractions: Extractions | list[Extraction]) -> str:
    with Dataset.open() as dataset:
        for extraction in extractions:
            dataset.add(extraction)
        return dataset.digest()


def changed(extraction: Extraction) -> Extraction:
    """The same article with its first claim gone and its title written anew."""
    return dataclasses.replace(
        extraction,
        article=dataclasses.replace(extraction.article, title="Another title"),
        claims=extraction.claims[1:],
        entities=extraction.entities[:-1] if not extraction.claims[1:] else extraction.entities,
    )


def test_order_of_adding_leaves_no_trace(sample_extractions: Extractions) -> None:
    assert len({built(order) for order in itertools.permutations(sample_extractions)}) == 1


STEPS = st.lists(st.tuples(st.sampled_from(["add", "change", "remove", "derive"]), st.integers(0, 3)), max_size=12)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(steps=STEPS)
def test_any_history_ends_in_the_bytes_of_a_fresh_build(
    sample_extractions: Extractions, steps: list[tuple[str, int]]
) -> None:
    held: dict[int, Extraction] = {}
    with Dataset.open() as dataset:
        for step, number in steps:
            extraction = sample_extractions[number]
            if step == "derive":
                dataset.derive()
            elif step == "remove":
                assert dataset.remove(extraction.article.id) is (held.pop(number, None) is not None)
            else:
                wanted = changed(extraction) if step == "change" else extraction
                before = held.get(number)
                outcome = "added" if before is None else "unchanged" if before == wanted else "replaced"
                assert dataset.add(wanted) == outcome
                held[number] = wanted
        assert dataset.digest() == built(list(held.values()))


def test_on_disk_as_in_memory(tmp_path: Path, sample_extractions: Extractions) -> None:
    with Dataset.open(tmp_path / "new" / "data") as dataset:
        for extraction in sample_extractions:
            assert dataset.add(extraction) == "added"
        dataset.derive()
        revision = dataset.revision
    with Dataset.open(tmp_path / "new" / "data", read_only=True) as dataset:
        assert dataset.digest() == built(sample_extractions)
        assert dataset.revision == revision
        with pytest.raises(StoreError, match="reading only"):
            dataset.remove(sample_extractions[0].article.id)


def test_lines_are_sorted_and_end(sample_dataset: Dataset) -> None:
    lines = list(sample_dataset.quads())
    assert lines == sorted(set(lines))
    assert all(line.endswith(b" .\n") for line in lines)
    assert sorted(sample_dataset.quads(by_graph=True)) == lines


def test_no_statement_stands_in_two_graphs(sample_dataset: Dataset) -> None:
    rows = sample_dataset.select(
        "SELECT ?s { GRAPH ?g { ?s ?p ?o } GRAPH ?h { ?s ?p ?o } FILTER(STR(?g) < STR(?h)) }"
    ).rows
    assert rows == []


def test_nobody_sees_a_mark(sample_extractions: Extractions) -> None:
    with Dataset.open() as dataset:
        dataset.add(sample_extractions[0])
        assert dataset.select("ASK { GRAPH id:graph-pending { ?s ?p ?o } }").rows == [(False,)]
        dataset.add(sample_extractions[1])
        assert b"graph-pending" not in b"".join(dataset.quads())


def test_revision_tells_claims_apart(sample_dataset: Dataset, sample_extractions: Extractions) -> None:
    before = sample_dataset.revision
    assert sample_dataset.add(sample_extractions[0]) == "unchanged"
    assert sample_dataset.revision == before
    sample_dataset.add(changed(sample_extractions[0]))
    assert sample_dataset.revision != before
    sample_dataset.add(sample_extractions[0])
    assert sample_dataset.revision == before


def test_articles_are_listed_and_found(sample_dataset: Dataset, sample_extractions: Extractions) -> None:
    listed = {article.id: article for article in sample_dataset.articles()}
    assert list(listed) == sorted(e.article.id for e in sample_extractions)
    wired, odd = (e.article for e in sample_extractions[2:])
    assert (listed[wired.id].published, listed[wired.id].claims) == ("2025-09", 3)
    assert listed[odd.id].title == odd.title
    for name in (wired.id, ID + wired.id, "HTTPS://post.example:443/deal#top", "Deal at dawn"):
        assert sample_dataset.find_article(name) == wired.id
    for name in ("Deal at down", "", "http://[broken", "a> <b"):
        with pytest.raises(UnknownName):
            sample_dataset.find_article(name)
    assert not sample_dataset.remove("nothing of the kind")


def test_holds_compares_what_was_read(sample_dataset: Dataset, sample_extractions: Extractions) -> None:
    for extraction in sample_extractions:
        article = extraction.article
        assert sample_dataset.holds(article)
        assert sample_dataset.holds(dataclasses.replace(article, name="moved", language=""))
        assert not sample_dataset.holds(dataclasses.replace(article, publisher="Another"))
        assert not sample_dataset.holds(dataclasses.replace(article, published="2020"))
        assert not sample_dataset.holds(dataclasses.replace(article, text=article.text + "More.", url=article.url))


def test_status_counts(sample_dataset: Dataset) -> None:
    status = sample_dataset.status()
    assert {name: status[name] for name in ("articles", "claims", "facts", "asserted", "contested", "entities")} == {
        "articles": 4, "claims": 14, "facts": 10, "asserted": 7, "contested": 1, "entities": 13,
    }  # fmt: skip
    assert status["languages"] == {"en": 3, "fr": 1}
    assert status["predicates"]["tests"] == 1
    assert sum(status["types"].values()) == 13


def test_rdflib_reads_the_same(sample_dataset: Dataset) -> None:
    copy = sample_dataset.to_rdflib()
    lines = sorted(line for line in copy.serialize(format="nquads").splitlines() if line)
    assert len(lines) == len(list(sample_dataset.quads()))


# -- refusals


def test_one_writes_or_several_read(tmp_path: Path, sample_extractions: Extractions) -> None:
    with Dataset.open(tmp_path) as dataset:
        dataset.add(sample_extractions[0])
        for read_only in (True, False):
            with pytest.raises(StoreError, match="in use"):
                Dataset.open(tmp_path, read_only=read_only)
    with Dataset.open(tmp_path, read_only=True) as one, Dataset.open(tmp_path, read_only=True) as other:
        assert one.digest() == other.digest()
        with pytest.raises(StoreError, match="in use"):
            Dataset.open(tmp_path)
    Dataset.open(tmp_path).close()


def test_what_is_no_dataset_is_refused_and_left_alone(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no dataset at"):
        Dataset.open(tmp_path / "nothing", read_only=True)
    assert not (tmp_path / "nothing").exists()
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "thesis.txt").write_text("mine")
    for read_only in (True, False):
        with pytest.raises(StoreError, match=r"holds 'thesis\.txt'"):
            Dataset.open(tmp_path, read_only=read_only)
    file = tmp_path / "file"
    file.write_text("mine")
    with pytest.raises(StoreError, match="cannot be used as a dataset"):
        Dataset.open(file)
    assert file.read_text() == "mine"


NOBODY = """
import os, sys
from pathlib import Path
from laborgraph.dataset import Dataset
from laborgraph.errors import StoreError

if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
folder = Path(sys.argv[1])
with Dataset.open(folder, read_only=True) as dataset:
    print(dataset.status()["claims"])
for path in (folder, folder / "new"):
    try:
        Dataset.open(path)
    except StoreError as error:
        print(error)
"""


def test_without_permission_to_write_one_may_still_read(tmp_path: Path, sample_extractions: Extractions) -> None:
    folder = Path(tempfile.mkdtemp())
    try:
        add_all(folder, sample_extractions)
        for path in (folder, folder / "store"):
            path.chmod(0o555)
        run = subprocess.run([sys.executable, "-c", NOBODY, str(folder)], capture_output=True, text=True, check=False)
        claims, *refusals = run.stdout.splitlines()
        assert claims == "14", run.stderr
        assert [text.split(":")[0] for text in refusals] == [
            f"no permission to use {folder}",
            f"no permission to use {folder / 'new'}",
        ]
    finally:
        for path in (folder, folder / "store"):
            path.chmod(0o755)
        shutil.rmtree(folder)


def test_a_damaged_store_is_told(tmp_path: Path, sample_extractions: Extractions) -> None:
    add_all(tmp_path, sample_extractions)
    for path in (tmp_path / "store").glob("MANIFEST-*"):
        path.write_bytes(b"nothing of the kind")
    with pytest.raises(StoreError, match="is damaged"):
        Dataset.open(tmp_path)


def test_killed_at_any_write_and_run_again_gives_the_same_bytes(tmp_path: Path) -> None:
    script = Path(__file__).with_name("mortal.py")
    run = subprocess.run(
        [sys.executable, str(script), str(Path(__file__).with_name("conftest.py")), str(tmp_path), "5"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    deaths, digests = run.stdout.split()
    assert int(deaths) > 12
    assert int(digests) == 1


def test_a_full_disk_is_told_and_what_is_there_stays_whole(small_disk: Path, sample_extractions: Extractions) -> None:
    folder = small_disk / "data"
    with Dataset.open(folder) as dataset:
        dataset.add(sample_extractions[0])
    filler = small_disk / "filler"
    fill(filler)
    with pytest.raises(StoreError, match="full"):
        add_all(folder, sample_extractions)
    filler.unlink()
    assert add_all(folder, sample_extractions) == built(sample_extractions)


def fill(path: Path) -> None:
    with open(path, "wb", buffering=0) as out, suppress(OSError):
        while out.write(b"\0" * 4096):
            pass


def add_all(folder: Path, extractions: Extractions) -> str:
    with Dataset.open(folder) as dataset:
        for extraction in extractions:
            dataset.add(extraction)
        return dataset.digest()
