"""Starts the service, or writes what it knows for ``weibofilter review``."""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path
from typing import Annotated

import typer
import uvicorn

from weibofilter import Filter
from weibofilter.explain import Language
from weibofilter.serve.guard import LOOPBACK, Limits

from .app import Service
from .pages import Pages
from .store import Store

app = typer.Typer(add_completion=False, invoke_without_command=True, pretty_exceptions_enable=False)

Database = Annotated[Path, typer.Option("--db", help="The file that everything is kept in.")]
_DATABASE = Path("posts.sqlite3")


@app.callback()
def serve(
    context: typer.Context,
    db: Database = _DATABASE,
    rules: Annotated[list[Path] | None, typer.Option(help="Word lists, beside the shipped ones.")] = None,
    only: Annotated[bool, typer.Option(help="These word lists alone.")] = False,
    port: Annotated[int, typer.Option(min=0, max=65535)] = 8000,
    lang: Annotated[Language, typer.Option(help="The language of the pages.")] = Language.ZH,
    rate: Annotated[float, typer.Option(help="Requests a second.")] = 50.0,
) -> None:
    """Serves authors on / and reviewers on /review, on this machine alone.

    The password of the reviewers is that of the environment variable REVIEW_PASSWORD, or a new one, which is shown.
    """
    if context.invoked_subcommand is not None:
        context.obj = db
        return
    judge = Filter.load(*(rules or ()), shipped=not (only and rules)).warm()
    password = os.environ.get("REVIEW_PASSWORD") or secrets.token_urlsafe(9)
    typer.echo(f"Authors   http://127.0.0.1:{port}/")
    typer.echo(f"Reviewers http://127.0.0.1:{port}/review  (any name; password {password})")
    service = Service(judge, Store(db), Pages(judge, lang), password)
    limits = Limits(per_second=rate, burst=max(1, round(2 * rate)))
    uvicorn.run(service.app(LOOPBACK, limits), host="127.0.0.1", port=port, log_level="warning", server_header=False)


@app.command()
def export(context: typer.Context, results: Path, labels: Path) -> None:
    """Writes RESULTS and LABELS as ``weibofilter review RESULTS LABELS --id-field id`` reads them."""
    store = Store(context.obj)
    for path, rows in ((results, store.results()), (labels, store.labels())):
        with path.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


if __name__ == "__main__":
    app(prog_name="posting_pipeline")
