"""Do work that may take too long, and that Python cannot interrupt, in a forked process that can be killed."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import time
import traceback
from collections.abc import Callable
from typing import NoReturn

from laborgraph.errors import LaborGraphError, QueryError, StoreError

_CHUNK = 1 << 20


def killable(work: Callable[[], str], seconds: float) -> str:
    """Return what `work` returns in a process of its own, which ends with Ctrl-C at once and after so many seconds.

    Raises `QueryError` when the time is over, `StoreError` when the process died, and as `LaborGraphError` what the
    work raised of that kind, with its exit code. To be called before a store is opened: the fork copies no threads.

    >>> killable(lambda: "done", 60)
    'done'
    """
    reading, writing = os.pipe()
    # No Ctrl-C between the fork and the place that kills the child.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    child = os.fork()
    if not child:
        os.close(reading)
        _work(work, seconds, writing)
    os.close(writing)
    try:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        told = _told(reading, time.monotonic() + seconds)
    finally:
        os.close(reading)
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    if told is None:
        raise QueryError(f"stopped after {seconds:g} s: narrow the query, or give more time (--timeout)")
    if not told:
        raise StoreError("the query's process died; it may have taken too much memory: narrow the query")
    code, text = told[0], told[1:].decode("utf-8", "surrogatepass")
    if code:
        error = LaborGraphError(text)
        error.exit_code = code
        raise error
    return text


def _work(work: Callable[[], str], seconds: float, writing: int) -> NoReturn:
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    # The kernel's alarm ends it even when nobody is left to kill it.
    signal.setitimer(signal.ITIMER_REAL, seconds + 1)
    try:
        code, text = 0, work()
    except LaborGraphError as error:
        code, text = error.exit_code, str(error)
    except BaseException:  # noqa: BLE001 # a fault of ours: shown, and nothing of the parent is run a second time
        traceback.print_exc()
        os._exit(1)
    with contextlib.suppress(OSError), open(writing, "wb") as pipe:
        pipe.write(bytes([code]) + text.encode("utf-8", "surrogatepass"))
    os._exit(0)


def _told(reading: int, deadline: float) -> bytes | None:
    told = bytearray()
    while True:
        if not select.select([reading], [], [], max(0.0, deadline - time.monotonic()))[0]:
            return None
        chunk = os.read(reading, _CHUNK)
        if not chunk:
            return bytes(told)
        told += chunk
