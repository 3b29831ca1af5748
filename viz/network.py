"""The picture as a pyvis network with our own page around it.

pyvis gives the graph model and the vis-network library inside its wheel. Its template, tooltips and menus are not
used: they ask a CDN for files and can run text of an article as a script. Import this module lazily: pyvis loads
IPython.
"""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any

import pyvis
from jinja2 import Environment, PackageLoader, StrictUndefined
from pyvis.network import Network

from laborgraph.errors import StoreError, UnknownName
from laborgraph.files import replacing

#: The vis-network 9.1.2 of pyvis 0.3.2, the one that the page was tested with.
VIS_SHA256 = "1f20f0736f32cb9bedf8f6383b25cfea2f839e1abe80d6e8040b4d5bea378c69"

_SCRIPTS = (
    "text.js", "data.js", "facets.js", "find.js", "looks.js", "overlay.js", "place.js", "state.js", "scene.js",
    "graph.js", "panel.js", "card.js", "table.js", "filters.js", "queries.js", "svg.js", "save.js", "keys.js", "app.js",
)  # fmt: skip

_OPTIONS: dict[str, Any] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "nodes": {"borderWidth": 1.5},
    "edges": {
        "smooth": False,
        "selectionWidth": 2,
        "hoverWidth": 1,
        "color": {"inherit": False},
        "arrows": {"to": {"enabled": True, "scaleFactor": 0.55}},
    },
    "interaction": {
        "hover": True,
        "selectConnectedEdges": False,
        "hoverConnectedEdges": False,
        "keyboard": {"enabled": True, "bindToWindow": False, "autoFocus": False},
        "multiselect": False,
    },
}


class EvidenceNetwork(Network):  # type: ignore[misc]
    """A directed pyvis network that writes a page which needs nothing from anywhere.

    `page` holds what the page carries, and `strings` its words; both go in as data. Of its nodes the page draws those
    in `first` at once, the others when they are asked for.
    """

    def __init__(self, *, title: str, page: Mapping[str, Any], strings: Mapping[str, Any]) -> None:
        super().__init__(directed=True, cdn_resources="in_line", heading=title)
        self.page = dict(page)
        self.first: list[str] = []
        self.strings = strings
        self.options = json.loads(json.dumps(_OPTIONS))
        self.path = "page.html.j2"
        self.templateEnv = Environment(
            loader=PackageLoader("laborgraph.viz"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
        )

    def add_node(
        self, n_id: object, label: str | None = None, shape: str = "dot", color: Any = "#97c2fc", **options: Any
    ) -> None:
        """Add a node once, in constant time (pyvis scans a list)."""
        key = str(n_id)
        if key not in self.node_map:
            self.node_map[key] = {"id": key, "label": label or key, "shape": shape, "color": color, **options}
            self.node_ids.append(key)
            self.nodes.append(self.node_map[key])

    def add_edge(self, source: object, to: object, **options: Any) -> None:
        """Add an edge in constant time; parallel edges stay apart. Raises `UnknownName` for an end that is no node."""
        for end in (str(source), str(to)):
            if end not in self.node_map:
                raise UnknownName("node", end, self.node_map)
        self.edges.append({"from": str(source), "to": str(to), "arrows": "to", **options})

    def generate_html(self, name: str = "index.html", local: bool = True, notebook: bool = False) -> str:
        """Return the page; the arguments are pyvis's and change nothing."""
        drawing = {"first": self.first, "options": self.options}
        scripts = [vis_source(), *(_static(script) for script in _SCRIPTS)]
        style = _static("page.css")
        policy = {
            "default-src": "'none'",
            "script-src": " ".join(map(_csp_hash, scripts)),
            "style-src": _csp_hash(style),
            "img-src": "data:",
            "base-uri": "'none'",
            "form-action": "'none'",
        }
        html = self.templateEnv.get_template(self.path).render(
            title=self.heading,
            meta=self.page["meta"],
            t=self.strings["ui"],
            policy="; ".join(f"{key} {value}" for key, value in policy.items()),
            style=style,
            scripts=scripts,
            data=inert_json({**self.page, "strings": self.strings, "drawing": drawing}),
        )
        # A lone surrogate, which UTF-8 cannot hold, becomes a question mark.
        self.html = html.encode("utf-8", "replace").decode("utf-8")
        return str(self.html)

    def write_html(
        self, name: str | os.PathLike[str], local: bool = True, notebook: bool = False, open_browser: bool = False
    ) -> None:
        """Write the page in UTF-8, whole or not at all. Raises `StoreError` when the file cannot be written."""
        _write(Path(name), self.generate_html())
        if open_browser:
            import webbrowser

            webbrowser.open(Path(name).resolve().as_uri())

    def fragment(self) -> str:
        """Return an ``<iframe>`` that holds the page, for an article or a notebook; it reaches nothing around it."""
        allowed = "allow-scripts allow-downloads allow-modals allow-popups allow-popups-to-escape-sandbox"
        return (
            f'<iframe title="{escape(self.heading)}" sandbox="{allowed}" allow="clipboard-write" loading="lazy" '
            f'style="width:100%;height:820px;border:0" srcdoc="{escape(self.generate_html())}"></iframe>\n'
        )

    def write_fragment(self, name: str | os.PathLike[str]) -> None:
        """Write the ``<iframe>`` to a file. Raises `StoreError` when the file cannot be written."""
        _write(Path(name), self.fragment())

    def _repr_html_(self) -> str:
        """Show the page in a notebook."""
        return self.fragment()


def _write(target: Path, text: str) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"cannot write {target}: {error.strerror or error}") from error
    with replacing(target) as out:
        out.write(text.encode("utf-8"))


def inert_json(value: Any) -> str:
    r"""Write JSON that no HTML parser can end or take for markup.

    >>> print(inert_json({"a": "</script>&"}))
    {"a":"\u003c/script\u003e\u0026"}
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


@cache
def vis_source() -> str:
    """Read vis-network out of pyvis's wheel, checked by hash, without its pointer to a source map.

    Raises `StoreError` when it is not the file that the page was tested with.
    """
    path = Path(pyvis.__file__).parent / "lib" / "vis-9.1.2" / "vis-network.min.js"
    content = path.read_bytes() if path.exists() else b""
    if sha256(content).hexdigest() != VIS_SHA256:
        raise StoreError("pyvis does not hold the vis-network 9.1.2 that pages are made with: install pyvis 0.3.2")
    # A browser reads CR LF as LF before it hashes a script.
    return content.decode("utf-8").replace("\r\n", "\n").partition("//# sourceMappingURL=")[0]


@cache
def _static(name: str) -> str:
    return (files("laborgraph.viz") / "static" / name).read_text(encoding="utf-8")


def _csp_hash(text: str) -> str:
    return "'sha256-" + base64.b64encode(sha256(text.encode("utf-8")).digest()).decode() + "'"
