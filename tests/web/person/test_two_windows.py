"""Two windows of one person, one of them old: neither undoes what the other saved."""

from __future__ import annotations

import random
from datetime import date

import pytest

from tests.builders import beginner
from tests.page import Form
from tests.visitor import Installation, Visitor
from tests.web.person.plans import PATH, form_of, plan_of, row, rows

REFLECTION = {"theme_id": "doen"}


@pytest.fixture
def owner(here: Installation) -> Visitor:
    owner = here.owner(beginner())
    owner.post(PATH, {"texts-1": "was", "look_again": "2027-01-01", **row(0, "bellen")})
    return owner


def reflection_of(visitor: Visitor) -> Form:
    return visitor.get("/profiel").form("/profiel", having=REFLECTION)


def thoughts_of(visitor: Visitor) -> dict[str, str]:
    return visitor.portfolio.assessments[0].reflections["doen"]


def test_an_old_window_that_goes_on_saving_undoes_nothing(owner: Visitor) -> None:
    new, old = form_of(owner), form_of(owner)
    new.save_in_passing(
        {"texts-1": "nieuw", "look_again": "2027-05-01", **row(0, "bellen met Jan")}
    )

    for text in ("ik", "ik typ", "ik typ verder"):
        assert old.save_in_passing({"texts-2": text}).status == 200

    assert list(plan_of(owner).sections.values()) == ["nieuw", "ik typ verder"]
    assert plan_of(owner).look_again == date(2027, 5, 1)
    assert rows(owner.get(PATH)) == [("bellen met Jan", "")]


def test_an_old_profile_that_goes_on_saving_undoes_no_thought(here: Installation) -> None:
    owner = here.owner(beginner())
    new, old = reflection_of(owner), reflection_of(owner)
    new.save_in_passing({"texts-0": "nieuw"})

    for text in ("ik", "ik typ", "ik typ verder"):
        assert old.save_in_passing({"texts-1": text}).status == 200

    assert thoughts_of(owner) == {"vraag-1": "nieuw", "vraag-2": "ik typ verder"}


def test_an_action_typed_in_two_windows_becomes_two_and_no_more(owner: Visitor) -> None:
    one, two = form_of(owner), form_of(owner)
    one.save_in_passing(row(0, "bellen met Jan"))

    for what in ("bellen m", "bellen met Piet", "bellen met Piet en Jo"):
        assert two.save_in_passing(row(0, what)).status == 200
    one.save_in_passing(row(0, "bellen met Jan morgen"))

    assert rows(owner.get(PATH)) == [("bellen met Jan morgen", ""), ("bellen met Piet en Jo", "")]


def test_an_action_typed_in_two_windows_is_told_at_the_button(owner: Visitor) -> None:
    one, two = form_of(owner), form_of(owner)
    one.send(row(0, "bellen met Jan"))

    saved = two.send(row(0, "bellen met Piet"))

    assert "ze staan er nu allebei" in owner.get(saved.location).words


def test_a_clash_in_passing_is_told_and_makes_no_copies(owner: Visitor) -> None:
    one, two = form_of(owner), form_of(owner)
    one.save_in_passing({"texts-1": "van een", **row(0, "van een")})

    for what in ("van t", "van twee"):
        answer = two.save_in_passing({"texts-1": "van twee", **row(0, what)})
        assert answer.status == 409
        assert "ergens anders veranderd" in answer.json["message"]

    assert rows(owner.get(PATH)) == [("van een", ""), ("van twee", "")]
    assert "Intussen bewaard: van een" in two.send().words


def test_the_page_of_a_clash_undoes_nothing_else(owner: Visitor) -> None:
    one, two = form_of(owner), form_of(owner)
    one.send({"texts-1": "een", "texts-2": "een", "look_again": "2027-05-01"})

    clash = two.send({"texts-2": "twee"})
    assert clash.status == 409
    assert clash.form(PATH).send().status == 303

    assert list(plan_of(owner).sections.values()) == ["een", "twee"]
    assert plan_of(owner).look_again == date(2027, 5, 1)


def test_the_page_of_a_clash_of_thoughts_undoes_no_other(here: Installation) -> None:
    owner = here.owner(beginner())
    one, two = reflection_of(owner), reflection_of(owner)
    one.send({"texts-0": "een", "texts-1": "een"})

    clash = two.send({"texts-1": "twee"})
    assert clash.status == 409
    assert clash.form("/profiel", having=REFLECTION).send().status == 303

    assert thoughts_of(owner) == {"vraag-1": "een", "vraag-2": "twee"}


@pytest.mark.parametrize("seed", range(8))
def test_a_text_that_one_window_alone_typed_is_always_kept(owner: Visitor, seed: int) -> None:
    """Three windows of different ages type away, each in texts of its own and one they share."""
    rng = random.Random(seed)
    windows = [form_of(owner)]
    last: dict[int, str] = {}
    for step in range(12):
        if len(windows) < 3 and rng.random() < 0.3:
            windows.append(form_of(owner))
        window = rng.randrange(len(windows))
        place, text = rng.choice((0, window + 1)), f"venster {window}, keer {step}"
        windows[window].save_in_passing({f"texts-{place}": text})
        last[place] = text if place else ""

    fields = form_of(owner).fields
    assert {n: fields[f"texts-{n}"] for n in last if n} == {n: t for n, t in last.items() if n}
