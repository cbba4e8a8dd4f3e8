"""The playground: one page, and one question that it asks as one types."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from weibofilter.explain import Language, in_language
from weibofilter.report import look
from weibofilter.serve.guard import LOOPBACK, Limits, guarded
from weibofilter.serve.judge import Judge
from weibofilter.serve.words import EXAMPLE_POST, EXAMPLE_RULES, WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.requests import Request
    from starlette.types import ASGIApp

    from weibofilter.filter import Filter

HERE = Path(__file__).parent
LONGEST_POST = 20_000
LONGEST_RULES = 100_000
_AT_ONCE = 2
"""Questions that are worked on together; the others wait. One page asks one at a time."""


def playground(shipped: Filter, lang: Language, hosts: Iterable[str] = LOOPBACK, limits: Limits | None = None) -> ASGIApp:
    """The playground over a filter, behind its guard: the rules that are typed are judged beside those of the filter."""
    asked = _Asked(Judge(shipped), lang)
    routes = [
        Route("/", asked.page),
        Route("/judge", asked.judge, methods=["POST"]),
        Route("/look.css", style),
        Mount("/static", StaticFiles(directory=HERE / "static")),
    ]
    return guarded(
        Starlette(routes=routes), hosts, limits or Limits(body=4 * (LONGEST_POST + LONGEST_RULES), per_second=20, burst=40)
    )


def style(_request: Request) -> Response:
    """The style that this page shares with reports."""
    return Response(look(), media_type="text/css")


class _Asked:
    """What can be asked."""

    def __init__(self, judge: Judge, lang: Language) -> None:
        self._judge = judge
        self._lang = lang
        self._turns = asyncio.Semaphore(_AT_ONCE)
        loader = FileSystemLoader(HERE / "templates")
        self._templates = Environment(
            loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )

    def page(self, _request: Request) -> Response:
        """The page."""
        words = {name: in_language(one, self._lang) for name, one in WORDS.items()}
        tongue = "zh-Hans" if self._lang == Language.ZH else "en"
        limits = {"post": LONGEST_POST, "rules": LONGEST_RULES}
        shown = {"words": words, "lang": tongue, "post": EXAMPLE_POST, "rules": EXAMPLE_RULES, "limits": limits}
        return HTMLResponse(self._templates.get_template("playground.html").render(shown))

    async def judge(self, request: Request) -> Response:
        """What becomes of a post under the rules that were typed."""
        try:
            post, rules = _question(await request.body(), request.headers.get("content-type", ""))
        except ValueError as error:
            return JSONResponse({"error": str(error)}, 422)
        async with self._turns:
            answer = await run_in_threadpool(self._judge.judge, post, rules, self._lang)
        # As ASCII, so that what a browser cannot hold in UTF-8 (half a surrogate pair) reaches it as the escape that JSON has for it.
        return Response(json.dumps(answer), media_type="application/json")


def _question(body: bytes, kind: str) -> tuple[str, str]:
    """The post and the rules. ValueError, with what is wrong, for anything else."""
    if kind.partition(";")[0].strip() != "application/json":
        raise ValueError("ask with content-type application/json")
    try:
        given: Any = json.loads(body)
    except RecursionError as error:
        raise ValueError("too deeply nested") from error
    if not isinstance(given, dict) or not isinstance(given.get("post"), str) or not isinstance(given.get("rules"), str):
        raise ValueError('ask as {"post": "...", "rules": "..."}')  # noqa: TRY004 - what came over the wire, not a wrong call
    for name, longest in (("post", LONGEST_POST), ("rules", LONGEST_RULES)):
        if len(given[name]) > longest:
            raise ValueError(f"{name} has {len(given[name]):,} characters, {longest:,} at most")
    return given["post"], given["rules"]
