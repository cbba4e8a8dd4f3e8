"""What stands before a service: who may ask, how much, how often, and what its pages may do."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import PlainTextResponse

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK: Final = ("127.0.0.1", "localhost", "::1", "[::1]", "[")
"""Hosts that mean this machine. The last three are what different versions of Starlette make of ``[::1]:8000``; no other name begins so,
and an address in brackets is nothing that a foreign name could be pointed from."""

_SAFE: Final = frozenset({"GET", "HEAD"})

_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

_HEADERS: Final = (
    (b"content-security-policy", _POLICY.encode("ascii")),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cache-control", b"no-store"),
)


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes of one request, and requests a second: ``burst`` at once, ``per_second`` in the long run, of all askers together."""

    body: int = 256 * 1024
    per_second: float = 50.0
    burst: int = 100


def guarded(app: ASGIApp, hosts: Iterable[str] = LOOPBACK, limits: Limits | None = None) -> ASGIApp:
    """The application behind its guard.

    A request is refused with 400 if its Host is none of ``hosts`` (a name that somebody points at this machine is none), with 403 if a
    page of another origin sent it, with 413 if it is too long, and with 429 if there were too many. Nothing lets another origin read
    an answer, and no page may run a script or load a style that is not a file of this service.
    """
    return TrustedHostMiddleware(Guard(app, limits or Limits()), allowed_hosts=list(hosts), www_redirect=False)


class Guard:
    """The part of ``guarded`` behind the check of the host."""

    def __init__(self, app: ASGIApp, limits: Limits) -> None:
        self._app = app
        self._limits = limits
        self._tokens = float(limits.burst)
        self._counted = time.monotonic()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request, or refuses it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *_HEADERS]
            await send(message)

        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        refused = self._refusal(scope, headers)
        if refused is None:
            body = await self._body(receive)
            refused = PlainTextResponse("too long", 413) if body is None else None
        if refused is not None:
            await refused(scope, receive, dressed)
            return
        await self._app(scope, _once(body or b"", receive), dressed)

    def _refusal(self, scope: Scope, headers: dict[str, str]) -> PlainTextResponse | None:
        if not self._takes():
            return PlainTextResponse("too many requests", 429, {"retry-after": "1"})
        if scope["method"] not in _SAFE and not _is_own(scope["scheme"], headers):
            return PlainTextResponse("sent by a page of another origin", 403)
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > self._limits.body:
            return PlainTextResponse("too long", 413)
        return None

    def _takes(self) -> bool:
        now = time.monotonic()
        self._tokens = min(self._limits.burst, self._tokens + (now - self._counted) * self._limits.per_second)
        self._counted = now
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True

    async def _body(self, receive: Receive) -> bytes | None:
        """The whole body, or None as soon as it is too long, whatever length was announced."""
        body = bytearray()
        while True:
            message = await receive()
            body += message.get("body", b"")
            if len(body) > self._limits.body:
                return None
            if not message.get("more_body", False):
                return bytes(body)


def _is_own(scheme: str, headers: dict[str, str]) -> bool:
    """Whether no browser says that a foreign page asks: programs send neither header, browsers at least one."""
    if headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        return False
    origin = headers.get("origin")
    return origin is None or origin == f"{scheme}://{headers.get('host', '')}"


def _once(body: bytes, receive: Receive) -> Receive:
    """What receives a body that has been read, and after it what still comes: that the asker has gone."""
    given: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Message:
        return given.pop() if given else await receive()

    return again
