"""What is not the same submission is not taken for it: another text, browser, page or moment."""

from __future__ import annotations

import pytest

from ehbo.web.frame.once import MOST, SECONDS, Key, Results
from tests.builders import DOEN, Q, answers
from tests.team_builders import NEW_TEAM
from tests.visitor import Installation, Visitor
from tests.web.frame.test_once import AUTOSAVE, TEXT, code_in, teams_here


def without_key(visitor: Visitor) -> Visitor:
    """As while the first answer is still on its way."""
    visitor.client.delete_cookie(visitor.key_cookie, domain=visitor.address.hostname or "")
    return visitor


def test_an_answer_changed_between_two_presses_is_kept(
    here: Installation, visitor: Visitor
) -> None:
    form = visitor.get(DOEN).form(DOEN)
    form.send(answers("doen", 2))
    key = visitor.key
    without_key(visitor)

    form.send({**answers("doen", 2), "doen-1": "4"})

    assert (visitor.key, here.people) == (key, 1)
    assert visitor.portfolio.assessments[0].answers["doen-1"] == 4


def test_a_text_changed_between_two_presses_is_not_lost(
    here: Installation, visitor: Visitor
) -> None:
    form = visitor.get("/pop-op").form("/pop-op")
    form.send({"texts-1": TEXT})
    without_key(visitor)

    page = form.send({"texts-1": f"{TEXT}, en meer"})

    assert page.status == 409
    assert f"{TEXT}, en meer" in page.text
    assert page.form("/pop-op").send().status == 303
    assert f"{TEXT}, en meer" in str(visitor.portfolio.plan(Q).sections)
    assert here.people == 1


def test_another_name_between_two_presses_makes_another_team(
    here: Installation, visitor: Visitor
) -> None:
    form = visitor.get("/team/nieuw").form("/team/nieuw")
    form.send(NEW_TEAM)
    form.send({**NEW_TEAM, "name": "Parkbeheer"})

    assert teams_here(here) == 2


def test_the_button_after_a_save_in_passing_is_of_the_same_person(
    here: Installation, visitor: Visitor
) -> None:
    form = visitor.get(DOEN).form(DOEN)
    form.send({"doen-1": "3"}, headers=AUTOSAVE)
    without_key(visitor)

    assert form.send(answers("doen", 3)).status == 303
    assert here.people == 1


def test_another_page_of_the_same_browser_is_another_first_save(
    here: Installation, visitor: Visitor
) -> None:
    first, second = (visitor.get(DOEN).form(DOEN) for _ in range(2))
    assert first.fields["once"] != second.fields["once"]
    first.send(answers("doen"))
    without_key(visitor)
    second.send(answers("doen"))

    assert here.people == 2


def test_the_mark_of_a_page_is_worth_nothing_in_another_browser(
    here: Installation, visitor: Visitor
) -> None:
    form = visitor.get(DOEN).form(DOEN)
    form.send(answers("doen"))
    other = here.visitor()

    other.get(DOEN).form(DOEN).send({**answers("doen"), "once": form.fields["once"]})

    assert here.people == 2
    assert other.key != visitor.key


@pytest.mark.parametrize("leave", ["/sleutel/vergrendel", "/mijn-gegevens/wissen"])
def test_after_leaving_an_old_page_opens_nothing_again(
    here: Installation, visitor: Visitor, leave: str
) -> None:
    form = visitor.get(DOEN).form(DOEN)
    form.send(answers("doen"))
    key = visitor.key
    visitor.post(leave, {"confirmed": "1"})

    form.send(answers("doen"))

    assert visitor.key not in (None, key)


def test_after_forgetting_the_lead_key_an_old_page_does_not_bring_it_back(
    here: Installation, visitor: Visitor
) -> None:
    form = visitor.get("/team/nieuw").form("/team/nieuw")
    made = form.send(NEW_TEAM)
    code = code_in(made.location)
    managing = f"/team/{code}/beheer"
    visitor.post(f"{managing}/vergrendelen", {"confirmed": "1"}, on=managing)

    again = form.send(NEW_TEAM)

    assert again.location != made.location
    assert visitor.get(managing).status == 403


def test_after_a_restart_a_submission_is_a_new_one(here: Installation, visitor: Visitor) -> None:
    form = visitor.get(DOEN).form(DOEN)
    form.send(answers("doen"))
    without_key(visitor)
    visitor.installation.app.extensions["ehbo"].results.__init__()  # type: ignore[misc]  # forgets

    assert form.send(answers("doen")).status == 303
    assert here.people == 2


# ── The memory itself ────────────────────────────────────────────────────────────────────────


def test_results_are_kept_for_five_minutes_and_never_too_many() -> None:
    now = [0.0]
    results = Results(clock=lambda: now[0])
    results.keep(Key("sessie", "merk"), "iets")
    now[0] = SECONDS - 1
    assert results.find(Key("sessie", "merk")) == "iets"
    assert results.find(Key("andere", "merk")) is None
    now[0] = SECONDS
    assert results.find(Key("sessie", "merk")) is None

    for number in range(MOST + 1):
        results.keep(Key("sessie", str(number)), number)
    assert results.find(Key("sessie", "0")) is None
    assert results.find(Key("sessie", str(MOST))) == MOST
