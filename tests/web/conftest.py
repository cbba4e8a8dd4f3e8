"""A real Chromium, and posts that would run, hide or break something if a page took them for more than text."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Dialog, Page

CASES = Path(__file__).parents[1] / "cases" / "injections.jsonl"
SIZES = {"phone": (390, 844), "desk": (1280, 800)}


class Injection(NamedTuple):
    """A hostile post."""

    name: str
    text: str


@pytest.fixture(scope="session")
def injections() -> list[Injection]:
    return [Injection(**json.loads(line)) for line in CASES.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - in an extra, which each file of tests asks for

    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("no Chromium on this machine")
    quiet = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*quiet, "--disable-sync"])
        yield browser
        browser.close()


_FOREIGN = "img, iframe, b, base, animate, meta[http-equiv=refresh], [onload], [onerror], [onfocus], [onmouseover], [formaction]"
"""What the injections would put into a page, and no page of ours has."""


class Watched:
    """A page, and everything on it that should not happen: dialogs, errors, refusals of its policy, requests elsewhere."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.told: list[str] = []
        page.on("dialog", self._dismiss)
        page.on("pageerror", lambda error: self.told.append(str(error)))
        page.on("console", lambda message: self.told.extend([message.text] if message.type == "error" else []))
        page.on("request", lambda request: self.told.extend([request.url] if "x.invalid" in request.url else []))

    def _dismiss(self, dialog: Dialog) -> None:
        self.told.append(dialog.message)
        dialog.dismiss()

    def nothing_ran(self) -> None:
        """Asserts that it is so, and that no post became an element."""
        assert self.page.evaluate("window.pwned") is None
        assert (
            self.page.locator(
                "main img, main iframe, main b, main base, main [onload], main [onfocus], main [onmouseover]"
            ).count()
            == 0
        )
        assert self.told == []

    def fits(self) -> None:
        """Asserts that nothing is wider than the screen."""
        wide, screen = self.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert wide <= screen


@pytest.fixture(params=[(size, scheme) for size in SIZES for scheme in ("light", "dark")], ids="-".join)
def anywhere(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Watched]:
    """A page on a phone and on a desk, light and dark."""
    size, scheme = request.param
    width, height = SIZES[size]
    context = chromium.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
    yield Watched(context.new_page())
    context.close()


@pytest.fixture
def watched(chromium: Browser) -> Iterator[Watched]:
    """A page on a desk."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    yield Watched(context.new_page())
    context.close()
