"""What the commands share: the data folder, its settings, and the day."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any

import click

from ehbo import config
from ehbo.cli.refusals import PATH, a_folder
from ehbo.config import Settings
from ehbo.domain import clock

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


def today() -> date:
    """The day in Amsterdam."""
    return clock.day_of(clock.system_clock())


def settings_of(data: Path, **given: Any) -> Settings:
    """The settings of a data folder; `given` goes before all else. Raises ContentError."""
    return config.load(data, os.environ, **given)
