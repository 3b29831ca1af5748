"""Every command and query in the README and docs runs on the demo's data and prints what stands below it.

``console`` blocks hold ``$ command`` lines, each followed by its output; a ``cypher`` or ``sparql`` block is followed
by a ``text`` block with its answer; a ``python`` block runs. LABORGRAPH_UPDATE_DOCS=1 writes the real output into the
pages instead; read the diff before you commit it.
"""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from laborgraph.cli import cli
from laborgraph.dataset import Dataset
from laborgraph.lpg.query import ask_embedded
from laborgraph.table import write

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])
UPDATE = bool(os.environ.get("LABORGRAPH_UPDATE_DOCS"))
# Shell recipes that prepare a machine; .ci/run and tests/test_package.py run them.
SETUP = re.compile(r"\$ (make|git clone|cd|pip install|export|source) ?")


@dataclass(frozen=True)
class Block:
    language: str
    text: str
    first: int  # line of the opening fence
    last: int  # line after the closing fence


def blocks(page: Path) -> list[Block]:
    tokens = MarkdownIt().parse(page.read_text(encoding="utf-8"))
    return [Block(t.info.strip(), t.content, t.map[0], t.map[1]) for t in tokens if t.type == "fence" and t.map]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("docs")
    subprocess.run([sys.executable, "-m", "laborgraph", "demo"], cwd=folder, check=True, capture_output=True)
    return folder


def shell(command: str, demo: Path) -> str:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "LABORGRAPH_DATA": "demo/laborgraph-data", "COLUMNS": "110"}
    done = subprocess.run(
        ["bash", "-c", command], cwd=demo, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    return clean(done.stdout)


def clean(text: str) -> str:
    return "".join(line.rstrip() + "\n" for line in text.splitlines())


def commands(text: str) -> Iterator[tuple[str, str]]:
    """Split a console block into commands (with their continuation lines) and the output of each."""
    for part in re.split(r"(?m)^(?=\$ )", text):
        if not part.strip():
            continue
        lines = part.splitlines(keepends=True)
        end = next((i for i, line in enumerate(lines) if not _continues("".join(lines[: i + 1]))), len(lines) - 1)
        yield "".join(lines[: end + 1]).removeprefix("$ "), "".join(lines[end + 1 :])


def _continues(command: str) -> bool:
    return command.rstrip("\n").endswith("\\") or command.count('"') % 2 == 1


def answer(block: Block, demo: Path) -> str:
    with Dataset.open(demo / "demo" / "laborgraph-data", read_only=True) as dataset:
        table = ask_embedded(dataset, block.text, {}) if block.language == "cypher" else dataset.select(block.text)
    out = io.StringIO()
    write(table, "table", out)
    return clean(out.getvalue())


def expected(block: Block, following: Block | None, demo: Path) -> tuple[Block, str] | None:
    """Return the block that shows output and what it should hold."""
    if block.language == "console":
        shown = ""
        for command, printed in commands(block.text):
            output = printed if SETUP.match("$ " + command) else shell(command, demo)
            shown += f"$ {command}{output}"
        return block, shown
    if block.language in ("cypher", "sparql"):
        assert following is not None, f"line {block.first + 1}: no answer below the query"
        assert following.language == "text", f"line {block.first + 1}: no answer below the query"
        return following, answer(block, demo)
    if block.language == "python":
        script = "import warnings; warnings.simplefilter('error')\n" + block.text
        done = subprocess.run([sys.executable, "-c", script], cwd=demo, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    return None


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_page_shows_what_happens(page: Path, demo: Path) -> None:
    found = blocks(page)
    lines = page.read_text(encoding="utf-8").splitlines(keepends=True)
    changed = []
    for block, following in zip(found, [*found[1:], None][: len(found)], strict=True):
        result = expected(block, following, demo)
        if result and result[0].text != result[1]:
            changed.append(result)
    if UPDATE:
        for block, text in reversed(changed):
            lines[block.first + 1 : block.last - 1] = [text]
        page.write_text("".join(lines), encoding="utf-8")
    else:
        for block, text in changed:
            assert text == block.text, f"{page.name}, line {block.first + 1}"


def test_every_command_is_documented() -> None:
    text = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    assert [name for name in cli.commands if not re.search(rf"laborgraph( --data \S+)? {name}\b", text)] == []


def test_links_between_pages_lead_somewhere() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"
