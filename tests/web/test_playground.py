"""The playground: what it answers, whom it refuses, and the page as one types in a real browser."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

pytest.importorskip("playwright")
pytest.importorskip("starlette")
pytest.importorskip("httpx")

import httpx
from typer.testing import CliRunner

from tests.web.served import served
from weibofilter import Action, Filter
from weibofilter.cli import app
from weibofilter.explain import Language
from weibofilter.serve.guard import LOOPBACK, Limits
from weibofilter.serve.judge import Judge
from weibofilter.serve.playground import playground
from weibofilter.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

    from tests.web.conftest import Injection, Watched

SHIPPED = Filter.from_words(["加微信"], category="spam")
RULE = '[[rule]]\nid = "cannabis"\ncategory = "drugs"\nkeywords = ["大麻"]\naction = "delete"\n'
OFTEN = Limits(per_second=1e6, burst=10**6)


@pytest.fixture(scope="module")
def home() -> Iterator[str]:
    with served(playground(SHIPPED, Language.EN, limits=OFTEN)) as address:
        yield address


def judged(post: str, rules: str = "") -> dict[str, Any]:
    return Judge(SHIPPED).judge(post, rules, Language.EN)


# What it answers


def test_typed_rules_are_judged_beside_those_it_was_started_with() -> None:
    told = judged("有人种植大麻，加.微.信，我有一个大麻烦 @大麻", RULE)
    assert told["action"] == "delete"
    assert [(one["text"], one["rule"], one["line"]) for one in told["held"]] == [
        ("大麻", "drugs/cannabis", "rules.toml:2"),
        ("加.微.信", "spam/words", ""),
    ]
    assert [(one["text"], one["margin"] is not None) for one in told["let_go"]] == [("大麻", True), ("大麻", False)]
    assert told["zones"] == [{"name": "@name", "text": "@大麻"}]
    assert told["views"][0]["name"] == "skeleton"
    assert [piece["text"] for piece in told["post"] if piece["action"] == "delete"] == ["大麻"]


def test_faults_of_typed_rules_have_line_column_and_the_way_out_and_the_other_rules_still_judge() -> None:
    told = judged("加微信", '[[rule]]\nid = "a"\nkeyword = ["大麻"]\n')
    assert told["action"] == "flag"
    (fault,) = [one for one in told["faults"] if one["code"] == "unknown-key"]
    assert (fault["line"], fault["column"], fault["severity"], fault["help"]) == (3, 1, "error", "did you mean 'keywords'?")
    assert (fault["before"], fault["after"]) == ("", 'keyword = ["大麻"]')


@pytest.mark.parametrize(
    "rules", ["", "  \n", "[[rule", "\ud800", "\x00", "keywords = 1", "[[rule]]\nid='x'\nregex='(a+)+$'\n", "a=" + "[" * 9000]
)
def test_whatever_is_typed_there_is_an_answer(rules: str) -> None:
    told = judged("加微信", rules)
    assert told["action"] == "flag"
    assert bool(told["faults"]) == bool(rules.strip())
    assert all("/tmp" not in str(fault) for fault in told["faults"])  # noqa: S108 - the folder that must not be told


def test_the_compiled_rules_are_kept_while_the_post_is_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    judge = Judge(SHIPPED)
    judge.judge("大麻", RULE, Language.EN)
    monkeypatch.setattr(Filter, "load", None)
    assert judge.judge("种大麻", RULE, Language.EN)["action"] == "delete"


# Whom it refuses


def ask(home: str, **changes: Any) -> httpx.Response:
    given = {"json": {"post": "加微信", "rules": ""}, "headers": {}} | changes
    return httpx.post(f"{home}/judge", **given)


REFUSED: list[tuple[dict[str, Any], int, str]] = [
    ({"headers": {"host": "attacker.example"}}, 400, "Invalid host"),
    ({"headers": {"host": "127.0.0.1.attacker.example"}}, 400, "Invalid host"),
    ({"headers": {"origin": "https://attacker.example"}}, 403, "another origin"),
    ({"headers": {"origin": "null"}}, 403, "another origin"),
    ({"headers": {"sec-fetch-site": "cross-site"}}, 403, "another origin"),
    ({"headers": {"sec-fetch-site": "same-site"}}, 403, "another origin"),
    ({"json": {"post": "x" * 700_000, "rules": ""}}, 413, "too long"),
    ({"json": {"post": "x" * 20_001, "rules": ""}}, 422, "post has 20,001 characters, 20,000 at most"),
    ({"json": {"post": "x", "rules": "#" * 100_001}}, 422, "rules has 100,001 characters"),
    ({"json": {"post": 1}}, 422, "ask as"),
    ({"json": ["post"]}, 422, "ask as"),
    ({"json": None, "data": {"post": "x", "rules": ""}}, 422, "content-type application/json"),
    ({"json": None, "content": b"{half", "headers": {"content-type": "application/json"}}, 422, "Expecting property name"),
    ({"json": None, "content": b"[" * 100_000, "headers": {"content-type": "application/json"}}, 422, "nested"),
    ({"json": None, "content": iter([b"x" * 600_000]), "headers": {"content-type": "application/json"}}, 413, "too long"),
]


@pytest.mark.parametrize(("changes", "status", "told"), REFUSED, ids=range(len(REFUSED)))
def test_who_or_what_does_not_belong_is_refused(home: str, changes: dict[str, Any], status: int, told: str) -> None:
    answer = ask(home, **changes)
    assert answer.status_code == status, answer.text
    assert told in answer.text


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
def test_this_machine_is_answered_by_each_of_its_names_and_nobody_is_let_in_by_cors(home: str, host: str) -> None:
    port = home.rpartition(":")[2]
    answer = ask(home, headers={"host": f"{host}:{port}"})
    assert answer.json()["action"] == "flag"
    assert not [name for name in answer.headers if name.startswith("access-control")]
    assert "'unsafe-inline'" not in answer.headers["content-security-policy"]
    assert httpx.request("OPTIONS", f"{home}/judge", headers={"origin": "https://attacker.example"}).status_code == 403


def test_who_asks_too_often_is_told_to_wait() -> None:
    with served(playground(SHIPPED, Language.EN, limits=Limits(per_second=0.001, burst=3))) as home:
        told = [ask(home) for _ in range(5)]
    assert [one.status_code for one in told] == [200, 200, 200, 429, 429]
    assert told[-1].headers["retry-after"] == "1"


# The command


def test_an_address_that_others_reach_must_be_asked_for_by_name() -> None:
    for host in ("0.0.0.0", "192.0.2.1", "::"):  # noqa: S104 - to be refused
        done = CliRunner().invoke(app, ["serve", "--host", host])
        assert done.exit_code == 2
        assert "opens the playground to other machines" in done.output


def test_without_its_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    done = CliRunner().invoke(app, ["serve"])
    assert done.exit_code == 2
    assert "pip install 'weibofilter[serve]'" in done.output


def test_the_command_serves_the_rules_that_it_is_given(tmp_path: Any) -> None:
    rules = tmp_path / "rules.toml"
    rules.write_text(RULE, encoding="utf-8")
    with served(playground(SHIPPED, Language.EN)) as taken:
        port = str(int(taken.rpartition(":")[2]) + 1)
    command = [sys.executable, "-c", "from weibofilter.cli import main; main()", "serve", "--port", port, "--rules", str(rules)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=os.environ) as process:  # noqa: S603 - our own command
        assert process.stderr is not None
        home = process.stderr.readline().split("/ ")[0]
        transport = httpx.HTTPTransport(retries=20)
        with httpx.Client(transport=transport, base_url=home) as client:
            told = client.post("/judge", json={"post": "有人种植大麻", "rules": ""}).json()
        process.send_signal(signal.SIGINT)
    assert told["held"][0]["line"] == "rules.toml:2"


# In a browser


def settled(page: Page) -> None:
    page.locator("body:not(.asking) .badge").wait_for()


def typed(page: Page, post: str, rules: str) -> None:
    with page.expect_response("**/judge"):
        page.evaluate(
            "([post, rules]) => { document.getElementById('post').value = post; document.getElementById('rules').value = rules; }",
            [post, rules],
        )
        page.locator("#post").dispatch_event("input")
    settled(page)


def test_the_verdict_follows_what_one_types(home: str, anywhere: Watched) -> None:
    page = anywhere.page
    page.goto(home)
    settled(page)
    typed(page, "", "")
    page.locator("#post").press_sequentially("快加.微.信")
    page.get_by_text("flag for review", exact=True).wait_for()
    assert page.locator("#verdict mark").inner_text() == "加.微.信"
    page.locator("#rules").fill(RULE)
    page.locator("#post").fill("有人种植大麻，我有一个大麻烦")
    page.locator("#verdict .badge.delete").wait_for()
    assert "margin 7.67 nats" in page.locator("#stages").inner_text()
    anywhere.nothing_ran()
    anywhere.fits()


def test_a_fault_stands_over_its_caret_and_leads_to_its_place(home: str, anywhere: Watched) -> None:
    page = anywhere.page
    page.goto(home)
    settled(page)
    typed(page, "加微信", '# 🐴\n[[rule]]\nid = "a"\nkeywords = ["大麻"]\nviews = ["宽", "wide"]\n')
    assert "unknown view '宽'" in page.locator(".fault").inner_text()
    assert "left out" in page.locator("#verdict").inner_text()
    place = page.evaluate("""() => {
        const text = document.querySelector('.fault pre bdi').firstChild, caret = document.querySelector('.caret').lastChild;
        const letter = new Range(), mark = new Range();
        letter.setStart(text, text.data.indexOf('"宽"')); letter.setEnd(text, text.data.indexOf('"宽"') + 1);
        mark.selectNode(caret);
        return [letter.getBoundingClientRect().left, mark.getBoundingClientRect().left];
    }""")
    assert abs(place[0] - place[1]) < 2
    page.locator(".place").click()
    selected = "document.getElementById('rules').value.slice(document.getElementById('rules').selectionStart).split('\\n')[0]"
    assert page.evaluate(selected) == '"宽", "wide"]'
    anywhere.fits()


def test_no_post_and_no_rule_runs_or_hides_anything(home: str, injections: list[Injection], watched: Watched) -> None:
    page = watched.page
    page.goto(home)
    settled(page)
    for one in injections:
        # A text area gives line ends back as \n, and UTF-8 has no half of a surrogate pair.
        post = one.text.replace("\r\n", "\n").replace("\r", "\n")
        typed(page, post, f"{one.text}\n")
        told = page.locator("#verdict .text").inner_text()
        assert told.replace("\n", "") == visible(post).replace("\\n", "↵"), one.name
        watched.nothing_ran()
    watched.fits()


def test_a_service_that_has_gone_is_said(chromium: Any) -> None:
    page = chromium.new_page()
    with served(playground(SHIPPED, Language.EN, limits=OFTEN)) as home:
        page.goto(home)
        settled(page)
    page.locator("#post").fill("还在吗")
    page.get_by_text("does not answer").wait_for()
    page.close()


def test_the_hosts_of_this_machine_are_the_default() -> None:
    assert LOOPBACK[:2] == ("127.0.0.1", "localhost")
    assert Judge(SHIPPED).judge("加微信", "", Language.ZH)["action"] == Action.FLAG
