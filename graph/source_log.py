"""A log beside the dataset: which file gave which article, so that an edited file replaces what it gave before."""

from __future__ import annotations

import json
from pathlib import Path

from laborgraph.errors import StoreError
from laborgraph.files import replacing


class SourceLog:
    """Remember the article of each source; without a path, for as long as the process runs."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._articles: dict[str, str] = {}
        self._before: set[str] = set()
        if path is not None and path.exists():
            try:
                self._articles = dict(json.loads(path.read_text(encoding="utf-8")))
            except (OSError, ValueError) as error:
                raise StoreError(f"{path} cannot be read: {error}; delete it to start a new log") from error

    def record(self, source: str, article: str) -> None:
        """Note that the source gives this article now, and remember what it gave before until `superseded`."""
        before = self._articles.get(source)
        if before not in (None, article):
            self._before.add(str(before))
        self._articles[source] = article

    def superseded(self) -> list[str]:
        """List the articles that a source gave before and none gives now."""
        return sorted(self._before - set(self._articles.values()))

    def save(self) -> None:
        """Write the log, whole or not at all."""
        if self._path is None:
            return
        with replacing(self._path) as out:
            out.write(json.dumps(self._articles, indent=0, sort_keys=True, ensure_ascii=False).encode())
