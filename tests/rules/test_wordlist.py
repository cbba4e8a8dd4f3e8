"""Word lists: what they become, and how each fault is told."""

from __future__ import annotations

import datetime as dt
import os
import tomllib
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from weibofilter.errors import Diagnostic, Severity, WordlistError, render
from weibofilter.rules.files import SourceFile, decode
from weibofilter.rules.rule import Boundary, Combination, Keywords, Regex, Rule, State, View
from weibofilter.rules.shipped import shipped_path
from weibofilter.rules.toml_source import TomlSource
from weibofilter.rules.wordlist import Wordlists, read_wordlists
from weibofilter.verdict import Action

CASES = Path(__file__).parents[1] / "cases" / "wordlist_errors"


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        stem, _, suffix = name.rpartition("_")
        (folder / f"{stem}.{suffix}").write_text(text, encoding="utf-8")
    return folder


def rules_of(folder: Path, text: str) -> tuple[Rule, ...]:
    return read_wordlists([write(folder, list_toml=text)]).rules


def faults_of(*paths: Path) -> tuple[Diagnostic, ...]:
    with pytest.raises(WordlistError) as caught:
        read_wordlists(paths)
    return caught.value.diagnostics


def texts(rule: Rule) -> list[str]:
    assert isinstance(rule.pattern, Keywords)
    return [word.text for word in rule.pattern.words]


# Snapshots: add a folder with word lists and run with WEIBOFILTER_SNAPSHOTS=write to see what they are told.


@pytest.mark.parametrize("case", sorted(path.name for path in CASES.iterdir()))
def test_faults_read_as_recorded(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(CASES)
    try:
        found = read_wordlists([case]).diagnostics
    except WordlistError as error:
        found = error.diagnostics
    rendered = "\n\n".join(map(render, found)).replace(os.sep, "/") + "\n"
    recorded = CASES / case / "expected.out"
    if os.environ.get("WEIBOFILTER_SNAPSHOTS") == "write":
        recorded.write_text(rendered, encoding="utf-8")
    assert rendered == recorded.read_text(encoding="utf-8")


# Plain lists


def test_a_plain_list_is_one_rule_named_after_its_file(tmp_path: Path) -> None:
    write(tmp_path, 兼职_txt="\ufeff# 招工\r\n刷单\r\n\r\n  日结  \r\n#不是词\r\n")
    [rule] = read_wordlists([tmp_path]).rules
    assert (rule.name, rule.action, rule.views) == ("custom/兼职", Action.FLAG, frozenset({View.SKELETON}))
    assert isinstance(rule.pattern, Keywords)
    assert [(word.text, word.location and (word.location.line, word.location.column)) for word in rule.pattern.words] == [
        ("刷单", (2, 1)),
        ("日结", (4, 3)),
    ]


def test_keywords_equal_after_folding_are_legal_and_kept(tmp_path: Path) -> None:
    write(tmp_path, 词_txt="加v信\n加V信\n加Ｖ信\n")
    found = read_wordlists([tmp_path])
    assert texts(found.rules[0]) == ["加v信", "加V信", "加Ｖ信"]
    assert found.diagnostics == ()


def test_a_symbol_that_is_read_as_a_character_is_a_keyword(tmp_path: Path) -> None:
    assert texts(read_wordlists([write(tmp_path, 词_txt="❤\n①\n操\n")]).rules[0]) == ["❤", "①", "操"]


# Rules in TOML


def test_a_rule_takes_what_it_lacks_from_the_head_and_its_category(tmp_path: Path) -> None:
    own, inherited = rules_of(
        tmp_path,
        """
        category = "fraud"
        action = "delete"
        wide_action = "delete"
        views = ["wide"]
        boundary = "strict"
        zones = ["text"]
        state = "shadow"
        owner = "审核组"
        [[rule]]
        id = "own"
        category = "spam"
        action = "flag"
        views = ["plain"]
        boundary = "off"
        state = "live"
        keywords = ["刷单"]
        [[rule]]
        id = "inherited"
        keywords = ["兼职"]
        """,
    )
    assert (own.name, own.action, own.views, own.boundary, own.state) == (
        "spam/own", Action.FLAG, frozenset({View.PLAIN}), Boundary.OFF, State.LIVE,
    )  # fmt: skip
    assert (inherited.name, inherited.action, inherited.wide_action) == ("fraud/inherited", Action.DELETE, Action.DELETE)
    assert inherited.views == {View.SKELETON, View.SOUND, View.SHAPE}
    assert (inherited.boundary, inherited.zones, inherited.state, inherited.owner) == (
        Boundary.STRICT, frozenset({"text"}), State.SHADOW, "审核组",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ('["plain"]', {View.PLAIN}),
        ('["plain", "sound"]', {View.PLAIN, View.SKELETON, View.SOUND}),
        ('["initials"]', {View.SKELETON, View.INITIALS}),
        ('["wide", "swapped"]', {View.SKELETON, View.SOUND, View.SHAPE, View.SWAPPED}),
    ],
)
def test_skeleton_is_implied_unless_only_plain_is_asked(tmp_path: Path, asked: str, meant: set[View]) -> None:
    [rule] = rules_of(tmp_path, f'[[rule]]\nid = "a"\nkeywords = ["刷单"]\nviews = {asked}')
    assert rule.views == meant


def test_a_combination_with_everything(tmp_path: Path) -> None:
    [rule] = rules_of(
        tmp_path,
        """
        [[rule]]
        id = "contact-then-money"
        all = [["加微信", "加qq"], ["返利", "佣金"]]
        within = 0
        not = ["官方客服"]
        unless = ["添加微信"]
        from = 2024-01-01
        until = "2024-12-31"
        hit = ["加微信领返利"]
        miss = ["官方客服：加微信查返利"]
        note = "两步引流"
        """,
    )
    assert isinstance(rule.pattern, Combination)
    assert [[word.text for word in group] for group in rule.pattern.groups] == [["加微信", "加qq"], ["返利", "佣金"]]
    assert (rule.within, rule.start, rule.until, rule.note) == (0, dt.date(2024, 1, 1), dt.date(2024, 12, 31), "两步引流")
    assert [word.text for word in (*rule.forbidden, *rule.unless, *rule.hit, *rule.miss)] == [
        "官方客服", "添加微信", "加微信领返利", "官方客服：加微信查返利",
    ]  # fmt: skip


def test_a_regex_counts_in_every_zone_on_the_skeleton(tmp_path: Path) -> None:
    [rule] = rules_of(tmp_path, "views = ['wide']\n[[rule]]\nid = 'qq'\nregex = '(?:qq|扣扣)\\d{5,11}'")
    assert rule.pattern == Regex("(?:qq|扣扣)\\d{5,11}")
    assert (rule.zones, rule.views) == (frozenset({"text", "topic", "repost", "url"}), frozenset({View.SKELETON}))


def test_rules_may_be_written_as_inline_tables(tmp_path: Path) -> None:
    [rule] = rules_of(tmp_path, 'rule = [{ id = "a", keywords = ["刷单", "兼职"] }]')
    assert isinstance(rule.pattern, Keywords)
    assert str(rule.pattern.words[1].location).endswith("list.toml:1:39")


# Categories


def test_a_directory_adds_categories_whose_action_may_be_their_parents(tmp_path: Path) -> None:
    write(tmp_path, categories_toml='[category."spam.jobs"]\nzh="兼职"\nen="jobs"', 词_txt="刷单")
    found = read_wordlists([tmp_path])
    assert found.categories["spam.jobs"].action == found.categories["spam"].action
    assert found.categories["spam.jobs"].parents == ("spam.jobs", "spam")


def test_a_category_may_be_declared_after_its_child_and_anew(tmp_path: Path) -> None:
    child = '[category."games.cheats"]\nzh="外挂"\nen="cheats"\n'
    parent = '[category.games]\nzh="游戏"\nen="games"\naction="delete"\n[category.spam]\nzh="广告"\nen="ads"\naction="delete"\n'
    write(tmp_path, categories_toml=child + parent, 词_txt="刷单")
    categories = read_wordlists([tmp_path]).categories
    assert categories["games.cheats"].action is Action.DELETE
    assert categories["spam"].zh == "广告"


def test_the_shipped_lists_load_without_an_error() -> None:
    shipped = read_wordlists([], shipped=True)
    assert not [found for found in shipped.diagnostics if found.severity is Severity.ERROR]
    top = {"spam", "fraud", "gambling", "sexual", "drugs", "weapons", "black-market", "abuse", "self-harm", "custom"}
    assert top <= shipped.categories.keys()
    assert top - {"custom"} == {rule.category.split(".")[0] for rule in shipped.rules}


def test_the_shipped_directory_may_be_named_too() -> None:
    assert read_wordlists([shipped_path()], shipped=True).rules == read_wordlists([], shipped=True).rules


# Files


def test_a_directory_is_walked_in_order_without_what_is_no_list(tmp_path: Path) -> None:
    for folder in ("b", "a", "cases", ".git"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / f"{folder}2.txt").write_text("刷单")
        (tmp_path / folder / f"{folder}1.txt").write_text("刷单")
    write(tmp_path, README_md="# 说明", z_txt="刷单", _hidden_txt="")
    (tmp_path / "_hidden.txt").rename(tmp_path / ".hidden.txt")
    assert [rule.id for rule in read_wordlists([tmp_path]).rules] == ["z", "a1", "a2", "b1", "b2"]


def test_a_loop_of_links_ends_and_a_file_counts_once(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    write(tmp_path, 词_txt="刷单")
    (tmp_path / "inner" / "back").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "inner" / "same.txt").symlink_to(tmp_path / "词.txt")
    assert len(read_wordlists([tmp_path, tmp_path / "词.txt"]).rules) == 1


def test_every_bad_path_is_told(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "list.csv").write_text("刷单")
    paths = [tmp_path / "none.toml", tmp_path / "empty", tmp_path / "list.csv"]
    assert [found.code for found in faults_of(*paths)] == ["missing-file", "no-wordlists", "unknown-suffix"]


@pytest.mark.parametrize(
    ("data", "place", "hint"),
    [
        ("兼职\n刷单".encode("gbk"), (1, 1), "GB18030"),
        ("# ok\n刷".encode() + b"\xb5\xa5\n", (2, 2), ""),
        ("刷单".encode("utf-16"), (1, 1), "UTF-16"),
        (b"\xfe\xff" + "刷单".encode("utf-16-be"), (1, 1), "UTF-16"),
        (b"\xef\xbb\xbf# ok\nab\xff", (2, 3), ""),
        ("a=1\nbc".encode("utf-16-le"), (1, 2), "UTF-16"),
    ],
)
def test_a_bad_encoding_is_told_with_its_line_and_byte(data: bytes, place: tuple[int, int], hint: str) -> None:
    found = decode("词.txt", data)
    assert isinstance(found, Diagnostic)
    assert found.code == "bad-encoding"
    assert (found.location.line, found.location.column) == place
    assert f"of line {place[0]} (0x" in found.message
    assert hint in found.help


def test_all_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    write(
        tmp_path,
        a_toml='categry = "spam"\n[[rule]]\nkeywords = ["刷单", "——"]\n',
        b_toml="[[rule]]\nid = 1\nregex = '('\n",
        c_txt="",
        d_toml="[[rule",
    )
    (tmp_path / "e.txt").write_bytes(b"\xff\xfe")
    found = [(Path(one.location.path).name, one.code) for one in faults_of(tmp_path, tmp_path / "f.toml")]
    assert sorted(found) == [
        ("a.toml", "missing-id"),
        ("a.toml", "nothing-left"),
        ("a.toml", "unknown-key"),
        ("b.toml", "bad-regex"),
        ("b.toml", "wrong-type"),
        ("c.txt", "no-keywords"),
        ("d.toml", "bad-toml"),
        ("e.txt", "bad-encoding"),
        ("f.toml", "missing-file"),
    ]


def test_a_hundred_thousand_keywords_on_one_line_keep_their_places(tmp_path: Path) -> None:
    words = [f"刷{number}单" for number in range(100_000)]
    text = '[[rule]]\nid = "a"\nkeywords = [' + ", ".join(f'"{word}"' for word in words) + "]"
    [rule] = rules_of(tmp_path, text)
    assert isinstance(rule.pattern, Keywords)
    line = text.splitlines()[2]
    last = rule.pattern.words[-1]
    assert last.location is not None
    assert line[last.location.column :] == f'{last.text}"]'


# Laws


def load(folder: Path, name: str, data: bytes) -> Wordlists | tuple[Diagnostic, ...]:
    (folder / name).write_bytes(data)
    try:
        return read_wordlists([folder / name])
    except WordlistError as error:
        return error.diagnostics


def assert_places_exist(data: bytes, found: Wordlists | tuple[Diagnostic, ...]) -> None:
    lines = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace").replace("\r\n", "\n").split("\n")
    for diagnostic in found.diagnostics if isinstance(found, Wordlists) else found:
        assert 1 <= diagnostic.location.line <= len(lines)
        assert 1 <= diagnostic.location.column <= len(lines[diagnostic.location.line - 1]) + 1
        assert render(diagnostic, color=True)


LINES = st.sampled_from(
    [
        "[[rule]]", "[[rule.x]]", "[rule]", "[category.spam]", 'id = "a"', 'id = "b c"', "id = 3", 'keywords = ["刷单", "刷单"]',
        "keywords = [['a']]", 'keywords = ["', "keywords = {a=1}", 'all = [["a"],["b"]]', "all = [[1],'b']", "all = []",
        "regex = '(a+)+'", "regex = '(?P<x>'", "regex = '['",
        "within = -1", "within = true", "views = ['wide', 'x']", "views = 'wide'",
        "from = 2024-13-01", "from = 2024-01-01T00:00:00Z", "until = '2020-02-30'",
        "until = 2020-01-01", "action = 'allow'",
        "category = 'self-harm'", "category.x = 1", "zones = []", 'unless = ["""\n——"""]', "a.b.'c d' = [[[{x=1}]]]", '"" = 0',
        "rule = 1", "rule = [1]", "rule = [{id='x'}, {}]", "note = 1979-05-27",
        "x = " + "9" * 5000, "\ufeff", "\t", "\x85", "\u2028",
    ]
)  # fmt: skip


@given(st.lists(LINES, max_size=12).map("\n".join))
@example("[" * 5000)
@example("a = " + "[" * 5000)
@settings(deadline=None, max_examples=150)
def test_any_toml_is_rules_or_diagnostics_in_place(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    data = text.encode()
    assert_places_exist(data, load(tmp_path_factory.getbasetemp(), "law.toml", data))


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode), st.sampled_from(["law.toml", "law.txt", "categories.toml"]))
@settings(deadline=None, max_examples=150)
def test_any_bytes_are_rules_or_diagnostics_in_place(tmp_path_factory: pytest.TempPathFactory, data: bytes, name: str) -> None:
    assert_places_exist(data, load(tmp_path_factory.getbasetemp(), name, data))


@given(st.lists(st.sampled_from(["刷单", "é", "𝕏", "a\tb", "𠮷", "\U0001f600", "x" * 20]), max_size=8), st.integers(0, 3))
def test_every_item_of_an_array_is_where_it_is_said_to_be(words: list[str], breaks: int) -> None:
    separator = ", # 𠮷\n" * breaks if breaks else ", "
    text = "k.'é' = 1\nwords = [" + (separator if breaks < 2 else ",\n").join(f"'{word}'" for word in words) + "]"
    toml = TomlSource(SourceFile("law.toml", text))
    assert toml.values == tomllib.loads(text)
    for word, place in zip(words, toml.items(("words",), len(words)), strict=True):
        assert toml.file.lines[place.line - 1][place.column - 1 :].startswith(f"'{word}'")
