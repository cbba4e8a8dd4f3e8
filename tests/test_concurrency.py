"""One filter in many threads and processes: the verdicts that one thread alone gives, from the very first post on."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import pytest

from weibofilter import Filter, Verdict

CASES = Path(__file__).parent / "cases"
POSTS = [
    line.split("\t")[1]
    for line in (CASES / "posts.tsv").read_text(encoding="utf-8").splitlines()
    if line.count("\t") >= 2 and not line.startswith(("#", "xfail"))
]
WORDS = ["加微信", "大麻", "约炮", "代开发票", "666", "fuck", "口交", "他妈"]


def made() -> Filter:
    """A filter of every view, whose tables, dictionary and regexes nothing has loaded yet."""
    views = ["wide", "initials", "swapped", "masked"]
    return Filter.from_words(WORDS, allow=["添加微信支付"], views=views)


COLD = """
import sys, threading
sys.setswitchinterval(1e-6)  # as many changes of threads as there can be
sys.path.insert(0, sys.argv[1])
from test_concurrency import POSTS, made
judge, threads, told = made(), 8, {}
begin = threading.Barrier(threads)
def work(number):
    begin.wait()
    posts = POSTS[number:] + POSTS[:number]
    verdicts = list(judge.check_many(posts, batch_size=7)) if number % 2 else [judge.check(post) for post in posts]
    told[number] = dict(zip(posts, verdicts, strict=True))
running = [threading.Thread(target=work, args=[number]) for number in range(threads)]
for one in running: one.start()
for one in running: one.join()
alone = {post: made().check(post) for post in POSTS}
assert len(told) == threads
assert all(verdicts == alone for verdicts in told.values())
print(sum(map(len, told.values())))
"""


def test_threads_that_all_begin_at_once_with_nothing_loaded_are_told_the_same() -> None:
    command = [sys.executable, "-c", COLD, str(Path(__file__).parent)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - our own program
    assert int(done.stdout) == 8 * len(set(POSTS))


def test_threads_are_told_the_same_by_one_filter_as_one_after_another() -> None:
    judge = made()
    alone = [judge.check(post) for post in POSTS]
    with ThreadPoolExecutor(8) as pool:
        rounds = list(pool.map(lambda number: _judged(judge, number), range(24)))
    assert all(verdicts == alone for verdicts in rounds)


def _judged(judge: Filter, number: int) -> list[Verdict]:
    if number % 3 == 0:
        return list(judge.check_many(POSTS, batch_size=number + 1))
    if number % 3 == 1:
        return [judge.check(post) for post in POSTS]
    return [judge.trace(post).verdict for post in POSTS]


@pytest.mark.parametrize("start", multiprocessing.get_all_start_methods())
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_processes_that_are_sent_a_filter_are_told_the_same(start: str) -> None:
    judge = made()
    alone = [judge.check(post) for post in POSTS]
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context(start)) as pool:
        rounds = list(pool.map(_checked, [(judge, place) for place in range(4)]))
    assert [verdicts for _, verdicts in rounds] == [alone] * 4
    assert os.getpid() not in {process for process, _ in rounds}


def _checked(sent: tuple[Filter, int]) -> tuple[int, list[Verdict]]:
    judge, _ = sent
    return os.getpid(), list(judge.check_many(POSTS, batch_size=16))
