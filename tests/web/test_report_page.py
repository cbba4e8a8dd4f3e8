"""The report in a real browser: nothing of a post runs, nothing it hides is hidden, and it reads at every size."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("playwright")
pytest.importorskip("jinja2")
pytest.importorskip("vl_convert")

from typer.testing import CliRunner

from weibofilter import Filter
from weibofilter.cli import app
from weibofilter.report import Collector, page
from weibofilter.rules.rule import Category
from weibofilter.verdict import Action, Reason, Verdict
from weibofilter.visible import visible

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.web.conftest import Injection, Watched

JUDGE = Filter.from_words(["加微信", "大麻"])


def shown(post: str) -> str:
    """What a browser gives back for a post: line ends as arrows, the rest as in a terminal."""
    return visible(post).replace("\\n", "↵")


def rule_named(injection: Injection) -> Reason:
    """A hit whose every name is hostile, as a rule file of somebody else may have it."""
    text = injection.text
    return Reason(f"{text}/{text}", text, Action.FLAG, text, 0, 1, text[0], "skeleton", "text", (text,), wordlist=text)


@pytest.fixture(scope="module")
def hostile(injections: list[Injection], tmp_path_factory: pytest.TempPathFactory) -> Path:
    seen = Collector({one.text: Category(one.text, one.text, one.text, one.text, Action.FLAG) for one in injections}, "zh")
    for number, one in enumerate(injections):
        verdict = Verdict(Action.FLAG, (rule_named(one),), shadow=(rule_named(one),))
        seen.add(one.text, verdict, number=number + 1, when=f"2025-03-{number % 28 + 1:02}")
        seen.add_bad(number, one.text)
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_bytes(page(seen, injections[0].text).encode("utf-8", "backslashreplace"))
    return path


def test_nothing_of_a_post_or_a_rule_runs_at_any_size(hostile: Path, anywhere: Watched) -> None:
    anywhere.page.goto(hostile.as_uri())
    anywhere.nothing_ran()
    anywhere.fits()


def test_every_post_is_shown_as_the_text_it_is(
    injections: list[Injection], watched: Watched, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("weibofilter.report.render._GROUPS_SHOWN", 100)
    seen = Collector({})
    for number, one in enumerate(injections):
        hits = JUDGE.check(one.text).reasons
        seen.add(one.text, Verdict(Action.FLAG, tuple(replace(hit, category=f"c{number:02}") for hit in hits)))
    path = tmp_path / "posts.html"
    path.write_bytes(page(seen, "posts").encode("utf-8", "backslashreplace"))
    watched.page.goto(path.as_uri())
    texts = [text.replace("\n", "") for text in watched.page.locator(".post .text").all_inner_texts()]
    assert texts == [shown(one.text) for one in injections if JUDGE.check(one.text).reasons]
    assert len(texts) > 30
    watched.nothing_ran()


def test_the_page_asks_nothing_of_the_network_and_forbids_itself_scripts(watched: Watched, tmp_path: Path) -> None:
    path = tmp_path / "posts.html"
    seen = Collector(JUDGE.categories)
    seen.add("有人种植大麻", JUDGE.check("有人种植大麻"))
    path.write_text(page(seen, "posts"), encoding="utf-8")
    asked: list[str] = []
    watched.page.on("request", lambda request: asked.append(request.url))
    watched.page.goto(path.as_uri())
    assert asked == [path.as_uri()]
    source = path.read_text(encoding="utf-8")
    assert "<script" not in source
    assert re.search(r"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-[^ ]+'; ", source)
    watched.nothing_ran()


def test_scan_writes_the_report_with_charts_samples_let_go_and_shadow_apart(watched: Watched, tmp_path: Path) -> None:
    posts = [("有人种植大麻", "03-01"), ("我有一个大麻烦", "03-02"), ("招人刷单", "03-02"), ("今天天气很好", "昨天")]
    rules = tmp_path / "rules.toml"
    rules.write_text(
        'category = "drugs"\n[[rule]]\nid = "a"\nkeywords = ["大麻"]\naction = "delete"\n'
        '[[rule]]\nid = "b"\nkeywords = ["刷单"]\nstate = "shadow"\n',
        encoding="utf-8",
    )
    source, out, html = tmp_path / "posts.jsonl", tmp_path / "out.jsonl", tmp_path / "report.html"
    lines = [json.dumps({"text": text, "date": f"2025-{day}"}, ensure_ascii=False) for text, day in posts]
    source.write_text("\n".join([*lines, "half a line"]), encoding="utf-8")
    done = CliRunner().invoke(app, ["scan", str(source), "-o", str(out), "--rules", str(rules), "--report", str(html)])
    assert done.exit_code == 0, done.output
    watched.page.goto(html.as_uri())
    figures = "posts judged 4 allowed 3 75.00% flagged 0 0.00% deleted 1 25.00%"
    assert " ".join(watched.page.locator("dl").inner_text().split()) == figures
    headings = ["Over time", "By category", "By rule", "Posts held", "Seen, and let go", "Shadow rules"]
    assert watched.page.locator("h2").all_inner_texts() == [*headings, "Rows that could not be judged 1"]
    assert watched.page.locator("mark.delete").inner_text() == "大麻"
    assert watched.page.locator("mark.allow").inner_text() == "大麻"
    assert "drugs/b" in watched.page.locator(".apart").inner_text()
    assert "drugs/b" not in watched.page.locator("section:not(.apart) table").inner_text()
    assert "1 posts have no date" in watched.page.locator("main").inner_text()
    assert watched.page.locator(".chart.wide svg").count() == 2
    watched.nothing_ran()


def test_an_empty_input_has_a_report_too() -> None:
    assert "Nothing was held." in page(Collector({}), "nothing.txt")


def test_the_same_posts_give_the_same_page_byte_for_byte() -> None:
    def made() -> str:
        seen = Collector(JUDGE.categories, seed=3)
        for number in range(200):
            seen.add(f"第{number}个人种植大麻", JUDGE.check(f"第{number}个人种植大麻"), when=f"2025-03-{number % 28 + 1:02}")
        return page(seen, "posts")

    assert made() == made()


REFUSED = [
    ("missing/report.html", "there is no such directory"),
    (".", "is a directory"),
    ("posts.txt", "is the input or the output itself"),
    ("out.jsonl", "is the input or the output itself"),
]


@pytest.mark.parametrize(("name", "told"), REFUSED, ids=[told for _, told in REFUSED])
def test_a_report_that_cannot_be_written_is_refused_before_the_scan(tmp_path: Path, name: str, told: str) -> None:
    (tmp_path / "posts.txt").write_text("大麻", encoding="utf-8")
    out = tmp_path / "out.jsonl"
    done = CliRunner().invoke(app, ["scan", str(tmp_path / "posts.txt"), "-o", str(out), "--report", str(tmp_path / name)])
    assert done.exit_code == 2
    assert told in done.output
    assert not out.exists()


def test_without_its_extra_a_report_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    (tmp_path / "posts.txt").write_text("大麻", encoding="utf-8")
    done = CliRunner().invoke(app, ["scan", str(tmp_path / "posts.txt"), "--report", str(tmp_path / "r.html")])
    assert done.exit_code == 2
    assert "pip install 'weibofilter[report]'" in done.output


def test_a_printed_report_has_ink_on_white(chromium: Browser, hostile: Path) -> None:
    printed = chromium.new_context(color_scheme="dark").new_page()
    printed.goto(hostile.as_uri())
    printed.emulate_media(media="print")
    colours = printed.evaluate("[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]")
    assert colours == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]
    assert len(printed.pdf()) > 10_000
    printed.context.close()


def test_report_makes_the_same_page_of_what_a_scan_wrote(tmp_path: Path, watched: Watched) -> None:
    source, out = tmp_path / "posts.csv", tmp_path / "posts.jsonl"
    source.write_text(
        "text,date\n有人种植大麻,2025-03-01\n我有一个大麻烦,2025-03-02\n今天天气很好,2025-03-02\n", encoding="utf-8"
    )
    pages = tmp_path / "one.html", tmp_path / "two.html", tmp_path / "three.html"
    run = CliRunner().invoke
    for name in (out, tmp_path / "posts.out.csv"):
        assert run(app, ["scan", str(source), "-o", str(name), "--report", str(pages[0])]).exit_code == 0
    assert run(app, ["report", str(out), "-o", str(pages[1])]).output == ""
    assert run(app, ["report", str(tmp_path / "posts.out.csv"), "-o", str(pages[2])]).output == ""
    shown = []
    for path in pages:
        watched.page.goto(path.as_uri())
        shown.append(watched.page.locator("main").inner_text())
    assert (
        shown[0] == shown[1].replace("line 1\n", "line 2\n")
        or shown[0].count("有人种植大麻") == shown[1].count("有人种植大麻") == 1
    )
    assert shown[0] == shown[2]
    # JSON lines have no header, so that each post stands one line higher.
    assert re.sub(r"line \d+", "line", shown[0]) == re.sub(r"line \d+", "line", shown[1])


def test_rows_of_another_version_or_half_a_row_are_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    good = json.dumps({"text": "有人种植大麻", "verdict": JUDGE.check("有人种植大麻").to_dict()}, ensure_ascii=False)
    rows = [
        good,
        '{"text": "大麻", "verdict": {"action": "hold", "hits": []}}',
        '{"text": "大麻", "verdict": {"action": "hold", "reasons": [], "dismissed": [], "shadow": [], "digest": ""}}',
        '{"text": "大麻"}',
        '{"text": "大麻", "error": "not JSON", "line": 4}',
        '{"text": "大麻", "verdict": 3}',
        good.replace('"start": 4', '"start": "four"'),
        '{"text": "大',
    ]
    results, html = tmp_path / "results.jsonl", tmp_path / "report.html"
    results.write_text("\n".join(rows), encoding="utf-8")
    done = CliRunner().invoke(app, ["report", str(results), "-o", str(html)])
    assert done.exit_code == 0
    told = done.output.replace("\n", " ")
    for problem in (
        ":2: no verdict of this version: it lacks reasons, dismissed, shadow, digest and has an unknown hits",
        ":3: action is 'hold': it is one of allow, flag, delete",
        ":4: no verdict in field 'verdict'",
        ":5: the scan could not judge it: not JSON",
        ":6: no verdict but int",
        "and 2 more rows",
    ):
        assert problem in told
    assert "有人种植" in html.read_text(encoding="utf-8")


def test_a_file_that_holds_no_verdict_makes_no_page(tmp_path: Path) -> None:
    (tmp_path / "results.jsonl").write_text('{"text": "大麻"}\n', encoding="utf-8")
    done = CliRunner().invoke(app, ["report", str(tmp_path / "results.jsonl"), "-o", str(tmp_path / "report.html")])
    assert "no verdict in field 'verdict'" in done.output
    assert not (tmp_path / "report.html").exists()
