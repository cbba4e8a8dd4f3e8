"""The benchmarks: what they are defined by, what their posts are like, and that a fast wrong answer fails."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from benchmarks.__main__ import STAGES
from benchmarks.bench import Bench
from benchmarks.capacity import Load
from benchmarks.corpus import compose, read_posts
from benchmarks.definitions import FeedSettings, read_definitions, write_expected
from benchmarks.hostile import doubled
from benchmarks.keywords import rare_words
from benchmarks.peers import PEERS
from benchmarks.speed import found, mistakes

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.definitions import Definitions


@pytest.fixture(scope="module")
def definitions() -> Definitions:
    return read_definitions()


@pytest.fixture(scope="module")
def bench(definitions: Definitions, tmp_path_factory: pytest.TempPathFactory) -> Bench:
    feed = definitions.corpora["feed"]
    assert isinstance(feed, FeedSettings)
    few = replace(definitions, corpora={**definitions.corpora, "feed": replace(feed, posts=300)})
    return Bench(few, tmp_path_factory.mktemp("bench"), 1, quick=True)


def test_every_figure_is_of_a_stage_and_every_peer_is_known(definitions: Definitions) -> None:
    assert {figure.at[0] for figure in definitions.figures} <= set(STAGES)
    assert {peer.name for peer in definitions.peers} == set(PEERS)


def test_the_same_settings_make_the_same_posts_with_the_traits_they_ask_for(bench: Bench) -> None:
    settings = replace(bench.feed, posts=2000)
    posts = compose(settings, bench.keywords(1000))
    assert posts == compose(settings, bench.keywords(1000))
    for trait in ("traditional", "planted", "disguised", "mention"):
        share = sum(trait in post.traits for post in posts) / len(posts)
        assert abs(share - getattr(settings, trait)) < 0.02
    planted = [post for post in posts if post.traits & {"planted", "disguised", "traditional"} == {"planted"}]
    assert planted
    assert all(str(post.keyword) in post.text for post in planted)


def test_fewer_keywords_are_the_beginning_of_more(definitions: Definitions) -> None:
    few, many = (rare_words(count, definitions.keywords) for count in (100, 200_000))
    assert few == many[:100]
    assert len(set(many)) == 200_000


def test_a_measurement_that_finds_other_posts_is_a_mistake(bench: Bench, tmp_path: Path) -> None:
    judge, bare = bench.filter(10_000), bench.bare(10_000)
    counts = found(judge, bare, bench.posts())
    assert counts["held"] > 0
    path = tmp_path / "expected.toml"
    write_expected({"as they come": {"quick": counts}}, path)
    held = replace(bench, definitions=replace(bench.definitions, expected=read_definitions(expected=path).expected))
    assert mistakes({"as they come": {"found": counts}}, held) == []
    (mistake,) = mistakes({"as they come": {"found": {**counts, "held": counts["held"] - 1}}}, held)
    assert mistake.startswith("as they come: found ")


def test_posts_of_a_file_are_read_packed_or_not(tmp_path: Path) -> None:
    (tmp_path / "posts.txt").write_text("\ufeff今天\r\n\n明天\n", encoding="utf-8")
    (tmp_path / "posts.jsonl").write_text(json.dumps({"post": "今天"}) + "\n", encoding="utf-8")
    assert read_posts(tmp_path / "posts.txt") == ["今天", "明天"]
    assert read_posts(tmp_path / "posts.jsonl", "post") == ["今天"]
    with pytest.raises(KeyError, match="text"):
        read_posts(tmp_path / "posts.jsonl")


def test_growth_is_told_only_of_posts_that_take_long_enough() -> None:
    assert doubled([0.1, 0.9, 4.0, 8.0, 18.0], least=4.0) == 2.25
    assert doubled([0.1, 0.9], least=4.0) is None


def test_capacity_is_counted_from_microseconds_a_post() -> None:
    load = Load("a filter", micros=100.0, megabytes=80.0, best_case="")
    assert load.a_second == 10_000
    assert load.peak == 6  # 34,997 posts in a second, no core busier than 60 %
    assert load.day == pytest.approx(0.1157, rel=1e-3)
