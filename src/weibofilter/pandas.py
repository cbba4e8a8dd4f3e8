"""Posts in pandas, through Arrow (the extra ``pandas``).

>>> import pandas as pd
>>> from weibofilter import Filter
>>> posts = pd.DataFrame({"text": ["有人种植大麻", "我有一个大麻烦", None]}, index=[7, 8, 9])
>>> judged = moderate(posts, "text", Filter.from_words(["大麻"]))
>>> judged.verdict.struct.field("action").dropna().to_dict()
{7: 'flag', 8: 'allow'}
"""

from __future__ import annotations

from typing import TYPE_CHECKING

try:
    import pandas as pd
    import pyarrow as pa
except ImportError as error:
    raise ImportError("weibofilter.pandas needs pandas and pyarrow: pip install 'weibofilter[pandas]'") from error

from weibofilter.arrow import ColumnError, require_text, verdicts
from weibofilter.windows import MAX_CHARS

if TYPE_CHECKING:
    from weibofilter.filter import Filter

__all__ = ["moderate"]


def moderate(
    frame: pd.DataFrame, column: str, filter: Filter, *, name: str = "verdict", max_chars: int = MAX_CHARS
) -> pd.DataFrame:
    """A frame of the same index with one more column: the verdict on each post of ``column``.

    The column is of Arrow's struct type, so that ``frame.verdict.struct.field("action")`` is a column again. What pandas takes for
    missing (None, NaN, NA) has no verdict. Posts longer than ``max_chars`` are judged in windows.

    ColumnError if ``column`` is not there, is there twice or holds something that is no ``str``, or if there is a column ``name``
    already; TypeError if ``frame`` is no data frame.
    """
    if not isinstance(frame, pd.DataFrame):
        raise TypeError(f"frame is {type(frame).__name__}: give a pandas.DataFrame")
    names = [str(each) for each in frame.columns]
    if names.count(column) != 1:
        told = "stands more than once" if column in names else "is not there"
        raise ColumnError(f"column {column!r} {told}; the columns are: {', '.join(names) or 'none'}")
    if name in names:
        raise ColumnError(f"there is a column {name!r} already, and it is kept: give the verdict another name, name='...'")
    judged = verdicts(_posts(frame[column], column), filter, max_chars=max_chars)
    return frame.assign(**{name: pd.Series(pd.arrays.ArrowExtensionArray(judged), index=frame.index)})


def _posts(series: pd.Series, column: str) -> pa.Array:
    """The posts as Arrow has them; a categorical as a dictionary, whose distinct posts are judged once."""
    try:
        posts = pa.Array.from_pandas(series)
    except (pa.ArrowException, UnicodeEncodeError) as error:  # numbers among the text, a lone surrogate
        raise ColumnError(f"column {column!r}: {_stranger(series) or error}") from error
    if pa.types.is_binary(posts.type) and (stranger := _stranger(series)):  # what Arrow makes of bytes among text
        raise ColumnError(f"column {column!r}: {stranger}")
    require_text(posts.type, f"column {column!r}")
    return posts


def _stranger(series: pd.Series) -> str:
    """The first value that is no text, or text that Arrow cannot hold, and where it stands."""
    for label, value in series.items():
        if isinstance(value, str):
            if any("\ud800" <= character <= "\udfff" for character in value):
                return f"{value!r:.80} at {label!r} has a lone surrogate, which UTF-8 cannot hold: replace it"
        elif not pd.isna(value):
            return f"{value!r:.80} at {label!r} is no str but {type(value).__name__}"
    return ""
