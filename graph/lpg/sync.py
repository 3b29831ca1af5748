"""Make a Neo4j database equal to the dataset; what its users added there stays.

First it is planned, by reads alone. Where something is to be done, the lease is taken, and the same plan is made once
more, step by step, and each step written in a transaction of its own, tried again where that may help. A run that dies
anywhere leaves a database without the note of a finished sync, so the next one compares every record.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar

from neo4j import Driver, ManagedTransaction
from neo4j.exceptions import ConstraintError

from laborgraph.dataset import Dataset
from laborgraph.errors import UsageError
from laborgraph.lpg import lease, mapping, plan, write
from laborgraph.lpg.neo4j import explained
from laborgraph.lpg.records import Source
from laborgraph.lpg.target import Target

_SHARE = 5
#: A plan of no more records than these is kept and done, a larger one made again step by step.
_KEPT = 20_000
_T = TypeVar("_T")
#: Called with how many records were looked at since, and how many there are in all; 0 where that is not known.
Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Done:
    """How many nodes, facts and mentions a sync created, changed and removed; or would, if it was asked to tell."""

    created: int = 0
    changed: int = 0
    removed: int = 0
    would: bool = False

    def add(self, step: plan.Step) -> None:
        """Count one step more."""
        self.created += sum(len(rows) for _, rows in step.new)
        self.changed += sum(len(rows) for _, rows in step.changed)
        self.removed += step.removed

    @property
    def total(self) -> int:
        """How many records it touched."""
        return self.created + self.changed + self.removed

    def __str__(self) -> str:
        if not self.total:
            return "Neo4j holds what the dataset holds; nothing to write"
        counts = f"{self.created} to create, {self.changed} to change, {self.removed} to remove"
        return counts if self.would else f"{self.created} created, {self.changed} changed, {self.removed} removed"


def sync(
    dataset: Dataset,
    driver: Driver,
    *,
    database: str | None = None,
    dry_run: bool = False,
    repair: bool = False,
    rebuild: bool = False,
    allow_mass_delete: bool = False,
    progress: Progress | None = None,
) -> Done:
    """Write what the dataset has and the database has not, and remove what laborgraph owns there and it has not.

    `dry_run` only tells. `repair` looks at what the database really holds instead of the hashes that it keeps.
    `rebuild` removes all that laborgraph owns first.
    Raises `StoreError`, and `UsageError` when more than a fifth would be removed and `allow_mass_delete` is not given.
    """
    with explained(driver):
        target = Target(driver, database, content=repair)
        state = lease.read_state(target.read)
        source = Source(dataset, state.languages)
        wanted = revision(dataset)
        current = state.revision == wanted
        alike = state.version == dataset.deriver and state.census == target.census()
        if current and alike and not (repair or rebuild):
            return Done(would=dry_run)
        empty = target.is_empty()
        work = _Work(source, target, driver, database, empty=empty, quick=bool(state.revision) and alike and not repair)
        if not dry_run and not state.revision:
            work.prepare()  # without its indexes, comparing would take hours
        planned = Done(would=dry_run)
        kept: list[plan.Step] = []
        for step in work.first(rebuild=rebuild, counted=dry_run):
            planned.add(step)
            if step and planned.total <= _KEPT:
                kept.append(step)
        if not (allow_mass_delete or rebuild):
            _guard(planned, target)
        counted = not (rebuild or empty)  # else nothing was planned yet, for nothing can be lost
        if dry_run or (counted and current and not planned.total):
            return planned
        if counted and state.revision and planned.total <= _KEPT:
            work.keep(kept, state.revision)
        total = plan.size(dataset) if progress and not work.quick else 0
        return work.do(dataset, rebuild=rebuild, progress=telling(progress, total) if progress else None)


def revision(dataset: Dataset) -> str:
    """Name what a database holds after a sync: the dataset's revision in this mapping."""
    return f"{mapping.VERSION} {dataset.revision}"


def fill(driver: Driver, dataset: Dataset, database: str | None = None) -> None:
    """Write the whole dataset into a database that is empty and that nobody else writes to."""
    source = Source(dataset)
    with driver.session(database=database) as session:
        session.execute_write(_run, (*write.constraints(), *write.indexes()))
        for step in plan.load(source):
            session.execute_write(_put, step, source.languages)
        session.execute_write(lease.note, _state(dataset, source, Target(driver, database)))


def telling(progress: Progress, total: int) -> Callable[[int], None]:
    """Tell a progress each time how many there are in all."""
    return lambda count: progress(count, total)


def _guard(planned: Done, target: Target) -> None:
    least = planned.removed * _SHARE
    if planned.removed and not target.has_nodes(least) and least > (owned := target.count()):
        raise UsageError(
            f"{planned.removed} of {owned} nodes, facts and mentions would be removed; is this the right dataset? "
            "--allow-mass-delete does it"
        )


class _Work:
    """What a sync does once it is clear that something is to be done."""

    def __init__(
        self, source: Source, target: Target, driver: Driver, database: str | None, *, empty: bool, quick: bool
    ) -> None:
        self._source, self._target, self._driver, self._database = source, target, driver, database
        self._empty, self.quick = empty, quick
        self._kept: list[plan.Step] = []
        self._kept_for = ""

    def keep(self, steps: list[plan.Step], revision: str) -> None:
        """Do these steps, if the database still holds that revision once the lease is taken."""
        self._kept, self._kept_for = steps, revision

    def steps(self) -> Iterator[plan.Step]:
        """Compare: by the articles' digests only where a sync of this version came to its end."""
        if self._empty:
            return plan.load(self._source)
        return plan.changed(self._source, self._target) if self.quick else plan.full(self._source, self._target)

    def first(self, *, rebuild: bool, counted: bool) -> Iterator[plan.Step]:
        """Yield what is to be known before anything is written; where nothing can be lost, only if it is `counted`."""
        if rebuild and counted:
            yield from plan.clearance(self._target)
            yield from plan.load(self._source)
        elif counted or not (rebuild or self._empty):
            yield from self.steps()

    def prepare(self) -> None:
        """Make the constraints and indexes that are not there; where all are, no right to make some is needed."""
        there = self._target.indexes()
        wanted = (lease.CONSTRAINT, *write.constraints(), *write.indexes())
        if missing := [statement for statement in wanted if write.index_name(statement) not in there]:
            with self._target.session() as session:
                session.execute_write(_run, missing)

    def do(self, dataset: Dataset, *, rebuild: bool, progress: Callable[[int], None] | None) -> Done:
        """Take the lease and do what the plan says; note at the end what the database holds."""
        self.prepare()
        done = Done()
        with lease.hold(self._driver, self._database) as held:
            if rebuild:
                for step in plan.clearance(self._target):
                    self._one(held, step)
                    done.add(step)
            self._empty = self._target.is_empty()
            kept = self._kept if self._kept_for and held.found == self._kept_for else None
            for step in plan.joined(kept) if kept is not None else ahead(plan.joined(self.steps())):
                self._one(held, step)
                done.add(step)
                if progress:
                    progress(step.seen)
            held.note(_state(dataset, self._source, self._target))
        return done

    def _one(self, held: lease.Lease, step: plan.Step) -> None:
        if not step:
            return
        try:
            held.write(lambda transaction: _put(transaction, step, self._source.languages))
        except ConstraintError:
            # The answer to a commit was lost and the commit was not: what was new is there by now.
            again = plan.Step(changed=[*step.new, *step.changed], gone=step.gone)
            held.write(lambda transaction: _put(transaction, again, self._source.languages))


def _state(dataset: Dataset, source: Source, target: Target) -> lease.State:
    schema = mapping.current(source.languages).dump()
    return lease.State(revision(dataset), dataset.deriver, target.census(), schema)


def _put(transaction: ManagedTransaction, step: plan.Step, languages: Iterable[str]) -> None:
    for kind, rows in step.new:
        write.put(transaction, kind, rows, fresh=True)
    for kind, rows in step.changed:
        write.put(transaction, kind, rows, fresh=False)
    for name, iris in step.gone.items():
        write.remove(transaction, name, iris, languages)


def _run(transaction: ManagedTransaction, statements: Iterable[str]) -> None:
    for statement in statements:
        transaction.run(statement).consume()


def ahead(steps: Iterator[_T]) -> Iterator[_T]:
    """Make the next step while the server works on this one."""
    made: queue.Queue[tuple[_T | None, BaseException | None]] = queue.Queue(maxsize=1)
    stop = threading.Event()

    def offer(item: tuple[_T | None, BaseException | None]) -> None:
        while not stop.is_set():
            with suppress(queue.Full):
                made.put(item, timeout=0.2)
                return

    def make() -> None:
        try:
            for step in steps:
                offer((step, None))
                if stop.is_set():
                    return
            offer((None, None))
        except BaseException as error:  # noqa: BLE001  it is raised where the steps are taken
            offer((None, error))

    maker = threading.Thread(target=make, daemon=True)
    maker.start()
    try:
        while True:
            step, error = made.get()
            if error:
                raise error
            if step is None:
                return
            yield step
    finally:
        stop.set()
        maker.join()
