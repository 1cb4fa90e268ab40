"""`python -m bench.tricks [turns]`: what each trick of ehbo/web/frame/fast.py saves a submission.

The app with all of them and the app without one of them take turns in one process, without a
server. What counts is the CPU time of the least disturbed tenth of the turns.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from statistics import quantiles
from typing import Any
from unittest.mock import patch

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from flask_wtf import CSRFProtect

from bench import people
from bench.load import theme_forms
from bench.report import Table, number
from bench.shares import WARM_UP, fresh_settings, play
from ehbo.web import create_app
from ehbo.web.frame import fast, security

TURNS = 200
BATCH = 10
ALL, HEADERS = "all of them", "with_headers"
Without = Callable[[Flask], AbstractContextManager[Any]]


def _unremembered(function: Any, app: Flask) -> AbstractContextManager[Any]:
    module = sys.modules[function.__module__]
    return patch.object(module, function.__name__, function.__wrapped__)


WITHOUT: dict[str, Without] = {
    ALL: nullcontext,
    HEADERS: nullcontext,  # has an app of its own
    "Sessions": lambda app: patch.object(app, "session_interface", SecureCookieSessionInterface()),
    "FormTokens": lambda app: patch.object(
        app.extensions["csrf"], "protect", partial(CSRFProtect.protect, app.extensions["csrf"])
    ),
    "as_it_is": lambda app: patch.object(app, "ensure_sync", partial(Flask.ensure_sync, app)),
    "kept_page": lambda app: patch.dict(app.extensions, {fast.KEPT_PAGES: None}),
    **{
        f"remembered: {function.__name__}": partial(_unremembered, function)
        for function in fast.REMEMBERED
    },
}


def table(turns: int) -> Table:
    """Per trick, how much more CPU time a submission takes without it."""
    form = theme_forms()[0]
    with fresh_settings() as settings:
        app = create_app(settings)

        with patch.object(fast, "with_headers", lambda inner, headers: inner):
            plainer = create_app(settings)
        security.put_headers(plainer, settings)

        def spent(name: str) -> float:
            asked = plainer if name == HEADERS else app
            with WITHOUT[name](asked):
                play(people.submission(form), asked)
                began = time.process_time()
                for _ in range(BATCH):
                    play(people.submission(form), asked)
                return time.process_time() - began

        for _ in range(WARM_UP):
            play(people.submission(form), app)
        measured: dict[str, list[float]] = {name: [] for name in WITHOUT}
        for turn in range(turns):
            first = turn % len(measured)
            for name in [*measured][first:] + [*measured][:first]:
                measured[name].append(spent(name))
    undisturbed = {name: quantiles(times, n=10)[0] for name, times in measured.items()}
    whole = undisturbed[ALL]
    rows = [
        [name, f"{number(100 * (seconds / whole - 1), 1)} %"]
        for name, seconds in undisturbed.items()
        if name != ALL
    ]
    note = f"A submission takes {number(1000 * whole / BATCH, 2)} ms of CPU with all of them."
    title = "What a submission takes more without each trick"
    return Table(title, ("trick", "more"), rows, (note,))


if __name__ == "__main__":
    print(table(int(sys.argv[1]) if sys.argv[1:] else TURNS).shown(markdown=False))
