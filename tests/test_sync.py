"""A sync that writes only what changed, lets one at a time write, survives being killed, and proves what it did."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import laborgraph_test_field as field
import laborgraph_test_servers as servers
import pytest
from neo4j import Driver, GraphDatabase
from neo4j.exceptions import ClientError, Neo4jError

from laborgraph.dataset import Dataset
from laborgraph.errors import StoreError, UsageError
from laborgraph.lpg import bulk, feed, lease, neo4j, query
from laborgraph.lpg.pull import pull
from laborgraph.lpg.records import Source
from laborgraph.lpg.sync import Progress, sync
from laborgraph.lpg.target import Target
from laborgraph.lpg.verify import verify
from laborgraph.model import Extraction

pytestmark = pytest.mark.neo4j


def last_transaction(driver: Driver) -> Any:
    """Return the number of the last transaction that wrote: the server counts no other."""
    return driver.execute_query("SHOW DATABASE neo4j YIELD lastCommittedTxn").records[0][0]


def content(driver: Driver) -> list[Any]:
    return sorted(map(str, query.run(driver, "MATCH (n) OPTIONAL MATCH (n)-[r]->(m) RETURN n, r, m.iri").rows))


@pytest.fixture
def folder(tmp_path: Path, sample_extractions: tuple[Extraction, ...]) -> Path:
    path = tmp_path / "data"
    with Dataset.open(path) as dataset:
        for extraction in sample_extractions:
            dataset.add(extraction)
        dataset.derive()
    return path


# -- only what changed


def test_nothing_changed_is_not_one_write(sample_dataset: Dataset, either_driver: Driver) -> None:
    assert sync(sample_dataset, either_driver).created
    before, held = last_transaction(either_driver), content(either_driver)
    assert sync(sample_dataset, either_driver).total == 0
    assert sync(sample_dataset, either_driver, repair=True).total == 0
    assert verify(sample_dataset, either_driver).equal
    assert sync(sample_dataset, either_driver, dry_run=True, rebuild=True).total
    assert last_transaction(either_driver) == before
    assert content(either_driver) == held


def test_an_article_that_goes_takes_its_claims_and_recomputes_their_facts(
    sample_dataset: Dataset, either_driver: Driver
) -> None:
    sync(sample_dataset, either_driver)
    uses = "MATCH ()-[u:USES]->() RETURN u.claims"
    assert query.run(either_driver, uses).rows == [(2,)]
    sample_dataset.remove(sample_dataset.find_article("Stonefield answers"))
    sample_dataset.derive()
    done = sync(sample_dataset, either_driver, allow_mass_delete=True)
    assert done.created == 0
    assert query.run(either_driver, uses).rows == [(1,)]
    assert verify(sample_dataset, either_driver).equal
    assert list(pull(either_driver)) == list(sample_dataset.quads())


def test_the_fact_that_another_articles_fact_contradicts_is_brought_up_to_date(neo4j_driver: Driver) -> None:
    told = (("The Players Guild supports VoxTwin.", ((field.PLAYERS, "supports", field.VOXTWIN, {}),)),)
    other = field.extraction(("Voices for it", "The Reel", "2025-06-01", "en", told))
    contradicted = "MATCH ({name: 'Players Guild'})-[r:OPPOSES]->() RETURN size(r.contradicts)"
    with Dataset.open() as dataset:
        for extraction in field.EXTRACTIONS:
            dataset.add(extraction)
        dataset.derive()
        sync(dataset, neo4j_driver)
        assert query.run(neo4j_driver, contradicted).rows == [(None,)]
        dataset.add(other)
        sync(dataset, neo4j_driver)
        assert query.run(neo4j_driver, contradicted).rows == [(1,)]
        assert verify(dataset, neo4j_driver).equal
        dataset.remove(other.article.id)
        sync(dataset, neo4j_driver)
        assert query.run(neo4j_driver, contradicted).rows == [(None,)]
        assert verify(dataset, neo4j_driver).equal


def test_rules_that_change_only_what_is_derived_are_seen(tmp_path: Path, neo4j_driver: Driver) -> None:
    with Dataset.open(tmp_path / "data") as dataset:
        for extraction in field.EXTRACTIONS:
            dataset.add(extraction)
        dataset.derive()
        sync(dataset, neo4j_driver)
        before = dataset.revision
        mine = tmp_path / "data" / "rules" / "entities" / "mine.csv"
        mine.parent.mkdir(parents=True)
        mine.write_text(
            f"id,type,name,kind\n{field.ORBITAL.id},Studio,Orbital of the Isles,streamer\n", encoding="utf-8"
        )
        dataset.remove(field.EXTRACTIONS[0].article.id)
        dataset.derive()
        dataset.add(field.EXTRACTIONS[0])
        dataset.derive()
        assert dataset.revision != before
        sync(dataset, neo4j_driver)
        assert query.run(neo4j_driver, "MATCH (n:Studio {kind: 'streamer'}) RETURN n.name").rows == [
            ("Orbital of the Isles",)
        ]
        assert verify(dataset, neo4j_driver).equal


def test_other_processes_read_a_large_dataset(
    folder: Path, neo4j_driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "MANY", 1)
    with Dataset.open(folder, read_only=True) as dataset:
        source = Source(dataset)
        read = {str(row) for chunk in feed.chunks(source) for _, rows in chunk for row in rows}
        assert read == {str(row) for _, row in source.everything()}
        sync(dataset, neo4j_driver)
        assert verify(dataset, neo4j_driver).equal
        assert list(pull(neo4j_driver)) == list(dataset.quads())
        (folder / "store" / "CURRENT").rename(folder / "kept")  # the reader finds no dataset, this process has it open
        with pytest.raises(StoreError, match="no dataset at"):
            list(feed.chunks(source))
        monkeypatch.setattr(sys, "executable", "/bin/false")
        with pytest.raises(StoreError, match="the process that reads the dataset died"):
            list(feed.chunks(source))


def test_an_article_that_comes_back_is_created_again(
    sample_dataset: Dataset, sample_extractions: tuple[Extraction, ...], neo4j_driver: Driver
) -> None:
    sync(sample_dataset, neo4j_driver)
    before = content(neo4j_driver)
    for extraction in sample_extractions:
        sample_dataset.remove(extraction.article.id)
        sample_dataset.derive()
        assert sync(sample_dataset, neo4j_driver, allow_mass_delete=True).removed
        sample_dataset.add(extraction)
        sample_dataset.derive()
        assert sync(sample_dataset, neo4j_driver).created
        assert content(neo4j_driver) == before


def test_a_database_that_was_emptied_is_filled_again(sample_dataset: Dataset, neo4j_driver: Driver) -> None:
    with Dataset.open() as nothing:
        assert sync(nothing, neo4j_driver).total == 0
    for _ in range(2):
        assert sync(sample_dataset, neo4j_driver).created
        assert list(pull(neo4j_driver)) == list(sample_dataset.quads())
        neo4j_driver.execute_query("MATCH (n:Resource) DETACH DELETE n")


def test_dry_run_tells_and_writes_nothing(sample_dataset: Dataset, neo4j_driver: Driver) -> None:
    planned = sync(sample_dataset, neo4j_driver, dry_run=True)
    assert content(neo4j_driver) == []
    done = sync(sample_dataset, neo4j_driver)
    assert (planned.created, planned.removed) == (done.created, done.removed) == (done.total, 0)
    assert str(planned) == f"{done.created} to create, 0 to change, 0 to remove"


def test_a_mass_delete_is_refused(sample_dataset: Dataset, neo4j_driver: Driver) -> None:
    sync(sample_dataset, neo4j_driver)
    before = content(neo4j_driver)
    with Dataset.open() as empty:
        with pytest.raises(UsageError, match="--allow-mass-delete"):
            sync(empty, neo4j_driver)
        assert content(neo4j_driver) == before
        sync(empty, neo4j_driver, allow_mass_delete=True)
    assert query.run(neo4j_driver, "MATCH (n:Resource&!_Laborgraph) RETURN n").rows == []


def test_rebuild_writes_anew_and_leaves_what_users_added(sample_dataset: Dataset, neo4j_driver: Driver) -> None:
    sync(sample_dataset, neo4j_driver)
    before = content(neo4j_driver)
    neo4j_driver.execute_query("MATCH (s:Studio) SET s.name = 'spoilt', s.own = 1 CREATE (:Note)-[:ABOUT]->(s)")
    sync(sample_dataset, neo4j_driver, rebuild=True)
    assert verify(sample_dataset, neo4j_driver).equal
    assert query.run(neo4j_driver, "MATCH (:Note)-->(s:Studio {own: 1}) RETURN count(s)").rows == [(2,)]
    neo4j_driver.execute_query("MATCH (n:Note) DETACH DELETE n WITH 1 AS x MATCH (s:Studio) REMOVE s.own")
    assert content(neo4j_driver) == before


# -- proof


def test_verify_tells_missing_extra_and_edited(sample_dataset: Dataset, either_driver: Driver) -> None:
    sync(sample_dataset, either_driver)
    either_driver.execute_query("MATCH (n:Vendor) DETACH DELETE n")
    either_driver.execute_query("MATCH ()-[r:USES]->() SET r.claims = 99")
    either_driver.execute_query(
        "MATCH (c:Claim) WITH c LIMIT 1 CREATE (:Resource:Claim {iri: c.iri + '0', laborgraph_hash: ''})"
    )
    before = content(either_driver)
    verdict = verify(sample_dataset, either_driver)
    assert content(either_driver) == before
    assert not verdict.equal
    assert verdict.counts["extra"] == 1
    assert any(name.startswith("USES ") for name in verdict.examples["edited"])
    assert any(name.startswith("Vendor ") for name in verdict.examples["missing"])
    assert "sync --repair" in str(verdict)
    sync(sample_dataset, either_driver, repair=True)
    assert verify(sample_dataset, either_driver).equal


def test_an_edit_is_found_even_with_its_hash_forged(sample_dataset: Dataset, neo4j_driver: Driver) -> None:
    sync(sample_dataset, neo4j_driver)
    neo4j_driver.execute_query(
        "MATCH (a:Article), (b:Article) WHERE a.iri < b.iri WITH a, b LIMIT 1 SET a.title = b.title"
    )
    neo4j_driver.execute_query("MATCH (c:Claim)-[r:SUBJECT]->(s) WITH c, s LIMIT 1 CREATE (c)-[:SUBJECT]->(s)")
    assert verify(sample_dataset, neo4j_driver).counts == {"edited": 2}


def test_what_users_added_is_no_difference(sample_dataset: Dataset, neo4j_driver: Driver) -> None:
    sync(sample_dataset, neo4j_driver)
    neo4j_driver.execute_query("MATCH (s:Studio) SET s.own = 1, s:Watched CREATE (s)-[:USES {own: 1}]->(:Tool)")
    neo4j_driver.execute_query("MATCH ()-[r:MENTIONS]->() SET r.own = 1")
    before = last_transaction(neo4j_driver)
    assert verify(sample_dataset, neo4j_driver).equal
    assert sync(sample_dataset, neo4j_driver).total == 0
    assert last_transaction(neo4j_driver) == before


# -- one at a time


def test_a_second_sync_says_who_holds_the_lease(sample_dataset: Dataset, neo4j_driver: Driver) -> None:
    with lease.hold(neo4j_driver), pytest.raises(StoreError, match=rf"another sync writes .*process {os.getpid()}"):
        sync(sample_dataset, neo4j_driver)
    assert sync(sample_dataset, neo4j_driver).created


def test_the_lease_of_a_dead_process_is_taken_over(sample_dataset: Dataset, neo4j_driver: Driver) -> None:
    script = (
        "import os, signal, sys\nfrom laborgraph.lpg import lease, neo4j\n"
        "driver = neo4j.connect(sys.argv[1], (os.environ['N_USER'], os.environ['N_PASSWORD']))\n"
        "with lease.hold(driver): os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    address = neo4j_driver._pool.address  # type: ignore[attr-defined]
    login = os.environ | {"N_USER": _login["user"], "N_PASSWORD": _login["password"]}
    killed = subprocess.run([sys.executable, "-c", script, f"bolt://{address}"], env=login, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert query.run(neo4j_driver, "MATCH (s:_Laborgraph) RETURN s.holder IS NOT NULL").rows == [(True,)]
    assert sync(sample_dataset, neo4j_driver).created


def test_who_lost_the_lease_writes_nothing_more(neo4j_driver: Driver) -> None:
    def work(transaction: Any) -> None:
        transaction.run("CREATE (:Late)").consume()

    with lease.hold(neo4j_driver) as held:
        neo4j_driver.execute_query("MATCH (s:_Laborgraph) SET s.fence = 'another'")
        with pytest.raises(StoreError, match="another sync took over"):
            held.write(work)
    assert query.run(neo4j_driver, "MATCH (n:Late) RETURN n").rows == []


_login: dict[str, str] = {}


@pytest.fixture(autouse=True)
def _know_the_login(neo4j_server: Any) -> None:
    _login.update(uri=neo4j_server.uri, user=neo4j_server.user, password=neo4j_server.password)


def start(folder: Path) -> subprocess.Popen[bytes]:
    login = os.environ | {"NEO4J_USERNAME": _login["user"], "NEO4J_PASSWORD": _login["password"]}
    command = [sys.executable, "-m", "laborgraph", "--data", str(folder), "sync", "--neo4j", _login["uri"]]
    return subprocess.Popen(command, env=login, stderr=subprocess.PIPE)


def test_a_killed_sync_is_finished_by_the_next(folder: Path, neo4j_driver: Driver) -> None:
    for wait in (0.6, 0.8, 1.0, 1.3):
        neo4j_driver.execute_query("MATCH (n) DETACH DELETE n")
        process = start(folder)
        time.sleep(wait)
        process.kill()
        process.communicate()
        with Dataset.open(folder) as dataset:
            sync(dataset, neo4j_driver)
            assert list(pull(neo4j_driver)) == list(dataset.quads())
            assert verify(dataset, neo4j_driver).equal


def test_two_syncs_at_once_do_not_mix(folder: Path, neo4j_driver: Driver) -> None:
    for _ in range(2):
        neo4j_driver.execute_query("MATCH (n) DETACH DELETE n")
        processes = [start(folder) for _ in range(2)]
        told = [process.communicate()[1].decode() for process in processes]
        codes = [process.returncode for process in processes]
        assert 0 in codes, told
        for code, text in zip(codes, told, strict=True):
            assert code == 0 or "another sync" in text, text
            assert _login["password"] not in text
        with Dataset.open(folder, read_only=True) as dataset:
            assert list(pull(neo4j_driver)) == list(dataset.quads())


# -- what a server may refuse


def test_a_missing_right_is_told() -> None:
    """Community knows no roles: the error is what Enterprise answers."""
    message = "Schema operation 'create_constraint' is not allowed for user 'reader' with roles [PUBLIC, reader]."
    refusal = Neo4jError(message)
    refusal._neo4j_code, refusal._message = "Neo.ClientError.Security.Forbidden", message
    with pytest.raises(StoreError, match="administrator may grant the user CREATE CONSTRAINT and INDEX"):  # noqa: SIM117
        with neo4j.explained("bolt://here"):
            raise refusal


def test_a_database_that_only_reads_is_read_and_never_written(sample_dataset: Dataset) -> None:
    runner = servers.find_runner(servers.LTS)
    if runner is None:
        pytest.skip("no Neo4j: install Maven and Java 17")
    with runner as server:
        servers.wait_until_empty(server)
        with neo4j.connect(server.uri, (server.user, server.password)) as driver:
            sync(sample_dataset, driver)
        runner.restart(server__databases__read_only="neo4j")
        servers.wait_for(server)
        with neo4j.connect(server.uri, (server.user, server.password)) as driver:
            before = content(driver)
            assert sync(sample_dataset, driver).total == 0
            assert verify(sample_dataset, driver).equal
            assert list(pull(driver)) == list(sample_dataset.quads())
            assert sync(sample_dataset, driver, rebuild=True, dry_run=True).total
            with pytest.raises(StoreError, match="this database only reads: ask its administrator"):
                sync(sample_dataset, driver, rebuild=True)
            assert content(driver) == before


def test_where_all_constraints_are_there_none_is_made(sample_dataset: Dataset, neo4j_driver: Driver) -> None:
    sync(sample_dataset, neo4j_driver)
    neo4j_driver.execute_query("MATCH (n) DETACH DELETE n")
    neo4j_driver.execute_query("DROP INDEX lg_Claim_fid")
    before = schema(neo4j_driver)
    sync(sample_dataset, neo4j_driver)
    after = schema(neo4j_driver)
    assert after.keys() - before.keys() == {"lg_Claim_fid"}
    assert before.items() <= after.items(), "those that were there are the same ones"


def schema(driver: Driver) -> dict[str, int]:
    return dict(map(tuple, driver.execute_query("SHOW INDEXES YIELD name, id").records))


@pytest.mark.parametrize("agent", ["Neo4j/dev", "Memgraph", "", "Neo4j/5.25.1", "Neo4j/5"])
def test_a_server_of_an_unknown_or_old_version_is_told(agent: str) -> None:
    with pytest.raises(StoreError, match=r"laborgraph needs Neo4j 5\.26 or later"):
        neo4j.check_version(agent)


def test_reads_are_marked_as_reads_and_wait_for_what_was_written(neo4j_driver: Driver) -> None:
    """So a cluster sends them to a reader that has caught up; a single server refuses writes in them, too."""
    target = Target(neo4j_driver)
    with lease.hold(neo4j_driver) as held:
        held.write(lambda transaction: transaction.run("CREATE (:Resource {iri: 'x:y'})").consume())
    assert set(neo4j_driver.execute_query_bookmark_manager.get_bookmarks())
    with target.session(reading=True) as session:
        assert session.run("MATCH (n:Resource {iri: 'x:y'}) RETURN count(n)").single(strict=True)[0] == 1
        with pytest.raises(ClientError, match="read"):
            session.run("CREATE (n)").consume()


# -- progress


def test_progress_counts_up_to_all(sample_dataset: Dataset, neo4j_driver: Driver) -> None:
    def told(work: Callable[[Progress], Any]) -> tuple[int, set[int]]:
        calls: list[tuple[int, int]] = []
        work(lambda count, total: calls.append((count, total)))
        return sum(count for count, _ in calls), {total for _, total in calls}

    total = sync(sample_dataset, neo4j_driver, dry_run=True).created
    assert told(lambda p: sync(sample_dataset, neo4j_driver, progress=p)) == (total, {total})
    assert told(lambda p: verify(sample_dataset, neo4j_driver, progress=p)) == (total, {total})
    assert told(lambda p: list(pull(neo4j_driver, progress=p))) == (total, {total})


# -- a server filled by its own tool


@pytest.fixture
def runner() -> Iterator[Any]:
    made = servers.find_runner(servers.LTS)
    if made is None:
        pytest.skip("needs Maven and Java 17")
    yield made
    made.kill()


def test_bulk_files_imported_by_neo4j_admin_are_the_dataset(
    sample_dataset: Dataset, tmp_path: Path, runner: Any
) -> None:
    command = bulk.write_files(sample_dataset, tmp_path / "with space")
    assert command.startswith("neo4j-admin database import full neo4j @")
    runner.admin("database", "import", "full", "neo4j", f"@{tmp_path / 'with space' / bulk.ARGUMENTS}")
    with runner as server:
        servers.wait_for(server)
        with GraphDatabase.driver(server.uri, auth=(server.user, server.password)) as driver:
            done = sync(sample_dataset, driver)
            assert (done.created, done.removed) == (0, 0), "only what a CSV file cannot tell is brought up to date"
            assert verify(sample_dataset, driver).equal
            assert sync(sample_dataset, driver).total == 0
            assert list(pull(driver)) == list(sample_dataset.quads())
    with pytest.raises(UsageError, match="not empty"):
        bulk.write_files(sample_dataset, tmp_path / "with space")
