"""A page belongs to whom it was made for: nobody's answers land with somebody else."""

from __future__ import annotations

from tests.builders import DOEN, Installation, Visitor, answers, beginner, seasoned

PLAN = "/pop-op"
AUTOSAVE = {"X-Bewaar": "1"}


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
    here.visitor(key).post("/mijn-gegevens/wissen", {"zeker": "1"})

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
