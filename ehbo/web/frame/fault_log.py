"""What a fault leaves in the log: its kind and its places in the code, never its words."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator

MOST_PLACES = 30


def traces(error: BaseException) -> str:
    """The classes of an error and of what led to it, each with the places it came by.

    No message: the one of an exception may quote what somebody wrote.
    """
    return "\n".join(
        "".join([f"{type(one).__name__}\n", *traceback.format_tb(one.__traceback__, -MOST_PLACES)])
        for one in _chain(error)
    )


def _chain(error: BaseException) -> Iterator[BaseException]:
    """An error and its causes; a chain can be a ring."""
    seen: set[int] = set()
    led: BaseException | None = error
    while led is not None and id(led) not in seen:
        seen.add(id(led))
        yield led
        led = led.__cause__ or led.__context__


class WithoutWords(logging.Filter):
    """Takes the words out of whatever is logged with an exception, by us or by a library."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and record.exc_info[1] is not None:
            record.exc_text = traces(record.exc_info[1])
        record.exc_info = None
        return True


WITHOUT_WORDS = WithoutWords()
