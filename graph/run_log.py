"""Logs beside the dataset, never part of it: the issues of the last build, and which revision each server got."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from laborgraph.dataset import Dataset
from laborgraph.files import replacing
from laborgraph.model import Issue
from laborgraph.table import Table


def save_issues(dataset: Dataset, issues: Iterable[Issue]) -> None:
    """Keep the issues of the last build, one JSON object a line."""
    if dataset.folder:
        lines = [json.dumps(asdict(issue), ensure_ascii=False) + "\n" for issue in issues]
        _write(dataset.folder / "issues.jsonl", "".join(lines))


def issues(dataset: Dataset) -> list[dict[str, str]]:
    """Read the issues of the last build."""
    text = _read(dataset.folder / "issues.jsonl") if dataset.folder else ""
    return [json.loads(line) for line in text.splitlines()]


def save_synced(dataset: Dataset, target: str) -> None:
    """Note that the target holds the dataset as it is now."""
    if dataset.folder:
        _write(dataset.folder / "synced.json", json.dumps(synced(dataset) | {target: dataset.revision}, indent=1))


def synced(dataset: Dataset) -> dict[str, str]:
    """Read which revision each target got last."""
    text = _read(dataset.folder / "synced.json") if dataset.folder else ""
    return dict(json.loads(text)) if text else {}


def status_table(dataset: Dataset) -> Table:
    """Count what the dataset holds, what went wrong in the last build and what servers have yet to get."""
    rows: list[tuple[str, str, Any]] = []
    for name, value in dataset.status().items():
        if isinstance(value, dict):
            rows += [(name, key, count) for key, count in value.items()]
        else:
            rows.append(("total", name, value))
    found = issues(dataset)
    for severity in ("error", "warning"):
        rows.append(("issues", severity, sum(issue["severity"] == severity for issue in found)))
    revision, servers = dataset.revision, synced(dataset)
    for target, got in sorted(servers.items()):
        rows.append(("sync", target, "up to date" if got == revision else "not yet synced"))
    if not servers:
        rows.append(("sync", "any Neo4j", "not yet synced"))
    return Table(("group", "name", "count"), rows)


def article_table(dataset: Dataset) -> Table:
    """List the articles."""
    columns = ("id", "published", "language", "publisher", "title", "claims", "url")
    return Table(columns, [tuple(getattr(one, column) for column in columns) for one in dataset.articles()])


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def _write(path: Path, text: str) -> None:
    with replacing(path) as out:
        out.write(text.encode())
