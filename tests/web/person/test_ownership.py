"""A page belongs to whom it was made for: nobody's answers land with somebody else."""

from __future__ import annotations

import pytest

from ehbo.domain.plan import Plan
from ehbo.domain.portfolio import Portfolio
from tests.builders import DOEN, TINY, Q, answers, beginner, put_tiny_questionnaire, seasoned
from tests.conftest import Install
from tests.visitor import Installation, Visitor

PLAN = "/pop-op"
AUTOSAVE = {"X-Autosave": "1"}


def key_of(here: Installation, visitor: Visitor, key: str | None) -> None:
    visitor.client.set_cookie(visitor.key_cookie, key or "", domain=visitor.address.hostname or "")


def test_an_old_tab_of_one_person_writes_nothing_at_another(here: Installation) -> None:
    colleague = here.keep(seasoned("van mij"))
    before = here.kept(colleague)
    device = here.owner(beginner())
    tabs = [device.get(DOEN).form(DOEN), device.get(PLAN).form(PLAN)]
    key_of(here, device, colleague)

    for tab, typed in zip(tabs, ({"doen-1": "1"}, {"texts-1": "van een ander"}), strict=True):
        assert tab.send(typed, headers=AUTOSAVE).status == 409
        refused = tab.send(typed)
        assert refused.status == 409
        assert refused.title.startswith("Deze pagina hoort bij andere gegevens")

    assert here.kept(colleague) == before


def test_what_was_typed_for_another_can_still_be_saved_here_by_choice(here: Installation) -> None:
    device = here.owner(beginner())
    tab = device.get(PLAN).form(PLAN)
    key_of(here, device, here.keep(seasoned("van mij")))

    again = tab.send({"texts-1": "toch hier"}).form(PLAN).send()

    assert again.status in (303, 409)
    assert "toch hier" in (again.text if again.status == 409 else device.get(PLAN).text)


def test_on_a_locked_device_an_old_tab_makes_no_new_person(here: Installation) -> None:
    device = here.owner(beginner())
    tab = device.get(DOEN).form(DOEN)
    device.post("/sleutel/vergrendel")

    assert tab.send({"doen-1": "1"}, headers=AUTOSAVE).status == 409
    assert here.people == 1


def test_what_was_erased_does_not_come_back_under_its_old_key(here: Installation) -> None:
    phone = here.owner(beginner())
    key = phone.key
    tab = phone.get(DOEN).form(DOEN)
    here.visitor(key).post("/mijn-gegevens/wissen", {"confirmed": "1"})

    assert tab.send({"doen-1": "1"}, headers=AUTOSAVE).status == 409
    assert here.people == 0

    assert phone.post(DOEN, answers("doen")).status == 303
    assert phone.key != key
    assert here.people == 1


def test_a_page_made_before_the_first_save_goes_on_as_this_person(visitor: Visitor) -> None:
    tab = visitor.get(DOEN).form(DOEN)

    first = tab.send({"doen-1": "2"}, headers=AUTOSAVE)
    mark = first.json["bases"]["page_of"]
    assert mark
    second = tab.send({"doen-1": "2", "doen-2": "3", "page_of": mark}, headers=AUTOSAVE)

    assert second.status == 200
    assert visitor.portfolio.assessments[0].answers == {"doen-1": 2, "doen-2": 3}


def test_going_back_to_an_earlier_answer_is_kept(visitor: Visitor) -> None:
    visitor.post(DOEN, {"doen-1": "2"})
    tab = visitor.get(DOEN).form(DOEN)
    shown = tab.fields["shown_answers"]

    for chosen in ("4", "2"):
        saved = tab.send({"doen-1": chosen, "shown_answers": shown}, headers=AUTOSAVE)
        shown = saved.json["bases"]["shown_answers"]

    assert visitor.portfolio.assessments[0].answers == {"doen-1": 2}


def test_without_script_an_answer_chosen_elsewhere_is_pointed_out(visitor: Visitor) -> None:
    visitor.post(DOEN, {"doen-1": "2"})
    old_tab = visitor.get(DOEN).form(DOEN)
    visitor.post(DOEN, {"doen-1": "4"})

    page = old_tab.send({"doen-2": "1"})

    assert page.status == 409
    assert [href for href, _ in page.summary] == ["#doen-1-4"]
    assert visitor.portfolio.assessments[0].answers == {"doen-1": 4, "doen-2": 1}
    assert page.form(DOEN).send({"doen-1": "2"}).status == 303
    assert visitor.portfolio.assessments[0].answers == {"doen-1": 2, "doen-2": 1}


# ── Sent again for who is here now: everything on the page counts ────────────────────────────

LEAVING = pytest.mark.parametrize("how", ["/sleutel/vergrendel", "/mijn-gegevens/wissen"])


@LEAVING
def test_a_plan_of_who_left_is_saved_whole_when_sent_again(here: Installation, how: str) -> None:
    device = here.owner(seasoned())
    tab = device.get(PLAN).form(PLAN)
    device.post(how, {"confirmed": "1"})

    saved = tab.send({"texts-1": "hier veranderd"}).form(PLAN).send()

    assert "Je plan is bewaard." in saved.follow().words
    before = seasoned().plan(Q)
    sections = {**before.sections, "waar-wil-ik-naar-toe": "hier veranderd"}
    assert device.portfolio.plan(Q) == before.model_copy(update={"sections": sections})


@LEAVING
def test_answers_of_who_left_are_saved_whole_when_sent_again(here: Installation, how: str) -> None:
    device = here.owner(seasoned())
    tab = device.get(DOEN).form(DOEN)
    device.post(how, {"confirmed": "1"})

    assert tab.send({"doen-2": "1"}).form(DOEN).send().status == 303

    kept = device.portfolio.assessments[-1].answers
    assert kept == {"doen-1": 4, "doen-2": 1, "doen-3": 3, "doen-4": 3, "doen-5": 3}


def test_answers_for_another_are_saved_whole_with_who_is_here(here: Installation) -> None:
    device = here.owner(seasoned("van mij"))
    tab = device.get(DOEN).form(DOEN)
    key_of(here, device, here.keep(beginner()))

    assert tab.send({"doen-2": "1"}).form(DOEN).send().status == 303

    assert len(device.portfolio.assessments) == 1
    kept = device.portfolio.assessments[0].answers
    assert kept == {"doen-1": 4, "doen-2": 1, "doen-3": 3, "doen-4": 3, "doen-5": 3}


def test_thoughts_for_another_fill_empty_places_and_clash_elsewhere(here: Installation) -> None:
    device = here.owner(seasoned("van mij"))
    tab = device.get("/profiel").form("/profiel", having={"theme_id": "doen"})
    other = beginner()
    here_now, _ = other.reflected(other.assessments[0].id, "doen", {"vraag-1": ("", "stond er al")})
    key_of(here, device, here.keep(here_now))

    page = tab.send({"texts-1": "net getypt"}).form("/profiel").send()

    assert page.status == 409
    assert "stond er al" in page.words
    assert "van mij gedachte doen 0" in page.form("/profiel", {"theme_id": "doen"}).fields.values()
    kept = device.portfolio.assessments[0].reflections["doen"]
    assert (kept["vraag-1"], kept["vraag-2"]) == ("stond er al", "net getypt")
    assert kept["vraag-3"] == "van mij gedachte doen 2"


def test_a_place_left_empty_by_another_takes_nothing_away(here: Installation) -> None:
    device = here.owner(Portfolio().planned(Q, Plan(sections={"wat-heb-ik-nodig": "tijd"})))
    tab = device.get(PLAN).form(PLAN)
    own = Plan(
        sections={"waar-wil-ik-naar-toe": "daarheen"}, look_again=seasoned().plan(Q).look_again
    )
    key_of(here, device, here.keep(beginner().planned(Q, own)))

    assert tab.send({}).form(PLAN).send().status == 303

    sections = {**own.sections, "wat-heb-ik-nodig": "tijd"}
    assert device.portfolio.plan(Q) == own.model_copy(update={"sections": sections})


def test_who_comes_back_with_the_key_finds_no_action_twice(here: Installation) -> None:
    device = here.owner(seasoned())
    key = device.key
    tab = device.get(PLAN).form(PLAN)
    device.post("/sleutel/vergrendel")
    refused = tab.send({"actions-2-what": "nog iets"})
    device.post("/sleutel", {"key_or_code": key})

    for _ in range(2):
        assert refused.form(PLAN).send().status == 303

    kept = [action.what for action in device.portfolio.plan(Q).actions]
    assert kept == ["kanarie doen", "kanarie gedaan", "nog iets"]


def test_an_expired_token_does_not_hide_whose_page_it_is(here: Installation) -> None:
    device = here.owner(seasoned("van mij"))
    tab = device.get(PLAN).form(PLAN)
    key_of(here, device, here.keep(Portfolio()))
    device.forget_form_cookie()

    again = tab.send({"texts-1": "hier veranderd"}).form(PLAN).send()

    assert again.status == 409
    assert again.title.startswith("Deze pagina hoort bij andere gegevens")
    assert device.portfolio.empty
    assert again.form(PLAN).send().status == 303
    assert len(device.portfolio.plan(Q).sections) == len(seasoned().plan(Q).sections)


def test_a_statement_may_be_called_as_a_field_of_ours(install: Install) -> None:
    here = install()
    put_tiny_questionnaire(here.data, ("luisteren", "bases"))
    folder = here.data / "questionnaires" / TINY
    (folder / "luisteren.toml").rename(folder / "bases.toml")
    device = here.restarted().visitor()
    path = f"/zelfanalyse/{TINY}/bases"
    device.post(path, {"bases-1": "2"})
    tab = device.get(path).form(path)
    device.post("/sleutel/vergrendel")

    assert tab.send({"bases-2": "3"}).form(path).send().status == 303

    assert device.portfolio.assessments[0].answers == {"bases-1": 2, "bases-2": 3}
