"""Word lists that are made to break their reader end in a diagnostic or a result, in bounded time and memory."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from weibofilter import Filter
from weibofilter.errors import WeiboFilterError, WordlistError

RULE = 'category = "spam"\n[[rule]]\nid = "a"\n'
HOSTILE = {
    "deep array": ("x = " + "[" * 1_000_000, "nested too deeply"),
    "spread array": ("x = " + "[ " * 500_000, "nested too deeply"),
    "deep table": ("x = " + "{a = " * 50_000, "nested too deeply"),
    "dotted key": (".".join("a" * 50_000) + " = 1", "a key of more than 32 parts"),
    "dotted header": ("[" + ".".join("a" * 20_000) + "]", "a key of more than 32 parts"),
    "dotted inside": ("x = {y = 1, " + " . ".join(['"a"'] * 50_000) + " = 1}", "a key of more than 32 parts"),
    "long number": ("x = " + "9" * 100_000, "not TOML"),
    "long keyword": (f'{RULE}keywords = ["{"加" * 3_500_000}"]', "has 3500000 characters"),
    "long regex": (f"{RULE}regex = '{'加' * 3_500_000}'", "has 3500000 characters"),
    "deep regex": (f"{RULE}regex = '{'(' * 900}微信{')' * 900}'", "not a regex"),
    "nested repeat": (f"{RULE}regex = '微信(a+)+b'", "a repeat inside a repeat"),
    "nested repeats": (f"{RULE}regex = '微信(?:(?:a{{1,100}}){{1,100}}){{1,100}}'", "a repeat inside a repeat"),
    "same key twice": (f'{RULE}id = "b"\nkeywords = ["加"]', "Cannot overwrite"),
    "nul": (f'{RULE}keywords = ["加\0"]', "0x00"),
    "invisible": (f'{RULE}keywords = ["\u2066\u202e"]', "nothing but punctuation"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_list_is_a_diagnostic(tmp_path: Path, name: str) -> None:
    text, told = HOSTILE[name]
    path = tmp_path / "list.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(WordlistError, match=told):
        Filter.load(path)


LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
from weibofilter import Filter
try:
    Filter.load(sys.argv[1])
except Exception as error:
    print(type(error).__name__)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="limits of memory and time of Linux")
@pytest.mark.parametrize("name", ["dotted key", "dotted header", "deep array", "spread array", "long keyword"])
def test_it_takes_no_more_than_two_gigabytes_and_a_minute(tmp_path: Path, name: str) -> None:
    path = tmp_path / "list.toml"
    path.write_text(HOSTILE[name][0], encoding="utf-8")
    done = subprocess.run([sys.executable, "-c", LIMITED, path], check=True, capture_output=True, text=True)  # noqa: S603 - our own program
    assert done.stdout == "WordlistError\n"


@pytest.mark.skipif(sys.platform != "linux", reason="files of Linux that are none")
def test_what_is_named_like_a_list_and_is_no_file_is_told_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "endless.txt").symlink_to("/dev/zero")
    (tmp_path / "unreadable.txt").symlink_to("/proc/self/mem")
    (tmp_path / "nowhere.txt").symlink_to(tmp_path / "missing")
    (tmp_path / "self").symlink_to(tmp_path)
    (tmp_path / "good.txt").write_text("加微信", encoding="utf-8")
    (tmp_path / "other.bin").write_bytes(os.urandom(100))
    with pytest.raises(WordlistError) as caught:
        Filter.load(tmp_path)
    told = {Path(found.location.path).name: found.message for found in caught.value.diagnostics}
    assert told == {
        "pipe.txt": "is no file but a pipe, a socket or a device",
        "endless.txt": "is no file but a pipe, a socket or a device",
        "unreadable.txt": "cannot be read: Input/output error",
        "nowhere.txt": "cannot be read: No such file or directory",
    }


def test_a_file_that_changes_while_it_is_read_is_a_diagnostic_or_a_result(tmp_path: Path) -> None:
    path, stopped = tmp_path / "list.toml", threading.Event()
    texts = [
        f'{RULE}keywords = ["{"".join(["加微信", "大麻"][number % 2])}"]\n' + "# x\n" * (number * 500) for number in range(6)
    ]
    path.write_text(texts[0], encoding="utf-8")

    def rewrite() -> None:
        while not stopped.is_set():
            for text in texts:
                path.write_text(text, encoding="utf-8")

    writer = threading.Thread(target=rewrite)
    writer.start()
    try:
        for _ in range(60):
            try:
                assert len(Filter.load(path).rules) == 1
            except WeiboFilterError as error:
                assert str(path) in str(error)  # noqa: PT017 - either outcome is right
    finally:
        stopped.set()
        writer.join()
