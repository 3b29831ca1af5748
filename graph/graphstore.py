"""Read, replace and delete named graphs over HTTP, by the SPARQL 1.1 Graph Store Protocol or as a product has it.

https://www.w3.org/TR/sparql11-http-rdf-update/; Virtuoso names the parameter otherwise and wants digest authentication,
Blazegraph has a REST interface of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from laborgraph.errors import StoreError, UnknownName
from laborgraph.remote import Remote, words

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse

NTRIPLES = "application/n-triples"
#: Triples in one request.
_CHUNK = 50_000
_DONE = (200, 201, 202, 204)


@dataclass(frozen=True, slots=True)
class Profile:
    """How a product has it: what comes after its usual address, the name of the parameter that names a graph."""

    suffix: str = ""
    parameter: str = "graph"
    digest: bool = False
    own: bool = False


PROFILES: dict[str, Profile] = {
    "standard": Profile(),
    "fuseki": Profile("/data"),
    "oxigraph": Profile("/store"),
    "graphdb": Profile("/rdf-graphs/service"),
    "virtuoso": Profile("/sparql-graph-crud-auth", "graph-uri", digest=True),
    "blazegraph": Profile("/sparql", "context-uri", own=True),
}


class GraphStore:
    """A store of named graphs at an address; of a product that has a profile, its usual address will do.

    Raises `UnknownName` for a profile, and what `Remote` raises.
    """

    def __init__(self, url: str, profile: str = "standard", *, backoff: float = 0.5) -> None:
        if profile not in PROFILES:
            raise UnknownName("kind of store", profile, PROFILES)
        self._profile = PROFILES[profile]
        path = urlsplit(url).path.rstrip("/")
        if self._profile.suffix and not path.endswith(self._profile.suffix):
            url = url.rstrip("/") + self._profile.suffix
        self._remote = Remote(url, backoff=backoff, digest=self._profile.digest)
        self.url = self._remote.url

    def read(self, graph: str) -> bytes:
        """Return a graph's triples as N-Triples, nothing where there is no such graph."""
        query = {"query": f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"}
        sent = query if self._profile.own else {self._profile.parameter: graph}
        answer = self._remote.send("GET", sent, headers={"Accept": NTRIPLES})
        if answer.status == 404 and not self._profile.own:
            return b""
        return self._checked(answer, (200,)).data

    def replace(self, graph: str, lines: Iterable[bytes]) -> None:
        """Put these triples, lines of N-Triples, in the place of what the graph holds; large ones go in parts."""
        source: Iterator[bytes] = iter(lines)
        method = "PUT"
        if self._profile.own:
            self.delete(graph)
            method = "POST"
        while body := b"".join(islice(source, _CHUNK)):
            headers = {"Content-Type": NTRIPLES}
            self._checked(self._remote.send(method, {self._profile.parameter: graph}, body=body, headers=headers))
            method = "POST"

    def delete(self, graph: str) -> None:
        """Delete a graph; one that is not there is deleted, too."""
        named = {"c": f"<{graph}>"} if self._profile.own else {self._profile.parameter: graph}
        self._checked(self._remote.send("DELETE", named, headers={}), (*_DONE, 404))

    def _checked(self, answer: BaseHTTPResponse, good: tuple[int, ...] = _DONE) -> BaseHTTPResponse:
        if answer.status in good:
            return answer
        hint = {
            401: "; set LABORGRAPH_USERNAME and LABORGRAPH_PASSWORD, or LABORGRAPH_TOKEN",
            403: "; it does not let this user write",
            404: "; is it the address of a Graph Store, such as http://localhost:3030/ds/data ?",
            405: "; it does not take graphs",
        }.get(answer.status, "")
        raise StoreError(f"{self.url} answers {answer.status} {answer.reason or ''}: {words(answer)}{hint}")
