"""Read the records of a dataset in processes of their own, while this one talks to the server or writes files.

Oxigraph decodes a quad in some microseconds, which is as long as Neo4j takes to store it; in one process the two would
wait for each other. A reader is a new Python, not a fork: whoever asks may hold a store with threads. It opens the same
folder, which nobody can write to meanwhile, and sends chunks of records down a pipe.
"""

from __future__ import annotations

import pickle
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import IO, cast

from laborgraph.dataset import Dataset
from laborgraph.errors import LaborGraphError, StoreError
from laborgraph.lpg import write
from laborgraph.lpg.records import Source

#: From this many articles on it pays to start a process, which needs some tenths of a second.
MANY = 200
#: Two keep a server busy, or this process when it writes files.
_READERS = 2


def chunks(source: Source) -> Iterator[write.Chunk]:
    """Yield all records, of the readers' shares in turn, so always in the same order; ends come before what joins them.

    They are read here where the dataset is small, in memory, or
    open to be written. Raises `StoreError` when a reader fails.
    """
    if source.folder is None or sum(1 for _ in islice(source.digests(), MANY)) < MANY:
        yield from write.chunks(source.everything())
        return
    with ExitStack() as stack:
        pipes = [stack.enter_context(_reader(source, share)) for share in range(_READERS)]
        yield from write.chunks(source.entities())
        while pipes:
            for pipe in list(pipes):
                if (chunk := _next(pipe)) is None:
                    pipes.remove(pipe)
                else:
                    yield chunk


@contextmanager
def _reader(source: Source, share: int) -> Iterator[IO[bytes]]:
    arguments = [str(source.folder), str(share), *source.languages]
    # -P: what lies in the folder where the user works is no module of ours.
    command = [sys.executable, "-P", "-m", "laborgraph.lpg.feed", *arguments]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE) as process:  # noqa: S603  no shell
        try:
            yield cast("IO[bytes]", process.stdout)
        finally:
            process.kill()


def _next(pipe: IO[bytes]) -> write.Chunk | None:
    try:
        found = pickle.load(pipe)  # noqa: S301  from our own process
    except (EOFError, pickle.UnpicklingError) as error:
        raise StoreError("the process that reads the dataset died; is there enough memory? Run it again") from error
    if isinstance(found, str):
        raise StoreError(found)
    return cast("write.Chunk | None", found)


def _send(folder: Path, share: int, languages: list[str]) -> None:
    """Write the chunks of a share to stdout, then None; or, in words, what went wrong."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever asked is interrupted, and ends this process
    out = sys.stdout.buffer
    with suppress(BrokenPipeError):
        try:
            with Dataset.open(folder, read_only=True) as dataset:
                for chunk in write.chunks(Source(dataset, languages).share(share, _READERS)):
                    pickle.dump(chunk, out, pickle.HIGHEST_PROTOCOL)
            pickle.dump(None, out)
        except LaborGraphError as error:
            pickle.dump(str(error), out)
        out.flush()


if __name__ == "__main__":
    _send(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
