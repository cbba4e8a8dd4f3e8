"""What verification holds and lets go, at the very character where one turns into the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from weibofilter import Filter

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Load = Callable[[str], Filter]

NOWHERE = "-"
HELD = "held"


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """The filter of one rule of category spam, by its lines."""

    def made(rule: str) -> Filter:
        path = tmp_path / "own.toml"
        path.write_text(f'[[rule]]\ncategory = "spam"\nid = "one"\n{rule}\n', encoding="utf-8")
        return Filter.load(path)

    return made


def told(judge: Filter, post: str) -> list[tuple[str, str]]:
    """What was held, and what was let go with the check that did so."""
    verdict = judge.check(post)
    return [(HELD, reason.text) for reason in verdict.reasons] + [(let_go.check, let_go.text) for let_go in verdict.dismissed]


SENTENCE_ENDS = "。？?！!…\n\r\u2028\u2029\x0b\x0c\x85"
NOT_IN_THE_SENTENCE = [
    ("官方客服说种大麻吧", False),
    ("种大麻吧找官方客服", False),
    ("官方客服大麻", False),
    ("大麻官方客服", False),
    ("你好。官方客服说，种大麻吧。再见", False),
    ("你好。种大麻吧，找官方客服。再见", False),
    ("官方客服。种大麻吧", True),
    ("种大麻吧。官方客服", True),
    ("官方客服。种大麻吧。官方客服", True),
    ("官方客服。官方客服说种大麻吧", False),
    ("种大麻吧官方", True),
    ("官。方客服种大麻吧", True),  # disguised, so no excuse
]


@pytest.mark.parametrize(("post", "held"), NOT_IN_THE_SENTENCE)
def test_a_not_word_without_distance_counts_in_the_same_sentence(load: Load, post: str, held: bool) -> None:
    judge = load('keywords = ["大麻"]\nboundary = "off"\nnot = ["官方客服", "客服电话号码"]')
    assert told(judge, post) == ([(HELD, "大麻")] if held else [("not", "大麻")])


OTHERS_WORDS = [
    ("@官方客服 种大麻", True),
    ("@官方客服：种大麻", True),
    ("官方客服//@小明:种大麻", True),
    ("种大麻//@小明:官方客服", True),
    ("种大麻//@官方客服:好", True),
    ("好//@小明:官方客服种大麻//@小红:好", False),
    ("#官方客服#种大麻", False),
    ("@小明 官方客服种大麻", False),
    ("@官方客服 官方客服种大麻", False),
    ("种大麻[蛋糕]", True),
    ("种大麻[蛋糕]蛋糕", False),
    ("种大麻 http://t.cn/abc", True),
    ("种大麻 abc", False),
]


@pytest.mark.parametrize("within", ["", "within = 9"])
@pytest.mark.parametrize(("post", "held"), OTHERS_WORDS)
def test_a_name_a_code_an_address_or_what_others_say_is_no_not_word(load: Load, post: str, held: bool, within: str) -> None:
    judge = load(f'all = [["种"], ["大麻"]]\nboundary = "off"\nnot = ["官方客服", "蛋糕", "abc"]\n{within}')
    assert told(judge, post) == [(HELD if held else "not", "种大麻")]


@pytest.mark.parametrize("end", SENTENCE_ENDS)
def test_whatever_ends_a_sentence_ends_what_a_not_word_excuses(load: Load, end: str) -> None:
    judge = load('keywords = ["大麻"]\nboundary = "off"\nnot = ["官方客服"]')
    assert told(judge, f"大麻{end}官方客服") == [(HELD, "大麻")]
    assert told(judge, f"官方客服{end}大麻") == [(HELD, "大麻")]
    assert told(judge, f"官方客服{end}大麻{end}官方客服") == [(HELD, "大麻")]
    assert told(judge, f"说{end}官方客服大麻{end}好") == [("not", "大麻")]


def test_a_combination_over_two_sentences_is_excused_in_either(load: Load) -> None:
    judge = load('all = [["加群"], ["返利"]]\nnot = ["官方客服"]')
    assert told(judge, "快加群。有返利") == [(HELD, "加群。有返利")]
    assert told(judge, "官方客服，快加群。有返利") == [("not", "加群。有返利")]
    assert told(judge, "快加群。有返利，官方客服") == [("not", "加群。有返利")]
    assert told(judge, "官方客服。快加群。有返利。官方客服") == [(HELD, "加群。有返利")]


@pytest.mark.parametrize("distance", [0, 1, 2, 5])
@pytest.mark.parametrize("filler", ["看", "看.", "看❤。"], ids=["bare", "with a dot", "over sentences"])
def test_a_not_word_counts_up_to_its_distance_and_no_further(load: Load, distance: int, filler: str) -> None:
    judge = load(f'all = [["种植"], ["大麻"]]\nwithin = {distance}\nboundary = "off"\nnot = ["官方客服", "电话"]')
    for count in range(distance + 3):
        wanted = [("not" if count <= distance else HELD, "种植大麻")]
        for word in ("官方客服", "电话"):
            assert told(judge, f"种植大麻{_apart(filler, count)}{word}") == wanted, (count, word, "behind")
            assert told(judge, f"{word}{_apart(filler, count)}种植大麻") == wanted, (count, word, "before")
            assert told(judge, f"好的好{word}{_apart(filler, count)}种植大麻好的好") == wanted, (count, word, "amid")


def _apart(filler: str, count: int) -> str:
    """So many characters of the skeleton, none of them a run."""
    return "".join(filler.replace("看", "看听"[index % 2]) for index in range(count))


@pytest.mark.parametrize(
    ("post", "held"),
    [
        ("加微信信用卡套现", ["加微信信用卡"]),
        ("加微信❤信❤用卡", ["加微信❤信❤用卡"]),
        ("加微信用卡", []),
        ("信用卡加微信信", ["信用卡加微信信"]),
    ],
)
def test_members_may_share_a_run_that_is_long_enough_for_both(load: Load, post: str, held: list[str]) -> None:
    assert [reason.text for reason in load('all = [["加微信"], ["信用卡"]]\nboundary = "off"').check(post).reasons] == held


@pytest.mark.parametrize(
    ("post", "held"),
    [
        ("套现加我，骗子勿扰", True),
        ("套现加我，騙子請繞道", True),
        ("套现加我，骗子滚", True),
        ("套现加我，本人不是骗子", True),
        ("套现加我，拒绝骗子", True),
        ("套现加我，不是骗子吗", False),
        ("套现加我，是不是骗子", False),
        ("套现加我的是骗子", False),
        ("套现加我，骗子勿扰，他就是骗子", False),
    ],
)
def test_a_not_word_that_the_post_disowns_excuses_nothing(load: Load, post: str, held: bool) -> None:
    assert bool(load('keywords = ["套现"]\nnot = ["骗子"]').check(post).reasons) is held


@pytest.mark.parametrize("post", ["加群啊啊啊啊啊啊啊返利", "加群哈哈。。。哈哈啊返利", "返利啊加群群群群", "加群啊 返返返返利"])
def test_what_is_repeated_is_one_character_of_a_distance(load: Load, post: str) -> None:
    assert load('all = [["加群"], ["返利"]]\nwithin = 2').check(post).reasons
    assert load('keywords = ["加群"]\nwithin = 2\nnot = ["返利"]').check(post).dismissed


@pytest.mark.parametrize("within", [0, 1, 2, 5])
@pytest.mark.parametrize("groups", [2, 3])
def test_members_combine_up_to_their_distance_and_no_further(load: Load, within: int, groups: int) -> None:
    middle = '["转账"], ' if groups == 3 else ""
    judge = load(f'all = [["加群"], {middle}["返利"]]\nwithin = {within}')
    between = "转账" if groups == 3 else ""
    for count in range(within + 3):
        for first, last in (("加群", "返利"), ("返利", "加群")):
            post = f"来{first}{between}{_apart('看', count)}{last}吧"
            length = count + len(between)
            assert told(judge, post) == [(HELD if length <= within else "distance", post[1:-1])], count


def test_the_distance_that_was_too_much_is_told(load: Load) -> None:
    judge = load('all = [["加群"], ["返利"]]\nwithin = 3')
    (let_go,) = judge.check("快加群看看听听看听有返利").dismissed
    assert (let_go.keyword, let_go.detail) == ("加群 + 返利", "more than 3 characters")
    assert (let_go.start, let_go.end) == (1, 12)


COMBINED: list[tuple[str, list[tuple[int, int]]]] = [
    ("快加群领返利", [(1, 3), (4, 6)]),
    ("返利多，加群", [(0, 2), (4, 6)]),
    ("加群加群加群领返利", [(4, 6), (7, 9)]),  # the tightest that ends where it ends
    ("返利返利加群", [(2, 4), (4, 6)]),
    ("加群//@甲:有返利", []),  # another voice
    ("好//@甲:加群有返利", [(6, 8), (9, 11)]),
    ("加群//@甲:返利加群", [(7, 9), (9, 11)]),
]


@pytest.mark.parametrize(("post", "parts"), COMBINED)
def test_the_members_that_are_told_are_the_nearest(load: Load, post: str, parts: list[tuple[int, int]]) -> None:
    judge = load('all = [["加群"], ["返利"]]\nwithin = 8')
    assert [list(reason.parts) for reason in judge.check(post).reasons] == ([parts] if parts else [])


def test_the_nearest_of_several_members_is_told(load: Load) -> None:
    judge = load('all = [["加群"], ["返利"], ["转账"]]\nwithin = 20')
    (reason,) = judge.check("加群返利看返利看返利转账").reasons
    assert reason.parts == ((0, 2), (8, 10), (10, 12))
    (reason,) = judge.check("返利加群看加群看加群转账").reasons
    assert reason.parts == ((0, 2), (8, 10), (10, 12))


def test_the_widest_view_of_its_members_is_that_of_a_combination(load: Load) -> None:
    judge = load('all = [["加群"], ["博彩"], ["领红包"]]\nviews = ["wide"]')
    seen = {}
    for post in ("加群博彩领红包", "jia群博彩领红包", "加群博彩令页红包", "jia群博彩令页红包"):
        (reason,) = judge.check(post).reasons
        seen[post] = reason.view
    assert list(seen.values()) == ["skeleton", "sound", "shape", "shape"]


def test_a_member_serves_one_combination(load: Load) -> None:
    judge = load('all = [["加群"], ["返利"]]\nwithin = 8')
    assert [reason.text for reason in judge.check("加群返利返利加群").reasons] == ["加群返利", "返利加群"]
    assert [reason.text for reason in judge.check("加群返利返利").reasons] == ["加群返利"]


@pytest.mark.parametrize(
    ("groups", "post", "parts"),
    [
        ('["加微信"], ["微信"]', "加微信", ()),
        ('["加微信"], ["微信"]', "加微信吧，微信", ((0, 3), (5, 7))),
        ('["加微信"], ["微信"]', "微信加微信", ((0, 2), (2, 5))),
        ('["微信群"], ["加微信"]', "加微信群", ()),  # nor may they share a character
        ('["微信群"], ["加微信"]', "加微信群加微信", ((1, 4), (4, 7))),
        ('["微信"], ["微信", "返利"]', "微信返利", ((0, 2), (2, 4))),
        ('["微信"], ["微信"], ["微信"]', "微信看微信看微信", ((0, 2), (3, 5), (6, 8))),
        # The nearest of a group stands inside another's, and an earlier one serves.
        ('["返利"], ["返利群", "加群"], ["群"]', "群返利看加群", ((0, 1), (1, 3), (4, 6))),
    ],
)
def test_a_member_is_no_part_of_another(load: Load, groups: str, post: str, parts: tuple[tuple[int, int], ...]) -> None:
    judge = load(f'all = [{groups}]\nboundary = "off"')
    assert [reason.parts for reason in judge.check(post).reasons] == ([parts] if parts else [])


def test_many_groups_combine_too(load: Load) -> None:
    words = "甲乙丙丁戊己庚辛壬癸"
    groups = ", ".join(f'["{word}字"]' for word in words)
    judge = load(f'all = [{groups}]\nwithin = 30\nboundary = "off"')
    assert len(judge.check("".join(f"{word}字" for word in reversed(words))).reasons) == 1
    assert not judge.check("".join(f"{word}字" for word in words[1:])).reasons


def test_a_combination_that_is_excused_leaves_its_members_to_the_next(load: Load) -> None:
    judge = load('all = [["加群"], ["返利"]]\nnot = ["骗局"]')
    assert told(judge, "骗局都叫人加群。好。返利多多，加群吧") == [(HELD, "返利多多，加群"), ("not", "加群。好。返利")]


def test_a_combination_is_told_alike_alone_and_in_a_batch(load: Load) -> None:
    judge = load('all = [["心", "❤", "老师"], ["加"]]')
    posts = ["❤加", "加老师", "心加心❤"]
    assert list(judge.check_many(posts)) == [judge.check(post) for post in posts]
    assert list(judge.check_many(reversed(posts))) == [judge.check(post) for post in reversed(posts)]


def test_members_of_two_voices_are_told_as_such(load: Load) -> None:
    (let_go,) = load('all = [["加群"], ["返利"]]').check("加群//@甲:有返利").dismissed
    assert (let_go.check, let_go.detail) == ("distance", "another voice")


def test_a_combination_tells_what_was_seen_through_in_each_member(load: Load) -> None:
    judge = load('all = [["加群"], ["返利"], ["转账"]]\nviews = ["wide"]')
    (reason,) = judge.check("看#转.❤账#快加❤.群領返利").reasons
    assert (reason.keyword, reason.view, reason.zone) == ("加群 + 返利 + 转账", "skeleton", "topic")
    assert (reason.disguises, reason.spellings) == (("interleaved",), ())
    (reason,) = judge.check("轉账快jia群領返利").reasons
    assert (reason.keyword, reason.view, reason.zone) == ("加群 + 返利 + 转账", "sound", "text")
    assert reason.spellings == ("traditional",)
    assert reason.disguises == judge.check("轉账快jia群领返利").reasons[0].disguises != ()


def dismissed(judge: Filter, post: str) -> list[tuple[Any, ...]]:
    return [
        (one.rule, one.keyword, one.start, one.end, one.text, one.view, one.check, one.detail)
        for one in judge.check(post).dismissed
    ]


def test_a_dismissal_tells_all_of_itself(load: Load) -> None:
    judge = load('keywords = ["加微信", "av"]\nunless = ["添加微信支付"]')
    assert dismissed(judge, "请添加微信支付") == [("spam/one", "加微信", 2, 5, "加微信", "skeleton", "exception", "添加微信支付")]
    assert dismissed(judge, "have a day") == [("spam/one", "av", 1, 3, "av", "skeleton", "run", "have")]
    assert dismissed(judge, "@加微信 好") == [("spam/one", "加微信", 1, 4, "加微信", "skeleton", "zone", "mention")]
    assert dismissed(judge, "看#快加微#信") == [("spam/one", "加微信", 3, 7, "加微#信", "skeleton", "zone", "bridges two zones")]
    assert dismissed(judge, "加微。信") == [("spam/one", "加微信", 0, 4, "加微。信", "skeleton", "gap", "sentence end")]


def test_the_run_that_is_cut_is_told_up_to_twenty_characters_to_either_side(load: Load) -> None:
    judge = load('keywords = ["加qq"]')
    for letters in (1, 18, 19, 20, 40):
        (let_go,) = judge.check(f"快加qq{'x' * letters}").dismissed
        assert let_go.check == "run"
        assert let_go.detail == "qq" + "x" * min(letters, 20)
    assert told(judge, "快加qq１２") == [(HELD, "加qq")]


@pytest.mark.parametrize(
    ("post", "held"),
    [
        ("加微信", "加微信"),
        ("快加微\u0301信\u0301\u0301吧", "加微\u0301信\u0301\u0301"),
        ("快加微信\ufe0f\u200d吧", "加微信\ufe0f\u200d"),
        ("快加微信\u0301", "加微信\u0301"),
        ("快加微信.吧", "加微信"),
    ],
)
def test_a_span_takes_the_marks_of_its_last_character_and_no_filler(load: Load, post: str, held: str) -> None:
    for rule in ('keywords = ["加微信"]', "regex = '加微信'"):
        judge = load(rule)
        assert told(judge, post) == [(HELD, held)]
        (reason,) = judge.check(post).reasons
        assert post[reason.start : reason.end] == held
        assert reason.end - reason.start == len(held)


def test_the_plainest_view_is_told_and_plain_alone_lets_disguise_go(load: Load) -> None:
    both, plain, skeleton = (
        load(f'keywords = ["加微信"]\nviews = {views}') for views in ('["plain", "skeleton"]', '["plain"]', '["skeleton"]')
    )
    told_views = [
        [reason.view for reason in judge.check(post).reasons]
        for judge in (both, plain, skeleton)
        for post in ("快加微信", "快加.微❤信")
    ]
    assert told_views == [["plain"], ["skeleton"], ["plain"], [], ["skeleton"], ["skeleton"]]
    (let_go,) = plain.check("快加.微❤信").dismissed
    assert (let_go.check, let_go.detail) == ("view", "interleaved")
    (let_go,) = plain.check("快加.微微信").dismissed
    assert (let_go.check, let_go.detail) == ("view", "interleaved, repeated")


def test_reasons_and_dismissals_stand_in_the_order_of_the_contract(tmp_path: Path) -> None:
    rules = [('b"\nkeywords = ["加微信", "加微信号"]'), ('a"\nkeywords = ["加微信", "加V信"]'), ('c"\nkeywords = ["av", "ave"]')]
    path = tmp_path / "own.toml"
    path.write_text(
        "".join(f'[[rule]]\ncategory = "spam"\nboundary = "soft"\nid = "{rule}\n' for rule in rules), encoding="utf-8"
    )
    verdict = Filter.load(path).check("加微信号，加v信，have加微信，havey，ave")
    keys = [(reason.start, -reason.end, reason.rule, reason.keyword) for reason in verdict.reasons]
    assert keys == sorted(set(keys))
    assert len(keys) == 6
    keys = [(let_go.start, -let_go.end, let_go.rule, let_go.keyword) for let_go in verdict.dismissed]
    assert keys == sorted(set(keys))
    assert len(keys) == 5


def test_two_that_are_let_go_stand_in_their_order(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(
        '[[rule]]\ncategory = "spam"\nid = "a"\nkeywords = ["av"]\n[[rule]]\ncategory = "spam"\nid = "b"\nkeywords = ["口交"]\n',
        encoding="utf-8",
    )
    assert [let_go.text for let_go in Filter.load(path).check("地铁口交易 have").dismissed] == ["口交", "av"]
    assert [let_go.text for let_go in Filter.from_words(["av", "ave"]).check("havey").dismissed] == ["ave", "av"]


def test_two_ways_to_suspect_one_keyword_at_one_place_stand_in_the_order_of_their_margins() -> None:
    verdict = Filter.from_words(["微信"], views=["swapped"]).check("都是智商税，加微信的别信")
    ways = [(let_go.start, let_go.end, let_go.margin) for let_go in verdict.dismissed if let_go.view == "swapped"]
    assert len(ways) == 2
    assert ways == sorted(ways)


def test_who_writes_one_keyword_is_not_suspected_of_another() -> None:
    judge = Filter.from_words(["反同", "饭桶"], views=["sound"], boundary="off")
    for post, written, other, check, detail in (
        ("说反同的", "反同", "饭桶", "written", "反同"),
        ("说饭桶的", "饭桶", "反同", "plausibility", ""),
    ):
        verdict = judge.check(post)
        assert [(reason.keyword, reason.view) for reason in verdict.reasons] == [(written, "skeleton")]
        assert [(one.keyword, one.check, one.detail, one.view, one.text) for one in verdict.dismissed] == [
            (other, check, detail, "sound", written)
        ]
