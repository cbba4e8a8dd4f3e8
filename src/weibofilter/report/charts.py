"""Charts as SVG by Vega-Lite: drawn here, so that the page needs no script; colours are the page's, so that they follow its theme."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup

from weibofilter.verdict import Action
from weibofilter.visible import visible

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from weibofilter.report.dates import Timeline

_VERSION: Final = "5.20"
"""The version of Vega-Lite that the specifications below are written in; the package has several."""

WIDTHS: Final = {"wide": 640, "narrow": 330}
"""Pixels of the drawing: one for screens and paper, one for phones, since a drawing that shrinks takes its letters along."""

_LABEL = 34
_SCALE = {"domain": ["flag", "delete"], "range": ["var(--flag-fill)", "var(--delete-fill)"]}
_TEXT = {"labelColor": "var(--ink-soft)", "titleColor": "var(--ink-soft)", "labelFontSize": 12, "titleFontSize": 12}
_CONFIG = {
    "background": None,
    "font": "sans-serif",
    "view": {"stroke": None},
    "axis": {
        **_TEXT,
        "gridColor": "var(--line)",
        "domain": False,
        "ticks": False,
        "labelPadding": 8,
        "titleFontWeight": "normal",
    },
}


def over_time(timeline: Timeline, words: Mapping[str, str], width: int) -> Markup:
    """How many posts there were at each time, and which share of them was held."""
    shown = timeline.at_most(width // 9)
    rows = [
        {"when": day.isoformat(), "posts": counts.total(), "action": str(action), "share": counts[action] / counts.total()}
        for day, counts in sorted(shown.counts.items())
        for action in (Action.FLAG, Action.DELETE)
    ]
    size = _bar_size(shown, width - 60)
    scale = {"type": "utc", "padding": size / 2 + 1}
    when = {"field": "when", "type": "temporal", "scale": scale, "title": None}
    label = {"labelOverlap": True, "tickCount": width // 90, "format": _FORMATS[shown.unit], "grid": False}
    percent = {"format": "~%", "tickCount": 4}
    share = {
        "height": 150,
        "width": width - 60,
        "mark": {"type": "bar", "size": size},
        "encoding": {
            "x": {**when, "axis": {**label, "labels": False}},
            "y": {
                "field": "share",
                "type": "quantitative",
                "stack": True,
                "axis": {**percent, "title": words["share held"]},
            },
            "color": {"field": "action", "type": "nominal", "scale": _SCALE, "legend": None},
            "order": {"field": "action", "sort": "descending"},
        },
    }
    posts = {
        "height": 56,
        "width": width - 60,
        "transform": [{"filter": "datum.action == 'flag'"}],
        "mark": {"type": "bar", "size": size, "color": "var(--quiet-fill)"},
        "encoding": {
            "x": {**when, "axis": label},
            "y": {"field": "posts", "type": "quantitative", "axis": {"format": "~s", "tickCount": 2, "title": words["posts"]}},
        },
    }
    return _drawn({"data": {"values": rows}, "vconcat": [share, posts], "spacing": 14})


_DAYS = {"day": 1, "week": 7, "month": 30.44, "year": 365.25}
_FORMATS = {"day": "%m-%d", "week": "%m-%d", "month": "%Y-%m", "year": "%Y"}


def _bar_size(shown: Timeline, width: int) -> float:
    """The width of a bar, so that those of times that follow one another leave a fifth between them."""
    times = (max(shown.counts) - min(shown.counts)).days / _DAYS[shown.unit] + 1
    return max(1.0, 0.8 * width / times)


def bars(rows: Sequence[tuple[str, Mapping[Action, int]]], words: Mapping[str, str], width: int) -> Markup:
    """A bar for each row, its flags and deletes side by side in it, with the count at its end; in the order given."""
    order = _labels([name for name, _ in rows])
    values = [
        {"name": label, "action": str(action), "count": counts.get(action, 0), "all": sum(counts.values())}
        for label, (_, counts) in zip(order, rows, strict=True)
        for action in (Action.FLAG, Action.DELETE)
    ]
    axis = {"title": None, "labelLimit": 240, "labelFontSize": 13, "labelColor": "var(--ink)"}
    name = {"field": "name", "type": "nominal", "sort": order, "axis": axis}
    count = {"field": "count", "type": "quantitative", "stack": True, "axis": None, "title": words["posts"]}
    layers = [
        {
            "mark": {"type": "bar", "height": {"band": 0.62}},
            "encoding": {
                "x": count,
                "color": {"field": "action", "type": "nominal", "scale": _SCALE, "legend": None},
                "order": {"field": "action", "sort": "descending"},
            },
        },
        {
            "transform": [{"filter": "datum.action == 'flag'"}, {"calculate": "format(datum.all, ',')", "as": "shown"}],
            "mark": {"type": "text", "align": "left", "dx": 6, "fontSize": 12, "color": "var(--ink-soft)"},
            "encoding": {"x": {"field": "all", "type": "quantitative"}, "text": {"field": "shown"}},
        },
    ]
    return _drawn(
        {
            "data": {"values": values},
            # Letters may be wider in the reader's font than in the one that is measured here.
            "padding": {"left": 20, "right": 16, "top": 2, "bottom": 2},
            "width": width,
            "height": 26 * len(rows),
            "autosize": {"type": "fit", "contains": "padding"},
            "encoding": {"y": name},
            "layer": layers,
        }
    )


def _labels(names: Sequence[str]) -> list[str]:
    """What stands beside the bars: short, and no two the same, since bars of one label would be one bar.

    >>> _labels(["诈骗", "诈骗", "赌博"])
    ['诈骗', '诈骗 (2)', '赌博']
    """
    labels: list[str] = []
    seen: Counter[str] = Counter()
    for shown in map(visible, names):
        short = shown if len(shown) <= _LABEL else f"{shown[: _LABEL - 1]}…"
        seen[short] += 1
        labels.append(short if seen[short] == 1 else f"{short} ({seen[short]})")
    return labels


def _drawn(spec: dict[str, Any]) -> Markup:
    import vl_convert  # noqa: PLC0415 - brings a JavaScript engine

    svg = vl_convert.vegalite_to_svg({"config": _CONFIG, **spec}, vl_version=_VERSION)
    return Markup(svg)  # noqa: S704 - Vega escapes every text that it is given, which a test with hostile names holds it to
