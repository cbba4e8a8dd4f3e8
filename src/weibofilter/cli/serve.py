"""``weibofilter serve``: the playground, a page where a post and rules are judged as one types."""

# ruff: noqa: TC001 - typer reads the annotations of a command when it runs

from __future__ import annotations

import importlib.util
import ipaddress
from typing import Annotated

import typer

from weibofilter.cli.choose import chosen_filter
from weibofilter.cli.formats.records import InputError
from weibofilter.cli.options import Lang, PolicyFile, Rules, WithShipped
from weibofilter.explain import Language

Host = Annotated[str, typer.Option("--host", metavar="ADDRESS", help="The address to listen on.")]
Port = Annotated[int, typer.Option("--port", min=1, max=65535, help="The port.")]
AllowHost = Annotated[
    list[str] | None,
    typer.Option("--allow-host", metavar="NAME", help="A name it may be asked as, beside this machine's.", show_default=False),
]


def serve(
    host: Host = "127.0.0.1",
    port: Port = 8700,
    allow_host: AllowHost = None,
    lang: Lang = Language.EN,
    rules: Rules = None,
    with_shipped: WithShipped = False,
    policy: PolicyFile = None,
) -> None:
    """Serves a page on this machine: type a post and rules, and see what each stage makes of it.

    Nobody but this machine can ask, unless --host names another address and --allow-host the names that it has there. Ctrl-C ends it.

    Exit code: 0.
    """
    missing = [name for name in ("starlette", "uvicorn", "jinja2") if importlib.util.find_spec(name) is None]
    if missing:
        raise InputError(f"serve needs {', '.join(missing)}: pip install 'weibofilter[serve]'")
    if not _is_loopback(host) and not allow_host:
        raise InputError(f"--host {host} opens the playground to other machines: say as which names, with --allow-host NAME")
    import uvicorn  # noqa: PLC0415 - in an extra

    from weibofilter.serve.guard import LOOPBACK  # noqa: PLC0415 - in an extra
    from weibofilter.serve.playground import playground  # noqa: PLC0415 - in an extra

    chosen = chosen_filter(rules, with_shipped=with_shipped, policy=policy).warm()
    app = playground(chosen, lang, (*LOOPBACK, *(allow_host or ())))
    shown = f"[{host}]" if ":" in host else host
    typer.echo(f"http://{shown}:{port}/ (Ctrl-C ends it)", err=True)
    uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False, lifespan="off")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
