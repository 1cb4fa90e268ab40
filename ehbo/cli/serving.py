"""Serving the website: the command, and the app that its worker process makes."""

from __future__ import annotations

import logging
import os
import socket
from contextlib import closing
from pathlib import Path

import click
from flask import Flask

from ehbo import __version__
from ehbo.cli.options import data_option, settings_of
from ehbo.cli.refusals import Refused, explained
from ehbo.config import Settings
from ehbo.domain import clock
from ehbo.store import database


@click.command()
@click.option("--host", help="Het adres om op te luisteren.  [standaard: 127.0.0.1]")
@click.option("--port", metavar="NUMBER", help="De poort om op te luisteren.  [standaard: 8000]")
@data_option
@explained()
def serve(host: str | None, port: str | None, data: Path) -> None:
    """Start de website en houdt haar draaiend tot Ctrl-C."""
    settings = settings_of(data, host=host, port=port)
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    _ready(settings)
    os.environ["EHBO_DATA"] = str(data.resolve())
    os.environ["EHBO_HOST"], os.environ["EHBO_PORT"] = settings.host, str(settings.port)
    click.echo(f"EHBO {__version__} staat klaar op {settings.address}  (stoppen met Ctrl-C)")
    Granian(
        "ehbo.cli.serving:app",
        factory=True,
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=settings.threads,
        websockets=False,
        backlog=2048,
        log_access=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
    ).serve()


def app() -> Flask:
    """The app for a server process; it finds its settings in the environment.

    The tidying runs in that process too: granian forks it, and a fork while another thread of the
    parent holds a lock (of SQLite, of the import system) leaves a server that never answers.
    """
    from ehbo.web import create_app
    from ehbo.web.frame.fault_log import WITHOUT_WORDS

    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    for handler in logging.root.handlers:
        handler.addFilter(WITHOUT_WORDS)
    settings = settings_of(Path(os.environ.get("EHBO_DATA", "instance")))
    if settings.open_to_others:
        words = "anderen op deze machine kunnen in de map %s: zet haar dicht met chmod 700"
        logging.getLogger("ehbo").warning(words, settings.data)
    website = create_app(settings, clock.system_clock)
    website.extensions["ehbo"].tidying.begin()
    return website


def _ready(settings: Settings) -> None:
    """Everything that can be refused before the first visitor: content, database, port."""
    from ehbo.web import create_app

    with closing(
        socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET)
    ) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise Refused(
                f"Luisteren op {settings.host}, poort {settings.port}, lukt niet: die is al in "
                "gebruik of niet toegestaan. Kies een andere met --port of --host."
            ) from error
    database.migrate(settings.database)
    create_app(settings)
