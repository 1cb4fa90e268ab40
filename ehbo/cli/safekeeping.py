"""Keeping safe and tidy: backup, restore, purge."""

from __future__ import annotations

from pathlib import Path

import click

from ehbo import tidying
from ehbo.cli.options import data_option, settings_of, today
from ehbo.cli.refusals import PATH, Refused, a_backup, explained
from ehbo.domain.errors import DoubtfulPurge, StoreUnavailable
from ehbo.store import database


@click.command()
@click.argument("file", type=PATH)
@data_option
@explained()
def backup(file: Path, data: Path) -> None:
    """Maakt een reservekopie in FILE, ook terwijl de website draait."""
    settings = settings_of(data)
    if not settings.database.exists():
        raise Refused(f"Er is nog geen database in {data}.")
    if file.exists():
        raise Refused(f"{file} bestaat al. Kies een andere naam.")
    if not file.parent.exists():
        raise Refused(f"De map {file.parent} bestaat niet. Maak haar eerst, of kies een andere.")
    database.backup(settings.database, file)
    click.echo(f"Reservekopie gemaakt en nagekeken: {file}")


@click.command()
@click.argument("file", type=PATH, callback=a_backup)
@click.option("--force", is_flag=True, help="Ook als er al een database is: die wordt vervangen.")
@data_option
@explained()
def restore(file: Path, force: bool, data: Path) -> None:
    """Zet de reservekopie FILE terug."""
    settings = settings_of(data)
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


@click.command()
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
    settings, day = settings_of(data), today()
    if not settings.database.exists():
        raise Refused(f"Er is nog geen database in {data}.")
    if dry_run:
        seen = tidying.outlook(settings, day)
        click.echo(f"Te wissen: {tidying.counted(seen.bundles, seen.teams)}.")
        if seen.doubt:
            doubtful = DoubtfulPurge(seen.doubt, day, seen.bundles, seen.teams)
            click.echo(tidying.in_words(doubtful))
        return
    database.migrate(settings.database)
    bundles, teams = tidying.purge(settings, day, force=force)
    click.echo(f"Gewist: {tidying.counted(bundles, teams)}.")
