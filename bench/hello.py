"""The smallest Flask app: what the server and the framework cost by themselves."""

from __future__ import annotations

from flask import Flask


def app() -> Flask:
    hello = Flask(__name__, static_folder=None)

    @hello.get("/")
    def greet() -> str:
        return "hello"

    return hello
