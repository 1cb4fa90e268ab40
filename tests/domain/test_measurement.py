"""Which measurement a person sees, and which is laid beside it."""

from __future__ import annotations

from ehbo.domain.measurement import Measurement, to_show
from tests.builders import all_answers, answers, instrument, measurement, reworded


def of(id: str, *themes: str) -> Measurement:
    """A measurement with these themes complete."""
    given = {statement: 2 for theme in themes for statement in answers(theme)}
    return measurement(instrument(), given, id=id)


def test_without_a_complete_theme_there_is_nothing_to_show() -> None:
    assert to_show([]) is None
    assert to_show([measurement(instrument(), {"doen-1": 2})]) is None


def test_the_newest_with_a_complete_theme_shows_unless_another_is_asked_for() -> None:
    first, second, begun = of("een", "doen"), of("twee", "doel"), of("drie")

    assert to_show([first, second, begun]) == (second, first)
    assert to_show([first, second, begun], "een") == (first, None)
    assert to_show([first, second, begun], "drie") == (second, first)
    assert to_show([first, second, begun], "weg") == (second, first)


def test_the_newest_with_all_of_its_themes_is_laid_beside_it() -> None:
    both, one, neither = of("een", "doen", "doel"), of("twee", "doen"), of("drie", "raad")

    assert to_show([both, one, neither, of("vier", "doen", "doel")]) == (
        of("vier", "doen", "doel"),
        both,
    )
    assert to_show([both, one, neither, of("vier", "geld")]) == (of("vier", "geld"), neither)


def test_another_questionnaire_is_never_laid_beside_it() -> None:
    other = measurement(reworded(instrument(), id="anders"), all_answers(), id="een")

    assert to_show([other, of("twee", "doen")]) == (of("twee", "doen"), None)


def test_the_scores_are_those_of_its_own_words() -> None:
    doen = measurement(instrument(), dict.fromkeys(answers("doen"), 3))

    assert doen.complete_themes == {"doen"}
    assert doen.profile.answered == len(answers("doen"))
