"""The charts of a record, as SVG: each once for light pages and once for dark ones."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.bench import Section


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours that are read on one kind of page: text, lines of the grid, ours, the other, a third."""

    name: str
    text: str
    grid: str
    ours: str
    other: str
    third: str


THEMES = (
    Theme("light", "#24292f", "#d8dee4", "#0a5fc4", "#8a939d", "#bc4c00"),
    Theme("dark", "#e6edf3", "#343b44", "#6cb0ff", "#8b96a3", "#f0995a"),
)

SIZE = (7.2, 3.8)
"""Inches; 72 points each."""


def draw_all(speed: Section, peers: Section, curve: Section, folder: Path) -> list[Path]:
    """Draws every chart into the folder and gives the paths. ModuleNotFoundError without matplotlib, which is in the extra ``bench``."""
    folder.mkdir(parents=True, exist_ok=True)
    return [
        _drawn(name, draw, record, theme, folder)
        for name, (draw, record) in _charts(speed, peers, curve).items()
        for theme in THEMES
    ]


def _charts(speed: Section, peers: Section, curve: Section) -> dict[str, tuple[Draw, Section]]:
    return {
        "keywords": (_keywords, speed["growth"]["micros"]),
        "length": (_lengths, speed["lengths"]),
        "hits": (_hits, speed["hit rates"]),
        "latency": (_latency, speed["latency"]),
        "memory": (_memory, speed["start"]),
        "peers": (_peers, peers["peers"]),
        "curve": (_curve, curve),
    }


Draw = Callable[[Any, "Section", Theme], None]
"""Draws a section of the record upon axes."""


def _drawn(name: str, draw: Draw, record: Section, theme: Theme, folder: Path) -> Path:
    matplotlib: Any = importlib.import_module("matplotlib")
    pyplot: Any = importlib.import_module("matplotlib.pyplot")
    # Paths for letters, so that no font is asked for; a salt and no date, so that the same record draws the same bytes.
    look = {"svg.fonttype": "path", "svg.hashsalt": name, "font.size": 10, "axes.unicode_minus": False}
    coloured = dict.fromkeys(("text.color", "axes.labelcolor", "xtick.color", "ytick.color", "axes.titlecolor"), theme.text)
    with matplotlib.rc_context({**look, **coloured, "axes.edgecolor": theme.grid, "grid.color": theme.grid}):
        figure, axes = pyplot.subplots(figsize=SIZE, layout="constrained")
        axes.spines[["top", "right"]].set_visible(False)
        axes.grid(visible=True, axis="y", linewidth=0.7)
        axes.set_axisbelow(True)
        draw(axes, record, theme)
        path = folder / f"{name}-{theme.name}.svg"
        figure.savefig(path, format="svg", transparent=True, metadata={"Date": None})
        pyplot.close(figure)
    return path


def _keywords(axes: Any, micros: Section, theme: Theme) -> None:
    counts = [int(name) for name in micros if name.isdigit()]
    axes.plot(counts, [micros[f"bare {count}"] for count in counts], "o-", color=theme.other, label="bare daachorse scan")
    axes.plot(counts, [micros[str(count)] for count in counts], "o-", color=theme.ours, label="check_many")
    axes.set_xscale("log")
    axes.set_xticks(counts, [f"{count:,}" for count in counts])
    _name(axes, "Time a post by number of keywords, the same posts hit", "keywords", "microseconds a post")


def _lengths(axes: Any, rows: Section, theme: Theme) -> None:
    characters = [row["characters"] for row in rows.values()]
    axes.plot(characters, [row["bare_micros"] for row in rows.values()], "o-", color=theme.other, label="bare daachorse scan")
    axes.plot(characters, [row["micros"] for row in rows.values()], "o-", color=theme.ours, label="check_many")
    axes.set_xlim(left=0)
    _name(axes, "Time a post by its length, 10,000 keywords", "characters a post", "microseconds a post")


def _hits(axes: Any, rows: Section, theme: Theme) -> None:
    shares = [100 * row["hit_share"] for row in rows.values()]
    axes.plot(shares, [row["bare_micros"] for row in rows.values()], "o-", color=theme.other, label="bare daachorse scan")
    axes.plot(shares, [row["micros"] for row in rows.values()], "o-", color=theme.ours, label="check_many, hits verified")
    axes.set_xlim(left=0)
    _name(
        axes,
        "Time a post by the share of posts hit, 10,000 keywords",
        "posts in which a keyword is found, %",
        "microseconds a post",
    )


def _latency(axes: Any, rows: Section, theme: Theme) -> None:
    for (name, row), colour in zip(rows.items(), (theme.ours, theme.third), strict=False):
        taken = row["sorted_micros"]
        shares = [100 * (place + 1) / len(taken) for place in range(len(taken))]
        axes.plot(
            taken,
            shares,
            color=colour,
            linewidth=2,
            label=f"{name}: median {taken[len(taken) // 2]:,.0f}, p99 {row['percentiles']['99']:,.0f}",
        )
    axes.set_xscale("log")
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:,g}")
    _name(axes, "How long one check takes", "microseconds, at most", "share of posts, %")


def _memory(axes: Any, rows: Section, theme: Theme) -> None:
    opened = {int(name.split()[1].replace(",", "")): row for name, row in rows.items() if name.startswith("open ")}
    counts = sorted(opened)
    axes.plot(
        counts, [opened[count]["resting_mb"] for count in counts], "o-", color=theme.ours, label="keywords, opened compiled"
    )
    shipped = rows["shipped lists, compiled"]
    for key, label, dash in (("resting_mb", "shipped lists", "--"), ("warm_mb", "shipped lists, jieba's dictionary asked", ":")):
        axes.axhline(shipped[key], color=theme.third, linestyle=dash, label=f"{label}: {shipped[key]:.0f} MB")
    axes.set_xscale("log")
    axes.set_xticks(counts, [f"{count:,}" for count in counts])
    _name(axes, "Memory at rest, beyond Python and numpy", "keywords", "megabytes")


def _peers(axes: Any, rows: Section, theme: Theme) -> None:
    measured = {name: row["times"] for name, row in rows.items() if "times" in row and not name.startswith("weibofilter")}
    names = ["weibofilter", *sorted(measured, key=lambda name: measured[name])]
    times = [1.0, *(measured[name] for name in names[1:])]
    axes.barh(names[::-1], times[::-1], color=[theme.other] * (len(names) - 1) + [theme.ours])
    axes.set_xscale("log")
    axes.set_xlim(min(times) / 2, max(times) * 4)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:,g}")
    for place, value in enumerate(times[::-1]):
        axes.text(value * 1.1, place, f"{value:,.1f}" if value < 100 else f"{value:,.0f}", va="center")
    axes.grid(visible=False)
    axes.set_title("Time a post beside weibofilter, same keywords and posts", loc="left", fontsize=11)
    axes.set_xlabel("times as long (what each finds differs: see the table)")


def _curve(axes: Any, tiers: Section, theme: Theme) -> None:
    for (tier, kinds), dash in zip(tiers.items(), ("-", ":"), strict=True):
        for name, colour in (("homophone", theme.ours), ("emoji", theme.third), ("look-alikes", theme.other)):
            points = kinds[name]
            added, found = ([100 * point[share] for point in points] for share in ("benign", "found"))
            axes.plot(added, found, dash, color=colour, label=f"{name}, keywords of {tier}")
            chosen = next(place for place, point in enumerate(points) if point["shift"] == 0)
            axes.plot(added[chosen], found[chosen], "o", color=colour)
    _name(
        axes,
        "Found, and held wrongly: the dots are the thresholds that ship",
        "ordinary posts held because of a view, %",
        "found, %",
    )
    axes.set_xlim(left=0)
    axes.set_ylim(top=112)
    axes.legend(frameon=False, loc="lower right", fontsize=8)


def _name(axes: Any, title: str, across: str, up: str) -> None:
    axes.set_title(title, loc="left", fontsize=11)
    axes.set_xlabel(across)
    axes.set_ylabel(up)
    axes.set_ylim(bottom=0)
    axes.legend(frameon=False, loc="upper left")
