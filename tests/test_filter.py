"""The contract of ``Filter``, ``Policy`` and ``Verdict``."""

import datetime as dt
import itertools
import json
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weibofilter import Action, CompiledFileError, Filter, Policy, PolicyError, Verdict, WordlistError

RULES = """
category = "spam.contact"
[[rule]]
id = "add-wechat"
keywords = ["加微信", "加v信"]
unless = ["添加微信支付"]
hit = ["快加微信"]
miss = ["请添加微信支付"]
[[rule]]
id = "contact-then-money"
all = [["加微信", "加qq"], ["返利", "佣金"]]
within = 10
not = ["官方客服"]
action = "delete"
[[rule]]
id = "qq-number"
regex = '(?:qq|扣扣)\\D{0,3}[1-9]\\d{4,10}'
[[rule]]
id = "watched"
keywords = ["私聊"]
state = "shadow"
[[rule]]
id = "christmas"
keywords = ["圣诞红包"]
from = 2030-12-01
until = 2030-12-31
[[rule]]
id = "as-written"
keywords = ["加群"]
views = ["plain"]
[[rule]]
id = "in-links"
keywords = ["bet365"]
zones = ["url"]
[[rule]]
category = "self-harm"
id = "distress"
keywords = ["不想活了"]
action = "delete"
"""


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lists")
    (folder / "own.toml").write_text(RULES, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def f(lists: Path) -> Filter:
    return Filter.load(lists)


def held(verdict: Verdict) -> list[tuple[str, str]]:
    return [(reason.rule, reason.text) for reason in verdict.reasons]


CASES = [
    ("快加微信", [("spam.contact/add-wechat", "加微信")]),
    ("请添加微信支付", []),
    ("請添加微信支付", []),
    ("请添加.微信支付", [("spam.contact/add-wechat", "加.微信")]),
    ("加微信领返利", [("spam.contact/contact-then-money", "加微信领返利"), ("spam.contact/add-wechat", "加微信")]),
    ("佣金日结加QQ", [("spam.contact/contact-then-money", "佣金日结加QQ")]),
    ("返利多多，你可以早一点来我们这里看看，再加qq", []),
    ("加qq领返利，本店只有官方客服", []),
    ("加qq领返利。有事情请在工作日白天去找官方客服", [("spam.contact/contact-then-money", "加qq领返利")]),
    ("加qq//@甲:有返利", []),
    ("扣扣：12345678", [("spam.contact/qq-number", "扣扣：12345678")]),
    ("q q ①②③④⑤⑥", [("spam.contact/qq-number", "q q ①②③④⑤⑥")]),
    ("扣扣123456789012345", []),
    ("来加群", [("spam.contact/as-written", "加群")]),
    ("来加❤群", []),
    ("上http://bet365.com/看", [("spam.contact/in-links", "bet365")]),
    ("上bet365看", []),
    ("不想活了", [("self-harm/distress", "不想活了")]),
]


@pytest.mark.parametrize(("post", "expected"), CASES)
def test_rules_of_a_file(f: Filter, post: str, expected: list[tuple[str, str]]) -> None:
    assert held(f.check(post)) == expected


def test_members_of_a_combination(f: Filter) -> None:
    (reason, _) = f.check("加微信领返利").reasons
    assert reason.parts == ((0, 3), (4, 6))
    assert (reason.action, reason.keyword) == (Action.DELETE, "加微信 + 返利")


GROUPS = (("买球", "返利"), ("返利", "加群"), ("加群", "佣金"))
"""Groups that share words: a place serves one of them at a time."""

WORDS = sorted({word for group in GROUPS for word in group})


@pytest.fixture(scope="module")
def overlapping(tmp_path_factory: pytest.TempPathFactory) -> Filter:
    path = tmp_path_factory.mktemp("overlapping") / "own.toml"
    groups = ", ".join(f"[{', '.join(repr(word) for word in group)}]" for group in GROUPS)
    path.write_text(f"[[rule]]\nid = 'three'\ncategory = 'spam'\nwithin = 8\nall = [{groups}]\n", encoding="utf-8")
    return Filter.load(path)


@given(pieces=st.lists(st.sampled_from([*WORDS, "看", "看这里", "看到这里吧"]), max_size=9))
def test_a_combination_needs_a_place_of_its_own_for_each_group(overlapping: Filter, pieces: list[str]) -> None:
    ends = list(itertools.accumulate(len(piece) for piece in pieces))
    places = [(end - len(piece), end, piece) for piece, end in zip(pieces, ends, strict=True) if piece in WORDS]
    text = "".join(pieces)
    near = any(
        sum(text[at] != text[at - 1] for at in range(min(end for _, end, _ in chosen), max(start for start, _, _ in chosen))) <= 8
        for chosen in itertools.permutations(places, len(GROUPS))
        if all(word in group for (_, _, word), group in zip(chosen, GROUPS, strict=True))
    )
    assert (overlapping.check(text).action == Action.FLAG) == near


def test_one_word_in_two_groups_is_no_combination(overlapping: Filter) -> None:
    assert overlapping.check("买球加群").dismissed == ()
    assert overlapping.check("买球加群返利").reasons[0].parts == ((0, 2), (2, 4), (4, 6))


def test_every_dismissal_names_its_check(f: Filter) -> None:
    checks = {post: [dismissal.check for dismissal in f.check(post).dismissed] for post, _ in CASES}
    assert checks["请添加微信支付"] == ["exception"]
    assert checks["返利多多，你可以早一点来我们这里看看，再加qq"] == ["distance"]
    assert checks["加qq领返利，本店只有官方客服"] == ["not"]
    assert checks["来加❤群"] == ["view"]
    assert checks["扣扣123456789012345"] == ["run"]
    assert checks["上bet365看"] == ["zone"]


def test_a_reason_names_its_line(f: Filter, lists: Path) -> None:
    (reason,) = f.check("快加微信").reasons
    assert (reason.wordlist, reason.line) == (str(lists / "own.toml"), 4)


def test_a_reason_of_a_plain_list_names_the_line_of_its_keyword(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("# 招工\n刷单\n\n  日结\n", encoding="utf-8")
    (tmp_path / "b.toml").write_text("[[rule]]\ncategory = 'spam'\nid = 'x'\nkeywords = ['返利',\n '佣金']", encoding="utf-8")
    (tmp_path / "c.txt").write_text("刷单\n兼职\n", encoding="utf-8")
    loaded = Filter.load(tmp_path)
    for judge in (loaded, Filter.from_bytes(loaded.to_bytes())):
        reasons = judge.check("兼职，刷单，日结，佣金").reasons
        assert [(reason.keyword, Path(str(reason.wordlist)).name, reason.line) for reason in reasons] == [
            ("兼职", "c.txt", 2), ("刷单", "a.txt", 2), ("刷单", "c.txt", 1), ("日结", "a.txt", 4), ("佣金", "b.toml", 3)
        ]  # fmt: skip


def test_a_filter_does_not_change(f: Filter) -> None:
    for name in ("digest", "policy", "anything"):
        with pytest.raises(AttributeError, match=f"a Filter does not change: {name}"):
            setattr(f, name, None)
    with pytest.raises(AttributeError, match="a Filter does not change: digest"):
        del f.digest


def test_shadow_rules_are_told_apart(f: Filter) -> None:
    verdict = f.check("私聊吧")
    assert (verdict.action, verdict.reasons) == (Action.ALLOW, ())
    assert [reason.rule for reason in verdict.shadow] == ["spam.contact/watched"]


def test_dates_are_resolved_at_load(lists: Path) -> None:
    at = {day: Filter.load(lists, at=day) for day in (dt.date(2030, 12, 1), dt.date(2030, 12, 31), dt.date(2031, 1, 1))}
    assert [bool(f.check("圣诞红包").reasons) for f in at.values()] == [True, True, False]
    assert len({f.digest for f in at.values()}) == 2


def test_self_harm_is_never_deleted(lists: Path) -> None:
    strict = Filter.load(lists, policy=Policy({"self-harm": "delete"}, escalate_disguised=True))
    assert strict.check("不.想.活.了").action == Action.FLAG


def test_policy(lists: Path) -> None:
    f = Filter.load(lists, policy=Policy({"spam": "delete", "self-harm": "off"}))
    assert f.check("快加微信").action == Action.DELETE
    assert f.check("不想活了").action == Action.ALLOW
    with pytest.raises(PolicyError, match="did you mean 'spam'"):
        Filter.load(lists, policy=Policy({"spam_": "flag"}))


def test_only_a_disguise_escalates(lists: Path) -> None:
    f = Filter.load(lists, policy=Policy(escalate_disguised=True))
    assert f.check("快加.微.信").action == Action.DELETE
    assert f.check("快加V信").action == Action.FLAG


def test_digest_is_of_what_decides(tmp_path: Path) -> None:
    variants = {
        "same": RULES,
        "commented": "# what spammers ask for\n" + RULES.replace('hit = ["快加微信"]\n', ""),
        "other": RULES.replace('"加v信"', '"加薇信"'),
    }
    digests = {}
    for name, text in variants.items():
        path = tmp_path / f"{name}.toml"
        path.write_text(text, encoding="utf-8")
        digests[name] = Filter.load(path).digest
    assert digests["same"] == digests["commented"] != digests["other"]
    assert Filter.load(tmp_path / "same.toml", policy=Policy({"abuse": "off"})).digest != digests["same"]


def test_verdict_has_no_truth_value_and_turns_into_json(f: Filter) -> None:
    verdict = f.check("快加.微.信")
    with pytest.raises(TypeError, match="compare its action"):
        bool(verdict)
    said = json.loads(json.dumps(verdict.to_dict(), ensure_ascii=False))
    assert list(said) == ["action", "reasons", "dismissed", "shadow", "digest"]
    assert said["reasons"][0]["disguises"] == ["interleaved"]
    assert said["reasons"][0].keys() == set(verdict.reasons[0].__slots__)


@pytest.mark.parametrize(
    "post", ["", "\x00", "\ud800加微信\udfff", "加" * 1_000_000, "\u0301" * 64 + "a" + "\u0301" * 64, "\U000e0041\u202e"]
)
def test_every_str_gets_a_verdict(f: Filter, post: str) -> None:
    assert f.check(post).action in Action
    assert list(f.check_many([post])) == [f.check(post)]


def test_what_is_no_str(f: Filter) -> None:
    with pytest.raises(TypeError, match="a post is no str but bytes"):
        f.check("加微信".encode())  # type: ignore[arg-type] # the point of the test
    verdicts = f.check_many(["快加微信", "好", None, "加微信"], batch_size=2)  # type: ignore[list-item] # the point of the test
    assert [verdict.action for verdict in itertools.islice(verdicts, 2)] == ["flag", "allow"]
    with pytest.raises(TypeError, match="post 2 is no str but NoneType"):
        next(verdicts)


def test_check_many_reads_one_batch_ahead_at_most(f: Filter) -> None:
    taken = itertools.count()
    verdicts = f.check_many((str(number) for number in taken), batch_size=10)
    next(verdicts)
    assert next(taken) <= 20


def test_save_and_open(f: Filter, tmp_path: Path) -> None:
    path = tmp_path / "rules.wbf"
    f.save(path)
    opened = Filter.open(path)
    assert opened.digest == f.digest
    assert opened.rules == f.rules
    assert [opened.check(post) for post, _ in CASES] == [f.check(post) for post, _ in CASES]
    assert [entry.name for entry in tmp_path.iterdir()] == ["rules.wbf"]


def test_a_changed_byte_is_refused(f: Filter) -> None:
    data = f.to_bytes()
    for place in range(0, len(data), max(1, len(data) // 97)):
        changed = bytearray(data)
        changed[place] ^= 1
        with pytest.raises(CompiledFileError, match=r"compiled rule set|damaged|of format|is signed"):
            Filter.from_bytes(bytes(changed))
    for cut in (0, 1, 40, len(data) - 1):
        with pytest.raises(CompiledFileError):
            Filter.from_bytes(data[:cut])
    with pytest.raises(CompiledFileError):
        Filter.from_bytes(data + b"\x00")


def test_every_bad_word_is_told_at_once() -> None:
    with pytest.raises(WordlistError) as caught:
        Filter.from_words(["好的", "——", "", "长" * 100])
    assert [diagnostic.code for diagnostic in caught.value.diagnostics] == ["nothing-left", "empty-keyword", "long-keyword"]


WRONG_SETTINGS: list[tuple[dict[str, Any], str]] = [
    ({"action": "allow"}, "unknown action 'allow'; one of flag, delete"),
    ({"action": "x"}, "unknown action 'x'; one of flag, delete"),
    ({"views": ["foo"]}, "unknown view 'foo'; one of plain, skeleton, sound, shape, initials, swapped, masked, wide"),
    ({"views": []}, "views names nothing; one or more of plain, skeleton, sound, shape, initials, swapped, masked, wide"),
    ({"boundary": "x"}, "unknown boundary 'x'; one of soft, strict, off"),
    ({"category": ""}, "category name '' is not well-formed; a name, or names joined by dots"),
    ({"category": "a..b"}, "category name 'a..b' is not well-formed"),
    ({"category": "a/b"}, "category name 'a/b' is not well-formed"),
]


@pytest.mark.parametrize(("settings", "told"), WRONG_SETTINGS, ids=[str(settings) for settings, _ in WRONG_SETTINGS])
def test_a_setting_that_there_is_not_is_told_with_those_there_are(settings: dict[str, Any], told: str) -> None:
    with pytest.raises(WordlistError) as caught:
        Filter.from_words(["大麻"], **settings)
    assert told in str(caught.value)
    assert len(caught.value.diagnostics) == 1


def test_an_emoticon_code_is_not_read_aloud() -> None:
    trace = Filter.from_words(["恶心"], views=["sound"]).trace("饿[鲜花]❤")
    assert trace.views == (("skeleton", "饿"), ("skeleton", "饿心"), ("skeleton", "饿爱"), ("sound", "e xin"))


def test_one_post_is_not_taken_for_many() -> None:
    with pytest.raises(TypeError, match="texts is one str, '加微信': put it into a list"):
        Filter.from_words(["加微信"]).check_many("加微信")


def test_every_wrong_setting_is_told_at_once_with_the_wrong_words() -> None:
    with pytest.raises(WordlistError) as caught:
        Filter.from_words(["——"], action="x", views=["b", "wide", "a"], boundary="y", category=" ")
    assert [found.message for found in caught.value.diagnostics] == [
        "unknown action 'x'",
        "category name ' ' is not well-formed",
        "unknown view 'a'",
        "unknown view 'b'",
        "unknown boundary 'y'",
        "nothing but punctuation or symbols is left of keyword '——'",
    ]


WRONG_TYPES: list[tuple[dict[str, Any], str]] = [
    ({"words": "大麻"}, "words is one str, '大麻': put it into a list, ['大麻']"),
    ({"words": b"x"}, "words is one bytes, b'x'"),
    ({"words": ["大麻", 420]}, "words holds 420, which is no str but int"),
    ({"words": [None]}, "words holds None, which is no str but NoneType"),
    ({"words": 3}, "not iterable"),
    ({"allow": "大麻烦"}, "allow is one str, '大麻烦'"),
    ({"allow": [b"x"]}, "allow holds b'x', which is no str but bytes"),
    ({"views": "wide"}, "views is one str, 'wide': put it into a list"),
    ({"views": [1]}, "views holds 1, which is no str but int"),
    ({"action": None}, "action is no str but NoneType: None"),
    ({"category": 1}, "category is no str but int: 1"),
    ({"boundary": False}, "boundary is no str but bool: False"),
]


@pytest.mark.parametrize(("given", "told"), WRONG_TYPES, ids=[str(given) for given, _ in WRONG_TYPES])
def test_what_is_of_another_type_is_told_by_its_name(given: dict[str, Any], told: str) -> None:
    with pytest.raises(TypeError) as caught:
        Filter.from_words(**{"words": ["大麻"], **given})
    assert told in str(caught.value)


def test_a_filter_of_nothing_is_a_wrong_call() -> None:
    with pytest.raises(TypeError, match="at least one path, or shipped=True"):
        Filter.load()


def test_a_warm_filter_is_itself_and_tells_what_its_views_cost(lists: Path) -> None:
    judge = Filter.load(lists)
    assert judge.warm() is judge
    assert set(judge.costs) < set(Filter.from_words(["加微信"], views=["sound"]).costs)


def test_nested_hits_of_one_rule_are_one() -> None:
    f = Filter.from_words(["加微信", "加微信号", "微信号码"], boundary="off")
    assert [reason.text for reason in f.check("快加微信号码").reasons] == ["加微信号", "微信号码"]


def test_equal_spans_of_different_keywords_are_both_told() -> None:
    f = Filter.from_words(["加v信", "加V信"])
    assert [reason.keyword for reason in f.check("加V信").reasons] == ["加V信", "加v信"]


def test_workers_give_the_same_verdicts_in_order(f: Filter) -> None:
    posts = [post for post, _ in CASES] * 7
    assert list(f.check_many(posts, workers=2, batch_size=5)) == list(f.check_many(posts))


@pytest.mark.parametrize("workers", [1, 2])
def test_what_is_no_post_is_named_after_the_verdicts_before_it(f: Filter, workers: int) -> None:
    posts = [*("快加微信" if number % 3 else "你好" for number in range(23)), None, "快加微信"]
    verdicts = f.check_many(cast("list[str]", posts), workers=workers, batch_size=4)
    told: list[Verdict] = []
    with pytest.raises(TypeError, match="post 23 is no str but NoneType"):
        told.extend(verdicts)
    assert told == list(f.check_many(cast("list[str]", posts[:23])))


def test_workers_stop_when_nobody_listens(f: Filter) -> None:
    taken = itertools.count()
    verdicts = f.check_many((f"第{number}条" for number in taken), workers=2, batch_size=10)
    assert next(verdicts).action == Action.ALLOW
    del verdicts
    assert next(taken) < 200


@pytest.mark.parametrize("setting", [{"batch_size": 0}, {"workers": 0}])
def test_counts_below_one_are_refused(f: Filter, setting: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="use 1 or more"):
        f.check_many([], **setting)


def test_a_part_of_a_post_is_no_size_of_a_batch(f: Filter) -> None:
    with pytest.raises(TypeError, match=r"batch_size is 1\.5: use a whole number"):
        f.check_many([], batch_size=cast("int", 1.5))
