"""What goes wrong, as one message on standard error and an exit code."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperGroup

from weibofilter.errors import WeiboFilterError, WordlistError
from weibofilter.visible import visible

FAILED = 2
INTERRUPTED = 130
BROKEN_PIPE = 141
"""128 + SIGPIPE, as of any other program whose reader goes away: 0 would claim that everything was written, and with
``pipefail`` a shell could not tell the two apart."""


class GuardedGroup(TyperGroup):
    """A group of commands whose foreseen failures end in a message and a code; anything else is a bug and keeps its traceback."""

    def invoke(self, ctx: typer.Context) -> Any:  # type: ignore[override]
        """Runs the command that was named."""
        try:
            return _flushed(super().invoke, ctx)
        except BrokenPipeError:
            _abandon_output()
            raise typer.Exit(BROKEN_PIPE) from None
        except KeyboardInterrupt:
            raise typer.Exit(INTERRUPTED) from None
        except WordlistError as error:
            from weibofilter.cli.diagnostics import show_diagnostics  # noqa: PLC0415 - slow to import

            show_diagnostics(error.diagnostics, stderr=True)
            raise typer.Exit(FAILED) from None
        except (WeiboFilterError, OSError) as error:
            _abandon_output()
            typer.echo(f"weibofilter: {visible(_told(error))}", err=True)
            raise typer.Exit(FAILED) from None


def _flushed(invoke: Any, ctx: typer.Context) -> Any:
    """The result, once the output is out: a full disk shows itself here, and not when Python ends."""
    try:
        return invoke(ctx)
    finally:
        sys.stdout.flush()


def _told(error: WeiboFilterError | OSError) -> str:
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename is not None else error.strerror
    return str(error)


def _abandon_output() -> None:
    """Lets what is still buffered for standard output go nowhere: Python would try to write it again when it ends."""
    with contextlib.suppress(io.UnsupportedOperation), Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), sys.stdout.fileno())
