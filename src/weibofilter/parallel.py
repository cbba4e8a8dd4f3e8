"""Many posts on many cores: batches go to worker processes and come back in order.

Each worker opens the rule set once, from bytes. Of a batch only the verdicts that hold or dismiss something come back, so the way back
costs nothing for most posts.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from concurrent.futures import Future

    from weibofilter.filter import Filter
    from weibofilter.verdict import Verdict

BATCHES_AHEAD = 3
"""Batches that each worker has before it: one under way, one that waits, one that comes back."""

_in_worker: Filter | None = None
"""The filter of this process, in a worker; set once, before the first batch."""

Told = list[tuple[int, "Verdict"]]
"""The places in a batch, and the verdicts, of the posts whose verdict says more than "allow"."""


def judge_batches(judge: Filter, batches: Iterable[list[str]], workers: int) -> Iterator[tuple[int, Told]]:
    """For each batch in order, how many posts it has and the verdicts that tell more than a plain "allow".

    At most ``BATCHES_AHEAD`` batches a worker are read ahead. An error in a worker is raised here, at its batch, and one of the
    ``batches`` after all that were read before it.
    """
    # Imported here: it is the dearest import of the package, and most programs judge in one process.
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - see above

    with ProcessPoolExecutor(workers, initializer=_open_in_worker, initargs=(judge.to_bytes(),)) as pool:
        waiting: deque[tuple[int, Future[Told]]] = deque()
        failures: list[Exception] = []
        try:
            for batch in _until_failure(batches, failures):
                waiting.append((len(batch), pool.submit(_judge_in_worker, batch)))
                if len(waiting) >= workers * BATCHES_AHEAD:
                    yield _come_back(waiting)
            while waiting:
                yield _come_back(waiting)
            if failures:
                raise failures[0]
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _until_failure(batches: Iterable[list[str]], failures: list[Exception]) -> Iterator[list[str]]:
    """The batches, up to an error in reading them, which is put by until those before it are judged."""
    try:
        yield from batches
    except Exception as error:  # noqa: BLE001 - whatever reading the posts may raise; it is raised again
        failures.append(error)


def _come_back(waiting: deque[tuple[int, Future[Told]]]) -> tuple[int, Told]:
    size, future = waiting.popleft()
    return size, future.result()


def _open_in_worker(data: bytes) -> None:
    global _in_worker  # noqa: PLW0603 - the one filter of a worker process
    from weibofilter.filter import Filter  # noqa: PLC0415 - filter imports this module

    _in_worker = Filter.from_bytes(data)


def _judge_in_worker(batch: list[str]) -> Told:
    if _in_worker is None:
        raise RuntimeError("the worker has no filter")
    clear = _in_worker.clear_verdict
    verdicts = _in_worker.check_many(batch, batch_size=len(batch))
    return [(place, verdict) for place, verdict in enumerate(verdicts) if verdict is not clear]
