"""What every document of a team says, against the publication it was made from."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from ehbo.charts.team_words import (
    agreement_words,
    mean_words,
    statement_words,
    team_sentence,
    turnout,
)
from ehbo.documents.parts import NOTHING
from ehbo.documents.team.invitation import invitation
from ehbo.documents.team.report import shown_name, team_report
from ehbo.domain import scoring
from ehbo.domain.questionnaire import Scale, Statement
from ehbo.domain.team import conversation
from ehbo.domain.team.disclosure import (
    Agreement,
    Bound,
    Publication,
    StatementPicture,
    ThemePicture,
    published,
    rounded,
)
from ehbo.dutch import number
from tests.documents.person.sample import TINY
from tests.documents.team.sample import ON, SIZES, instrument, other, publication, team

SCALE = Scale(labels=("Nee", "Soms", "Ja", "Altijd"))


def test_means_say_their_bound() -> None:
    assert mean_words(ThemePicture(id="a", mean=Decimal("2.6"))) == "2,6"
    low = ThemePicture(id="a", mean=Decimal("1.6"), bound=Bound.OR_LOWER)
    high = ThemePicture(id="a", mean=Decimal("3.4"), bound=Bound.OR_HIGHER)
    assert (mean_words(low), mean_words(high)) == ("1,6 of lager", "3,4 of hoger")


def test_statements_say_all_that_is_published_and_no_more() -> None:
    nearly = StatementPicture(id="a-1", nearly_all=3)
    mean = StatementPicture(id="a-1", mean=Decimal("2.6"), agreement=Agreement.MIXED)
    counts = mean.model_copy(update={"counts": (1, 0, 1200, 3)})
    assert statement_words(nearly, SCALE) == "Bijna iedereen: Ja"
    assert statement_words(mean, SCALE) == "Gemiddeld 2,6"
    assert statement_words(counts, SCALE) == "Nee: 1, Soms: 0, Ja: 1.200, Altijd: 3; gemiddeld 2,6"
    with pytest.raises(ValueError, match="a-1"):
        statement_words(StatementPicture(id="a-1"), SCALE)


def test_agreement_is_a_distance_and_no_verdict() -> None:
    said = [agreement_words(one) for one in Agreement]
    assert said == ["dicht bij elkaar", "enigszins uiteen", "ver uiteen"]


def test_turnout_does_not_hide_that_more_came_than_expected() -> None:
    assert turnout(9, 12) == "9 van de 12 mensen deden mee"
    assert turnout(13, 12) == "13 mensen deden mee (verwacht: 12)"
    assert turnout(99_000, 100_000) == "99.000 van de 100.000 mensen deden mee"


@pytest.mark.parametrize(
    ("before", "told"),
    [
        ((8,), "eerst 8, daarna 6"),
        ((8, 7), "eerst 8, daarna 7 en 6"),
        ((8, 7, 1200), "eerst 8, daarna 7, 1.200 en 6"),
    ],
)
def test_turnout_tells_every_number_that_was_expected_before(
    before: tuple[int, ...], told: str
) -> None:
    assert turnout(6, 6, before) == f"6 van de 6 mensen deden mee (verwacht: {told})"
    assert turnout(7, 6, before) == f"7 mensen deden mee (verwacht: {told})"
    shown = publication(6).model_copy(update={"expected": 6, "expected_before": before})
    assert f"(verwacht: {told})" in team_report(instrument(), shown, "Team", 1).facts


@pytest.mark.parametrize("n", SIZES)
def test_it_says_what_the_publication_holds(n: int) -> None:
    shown, made = publication(n), team(n)
    assert [(row.shown.id, row.shown) for row in made.themes] == [(t.id, t) for t in shown.themes]
    rows = [row for theme in made.themes for row in theme.statements]
    assert tuple(row.shown for row in rows) == shown.statements
    for theme, cells in zip(shown.themes, made.scores.rows, strict=True):
        assert cells[1] == mean_words(theme)
    assert made.sentence == team_sentence(instrument(), shown)
    assert made.facts.startswith("Ronde 2 · 22 november 2026 · ")
    for row in rows:
        counts = row.shown.counts
        assert (row.r_wg is not None) == (counts is not None)
        if counts is not None:
            exact = rounded(scoring.agreement(counts), 2)
            assert row.r_wg == exact
            assert row.together.endswith(f" ({number(Fraction(exact), 2)})")
        assert (row.agreement == "") == (row.shown.nearly_all is not None)


def test_columns_appear_with_their_figures() -> None:
    assert team(5).scores.header == team(6).scores.header == ("Thema", "Gemiddelde")
    assert team(100).scores.header == ("Thema", "Gemiddelde", "Spreiding", "Cronbachs alfa")
    ten = team(10).scores
    assert ten.header == ("Thema", "Gemiddelde", "Spreiding")
    assert NOTHING in {row[2] for row in ten.rows}, "where a statement is nearly everybody's"


def test_five_people_see_themes_only() -> None:
    made = team(5)
    assert all(not row.statements for row in made.themes)
    assert [point.statement for point in made.points] == ["", ""]
    assert "stellingen" in made.unseen[2] and "vanaf 6" in made.unseen[2]
    assert made.explained == ()


def coded() -> Publication:
    """Five people who chose the lowest answer throughout one theme and the highest in another."""
    row = [1, 1, 4, 4, 4, 2, 3]
    themes, _ = published(TINY.scale, TINY.themes, [row] * 5)
    return publication(5, TINY).model_copy(update={"themes": themes})


def test_a_coded_mean_is_drawn_at_its_bound_and_explained() -> None:
    shown = coded()
    made = team_report(TINY, shown, "Team", 1)
    assert [theme.bound for theme in shown.themes] == [
        Bound.OR_LOWER,
        Bound.OR_HIGHER,
        Bound.EXACT,
    ]
    assert "of lager" in made.themes[0].mean and "of hoger" in made.themes[1].mean
    exact = tuple(t.model_copy(update={"bound": Bound.EXACT}) for t in shown.themes)
    plain = team_report(TINY, shown.model_copy(update={"themes": exact}), "Team", 1)
    assert made.picture.split("</desc>")[1] == plain.picture.split("</desc>")[1]
    assert any("“of lager”" in line for line in made.unseen)
    assert not any("“of lager”" in line for line in plain.unseen)


@pytest.mark.parametrize("n", SIZES[1:])
def test_what_to_talk_about_is_chosen_by_the_domain(n: int) -> None:
    made, asked, shown = team(n), instrument(), publication(n)
    divided = conversation.most_divided(asked, shown)
    lowest = conversation.lowest(asked, shown)
    wanted = [*divided, *(topic for topic in lowest if topic not in divided)]
    assert [point.statement for point in made.points] == [
        topic.statement.text for topic in wanted if topic.statement
    ]
    assert made.questions == tuple(q.text for q in asked.reflection_questions)
    assert all(point.why for point in made.points)


def test_a_topic_for_two_reasons_stands_there_once() -> None:
    themes = tuple(
        theme.model_copy(update={"statements": theme.statements[:1]}) for theme in TINY.themes
    )
    asked = other(themes)
    rows = [[1, 3, 3], [1, 4, 4], [1, 3, 3], [4, 4, 4], [4, 3, 4], [2, 4, 3]]
    shown_themes, statements = published(asked.scale, asked.themes, rows)
    shown = publication(6, asked).model_copy(
        update={"themes": shown_themes, "statements": statements}
    )
    first = team_report(asked, shown, "Team", 1).points[0]
    assert first.why == "Hier verschillen de antwoorden het meest en is de score het laagst"


def test_without_a_choice_no_reason_is_given() -> None:
    one = publication(5, TINY)
    alone = one.model_copy(update={"themes": one.themes[:1]})
    assert [point.why for point in team_report(TINY, alone, "Team", 1).points] == [""]


def test_context_and_reversed_statements_say_so() -> None:
    notes = {row.statement.id: row.note for theme in team(9).themes for row in theme.statements}
    context = [s.id for s in instrument().statements.values() if s.about == "context"]
    assert len(context) > 1
    assert {id for id, note in notes.items() if note} == set(context)
    odd = Statement(id="doen-1", text="Omgekeerd", reversed=True)
    doen = TINY.themes[0]
    theme = doen.model_copy(update={"statements": (odd, *doen.statements[1:])})
    asked = other((theme, *TINY.themes[1:]))
    row = team_report(asked, publication(6, asked), "Team", 1).themes[0].statements[0]
    assert row.note.startswith("Omgekeerde stelling")


def test_a_name_stays_on_its_line_and_turns_nothing_around() -> None:
    assert shown_name("\u202eomgekeerd\u2069 ja") == "omgekeerd ja"
    assert shown_name(" twee\r\nregels\t hier \x00") == "twee regels hier"
    assert shown_name("فريق 👩‍👩‍👧 ’t") == "فريق 👩‍👩‍👧 ’t"


def test_the_invitation_says_what_people_want_to_know() -> None:
    said = invitation("=1+1 <b>", "https://ehbo.nl/team/K7QD", "K7QD", ON, least=8)
    for part in (
        "“=1+1 <b>”",
        "https://ehbo.nl/team/K7QD",
        "zondag 22 november 2026",
        "10 minuten",
        "in één beeld van je team, zonder je naam",
        "Staat bij je collega dezelfde teamcode?",
        "minstens 8 mensen",
        "intrekken",
        "Wat er niet in staat: wie meedeed en wie wat antwoordde.",
        "geen account",
    ):
        assert part in said
    assert "minstens 5 mensen" in invitation("Team", "a", "b", ON, minutes=3)
    assert said.endswith("\n") and "  \n" not in said
