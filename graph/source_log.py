"""A log beside the dataset: which file gave which article, so that an edited file replaces what it gave before."""

from __future__ import annotations

import json
import os
from collections import defaultdict
from pathlib import Path
from typing import TextIO

from laborgraph.errors import StoreError
from laborgraph.files import replacing


class SourceLog:
    """Remember the articles of each source; without a path, for as long as the process runs.

    A line is appended before the article is stored and the file made small again after a whole run, so what a killed
    run stored is known to the next.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._out: TextIO | None = None
        self._given: defaultdict[str, list[str]] = defaultdict(list)
        if path is not None and path.exists():
            try:
                for line in path.read_text(encoding="utf-8").splitlines():
                    self._note(*json.loads(line))
            except (OSError, ValueError, TypeError) as error:
                raise StoreError(f"{path} cannot be read: {error}; delete it to start a new log") from error

    def record(self, source: str, article: str) -> None:
        """Note that the source gives this article now; call it before the article is stored."""
        place = os.path.abspath(source)
        if self._given[place][-1:] != [article]:
            self._note(place, article)
            if self._path is not None:
                self._out = self._out or self._path.open("a", encoding="utf-8")
                # A file name need not be text; JSON's escapes hold any.
                self._out.write(json.dumps([place, article]) + "\n")
                self._out.flush()

    def superseded(self) -> list[str]:
        """List the articles that a source gave before and none gives now."""
        now = {articles[-1] for articles in self._given.values()}
        return sorted({article for articles in self._given.values() for article in articles} - now)

    def close(self) -> None:
        """Forget what is superseded: write what each source gives now, whole or not at all."""
        if self._out is not None:
            self._out.close()
        if self._path is not None:
            now = sorted((place, articles[-1]) for place, articles in self._given.items())
            with replacing(self._path) as out:
                out.writelines((json.dumps(line) + "\n").encode() for line in now)

    def _note(self, place: str, article: str) -> None:
        if article in self._given[place]:
            self._given[place].remove(article)
        self._given[place].append(article)
