"""Words of ``not`` that the post disowns: an advertiser who adds 骗子勿扰 or 拒绝诈骗 warns of nothing."""

from __future__ import annotations

import re
from typing import Final

DISOWNED_WITHIN: Final = 8
"""Characters on either side of a word that are looked at."""

# A question (是不是骗子, 不是骗子吧) disowns nothing.
_DENIED: Final = re.compile(r"(?:(?<!是)不是|绝非|并非|(?<![是并绝])非|拒绝|谢绝|杜绝|绝不|从不|绝无)[任何个一]{0,2}$").search
_ASKED: Final = re.compile(r"[子人]?[吗么嘛吧呢?？]").match
_SENT_AWAY: Final = re.compile(
    r"[子们的都者]{0,2}[，,、 ]?请?(?:勿|莫|别[来加进扰]|绕|滚|远离|退散|走开|免[谈进扰]|靠边|死全)"
).match


def is_disowned(before: str, behind: str) -> bool:
    """Whether a word is denied by what stands before it, or sent away by what stands behind it, both simplified.

    >>> is_disowned("信用卡套现，", "勿扰"), is_disowned("本店拒绝", ""), is_disowned("小心刷单", "")
    (True, True, False)
    >>> is_disowned("这不是", "吗"), is_disowned("是不是", "")
    (False, False)
    """
    return _SENT_AWAY(behind) is not None or (_DENIED(before) is not None and _ASKED(behind) is None)
