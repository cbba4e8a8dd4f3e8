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
