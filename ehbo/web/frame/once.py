"""The same submission sent again is the same: what it made the first time is found back here."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import blake2b
from typing import Any, NamedTuple, TypeVar

from flask import g, request, session

from ehbo.domain.errors import WritersWaiting

SECONDS = 300.0
MOST = 5000
LONGEST_WAIT = 5.0
LONGEST_MARK = 40
TOKEN = "csrf_token"

Made = TypeVar("Made")


class Key(NamedTuple):
    """A submission: the form session that it came in, the mark of its page, and what it sent."""

    session: str
    mark: str
    sent: bytes = b""


def mark() -> str:
    """What the forms of a page bring back; another for every page that is asked for."""
    if "once" not in g:
        g.once = secrets.token_hex(8)
    found: str = g.once
    return found


def page_key() -> Key | None:
    """By which page a form was sent, and from which browser; None if it does not say."""
    mark, token = request.form.get("once", ""), session.get(TOKEN, "")
    return Key(token, mark) if token and 0 < len(mark) <= LONGEST_MARK else None


def newcomer_key() -> Key | None:
    """By which page somebody new saved; without a mark, as of an older page, by all it sent."""
    return page_key() or _submission()


def _submission() -> Key | None:
    """The key of a whole submission: another address, text or file makes it another."""
    token = session.get(TOKEN, "")
    key = page_key() or (Key(token, "") if token else None)
    return _whole(key) if key else None


def _whole(key: Key) -> Key:
    sent = blake2b(repr((request.path, sorted(request.form.items(multi=True)))).encode())
    for name, file in sorted(request.files.items(multi=True), key=lambda item: item[0]):
        sent.update(repr((name, file.filename)).encode())
        sent.update(file.stream.read())
        file.stream.seek(0)
    return key._replace(sent=sent.digest())


class Results:
    """What submissions made: so many at most, for so long, in memory only.

    They hold secrets. Only the browser whose form session made one gets it again, and not any
    more once it forgot its key. After a restart, or when there were too many, a submission that
    comes again is a new one.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._made: dict[Key, tuple[float, Any]] = {}
        self._guard, self._turn = threading.Lock(), threading.Lock()

    def find(self, key: Key | None) -> Any:
        """What was kept under a key, None when that is nothing any more."""
        with self._guard:
            self._drop_old()
            return self._made[key][1] if key in self._made else None

    def keep(self, key: Key | None, made: Any) -> None:
        if key is None:
            return
        with self._guard:
            self._made.pop(key, None)
            self._made[key] = (self._clock(), made)
            self._drop_old()

    def forget(self, token: str | None) -> None:
        """Leaves nothing for a form session: its key was wiped from the device."""
        with self._guard:
            for key in [key for key in self._made if key.session == token]:
                del self._made[key]

    def made_before(self) -> Any:
        """What this very submission made already, None for a new one."""
        return self.find(_submission())

    def only_once(self, make: Callable[[], Made]) -> Made:
        """What this submission makes, or made when it came before; None is nothing made.

        One at a time, so that of many at once the first makes it. Raises StoreUnavailable when
        the others take too long, and whatever `make` raises.
        """
        key = _submission()
        with self._one_at_a_time():
            made: Made | None = self.find(key)
            if made is None:
                made = make()
                if made is not None:
                    self.keep(key, made)
            return made

    @contextmanager
    def _one_at_a_time(self) -> Iterator[None]:
        if not self._turn.acquire(timeout=LONGEST_WAIT):
            raise WritersWaiting
        try:
            yield
        finally:
            self._turn.release()

    def _drop_old(self) -> None:
        since = self._clock() - SECONDS
        while self._made:
            oldest = next(iter(self._made))
            if len(self._made) <= MOST and self._made[oldest][0] > since:
                break
            del self._made[oldest]
