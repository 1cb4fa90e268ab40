"""Answers as they are contributed to a round: bytes that tell nothing by their length."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ehbo.domain.assessment import Assessment
from ehbo.domain.errors import SealBroken
from ehbo.domain.questionnaire import Questionnaire
from ehbo.domain.team.disclosure import Contribution
from ehbo.domain.team.round import Round, asked
from ehbo.domain.team.round_keys import sealed_to
from ehbo.domain.team.team import Team

_ZERO = 1  # the byte of the lowest answer; 0 is never written


@dataclass(frozen=True)
class Offer:
    """What somebody wants to contribute to the current round of a team, sealed already."""

    team: str
    round: Round
    assessment: Assessment
    sealed: bytes


def offer(questionnaire: Questionnaire, team: Team, assessment: Assessment) -> Offer:
    """The offer of a whole assessment. Raises KeyError if one of the asked statements is open."""
    sealed = sealed_answers(questionnaire, team.current, assessment.answers)
    return Offer(team.code, team.current, assessment, sealed)


def sealed_answers(questionnaire: Questionnaire, round: Round, answers: Mapping[str, int]) -> bytes:
    """Answers that only the private half of the round opens. Raises KeyError if one is open."""
    return sealed_to(round.public, packed(questionnaire, round, answers))


def packed(questionnaire: Questionnaire, round: Round, answers: Mapping[str, int]) -> bytes:
    """Answers as one byte a statement, so always as many for a round. Raises KeyError if open."""
    lowest = questionnaire.scale.lowest
    themes = asked(questionnaire, round.themes)
    return bytes(answers[s.id] - lowest + _ZERO for theme in themes for s in theme.statements)


def unpacked(questionnaire: Questionnaire, round: Round, content: bytes) -> Contribution:
    """The answers in the order of the round's statements. Raises SealBroken when they cannot be."""
    scale = questionnaire.scale
    count = sum(len(theme.statements) for theme in asked(questionnaire, round.themes))
    answers = [byte - _ZERO + scale.lowest for byte in content]
    if len(answers) != count or any(answer not in scale.values for answer in answers):
        raise SealBroken("a contribution does not fit its round")
    return answers
