"""What is sent again after a refusal: a person's own words to see, all else unseen."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import pytest

from ehbo.store import portfolios
from tests.builders import DOEN, OVERVIEW, Clock, seasoned
from tests.page import Form
from tests.team_builders import OurTeam, sample
from tests.visitor import Installation

TEXT = "Een hele gedachte, die langer is dan een regel en niet weg mag raken."


def test_after_an_expired_token_a_filled_page_shows_nothing_of_its_own(here: Installation) -> None:
    owner = here.owner(seasoned())
    form = owner.get(DOEN).form(DOEN)
    owner.forget_form_cookie()

    refused = form.send({"doen-2": "1"})

    assert refused.status == 400
    assert "Jouw tekst" not in refused.words
    assert refused.form(DOEN).fields["shown_answers"] == form.fields["shown_answers"]
    assert refused.form(DOEN).send().status == 303
    kept = owner.portfolio.assessments[-1].answers
    assert (kept["doen-1"], kept["doen-2"], kept["doen-3"]) == (4, 1, 3)


def _forms(here: Installation) -> Iterator[Form]:
    """Every form of the product, as an owner, a member of a team and its lead find them."""
    team = OurTeam(here)
    paths = ["/zelfanalyse", OVERVIEW, DOEN, f"{DOEN}?open=1", "/profiel", "/pop-op"]
    paths += ["/", "/tien-redenen", "/sleutel", "/mijn-gegevens", "/team", "/team/nieuw"]
    pages = [here.owner(seasoned()).get(path) for path in paths]
    pages += [team.member().get(team.address), team.leader().get(team.managing)]
    team.published(*sample(6))
    team.shared()
    pages.append(team.leader().get(team.managing))
    for page in pages:
        for element in page.dom.xpath("//form[@method='post']"):
            yield Form(page, element)


def test_on_a_resend_page_only_what_a_person_wrote_can_be_seen(
    here: Installation, clock: Clock
) -> None:
    covered = set()
    for form in _forms(here):
        hidden = dict.fromkeys(form.element.xpath(".//input[@type='hidden']/@name"), "v" * 60)
        written = dict.fromkeys(form.element.xpath(".//textarea/@name"), TEXT)

        refused = form.send({**hidden, **written})

        assert refused.status == 400, form.action
        assert set(refused.dom.xpath("//main//textarea/@name")) == set(written), form.action
        del hidden["csrf_token"]
        if hidden or written:
            again = refused.form(form.action).fields
            assert {name: again[name] for name in (*hidden, *written)} == {**hidden, **written}
        covered |= {*hidden, *written}

    assert covered >= {
        *(
            "page_of",
            "assessment_id",
            "answered_version",
            "shown_answers",
            "theme_id",
            "questions",
            "bases-0",
        ),
        *("look_again_base", "actions-0-mark", "actions-0-action_id", "texts-0"),
        *("actions-0-what", "questionnaire_id", "round"),
    }


@pytest.mark.parametrize("place", ["6", "20", "29", "9999", "0031"])
@pytest.mark.parametrize(
    ("path", "having"), [("/pop-op", {}), ("/profiel", {"theme_id": "doen"})], ids=str
)
def test_a_text_without_a_place_is_not_said_to_be_saved(
    here: Installation, path: str, having: dict[str, str], place: str
) -> None:
    owner = here.owner(seasoned())
    fields = owner.get(path).form(path, having=having).fields

    refused = owner.request("POST", path, data={**fields, f"texts-{place}": TEXT})

    assert refused.status == 409
    assert "Hier is geen plek meer voor wat je schreef" in refused.title
    assert refused.form(path).fields[f"texts-{place}"] == TEXT
    assert owner.portfolio == seasoned()


def test_after_a_fault_of_ours_the_text_can_be_sent_again(
    here: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = here.owner(seasoned())
    form = owner.get("/pop-op").form("/pop-op")
    with monkeypatch.context() as patch:
        patch.setattr(portfolios, "save", lambda *_: 1 / 0)
        broken = form.send({"texts-1": TEXT})

    assert broken.status == 500
    assert "Er ging iets mis bij ons" in broken.title
    assert broken.form("/pop-op").fields["texts-1"] == TEXT
    assert broken.form("/pop-op").send().status == 303


def test_a_file_that_was_refused_is_to_be_chosen_again(here: Installation) -> None:
    owner = here.owner(seasoned())
    file = (BytesIO(b"{}"), "mijn-gegevens.json")

    page = owner.request("POST", "/mijn-gegevens/laden", data={"csrf_token": "oud", "file": file})

    assert page.status == 400
    assert "kies het bestand weer" in page.words
    assert "druk op de knop" not in page.words.lower()
