"""The forms of the profile: thoughts are never lost, and tips become actions."""

from __future__ import annotations

import pytest

from ehbo.domain.plan import MOST_ACTIONS, Action, Plan
from ehbo.domain.portfolio import Portfolio
from tests.builders import Q, beginner, seasoned, theme
from tests.visitor import Installation

DOEN_FORM = {"theme_id": "doen"}


# ── Reflections ──────────────────────────────────────────────────────────────────────────────


def test_thoughts_are_kept_per_question(here: Installation) -> None:
    owner = here.owner(beginner())

    saved = owner.post(
        "/profiel",
        {"texts-0": "Zo’n idee 🙂\nen meer", "texts-4": " bellen "},
        having=DOEN_FORM,
        follow=True,
    )

    assert "Je gedachten zijn bewaard." in saved.words
    kept = owner.portfolio.assessments[0].reflections["doen"]
    assert kept == {"vraag-1": "Zo’n idee 🙂\nen meer", "vraag-5": "bellen"}
    fields = saved.form("/profiel", having=DOEN_FORM).fields
    assert (fields["texts-0"], fields["texts-4"]) == ("Zo’n idee 🙂\r\nen meer", "bellen")


def test_thoughts_of_two_tabs_are_both_shown(here: Installation) -> None:
    owner = here.owner(beginner())
    here_, there = (owner.get("/profiel").form("/profiel", having=DOEN_FORM) for _ in range(2))
    here_.send({"texts-0": "van hier", "texts-1": "alleen hier"})

    clash = there.send({"texts-0": "van daar", "texts-2": "alleen daar"})

    assert clash.status == 409
    assert "intussen ergens anders veranderd" in clash.words
    assert "Intussen bewaard: van hier" in clash.words
    form = clash.form("/profiel", having=DOEN_FORM)
    assert form.fields["texts-0"] == "van daar"
    kept = owner.portfolio.assessments[0].reflections["doen"]
    assert kept == {"vraag-1": "van hier", "vraag-2": "alleen hier", "vraag-3": "alleen daar"}

    assert form.send({"texts-0": "van hier en daar"}).status == 303
    assert owner.portfolio.assessments[0].reflections["doen"]["vraag-1"] == "van hier en daar"


def test_thoughts_saved_in_passing_give_the_bases_to_go_on_from(here: Installation) -> None:
    owner = here.owner(beginner())
    form = owner.get("/profiel").form("/profiel", having=DOEN_FORM)

    assert form.save_in_passing({"texts-0": "een"}).status == 200
    assert form.save_in_passing({"texts-0": "een twee"}).status == 200
    assert owner.portfolio.assessments[0].reflections["doen"]["vraag-1"] == "een twee"


def test_a_thought_that_is_too_long_stays_in_the_page(here: Installation) -> None:
    owner = here.owner(beginner())
    text = "woord " * 17_000

    page = owner.post("/profiel", {"texts-1": text, "texts-0": "kort"}, having=DOEN_FORM)

    assert page.status == 422
    assert "Deze tekst is te lang. Er passen 10.000 tekens in." in page.words
    fields = page.form("/profiel", having=DOEN_FORM).fields
    assert (fields["texts-1"].strip(), fields["texts-0"]) == (text.strip(), "kort")
    assert not owner.portfolio.assessments[0].reflections


def test_a_thought_that_is_refused_does_not_hide_that_of_another_tab(here: Installation) -> None:
    owner = here.owner(beginner())
    one, two = (owner.get("/profiel").form("/profiel", having=DOEN_FORM) for _ in range(2))
    one.send({"texts-0": "van een"})

    refused = two.send({"texts-0": "van twee", "texts-1": "x" * 10_001})
    assert refused.status == 422
    again = refused.form("/profiel", having=DOEN_FORM).send({"texts-1": "kort"})

    assert again.status == 409
    assert "Intussen bewaard: van een" in again.words
    kept = owner.portfolio.assessments[0].reflections["doen"]
    assert kept == {"vraag-1": "van een", "vraag-2": "kort"}


def test_a_thought_that_is_too_long_is_pointed_at(here: Installation) -> None:
    owner = here.owner(beginner())

    page = owner.post("/profiel", {"texts-1": "x" * 10_001}, having=DOEN_FORM)

    told = "Deze tekst is te lang. Er passen 10.000 tekens in."
    assert page.summary == [("#doen-denk-1", told)]


def test_a_thought_without_a_profile_can_be_sent_when_there_is_one(here: Installation) -> None:
    owner, device = here.owner(beginner()), here.owner(Portfolio())
    thought = {"texts-0": "Dit typte ik op een bladzijde die nog van een ander was."}

    made_for = owner.portfolio.assessments[0].id
    page = device.send("/profiel", {"theme_id": "doen", "assessment_id": made_for, **thought})

    assert page.status == 409
    again = page.form("/profiel")
    assert again.fields["texts-0"] == thought["texts-0"]
    assert device.portfolio == Portfolio()


# ── Tips ─────────────────────────────────────────────────────────────────────────────────────


def test_a_tip_becomes_an_action_once(here: Installation) -> None:
    owner = here.owner(beginner())
    form = owner.get("/profiel").form("/profiel/tip", having=DOEN_FORM)

    told = form.send(press=("tip", "1")).follow()
    form.send(press=("tip", "1"))
    form.send(press=("tip", "0"))

    tips = theme("doen").tips
    assert f"“{tips[1].title}” staat nu bij de acties in je POP-OP." in told.words
    what = [action.what for action in owner.portfolio.plan(Q).actions]
    assert what == [tips[1].title, tips[0].title]
    page = owner.get("/profiel")
    assert page.words.count("Staat in je plan") == 2
    assert ("tip", "1") not in page.form("/profiel/tip", having=DOEN_FORM).buttons


def test_a_tip_leads_back_to_the_profile_it_stood_on(here: Installation) -> None:
    owner = here.owner(seasoned())
    older = owner.get("/profiel?meting=kanarie-meting-1").form("/profiel/tip", having=DOEN_FORM)
    newest = owner.get("/profiel").form("/profiel/tip", having=DOEN_FORM)

    assert "meting=kanarie-meting-1" in older.send(press=("tip", "1")).location
    assert newest.send(press=("tip", "0")).location == "/profiel?tips=doen#doen"


@pytest.mark.parametrize(
    "wrong",
    [
        {"tip": "6"},
        {"tip": "-1"},
        {"tip": "een"},
        {"tip": "9" * 5000},
        {"tip": None},
        {"theme_id": "weg"},
        {"questionnaire_id": "weg"},
    ],
    ids=lambda wrong: str(wrong)[:30],
)
def test_a_tip_that_is_not_there_is_not_found(
    here: Installation, wrong: dict[str, str | None]
) -> None:
    owner = here.owner(beginner())

    page = owner.get("/profiel").form("/profiel/tip", having=DOEN_FORM).send({"tip": "0", **wrong})

    assert page.status == 404
    assert not owner.portfolio.plans


def test_a_tip_for_a_full_plan_is_refused_in_words(here: Installation) -> None:
    full = tuple(Action(id=f"a{n}", what=f"Actie {n}") for n in range(MOST_ACTIONS))
    owner = here.owner(beginner().planned(Q, Plan(actions=full)))

    form = owner.get("/profiel").form("/profiel/tip", having=DOEN_FORM)
    page = form.send(press=("tip", "0"))

    assert page.status == 413
    assert f"Er passen {MOST_ACTIONS} acties in je plan." in page.words
    assert owner.portfolio.plan(Q).actions == full
    assert owner.get("/pop-op").status == 200
