"""A few rules of every kind, and the command run as a user would."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pytest
from typer.testing import CliRunner, Result

from weibofilter.cli import app

if TYPE_CHECKING:
    from pathlib import Path

RULES = """
category = "spam.contact"
action = "flag"

[[rule]]
id = "add-wechat"
keywords = ["加微信"]
unless = ["添加微信支付"]
hit = ["想看的加.微.信"]
miss = ["增加微信息量"]

[[rule]]
id = "cannabis"
category = "drugs"
keywords = ["大麻"]
action = "delete"
hit = ["有人种植大麻"]
miss = ["我有一个大麻烦"]

[[rule]]
id = "watched"
category = "fraud"
keywords = ["刷单"]
state = "shadow"
hit = ["招人刷单"]
"""


class Run(Protocol):
    """Runs ``weibofilter`` with these arguments."""

    def __call__(self, *args: str | Path, stdin: bytes | None = None) -> Result: ...


@pytest.fixture
def run() -> Run:
    def call(*args: str | Path, stdin: bytes | None = None) -> Result:
        result = CliRunner().invoke(app, [str(arg) for arg in args], input=stdin)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return call


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    path = tmp_path / "rules.toml"
    path.write_text(RULES, encoding="utf-8")
    return path
