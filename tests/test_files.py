"""A file is the old one or the new one at every moment: killed for real, over and over."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from weibofilter import Filter
from weibofilter.files import write_atomically

if TYPE_CHECKING:
    from pathlib import Path

KILLS = int(os.environ.get("WEIBOFILTER_KILLS", "12"))
"""How often a writer is killed: few in a quick run, hundreds where somebody wants to know (docs/reliability.md)."""

SAVER = """
import sys
from weibofilter import Filter
two = [Filter.from_words(words + [f"第{n}个词" for n in range(3000)], boundary="off") for words in (["大麻"], ["大麻", "加微信"])]
while True:
    for f in two:
        f.save(sys.argv[1])
        print(flush=True)
"""


@pytest.mark.skipif(os.name != "posix", reason="signals of Unix")
def test_a_kill_while_saving_leaves_the_old_rules_or_the_new_ones_whole(tmp_path: Path) -> None:
    path = tmp_path / "rules.compiled"
    Filter.from_words(["大麻"]).save(path)
    for number in range(KILLS):
        saver = subprocess.Popen([sys.executable, "-c", SAVER, path], stdout=subprocess.PIPE)  # noqa: S603 - our own program
        assert saver.stdout
        for _ in range(1 + number % 3):
            saver.stdout.readline()
        time.sleep((number * 7 % 29) / 2000)
        saver.send_signal(signal.SIGKILL)
        saver.communicate()
        assert Filter.open(path).check("有人种植大麻").action == "flag"


def test_a_file_is_readable_by_whom_the_umask_lets(tmp_path: Path) -> None:
    mask = os.umask(0o022)
    try:
        write_atomically(tmp_path / "rules", b"x")
    finally:
        os.umask(mask)
    assert os.name != "posix" or stat.S_IMODE((tmp_path / "rules").stat().st_mode) == 0o644


@pytest.mark.skipif(os.name != "posix", reason="links and pipes of Unix")
def test_a_link_is_followed_and_a_pipe_written_into(tmp_path: Path) -> None:
    (tmp_path / "there").write_bytes(b"old")
    (tmp_path / "link").symlink_to(tmp_path / "there")
    write_atomically(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "there").read_bytes() == b"new"
    os.mkfifo(tmp_path / "pipe")
    with subprocess.Popen(["cat", tmp_path / "pipe"], stdout=subprocess.PIPE) as reader:  # noqa: S603, S607 - cat
        write_atomically(tmp_path / "pipe", b"through")
        assert reader.communicate()[0] == b"through"
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "rules").write_bytes(b"old")
    with pytest.raises(TypeError):
        write_atomically(tmp_path / "rules", "no bytes")  # type: ignore[arg-type]
    assert [(entry.name, entry.read_bytes()) for entry in tmp_path.iterdir()] == [("rules", b"old")]


def test_what_cannot_be_written_is_told_by_the_name_that_was_asked_for(tmp_path: Path) -> None:
    for path in (tmp_path / "none" / "rules", tmp_path / "file" / "rules"):
        (tmp_path / "file").touch()
        with pytest.raises(OSError, match="rules") as raised:
            write_atomically(path, b"")
        assert raised.value.filename == str(path)
