"""What is counted, read back by OpenTelemetry's own SDK."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from weibofilter import Filter
from weibofilter.windows import Windowed

pytest.importorskip("opentelemetry.sdk.metrics")
pytest.importorskip("watchfiles")

from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader

from weibofilter.live import LiveFilter
from weibofilter.metrics import Metrics

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RULES = """
[[rule]]
id = "wechat"
category = "spam.contact"
keywords = ["加微信"]
action = "flag"
[[rule]]
id = "wechat-for-money"
category = "spam.contact"
all = [["加微信"], ["返利"]]
action = "delete"
[[rule]]
id = "invoice"
category = "black-market"
keywords = ["代开发票"]
action = "flag"
[[rule]]
id = "watched"
category = "fraud"
keywords = ["刷单"]
state = "shadow"
"""


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    path = tmp_path / "rules.toml"
    path.write_text(RULES, encoding="utf-8")
    return path


@pytest.fixture
def reader() -> Iterator[InMemoryMetricReader]:
    made = InMemoryMetricReader()
    yield made
    made.shutdown()


@pytest.fixture
def metrics(reader: InMemoryMetricReader) -> Metrics:
    return Metrics(MeterProvider([reader], shutdown_on_exit=False))


def points(reader: InMemoryMetricReader) -> dict[str, list[Any]]:
    data = reader.get_metrics_data()
    return {
        metric.name: list(metric.data.data_points)
        for resource in data.resource_metrics
        for scope in resource.scope_metrics
        for metric in scope.metrics
    }


def counts(reader: InMemoryMetricReader, name: str) -> dict[tuple[str, ...], int]:
    return {tuple(point.attributes.values()): point.value for point in points(reader).get(name, [])}


POSTS = ["加微信", "加微信有返利，代开发票", "刷单", "好", "天气不错", "代开发票"]


@pytest.mark.parametrize("many", [False, True])
def test_posts_verdicts_and_shadows_are_counted(many: bool, rules: Path, metrics: Metrics, reader: InMemoryMetricReader) -> None:
    judge = metrics.metered(Filter.load(rules))
    verdicts = list(judge.check_many(POSTS, batch_size=4)) if many else [judge.check(post) for post in POSTS]
    assert verdicts == list(Filter.load(rules).check_many(POSTS))
    assert counts(reader, "weibofilter.posts") == {("allow",): 3, ("flag",): 2, ("delete",): 1}
    assert counts(reader, "weibofilter.verdicts") == {
        ("spam.contact", "flag"): 1,
        ("spam.contact", "delete"): 1,
        ("black-market", "flag"): 2,
    }
    assert counts(reader, "weibofilter.shadow") == {("fraud", "flag"): 1}
    (timed,) = points(reader)[f"weibofilter.{'batch' if many else 'check'}.duration"]
    assert timed.count == (2 if many else 6)
    assert timed.sum > 0


def test_a_post_that_is_no_text_loses_no_count(rules: Path, metrics: Metrics, reader: InMemoryMetricReader) -> None:
    verdicts = metrics.metered(Filter.load(rules)).check_many(["好", "加微信", 3, "好"])  # type: ignore[list-item]
    assert [next(verdicts).action.value, next(verdicts).action.value] == ["allow", "flag"]
    with pytest.raises(TypeError, match="post 2"):
        next(verdicts)
    assert counts(reader, "weibofilter.posts") == {("allow",): 1, ("flag",): 1}


def test_the_time_of_a_batch_is_the_filters_own(metrics: Metrics, reader: InMemoryMetricReader, rules: Path) -> None:
    clock = [0.0]

    def slow_source() -> Iterator[str]:
        for post in POSTS:
            clock[0] += 1000.0
            yield post

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("weibofilter.metrics.time.perf_counter", lambda: clock[0])
        assert len(list(metrics.metered(Filter.load(rules)).check_many(slow_source()))) == len(POSTS)
    (timed,) = points(reader)["weibofilter.batch.duration"]
    assert (timed.count, timed.sum) == (1, 0.0)


def test_reloads_and_the_digest_in_force_are_told(rules: Path, metrics: Metrics, reader: InMemoryMetricReader) -> None:
    live = LiveFilter(rules, watch=False, on_reload=metrics.reloaded)
    judge = metrics.metered(live)
    before = live.digest
    assert counts(reader, "weibofilter.rules") == {(before,): 1}
    live.reload()
    rules.write_text("[[rule", encoding="utf-8")
    live.reload()
    rules.write_text(RULES.replace("刷单", "兼职"), encoding="utf-8")
    live.reload()
    assert counts(reader, "weibofilter.rules") == {(live.digest,): 1}
    assert judge.digest == live.digest != before
    live.rollback(before)
    assert counts(reader, "weibofilter.reloads") == {("unchanged",): 1, ("refused",): 1, ("swapped",): 1, ("rolled-back",): 1}
    assert judge.check("加微信").digest == before


def test_no_attribute_tells_anything_of_a_post(rules: Path, metrics: Metrics, reader: InMemoryMetricReader) -> None:
    list(metrics.metered(Windowed(Filter.load(rules), 20)).check_many(["请加.微.信，谢谢你们" * 9]))
    told = {str(value) for found in points(reader).values() for point in found for value in point.attributes.values()}
    assert told <= {"allow", "flag", "delete", "spam.contact", Filter.load(rules).digest}


def test_without_a_provider_nothing_is_kept_and_nothing_breaks(rules: Path) -> None:
    assert Metrics().metered(Filter.load(rules)).check("加微信").action.value == "flag"
