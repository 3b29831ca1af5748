"""Speak HTTP with SPARQL endpoints and graph stores: one pool, retries, credentials from the environment."""

from __future__ import annotations

import base64
import os
from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, parse_query_results

from laborgraph.errors import MissingExtra, QueryError, StoreError, UsageError
from laborgraph.literals import plain
from laborgraph.table import Table

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse
    from urllib3.exceptions import HTTPError

_JSON = "application/sparql-results+json"
_TRIES = 4
#: What a server says when it is busy or starting: worth another try.
_PASSING = (429, 502, 503, 504)


class Remote:
    """An HTTP server that is asked again when it is busy or away; a write that it may be sent twice is sent whole.

    User and password come from LABORGRAPH_USERNAME and LABORGRAPH_PASSWORD, or a bearer token from LABORGRAPH_TOKEN;
    never from the address. With `digest` the password is sent only as a digest (RFC 7616), when asked for.
    Raises `UsageError` for an address that is none of HTTP, and `MissingExtra`.
    """

    def __init__(self, url: str, *, timeout: float = 60.0, backoff: float = 0.5, digest: bool = False) -> None:
        try:
            from urllib3 import PoolManager, Retry, Timeout
        except ImportError as error:
            raise MissingExtra("speaking HTTP", "web") from error
        self.url = _checked(url)
        retry = Retry(
            _TRIES,
            redirect=0,
            status_forcelist=_PASSING,
            allowed_methods=None,
            backoff_factor=backoff,
            raise_on_status=False,
        )
        self._pool = PoolManager(
            retries=retry, timeout=Timeout(connect=10.0, read=timeout), headers={} if digest else _login()
        )
        self._digest = digest

    def send(
        self, method: str, parameters: Mapping[str, str], *, body: bytes | None = None, headers: Mapping[str, str]
    ) -> BaseHTTPResponse:
        """Send a request to the address, `parameters` in its query. Raises `StoreError` when nobody answers."""
        from urllib.parse import urlencode

        from urllib3.exceptions import HTTPError

        joined = "&".join(part for part in (urlsplit(self.url).query, urlencode(parameters)) if part)
        target = self.url.partition("?")[0] + ("?" + joined if joined else "")
        try:
            answer = self._pool.request(method, target, body=body, headers={**self._pool.headers, **headers})
            if self._digest and answer.status == 401 and (proof := _proof(answer, method, target)):
                answer = self._pool.request(method, target, body=body, headers={**headers, "Authorization": proof})
            return answer
        except HTTPError as error:
            raise StoreError(f"no answer from {self.url}: {_reason(error)}") from error

    def select(self, query: str) -> Table:
        """Answer a SELECT or ASK query there. Raises `QueryError` with the server's words, and `StoreError`."""
        headers = {"Accept": _JSON, "Content-Type": "application/sparql-query; charset=utf-8"}
        answer = self.send("POST", {}, body=query.encode(), headers=headers)
        if answer.status != 200:
            raise QueryError(f"{self.url} answers {answer.status} {answer.reason}: {words(answer)}")
        try:
            results = parse_query_results(answer.data, format=QueryResultsFormat.JSON)
            if isinstance(results, QueryBoolean):
                return Table(("answer",), [(bool(results),)])
            assert isinstance(results, QuerySolutions)  # noqa: S101  # JSON results hold nothing else
            columns = tuple(variable.value for variable in results.variables)
            return Table(columns, [tuple(plain(row[name]) for name in columns) for row in results])
        except (SyntaxError, ValueError) as error:
            raise StoreError(f"{self.url} is no SPARQL endpoint: its answer is not {_JSON} ({error})") from error


def words(answer: BaseHTTPResponse) -> str:
    """Take the first line of what a server says, cut short."""
    lines = answer.data.decode("utf-8", "replace").strip().splitlines() or [""]
    return lines[0][:300]


def _reason(error: HTTPError) -> str:
    """Say in a few words why a request came to nothing."""
    from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, ReadTimeoutError

    reason = getattr(error, "reason", None) or error
    if isinstance(reason, NameResolutionError):
        return "there is no host of this name"
    if isinstance(reason, ReadTimeoutError):
        return "it took the request and was silent; it may be busy"
    cause = reason.__cause__ or reason.__context__
    if isinstance(cause, OSError) and cause.strerror:
        return f"{cause.strerror.lower()}; is it running, and is this its address?"
    if isinstance(reason, ConnectTimeoutError):
        return "the connection took too long; is this its address?"
    return " ".join(str(reason).split())


def _checked(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageError(f"{url!r} is no address of HTTP, such as http://localhost:3030/ds/data")
    if parts.username or parts.password:
        raise UsageError("no password in an address: set LABORGRAPH_USERNAME and LABORGRAPH_PASSWORD")
    return url


def _proof(answer: BaseHTTPResponse, method: str, target: str) -> str:
    """Answer a server's challenge; nothing where it makes none that can be answered, or nobody has told a user."""
    from urllib.request import (
        AbstractDigestAuthHandler,
        HTTPPasswordMgrWithDefaultRealm,
        Request,
        parse_http_list,
        parse_keqv_list,
    )

    scheme, _, challenge = answer.headers.get("WWW-Authenticate", "").partition(" ")
    user = os.environ.get("LABORGRAPH_USERNAME")
    if scheme.lower() != "digest" or not user:
        return ""
    known = HTTPPasswordMgrWithDefaultRealm()
    known.add_password(None, target, user, os.environ.get("LABORGRAPH_PASSWORD", ""))
    asked = parse_keqv_list(parse_http_list(challenge))
    return f"Digest {AbstractDigestAuthHandler(known).get_authorization(Request(target, method=method), asked)}"  # noqa: S310


def _login() -> dict[str, str]:
    if token := os.environ.get("LABORGRAPH_TOKEN"):
        return {"Authorization": f"Bearer {token}"}
    if user := os.environ.get("LABORGRAPH_USERNAME"):
        pair = f"{user}:{os.environ.get('LABORGRAPH_PASSWORD', '')}".encode()
        return {"Authorization": "Basic " + base64.b64encode(pair).decode()}
    return {}
