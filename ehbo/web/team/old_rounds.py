"""What the pages of a round say when it asks other statements than are served or were answered."""

from __future__ import annotations

from ehbo.domain.questionnaire import Questionnaire
from ehbo.domain.rewording import rewording
from ehbo.dutch import what_changed


def other_answers(asked: Questionnaire, answered: Questionnaire) -> str:
    """Why an assessment with these words cannot be contributed to a round that asks others."""
    return (
        "Je deed de zelfanalyse met andere stellingen dan deze ronde vraagt. Vergeleken met je "
        f"meting {what_changed(rewording(answered, asked))}. Daarom kun je die antwoorden hier "
        "niet bijdragen. Je eigen profiel blijft staan."
    )


def no_newcomers(asked: Questionnaire, served: Questionnaire | None) -> str:
    """Why who begins now cannot take part in a round; empty when they can."""
    if served is None:
        return (
            "De vragenlijst van deze ronde staat hier niet meer. Wie nog niet begonnen was, kan "
            "daarom niet meer meedoen."
        )
    if since := since_it_began(asked, served):
        return (
            f"{since} Wie nu begint, krijgt de stellingen van nu en kan daarom niet meer meedoen."
        )
    return ""


def since_it_began(asked: Questionnaire, served: Questionnaire) -> str:
    """What changed since a round began, as a sentence; empty when it asks what is served now."""
    changed = what_changed(rewording(asked, served))
    return changed and f"Sinds deze ronde begon, {changed}."
