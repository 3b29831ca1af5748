"""Put the endpoint together and serve it: an ASGI application on a snapshot, and the server that runs it."""

from __future__ import annotations

import os
import signal
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import Any

from laborgraph.dataset import Dataset
from laborgraph.errors import MissingExtra, StoreError, UsageError

try:
    import uvicorn
    from starlette.applications import Starlette
    from starlette.middleware import Middleware
    from starlette.middleware.cors import CORSMiddleware
    from starlette.middleware.gzip import GZipMiddleware
    from starlette.routing import Route
    from starlette.types import ASGIApp, Message, Receive, Scope, Send
except ImportError as error:
    raise MissingExtra("a SPARQL endpoint", "web") from error

from laborgraph.web import pages, protocol
from laborgraph.web.describe import counted
from laborgraph.web.pool import Limits, Pool

_HEADERS = (
    # The hash is that of the one <style> that YASGUI makes, for columns whose width can be changed.
    (b"content-security-policy", b"default-src 'none'; script-src 'self'; connect-src 'self'; img-src data:; "
     b"style-src 'self' 'sha256-zCK2EVMoPc04mRF/g5CotUvxbJPWS+8V0b+s9ptqQIk='; "
     b"frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
)  # fmt: skip


@contextmanager
def snapshot(dataset: Dataset) -> Iterator[tuple[str, dict[str, Any]]]:
    """Copy the dataset's store as it is now, in no time by links where the disk allows; and count what it holds.

    The dataset may be closed and changed while the copy is served. Raises `UsageError` for a dataset in memory.
    """
    if dataset.folder is None:
        raise UsageError("a dataset in memory cannot be served: open it in a folder")
    counts = counted(dataset)
    with tempfile.TemporaryDirectory(prefix=".serve-", dir=_place(dataset.folder)) as folder:
        path = str(Path(folder, "store"))
        dataset.backup(path)
        dataset.close()
        yield path, counts


def application(
    store: str, counts: dict[str, Any], limits: Limits | None = None, origins: tuple[str, ...] = ()
) -> Starlette:
    """Make the application for a snapshot's store; `origins` are the sites whose scripts may ask (CORS)."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        app.state.pool = Pool(store, limits or Limits())
        await app.state.pool.run({"query": "ASK {}", "accept": ""})  # one worker is warm when the first client comes
        yield
        await app.state.pool.close()

    middleware = [Middleware(_Headers), Middleware(GZipMiddleware, minimum_size=1000, compresslevel=1)]
    if origins:
        middleware.append(
            Middleware(CORSMiddleware, allow_origins=list(origins), allow_methods=["GET", "POST"], allow_headers=["*"])
        )
    routes: list[tuple[str, Callable[..., Any], list[str]]] = [
        ("/", pages.query_page, ["GET"]),
        ("/sparql", protocol.sparql, ["GET", "POST"]),
        ("/store", protocol.graph, ["GET"]),
        ("/completion.json", pages.completion, ["GET"]),
        ("/questions.json", pages.question_list, ["GET"]),
        ("/static/{name}", pages.static, ["GET"]),
        ("/id/{local:path}", pages.resource, ["GET"]),
        ("/view/{local:path}", pages.view, ["GET"]),
        ("/ns", pages.vocabulary, ["GET"]),
        ("/.well-known/void", pages.void, ["GET"]),
    ]
    app = Starlette(
        routes=[Route(path, handler, methods=methods) for path, handler, methods in routes],
        middleware=middleware,
        lifespan=lifespan,
    )
    app.state.counts = counts
    return app


def run(app: Starlette, host: str, port: int) -> None:
    """Serve until told to stop (SIGTERM, Ctrl-C); requests under way are finished. Raises `StoreError`."""
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=5,
        server_header=False,
    )
    # uvicorn raises the signal that stopped it once more: what is left to do here would not be done.
    signal.signal(signal.SIGTERM, lambda *_: None)
    try:
        with suppress(KeyboardInterrupt):
            uvicorn.Server(config).run()
    except SystemExit as error:  # uvicorn's way to say that the port is taken
        raise StoreError(f"cannot listen on {host}:{port}: it is in use or not allowed") from error


class _Headers:
    """Tell browsers to run nothing but the pages' own script."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                told = {name for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *(header for header in _HEADERS if header[0] not in told)]
            await send(message)

        await self._app(scope, receive, sent if scope["type"] == "http" else send)


def _place(folder: Path) -> Path | None:
    """Choose where the copy goes: beside the dataset, where links cost nothing, if that may be written."""
    return folder if os.access(folder, os.W_OK) else None
