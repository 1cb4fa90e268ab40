"""The contenders as server processes of their own: started, pinned, watched, stopped."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

STARTED_WITHIN = 30.0
STOPPED_WITHIN = 15.0
HOST = "127.0.0.1"
ROOT = Path(__file__).parents[1]
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Cores:
    """The core of the server with its database, and that of the client."""

    server: int
    client: int

    @property
    def apart(self) -> bool:
        return self.server != self.client


def two_cores() -> Cores:
    """The first two cores that this process may use; twice the same where there is only one."""
    allowed = sorted(os.sched_getaffinity(0))
    return Cores(allowed[0], allowed[-1] if len(allowed) == 1 else allowed[1])


@dataclass(frozen=True)
class Server:
    """A running server: `pid` is the root of its process tree, `data` its data folder."""

    pid: int
    port: int
    data: Path

    def cpu_seconds(self) -> float:
        """User and system time of the whole tree so far; steps of a clock tick."""
        ticks = 0
        for pid in self._tree():
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / TICKS

    def memory_mb(self) -> float:
        """Resident memory of the whole tree; pages that processes share count in each."""
        pages = sum(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in self._tree())
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6

    def _tree(self) -> list[int]:
        found, waiting = [], [self.pid]
        while waiting:
            pid = waiting.pop()
            found.append(pid)
            for children in Path(f"/proc/{pid}/task").glob("*/children"):
                waiting.extend(int(child) for child in children.read_text().split())
        return found


@contextmanager
def running(app: str | None, cores: Cores) -> Iterator[Server]:
    """A server on the server's core with an empty data folder; `app` None is EHBO itself."""
    with tempfile.TemporaryDirectory(prefix="ehbo-bench-") as folder:
        port = _free_port()
        if app is None:
            ehbo = str(Path(sys.executable).with_name("ehbo"))
            command = [ehbo, "serve", "--data", folder, "--port", str(port)]
        else:
            command = [sys.executable, "-m", "bench.serve", app, folder, str(port)]
        log = Path(folder) / "server.log"
        process = _start(command, log, cores)
        try:
            _wait_until_up(process, port, log)
            yield Server(process.pid, port, Path(folder))
        finally:
            _stop(process)


def _start(command: list[str], log: Path, cores: Cores) -> subprocess.Popen[bytes]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("EHBO_")}
    environment["PYTHONPATH"] = str(ROOT)
    # A child inherits where its parent may run, so the client goes there and comes back.
    os.sched_setaffinity(0, {cores.server})
    try:
        with log.open("wb") as output:
            return subprocess.Popen(
                command,
                env=environment,
                cwd=ROOT,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
    finally:
        os.sched_setaffinity(0, {cores.client})


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_up(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + STARTED_WITHIN
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection((HOST, port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"the server did not start:\n{log.read_text(errors='replace')}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGINT)
    try:
        process.wait(STOPPED_WITHIN)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
