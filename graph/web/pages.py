"""Pages for people: the query page, and one for each resource, as HTML or, by content negotiation, as RDF."""

from __future__ import annotations

import gzip
import json
from base64 import b64encode
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any
from urllib.parse import quote, urlsplit

from pyoxigraph import NamedNode, RdfFormat, parse
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response

from laborgraph import questions
from laborgraph.errors import StoreError
from laborgraph.ontology.files import read as ontology_file
from laborgraph.ontology.terms import ID, PREFIXES
from laborgraph.web.describe import SD, VOID
from laborgraph.web.negotiation import GRAPHS, chosen
from laborgraph.web.pool import Answer
from laborgraph.web.protocol import described, response

STATIC = {
    "query.js": "text/javascript",
    "style.css": "text/css",
    "yasgui.min.css": "text/css",
    "yasgui.min.js": "text/javascript",
    "yasgui-licenses.txt": "text/plain",
}
#: YASGUI, as the npm package @zazuko/yasgui 4.6.2 has it; static/yasgui-licenses.txt tells whose it is.
YASGUI_SHA256 = {
    "yasgui.min.css": "085b94556b97f9928981bdedb6848fd11ad4d8d950e821f0d698c58ca538fc55",
    "yasgui.min.js": "55034eaac74c55f55fbd1eeed008ae38a79053651cbed2b453f1fcfd895a4b75",
}
_FIRST = """SELECT ?who ?what WHERE {
  ?fact rdf:subject ?s ; rdf:predicate lg:opposes ; rdf:object ?o .
  ?s lg:name ?who .
  ?o lg:name ?what .
} LIMIT 50
"""
#: Properties of other vocabularies that the dataset uses.
_OTHERS = {
    *(PREFIXES["rdf"] + name for name in ("type", "subject", "predicate", "object")),
    *(PREFIXES["skos"] + name for name in ("prefLabel", "altLabel")),
    PREFIXES["schema"] + "mentions",
}
_JSON = "application/sparql-results+json"
_ABOUT = "SELECT ?p ?o ?name WHERE { %s ?p ?o OPTIONAL { ?o lg:name ?name } } ORDER BY ?p ?name ?o LIMIT 500"
_FACTS = """SELECT ?f ?s ?subject ?p ?o ?object ?claims ?sources ?asserted ?quote WHERE {
  { ?f rdf:subject %s } UNION { ?f rdf:object %s }
  ?f rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; lg:claimCount ?claims ; lg:sourceCount ?sources ;
     lg:isAsserted ?asserted ; lg:bestQuote ?quote .
  ?s lg:name ?subject . ?o lg:name ?object .
} ORDER BY DESC(?sources) DESC(?claims) ?f LIMIT 500"""
_CLAIMS = """SELECT ?c ?quote ?modality ?who ?article ?title ?published WHERE {
  ?c lg:states %s ; lg:quote ?quote ; lg:modality ?modality ; lg:fromArticle ?article .
  OPTIONAL { ?c lg:saidBy/lg:name ?who } OPTIONAL { ?article lg:title ?title }
  OPTIONAL { ?article lg:published ?published }
} ORDER BY ?published ?c LIMIT 500"""
_GRAPH = """CONSTRUCT { ?s ?p ?o } WHERE {
  { VALUES ?s { %s } } UNION { ?s rdf:subject %s } UNION { ?s rdf:object %s } UNION { ?s lg:states %s }
  ?s ?p ?o }"""
_TYPES = [*GRAPHS, "text/html"]


async def query_page(request: Request) -> Response:
    """Show the page on which queries are written and run."""
    integrity = {
        name: "sha256-" + b64encode(bytes.fromhex(digest)).decode("ascii") for name, digest in YASGUI_SHA256.items()
    }
    endpoint = request.url_for("sparql").path
    page = _template("query.html").render(prefixes=PREFIXES, endpoint=endpoint, query=_FIRST, integrity=integrity)
    return HTMLResponse(page)


async def completion(request: Request) -> Response:
    """Give what the query page completes: prefixes, and the classes and properties of the vocabulary."""
    return JSONResponse({"prefixes": PREFIXES, **_vocabulary()})


@cache
def _vocabulary() -> dict[str, list[str]]:
    kinds = defaultdict(set)
    for quad in parse(ontology_file("labor.ttl"), RdfFormat.TURTLE):
        if quad.predicate.value == PREFIXES["rdf"] + "type" and isinstance(quad.subject, NamedNode):
            kinds[quad.object.value].add(quad.subject.value)
    owl = PREFIXES["owl"]
    properties = kinds[owl + "ObjectProperty"] | kinds[owl + "DatatypeProperty"] | _OTHERS
    return {"classes": sorted(kinds[owl + "Class"]), "properties": sorted(properties)}


async def question_list(request: Request) -> Response:
    """Give the questions of the field with their SPARQL, defaults filled in."""
    listed = [
        {"name": q.name, "title": dict(q.title), "help": dict(q.help), "sparql": q.text("sparql")}
        for q in questions.load().values()
    ]
    return JSONResponse(listed)


async def static(request: Request) -> Response:
    """Send a script, style or text of the query page. Raises `StoreError` for a YASGUI that is not the one tested."""
    name = request.path_params["name"]
    if name not in STATIC:
        return PlainTextResponse("no such file\n", 404)
    return Response(_static(name), media_type=STATIC[name], headers={"Cache-Control": "max-age=3600"})


async def void(request: Request) -> Response:
    """Describe the dataset at the place where VoID is looked for."""
    return described(request)


async def vocabulary(request: Request) -> Response:
    """Send the vocabulary."""
    return Response(ontology_file("labor.ttl"), media_type="text/turtle")


async def resource(request: Request) -> Response:
    """Show a resource with the facts and claims around it."""
    local = request.path_params["local"]
    try:
        node = str(NamedNode(ID + local))
    except ValueError:
        return PlainTextResponse("no such resource\n", 404)
    kind = chosen(request.headers.get("accept", ""), _TYPES)
    if kind is None:
        return PlainTextResponse("no such format\n", 406)
    vary = {"Vary": "Accept"}
    if kind != "text/html":
        answer = await _run(request, _GRAPH.replace("%s", node), kind)
        found = await _run(request, f"ASK {{ {node} ?p ?o }}", _JSON)
        if answer.status == 200 and not json.loads(found.body or b"{}").get("boolean"):
            return PlainTextResponse("no such resource\n", 404, vary)
        sent = response(answer)
        sent.headers["Vary"] = "Accept"
        return sent
    parts = {}
    for part, query in (("about", _ABOUT), ("facts", _FACTS), ("claims", _CLAIMS)):
        answer = await _run(request, query.replace("%s", node), _JSON)
        if answer.status != 200:
            return response(answer)
        parts[part] = [_row(row) for row in json.loads(answer.body)["results"]["bindings"]]
    if not parts["about"]:
        return PlainTextResponse("no such resource\n", 404, vary)
    name = next((row["o"]["text"] for row in parts["about"] if row["p"]["text"] in ("lg:name", "lg:title")), local)
    drawn = "/view/" + quote(local) if any(row["p"]["text"] == "lg:isGeneric" for row in parts["about"]) else ""
    page = _template("resource.html").render(name=name, iri=ID + local, drawn=drawn, **parts)
    return HTMLResponse(page, headers=vary)


async def view(request: Request) -> Response:
    """Draw the interactive page of what lies around an entity."""
    pool = request.app.state.pool
    try:
        entity = NamedNode(ID + request.path_params["local"]).value
    except ValueError:
        return PlainTextResponse("no such resource\n", 404)
    language = "fr" if request.headers.get("accept-language", "").lower().startswith("fr") else "en"
    answer = response(await pool.run({"view": entity, "store": pool.path, "language": language}))
    # The page itself says what may run in it.
    answer.headers["Content-Security-Policy"] = "frame-ancestors 'self'"
    return answer


async def _run(request: Request, query: str, accept: str) -> Answer:
    answer: Answer = await request.app.state.pool.run({"query": query, "accept": accept})
    return answer


def _row(row: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    return {name: _shown(term) for name, term in row.items()}


def _shown(term: Mapping[str, str]) -> dict[str, str]:
    """Give a term its text and, where it can be followed, its link; an address of a text is no link to run."""
    value = term["value"]
    if term["type"] != "uri":
        web = urlsplit(value).scheme in ("http", "https") if value.startswith("http") and " " not in value else False
        return {"text": value, "link": value if web else "", "language": term.get("xml:lang", "")}
    link = "/id/" + quote(value.removeprefix(ID)) if value.startswith(ID) else value
    return {"text": _short(value), "link": link, "language": ""}


def _short(iri: str) -> str:
    for prefix, base in {**PREFIXES, "sd": SD, "void": VOID}.items():
        if iri.startswith(base):
            return f"{prefix}:{iri.removeprefix(base)}"
    return iri


@cache
def _template(name: str) -> Any:
    from jinja2 import Environment

    return Environment(autoescape=True).from_string(_text("templates/" + name))


@cache
def _static(name: str) -> bytes:
    folder = files("laborgraph.web").joinpath("static")
    packed = folder.joinpath(f"{name}.gz")
    content = gzip.decompress(packed.read_bytes()) if packed.is_file() else folder.joinpath(name).read_bytes()
    if name in YASGUI_SHA256 and sha256(content).hexdigest() != YASGUI_SHA256[name]:
        raise StoreError(f"{name} is not the file that the query page was tested with: install laborgraph anew")
    return content


@cache
def _text(path: str) -> str:
    return files("laborgraph.web").joinpath(path).read_text(encoding="utf-8")
