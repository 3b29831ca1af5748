"""Ask an OpenAI-style endpoint, and pay for no answer twice.

Endpoint, key and model come from the environment. Every answer is kept, as it came, in a SQLite file before anybody
reads it; a stopped run goes on from there. What a server offers to hold its answer in shape is tried once, from JSON
schema down to nothing, and remembered. The answers themselves are trusted by nobody: see `llm`.
"""

from __future__ import annotations

import json
import os
import sqlite3
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from laborgraph.errors import MissingExtra, StoreError, UsageError

#: Tokens that one answer may take.
MAX_ANSWER = 4_000
#: Bytes of a response beyond which it is no answer.
_MAX_BODY = 4_000_000
_RETRIES = 4
#: Failed requests in a row after which the endpoint is taken to be down.
_PATIENCE = 5


class NoAnswer(Exception):
    """Tell that one request got no usable answer; others may."""


class BudgetSpent(Exception):
    """Tell that the next request would go over the cap of tokens or cost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """Where the model is: base URL, model name, key, seconds for a request, price of a million tokens in and out."""

    url: str
    model: str
    key: str = field(default="", repr=False)
    timeout: float = 120.0
    price: tuple[float, float] | None = None
    workers: int = 4


def endpoint(environment: Mapping[str, str] = os.environ) -> Endpoint:
    """Read the endpoint from LABORGRAPH_LLM_URL, _MODEL, _KEY, _TIMEOUT, _PRICE ("in/out") and _WORKERS.

    Raises `UsageError` where the URL or the model is missing or a number is none.
    """
    told = {name: environment.get(f"LABORGRAPH_LLM_{name}", "").strip() for name in ("URL", "MODEL", "KEY")}
    if not told["URL"].startswith(("http://", "https://")) or not told["MODEL"]:
        raise UsageError(
            "a model needs LABORGRAPH_LLM_URL (http://… or https://…, up to /v1) and LABORGRAPH_LLM_MODEL to be set"
        )
    try:
        prices = [float(one) for one in environment.get("LABORGRAPH_LLM_PRICE", "").split("/") if one.strip()]
        timeout = float(environment.get("LABORGRAPH_LLM_TIMEOUT") or 120)
        workers = int(environment.get("LABORGRAPH_LLM_WORKERS") or 4)
    except ValueError as error:
        raise UsageError(f"LABORGRAPH_LLM_PRICE, _TIMEOUT or _WORKERS: {error}") from error
    if len(prices) not in (0, 2) or timeout <= 0 or workers < 1:
        raise UsageError("LABORGRAPH_LLM_PRICE is IN/OUT for a million tokens; _TIMEOUT and _WORKERS are above zero")
    price = (prices[0], prices[1]) if prices else None
    return Endpoint(
        url=told["URL"], model=told["MODEL"], key=told["KEY"], timeout=timeout, price=price, workers=workers
    )


def cache_file(environment: Mapping[str, str] = os.environ) -> Path:
    """Name the file of kept answers: LABORGRAPH_LLM_CACHE, else one in the user's cache folder."""
    if told := environment.get("LABORGRAPH_LLM_CACHE"):
        return Path(told)
    return Path(environment.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "laborgraph" / "llm.sqlite"


class Cache:
    """Answers by the hash of all that was asked, and the rung of the ladder that an endpoint stands on."""

    def __init__(self, path: Path) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._rows = sqlite3.connect(path, check_same_thread=False, isolation_level=None, timeout=30)
            self._rows.execute("CREATE TABLE IF NOT EXISTS answer (key TEXT PRIMARY KEY, text TEXT, tokens INTEGER)")
            self._rows.execute("CREATE TABLE IF NOT EXISTS rung (endpoint TEXT PRIMARY KEY, rung INTEGER)")
        except (OSError, sqlite3.Error) as error:
            raise StoreError(f"cannot keep answers in {path}: {error}") from error
        self._lock = threading.Lock()

    def answer(self, key: str) -> str | None:
        """Return the answer kept under a key."""
        with self._lock:
            row = self._rows.execute("SELECT text FROM answer WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def keep(self, key: str, text: str, tokens: int) -> None:
        """Keep an answer."""
        with self._lock:
            self._rows.execute("INSERT OR REPLACE INTO answer VALUES (?, ?, ?)", (key, text, tokens))

    def rung(self, name: str) -> int:
        """Return the rung that an endpoint was last served on."""
        with self._lock:
            row = self._rows.execute("SELECT rung FROM rung WHERE endpoint = ?", (name,)).fetchone()
        return row[0] if row else 0

    def stand(self, name: str, rung: int) -> None:
        """Remember an endpoint's rung."""
        with self._lock:
            self._rows.execute("INSERT OR REPLACE INTO rung VALUES (?, ?)", (name, rung))

    def close(self) -> None:
        """Close the file."""
        self._rows.close()


@dataclass(slots=True, kw_only=True)
class Budget:
    """What a run has spent and may spend; a request is paid for by its estimate until its answer tells the truth."""

    max_tokens: int | None = None
    max_cost: float | None = None
    price: tuple[float, float] | None = None
    asked: int = 0
    tokens: int = 0
    cost: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def __post_init__(self) -> None:
        if self.max_cost is not None and self.price is None:
            raise UsageError("--max-cost needs LABORGRAPH_LLM_PRICE (IN/OUT for a million tokens)")

    def spend(self, given: int, taken: int) -> None:
        """Add to what is spent; raises `BudgetSpent`, and adds nothing, where that would go over the cap."""
        price = self.price or (0.0, 0.0)
        cost = (given * price[0] + taken * price[1]) / 1e6
        with self._lock:
            over = self.max_tokens is not None and self.tokens + given + taken > self.max_tokens
            over |= self.max_cost is not None and self.cost + cost > self.max_cost
            if over and given + taken > 0:
                raise BudgetSpent(
                    f"{self.tokens} tokens ({self.cost:.4f}) spent; the next request would go over the cap"
                )
            self.tokens += given + taken
            self.cost += cost


def estimate(messages: Sequence[Mapping[str, str]]) -> int:
    """Guess the tokens of messages, rather too many: one for three bytes."""
    return sum(len(message["content"].encode()) for message in messages) // 3 + 20


class Client:
    """One endpoint with its kept answers and budget; may be asked from several threads."""

    def __init__(self, where: Endpoint, cache: Cache, budget: Budget) -> None:
        self.endpoint, self.cache, self.budget = where, cache, budget
        self._sdk: Any = None
        self._failed = 0
        self._lock = threading.Lock()

    def key(self, messages: Sequence[Mapping[str, str]], schema: Mapping[str, Any]) -> str:
        """Name a question by all that its answer depends on."""
        asked = [self.endpoint.url, self.endpoint.model, list(messages), schema, MAX_ANSWER]
        return sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()

    def complete(self, messages: Sequence[Mapping[str, str]], schema: Mapping[str, Any]) -> str:
        """Return the model's answer to messages, the kept one if there is one.

        Raises `BudgetSpent`; `NoAnswer` where the endpoint failed for this question; `StoreError` where it would fail
        for all (no connection, no permission, no such model).
        """
        key = self.key(messages, schema)
        kept = self.cache.answer(key)
        if kept is not None:
            return kept
        given = estimate(messages)
        self.budget.spend(given, MAX_ANSWER)
        try:
            text, used = self._ask(messages, schema)
        except NoAnswer:
            self.budget.spend(-given, -MAX_ANSWER)
            with self._lock:
                self._failed += 1
            if self._failed >= _PATIENCE:
                raise StoreError(f"{self.endpoint.url} failed {self._failed} times in a row; the run stops") from None
            raise
        self._failed = 0
        told = used or (given, len(text.encode()) // 3)
        self.budget.spend(told[0] - given, told[1] - MAX_ANSWER)
        self.budget.asked += 1
        self.cache.keep(key, text, sum(told))
        return text

    def _ask(
        self, messages: Sequence[Mapping[str, str]], schema: Mapping[str, Any]
    ) -> tuple[str, tuple[int, int] | None]:
        openai = _openai()
        name = f"{self.endpoint.url} {self.endpoint.model}"
        rungs = _rungs(schema)
        for rung in range(min(self.cache.rung(name), len(rungs) - 1), len(rungs)):
            try:
                answer = self._request(messages, rungs[rung])
            except (openai.BadRequestError, openai.UnprocessableEntityError) as error:
                if rung == len(rungs) - 1:
                    raise NoAnswer(f"the endpoint refuses the request: {_short(error)}") from error
                continue
            except openai.APITimeoutError as error:
                raise NoAnswer(f"no answer within {self.endpoint.timeout:g} s") from error
            except openai.APIConnectionError as error:
                cause = error.__cause__ or error
                if isinstance(cause, _http().ConnectError | _http().UnsupportedProtocol):
                    raise StoreError(f"cannot reach {self.endpoint.url}: {_short(cause)}") from error
                raise NoAnswer(f"the connection broke off: {_short(cause)}") from error
            except (openai.AuthenticationError, openai.PermissionDeniedError, openai.NotFoundError) as error:
                raise StoreError(
                    f"{self.endpoint.url} refuses model {self.endpoint.model!r}: {_short(error)}"
                ) from error
            except openai.APIError as error:
                raise NoAnswer(_short(error)) from error
            self.cache.stand(name, rung)
            return answer
        raise NoAnswer("no request was made")

    def _request(
        self, messages: Sequence[Mapping[str, str]], options: Mapping[str, Any]
    ) -> tuple[str, tuple[int, int] | None]:
        """Send one request and read its body under a deadline of its own: a server may drip for ever."""
        end = time.monotonic() + self.endpoint.timeout
        body = bytearray()
        create = self._client().chat.completions.with_streaming_response.create
        try:
            with create(model=self.endpoint.model, messages=list(messages), **options) as response:
                for chunk in response.iter_bytes():
                    body += chunk
                    if time.monotonic() > end or len(body) > _MAX_BODY:
                        raise NoAnswer(f"no whole answer within {self.endpoint.timeout:g} s and {_MAX_BODY} bytes")
        except _http().HTTPError as error:
            raise NoAnswer(f"the answer broke off: {type(error).__name__}") from error
        try:
            answer = json.loads(body)
            text = answer["choices"][0]["message"]["content"]
        except (ValueError, LookupError, TypeError, RecursionError) as error:
            raise NoAnswer("the response is no chat completion") from error
        if not isinstance(text, str):
            raise NoAnswer("the response holds no text")
        return text, _usage(answer)

    def _client(self) -> Any:
        with self._lock:
            if self._sdk is None:
                self._sdk = _openai().OpenAI(
                    base_url=self.endpoint.url,
                    api_key=self.endpoint.key or "none",
                    timeout=self.endpoint.timeout,
                    max_retries=_RETRIES,
                )
        return self._sdk


def _openai() -> Any:
    try:
        import openai
    except ImportError as error:
        raise MissingExtra("a language model", "llm") from error
    return openai


def _http() -> Any:
    import httpx2

    return httpx2


def _rungs(schema: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what is asked of the server, the strictest first; newer models refuse a temperature."""
    shaped = {"type": "json_schema", "json_schema": {"name": "claims", "strict": True, "schema": schema}}
    return [
        {"response_format": shaped, "temperature": 0, "seed": 1, "max_tokens": MAX_ANSWER},
        {"response_format": shaped, "max_completion_tokens": MAX_ANSWER},
        {"response_format": {"type": "json_object"}, "temperature": 0, "max_tokens": MAX_ANSWER},
        {},
    ]


def _usage(answer: Mapping[str, Any]) -> tuple[int, int] | None:
    usage = answer.get("usage")
    found = [usage.get(name) for name in ("prompt_tokens", "completion_tokens")] if isinstance(usage, dict) else []
    told = [count for count in found if type(count) is int and 0 <= count < 10**9]
    return (told[0], told[1]) if len(told) == 2 else None


def _short(error: BaseException) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
