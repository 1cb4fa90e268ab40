"""What the page of a theme shows, without a website around it."""

from __future__ import annotations

from ehbo.domain.assessment import Assessment
from ehbo.web.person.theme_page import ThemePage, answer_pairs, theme_page
from tests.builders import answers, instrument, measurement, reworded, theme

DOEN = theme("doen")


def taken(*ids: str, value: int = 2) -> Assessment:
    return measurement(instrument(), dict.fromkeys(ids, value)).assessment


def page_of(assessment: Assessment | None, *chosen: tuple[str, int]) -> ThemePage:
    return theme_page(instrument(), DOEN, assessment, instrument(), dict(chosen))


def test_a_page_is_blank_until_an_answer_in_its_theme_is_kept() -> None:
    assert page_of(None).blank
    assert page_of(taken("doel-1")).blank
    assert not page_of(taken("doen-1")).blank


def test_what_it_answers_to_makes_a_page_somebodys_own() -> None:
    served, fault = instrument(), (("doen-1", "Kies"),)

    assert not page_of(None, ("doen-1", 3)).blank
    assert not theme_page(served, DOEN, None, served, faults=fault).blank
    assert not theme_page(served, DOEN, None, served, changed_elsewhere=fault).blank
    assert not theme_page(served, DOEN, None, served, reworded=True).blank
    assert not theme_page(served, DOEN, None, served, show_open=True).blank


def test_who_is_as_far_gets_the_same_page() -> None:
    one, other, further = taken("doel-1"), taken("raad-1", value=4), taken("doel-1", "raad-1")

    assert page_of(one) == page_of(other) != page_of(further)
    assert page_of(one).key == page_of(other).key != page_of(further).key


def test_the_key_is_offered_with_one_theme_complete() -> None:
    one, two = taken(*answers("doel")), taken(*answers("doel"), *answers("raad"))

    assert [page_of(of).offer_key for of in (None, taken("doel-1"), one, two)] == [
        False,
        False,
        True,
        False,
    ]


def test_what_came_back_stands_in_the_place_of_what_is_kept() -> None:
    page = page_of(taken("doen-1", "doen-2"), ("doen-2", 4), ("doen-3", 1))

    assert page.answers == {"doen-1": 2, "doen-2": 4, "doen-3": 1}
    assert page.filled_with == {"doen-1": 2, "doen-2": 2}
    assert page.shown_answers == answer_pairs(page.filled_with) == "doen-1=2,doen-2=2"
    assert [link for link, _ in page.open_links] == ["doen-4-1", "doen-5-1"]


def test_old_words_say_what_is_asked_otherwise_by_now() -> None:
    statements = (reworded(DOEN.statements[0], text="Anders"), *DOEN.statements[1:])
    later = reworded(DOEN, statements=statements)
    served = reworded(instrument(), themes=(later, *instrument().themes[1:]))

    assert theme_page(instrument(), DOEN, None, served).changed_since
    assert not theme_page(instrument(), DOEN, None, instrument()).changed_since
    assert not theme_page(instrument(), DOEN, None, None).changed_since
