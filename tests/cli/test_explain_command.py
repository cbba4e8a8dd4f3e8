from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from typer.testing import Result

    Run = Callable[..., Result]

POST = "想看的加.微.信 我有一个大麻烦 招人刷单 https://t.cn/abc @大麻"


def flat(text: str) -> str:
    return " ".join(text.split())


def test_every_stage_is_shown(run: Run, rules: Path) -> None:
    result = run("explain", POST, "--rules", rules)
    out = flat(result.stdout)
    assert result.exit_code == 0
    assert "想看的⟦加.微.信⟧ 我有一个大麻烦" in out
    assert "skeleton 想看的加微信我有1个大麻烦" in out
    assert "@name" in out
    assert "“加.微.信” reads “加微信” (filler between the characters)" in out
    assert "spam.contact/add-wechat · skeleton" in out
    assert "“大麻”: the characters only meet by chance: this reads “麻烦” (margin " in out
    assert "drugs/cannabis · skeleton · boundary" in out
    assert "“大麻”: it stands in the @name" in out
    assert "shadow rules 刷单" in out
    assert "flag flag for review because of Contact luring" in out


def test_the_same_in_chinese(run: Run, rules: Path) -> None:
    out = flat(run("explain", POST, "--rules", rules, "--lang", "zh").stdout)
    for told in (
        "帖子",
        "骨架 想看的加微信",
        "字间插入符号",
        "放过",
        "这里读作“麻烦”",
        "位于@用户名，不作为内容判断",
        "观察中的规则",
        "结论",
        "送审",
    ):
        assert told in out
    assert "filler" not in out


def test_nothing_to_explain_is_said(run: Run, rules: Path) -> None:
    out = flat(run("explain", "今天天气很好", "--rules", rules).stdout)
    assert "allow nothing was hit" in out
    assert "zones" not in out


def test_the_exit_code_is_0_whatever_the_verdict(run: Run, rules: Path) -> None:
    assert run("explain", "有人种植大麻", "--rules", rules).exit_code == 0


def test_standard_input_is_explained(run: Run, rules: Path) -> None:
    assert "⟦大麻⟧" in run("explain", "-", "--rules", rules, stdin="有人种植大麻\n".encode()).stdout


def test_one_rule_and_why_it_does_not_hold_the_post(run: Run, rules: Path) -> None:
    result = run("explain", POST, "--rules", rules, "--rule", "drugs/cannabis")
    out = flat(result.stdout)
    assert result.exit_code == 0
    assert "why drugs/cannabis does not hold it 大麻" in out
    assert "the characters only meet by chance" in out
    assert "filler between the characters" not in out


def test_one_rule_that_holds_the_post(run: Run, rules: Path) -> None:
    out = flat(run("explain", POST, "--rules", rules, "--rule", "spam.contact/add-wechat").stdout)
    assert "held: spam.contact/add-wechat 加.微.信" in out
    assert "大麻”" not in out
    assert "shadow rules: fraud/watched 刷单" in flat(run("explain", POST, "--rules", rules, "--rule", "fraud/watched").stdout)


def test_a_rule_that_is_not_there_is_told_with_the_reason(run: Run, rules: Path, tmp_path: Path) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text('[actions]\nfraud = "off"\n', encoding="utf-8")
    with rules.open("a", encoding="utf-8") as file:
        file.write('\n[[rule]]\nid = "later"\nkeywords = ["占位"]\nfrom = 2100-01-01\n')
        file.write('\n[[rule]]\nid = "over"\nkeywords = ["占位"]\nuntil = 2000-01-01\n')
    for name, told in (
        ("spam.contact/later", "is not in force: it begins on 2100-01-01"),
        ("spam.contact/over", "is not in force: it ended on 2000-01-01"),
        ("fraud/watched", "is not in force: the policy turns fraud off"),
        ("cannabis", "no rule is called 'cannabis'; did you mean drugs/cannabis?"),
        ("drugs/canabis", "did you mean drugs/cannabis"),
        ("zzz", "weibofilter test -v names the rules"),
    ):
        result = run("explain", POST, "--rules", rules, "--policy", policy, "--rule", name)
        assert result.exit_code == 2
        assert told in result.stderr
