"""Workers, one job at a time each: started when needed, ended when a job takes too long, replaced when they die."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
import time
from asyncio.subprocess import PIPE, Process
from dataclasses import dataclass, field
from typing import Any

#: Seconds of a processor after which a job is no quick one any more: it goes on at a lower priority, so that others are
#: answered at once, and is ended when others wait and every worker is busy.
_QUICK = 0.15
_LOWER = 10
_CHECK = 0.1
#: How many of the queries that were not quick are known again.
_REMEMBERED = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a query may take.

    `seconds`, `megabytes` of memory, `size` (in MB) and `rows` of the answer; `workers` are how many run at once.
    """

    seconds: float = 20.0
    megabytes: int = 512
    size: int = 64
    rows: int = 200_000
    workers: int = 16


@dataclass(frozen=True, slots=True)
class Answer:
    """A job's answer: status and media type of HTTP, and the bytes."""

    status: int
    type: str
    body: bytes


@dataclass(slots=True, eq=False)
class _Worker:
    process: Process
    known: bool = False
    began: float = 0.0
    ended: str = ""
    slowed: bool = False


@dataclass(slots=True, eq=False)
class Pool:
    """The workers of one snapshot: quick jobs first, and the largest is ended when others wait for a worker.

    What counts is the processor's time: on a loaded machine a quick query takes long, too. A query that was not quick
    is known when it comes again: such ones have half of the workers, and wait for the others.
    """

    path: str
    limits: Limits
    _idle: list[_Worker] = field(default_factory=list)
    _busy: set[_Worker] = field(default_factory=set)
    _waiting: int = 0
    _slow: dict[str, None] = field(default_factory=dict)
    _free: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def run(self, job: dict[str, Any]) -> Answer:
        """Answer a job; 503 when its time, its memory or its turn ran out."""
        name = json.dumps(job)
        worker = await self._take(name in self._slow)
        if worker is None:
            return _sorry("the server is busy: try again later")
        alive = False
        watch = asyncio.create_task(_slow_down(worker))
        try:
            answer = await asyncio.wait_for(_ask(worker.process, job), self.limits.seconds)
            alive = not worker.slowed  # who was given a lower priority may not take the old one back
        except TimeoutError:
            answer = _sorry(f"stopped after {self.limits.seconds:g} s: narrow the query")
        except (EOFError, OSError, asyncio.IncompleteReadError):
            answer = _sorry(worker.ended or f"stopped: it took more than {self.limits.megabytes} MB of memory")
        finally:
            watch.cancel()
            if worker.slowed:
                self._remember(name)
            await self._give_back(worker, alive)
        return answer

    async def close(self) -> None:
        """End all workers."""
        workers = [*self._idle, *self._busy]
        self._idle.clear()
        for worker in workers:
            _kill(worker.process)
        await asyncio.gather(*(worker.process.wait() for worker in workers))

    async def _take(self, known: bool) -> _Worker | None:
        deadline = time.monotonic() + self.limits.seconds
        async with self._free:
            self._waiting += not known
            try:
                while not self._may_start(known):
                    if time.monotonic() > deadline:
                        return None
                    if not known:
                        self._end_slowest()
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(self._free.wait(), _CHECK)
                worker = self._idle.pop() if self._idle else _Worker(await self._start())
            finally:
                self._waiting -= not known
            worker.known = known
            worker.began = _processor_seconds(worker.process.pid)
            self._busy.add(worker)
            return worker

    def _may_start(self, known: bool) -> bool:
        if len(self._busy) >= self.limits.workers:
            return False
        running = sum(worker.known for worker in self._busy)
        return not known or (not self._waiting and running < max(1, self.limits.workers // 2))

    def _remember(self, name: str) -> None:
        self._slow[name] = None
        while len(self._slow) > _REMEMBERED:
            del self._slow[next(iter(self._slow))]

    async def _give_back(self, worker: _Worker, alive: bool) -> None:
        if not alive:
            _kill(worker.process)
        async with self._free:
            self._busy.discard(worker)
            if alive:
                self._idle.append(worker)
            self._free.notify_all()
        if not alive:
            await worker.process.wait()

    def _end_slowest(self) -> None:
        spent = [(_processor_seconds(w.process.pid) - w.began, n, w) for n, w in enumerate(self._busy) if not w.ended]
        seconds, _, slowest = max(spent, default=(0.0, 0, None))
        if slowest and seconds > _QUICK:
            slowest.ended = "stopped to let others in: the server is busy, and the query slow"
            _kill(slowest.process)

    async def _start(self) -> Process:
        limits = (self.limits.seconds, self.limits.megabytes, self.limits.size * 2**20, self.limits.rows)
        command = [sys.executable, "-m", "laborgraph.web.worker", self.path, *map(str, limits)]
        return await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, limit=2**20)


async def _ask(process: Process, job: dict[str, Any]) -> Answer:
    assert process.stdin  # noqa: S101  # both are pipes
    assert process.stdout  # noqa: S101
    process.stdin.write(json.dumps(job).encode() + b"\n")
    await process.stdin.drain()
    head = await process.stdout.readline()
    if not head:
        raise EOFError
    told = json.loads(head)
    return Answer(told["status"], told["type"], await process.stdout.readexactly(told["size"]))


def _sorry(text: str) -> Answer:
    return Answer(503, "text/plain", f"{text}\n".encode())


def _kill(process: Process) -> None:
    with contextlib.suppress(ProcessLookupError):
        process.kill()


async def _slow_down(worker: _Worker) -> None:
    """Lower the priority of a worker whose job turns out to be no quick one."""
    while _processor_seconds(worker.process.pid) - worker.began < _QUICK:
        await asyncio.sleep(_CHECK)
    with contextlib.suppress(ProcessLookupError):
        os.setpriority(os.PRIO_PROCESS, worker.process.pid, _LOWER)
        worker.slowed = True


def _processor_seconds(pid: int) -> float:
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as stat:
            user, system = stat.read().rpartition(")")[2].split()[11:13]
    except OSError:  # it has just ended
        return 0.0
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def default_workers() -> int:
    """Choose how many workers suit the machine: most of them wait for their turn on a processor."""
    return max(16, 4 * (os.cpu_count() or 1))
