"""The posting service killed again and again while posts come in: what was acknowledged is there, once, with its verdict."""

from __future__ import annotations

import json
import random
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

pytest.importorskip("starlette")
pytest.importorskip("httpx")

import httpx

from weibofilter import Filter

if TYPE_CHECKING:
    from collections.abc import Iterator

TOP = Path(__file__).parents[2]
KILLS = 40
SENDERS = 4
POSTS = ("今天天气很好", "快加.微.信", "有人种植大麻")


RULES = """
[[rule]]
id = "a"
category = "spam"
keywords = ["加微信"]
[[rule]]
id = "b"
category = "drugs"
keywords = ["大麻"]
action = "delete"
"""

# Serves in a child, and for every line on standard input kills the child where it stands and starts another: from a warm parent, so that
# there can be many.
LAUNCHER = """
import os, signal, socket, sys
from pathlib import Path
import uvicorn
import uvicorn.lifespan.off, uvicorn.loops.auto, uvicorn.protocols.http.auto
from examples.posting_pipeline.app import Service
from examples.posting_pipeline.pages import Pages
from examples.posting_pipeline.store import Store
from weibofilter import Filter
from weibofilter.explain import Language
from weibofilter.serve.guard import Limits

rules, db = map(Path, sys.argv[1:])
judge = Filter.load(rules).warm()
listening = socket.create_server(("127.0.0.1", 0))

def serve():
    child = os.fork()
    if child == 0:
        app = Service(judge, Store(db), Pages(judge, Language.ZH), "pw").app(limits=Limits(per_second=1e6, burst=10**6))
        uvicorn.run(app, fd=listening.fileno(), log_level="critical", lifespan="off")
    return child

child = serve()
print(listening.getsockname()[1], flush=True)
for line in sys.stdin:
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    if line.strip() == "again":
        child = serve()
"""


class Sender(threading.Thread):
    """Sends one post after the other, each again with its key until it is acknowledged, as a client that loses connections must."""

    def __init__(self, number: int, port: int, stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.number, self.address, self.stop = number, f"http://127.0.0.1:{port}", stop
        self.acknowledged: dict[str, int] = {}
        self.decided: set[int] = set()
        self.resent = 0

    def run(self) -> None:
        with httpx.Client(timeout=5) as client:
            self._send(client)

    def _send(self, client: httpx.Client) -> None:
        for place in iter(range(1_000_000)):
            key = f"{self.number}-{place}"
            body = {"author": f"作者{self.number}", "text": f"{POSTS[place % len(POSTS)]} {key}"}
            told = self._until_answered(client, f"{self.address}/posts", json=body, headers={"idempotency-key": key})
            if told is None:
                return
            assert told.status_code == 201, told.text
            number = self.acknowledged[key] = told.json()["id"]
            if told.json()["status"] == "waiting":
                decision = {"choice": "remove", "turn": "0", "note": key}
                told = self._until_answered(client, f"{self.address}/review/{number}", data=decision, auth=("审核", "pw"))
                if told is None:
                    return
                assert told.status_code in (303, 409), told.text  # 409: it was written before the answer was lost
                self.decided.add(number)

    def _until_answered(self, client: httpx.Client, address: str, **request: Any) -> httpx.Response | None:
        while not self.stop.is_set():
            try:
                return client.post(address, **request)
            except httpx.TransportError:
                self.resent += 1
                time.sleep(0.02)
        return None


def stored(db: Path) -> Iterator[tuple[int, str, str, str]]:
    with closing(sqlite3.connect(db)) as connection:
        yield from connection.execute("SELECT id, key, text, verdict FROM posts")


def test_every_acknowledged_post_is_there_once_with_its_verdict(tmp_path: Path) -> None:
    rules, db = tmp_path / "rules.toml", tmp_path / "posts.sqlite3"
    rules.write_text(RULES, encoding="utf-8")
    stop, dice = threading.Event(), random.Random(11)  # noqa: S311 - moments, no secrets
    command = [sys.executable, "-c", LAUNCHER, str(rules), str(db)]
    with subprocess.Popen(command, cwd=TOP, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as launcher:  # noqa: S603 - our own
        assert launcher.stdin is not None
        assert launcher.stdout is not None
        port = int(launcher.stdout.readline())
        senders = [Sender(number, port, stop) for number in range(SENDERS)]
        for sender in senders:
            sender.start()
        for _ in range(KILLS):
            heard = sum(len(sender.acknowledged) for sender in senders) + dice.randint(0, 9)
            while sum(len(sender.acknowledged) for sender in senders) < heard:
                assert all(sender.is_alive() for sender in senders)
                time.sleep(0.001)
            time.sleep(dice.uniform(0, 0.02))
            launcher.stdin.write("again\n")
            launcher.stdin.flush()
        time.sleep(0.5)
        stop.set()
        for sender in senders:
            sender.join()
        launcher.stdin.write("end\n")

    judge = Filter.load(rules)
    acknowledged = {key: number for sender in senders for key, number in sender.acknowledged.items()}
    rows = list(stored(db))
    keys = [key for _, key, _, _ in rows]
    assert len(keys) == len(set(keys))
    assert {key: number for number, key, _, _ in rows if key in acknowledged} == acknowledged
    assert len(keys) - len(acknowledged) <= SENDERS  # written, and the sender stopped before it was told
    assert all(json.loads(verdict) == judge.check(text).to_dict() for _, _, text, verdict in rows)
    with closing(sqlite3.connect(db)) as connection:
        decided = [post for (post,) in connection.execute("SELECT post FROM decisions")]
    assert len(decided) == len(set(decided))
    assert {number for sender in senders for number in sender.decided} <= set(decided)
    assert len(acknowledged) > KILLS
    assert sum(sender.resent for sender in senders) > 0
