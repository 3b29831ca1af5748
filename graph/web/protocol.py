"""The SPARQL 1.1 Protocol (https://www.w3.org/TR/sparql11-protocol/), query operations, and Graph Store reads."""

from __future__ import annotations

from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from laborgraph.web.describe import service
from laborgraph.web.negotiation import GRAPHS, chosen
from laborgraph.web.pool import Answer, Pool

_FORM, _QUERY, _UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
_LARGEST = 2**20
_READ_ONLY = "this endpoint only reads: `laborgraph build` and `remove` change the dataset"


class Refused(Exception):
    """Tell a client what is wrong with its request."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status


async def sparql(request: Request) -> Response:
    """Answer a query, by GET or POST; without one, describe the service."""
    try:
        pairs = await _parameters(request)
        if not pairs and request.method != "POST":
            return described(request)
        job = _job(pairs, request.headers.get("accept", "")) | {"base": str(request.url_for("sparql"))}
    except Refused as error:
        return PlainTextResponse(f"{error}\n", error.status)
    return response(await _pool(request).run(job))


async def graph(request: Request) -> Response:
    """Read a graph by the Graph Store Protocol: ``?graph=IRI``, or ``?default`` for the union of all."""
    try:
        pairs = _pairs(request.url.query, keep_blank=True)
    except Refused as error:
        return PlainTextResponse(f"{error}\n", error.status)
    names = [value for name, value in pairs if name == "graph"]
    default = any(name == "default" for name, _ in pairs)
    if len(names) + default != 1 or any(":" not in name for name in names):
        return PlainTextResponse("name one graph: ?graph=IRI, or ?default for the union of all\n", 400)
    job = {"graph": names[0] if names else "", "accept": request.headers.get("accept", "")}
    return response(await _pool(request).run(job))


def described(request: Request) -> Response:
    """Describe the service in RDF."""
    kind = chosen(request.headers.get("accept", ""), GRAPHS)
    if kind is None:
        return PlainTextResponse("no such format\n", 406)
    endpoint = str(request.url_for("sparql"))
    return Response(service(endpoint, request.app.state.counts, GRAPHS[kind]), media_type=kind)


def response(answer: Answer) -> Response:
    """Turn an answer of a worker into one of HTTP."""
    headers = {"Retry-After": "5"} if answer.status == 503 else {}
    body = answer.body or {404: b"no such graph\n", 406: b"no such format\n"}.get(answer.status, b"")
    return Response(body, answer.status, headers, media_type=answer.type)


def _pool(request: Request) -> Pool:
    pool: Pool = request.app.state.pool
    return pool


async def _parameters(request: Request) -> list[tuple[str, str]]:
    pairs = _pairs(request.url.query)
    if request.method != "POST":
        return pairs
    kind, _, rest = request.headers.get("content-type", "").lower().partition(";")
    if kind.strip() not in (_FORM, _QUERY, _UPDATE):
        raise Refused(415, f"POST takes {_FORM} or {_QUERY}, not {kind.strip() or 'no type'}")
    if "charset" in rest and "utf-8" not in rest:
        raise Refused(415, "a query is written in UTF-8")
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LARGEST:
            raise Refused(413, "a query of more than 1 MB is refused")
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused(400, "a query is written in UTF-8") from None
    if kind.strip() == _UPDATE:
        raise Refused(403, _READ_ONLY)
    return pairs + (_pairs(text) if kind.strip() == _FORM else [("query", text)])


def _pairs(text: str, *, keep_blank: bool = False) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=keep_blank, errors="strict", max_num_fields=1000)
    except UnicodeDecodeError:
        raise Refused(400, "parameters are written in UTF-8") from None
    except ValueError as error:
        raise Refused(400, f"the parameters cannot be read: {error}") from None


def _job(pairs: list[tuple[str, str]], accept: str) -> dict[str, object]:
    queries = [value for name, value in pairs if name == "query"]
    if any(name == "update" for name, _ in pairs):
        raise Refused(403 if not queries else 400, _READ_ONLY)
    if len(queries) != 1:
        raise Refused(400, f"one query is wanted, not {len(queries)}")
    return {
        "query": queries[0],
        "accept": accept,
        "default": [value for name, value in pairs if name == "default-graph-uri"],
        "named": [value for name, value in pairs if name == "named-graph-uri"],
    }
