"""What a post is made of: addresses, @names, [emoticon] codes, #topics#, and what it passes on from others (``//@name:``)."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import regex

from weibofilter.fold.emoticons import is_emoticon

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

TEXT, TOPIC, REPOST, URL, MENTION, EMOTICON = "text", "topic", "repost", "url", "mention", "emoticon"

SAID = frozenset({TEXT, TOPIC, REPOST})
"""The zones of what somebody says."""

# Names are at most 30 half-widths long on Weibo (15 Han characters) and 50 on Facebook; a full-width @ is typed by hand.
# A name and a topic have two characters, for one between two marks is a disguise: 加@微@信, 赌#博#网#站. What no second mark closes is no
# topic but text, in which a # is filler: #加微❤信.
# An address ends at the first character that cannot stand in one unescaped, so at Han characters: 看http://t.cn/abc吧; and where
# others' words begin: 看http://t.cn/abc//@小明:好.
_ADDRESS = r"""
    (?P<url> (?:https?|ftp):// (?:(?!//@)[!-~])+ | (?<![A-Za-z0-9@._-]) (?:www\.)? [a-z0-9-]{1,63} (?:\.[a-z0-9-]{1,63})*
             \.(?:com|cn|net|org|cc|top|xyz|vip|info|io|me|co|tv|hk|tw|app|shop|site|club|ly|gl|be) (?![A-Za-z0-9_-])
             (?: :\d{2,5} )? (?: (?!//@) [/?\#] (?:(?!//@)[!-~])* )? ) |
"""
_OTHERS = r"""
    (?P<mention> (?<![A-Za-z0-9._%+-]|[@＠]\p{Han}) [@＠]
             (?: [\p{Han}A-Za-z0-9_·.-]{2,30} | (?<=//\s{0,2}[@＠]) [\p{Han}A-Za-z0-9_] (?=[:：]) ) )
  | (?P<numbered> (?i: \[em\] e\d{1,9} \[/em\] ) )
  | (?P<emoticon> \[ [\p{Han}A-Za-z0-9]{1,12} \] )
  | (?P<topic> \# (?=(?:[^\w\#]*+\w){2}) [^\#\r\n@\[\]]{2,60} \# )
"""
_ZONES = regex.compile(_ADDRESS + _OTHERS, regex.VERBOSE | regex.IGNORECASE)
# Most posts hold none of these; a class of characters is what `re` searches quickest.
_HOLDS_MARK = re.compile(r"[@＠#\[./]").search
# To look for addresses at every letter is dear, and few posts hold one.
_MAY_HOLD_ADDRESS = regex.compile(r"://|[A-Za-z0-9]\.[A-Za-z]").search
_ZONES_BUT_ADDRESSES = regex.compile(rf"(?=[@＠\#\[])(?:{_OTHERS})", regex.VERBOSE)
_REPOST = regex.compile(r"//\s{0,2}[@＠][^:：\s]{1,30}[:：]")


class Zone(NamedTuple):
    """A half-open span of a post, in code points, and what it is."""

    name: str
    start: int
    end: int


class Zones:
    """The zones of one post, in order and without a gap; what is nothing else is ``text``.

    >>> [(zone.name, zone.start, zone.end) for zone in Zones("转#抽奖#@小明 [doge]").spans]
    [('text', 0, 1), ('topic', 1, 5), ('mention', 5, 8), ('text', 8, 9), ('emoticon', 9, 15)]
    """

    __slots__ = ("_joined", "_joined_starts", "_post", "_reposts", "_starts", "spans")

    def __init__(self, post: str) -> None:
        self._post = post
        self._joined: list[Zone] | None = None
        self._joined_starts: list[int] = []
        self._reposts: list[int] = []
        self._starts = [0]
        self.spans: tuple[Zone, ...] = (Zone(TEXT, 0, len(post)),)
        if _HOLDS_MARK(post) is not None:
            self._reposts = [found.start() for found in _REPOST.finditer(post)] if "//" in post else []
            self.spans = tuple(_spans(post, self._reposts[0] if self._reposts else len(post)))
            self._starts = [zone.start for zone in self.spans]

    @property
    def joined(self) -> list[Zone]:
        """The zones but emoticons, those that only emoticons part taken as one.

        >>> [(zone.name, zone.start, zone.end) for zone in Zones("好[doge]啊@小明").joined]
        [('text', 0, 8), ('mention', 8, 11)]
        """
        if self._joined is None:
            self._joined = _joined(self.spans)
            self._joined_starts = [zone.start for zone in self._joined]
        return self._joined

    def joined_in(self, start: int, end: int) -> list[Zone]:
        """Those of ``joined`` that overlap this span, whole."""
        joined = self.joined
        first = max(0, bisect_right(self._joined_starts, start) - 1)
        return [zone for zone in joined[first : bisect_left(self._joined_starts, end)] if zone.end > start]

    def at(self, start: int, end: int) -> str | None:
        """The zone that holds this span, or None if it bridges two. An emoticon amid words parts them no more than an emoji does, and the
        ending of an address does not part the word before it from its first label (傻b.cc).

        >>> zones = Zones("//@小红:约炮 约 http://t.cn/av")
        >>> zones.at(6, 8), zones.at(16, 20), zones.at(3, 8)
        ('repost', 'url', None)
        """
        zone = self.spans[bisect_right(self._starts, start) - 1]
        if end <= zone.end:
            return zone.name
        last = self.spans[bisect_left(self._starts, end) - 1]
        if last.name != zone.name:
            return zone.name if zone.end == last.start and last.name == URL and self._is_label(last.start, end) else None
        return zone.name if any(one.name == zone.name and end <= one.end for one in self.joined_in(start, start + 1)) else None

    def _is_label(self, start: int, end: int) -> bool:
        """Whether the first label of an address that begins right behind a word ends here: who writes 加vx.cc may mean 加vx."""
        label = self._post[start : end + 1]
        return label.find(".") == end - start and self._post[start - 1].isalnum()

    def voice(self, position: int) -> int:
        """Whose words stand here: 0 for the post's author, 1 and up for those passed on, in the order of ``//@name:``."""
        return bisect_right(self._reposts, position)

    def words_of_voice(self, position: int) -> tuple[int, int]:
        """The span of all that the voice says whose words stand here.

        >>> Zones("好//@小红:约").words_of_voice(0), Zones("好//@小红:约").words_of_voice(7)
        ((0, 1), (1, 8))
        """
        voice = self.voice(position)
        start = self._reposts[voice - 1] if voice else 0
        return start, self._reposts[voice] if voice < len(self._reposts) else self.spans[-1].end


def _joined(spans: Sequence[Zone]) -> list[Zone]:
    joined: list[Zone] = []
    for before, zone in pairwise((Zone(TEXT, 0, 0), *spans)):
        if joined and before.name == EMOTICON and zone.name == joined[-1].name:
            joined[-1] = joined[-1]._replace(end=zone.end)
        elif zone.name != EMOTICON:
            joined.append(zone)
    return joined


def _spans(post: str, plain_until: int) -> Iterator[Zone]:
    """The zones of a post whose own words end at ``plain_until``."""
    after = 0
    for found in (_ZONES_BUT_ADDRESSES if _MAY_HOLD_ADDRESS(post) is None else _ZONES).finditer(post):
        name = str(found.lastgroup)
        if name == "numbered":  # as QQ writes its emoticons: [em]e163[/em]
            name = EMOTICON
        elif name == EMOTICON and not is_emoticon(found.group()):
            continue
        start, end = found.span()
        if after < start:
            yield from _plain(after, start, plain_until)
        yield Zone(name, start, end)
        after = end
    if after < len(post):
        yield from _plain(after, len(post), plain_until)


def _plain(start: int, end: int, plain_until: int) -> tuple[Zone, ...]:
    """What stands between two marked zones: text, and from ``plain_until`` on repost."""
    if end <= plain_until:
        return (Zone(TEXT, start, end),)
    if plain_until <= start:
        return (Zone(REPOST, start, end),)
    return Zone(TEXT, start, plain_until), Zone(REPOST, plain_until, end)
