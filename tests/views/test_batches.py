"""What is suspected in a post hangs on that post alone, whatever posts stand beside it in a batch."""

import pytest

from weibofilter import Filter

POSTS = [
    "操你妈\x01🐴",
    "看六合*",
    "六合*",
    "代开发票",
    "快来jia微信",
    "这群辣鸡人真多",
    "炮约",
    "nmsl",
    "约火包",
    "。加威芯。",
    "加[doge]威[em]e1[/em]芯",
    "操[心]你妈[心]",
    "",
    "\n加威芯\n",
]
KEYWORDS = ["肏你妈", "六合彩", "岱开发票", "加微信", "垃圾人", "约炮", "你妈死了"]


@pytest.mark.parametrize("view", ["sound", "shape", "initials", "swapped", "masked"])
def test_the_neighbours_of_a_post_do_not_change_its_verdict(view: str) -> None:
    f = Filter.from_words(KEYWORDS, views=[view])
    alone = [f.check(post) for post in POSTS]
    assert list(f.check_many(POSTS)) == alone
    assert list(f.check_many(reversed(POSTS), batch_size=5)) == alone[::-1]
    assert list(f.check_many(POSTS * 80)) == alone * 80
    assert any(verdict.reasons for verdict in alone)
