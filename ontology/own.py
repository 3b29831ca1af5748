"""Rules of the user's own: `rules/` in the dataset's folder, with `frames/*.toml` and `entities/*.csv`."""

from __future__ import annotations

from hashlib import blake2b
from pathlib import Path

from laborgraph.errors import ModelError

#: What each folder of rules may hold.
_KINDS = {"frames": ".toml", "entities": ".csv"}


def own_rules(data: Path | None) -> Path | None:
    """Return the folder of rules beside a dataset's data, None where it has none.

    Raises `ModelError` for a file in it that nothing would read: a misspelt folder must not be overlooked.
    """
    if data is None or not (folder := data / "rules").is_dir():
        return None
    for path in sorted(folder.rglob("*")):
        place = path.relative_to(folder)
        if path.is_file() and not path.name.startswith(".") and _KINDS.get(str(place.parent)) != path.suffix:
            raise ModelError(f"{folder}: {place} is not read; rules are frames/<predicate>.toml and entities/*.csv")
    return folder


def own_digest(data: Path | None) -> str:
    """Hash the user's own rules beside a dataset's data; "" where there are none."""
    folder = own_rules(data)
    if folder is None:
        return ""
    held = blake2b(digest_size=8)
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        held.update(f"{path.relative_to(folder)}\n".encode())
        held.update(path.read_bytes())
    return held.hexdigest()
