"""What is read may be improved: nobody is told otherwise, shut out, or shown under another's."""

from __future__ import annotations

import pytest

from ehbo.content.questionnaires import load
from ehbo.domain.questionnaire import Questionnaire
from tests.builders import TINY, put_tiny_questionnaire
from tests.conftest import Install
from tests.team_builders import Clock, OurTeam
from tests.visitor import Installation, Visitor
from tests.web.person.tiny import COMMA, DELEN, FORM, LUISTEREN, OVERVIEW

SECOND = '[[reflection_questions]]\nid = "vraag-2"\ntext = "Wat wil je anders?"\n'
THIRD = '[[reflection_questions]]\nid = "vraag-3"\ntext = "Wie helpt je?"\n'
READ = {
    "a question more": (SECOND, SECOND + THIRD),
    "a question less": (SECOND, ""),
    "a question in other words": ("Wat valt je op?", "Wat viel je op?"),
    "reading": ("Hoe hoger, hoe meer.", "Hoger is meer."),
    "introduction": ("Twee thema's, vijf antwoorden.", "Twee thema's."),
    "introduction of a theme": ("Over luisteren.", "Over goed luisteren."),
    "motto": ('title = "Delen"', 'title = "Delen"\nmotto = "Deel!"'),
    "title of a theme": ('title = "Luisteren"', 'title = "Goed luisteren"'),
    "title": ("Kleine vragenlijst", "Korte vragenlijst"),
    "tip": ("Tel tot tien", "Tel tot elf"),
    "language": ('title = "Kleine', 'language = "en"\ntitle = "Kleine'),
    "about": ("reversed = true", 'reversed = true\nabout = "context"'),
}


@pytest.fixture
def tiny(install: Install) -> Installation:
    here = install()
    put_tiny_questionnaire(here.data)
    return here.restarted()


def changed(here: Installation, *changes: tuple[str, str]) -> Installation:
    put_tiny_questionnaire(here.data, *changes)
    return here.restarted()


def moved(visitor: Visitor, here: Installation) -> Visitor:
    """The same browser after a restart, with the pages that it has open."""
    visitor.installation = here
    visitor.client.application = here.app
    return visitor


def measured(here: Installation) -> Visitor:
    visitor = here.visitor()
    visitor.post(LUISTEREN, {"luisteren-1": "5", "luisteren-2": "2"})
    return visitor


@pytest.mark.parametrize("change", READ.values(), ids=READ)
def test_nobody_is_told_of_other_statements(tiny: Installation, change: tuple[str, str]) -> None:
    visitor = measured(tiny)
    later = moved(visitor, changed(tiny, change))
    for path in (OVERVIEW, LUISTEREN, DELEN):
        words = later.get(path).words
        assert "veranderd" not in words and "waarmee je begon" not in words
    assert later.post(DELEN, {"delen-1": "4"}).status == 303


@pytest.mark.parametrize("change", READ.values(), ids=READ)
def test_a_page_from_before_is_saved(tiny: Installation, change: tuple[str, str]) -> None:
    visitor = tiny.visitor()
    page = visitor.get(LUISTEREN).form(LUISTEREN)
    moved(visitor, changed(tiny, change))
    assert page.send({"luisteren-1": "5"}).status == 303


@pytest.mark.parametrize("change", READ.values(), ids=READ)
def test_a_newcomer_and_who_began_before_join_an_open_round(
    tiny: Installation, clock: Clock, change: tuple[str, str]
) -> None:
    before = measured(tiny)
    before.post(DELEN, {"delen-1": "4"})
    team = OurTeam(tiny, questionnaire=served(tiny))
    later = changed(tiny, change)
    newcomer = later.visitor()
    assert "Doe eerst de zelfanalyse" in newcomer.get(team.address).words
    newcomer.post(LUISTEREN, {"luisteren-1": "3", "luisteren-2": "3"})
    newcomer.post(DELEN, {"delen-1": "4"})
    for visitor in (newcomer, moved(before, later)):
        assert team.choose(visitor, "bijdragen").status == 303
    assert team.count == 2


def served(here: Installation) -> Questionnaire:
    return load(here.data / "questionnaires" / TINY)


def test_the_newest_reading_is_shown_to_who_began_before(tiny: Installation) -> None:
    visitor = measured(tiny)
    later = moved(visitor, changed(tiny, READ["reading"], READ["title of a theme"]))
    words = later.get("/profiel").words
    assert "Hoger is meer." in words and "Goed luisteren" in words


def test_a_comma_in_a_statement_is_said_and_shuts_newcomers_out(
    tiny: Installation, clock: Clock
) -> None:
    visitor, team = measured(tiny), OurTeam(tiny, questionnaire=served(tiny))
    later = changed(tiny, COMMA)
    said = "is stelling 1 van Luisteren anders geworden."
    assert f"Sinds je begon, {said}" in moved(visitor, later).get(OVERVIEW).words
    assert f"Sinds je begon, {said}" in visitor.get(DELEN).words
    newcomer = later.visitor()
    assert f"Sinds deze ronde begon, {said}" in newcomer.get(team.address).words
    newcomer.post(LUISTEREN, {"luisteren-1": "3", "luisteren-2": "3"})
    assert f"Vergeleken met je meting {said}" in newcomer.get(team.address).words


def test_a_page_of_other_statements_says_what_changed(tiny: Installation) -> None:
    visitor = tiny.visitor()
    page = visitor.get(LUISTEREN).form(LUISTEREN)
    gone = '[[statements]]\nid = "luisteren-1"\ntext = "Ik luister eerst."\n'
    moved(visitor, changed(tiny, (gone, "")))
    refused = page.send({"luisteren-1": "5", "luisteren-2": "4"})
    assert refused.status == 409
    assert "Sinds je deze pagina opende, viel er een stelling weg in Luisteren." in refused.words
    assert refused.form(LUISTEREN).fields["luisteren-2"] == "4"


# ── What was written stays under its own question ────────────────────────────────────────────


def thoughts(visitor: Visitor) -> dict[str, str]:
    return visitor.portfolio.assessments[0].reflections.get("luisteren", {})


def test_a_text_under_a_question_that_is_gone_stays_and_is_shown(tiny: Installation) -> None:
    visitor = measured(tiny)
    visitor.post("/profiel", {"texts-0": "Dit valt op", "texts-1": "Dit anders"}, having=FORM)
    later = moved(visitor, changed(tiny, READ["a question less"]))

    assert "Eerder geschreven bij Luisteren" in later.get("/profiel").words
    assert "Dit anders" in later.get("/profiel").words
    assert "Dit anders" in later.get("/mijn-gegevens").words
    later.post("/profiel", {"texts-0": "Toch niet"}, having=FORM)
    assert thoughts(later) == {"vraag-1": "Toch niet", "vraag-2": "Dit anders"}
    file = later.get("/mijn-gegevens.json").response.get_data(as_text=True)
    assert "Dit anders" in file
    back = moved(later, changed(tiny))
    assert back.get("/profiel").form("/profiel", having=FORM).fields["texts-1"] == "Dit anders"


def test_a_page_from_before_saves_each_text_under_its_own_question(tiny: Installation) -> None:
    visitor = measured(tiny)
    page = visitor.get("/profiel").form("/profiel", having=FORM)
    first = '[[reflection_questions]]\nid = "vraag-1"\ntext = "Wat valt je op?"\n'
    later = changed(tiny, (first, ""), (SECOND, THIRD + SECOND))
    moved(visitor, later)

    assert page.save_in_passing({"texts-0": "op", "texts-1": "anders"}).status == 200
    assert thoughts(visitor) == {"vraag-1": "op", "vraag-2": "anders"}
    fields = visitor.get("/profiel").form("/profiel", having=FORM).fields
    assert fields["questions"] == "vraag-3 vraag-2"
    assert (fields["texts-0"], fields["texts-1"]) == ("", "anders")


def test_a_page_from_before_that_is_refused_keeps_every_text(tiny: Installation) -> None:
    visitor = measured(tiny)
    page = visitor.get("/profiel").form("/profiel", having=FORM)
    moved(visitor, changed(tiny, (SECOND, THIRD)))

    refused = page.send({"texts-0": "kort", "texts-1": "x" * 10_001})

    assert refused.status == 422
    assert refused.summary[0][0] == "#luisteren-denk-1"
    form = refused.form("/profiel", having=FORM)
    assert form.fields["texts-0"] == "kort" and len(form.fields["texts-1"]) == 10_001
    form.send({"texts-1": "korter", "texts-2": "Jan"})
    assert thoughts(visitor) == {"vraag-1": "kort", "vraag-2": "korter", "vraag-3": "Jan"}


def test_a_clash_under_a_question_that_is_gone_shows_both_texts(tiny: Installation) -> None:
    visitor = measured(tiny)
    one, two = (visitor.get("/profiel").form("/profiel", having=FORM) for _ in range(2))
    one.send({"texts-1": "van een"})
    moved(visitor, changed(tiny, READ["a question less"]))

    clash = two.send({"texts-1": "van twee", "texts-0": "ook"})

    assert clash.status == 409
    assert "Intussen bewaard: van een" in clash.words
    form = clash.form("/profiel", having=FORM)
    assert form.fields["texts-1"] == "van twee"
    assert form.send().status == 303
    assert thoughts(visitor) == {"vraag-1": "ook", "vraag-2": "van twee"}


def test_a_clash_is_shown_at_its_own_theme_only(tiny: Installation) -> None:
    visitor = measured(tiny)
    visitor.post(DELEN, {"delen-1": "4"})
    one, two = (visitor.get("/profiel").form("/profiel", having=FORM) for _ in range(2))
    one.send({"texts-0": "van een"})
    clash = two.send({"texts-0": "van twee"})
    assert clash.words.count("Intussen bewaard: van een") == 1
    assert len(clash.summary) == 1


def test_a_page_from_before_the_questions_had_ids_is_saved_by_place(tiny: Installation) -> None:
    visitor = measured(tiny)
    page = visitor.get("/profiel").form("/profiel", having=FORM)
    del page.fields["questions"]
    assert page.send({"texts-1": "tweede"}).status == 303
    assert thoughts(visitor) == {"vraag-2": "tweede"}


@pytest.mark.parametrize("ids", ["vraag-1 vraag-1", "Vraag-1", "vraag-1", "é", "x" * 61])
def test_questions_that_cannot_be_are_refused_with_the_text(tiny: Installation, ids: str) -> None:
    visitor = measured(tiny)
    page = visitor.get("/profiel").form("/profiel", having=FORM)
    refused = page.send({"questions": ids, "texts-1": "niet kwijt"})
    assert refused.status == 409
    assert "niet kwijt" in refused.form("/profiel").fields.values()
    assert thoughts(visitor) == {}


# ── And a plan's texts under their own sections ──────────────────────────────────────────────

PLAN = "/pop-op?vragenlijst=klein"
NOW = '[[plan]]\nid = "nu"\ntitle = "Waar sta ik?"\ndraft = "self"\n'
LATER = '[[plan]]\nid = "straks"\ntitle = "Waar wil ik heen?"\n'
HELP = '[[plan]]\nid = "hulp"\ntitle = "Wie helpt?"\n'
# One section gone, one new, and so every place another.
OTHER_PLAN = ((NOW, ""), (LATER, HELP + LATER))


def sections(visitor: Visitor) -> dict[str, str]:
    return visitor.portfolio.plan(TINY).sections


def test_a_plan_from_before_saves_each_text_under_its_own_section(tiny: Installation) -> None:
    visitor = measured(tiny)
    page = visitor.get(PLAN).form("/pop-op")
    moved(visitor, changed(tiny, *OTHER_PLAN))

    saved = page.send({"texts-0": "hier", "texts-1": "daar"})

    assert saved.location == PLAN
    assert sections(visitor) == {"nu": "hier", "straks": "daar"}
    fields = visitor.get(PLAN).form("/pop-op").fields
    assert (fields["sections"], fields["texts-0"], fields["texts-1"]) == ("hulp straks", "", "daar")
    assert "hier" in visitor.get(PLAN).words


def test_a_plan_from_before_that_is_refused_keeps_every_text(tiny: Installation) -> None:
    visitor = measured(tiny)
    page = visitor.get(PLAN).form("/pop-op")
    moved(visitor, changed(tiny, *OTHER_PLAN))

    refused = page.send({"texts-0": "hier", "texts-1": "x" * 10_001})

    assert refused.status == 422
    assert refused.summary[0][0] == "#texts-1"
    form = refused.form("/pop-op")
    assert form.fields["texts-0"] == "hier" and len(form.fields["texts-1"]) == 10_001
    assert form.send({"texts-1": "daar", "texts-2": "Jan"}).status == 303
    assert sections(visitor) == {"nu": "hier", "straks": "daar", "hulp": "Jan"}


def test_a_plan_that_clashes_in_a_section_that_is_gone_shows_both(tiny: Installation) -> None:
    visitor = measured(tiny)
    one, two = (visitor.get(PLAN).form("/pop-op") for _ in range(2))
    one.send({"texts-0": "van een"})
    moved(visitor, changed(tiny, *OTHER_PLAN))

    clash = two.send({"texts-0": "van twee", "texts-1": "daar"})

    assert clash.status == 409
    assert "van een" in clash.words
    assert clash.form("/pop-op").fields["texts-0"] == "van twee"
    assert clash.form("/pop-op").send().status == 303
    assert sections(visitor) == {"nu": "van twee", "straks": "daar"}
