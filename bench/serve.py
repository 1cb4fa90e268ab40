"""Starts a baseline exactly as `ehbo serve` starts EHBO: `python -m bench.serve APP DATA PORT`.

It runs the command itself and changes nothing but the app, so that every contender has the same
server settings, now and after somebody changes them.
"""

from __future__ import annotations

import sys
from typing import Any

import granian

from ehbo.cli import main


def serve(app: str, data: str, port: str) -> None:
    server = granian.Granian

    def with_this_app(_app: str, **settings: Any) -> Any:
        return server(app, **settings)

    granian.Granian = with_this_app  # type: ignore[assignment]  # ours, for this process
    main(["serve", "--data", data, "--port", port])


if __name__ == "__main__":
    serve(*sys.argv[1:])
