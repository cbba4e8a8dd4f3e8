"""The page of ``scan --report`` and of ``report``: whether it can be made, and how it is."""

from __future__ import annotations

import importlib.util
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from weibofilter.cli.formats.records import InputError
from weibofilter.files import write_atomically

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from weibofilter.cli.formats.records import Judged
    from weibofilter.explain import Language
    from weibofilter.filter import Filter
    from weibofilter.report import Collector


class Reporter(Protocol):
    """Is told of every judged batch."""

    def add(self, judged: Iterable[Judged]) -> None:
        """Counts these."""


class NoReporter:
    """Where no report was asked for."""

    def add(self, judged: Iterable[Judged]) -> None:
        """Does nothing with it."""


@dataclass(frozen=True, slots=True)
class PageReporter:
    """Feeds a collector; ``date_field`` is where a row has its date."""

    collector: Collector
    date_field: str

    def add(self, judged: Iterable[Judged]) -> None:
        """Counts these."""
        for record, verdict in judged:
            if verdict is None or record.text is None:
                self.collector.add_bad(record.number, record.error)
            else:
                when = record.fields().get(self.date_field)
                self.collector.add(record.text, verdict, number=record.number, when=when)


def refuse_report(path: Path | None, others: Sequence[str]) -> None:
    """Raises InputError where the report could not be made or written: before the scan, and not after hours of it."""
    if path is None:
        return
    missing = [name for name in ("jinja2", "vl_convert") if importlib.util.find_spec(name) is None]
    if missing:
        raise InputError(f"a report needs {' and '.join(missing)}: pip install 'weibofilter[report]'")
    if path.is_dir() or not path.parent.is_dir():
        raise InputError(f"{path}: {'is a directory' if path.is_dir() else 'there is no such directory'}: name a file")
    if any(path.resolve() == Path(other).resolve() for other in others):
        raise InputError(f"{path} is the input or the output itself: name another file")


@contextmanager
def show_report(path: Path | None, chosen: Filter, lang: Language, title: str, date_field: str) -> Iterator[Reporter]:
    """What batches are told to; at the end, and at an early one too if anything was judged, the page is written."""
    if path is None:
        yield NoReporter()
        return
    from weibofilter.report import Collector, page  # noqa: PLC0415 - in an extra

    collector = Collector(chosen.categories, lang)
    try:
        yield PageReporter(collector, date_field)
    finally:
        if collector.posts or collector.bad_count:
            # The name of a file may hold what UTF-8 cannot.
            write_atomically(path, page(collector, title).encode("utf-8", "backslashreplace"))
