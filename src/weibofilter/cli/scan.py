"""``weibofilter scan``: every post of a file, in its order, each row kept and its verdict added."""

# ruff: noqa: TC001, TC003 - typer reads the annotations of a command when it runs

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Annotated

import typer

from weibofilter.cli.checkpoint import Checkpoints, checkpoints, resumed, what_is_asked
from weibofilter.cli.choose import chosen_filter
from weibofilter.cli.formats import Format
from weibofilter.cli.formats.files import Layout, open_input, open_writer, refuse_same_file
from weibofilter.cli.formats.records import Judged, Record, Writer, batches
from weibofilter.cli.formats.streams import STANDARD
from weibofilter.cli.interrupt import Interrupts
from weibofilter.cli.options import Lang, PolicyFile, Rules, WithShipped
from weibofilter.cli.progress import Progress, show_progress
from weibofilter.cli.reporting import Reporter, refuse_report, show_report
from weibofilter.cli.summary import show_summary
from weibofilter.cli.tally import Tally
from weibofilter.explain import Language
from weibofilter.verdict import Action

if TYPE_CHECKING:
    from weibofilter.filter import Filter

_BATCH = 1024
"""Posts judged and written at a time: the most that an interrupt leaves unwritten, and that a live stream waits for."""


class Only(StrEnum):
    """Which judged posts are written."""

    HELD = "held"
    FLAG = "flag"
    DELETE = "delete"


Name = Annotated[
    str,
    typer.Argument(
        metavar="IN", help="A .txt, .jsonl, .csv, .tsv or .parquet file, packed by gzip or not; - for standard input."
    ),
]
Output = Annotated[
    str, typer.Option("-o", "--output", metavar="OUT", help="The file to write; its suffix may name another format.")
]
TextField = Annotated[str, typer.Option("--text-field", metavar="NAME", help="The field or column of the posts.")]
VerdictField = Annotated[str, typer.Option("--field", metavar="NAME", help="The field or column to write verdicts to.")]
Struct = Annotated[bool, typer.Option("--struct", help="Parquet: the verdict as a column of structs instead of JSON text.")]
InputFormat = Annotated[
    Format | None, typer.Option("--input-format", help="The format, where the name does not tell it.", show_default=False)
]
Delimiter = Annotated[
    str,
    typer.Option(
        "--delimiter", metavar="CHAR", help="Between the cells of csv; as a rule seen from the header.", show_default=False
    ),
]
Encoding = Annotated[
    str, typer.Option("--encoding", metavar="NAME", help="The input's, such as gb18030 or big5. The output is UTF-8.")
]
Chosen = Annotated[
    Only | None, typer.Option("--only", help="Write only these posts, and what could not be judged.", show_default=False)
]
Strict = Annotated[bool, typer.Option("--strict", help="Exit with 1 if a line was bad.")]
ReportFile = Annotated[
    Path | None,
    typer.Option("--report", metavar="HTML", help="Also write a page with charts and sampled posts.", show_default=False),
]
DateField = Annotated[
    str, typer.Option("--date-field", metavar="NAME", help="The field or column of the posts' dates, for --report.")
]
Resume = Annotated[
    bool,
    typer.Option("--resume", help="Go on with a scan that was stopped: the same call, and this. Nothing is lost or there twice."),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no summary.")]
BatchSize = Annotated[int, typer.Option("--batch-size", min=1, metavar="N", help="Posts judged at a time; 1 for a live stream.")]


def scan(
    name: Name,
    output: Output = STANDARD,
    text_field: TextField = "text",
    verdict_field: VerdictField = "verdict",
    struct: Struct = False,
    input_format: InputFormat = None,
    delimiter: Delimiter = "",
    encoding: Encoding = "utf-8",
    only: Chosen = None,
    strict: Strict = False,
    resume: Resume = False,
    quiet: Quiet = False,
    batch_size: BatchSize = _BATCH,
    report: ReportFile = None,
    date_field: DateField = "date",
    lang: Lang = Language.EN,
    rules: Rules = None,
    with_shipped: WithShipped = False,
    policy: PolicyFile = None,
) -> None:
    """Judges every post of a file, and writes each row with its verdict.

    The order is kept, and so is every row: one that cannot be read is written with the error, counted, and reported
    by its number. Text and JSON lines become JSON lines; csv and parquet gain a column of JSON text (parquet of structs,
    with --struct). Progress and summary go to standard error. Ctrl-C leaves whole lines of what was judged, and --resume
    goes on with them.

    Exit code: 0; with --strict, 1 if a line was bad.
    """
    layout = Layout(text_field, verdict_field, input_format, _one_character(delimiter), encoding, batch_size, struct)
    if resume and report:
        raise typer.BadParameter("the page of --report tells of a whole scan: scan anew for it", param_hint="--resume")
    # The input is opened first and the output last: what is wrong with the call costs no time and empties no file.
    with Interrupts().installed() as interrupts, open_input(name, layout) as opened:
        refuse_same_file(name, output)
        refuse_report(report, [one for one in (name, output) if one != STANDARD])
        chosen = chosen_filter(rules, with_shipped=with_shipped, policy=policy)
        asked = what_is_asked(name, output, opened.format, {**layout.said, "only": only, "rules": chosen.digest})
        tally = resumed(name, output, asked) if resume else Tally()
        done = tally.seen
        with (
            _summarised(tally, quiet=quiet),
            checkpoints(output, asked, tally) as notes,
            open_writer(output, opened, layout, append=done > 0) as writer,
            show_progress(opened, output, quiet=quiet) as progress,
            show_report(report, chosen, lang, PurePath(name).name, date_field) as reporter,
        ):
            run = _Run(chosen, writer, tally, interrupts, progress, only, reporter, notes)
            run.over(islice(opened.reader, done, None), batch_size)
    if strict and tally.bad:
        raise typer.Exit(1)


@contextmanager
def _summarised(tally: Tally, *, quiet: bool) -> Iterator[None]:
    """Shows the summary at the end, and at an early one too if anything was judged; not to a reader who has gone."""
    started = time.perf_counter()
    shown = not quiet
    try:
        yield
    except BaseException as error:
        shown = shown and tally.seen > 0 and not isinstance(error, BrokenPipeError)
        raise
    finally:
        if shown:
            show_summary(tally, time.perf_counter() - started)


def _one_character(delimiter: str) -> str:
    given = {"\\t": "\t"}.get(delimiter, delimiter)
    if len(given) > 1 or given in {'"', "\r", "\n"}:
        raise typer.BadParameter(f"{delimiter!r} is not one character that could stand between cells", param_hint="--delimiter")
    return given


@dataclass(frozen=True, slots=True)
class _Run:
    """A scan under way: judges a batch, writes it, counts it; Ctrl-C falls between these and never into them."""

    filter: Filter
    writer: Writer
    tally: Tally
    interrupts: Interrupts
    progress: Progress
    only: Only | None
    reporter: Reporter
    notes: Checkpoints

    def over(self, records: Iterable[Record], size: int) -> None:
        """Judges all of these, ``size`` at a time, so that no more of them is held in memory however many are bad."""
        for batch in batches(records, size):
            judged = judge(self.filter, batch)
            with self.interrupts.held():
                self.writer.write([one for one in judged if is_written(one, self.only)])
                self.tally.add(judged)
                self.reporter.add(judged)
                self.notes.note(self.tally)
            self.progress.update(self.tally)


def judge(chosen: Filter, records: Sequence[Record]) -> list[Judged]:
    """Each record with its verdict, None for those that cannot be judged."""
    texts = [record.text for record in records if record.text is not None]
    verdicts = chosen.check_many(texts, batch_size=max(1, len(texts)))
    return [(record, None if record.text is None else next(verdicts)) for record in records]


def is_written(judged: Judged, only: Only | None) -> bool:
    """Whether this goes to the output; what could not be judged always does."""
    _, verdict = judged
    if verdict is None or only is None:
        return True
    return verdict.action is not Action.ALLOW if only is Only.HELD else verdict.action == only.value
