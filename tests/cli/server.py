"""`ehbo serve` as a process of its own, for tests that stop or kill it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.builders import NOW

PATIENCE = 60
# The command as it is, but for the time: for its server it is always the NOW of the tests.
EHBO = f"""
from datetime import datetime
from ehbo.cli import main
from ehbo.domain import clock
clock.system_clock = lambda: datetime.fromisoformat({NOW.isoformat()!r})
main()
"""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@contextmanager
def serving(port: int, data: Path, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A server in a process group of its own; whatever is left of the group is killed at the end.

    What it says goes to the end of the log.
    """
    environment = {name: v for name, v in os.environ.items() if not name.startswith("EHBO_")}
    command = [sys.executable, "-c", EHBO, "serve", "--port", str(port), "--data", str(data)]
    with log.open("ab") as output:
        server = subprocess.Popen(
            command, stdout=output, stderr=output, env=environment, start_new_session=True
        )
    try:
        yield server
    finally:
        if server.poll() is None:
            os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def wait_until_open(server: subprocess.Popen[bytes], port: int) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        assert server.poll() is None, "the server ended by itself"
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    pytest.fail("the server never opened its port")
