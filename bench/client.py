"""A light HTTP/1.1 client: one thread, many keep-alive connections, one script per person.

A script is a generator: it yields the bytes of a request and is sent the Reply. Whatever it
returns is its result. The client is single-threaded on purpose: threads would spend the client's
core on waiting for each other.
"""

from __future__ import annotations

import gzip
import selectors
import socket
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from bench.servers import HOST

SILENCE = 20.0  # seconds without any reply after which a run is given up
LARGEST_READ = 1 << 16

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer. `head` is the status line and headers as sent, `body` as sent (compressed)."""

    head: bytes
    body: bytes

    @property
    def status(self) -> int:
        return int(self.head[9:12])

    @property
    def size(self) -> int:
        """Bytes over the wire, headers and the empty line included."""
        return len(self.head) + 4 + len(self.body)

    def header(self, name: str) -> str:
        """The value of a header, '' when it is not there."""
        return next(iter(self.headers(name)), "")

    def headers(self, name: str) -> list[str]:
        start = name.lower() + ":"
        lines = self.head.decode("latin-1").split("\r\n")
        return [x[len(start) :].strip() for x in lines if x[: len(start)].lower() == start]

    def text(self) -> str:
        packed = b"content-encoding: gzip" in self.head.lower()
        return (gzip.decompress(self.body) if packed else self.body).decode()


Script = Generator[bytes, Reply, Result]


@dataclass
class Run(Generic[Result]):
    """What a run brought: results with their time of completion, in seconds after the start.

    `elapsed` is longer than `seconds` by the tail that was let finish.
    """

    seconds: float
    done: list[tuple[float, Result]] = field(default_factory=list)
    elapsed: float = 0.0
    client_share: float = 0.0

    @property
    def results(self) -> list[Result]:
        return [result for _, result in self.done]

    @property
    def a_second(self) -> float:
        """Completed within the time of the run; the tail that was let finish does not count."""
        within = sum(moment <= self.seconds for moment, _ in self.done)
        return within / self.seconds


class _Connection(Generic[Result]):
    """One keep-alive connection with the script that is now running over it."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection((HOST, port), timeout=SILENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.received = bytearray()
        self.script: Script[Result] | None = None

    def begin(self, script: Script[Result]) -> None:
        self.script = script
        self.socket.sendall(next(script))

    def read(self) -> Reply | None:
        """The reply, once it is whole. Raises ConnectionError."""
        piece = self.socket.recv(LARGEST_READ)
        if not piece:
            raise ConnectionError("the server closed the connection")
        self.received += piece
        end = self.received.find(b"\r\n\r\n")
        if end < 0:
            return None
        head = bytes(self.received[:end])
        size = _content_length(head)
        if len(self.received) < end + 4 + size:
            return None
        body = bytes(self.received[end + 4 :])
        self.received.clear()
        return Reply(head, body)


def _content_length(head: bytes) -> int:
    _, found, rest = head.lower().partition(b"\r\ncontent-length:")
    if not found:
        raise ConnectionError(f"a reply without Content-Length:\n{head.decode('latin-1')}")
    return int(rest.partition(b"\r\n")[0])


def fetch(port: int, request: bytes) -> Reply:
    """One request over a connection of its own."""
    connection: _Connection[None] = _Connection(port)
    with connection.socket:
        connection.socket.sendall(request)
        while True:
            if reply := connection.read():
                return reply


def run(
    port: int,
    script: Callable[[], Script[Result]],
    *,
    clients: int,
    seconds: float = 0.0,
    at_most: int | None = None,
) -> Run[Result]:
    """Lets `clients` people run scripts one after another, for some seconds or `at_most` in all.

    Who is under way at the end finishes, so that every save the server acknowledged is counted.
    Raises ConnectionError or AssertionError when a reply is not what it should be.
    """
    outcome: Run[Result] = Run(seconds)
    connections: list[_Connection[Result]] = [_Connection(port) for _ in range(clients)]
    with selectors.DefaultSelector() as selector:
        started, cpu = time.perf_counter(), time.process_time()
        begun = 0
        for connection in connections:
            selector.register(connection.socket, selectors.EVENT_READ, connection)
            connection.begin(script())
            begun += 1
        while len(outcome.done) < begun:
            events = selector.select(SILENCE)
            if not events:
                raise ConnectionError(f"no reply for {SILENCE:.0f} seconds")
            for key, _ in events:
                connection = key.data
                reply = connection.read()
                if reply is None:
                    continue
                try:
                    connection.socket.sendall(connection.script.send(reply))
                except StopIteration as finished:
                    moment = time.perf_counter() - started
                    outcome.done.append((moment, finished.value))
                    if moment < seconds if at_most is None else begun < at_most:
                        connection.begin(script())
                        begun += 1
        outcome.elapsed = time.perf_counter() - started
    for connection in connections:
        connection.socket.close()
    outcome.seconds = seconds or outcome.elapsed
    outcome.client_share = (time.process_time() - cpu) / outcome.elapsed
    return outcome
