"""The first draft of a plan comes from one's own answers and words."""

from __future__ import annotations

import pytest

from ehbo.domain.plan import drafts
from ehbo.domain.questionnaire import PlanSection, Questionnaire, Statement, Theme
from tests.small import small


def a_questionnaire(statements: int) -> Questionnaire:
    own = tuple(Statement(id=f"doen-{n}", text=f"Ik doe {n}") for n in range(1, statements + 1))
    around = Statement(id="raad-1", text="De raad wil", about="context")
    return small(
        Theme(id="doen", title="Doen", introduction="Inleiding", statements=own),
        Theme(id="raad", title="Raad", introduction="Inleiding", statements=(around,)),
        reflection_questions=("Wat doe je al?",),
        plan=(
            PlanSection(id="nu", title="Nu", draft="self"),
            PlanSection(id="om", title="Om mij heen", draft="context"),
            PlanSection(id="straks", title="Straks"),
        ),
    )


def test_drafts_come_from_ones_own_answers_and_words() -> None:
    answers = {"doen-1": 1, "doen-2": 4, "doen-3": 2, "raad-1": 3}
    made = drafts(
        a_questionnaire(3),
        answers,
        {"doen": {"vraag-1": "Ik loop rond"}, "raad": {"vraag-2": "Iets anders"}},
    )
    assert made == {
        "nu": "Hier scoor ik het hoogst:\n– Ik doe 2 (Altijd)\n\n"
        "Hier het laagst:\n– Ik doe 1 (Nee)\n\n"
        "Dit doe ik nu al:\n– Doen: Ik loop rond",
        "om": "Dit antwoordde ik over mijn omgeving:\n– De raad wil (Vaak)",
    }


@pytest.mark.parametrize(("alike", "rest"), [(4, "– en nog 1 stelling"), (5, "2 stellingen")])
def test_a_draft_names_three_statements_and_counts_the_others(alike: int, rest: str) -> None:
    asked = a_questionnaire(alike + 1)
    answers = {f"doen-{n}": 4 for n in range(1, alike + 1)} | {f"doen-{alike + 1}": 1}
    made = drafts(asked, answers, {})["nu"]
    assert made.count("(Altijd)") == 3
    assert rest in made


def test_without_answers_there_is_no_draft() -> None:
    assert drafts(a_questionnaire(2), {}, {}) == {}
