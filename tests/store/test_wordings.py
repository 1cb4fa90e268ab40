"""An old profile still shows the words that were asked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ehbo.domain.errors import WordingUnknown
from ehbo.domain.portfolio import Portfolio
from ehbo.domain.questionnaire import PlanSection, Questionnaire
from ehbo.store import database, wordings
from ehbo.store.database import Connection
from tests.builders import TODAY, Q, beginner, instrument, reworded
from tests.store.rounds import dump


def with_other_words() -> Questionnaire:
    themes = instrument().model_dump()["themes"]
    themes[0]["statements"][0]["text"] = "Andere woorden"
    return reworded(instrument(), themes=themes)


def test_every_version_is_kept_next_to_the_others(path: Path) -> None:
    old, new = instrument(), with_other_words()
    assert old.answered_version != new.answered_version
    with database.opened(path) as db:
        wordings.keep(db, [old])
        wordings.keep(db, [old, new])
        assert wordings.find(db, Q, old.answered_version) == old
        assert wordings.find(db, Q, new.answered_version) == new
        assert wordings.find(db, Q, "0" * 16) is None
        assert wordings.find(db, "anders", old.answered_version) is None


@pytest.mark.parametrize(
    "read",
    [
        {"plan": [PlanSection(id="erbij", title="Erbij")]},
        {"reading": "Anders"},
        {"reflection_questions": ["Iets heel anders?"]},
        {"language": "en"},
    ],
    ids=lambda read: next(iter(read)),
)
def test_what_is_not_answered_may_be_bettered_within_a_version(
    path: Path, read: dict[str, Any]
) -> None:
    old = instrument()
    better = reworded(old, **read)
    assert better.answered_version == old.answered_version
    with database.opened(path) as db:
        wordings.keep(db, [old])
        wordings.keep(db, [better])
        wordings.keep(db, [with_other_words()])
        assert wordings.find(db, Q, old.answered_version) == better


def test_an_assessment_is_shown_in_the_words_it_was_taken_with(path: Path) -> None:
    portfolio, old, new = beginner(), instrument(), with_other_words()
    (assessment,) = portfolio.assessments
    with database.opened(path) as db:
        assert wordings.of(db, {Q: old}, portfolio, assessment) is old
        with pytest.raises(WordingUnknown):
            wordings.of(db, {Q: new}, portfolio, assessment)
        brought = portfolio.model_copy(update={"wordings": (old,)})
        assert wordings.of(db, {}, brought, assessment) == old
        wordings.keep(db, [old])
        assert wordings.of(db, {Q: new}, portfolio, assessment) == old


def test_it_is_known_what_was_served_last(path: Path) -> None:
    old, new = instrument(), with_other_words()
    with database.opened(path) as db:
        assert wordings.served_before(db, Q) is None
        wordings.keep(db, [old])
        wordings.keep(db, [new])
        assert wordings.served_before(db, Q) == new
        assert set(stored(db)) == {old.answered_version, new.answered_version}
        wordings.keep(db, [])
        assert wordings.served_before(db, Q) is None


def stored(db: Connection) -> list[str]:
    return [words.answered_version for words in wordings.stored(db, Q)]


def test_keeping_the_same_again_changes_nothing(path: Path) -> None:
    with database.opened(path) as db:
        wordings.keep(db, [instrument()])
        before = dump(path)
        wordings.keep(db, [instrument()])
    assert dump(path) == before


def test_only_words_that_are_not_kept_here_come_along(path: Path) -> None:
    old, new = instrument(), with_other_words()
    portfolio = Portfolio(wordings=(old, new)).started(old, TODAY, "a")
    with database.opened(path) as db:
        wordings.keep(db, [old])
        kept = wordings.without_known(db, portfolio)
    assert kept.wordings == (new,)
    assert kept.assessments == portfolio.assessments
