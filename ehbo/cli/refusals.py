"""How `ehbo` refuses: one plain Dutch sentence with a mend and no traceback, whatever was wrong."""

from __future__ import annotations

import difflib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import click

from ehbo import __version__, tidying
from ehbo.content.reading import reason
from ehbo.domain.errors import (
    ContentError,
    DoubtfulPurge,
    EhboError,
    NewerDatabase,
    SealBroken,
    StoreUnavailable,
)
from ehbo.dutch import why_unavailable
from ehbo.store.database import read_only, spoiled

PATH = click.Path(readable=False, path_type=Path)  # Click's own checks speak English


class Refused(click.ClickException):
    """What cannot be done: a Dutch message, and status 1."""

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(self.message, file=file or sys.stderr)


class Misused(Refused):
    """A command line that does not exist: a Dutch message, and status 2."""

    exit_code = 2


@contextmanager
def explained() -> Iterator[None]:
    """Known errors end the command with their message and status 1, without a traceback."""
    try:
        yield
    except ContentError as error:
        count = len(error.problems)
        found = f"{count} {'fout' if count == 1 else 'fouten'} gevonden."
        raise Refused("\n".join([*map(str, error.problems), "", found])) from error
    except NewerDatabase as error:
        raise Refused(
            f"{error.path} is van een nieuwere versie van EHBO dan deze ({__version__}). Er is "
            "niets veranderd. Installeer de nieuwere versie, of zet de reservekopie van vóór het "
            "bijwerken terug met `ehbo restore FILE --force`."
        ) from error
    except StoreUnavailable as error:
        if spoiled(error):
            raise Refused(
                f"De database is beschadigd of niet van EHBO: {why_unavailable(error)}. Zet een "
                "reservekopie terug met `ehbo restore FILE --force`."
            ) from error
        raise Refused(
            f"De database is niet bereikbaar: {why_unavailable(error)}. Kijk of het bestand "
            "bestaat, of de schijf niet vol is en of je er mag schrijven."
            f"{_when_writable(error)}"
        ) from error
    except DoubtfulPurge as error:
        raise Refused(tidying.in_words(error)) from error
    except SealBroken as error:
        raise Refused(
            "Er staat iets in de database dat beschadigd is: het gaat niet open. Zet een "
            "reservekopie terug met `ehbo restore FILE --force`."
        ) from error
    except EhboError as error:
        raise Refused(
            f"Dat lukte niet ({type(error).__name__}). Dit had niet mogen gebeuren: meld het bij "
            "wie EHBO maakt."
        ) from error
    except OSError as error:
        raise Refused(
            f"{error.filename or 'Een bestand'} is niet te gebruiken: {reason(error)}. Kijk of de "
            "naam klopt en of je erbij mag."
        ) from error


def _when_writable(error: StoreUnavailable) -> str:
    if not read_only(error):
        return ""
    return " Mag dat? Zet dan een reservekopie terug met `ehbo restore FILE --force`."


def a_folder(context: click.Context, parameter: click.Parameter, path: Path | None) -> Path | None:
    """A folder that can be looked into, or that is still to be made."""
    with explained():
        if path is None or not path.exists():
            return path
        if not path.is_dir():
            raise Refused(f"{path} is een bestand en geen map. Kies een map.")
        if not os.access(path, os.R_OK | os.X_OK):
            raise Refused(f"De map {path} is niet te lezen. Kijk of je erbij mag.")
    return path


def there(context: click.Context, parameter: click.Parameter, path: Path | None) -> Path | None:
    """A folder that can be looked into."""
    with explained():
        if path is not None and not path.exists():
            raise Refused(f"De map {path} bestaat niet. Kijk of de naam klopt.")
    return a_folder(context, parameter, path)


def a_backup(context: click.Context, parameter: click.Parameter, path: Path) -> Path:
    """A file that can be read."""
    mend = "Kies een bestand dat `ehbo backup` heeft gemaakt."
    with explained():
        if not path.exists():
            raise Refused(f"{path} bestaat niet. {mend}")
        if path.is_dir():
            raise Refused(f"{path} is een map en geen bestand. {mend}")
        if not os.access(path, os.R_OK):
            raise Refused(f"{path} is niet te lezen. Kijk of je erbij mag.")
    return path


class Commands(click.Group):
    """A group that says Click's refusals of a command line in Dutch."""

    def make_context(self, *arguments: Any, **options: Any) -> click.Context:
        with _in_dutch():
            return super().make_context(*arguments, **options)

    def invoke(self, ctx: click.Context) -> Any:
        with _in_dutch():
            return super().invoke(ctx)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if self.get_command(ctx, args[0]) is None:
            near = difflib.get_close_matches(args[0], self.commands)
            raise _misused(f"De opdracht {args[0]} bestaat niet.", near, ctx)
        return super().resolve_command(ctx, args)


@contextmanager
def _in_dutch() -> Iterator[None]:
    try:
        yield
    except click.exceptions.NoArgsIsHelpError:
        raise
    except click.UsageError as error:
        fault, near = "Er staat te veel in deze opdracht.", None
        match error:
            case click.NoSuchOption():
                fault = f"De optie {error.option_name} bestaat niet."
                near = error.possibilities
            case click.BadOptionUsage():
                fault = (
                    f"Bij de optie {error.option_name} ontbreekt een waarde, of er hoort er geen."
                )
            case click.MissingParameter(param=click.Parameter() as parameter):
                fault = f"{parameter.human_readable_name} ontbreekt."
        raise _misused(fault, near, error.ctx) from error


def _misused(fault: str, near: list[str] | None, context: click.Context | None) -> Misused:
    meant = f" Bedoelde je {' of '.join(near)}?" if near else ""
    command = context.command_path if context else "ehbo"
    return Misused(f"{fault}{meant} Kijk met `{command} --help` wat er kan.")
