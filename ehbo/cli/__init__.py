"""The command `ehbo`: serve, check, keep safe, tidy up, show."""

from __future__ import annotations

import json
import logging
import os
import socket
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import click
from flask import Flask

from ehbo import __version__, config, tidying
from ehbo.cli import checking
from ehbo.cli.refusals import PATH, Commands, Refused, a_backup, a_folder, explained, there
from ehbo.config import Settings
from ehbo.content import library
from ehbo.content import questionnaires as content
from ehbo.domain import clock
from ehbo.domain.errors import ContentError, DoubtfulPurge, Problem, StoreUnavailable
from ehbo.domain.factsheet import facts
from ehbo.domain.portfolio import Portfolio
from ehbo.domain.questionnaire import Questionnaire, QuestionnaireFile, ReasonsFile, ThemeFile
from ehbo.store import database

USUAL_DATA = Path("instance")

data_option = click.option(
    "--data",
    type=PATH,
    callback=a_folder,
    metavar="FOLDER",
    default=USUAL_DATA,
    envvar="EHBO_DATA",
    help="De map met de database en eigen bestanden.  [standaard: instance]",
)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="ehbo")
def main() -> None:
    """EHBO: Eerste Hulp Bij Overheidsparticipatie."""


@main.command()
@click.option("--host", help="Het adres om op te luisteren.  [standaard: 127.0.0.1]")
@click.option("--port", metavar="NUMBER", help="De poort om op te luisteren.  [standaard: 8000]")
@data_option
@explained()
def serve(host: str | None, port: str | None, data: Path) -> None:
    """Start de website en houdt haar draaiend tot Ctrl-C."""
    settings = _settings(data, host=host, port=port)
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    _ready(settings)
    os.environ["EHBO_DATA"] = str(data.resolve())
    os.environ["EHBO_HOST"], os.environ["EHBO_PORT"] = settings.host, str(settings.port)
    click.echo(f"EHBO {__version__} staat klaar op {settings.address}  (stoppen met Ctrl-C)")
    Granian(
        "ehbo.cli:app",
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
    settings = _settings(Path(os.environ.get("EHBO_DATA", "instance")))
    if settings.open_to_others:
        words = "anderen op deze machine kunnen in de map %s: zet haar dicht met chmod 700"
        logging.getLogger("ehbo").warning(words, settings.data)
    website = create_app(settings, clock.system_clock)
    website.extensions["ehbo"].tidying.begin()
    return website


def _today() -> date:
    return clock.day_of(clock.system_clock())


def _settings(data: Path, **given: Any) -> Settings:
    return config.load(data, os.environ, **given)


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


@main.command()
@click.argument("folder", required=False, type=PATH, callback=there)
@data_option
@explained()
def check(folder: Path | None, data: Path) -> None:
    """Kijkt vragenlijsten na en noemt alle fouten, met plaats en oplossing.

    FOLDER is één map met een vragenlijst. Zonder FOLDER worden alle vragenlijsten en de
    instellingen van deze installatie nagekeken. Is alles in orde, dan lees je ook wat er
    verandert voor wie al bezig is.
    """
    found = [content.load(folder.resolve())] if folder else _all_checked(data)
    place, now = Settings(data=data).database, clock.system_clock()
    for questionnaire in found:
        for line in checking.report(questionnaire, place, now):
            click.echo(line)


def _all_checked(data: Path) -> list[Questionnaire]:
    """All questionnaires. Raises ContentError with the faults of settings and content together."""
    faults: list[Problem] = []
    found: list[Questionnaire] = []
    if data != USUAL_DATA and not data.exists():
        mend = "kijk of de naam klopt, of laat --data weg."
        faults.append(Problem(str(data), "", "Deze map bestaat niet.", mend))
    try:
        _settings(data).find_secret()
    except ContentError as error:
        faults += error.problems
    try:
        found = list(library.served(data).questionnaires.values())
    except ContentError as error:
        faults += error.problems
    if faults:
        raise ContentError(faults)
    return found


@main.command()
@click.argument("folder", type=PATH, callback=a_folder)
@explained()
def schema(folder: Path) -> None:
    """Schrijft JSON-schema's voor tekstbewerkers en voor het persoonlijke bestand."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, model in (
        ("questionnaire", QuestionnaireFile),
        ("theme", ThemeFile),
        ("reasons", ReasonsFile),
        ("mijn-gegevens", Portfolio),
    ):
        path = folder / f"{name}.schema.json"
        text = json.dumps(model.model_json_schema(), ensure_ascii=False, indent=2)
        path.write_text(text + "\n", "utf-8")
        click.echo(str(path))


@main.command()
@click.argument("file", type=PATH)
@data_option
@explained()
def backup(file: Path, data: Path) -> None:
    """Maakt een reservekopie in FILE, ook terwijl de website draait."""
    settings = _settings(data)
    if not settings.database.exists():
        raise Refused(f"Er is nog geen database in {data}.")
    if file.exists():
        raise Refused(f"{file} bestaat al. Kies een andere naam.")
    if not file.parent.exists():
        raise Refused(f"De map {file.parent} bestaat niet. Maak haar eerst, of kies een andere.")
    database.backup(settings.database, file)
    click.echo(f"Reservekopie gemaakt en nagekeken: {file}")


@main.command()
@click.argument("file", type=PATH, callback=a_backup)
@click.option("--force", is_flag=True, help="Ook als er al een database is: die wordt vervangen.")
@data_option
@explained()
def restore(file: Path, force: bool, data: Path) -> None:
    """Zet de reservekopie FILE terug."""
    settings = _settings(data)
    try:
        database.verify(file)
    except StoreUnavailable as error:
        if not database.spoiled(error):
            raise
        raise Refused(
            f"{file} is geen reservekopie van EHBO, of is beschadigd ({error.__cause__}). "
            "Kies een bestand dat `ehbo backup` heeft gemaakt."
        ) from error
    if settings.database.exists() and not force:
        raise Refused(
            f"Er is al een database in {data}. Maak daar eerst een reservekopie van en gebruik "
            "dan --force om haar te vervangen."
        )
    database.restore(file, settings.database)
    click.echo(f"Teruggezet en nagekeken: {settings.database}")


@main.command()
@click.option("--dry-run", is_flag=True, help="Alleen tellen, niets wissen.")
@click.option(
    "--force",
    is_flag=True,
    help="Ook als de klok of de bewaartermijn versprong, of er veel weggaat.",
)
@data_option
@explained()
def purge(dry_run: bool, force: bool, data: Path) -> None:
    """Wist pakketten en teams die langer dan de bewaartermijn niet zijn gebruikt."""
    settings, today = _settings(data), _today()
    if not settings.database.exists():
        raise Refused(f"Er is nog geen database in {data}.")
    if dry_run:
        seen = tidying.outlook(settings, today)
        click.echo(f"Te wissen: {tidying.counted(seen.bundles, seen.teams)}.")
        if seen.doubt:
            doubtful = DoubtfulPurge(seen.doubt, today, seen.bundles, seen.teams)
            click.echo(tidying.in_words(doubtful))
        return
    database.migrate(settings.database)
    try:
        bundles, teams = tidying.purge(settings, today, force=force)
    except DoubtfulPurge as error:
        raise Refused(tidying.in_words(error)) from error
    click.echo(f"Gewist: {tidying.counted(bundles, teams)}.")


@main.command()
@data_option
@explained()
def privacy(data: Path) -> None:
    """Drukt het feitenblad over privacy af, met de instellingen van deze installatie."""
    settings = _settings(data)
    click.echo(f"EHBO {__version__}: feiten over privacy, {_today():%d-%m-%Y}\n")
    for fact in facts(settings.retention_months, https=settings.https, minimum=settings.minimum):
        click.echo(f"{fact.subject}\n    {fact.text}\n")


@main.command()
@click.option(
    "--data",
    type=PATH,
    callback=a_folder,
    metavar="FOLDER",
    default=Path("demo"),
    help="De map voor de demonstratie, los van de echte gegevens.  [standaard: demo]",
)
@explained()
def demo(data: Path) -> None:
    """Maakt een map met verzonnen mensen en teams en drukt hun sleutels af."""
    from ehbo.demo.people import make

    if data.exists() and any(data.iterdir()):
        raise Refused(f"{data} is niet leeg. Kies een nieuwe map met --data.")
    made = make(data, _today())
    for who, key in made.people:
        click.echo(f"{key}  {who}")
    for team in made.teams:
        click.echo(f"\n{team.name}\n    leidersleutel   {team.lead_key}")
        click.echo(f"    teamcode        {team.code}")
        click.echo(f"    vergelijkcode   {team.compare_code or 'nog geen, want niet gepubliceerd'}")
    click.echo(f"\nBekijk de demonstratie met: ehbo serve --data {data}")
