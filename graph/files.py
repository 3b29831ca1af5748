"""Files that appear whole or not at all, and sorting more lines than memory should hold."""

from __future__ import annotations

import heapq
import os
import secrets
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from laborgraph.errors import StoreError

_LINES = 200_000


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Open a new file beside `path` that takes its place when all was written; on any failure nothing is left.

    Raises `StoreError` when the folder is missing or refuses, or the disk is full.
    """
    partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}.partial")
    try:
        with open(partial, "xb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        os.replace(partial, path)
    except OSError as error:
        raise StoreError(f"cannot write {path}: {error.strerror or error}; nothing was changed") from error
    finally:
        partial.unlink(missing_ok=True)


def sorted_lines(lines: Iterable[bytes], at_once: int = _LINES) -> Iterator[bytes]:
    r"""Sort lines that each end in a newline, by their bytes; beyond `at_once`, through temporary files.

    >>> list(sorted_lines([b"c\n", b"a\n", b"b\n"], at_once=2))
    [b'a\n', b'b\n', b'c\n']
    """
    source = iter(lines)
    with ExitStack() as files:
        runs: list[Iterable[bytes]] = []
        while run := sorted(islice(source, at_once)):
            if len(run) == at_once:
                file = files.enter_context(tempfile.TemporaryFile())
                file.writelines(run)
                file.seek(0)
                runs.append(file)
            else:
                runs.append(run)
        yield from heapq.merge(*runs)
