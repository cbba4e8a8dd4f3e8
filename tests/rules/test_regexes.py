"""Regexes: literals that find them, and what is refused."""

from __future__ import annotations

import re
import sys

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from weibofilter.errors import Severity
from weibofilter.fold import skeleton_fold
from weibofilter.fold.fold import fold_keyword
from weibofilter.rules.regexes import compile_regex, regex_faults

GROUPS = [chr(ord("一") + number) for number in range(80)]


@pytest.mark.parametrize(
    ("source", "literals"),
    [
        (r"微信", ("微信",)),
        (r"(?:qq|扣扣)\D{0,3}[1-9]\d{4,10}", ("qq", "扣扣")),
        (r"加?[微薇]信", ("微信", "薇信")),
        (r"[^\d]块钱(?=一次)", ("块钱",)),
        (r"a{2,3}微", ("aa微",)),
        (r"加(?:微信){2,3}号", ("加微信微信号", "加微信微信微信号")),
        (r"(?:代开|.{3}开)发票", ("开发票",)),
        (r"(?P<v>v|威)(?:信)+号?", ("v信", "威信")),
        (r"(?i:QQ)\D{5}", ("qq",)),
        (r"\p{Han}{2}群号", ("群号",)),
        (r"(?:返利.{0,3}|佣金\d)到账|首充送\d", ("到账", "首充送")),
        (r"刷(?>单|票)", ("刷单", "刷票")),
        (r"(?:\d{1,3}){4}端口", tuple(f"{digit}端口" for digit in range(10))),
        (r"^加群", ("加群",)),
        # The rarest, not the longest: 的 and 是 are everywhere, 蔻 is not.
        (r"的是[蔻叩]?.{0,3}蔻", ("蔻",)),
        (r"(?:的是|蔻).{3}(?:是的|蔻)", ("的是", "蔻")),
        # Characters of a kind narrow a literal down; alone they are none.
        (r"芯\d{6}", tuple(f"芯{digit}" for digit in range(10))),
        (r"\d{7,11}(?:口|叩)", tuple(f"{digit}{letter}" for digit in range(10) for letter in "口叩")),
        (r"[1-9]\d{6,10}加?口", tuple(f"{digit}{letter}" for digit in range(10) for letter in ("加口", "口"))),
        (r"的[a-c]{9}", ("的a", "的b", "的c")),
        (r"\d微|微{2}", (*(f"{digit}微" for digit in range(10)), "微微")),
        # Of more than are kept whole, a string that was cut in front does not begin, and one cut behind does not end, as what it is of.
        (r"[从在](?:几|\d{1,2})[楼层]", tuple(f"{digit}{floor}" for digit in "0123456789几" for floor in "层楼")),
        (  # those of five letters would be 5,120
            "|".join(f"[子丑寅卯辰巳午未]{group}[金木水火土日月星]群{group}" for group in GROUPS),
            tuple(f"群{group}" for group in GROUPS),
        ),
    ],
)
def test_the_literals_that_every_match_contains(source: str, literals: tuple[str, ...]) -> None:
    assert compile_regex(source).literals == literals


def test_every_digit_is_folded_to_one_of_the_ten_that_literals_are_made_of() -> None:
    digits = regex.findall(r"\d", "".join(map(chr, range(sys.maxunicode + 1))))
    assert len(digits) > 600
    assert {skeleton_fold().skeleton(digit) for digit in digits} == set("0123456789")


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (r"\d{11}", "no-literal"),
        (r"[a-z]+\d+", "no-literal"),
        (r"微信|\d{5}", "no-literal"),
        (r"(?:[a-z][0-9]){4}", "no-literal"),
        (r"(?:微信)?", "empty-regex"),
        (r"微信|", "empty-regex"),
        (r"微(?:\d+)+", "nested-repeat"),
        (r"微(?:a?){30}", "nested-repeat"),
        (r"微(?:ab|ac*|\d)+信", "nested-repeat"),
        (r"微(?:一号|二号|一)*信", "nested-repeat"),
        (r"微(信", "bad-regex"),
        (r"微\信{2,1}", "bad-regex"),
        (r"微[[a]信", "bad-regex"),
        (r"微(?e)信", "bad-regex"),
        (r"微\p{Hann}信", "bad-regex"),
        (r"(?:微信){e<=1}", "fuzzy-regex"),
        (r"(?:加微信){1<=e<=2}", "fuzzy-regex"),
        (r"微信{2i+1s<=3}", "fuzzy-regex"),
        ("(?x)微信 # {e}\n{s}", "fuzzy-regex"),
        ("微信|" * 700, "long-regex"),
    ],
)
def test_what_cannot_be_found_or_would_take_for_ever_is_an_error(source: str, code: str) -> None:
    errors = [fault for fault in regex_faults(source) if fault.severity is Severity.ERROR]
    assert code in [fault.code for fault in errors]
    assert all(0 <= fault.offset <= len(source) for fault in errors)
    with pytest.raises(ValueError, match=r"."):
        compile_regex(source)


@pytest.mark.parametrize(
    "source", [r"微信{2,3}", r"微信{2}", r"微{,2}信", r"微信[{}]?", r"微信\{?", r"\p{Han}微信", "(?x)微信 # {e}"]
)
def test_a_brace_that_counts_or_means_itself_is_no_fuzzy_match(source: str) -> None:
    assert [fault for fault in regex_faults(source) if fault.severity is Severity.ERROR] == []


def test_a_fuzzy_match_is_told_once_and_at_its_brace() -> None:
    (fault,) = regex_faults(r"(?:微信){e<=1}", fold_keyword)
    assert (fault.code, fault.offset) == ("fuzzy-regex", 6)


def test_widths_are_of_the_match() -> None:
    bounded, unbounded = compile_regex(r"微信\d{3,5}"), compile_regex(r"微信.*")
    assert (bounded.min_width, bounded.max_width) == (5, 7)
    assert (unbounded.min_width, unbounded.max_width) == (2, None)
    assert [(fault.severity, fault.code) for fault in regex_faults(r"微信.*")] == [(Severity.NOTE, "unbounded-regex")]


@pytest.mark.parametrize(
    ("source", "severity", "letter"),
    [
        (r"加V信\d", Severity.ERROR, "V"),
        (r"加[vV]信", Severity.WARNING, "V"),
        (r"賭場\d", Severity.ERROR, "賭"),
        (r"第二\d", Severity.ERROR, "二"),
        (r"加\.微", Severity.ERROR, "."),
        (r"加 ?微", Severity.ERROR, " "),
    ],
)
def test_letters_that_the_fold_changes_are_named(source: str, severity: Severity, letter: str) -> None:
    fault = next(regex_faults(source, fold_keyword))
    assert (fault.severity, fault.code) == (severity, "folded-letter")
    assert repr(letter) in fault.message
    assert source[fault.offset] == letter


@pytest.mark.parametrize(
    ("source", "severities"),
    [
        ("第[一-九]期", ["warning", "warning"]),  # 七 is between, but so is 丁
        ("[一二]期", ["error", "error"]),
        ("加[A-Z]{3}", ["error", "error"]),
        ("加[A-Za-z]{3}", ["warning", "warning"]),
        ("(?i)加[A-Z]{3}VX", []),
        (r"加[A-Z\d]{3}", []),
        ("加[。，]", ["error", "error"]),
        ("加[vV]信V", ["warning", "error"]),  # idle in one place, and waited for in vain in another
    ],
)
def test_a_class_that_nothing_in_folded_text_is_in_is_an_error(source: str, severities: list[str]) -> None:
    faults = [fault for fault in regex_faults(source, fold_keyword) if fault.code == "folded-letter"]
    assert [fault.severity.value for fault in faults] == severities


def test_a_line_feed_in_a_class_is_no_literal_of_its_own() -> None:
    assert compile_regex("[\\n微]信").literals == ("\n信", "微信")


def test_a_repeat_that_its_window_cuts_short_is_told() -> None:
    assert [fault.code for fault in regex_faults("加微信.{0,100}返利")] == ["unbounded-regex"]
    assert not list(regex_faults("加微信.{0,60}返利.{0,60}佣金"))


@pytest.mark.parametrize("source", [r"加v信\D{0,3}\d+", r"[^V]微信", r"\S\W\D微信", r"[a-z]微信"])
def test_classes_and_folded_letters_pass(source: str) -> None:
    assert [fault for fault in regex_faults(source, fold_keyword) if fault.code == "folded-letter"] == []


PIECES = st.sampled_from(
    [
        *(
            "a",
            "b",
            "ab",
            "[ab]",
            "c?",
            "[abc]{0,2}",
            "(?:ab|c)",
            "(?:a|bc)?",
            "b{2}",
            "c{1,3}",
            "(?=a)",
            ".",
            "(a|b.)",
            "(?>ab|b)",
        ),
        *(r"\d", r"\d{2,9}", "[0-9]?", "[a-z]{2}", "[a-z0-9]+", r"(?:a.*|\d{4}b)", "[^a]*"),
    ]
)
EXPRESSIONS = st.lists(PIECES, min_size=1, max_size=5).map("".join) | st.lists(PIECES, min_size=2, max_size=4).map("|".join)


@given(EXPRESSIONS, st.text("abc01", max_size=12))
@settings(deadline=None, max_examples=400)
def test_every_match_contains_a_literal(source: str, text: str) -> None:
    if any(fault.severity is Severity.ERROR for fault in regex_faults(source)):
        return
    compiled = compile_regex(source)
    for match in regex.finditer(source, text, overlapped=True):
        # A look-ahead is required text too, behind the match.
        assert any(literal in text[match.start() :] for literal in compiled.literals)
        assert any(literal in match.group() for literal in compiled.literals)
        assert compiled.min_width <= len(match.group()) <= (compiled.max_width or len(text))


MANY = st.lists(
    st.sampled_from(
        [
            r"\d{1,2}",
            "[一-十]{1,2}",
            "(?:甲|乙丙|丁戊己)",
            "(?:从|在)",
            "[子丑寅卯辰巳午未]",
            "(?:a|bc|def){1,3}",
            "x?",
            ".",
            "(?:a.*|b)",
        ]
    ),
    min_size=2,
    max_size=6,
).map("".join)
"""Of which there are too many strings to keep them all."""


@given(MANY | st.tuples(MANY, MANY).map("|".join), st.data())
@settings(deadline=None, max_examples=300)
def test_what_a_regex_matches_contains_a_literal(source: str, data: st.DataObject) -> None:
    if any(fault.severity is Severity.ERROR for fault in regex_faults(source)):
        return
    matched = data.draw(st.from_regex(re.compile(source, re.ASCII), fullmatch=True).map(str.lower))
    assert any(literal in matched for literal in compile_regex(source).literals)


@given(st.text(r"ab微(?:|)*+{}[]^$.\d2,!<>=Pp", max_size=14))
@settings(deadline=None, max_examples=400)
def test_any_text_is_a_regex_or_told_to_be_none(source: str) -> None:
    errors = [fault for fault in regex_faults(source, fold_keyword) if fault.severity is Severity.ERROR]
    assert all(0 <= fault.offset <= len(source) for fault in errors)
    if not errors:
        assert compile_regex(source).literals


# What either language gives a meaning, so that what one of them alone refuses turns up.
TOKENS = st.sampled_from(
    [
        *"ab微^$.|()[]{}?*+\\,:=!<>-P#& 1",
        "(?:",
        "(?=",
        "(?!",
        "(?<=",
        "(?<!",
        "(?>",
        "(?P<n>",
        "(?P=n)",
        "(?(1)",
        "(?i)",
        "(?x)",
        "(?i:",
        "\\d",
        "\\b",
        "\\1",
        "\\u5fae",
        "{1,3}",
        "{2}",
        "{,2}",
        "*?",
        "*+",
        "[^",
        "a-z",
        "\\]",
        "&&",
        "--",
        "[:alpha:]",
        r"\p{Han}",
        r"\p{Hann}",
        "{e}",
        "{e<=1}",
        "(?-x:",
        "(?R)",
        r"\K",
        r"\X",
        r"\m",
    ]
)


@given(st.lists(TOKENS, min_size=1, max_size=8).map("".join))
@settings(deadline=None, max_examples=600)
def test_a_regex_without_error_compiles_when_it_is_needed(source: str) -> None:
    source = f"微信{source}"
    if not any(fault.severity is Severity.ERROR for fault in regex_faults(source)):
        assert compile_regex(source).pattern.pattern == source
