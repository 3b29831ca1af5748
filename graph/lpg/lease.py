"""Who writes: a node `:_Laborgraph` tells what a database holds and lets one sync at a time write to it.

Taking the lease sets a `fence` that only its holder knows, and takes the note of what is held away. Each transaction
that writes checks the fence and locks the node: a sync that was thought dead and wakes up can write nothing more. A
sync on the same machine whose process is gone gives way at once, one elsewhere when it has shown no life for `SECONDS`.
"""

from __future__ import annotations

import getpass
import os
import platform
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from neo4j import Driver, ManagedTransaction, Session
from neo4j.exceptions import DriverError, Neo4jError

from laborgraph.errors import StoreError
from laborgraph.lpg import mapping
from laborgraph.ontology.terms import ID

LABEL = "_Laborgraph"
SECONDS = 30
CONSTRAINT = f"CREATE CONSTRAINT `lg_state` IF NOT EXISTS FOR (s:`{LABEL}`) REQUIRE s.`name` IS UNIQUE"

#: The node is a `:Resource` with an IRI as every other, but carries no hash: no record, and never compared with one.
_IRI = f"{ID}graph-state"
_STATE = f"(s:`{LABEL}` {{`name`: 'laborgraph'}})"
_TAKE = f"""MERGE {_STATE} SET s:`Resource`, s.`iri` = '{_IRI}'
WITH s, s.`revision` AS noted, s.`holder` IS NULL OR s.`expires` < timestamp() OR s.`place` = $gone AS free
FOREACH (_ IN CASE WHEN free THEN [1] ELSE [] END |
  SET s.`fence` = $fence, s.`holder` = $holder, s.`place` = $place, s.`revision` = null,
      s.`expires` = timestamp() + $ttl)
RETURN free, noted, s.`holder` AS holder, s.`place` AS place, (s.`expires` - timestamp()) / 1000 AS left"""
_CHECK = f"""MATCH {_STATE} WHERE s.`fence` = $fence
SET s.`expires` = timestamp() + $ttl RETURN count(s) AS n"""
_RELEASE = f"""MATCH {_STATE} WHERE s.`fence` = $fence
SET s += $state, s.`fence` = null, s.`holder` = null, s.`place` = null, s.`expires` = null"""
#: For a script that nothing watches: what it holds is told only when it came to its end.
SCRIPT_BEGINS = f"MERGE {_STATE} SET s:`Resource`, s.`iri` = '{_IRI}' REMOVE s.`revision`, s.`census`"
SCRIPT_ENDS = f"MATCH {_STATE} SET s.`revision` = $revision, s.`version` = $version, s.`schema` = $schema"
_NOTE = f"CREATE (s:`Resource`:`{LABEL}` {{`iri`: '{_IRI}', `name`: 'laborgraph'}}) SET s += $state"


@dataclass(frozen=True, slots=True)
class State:
    """What a database says of itself; `revision` is empty unless a sync came to its end."""

    revision: str = ""
    version: str = ""
    census: str = ""
    schema: str = ""

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that entities have names in."""
        return mapping.load(self.schema).languages if self.schema else ()


def read_state(read: Callable[[str], list[list[Any]]]) -> State:
    """Read what the database says of itself."""
    names = [one.name for one in fields(State)]
    rows = read(f"MATCH {_STATE} RETURN {', '.join(f's.`{name}`' for name in names)}")
    return State(*(value or "" for value in rows[0])) if rows else State()


def note(transaction: ManagedTransaction, state: State) -> None:
    """Say for the first time what a database holds that nobody else writes to."""
    transaction.run(_NOTE, state=asdict(state)).consume()


class Lease:
    """The right to write, held while a sync runs."""

    def __init__(self, driver: Driver, database: str | None) -> None:
        self._driver, self._database = driver, database
        self._state: dict[str, Any] = {}
        #: The revision that was noted when the lease was taken.
        self.found = ""
        started = f"{getpass.getuser()}@{platform.node()}, process {os.getpid()}"
        self._mine: dict[str, Any] = {
            "fence": secrets.token_hex(8),
            "holder": started,
            "place": _place(os.getpid()),
            "ttl": SECONDS * 1000,
        }

    def check(self, transaction: ManagedTransaction) -> None:
        """Let the transaction go on only while the lease is held; it locks the node until it ends."""
        if not transaction.run(_CHECK, self._mine).single(strict=True)["n"]:
            raise StoreError("another sync took over this database; nothing more was written by this one")

    def note(self, state: State) -> None:
        """Say what the database holds, to be written when the lease is given back."""
        self._state = asdict(state)

    def write(self, work: Callable[[ManagedTransaction], Any]) -> None:
        """Do some work in one transaction, tried again where that may help."""

        def checked(transaction: ManagedTransaction) -> None:
            self.check(transaction)
            work(transaction)

        with self._session() as session:
            session.execute_write(checked)

    def _session(self) -> Session:
        return self._driver.session(
            database=self._database, bookmark_manager=self._driver.execute_query_bookmark_manager
        )

    def _take(self) -> None:
        with self._session() as session:
            answer = session.execute_write(self._try, "")
            if not answer["free"] and _is_gone(answer["place"]):
                answer = session.execute_write(self._try, answer["place"])
        self.found = answer["noted"] or ""
        if not answer["free"]:
            raise StoreError(
                f"another sync writes to this database: {answer['holder']}; wait for it to end, or, "
                f"if it died, {max(0, answer['left'])} s until it may be taken over"
            )

    def _try(self, transaction: ManagedTransaction, gone: str) -> dict[str, Any]:
        return transaction.run(_TAKE, self._mine, gone=gone).single(strict=True).data()

    def _release(self) -> None:
        with self._session() as session:
            session.execute_write(lambda t: t.run(_RELEASE, self._mine, state=self._state).consume())

    def _beat(self, stop: threading.Event) -> None:
        while not stop.wait(SECONDS / 3):
            with suppress(StoreError, Neo4jError, DriverError):  # the next transaction tells
                self.write(lambda _: None)


@contextmanager
def hold(driver: Driver, database: str | None = None) -> Iterator[Lease]:
    """Hold the lease; it is given back however the work ends. Raises `StoreError` naming who holds it already."""
    lease = Lease(driver, database)
    lease._take()
    stop = threading.Event()
    beat = threading.Thread(target=lease._beat, args=[stop], daemon=True)
    beat.start()
    try:
        yield lease
    except BaseException:
        stop.set()
        with suppress(Neo4jError, DriverError):
            lease._release()
        raise
    stop.set()
    beat.join()
    lease._release()


def _place(process: int) -> str:
    """Name a process among all of all machines: boot, namespace of processes, number, when it started."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        began = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[19]
        return f"{boot} {os.stat('/proc/self/ns/pid').st_ino} {process} {began}"
    except (OSError, IndexError):
        return ""


def _is_gone(place: str | None) -> bool:
    """Tell whether that process ran on this machine and runs no more."""
    here = _place(os.getpid()).split(" ")
    there = (place or "").split(" ")
    same_machine = len(there) == len(here) == 4 and there[:2] == here[:2]
    return same_machine and _place(int(there[2])) != place
