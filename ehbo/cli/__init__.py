"""The command `ehbo`: serve, check, keep safe, tidy up, show. One file a family of commands."""

from __future__ import annotations

import click

from ehbo import __version__
from ehbo.cli.content import check, schema
from ehbo.cli.refusals import Commands
from ehbo.cli.safekeeping import backup, purge, restore
from ehbo.cli.serving import serve
from ehbo.cli.showing import demo, privacy


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="ehbo")
def main() -> None:
    """EHBO: Eerste Hulp Bij Overheidsparticipatie."""


for command in (serve, check, schema, backup, restore, purge, privacy, demo):
    main.add_command(command)
