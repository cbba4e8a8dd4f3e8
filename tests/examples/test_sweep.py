"""The commands of examples/sweep, as its README shows them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from weibofilter import Filter

pq = pytest.importorskip("pyarrow.parquet")
pytest.importorskip("pyspark")
if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
    pytest.skip("Spark needs Java 17", allow_module_level=True)

POSTS = 6000
"""A quarter of what the README's call makes, which shows the same."""
SWEEP = Path(__file__).parents[2] / "examples" / "sweep"
COMMANDS = re.findall(r"^```sh\n(.*?)^```", (SWEEP / "README.md").read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def swept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder after the commands were run there, and what they printed."""
    folder = tmp_path_factory.mktemp("sweep") / "sweep"
    shutil.copytree(SWEEP, folder)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = os.environ | {"PATH": path, "SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable}
    shell = ["/bin/bash", "-euo", "pipefail", "-c", "\n".join(COMMANDS).replace("--posts 24000", f"--posts {POSTS}")]
    done = subprocess.run(shell, cwd=folder, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - ours
    assert done.returncode == 0, done.stderr
    return folder, done.stdout


def rows(folder: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(folder).to_pylist()
    return found


def test_the_new_rule_holds_what_check_many_holds(swept: tuple[Path, str]) -> None:
    folder, printed = swept
    judge = Filter.load(folder / "new-rule.toml")
    posts = rows(folder / "posts")
    verdicts = judge.check_many(post["text"] for post in posts)
    expected = {post["id"]: verdict for post, verdict in zip(posts, verdicts, strict=True) if verdict.reasons}
    held = rows(folder / "held")
    assert {row["id"] for row in held} == expected.keys()
    for row in held:
        verdict = expected[row["id"]]
        assert row["spans"] == [{"start": reason.start, "end": reason.end} for reason in verdict.reasons]
        assert (row["rules"], row["digest"]) == (["fraud/inside-tickets"], judge.digest)
    assert f"{'12':>5}  {POSTS // 12:>9,}" in printed
    assert "内部渠道发了通知，请大家加我" in printed


def test_what_the_current_rules_hold_is_left_out(swept: tuple[Path, str]) -> None:
    folder, _ = swept
    current = Filter.load(folder / "current.txt")
    held = rows(folder / "held")
    expected = {row["id"] for row in held if not current.check(row["text"]).reasons}
    assert {row["id"] for row in rows(folder / "new")} == expected
    assert 0 < len(expected) < len(held)


def test_the_same_seed_makes_the_same_year(swept: tuple[Path, str], tmp_path: Path) -> None:
    folder, _ = swept
    subprocess.run([sys.executable, SWEEP / "make_year.py", tmp_path / "posts", "--posts", str(POSTS)], check=True)  # noqa: S603 - ours
    assert pq.read_table(tmp_path / "posts").equals(pq.read_table(folder / "posts"))
