"""To look at: the facts about privacy, and a demonstration."""

from __future__ import annotations

from pathlib import Path

import click

from ehbo import __version__
from ehbo.cli.options import data_option, settings_of, today
from ehbo.cli.refusals import PATH, Refused, a_folder, explained
from ehbo.domain.factsheet import facts


@click.command()
@data_option
@explained()
def privacy(data: Path) -> None:
    """Drukt het feitenblad over privacy af, met de instellingen van deze installatie."""
    settings = settings_of(data)
    click.echo(f"EHBO {__version__}: feiten over privacy, {today():%d-%m-%Y}\n")
    for fact in facts(settings.retention_months, https=settings.https, minimum=settings.minimum):
        click.echo(f"{fact.subject}\n    {fact.text}\n")


@click.command()
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
    made = make(data, today())
    for who, key in made.people:
        click.echo(f"{key}  {who}")
    for team in made.teams:
        click.echo(f"\n{team.name}\n    leidersleutel   {team.lead_key}")
        click.echo(f"    teamcode        {team.code}")
        click.echo(f"    vergelijkcode   {team.compare_code or 'nog geen, want niet gepubliceerd'}")
    click.echo(f"\nBekijk de demonstratie met: ehbo serve --data {data}")
