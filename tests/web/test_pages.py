"""The pages around the journey, and what machines ask: health and security.txt."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest

from ehbo.domain.portfolio import Portfolio
from tests.builders import NOW, beginner, instrument
from tests.conftest import Install
from tests.visitor import Installation, Visitor

REASONS = "/tien-redenen"
FIRST, LAST = "automatische-piloot", "terugpraten"
AUTOSAVE = {"X-Autosave": "1"}


def test_home_says_what_it_is_and_what_it_promises(visitor: Visitor) -> None:
    words = visitor.get("/").words

    assert "27 stellingen" in words
    assert "Wat jij invult, kan alleen jij lezen. Alleen als jij dat kiest" in words


def test_home_warns_who_has_a_key_here_before_opening_another(here: Installation) -> None:
    warning = "Let op: bewaar eerst"
    known, nobody = here.owner(beginner()).get("/"), here.visitor().get("/")

    (told,) = known.form("/sleutel").element.xpath(f".//p[contains(., '{warning}')]")
    assert told.xpath(".//a/@href") == ["/sleutel"]
    assert warning not in nobody.words


def test_every_link_on_a_page_leads_somewhere(here: Installation) -> None:
    for visitor in (here.visitor(), here.owner(beginner())):
        todo, seen = ["/"], set()
        while todo:
            path = todo.pop()
            if path in seen:
                continue
            seen.add(path)
            page = visitor.get(path)
            assert page.status in (200, 303), path
            if page.is_html:
                links = [str(href) for href in page.dom.xpath("//a/@href")]
                todo += [href.partition("#")[0] for href in links if href.startswith("/")]
        assert {"/over", "/privacy", "/toegankelijkheid", REASONS, "/pop-op"} <= seen


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/", []),
        ("/team", [("/team", "page")]),
        ("/team/", [("/team", "page")]),
        ("/team/nieuw", [("/team", "true")]),
        ("/privacy", [("/privacy", "page")]),
        ("/teamwerk", []),
    ],
)
def test_the_menus_say_where_somebody_is(
    visitor: Visitor, path: str, current: list[tuple[str, str]]
) -> None:
    links = visitor.get(path).dom.xpath("//nav//a[@aria-current]")
    assert [(link.get("href"), link.get("aria-current")) for link in links] == current


def test_reasons_are_chosen_changed_and_taken_back(visitor: Visitor) -> None:
    saved = visitor.post(REASONS, {"chosen": ["weerstand", "fouten"]}, follow=True)

    assert "Je keuze is bewaard." in saved.words
    assert saved.form(REASONS).fields["chosen"] == ["weerstand", "fouten"]
    assert visitor.portfolio.reasons == ("weerstand", "fouten")

    visitor.post(REASONS, {"chosen": "fouten"})
    assert visitor.portfolio.reasons == ("fouten",)

    visitor.post(REASONS, {"chosen": None})
    assert visitor.portfolio.reasons == ()


def test_a_reason_that_is_not_there_is_not_kept(visitor: Visitor) -> None:
    visitor.post(REASONS, {"chosen": ["onzin", "weerstand"]})

    assert visitor.portfolio.reasons == ("weerstand",)


def test_choosing_no_reason_makes_no_key(here: Installation, visitor: Visitor) -> None:
    visitor.post(REASONS)

    assert (visitor.key, here.people) == (None, 0)


def test_reasons_saved_in_passing_answer_without_a_page(visitor: Visitor) -> None:
    page = visitor.post(REASONS, {"chosen": ["fouten", "onzin"]}, headers=AUTOSAVE)

    assert page.status == 200
    assert page.json["bases"]["shown"] == "fouten"
    assert page.json["bases"]["page_of"] == visitor.get(REASONS).form(REASONS).fields["page_of"]
    assert visitor.portfolio.reasons == ("fouten",)
    assert "Je keuze is bewaard." not in visitor.get("/").words


@pytest.mark.parametrize("headers", [{}, AUTOSAVE], ids=["by the button", "in passing"])
def test_an_old_tab_leaves_what_another_tab_chose(
    visitor: Visitor, headers: dict[str, str]
) -> None:
    visitor.post(REASONS, {"chosen": ["weerstand", "fouten"]})
    new, old = (visitor.get(REASONS).form(REASONS) for _ in range(2))

    new.send({"chosen": ["weerstand", FIRST]}, headers=headers)  # one more and one less
    old.send({"chosen": ["weerstand", "fouten", LAST]}, headers=headers)

    assert set(visitor.portfolio.reasons) == {"weerstand", FIRST, LAST}


def test_one_page_saves_in_passing_again_and_again(visitor: Visitor) -> None:
    visitor.post(REASONS, {"chosen": "weerstand"})
    tab = visitor.get(REASONS).form(REASONS)
    visitor.post(REASONS, {"chosen": ["weerstand", FIRST]})

    bases: dict[str, str] = {}
    for chosen in (["weerstand", "fouten"], ["fouten"], [LAST], []):
        bases = tab.send({**bases, "chosen": chosen}, headers=AUTOSAVE).json["bases"]
        assert set(visitor.portfolio.reasons) == {FIRST, *chosen}


def test_all_reasons_are_there_to_turn_around(visitor: Visitor) -> None:
    words = visitor.get(REASONS).words

    assert instrument().reasons is not None
    for reason in instrument().reasons.reasons:
        assert reason.title in words and reason.turned in words


def test_the_privacy_page_states_the_live_settings(install: Install) -> None:
    here = install(retention_months=7, contact="privacy@stad.example", organisation="Stad")

    words = here.visitor().get("/privacy").words

    assert "7 maanden" in words
    assert "privacy@stad.example" in words
    assert "Stad" in here.visitor().get("/over").words


def test_a_demo_says_so_on_every_page(install: Install) -> None:
    real, demo = install("echt").visitor(), install("demo", demo=True).visitor()

    for path in ("/", "/sleutel", "/weg"):
        assert "Dit is een demo." in demo.get(path).text
        assert "Dit is een demo." not in real.get(path).text


# ── For machines ─────────────────────────────────────────────────────────────────────────────


def test_a_healthy_service_says_so(visitor: Visitor) -> None:
    page = visitor.get("/gezondheid")

    assert (page.status, page.text, page.response.mimetype) == (200, "gezond\n", "text/plain")
    assert page.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("contact", "written"),
    [
        ("privacy@stad.example", "mailto:privacy@stad.example"),
        ("mailto:privacy@stad.example", "mailto:privacy@stad.example"),
        ("https://stad.example/melden", "https://stad.example/melden"),
    ],
)
def test_security_txt_says_where_to_report(install: Install, contact: str, written: str) -> None:
    visitor = install(contact=contact, public_url="https://ehbo.stad.example").visitor()

    page = visitor.get("/.well-known/security.txt")

    assert page.headers["Content-Type"] == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in page.text.splitlines())
    assert fields["Contact"] == written
    assert fields["Canonical"] == "https://ehbo.stad.example/.well-known/security.txt"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", fields["Expires"])
    left = datetime.fromisoformat(fields["Expires"]) - NOW
    assert timedelta(days=30) < left < timedelta(days=365)


def test_without_a_contact_there_is_no_security_txt(visitor: Visitor) -> None:
    assert visitor.get("/.well-known/security.txt").status == 404


def test_somebody_with_reasons_only_can_open_every_page(here: Installation) -> None:
    owner = here.owner(Portfolio(reasons=("fouten",)))

    for path in ("/", "/profiel", "/pop-op", "/pop-op.pdf", "/pop-op.docx", "/pop-op.ics"):
        assert owner.get(path, follow_redirects=True).status == 200, path
    assert "ik leer van wat misgaat" in owner.get("/mijn-gegevens").words
