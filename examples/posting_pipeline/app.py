"""What can be asked: authors post, read what became of it and appeal; reviewers read the queues, decide, and take the results away."""

from __future__ import annotations

import base64
import binascii
import hmac
import json
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from weibofilter.report import look
from weibofilter.serve.guard import LOOPBACK, Limits, guarded

from .store import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from starlette.requests import Request
    from starlette.types import ASGIApp

    from weibofilter import Filter

    from .pages import Pages
    from .store import Post, Store

HERE = Path(__file__).parent
LONGEST = 5000
"""Characters of a post, a note or an appeal."""

CHOICES = {"publish": ("published", "overturned"), "support": ("published", "kept"), "remove": ("removed", "kept")}
"""What a reviewer can choose: what becomes of the post, and whether the filter was right to hold it.

The two are not the same: a post of somebody in distress was rightly held, and is published with a note of support.
"""


@dataclass(frozen=True, slots=True)
class Service:
    """The service: the filter that judges, the store that keeps, the pages that show, the password of the reviewers."""

    judge: Filter
    store: Store
    pages: Pages
    password: str

    # Authors

    async def write(self, request: Request) -> Response:
        """The page to write a post on. It carries the key of the request, so that sending it twice is one post."""
        return self.pages.show(request, "write.html", key=str(uuid.uuid4()))

    async def submit(self, request: Request) -> Response:
        """Takes a post, from the page or as JSON: it is judged, and is on the disk with its verdict before this answers."""
        as_json = request.headers.get("content-type", "").partition(";")[0].strip() == "application/json"
        given = await _json(request) if as_json else await request.form()
        key = request.headers.get("idempotency-key", "") if as_json else given.get("key")
        key = _text(key, "the idempotency key", 200)
        author, text = _text(given.get("author"), "author", 60), _text(given.get("text"), "text", LONGEST)
        verdict = await run_in_threadpool(self.judge.check, text)
        try:
            post = await run_in_threadpool(self.store.submit, key, author, text, verdict)
        except RefusedError as error:
            raise HTTPException(409, str(error)) from error
        if as_json:
            return JSONResponse({"id": post.id, "status": post.status, "page": f"/p/{post.token}"}, 201)
        return RedirectResponse(f"/p/{post.token}", 303)

    def read(self, request: Request) -> Response:
        """The author's page of his post: how it stands, why, and how to appeal."""
        return self.pages.author(request, self._own(request))

    async def appeal(self, request: Request) -> Response:
        """Takes an author's appeal."""
        post = await run_in_threadpool(self._own, request)
        text = _text((await request.form()).get("text"), "text", LONGEST)
        await self._unless_refused(self.store.appeal, post.token, text)
        return RedirectResponse(f"/p/{post.token}", 303)

    def _own(self, request: Request) -> Post:
        return _found(self.store.by_token(request.path_params["token"]))

    # Reviewers

    def queue(self, request: Request) -> Response:
        """What waits to be decided: held posts, or appeals."""
        self._reviewer(request)
        status = "appealed" if request.url.path.endswith("/appeals") else "waiting"
        return self.pages.queue(request, status, self.store.queue(status), self.store.counts())

    def review(self, request: Request) -> Response:
        """One post, to be decided about."""
        reviewer = self._reviewer(request)
        return self.pages.review(request, _found(self.store.by_id(request.path_params["id"])), reviewer)

    async def decide(self, request: Request) -> Response:
        """Takes a decision, and leads to the next post."""
        reviewer = self._reviewer(request)
        given = await request.form()
        choice, turn = str(given.get("choice", "")), str(given.get("turn", ""))
        if choice not in CHOICES or not turn.isascii() or not turn.isdigit():
            raise HTTPException(422, f"choice is {choice!r}: one of {', '.join(CHOICES)}")
        note = _text(given.get("note") or "", "note", LONGEST, empty=True)
        number = request.path_params["id"]
        await self._unless_refused(self.store.decide, number, int(turn), *CHOICES[choice], reviewer, note)
        appeals = str(given.get("from", "")) == "appealed"
        return RedirectResponse("/review/appeals" if appeals else "/review", 303)

    def results(self, request: Request) -> Response:
        """Every post with its verdict, as JSON lines."""
        self._reviewer(request)
        return _lines(self.store.results())

    def labels(self, request: Request) -> Response:
        """Every decision, as JSON lines."""
        self._reviewer(request)
        return _lines(self.store.labels())

    def _reviewer(self, request: Request) -> str:
        """The reviewer's name; anybody is one who knows the password, and decides under the name he gives."""
        name, password = _credentials(request.headers.get("authorization", ""))
        if not name or not hmac.compare_digest(password.encode(), self.password.encode()):
            raise HTTPException(401, "for reviewers", {"www-authenticate": 'Basic realm="review", charset="UTF-8"'})
        return name

    async def _unless_refused(self, act: Any, *given: object) -> None:
        try:
            await run_in_threadpool(act, *given)
        except RefusedError as error:
            raise HTTPException(409, str(error)) from error

    # All of it

    def look(self, _request: Request) -> Response:
        """The style of marked posts, which comes with the package."""
        return Response(look(), media_type="text/css")

    def error(self, request: Request, error: Exception) -> Response:
        """What went wrong, as a page or as JSON, as it was asked."""
        assert isinstance(error, HTTPException)
        if "text/html" not in request.headers.get("accept", ""):
            return JSONResponse({"error": error.detail}, error.status_code, error.headers)
        return self.pages.show(request, "error.html", error.status_code, error.headers, told=error.detail)

    def app(self, hosts: Iterable[str] = LOOPBACK, limits: Limits | None = None) -> ASGIApp:
        """The application, behind its guard."""
        routes = [
            Route("/", self.write),
            Route("/posts", self.submit, methods=["POST"]),
            Route("/p/{token}", self.read),
            Route("/p/{token}/appeal", self.appeal, methods=["POST"]),
            Route("/review", self.queue),
            Route("/review/appeals", self.queue),
            Route("/review/{id:int}", self.review),
            Route("/review/{id:int}", self.decide, methods=["POST"]),
            Route("/review/results.jsonl", self.results),
            Route("/review/labels.jsonl", self.labels),
            Route("/look.css", self.look),
            Mount("/static", StaticFiles(directory=HERE / "static")),
        ]
        return guarded(Starlette(routes=routes, exception_handlers={HTTPException: self.error}), hosts, limits)


async def _json(request: Request) -> Mapping[str, Any]:
    try:
        given = json.loads(await request.body())
    except (ValueError, RecursionError) as error:
        raise HTTPException(400, f"not JSON: {error}") from error
    if not isinstance(given, dict):
        raise HTTPException(400, "not a JSON object")
    return given


def _text(given: object, name: str, longest: int, *, empty: bool = False) -> str:
    """The text, or 422 with what is wrong with it."""
    if not isinstance(given, str) or not (given.strip() or empty):
        raise HTTPException(422, f"{name} is missing")
    if len(given) > longest:
        raise HTTPException(422, f"{name} has {len(given):,} characters, {longest:,} at most")
    try:
        given.encode("utf-8")
    except UnicodeEncodeError as error:
        raise HTTPException(422, f"{name} has half a surrogate pair at {error.start}, which is no character") from error
    return given


def _credentials(header: str) -> tuple[str, str]:
    kind, _, encoded = header.partition(" ")
    try:
        decoded = base64.b64decode(encoded, validate=True).decode("utf-8") if kind.lower() == "basic" else ""
    except (binascii.Error, UnicodeDecodeError):
        decoded = ""
    name, _, password = decoded.partition(":")
    return name.strip()[:60], password


def _found(post: Post | None) -> Post:
    if post is None:
        raise HTTPException(404, "there is no such post")
    return post


def _lines(rows: Iterator[dict[str, Any]]) -> Response:
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    return StreamingResponse(lines, media_type="application/x-ndjson")
