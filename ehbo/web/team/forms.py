"""The forms of a team: making one, a new round, a longer one, and the keys and codes typed in."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Any

from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    SelectMultipleField,
    StringField,
    ValidationError,
)
from wtforms.validators import InputRequired, Length

from ehbo.documents.team.report import shown_name
from ehbo.domain.questionnaire import Questionnaire
from ehbo.domain.team.round import MOST_EXPECTED, SEED_BYTES, Round, new_round
from ehbo.domain.team.team import LONGEST_NAME
from ehbo.domain.texts import LONGEST_LINE, without_unprintable
from ehbo.dutch import whole
from ehbo.web.frame.fields import Day, EhboForm, cleaned


def team_name(typed: str | None) -> str:
    """A name as everybody will see it: one line, without signs that cannot be seen."""
    shown = shown_name(without_unprintable((typed or "")[:LONGEST_LINE]))
    return " ".join(shown.split()).strip(
        "\u00ad\u200b\u200c\u200d\u2060\ufeff\u115f\u1160\u3164\uffa0 "
    )


class ExpectedForm(EhboForm):
    """How many people are asked. `least` is the minimum for a picture."""

    expected = IntegerField(
        validators=[InputRequired("Vul in met hoeveel mensen je team is.")],
        invalid_value_message="Vul een heel getal in, zoals 8.",
    )

    def __init__(self, least: int, **more: Any) -> None:
        super().__init__(**more)
        self.least = least

    def validate_expected(self, expected: IntegerField) -> None:
        if expected.data is not None and expected.data < self.least:
            raise ValidationError(
                f"Een teambeeld kan pas vanaf {self.least} mensen. Met minder zou te raden zijn "
                "wie wat antwoordde."
            )
        if expected.data is not None and expected.data > MOST_EXPECTED:
            raise ValidationError(f"Vul ten hoogste {whole(MOST_EXPECTED)} in.")


class RoundForm(ExpectedForm):
    """How many are asked, until when, and which themes."""

    closes = Day(validators=[InputRequired("Kies tot en met welke dag mensen kunnen meedoen.")])
    themes = SelectMultipleField(validate_choice=False)

    def __init__(self, least: int, today: date, **more: Any) -> None:
        super().__init__(least, **more)
        self.today = today

    def validate_closes(self, closes: Day) -> None:
        closes.refuse_odd(self.today, bounded=True)

    def validate_themes(self, themes: SelectMultipleField) -> None:
        if not themes.data:
            raise ValidationError("Kies ten minste één thema.")

    def new_round(self, questionnaire: Questionnaire) -> tuple[Round, bytes]:
        """The round that a sound form asks for, and the private half of its key pair."""
        seed = secrets.token_bytes(SEED_BYTES)
        return new_round(
            questionnaire, self.themes.data, self.expected.data, self.closes.data, seed
        )


class TeamForm(RoundForm):
    """A new team with its first round."""

    name = StringField(
        filters=[team_name],
        validators=[
            Length(max=LONGEST_NAME, message=f"Gebruik ten hoogste {LONGEST_NAME} tekens."),
        ],
    )
    questionnaire_id = HiddenField()

    def validate_name(self, name: StringField) -> None:
        if not name.data:
            raise ValidationError("Geef je team een naam.")

    organisation_code = StringField(filters=[cleaned])


class ExtendForm(EhboForm):
    closes = Day(validators=[InputRequired("Kies een nieuwe dag.")])

    def __init__(self, today: date, **more: Any) -> None:
        super().__init__(**more)
        self.today = today

    def validate_closes(self, closes: Day) -> None:
        closes.refuse_odd(self.today, bounded=True)


class SecretForm(EhboForm):
    """A key or code, typed or pasted."""

    code = StringField()


class ShareForm(EhboForm):
    shared = BooleanField()


class DeleteTeamForm(EhboForm):
    """Deleting a team asks for its name, and asks again after an error: see `errors._typed`."""

    confirmed = StringField(filters=[cleaned])
