"""A live filter: what a reload does and refuses, the way back, real files under a real watcher, and posts under thousands of reloads."""

from __future__ import annotations

import datetime as dt
import logging
import shutil
import threading
import time
from itertools import cycle, islice
from typing import TYPE_CHECKING

import pytest

from weibofilter import CompiledFileError, Filter, Policy, WeiboFilterError, WordlistError

pytest.importorskip("watchfiles")

from weibofilter.live import LiveFilter, NotKeptError, Outcome, Reload

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PATIENCE = 60.0
"""Seconds to wait for what comes within one on an idle machine."""

MARCH = dt.date(2026, 3, 1)


def eventually(true: Callable[[], object]) -> None:
    last = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < last, "it did not come true"
        time.sleep(0.01)


def rule(*keywords: str, more: str = "") -> str:
    written = ", ".join(f'"{keyword}"' for keyword in keywords)
    return f'category = "spam"\n[[rule]]\nid = "words"\nkeywords = [{written}]\n{more}'


def replace(path: Path, text: str) -> None:
    """As editors write: a new file beside it, moved to its name."""
    beside = path.with_name(f".{path.name}.new")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)


def holds(live: LiveFilter, post: str) -> bool:
    return live.check(post).action.value != "allow"


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / "spam.toml").write_text(rule("加微信"), encoding="utf-8")
    return folder


@pytest.fixture(autouse=True)
def no_thread_is_left() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    assert set(threading.enumerate()) <= before


# Reloads


def test_a_reload_puts_the_files_in_force(rules: Path) -> None:
    told: list[Reload] = []
    live = LiveFilter(rules, watch=False, on_reload=told.append)
    before = live.digest
    (rules / "spam.toml").write_text(rule("代开发票"), encoding="utf-8")
    assert holds(live, "加微信")
    event = live.reload()
    assert (event.outcome, event.previous, event.digest) == (Outcome.SWAPPED, before, live.digest)
    assert told == [event] == [live.last]
    assert event.seconds > 0
    verdict = live.check("代开发票，加微信")
    assert [reason.keyword for reason in verdict.reasons] == ["代开发票"]
    assert verdict.digest == live.digest == Filter.load(rules).digest != before


def test_what_says_the_same_is_no_change_but_may_stand_elsewhere(rules: Path) -> None:
    live = LiveFilter(rules, watch=False)
    before = live.check("加微信")
    (rules / "spam.toml").write_text("# a comment\n" + rule("加微信"), encoding="utf-8")
    assert live.reload().outcome is Outcome.UNCHANGED
    after = live.check("加微信")
    assert (before.digest, before.reasons[0].line) == (after.digest, 3)
    assert after.reasons[0].line == 4


def put_a_file_in_place_of(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.write_text("x", encoding="utf-8")


BROKEN: dict[str, Callable[[Path], object]] = {
    "syntax": lambda folder: (folder / "spam.toml").write_text("[[rule", encoding="utf-8"),
    "a fault in one of two": lambda folder: (folder / "more.toml").write_text(rule("？！"), encoding="utf-8"),
    "bytes": lambda folder: (folder / "spam.toml").write_bytes(b"\xff\xfe\x00"),
    "no file": lambda folder: (folder / "spam.toml").unlink(),
    "no folder": shutil.rmtree,
    "a file in its place": put_a_file_in_place_of,
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_rules_change_nothing_and_are_told(name: str, rules: Path, caplog: pytest.LogCaptureFixture) -> None:
    live = LiveFilter(rules, watch=False)
    judge = live.current
    BROKEN[name](rules)
    with caplog.at_level(logging.ERROR, "weibofilter.live"):
        event = live.reload()
    assert event.outcome is Outcome.REFUSED
    assert str(rules) in event.error
    assert event.digest == judge.digest
    assert event.error in caplog.text
    assert live.current is judge
    assert holds(live, "加微信")


def test_broken_rules_at_the_start_are_an_error(rules: Path, tmp_path: Path) -> None:
    (rules / "spam.toml").write_text("[[rule", encoding="utf-8")
    with pytest.raises(WordlistError):
        LiveFilter(rules)
    with pytest.raises(WordlistError, match="no such file"):
        LiveFilter(tmp_path / "nowhere")
    with pytest.raises(TypeError, match="at least one path"):
        LiveFilter()
    with pytest.raises(ValueError, match="history is 0"):
        LiveFilter(rules, history=0)


def test_a_fault_of_the_program_is_told_and_raised(rules: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    live = LiveFilter(rules, watch=False)

    def fault(*_: object, **__: object) -> Filter:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr(Filter, "load", fault)
    with pytest.raises(ZeroDivisionError):
        live.reload()
    assert (live.last.outcome, live.last.error) == (Outcome.REFUSED, "ZeroDivisionError: a bug")
    assert holds(live, "加微信")


def test_files_that_change_while_they_are_read_are_read_again(rules: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    live = LiveFilter(rules, watch=False)
    load, pending = Filter.load, iter([rule("半截"), rule("代开发票")])

    def slow(*paths: Path, **options: object) -> Filter:
        loaded = load(*paths, **options)  # type: ignore[arg-type]
        for text in islice(pending, 1):
            replace(rules / "spam.toml", text)
        return loaded

    monkeypatch.setattr(Filter, "load", slow)
    assert live.reload().outcome is Outcome.SWAPPED
    assert (holds(live, "半截"), holds(live, "代开发票")) == (False, True)


def test_files_that_never_come_to_rest_are_refused(rules: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    live = LiveFilter(rules, watch=False)
    load = Filter.load

    def moving(*paths: Path, **options: object) -> Filter:
        replace(rules / "spam.toml", rule("加微信"))
        return load(*paths, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Filter, "load", moving)
    event = live.reload()
    assert (event.outcome, event.error.split(";")[0]) == (Outcome.REFUSED, "the files changed during each of 5 readings")


def test_a_compiled_file_is_a_source(tmp_path: Path) -> None:
    path = tmp_path / "rules.compiled"
    Filter.from_words(["加微信"]).save(path)
    live = LiveFilter(path, watch=False)
    Filter.from_words(["代开发票"]).save(path)
    assert live.reload().outcome is Outcome.SWAPPED
    assert holds(live, "代开发票")
    whole = path.read_bytes()
    path.write_bytes(whole[:-40])
    assert "damaged" in live.reload().error
    version = whole[:12] + b"\x63\x00" + whole[14:]
    path.write_bytes(version)
    assert live.reload().outcome is Outcome.REFUSED
    path.unlink()
    assert live.reload().outcome is Outcome.REFUSED
    assert holds(live, "代开发票")
    path.write_bytes(b"weibofilter\x00")
    with pytest.raises(CompiledFileError):
        LiveFilter(path)
    with pytest.raises(ValueError, match="stands alone"):
        LiveFilter(path, shipped=True)


def test_a_signed_file_is_followed_as_long_as_it_is_signed(tmp_path: Path, rules: Path) -> None:
    path, key = tmp_path / "rules.compiled", b"0123456789abcdef"
    Filter.from_words(["加微信"]).save(path, key=key)
    live = LiveFilter(path, key=key, watch=False)
    Filter.from_words(["代开发票"]).save(path)
    assert live.reload().outcome is Outcome.REFUSED
    Filter.from_words(["代开发票"]).save(path, key=key)
    assert live.reload().outcome is Outcome.SWAPPED
    with pytest.raises(ValueError, match="word lists are not signed"):
        LiveFilter(rules, key=key)


def test_a_policy_file_is_read_again(rules: Path, tmp_path: Path) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text('[actions]\nspam = "flag"\n', encoding="utf-8")
    live = LiveFilter(rules, policy=policy, watch=False)
    policy.write_text('[actions]\nspam = "delete"\n', encoding="utf-8")
    live.reload()
    assert live.check("加微信").action.value == "delete"
    policy.write_text('[actions]\nspan = "delete"\n', encoding="utf-8")
    assert "span" in live.reload().error
    assert LiveFilter(rules, policy=Policy({"spam": "off"}), watch=False).check("加微信").action.value == "allow"


# The way back


def test_rolling_back_holds_until_the_files_say_something_else(rules: Path) -> None:
    live = LiveFilter(rules, watch=False)
    good = live.digest
    (rules / "spam.toml").write_text(rule("天气"), encoding="utf-8")
    bad = live.reload().digest
    event = live.rollback(good)
    assert (event.outcome, event.digest, event.previous) == (Outcome.ROLLED_BACK, good, bad)
    assert not holds(live, "今天天气不错")
    assert live.check("加微信").digest == good
    (rules / "spam.toml").write_text("# looked at\n" + rule("天气"), encoding="utf-8")
    assert live.reload().outcome is Outcome.WITHHELD
    assert live.digest == good
    (rules / "spam.toml").write_text(rule("加微信", "代开发票"), encoding="utf-8")
    assert live.reload().outcome is Outcome.SWAPPED
    (rules / "spam.toml").write_text(rule("天气"), encoding="utf-8")
    assert live.reload().outcome is Outcome.WITHHELD
    assert live.reload(force=True).digest == bad == live.digest


def test_no_more_are_kept_than_asked(rules: Path) -> None:
    live = LiveFilter(rules, history=2, watch=False)
    digests = [live.digest]
    for number in range(4):
        (rules / "spam.toml").write_text(rule(f"词语{number}"), encoding="utf-8")
        digests.append(live.reload().digest)
    assert live.history == tuple(digests[-3:])
    with pytest.raises(NotKeptError, match=f"those kept are: {', '.join(digests[-3:])}"):
        live.rollback(digests[0])
    assert live.digest == digests[-1]


# Under load


@pytest.mark.parametrize("many", [False, True])
def test_every_verdict_is_of_one_whole_rule_set_through_thousands_of_swaps(many: bool, rules: Path) -> None:
    live = LiveFilter(rules, watch=False)
    first = live.digest
    (rules / "spam.toml").write_text(rule("代开发票", "信用卡套现"), encoding="utf-8")
    second = live.reload().digest
    post = "代开发票，加微信，信用卡套现"
    expected = {first: ["加微信"], second: ["代开发票", "信用卡套现"]}
    wrong: list[object] = []
    judged = [0] * 4
    stop = threading.Event()

    def judge(number: int) -> None:
        while not stop.is_set():
            verdicts = list(live.check_many([post] * 8, batch_size=2)) if many else [live.check(post)]
            if len({verdict.digest for verdict in verdicts}) != 1:
                wrong.append(verdicts)
            wrong.extend(
                verdict for verdict in verdicts if [reason.keyword for reason in verdict.reasons] != expected[verdict.digest]
            )
            judged[number] += len(verdicts)

    threads = [threading.Thread(target=judge, args=(number,)) for number in range(len(judged))]
    for thread in threads:
        thread.start()
    for swaps, digest in enumerate(cycle([first, second])):
        live.rollback(digest)
        if swaps >= 5000 and min(judged) >= 500:
            break
    stop.set()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_every_verdict_is_of_one_whole_rule_set_through_a_thousand_readings(tmp_path: Path) -> None:
    path = tmp_path / "rules.compiled"
    sets = [Filter.from_words(["加微信"]), Filter.from_words(["代开发票", "信用卡套现"])]
    post = "代开发票，加微信，信用卡套现"
    expected = {one.digest: one.check(post) for one in sets}
    sets[0].save(path)
    live = LiveFilter(path, watch=False)
    wrong: list[object] = []
    stop = threading.Event()

    def judge() -> None:
        while not stop.is_set():
            verdict = live.check(post)
            if verdict != expected[verdict.digest]:
                wrong.append(verdict)

    threads = [threading.Thread(target=judge) for _ in range(2)]
    for thread in threads:
        thread.start()
    written = [one.to_bytes() for one in sets]
    for number in range(1000):
        beside = tmp_path / "beside"
        beside.write_bytes(written[(number + 1) % 2] if number % 10 else b"broken")
        beside.replace(path)
        expected_outcome = {0: Outcome.REFUSED, 1: Outcome.UNCHANGED}.get(number % 10, Outcome.SWAPPED)
        assert live.reload().outcome is expected_outcome
    stop.set()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_a_stream_is_judged_to_its_end_by_the_rules_of_its_beginning(rules: Path) -> None:
    live = LiveFilter(rules, watch=False)
    before = live.digest
    verdicts = live.check_many(["加微信"] * 10, batch_size=1)
    next(verdicts)
    (rules / "spam.toml").write_text(rule("代开发票"), encoding="utf-8")
    live.reload()
    assert {verdict.digest for verdict in verdicts} == {before}
    assert live.check("加微信").digest != before


# A real watcher over real files


@pytest.fixture
def watched(rules: Path) -> Iterator[LiveFilter]:
    with LiveFilter(rules, poll=0.5) as live:
        assert live.watching
        yield live
    assert not live.watching


def test_edits_take_effect(watched: LiveFilter, rules: Path) -> None:
    replace(rules / "spam.toml", rule("代开发票"))
    eventually(lambda: holds(watched, "代开发票"))
    (rules / "spam.toml").write_text(rule("信用卡套现"), encoding="utf-8")
    eventually(lambda: holds(watched, "信用卡套现"))
    (rules / "deep").mkdir()
    (rules / "deep" / "more.txt").write_text("裸聊\n", encoding="utf-8")
    eventually(lambda: holds(watched, "裸聊"))
    replace(rules / "deep" / "more.txt", "赌球\n")
    eventually(lambda: holds(watched, "赌球"))
    (rules / "deep" / "more.txt").unlink()
    eventually(lambda: not holds(watched, "赌球"))


def test_a_broken_edit_is_told_and_mended(watched: LiveFilter, rules: Path) -> None:
    replace(rules / "spam.toml", "[[rule")
    eventually(lambda: watched.last.outcome is Outcome.REFUSED)
    assert holds(watched, "加微信")
    replace(rules / "spam.toml", rule("代开发票"))
    eventually(lambda: holds(watched, "代开发票"))


def test_a_folder_that_goes_and_comes_back(watched: LiveFilter, rules: Path) -> None:
    shutil.rmtree(rules)
    eventually(lambda: watched.last.outcome is Outcome.REFUSED)
    assert holds(watched, "加微信")
    rules.mkdir()
    (rules / "spam.toml").write_text(rule("代开发票"), encoding="utf-8")
    eventually(lambda: holds(watched, "代开发票"))
    replace(rules / "spam.toml", rule("信用卡套现"))
    eventually(lambda: holds(watched, "信用卡套现"))


def test_a_config_map_is_followed(tmp_path: Path) -> None:
    """The files are links into ``..data``, a link to a folder that is new with each version, as Kubernetes mounts them."""
    mount = tmp_path / "mount"

    def publish(version: str, text: str) -> None:
        folder = mount / f"..{version}"
        folder.mkdir(parents=True)
        (folder / "spam.toml").write_text(text, encoding="utf-8")
        (mount / "..data_tmp").symlink_to(folder.name)
        (mount / "..data_tmp").rename(mount / "..data")

    publish("1", rule("加微信"))
    (mount / "spam.toml").symlink_to("..data/spam.toml")
    with LiveFilter(mount, poll=0.5) as live:
        publish("2", rule("代开发票"))
        shutil.rmtree(mount / "..1")
        eventually(lambda: holds(live, "代开发票"))


def test_a_link_above_the_folder_is_followed(tmp_path: Path) -> None:
    """``current`` points to one release after the other."""
    for version, keyword in (("one", "加微信"), ("two", "代开发票")):
        (tmp_path / version / "rules").mkdir(parents=True)
        (tmp_path / version / "rules" / "spam.toml").write_text(rule(keyword), encoding="utf-8")
    (tmp_path / "current").symlink_to("one")
    with LiveFilter(tmp_path / "current" / "rules", poll=0.1) as live:
        assert holds(live, "加微信")
        (tmp_path / "next").symlink_to("two")
        (tmp_path / "next").rename(tmp_path / "current")
        eventually(lambda: holds(live, "代开发票"))


def test_a_compiled_file_is_followed(tmp_path: Path) -> None:
    path = tmp_path / "rules.compiled"
    Filter.from_words(["加微信"]).save(path)
    with LiveFilter(path, poll=0.5) as live:
        Filter.from_words(["代开发票"]).save(path)
        eventually(lambda: holds(live, "代开发票"))


def test_a_new_day_puts_dated_rules_in_force(rules: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("weibofilter.live.source.today", lambda: MARCH)
    dated = '[[rule]]\nid = "dated"\nkeywords = ["春节红包"]\nfrom = 2026-03-02\nuntil = 2026-03-02\n'
    (rules / "spam.toml").write_text(rule("加微信", more=dated), encoding="utf-8")
    with LiveFilter(rules, poll=0.1) as live:
        assert not holds(live, "春节红包")
        monkeypatch.setattr("weibofilter.live.source.today", lambda: MARCH + dt.timedelta(1))
        eventually(lambda: holds(live, "春节红包"))
        monkeypatch.setattr("weibofilter.live.source.today", lambda: MARCH + dt.timedelta(2))
        eventually(lambda: not holds(live, "春节红包"))


def test_the_watcher_outlives_what_is_told_wrongly(rules: Path, caplog: pytest.LogCaptureFixture) -> None:
    def broken(event: Reload) -> None:
        raise ZeroDivisionError(event.outcome)

    with LiveFilter(rules, poll=0.5, on_reload=broken) as live:
        replace(rules / "spam.toml", rule("代开发票"))
        eventually(lambda: "ZeroDivisionError: swapped" in caplog.text)
        replace(rules / "spam.toml", rule("信用卡套现"))
        eventually(lambda: holds(live, "信用卡套现"))
        assert live.watching


def test_who_is_told_may_roll_back_and_close(rules: Path) -> None:
    events: list[Reload] = []
    live = LiveFilter(rules, poll=0.5)
    good = live.digest

    def canary(event: Reload) -> None:
        events.append(event)
        if event.outcome is Outcome.SWAPPED:
            live.rollback(good)
            live.close()

    live._on_reload = canary
    replace(rules / "spam.toml", rule("天气"))
    eventually(lambda: not live.watching)
    live.close()
    assert [event.outcome for event in events] == [Outcome.SWAPPED, Outcome.ROLLED_BACK]
    assert live.digest == good


def test_without_watches_the_files_are_looked_at(rules: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_more(*_: object, **__: object) -> Iterator[set[tuple[int, str]]]:
        raise OSError(28, "inotify watch limit reached")

    monkeypatch.setattr("weibofilter.live.watcher.watch", no_more)
    with LiveFilter(rules, poll=0.05) as live:
        replace(rules / "spam.toml", rule("代开发票"))
        eventually(lambda: holds(live, "代开发票"))


def test_closing_twice_and_without_watching_is_nothing(rules: Path) -> None:
    live = LiveFilter(rules)
    live.close()
    live.close()
    assert isinstance(NotKeptError("x"), WeiboFilterError)
    LiveFilter(rules, watch=False).close()
