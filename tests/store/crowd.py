"""Many clients of a server that is killed and started again, and what it acknowledged to them."""

from __future__ import annotations

import http.client
import threading
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Generic, TypeVar

from tests.cli.server import PATIENCE, free_port, serving, wait_until_open

Done = TypeVar("Done")


class Crowd(ABC, Generic[Done]):
    """Clients who go on until enough is acknowledged, through every death of the server."""

    def __init__(self) -> None:
        self.acknowledged: list[Done] = []
        self.unexpected: list[str] = []
        self._port = 0
        self._open = threading.Event()
        self._stop = threading.Event()
        self._changed = threading.Condition()

    @abstractmethod
    def come(self, connection: http.client.HTTPConnection) -> None:
        """One client, over one connection, for as long as the server is `up`."""

    @property
    def up(self) -> bool:
        return self._open.is_set() and not self._stop.is_set()

    def note(self, done: Done) -> None:
        with self._changed:
            self.acknowledged.append(done)
            self._changed.notify_all()

    def wonder(self, unexpected: str) -> None:
        with self._changed:
            self.unexpected.append(unexpected)
            self._changed.notify_all()

    def live(self, clients: int, lives: int, enough: int, data: Path, log: Path) -> None:
        """So many servers one after another on the same data, each killed on the way to enough."""
        threads = [threading.Thread(target=self._visit) for _ in range(clients)]
        for thread in threads:
            thread.start()
        try:
            for life in range(1, lives + 1):
                self._port = free_port()
                with serving(self._port, data, log) as server:
                    wait_until_open(server, self._port)
                    self._open.set()
                    self._wait_for(enough * life // lives)
                self._open.clear()
        finally:
            self._stop.set()
            for thread in threads:
                thread.join()

    def _visit(self) -> None:
        while not self._stop.is_set():
            if not self._open.wait(1):
                continue
            connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=10)
            try:
                self.come(connection)
            except (OSError, http.client.HTTPException):
                continue
            finally:
                connection.close()

    def _wait_for(self, count: int) -> None:
        with self._changed:
            came = self._changed.wait_for(
                lambda: self.unexpected or len(self.acknowledged) >= count, PATIENCE
            )
        assert came and not self.unexpected, (len(self.acknowledged), self.unexpected[:3])
