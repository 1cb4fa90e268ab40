"""Content files: look them over, and schemas for editors."""

from __future__ import annotations

import json
from pathlib import Path

import click

from ehbo.cli import checking
from ehbo.cli.options import USUAL_DATA, data_option, settings_of
from ehbo.cli.refusals import PATH, a_folder, explained, there
from ehbo.config import Settings
from ehbo.content import library
from ehbo.content import questionnaires as content
from ehbo.domain import clock
from ehbo.domain.errors import ContentError, Problem
from ehbo.domain.portfolio import Portfolio
from ehbo.domain.questionnaire import Questionnaire, QuestionnaireFile, ReasonsFile, ThemeFile


@click.command()
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
        settings_of(data).find_secret()
    except ContentError as error:
        faults += error.problems
    try:
        found = list(library.served(data).questionnaires.values())
    except ContentError as error:
        faults += error.problems
    if faults:
        raise ContentError(faults)
    return found


@click.command()
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
