"""Rows of a scan's output or of labels, read again: what tells nothing is told and passed over."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import typer

from weibofilter.cli.formats.files import NO_FIELD, Layout, open_input
from weibofilter.cli.formats.records import InputError, Record
from weibofilter.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAMED = 5


@dataclass(slots=True)
class Problems:
    """Rows that told nothing: how many, and the first of them."""

    count: int = 0
    first: list[str] = field(default_factory=list)

    def add(self, name: str, number: int, problem: str) -> None:
        """Counts one."""
        self.count += 1
        if len(self.first) < _NAMED:
            self.first.append(f"{name}:{number}: {problem}")

    def show(self) -> None:
        """Prints the first of them to standard error, and how many more there are."""
        for told in self.first:
            typer.echo(visible(told), err=True)
        if self.count > len(self.first):
            typer.echo(f"and {self.count - len(self.first):,} more rows", err=True)


def rows_of(name: str, required: str, problems: Problems) -> Iterator[tuple[Record, dict[str, Any]]]:
    """The rows of a file that have the required field; an input that ends in damage is told and has given what came before."""
    with open_input(name, Layout(text_field=required, verdict_field=NO_FIELD)) as opened:
        number = 0
        try:
            for record in opened.reader:
                number = record.number
                if record.text is None:
                    problems.add(name, record.number, record.error)
                else:
                    yield record, record.fields()
        except InputError as error:
            if not number:
                raise
            problems.add(name, number, str(error))
