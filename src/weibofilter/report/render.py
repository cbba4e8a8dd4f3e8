"""The page: one HTML file with its style inside and no script at all, which its own policy forbids."""

from __future__ import annotations

import base64
import hashlib
from importlib import resources
from typing import TYPE_CHECKING, Any

from weibofilter.explain import Language, category_name, word
from weibofilter.report.words import words
from weibofilter.verdict import Action
from weibofilter.visible import visible

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Environment

    from weibofilter.report.collect import Collector, RuleCount
    from weibofilter.report.sample import Reservoir

_RULES_SHOWN = 25
_BARS_SHOWN = 14
_GROUPS_SHOWN = 12


def page(seen: Collector, title: str) -> str:
    """The report as one HTML file, in the language of the collector; ``title`` is the name of what was judged.

    ModuleNotFoundError without Jinja and vl-convert, which are in the extra ``report``.
    """
    said = words(seen.lang)
    style = look() + resources.files("weibofilter").joinpath("report/templates/report.css").read_text(encoding="utf-8")
    sections = {"charts": _charts(seen, said), "rules": _rows(seen.rules, seen), "shadow": _rows(seen.shadow, seen)}
    groups = {
        "held_groups": _groups(seen.held, {name: category_name(name, seen.lang, seen.categories) for name in seen.held}),
        "let_go": _groups(seen.let_go, said),
        "watched": _groups(seen.watched, {}),
    }
    template = _environment().get_template("report.html")
    rendered: str = template.render(
        seen=seen,
        title=visible(title),
        words=said,
        lang="zh-Hans" if seen.lang == Language.ZH else "en",
        style=style,
        style_hash=_hash(style),
        actions=[(str(action), seen.actions[action], _share(seen.actions[action], seen.posts)) for action in Action],
        held=seen.posts - seen.actions[Action.ALLOW],
        rules_left=max(0, len(seen.rules) - _RULES_SHOWN),
        bad=[(number, visible(error)) for number, error in seen.bad],
        **sections,
        **groups,
    )
    return rendered


def look() -> str:
    """The style that pages with posts share: colours for light, dark and paper, and what ``marked`` writes."""
    return resources.files("weibofilter").joinpath("report/look.css").read_text(encoding="utf-8")


def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 - in an extra

    from weibofilter.report.marked import marked  # noqa: PLC0415 - in an extra

    environment = Environment(
        loader=PackageLoader("weibofilter", "report/templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"marked": marked, "visible": visible, "count": "{:,}".format, "share": "{:.2%}".format}
    return environment


def _hash(style: str) -> str:
    """The name by which the page's policy knows its style sheet, and no other."""
    return base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _charts(seen: Collector, said: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Each chart once for wide screens and once for narrow ones; empty where there is nothing to draw."""
    from weibofilter.report.charts import WIDTHS, bars, over_time  # noqa: PLC0415 - in an extra

    drawn: dict[str, dict[str, Any]] = {"time": {}, "category": {}, "disguise": {}}
    ranked = sorted(seen.by_category.items(), key=lambda item: (-item[1].total(), item[0]))[:_BARS_SHOWN]
    categories = [(category_name(name, seen.lang, seen.categories), counts) for name, counts in ranked]
    disguises = [(word("disguise", name, seen.lang), {Action.FLAG: count}) for name, count in _ranked(seen.disguises)]
    for size, width in WIDTHS.items():
        if len(seen.timeline.counts) > 1:
            drawn["time"][size] = over_time(seen.timeline, said, width)
        if categories:
            drawn["category"][size] = bars(categories, said, width)
        if disguises:
            drawn["disguise"][size] = bars(disguises, said, width)
    return drawn


def _ranked(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_BARS_SHOWN]


def _rows(rules: Mapping[str, RuleCount], seen: Collector) -> list[dict[str, Any]]:
    """The rules that held most, as rows of a table; ``bar`` is the row's length beside the longest, in percent."""
    ranked = sorted(rules.items(), key=lambda item: (-item[1].posts, item[0]))[:_RULES_SHOWN]
    most = ranked[0][1].posts if ranked else 1
    return [
        {
            "name": visible(name),
            "category": visible(category_name(count.category, seen.lang, seen.categories)),
            "action": str(count.action),
            "count": count,
            "share": _share(count.posts, seen.posts),
            "bar": f"{max(1.0, 100 * count.posts / most):.1f}%",
        }
        for name, count in ranked
    ]


def _groups(reservoirs: Mapping[str, Reservoir], called: Mapping[str, str]) -> list[dict[str, Any]]:
    """The sampled posts by group, the groups of most posts first."""
    ranked = sorted(reservoirs.items(), key=lambda item: (-item[1].offered, item[0]))[:_GROUPS_SHOWN]
    groups = [(visible(called.get(name, name)), reservoir) for name, reservoir in ranked]
    return [{"name": name, "offered": reservoir.offered, "samples": reservoir.samples()} for name, reservoir in groups]
