"""The posting service, as programs and as people use it: every post once, every decision once, and every page as text."""

from __future__ import annotations

import base64
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

pytest.importorskip("playwright")
pytest.importorskip("starlette")
pytest.importorskip("httpx")

import httpx
from typer.testing import CliRunner

from examples.posting_pipeline.__main__ import app as command
from examples.posting_pipeline.app import Service
from examples.posting_pipeline.pages import Pages
from examples.posting_pipeline.store import RefusedError, Store
from tests.web.served import served
from weibofilter import Filter
from weibofilter.cli import app as weibofilter
from weibofilter.explain import Language
from weibofilter.serve.guard import Limits
from weibofilter.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from tests.web.conftest import Injection, Watched

RULES = """
[[rule]]
id = "wechat"
category = "spam.contact"
keywords = ["加微信"]
[[rule]]
id = "invoice"
category = "black-market.documents"
keywords = ["代开发票"]
action = "delete"
[[rule]]
id = "distress"
category = "self-harm"
keywords = ["想死"]
"""
PASSWORD = "correct horse"  # noqa: S105 - of a service that lives as long as a test
TOP = Path(__file__).parents[2]
OFTEN = Limits(per_second=1e6, burst=10**6)
WANG, LI = ("王芳", PASSWORD), ("李雷", PASSWORD)


@pytest.fixture
def service(tmp_path: Path) -> Service:
    rules = tmp_path / "rules.toml"
    rules.write_text(RULES, encoding="utf-8")
    judge = Filter.load(rules)
    return Service(judge, Store(tmp_path / "posts.sqlite3"), Pages(judge, Language.ZH), PASSWORD)


@pytest.fixture
def client(service: Service) -> Iterator[httpx.Client]:
    with served(service.app(limits=OFTEN)) as home, httpx.Client(base_url=home) as client:
        yield client


def post(client: httpx.Client, text: Any, key: str = "k1", author: Any = "小明") -> Any:
    return client.post("/posts", json={"author": author, "text": text}, headers={"idempotency-key": key})


def decide(client: httpx.Client, number: int, choice: str, who: tuple[str, str] = WANG, turn: int = 0, note: str = "") -> Any:
    return client.post(f"/review/{number}", data={"choice": choice, "turn": turn, "note": note}, auth=who)


# A post comes in


@pytest.mark.parametrize(("text", "status"), [("天气很好", "published"), ("快加.微.信", "waiting"), ("代开发票", "removed")])
def test_a_post_is_allowed_queued_or_removed_with_its_verdict(
    client: httpx.Client, service: Service, text: str, status: str
) -> None:
    told = post(client, text)
    assert (told.status_code, told.json()["status"]) == (201, status)
    kept = service.store.by_id(told.json()["id"])
    assert kept is not None
    assert (kept.text, kept.verdict) == (text, service.judge.check(text))


def test_the_same_request_twice_is_one_post_and_another_with_its_key_is_refused(client: httpx.Client, service: Service) -> None:
    first, again, other = post(client, "加微信"), post(client, "加微信"), post(client, "代开发票")
    assert first.json() == again.json()
    assert (other.status_code, other.json()) == (409, {"error": "this key was used for another post"})
    assert service.store.counts() == {"waiting": 1}


BAD = [
    ({"text": "x"}, 422, "author is missing"),
    ({"author": "x"}, 422, "text is missing"),
    ({"author": "x", "text": "  "}, 422, "text is missing"),
    ({"author": "x", "text": 3}, 422, "text is missing"),
    ({"author": "x", "text": "长" * 5001}, 422, "text has 5,001 characters, 5,000 at most"),
    ({"author": "x", "text": "加\ud83d"}, 422, "half a surrogate pair at 1"),
    ([], 400, "not a JSON object"),
]


@pytest.mark.parametrize(("body", "status", "told"), BAD, ids=[told for *_, told in BAD])
def test_what_is_no_post_is_refused_and_said_why(client: httpx.Client, body: object, status: int, told: str) -> None:
    headers = {"idempotency-key": "k", "content-type": "application/json"}
    answer = client.post("/posts", content=json.dumps(body), headers=headers)
    assert answer.status_code == status
    assert told in answer.json()["error"]


def test_a_request_without_a_key_or_without_sense_is_refused(client: httpx.Client) -> None:
    assert client.post("/posts", json={"author": "x", "text": "y"}).json() == {"error": "the idempotency key is missing"}
    bad = client.post("/posts", content=b"{half", headers={"idempotency-key": "k", "content-type": "application/json"})
    assert bad.status_code == 400
    assert client.get("/p/nobody").status_code == 404
    assert client.get("/review/99", auth=WANG).status_code == 404


# People decide


def test_a_reviewer_needs_the_password_and_a_name(client: httpx.Client) -> None:
    for who in (None, ("王芳", "wrong"), ("", PASSWORD), ("王芳", "")):
        assert client.get("/review", auth=who).status_code == 401
    assert client.get("/review", headers={"authorization": "Basic ?"}).status_code == 401
    assert client.get("/review", auth=WANG).status_code == 200


def test_two_reviewers_cannot_decide_the_same_post_twice(client: httpx.Client, service: Service) -> None:
    post(client, "加微信")
    assert decide(client, 1, "remove").status_code == 303
    late = decide(client, 1, "publish", LI)
    assert (late.status_code, late.json()["error"]) == (409, "somebody else has decided about this post in the meantime")
    stands = service.store.by_id(1)
    assert stands is not None
    assert (stands.status, stands.label, stands.reviewer) == ("removed", "kept", "王芳")


def test_what_was_decided_by_the_filter_alone_is_not_in_the_queue(client: httpx.Client) -> None:
    post(client, "天气很好")
    assert decide(client, 1, "remove").status_code == 409


def test_an_appeal_is_decided_by_somebody_else_and_everything_before_it_stays(client: httpx.Client, service: Service) -> None:
    page = post(client, "加微信").json()["page"]
    decide(client, 1, "remove", note="引流")
    assert "申诉" in client.get(page).text
    assert client.post(f"{page}/appeal", data={"text": "这是客服号"}).status_code == 303
    assert client.post(f"{page}/appeal", data={"text": "再说一次"}).status_code == 409
    assert "这是客服号" in client.get("/review/1", auth=LI).text
    own = decide(client, 1, "publish", WANG, turn=1)
    assert (own.status_code, own.json()["error"]) == (409, "an appeal is decided by somebody else than who decided first")
    assert decide(client, 1, "publish", LI, turn=1).status_code == 303
    assert "你的帖子已发布。" in client.get(page).text
    with closing(sqlite3.connect(service.store._path)) as connection:
        assert connection.execute("SELECT outcome, label, reviewer, note FROM decisions ORDER BY turn").fetchall() == [
            ("removed", "kept", "王芳", "引流"),
            ("published", "overturned", "李雷", ""),
        ]


def test_what_the_filter_removed_alone_can_be_appealed_and_a_published_post_not(client: httpx.Client) -> None:
    removed, published = post(client, "代开发票", "a").json()["page"], post(client, "天气", "b").json()["page"]
    assert "这是系统自动作出的决定" in client.get(removed).text
    assert client.post(f"{removed}/appeal", data={"text": "我是财务"}).status_code == 303
    assert (
        "我是财务" in client.get("/review/appeals", auth=WANG).text or "代开发票" in client.get("/review/appeals", auth=WANG).text
    )
    assert client.post(f"{published}/appeal", data={"text": "x"}).status_code == 409


def test_distress_comes_first_is_never_removed_and_met_with_support(client: httpx.Client) -> None:
    post(client, "加微信", "a")
    page = post(client, "真的想死", "b").json()["page"]
    queue = client.get("/review", auth=WANG).text
    assert queue.index("想死") < queue.index("加微信")
    review = client.get("/review/2", auth=WANG).text
    assert 'value="support"' in review
    assert 'value="remove"' not in review
    assert decide(client, 2, "support").status_code == 303
    told = client.get(page).text
    assert "12356" in told
    assert "你的帖子已发布。" in told
    assert "规则" not in told


def test_a_wrong_choice_is_refused(client: httpx.Client) -> None:
    post(client, "加微信")
    assert decide(client, 1, "burn").status_code == 422
    assert client.post("/review/1", data={"choice": "remove", "turn": "x"}, auth=WANG).status_code == 422


def test_nothing_that_was_written_can_be_changed(client: httpx.Client, service: Service) -> None:
    post(client, "加微信")
    decide(client, 1, "remove")
    with closing(sqlite3.connect(service.store._path)) as connection:
        for change in (
            "UPDATE posts SET text = ''",
            "DELETE FROM posts",
            "UPDATE decisions SET note = ''",
            "DELETE FROM decisions",
        ):
            with pytest.raises(sqlite3.IntegrityError, match="only added"):
                connection.execute(change)


def test_decisions_are_what_review_reads(client: httpx.Client, service: Service, tmp_path: Path) -> None:
    for key, text, choice in (("a", "加微信", "remove"), ("b", "加.微.信", "publish"), ("c", "加微信呀", "")):
        number = post(client, text, key).json()["id"]
        if choice:
            decide(client, number, choice)
    results, labels = tmp_path / "results.jsonl", tmp_path / "labels.jsonl"
    done = CliRunner().invoke(command, ["--db", str(service.store._path), "export", str(results), str(labels)])
    assert done.exit_code == 0, done.output
    assert results.read_text(encoding="utf-8") == client.get("/review/results.jsonl", auth=WANG).text
    assert labels.read_text(encoding="utf-8") == client.get("/review/labels.jsonl", auth=WANG).text
    told = CliRunner().invoke(weibofilter, ["review", str(results), str(labels), "--id-field", "id", "--format", "json"])
    assert told.exit_code == 0, told.output
    (rule,) = json.loads(told.stdout)["rules"]
    assert (rule["rule"], rule["posts"], rule["kept"], rule["overturned"]) == ("spam.contact/wechat", 3, 1, 1)


def test_one_command_starts_it(tmp_path: Path) -> None:
    (tmp_path / "rules.toml").write_text(RULES, encoding="utf-8")
    with closing(socket.create_server(("127.0.0.1", 0))) as probe:
        port = probe.getsockname()[1]
    options = ["--db", tmp_path / "p.sqlite3", "--rules", tmp_path / "rules.toml", "--only", "--port", port]
    command = [sys.executable, "-m", "examples.posting_pipeline", *map(str, options)]
    environment = os.environ | {"REVIEW_PASSWORD": PASSWORD, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=TOP, env=environment) as process:  # noqa: S603 - our own
        assert process.stdout is not None
        told = [process.stdout.readline() for _ in range(2)]
        with httpx.Client(transport=httpx.HTTPTransport(retries=20), base_url=told[0].split()[1]) as client:
            assert post(client, "加微信").json()["status"] == "waiting"
            assert "加微信" in client.get("/review", auth=WANG).text
        process.send_signal(signal.SIGINT)
    assert PASSWORD in told[1]


def test_a_broken_insert_leaves_nothing(service: Service) -> None:
    with pytest.raises(UnicodeEncodeError):
        service.store.submit("k", "x", "\ud83d", service.judge.check("x"))
    assert service.store.counts() == {}
    with pytest.raises(RefusedError, match="nothing to appeal"):
        service.store.appeal("nobody", "x")


# In a browser


def test_a_post_its_review_and_its_appeal_by_keyboard(service: Service, chromium: Browser) -> None:
    with served(service.app(limits=OFTEN)) as home:
        author = chromium.new_context().new_page()
        author.goto(home)
        author.get_by_label("名字").fill("小明")
        author.keyboard.press("Tab")
        author.keyboard.type("快加.微.信")
        author.keyboard.press("Tab")
        author.keyboard.press("Enter")
        author.get_by_text("正在等待人工审核").wait_for()
        reviewer = chromium.new_context(http_credentials={"username": "wang", "password": PASSWORD}).new_page()
        reviewer.goto(f"{home}/review")
        reviewer.get_by_role("link", name="快加.微.信").focus()
        reviewer.keyboard.press("Enter")
        assert reviewer.locator(".card mark.flag").inner_text() == "加.微.信"
        assert "字间插入符号" in reviewer.locator(".reasons").inner_text()
        assert "正在等待人工审核" in reviewer.locator(".letter").inner_text()
        reviewer.get_by_label("备注").focus()
        reviewer.keyboard.type("引流")
        reviewer.keyboard.press("Tab")
        reviewer.keyboard.press("Tab")
        reviewer.keyboard.press("Enter")
        reviewer.get_by_text("没有需要处理的帖子").wait_for()
        author.reload()
        assert "这是工作人员阅读帖子后作出的决定。" in author.locator(".letter").inner_text()
        author.get_by_role("textbox").fill("这是客服号")
        author.get_by_role("button", name="提交申诉").click()
        author.get_by_text("已申诉").wait_for()
        other = chromium.new_context(http_credentials={"username": "li", "password": PASSWORD}).new_page()
        other.goto(f"{home}/review/appeals")
        other.get_by_role("link", name="快加.微.信").click()
        other.get_by_role("button", name="误判，发布").click()
        author.reload()
        assert author.locator(".letter").inner_text() == "你的帖子已发布。"


def test_hostile_posts_are_text_on_every_page(service: Service, injections: list[Injection], anywhere: Watched) -> None:
    tokens: dict[str, str] = {}
    for number, one in enumerate(injections):
        text = one.text.encode("utf-8", "replace").decode("utf-8")
        stored = service.store.submit(f"k{number}", text[:60], text, service.judge.check(text))
        tokens[text] = stored.token
        if stored.status == "waiting" and number % 3 == 0:
            service.store.decide(stored.id, 0, "removed", "kept", text[:60], text)
            service.store.appeal(stored.token, text)
    with served(service.app(limits=OFTEN)) as home:
        page = anywhere.page
        page.set_extra_http_headers({"authorization": "Basic " + base64.b64encode(f"w:{PASSWORD}".encode()).decode()})
        for path in ("/review", "/review/appeals", "/review/1", "/review/2", "/review/21", "/review/26"):
            page.goto(home + path)
            anywhere.nothing_ran()
            anywhere.fits()
        for text, token in list(tokens.items())[::4]:
            page.goto(f"{home}/p/{token}")
            assert page.locator(".card .text").inner_text().replace("\n", "") == visible(text).replace("\\n", "↵")
            anywhere.nothing_ran()
            anywhere.fits()
