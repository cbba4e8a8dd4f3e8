import tomllib
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from weibofilter import Filter
from weibofilter.cli.app import app
from weibofilter.suggest import Limits, as_list, suggest

HARMFUL = [
    "居家打字员日结工资", "招聘居家打字，多劳多得", "居 家 打 字 轻松", "诚招居家打字兼职",
    "刷单返利加我", "刷单返利日结", "刷单返利稳赚",
    "微信上老师带你买", "老师在微信等你买", "买前问问老师，微信号见主页",
]  # fmt: skip
BENIGN = ["我在家打字", "老师布置了作业", "微信群里很热闹", "去超市买菜", "妈妈加了我的微信", "日结工资是什么"] * 3


def found(known: Filter, limits: Limits | None = None) -> list[tuple[str, ...]]:
    return [one.words for one in suggest(HARMFUL, BENIGN, known, limits or Limits(max_benign=0))]


def test_what_holds_the_most_comes_first_and_each_holds_something_new() -> None:
    words = found(Filter.from_words(["无关"]))
    assert words[0] == ("居家打字",)
    assert ("刷单返利",) in words
    assert len(words) == len(set(words))


def test_a_pair_where_neither_word_is_bearable_alone() -> None:
    pair = next(words for words in found(Filter.from_words(["无关"])) if len(words) == 2)
    assert set(pair) <= {"老师", "微信"}


def test_what_a_rule_holds_is_no_news() -> None:
    assert not any("刷单" in word for words in found(Filter.from_words(["刷单返利"])) for word in words)


def test_what_a_keyword_could_not_hold_is_not_suggested() -> None:
    posts = [
        "看这里 http://a.cn/aaa1",
        "快来 http://a.cn/bbb2",
        "@小明小红 早",
        "@小明小红 晚",
        "在2024年",
        "到2025年",
        "loans",
        "loaned",
    ]
    words = {word for one in suggest(posts, [], Filter.from_words(["无关"]), Limits(min_new=2)) for word in one.words}
    assert not {word for word in words if any(part in word for part in ("http", "小明", "20", "loan"))}


def test_words_of_identity_are_suggested_beside_another_word_only() -> None:
    insults = ["河南人偷井盖", "河南人又偷井盖", "听说河南人偷井盖的"]
    words = [one.words for one in suggest(insults, ["我是河南人"], Filter.from_words(["无关"]), Limits(max_benign=0))]
    assert words
    assert ("河南人",) not in words


def test_the_printed_list_loads_and_holds_its_examples(tmp_path: Path) -> None:
    path = tmp_path / "suggested.toml"
    path.write_text("".join(as_list(suggest(HARMFUL, BENIGN, Filter.from_words(["无关"])), 10, 18)), encoding="utf-8")
    rules = tomllib.loads(path.read_text(encoding="utf-8"))["rule"]
    loaded = Filter.load(path)
    for rule in rules:
        for hit in rule["hit"]:
            assert f"custom/{rule['id']}" in {reason.rule for reason in loaded.check(hit).reasons}


def test_the_command(tmp_path: Path) -> None:
    for name, posts in (("bad.txt", HARMFUL), ("good.txt", BENIGN)):
        (tmp_path / name).write_text("\n".join(posts), encoding="utf-8")
    (tmp_path / "own.txt").write_text("刷单返利\n", encoding="utf-8")
    files = ["--harmful", str(tmp_path / "bad.txt"), "--benign", str(tmp_path / "good.txt"), "--rules", str(tmp_path / "own.txt")]
    result = CliRunner().invoke(app, ["suggest", *files])
    assert result.exit_code == 0
    assert 'keywords = ["居家打字"]' in result.output
    assert "刷单" not in result.output


@given(st.lists(st.text(max_size=12), max_size=6), st.lists(st.text(max_size=12), max_size=6))
def test_any_posts_make_a_list_that_can_be_read(harmful: list[str], benign: list[str]) -> None:
    found = suggest(harmful, benign, Filter.from_words(["无关"]), Limits(min_new=1, max_benign=1))
    tomllib.loads("".join(as_list(found, len(harmful), len(benign))))
