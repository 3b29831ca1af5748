"""Which files the user means: a file, a folder with all below it, a glob, or ``-`` for standard input."""

from __future__ import annotations

import glob
import os
import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path

from laborgraph.errors import UsageError
from laborgraph.model import Issue, Report

#: Stands for standard input.
STDIN = "-"


def expand(sources: Iterable[str], suffixes: Container[str], report: Report) -> Iterator[str]:
    """Yield the path of each file once, folders in sorted order; `STDIN` stays as it is.

    A folder yields its files with these suffixes; how many others it holds is one issue. What cannot be opened is
    an issue. Raises `UsageError` for an address, a file that does not exist and a glob that matches none.
    """
    seen: set[str] = set()
    for path in [path for source in sources for path in _named(source)]:
        for file in _below(path, suffixes, report) if os.path.isdir(path) else [path]:
            if (real := file if file == STDIN else os.path.realpath(file)) not in seen:
                seen.add(real)
                yield file


def _named(source: str) -> list[str]:
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]+://", source):
        raise UsageError(f"{source}: addresses are not read; save the page as an HTML file and give that")
    if source == STDIN or os.path.lexists(source):
        return [source]
    if glob.has_magic(source):
        if found := sorted(glob.glob(source, recursive=True)):
            return found
        raise UsageError(f"no file matches {source!r}")
    folder = Path(source).parent
    try:
        near = get_close_matches(Path(source).name, sorted(os.listdir(folder)), n=1)
    except OSError:
        near = []
    raise UsageError(f"no file named {source!r}" + (f"; did you mean {str(folder / near[0])!r}?" if near else ""))


def _below(folder: str, suffixes: Container[str], report: Report) -> Iterator[str]:
    def refused(error: OSError) -> None:
        report(Issue(code="not-readable", message=f"folder: {error.strerror}", source=str(error.filename)))

    others: Counter[str] = Counter()
    entered = set()
    for here, folders, names in os.walk(folder, onerror=refused, followlinks=True):
        # A link can lead back up; each real folder is entered once.
        if (real := os.path.realpath(here)) in entered:
            folders.clear()
            continue
        entered.add(real)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(name for name in names if not name.startswith(".")):
            if (suffix := os.path.splitext(name)[1].lower()) in suffixes:
                yield os.path.join(here, name)
            else:
                others[suffix or name] += 1
    if others:
        kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(others.items())[:8])
        message = f"passed over {others.total()} files of other formats ({kinds})"
        report(Issue(code="unknown-format", message=message, source=folder, severity="warning"))
