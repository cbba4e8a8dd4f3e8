"""``schema`` prints what editors are given."""

import json

from typer.testing import CliRunner

from weibofilter.cli import app
from weibofilter.rules.schema import wordlist_schema


def test_it_prints_the_schema() -> None:
    result = CliRunner().invoke(app, ["schema"])
    assert result.exit_code == 0
    assert json.loads(result.stdout) == wordlist_schema()
