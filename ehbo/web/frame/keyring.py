"""All keys on this device, in one place: read from its cookies, kept there, and forgotten.

A key is 16 secret bytes for one purpose, and some are for one thing among more, such as a team by
its code. What changes reaches the browser with the answer to the request, also if that is an error
page: a key that was made in a write that succeeded is not lost by what goes wrong after it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from flask import Response

from ehbo.domain import keys

DAYS = 400


class Purpose(NamedTuple):
    """What a key on a device is for; `cookie` is the name of its cookie.

    With `several` a device may hold more of them, each under the name of what it is for.
    """

    cookie: str
    several: bool = False


PERSON = Purpose("ehbo")


class Keyring:
    """The keys that came with one request, and what becomes of them."""

    def __init__(
        self, cookies: Mapping[str, str], purposes: Collection[Purpose], *, https: bool
    ) -> None:
        self._cookies = cookies
        self._purposes = purposes
        self._https = https
        self._changes: dict[str, bytes | None] = {}

    def find(self, purpose: Purpose, name: str = "") -> bytes | None:
        """The 16 bytes of a key, None when this device holds none that can be read."""
        cookie = self._cookie(purpose, name)
        if cookie in self._changes:
            return self._changes[cookie]
        sent = self._cookies.get(cookie)
        return keys.find(sent) if sent else None

    def names(self, purpose: Purpose) -> list[str]:
        """For what this device holds keys of a purpose of several, in the order of its cookies.

        Anybody can send any cookie: there may be no key behind a name, or one of something else.
        """
        start = self._cookie(purpose)
        return [cookie.removeprefix(start) for cookie in self._here(start)]

    def keep(self, purpose: Purpose, secret: bytes, name: str = "") -> None:
        """Puts a key on this device. Raises LookupError for a purpose that nobody registered.

        Such a key would stay behind when the device is locked.
        """
        if purpose not in self._purposes:
            raise LookupError(f"keys called {purpose.cookie} belong to no part of the website")
        self._changes[self._cookie(purpose, name)] = secret

    def forget(self, purpose: Purpose, name: str = "") -> None:
        self._changes[self._cookie(purpose, name)] = None

    def forget_all(self) -> None:
        """Takes every key off this device, whatever it is for."""
        for purpose in self._purposes:
            cookie = self._cookie(purpose)
            gone = self._here(cookie) if purpose.several else [cookie]
            self._changes.update(dict.fromkeys(gone))

    @property
    def changed(self) -> bool:
        """Whether an answer has anything to carry."""
        return bool(self._changes)

    @property
    def forgets(self) -> bool:
        """Whether a key goes from this device with the answer."""
        return None in self._changes.values()

    def hand_over(self, response: Response) -> None:
        """Lets an answer carry what changed, in cookies that no script can read.

        With a key goes what the browser kept of the pages that it opened.
        """
        flags: dict[str, Any] = {
            "httponly": True,
            "samesite": "Lax",
            "secure": self._https,
            "path": "/",
        }
        for cookie, secret in self._changes.items():
            if secret is None:
                response.delete_cookie(cookie, **flags)
            else:
                key = keys.written(secret)
                response.set_cookie(cookie, key, max_age=DAYS * 86400, **flags)
        if self.forgets:
            response.headers["Clear-Site-Data"] = '"cache"'

    def _here(self, start: str) -> list[str]:
        """The cookies on this device whose names start so."""
        here = dict.fromkeys([*self._cookies, *self._changes])
        return [c for c in here if c.startswith(start) and self._changes.get(c, b"") is not None]

    def _cookie(self, purpose: Purpose, name: str = "") -> str:
        prefix = "__Host-" if self._https else ""
        tail = f"-{name.replace('-', '')}" if purpose.several else ""
        return f"{prefix}{purpose.cookie}{tail}"
