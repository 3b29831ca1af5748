"""Open the store of a dataset's folder: one process writes or several read, and every refusal is told in words."""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pyoxigraph import Store

from laborgraph.errors import StoreError

_ROCKSDB = re.compile(r"CURRENT|IDENTITY|LOCK|LOG.*|(MANIFEST|OPTIONS)-.*|.*\.(log|sst|dbtmp)|archive|lost")


def open_store(folder: Path, *, read_only: bool) -> tuple[Store, int]:
    """Open ``FOLDER/store``, made if need be, and return it with the lock to close after it.

    Oxigraph does not say what a reader sees while another process writes, so the two keep each other out by a lock
    (flock) on the folder, which ends with the process. Raises `StoreError`.
    """
    path = folder / "store"
    if path.is_dir() and (foreign := sorted(name for name in os.listdir(path) if not _ROCKSDB.fullmatch(name))):
        raise StoreError(f"{folder} is no laborgraph dataset: {path} holds {foreign[0]!r}")
    if read_only and not (path / "CURRENT").exists():
        raise StoreError(f"no dataset at {folder}; make one with `laborgraph build`")
    lock = -1
    try:
        with refusals(folder):
            if not read_only:
                path.mkdir(parents=True, exist_ok=True)
            lock = os.open(path, os.O_RDONLY)
            fcntl.flock(lock, (fcntl.LOCK_SH if read_only else fcntl.LOCK_EX) | fcntl.LOCK_NB)
            return Store.read_only(str(path)) if read_only else Store(str(path)), lock
    except StoreError:
        if lock >= 0:
            os.close(lock)
        raise


@contextmanager
def refusals(folder: Path | None) -> Iterator[None]:
    """Turn what the engine or the system says while the store is used into a `StoreError` that tells what to do."""
    try:
        yield
    except (OSError, RuntimeError) as error:
        raise StoreError(_words(error, folder)) from error


def _words(error: OSError | RuntimeError, folder: Path | None) -> str:
    text = str(error)
    if "read-write" in text:
        return f"{folder} was opened for reading only"
    if "Corruption" in text:
        return f"{folder} is damaged: {text}; delete {folder} and build it again from the articles"
    if isinstance(error, BlockingIOError) or "lock" in text.lower():
        return f"{folder} is in use: another process, or this one, has the dataset open; try again later"
    if "No space left" in text:
        return f"the disk of {folder} is full; what was stored so far is whole: free space and run again"
    if isinstance(error, PermissionError) or "Permission denied" in text:
        return f"no permission to use {folder}: {text}"
    if "Read-only file system" in text:
        return f"{folder} is on a disk that cannot be written"
    return f"{folder} cannot be used as a dataset: {text}"
