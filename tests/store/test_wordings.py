"""An old profile still shows the words that were asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from ehbo.domain.portfolio import Portfolio
from ehbo.domain.questionnaire import PlanSection, Questionnaire
from ehbo.store import database, wordings
from tests.builders import TODAY, Q, beginner, instrument, reworded


def with_other_words() -> Questionnaire:
    themes = instrument().model_dump()["themes"]
    themes[0]["statements"][0]["text"] = "Andere woorden"
    return reworded(instrument(), themes=themes)


def test_every_version_is_kept_next_to_the_others(path: Path) -> None:
    old, new = instrument(), with_other_words()
    assert old.version != new.version
    with database.opened(path) as db:
        wordings.keep(db, [old])
        wordings.keep(db, [old, new])
        assert wordings.find(db, Q, old.version) == old
        assert wordings.find(db, Q, new.version) == new
        assert wordings.find(db, Q, "0" * 16) is None
        assert wordings.find(db, "anders", old.version) is None


def test_what_is_not_asked_may_be_bettered_within_a_version(path: Path) -> None:
    old = instrument()
    better = reworded(old, plan=[*old.plan, PlanSection(id="erbij", title="Erbij")])
    assert better.version == old.version
    with database.opened(path) as db:
        wordings.keep(db, [old])
        wordings.keep(db, [better])
        wordings.keep(db, [with_other_words()])
        assert wordings.find(db, Q, old.version) == better


def test_an_assessment_is_shown_in_the_words_it_was_taken_with(path: Path) -> None:
    portfolio, old, new = beginner(), instrument(), with_other_words()
    (assessment,) = portfolio.assessments
    with database.opened(path) as db:
        assert wordings.of(db, {Q: old}, portfolio, assessment) is old
        with pytest.raises(KeyError):
            wordings.of(db, {Q: new}, portfolio, assessment)
        brought = portfolio.model_copy(update={"wordings": (old,)})
        assert wordings.of(db, {}, brought, assessment) == old
        wordings.keep(db, [old])
        assert wordings.of(db, {Q: new}, portfolio, assessment) == old


def test_only_words_that_are_not_kept_here_come_along(path: Path) -> None:
    old, new = instrument(), with_other_words()
    portfolio = Portfolio(wordings=(old, new)).started(old, TODAY, "a")
    with database.opened(path) as db:
        wordings.keep(db, [old])
        kept = wordings.without_known(db, portfolio)
    assert kept.wordings == (new,)
    assert kept.assessments == portfolio.assessments
