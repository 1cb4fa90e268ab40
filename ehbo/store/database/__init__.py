"""The database: connecting, writing, backing up. SQLite is the only engine."""

from __future__ import annotations

from ehbo.store.database.sqlite import (
    backup,
    checkpoint,
    connect,
    healthy,
    hold,
    migrate,
    of_this_thread,
    opened,
    read_only,
    restore,
    spoiled,
    translated,
    verify,
    write,
)

__all__ = [
    "backup",
    "checkpoint",
    "connect",
    "healthy",
    "hold",
    "migrate",
    "of_this_thread",
    "opened",
    "read_only",
    "restore",
    "spoiled",
    "translated",
    "verify",
    "write",
]
