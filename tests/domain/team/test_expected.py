"""How many people are expected bounds what is published, and every change of it stays in sight."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from ehbo.domain.errors import TooFew, TooMany, TooManyChanges
from ehbo.domain.team.disclosure import Publication
from ehbo.domain.team.round import MOST_CHANGES
from tests.domain.team.test_round import AFTER, ASKED, BEFORE, DAY, OPEN, PUBLISHED, ROWS


@pytest.mark.parametrize("n", [7, 9, 40])
def test_more_contributions_than_people_expected_cannot_be_published(n: int) -> None:
    closed, rows = OPEN.close(BEFORE), [ROWS[0]] * n
    with pytest.raises(TooMany):
        closed.publish(ASKED, rows, 5, BEFORE)
    for enough in (n, n + 1):
        shown = closed.expect(enough).publish(ASKED, rows, 5, BEFORE).publication
        assert shown and (shown.respondents, shown.expected) == (n, enough)


def test_too_few_goes_before_too_many_for_it_tells_no_number() -> None:
    for n in (5, 7):
        with pytest.raises(TooFew):
            replace(OPEN, expected=5).close(BEFORE).publish(ASKED, [ROWS[0]] * n, 8, BEFORE)


def test_every_number_that_was_expected_stays_in_sight_in_order() -> None:
    round = OPEN
    for people in (8, 8, 6, 7, 6):
        round = round.expect(people)
    assert (round.expected, round.expected_before) == (6, (6, 8, 6, 7))
    for moved in (round.close(BEFORE), round.extend(DAY, BEFORE)):
        assert moved.expected_before == round.expected_before
    shown = round.publish(ASKED, ROWS, 5, AFTER).publication
    assert shown and (shown.expected, shown.expected_before) == (6, (6, 8, 6, 7))


def test_a_number_is_not_changed_until_nobody_can_follow_it() -> None:
    round = OPEN
    for people in range(7, 7 + MOST_CHANGES):
        round = round.expect(people)
    assert round.expect(round.expected) == round
    with pytest.raises(TooManyChanges) as refused:
        round.expect(99)
    assert (refused.value.most, refused.value.expected) == (MOST_CHANGES, round.expected)
    with pytest.raises(TooManyChanges):
        round.followed_by(replace(OPEN, expected=99))
    assert len(round.followed_by(replace(OPEN, expected=round.expected)).expected_before) == 10


def test_beginning_again_hides_no_number() -> None:
    dropped, fresh = OPEN.expect(8), replace(OPEN, id=bytes([1] * 16))
    for people, before in ((8, (6,)), (5, (6, 8))):
        again = dropped.followed_by(replace(fresh, expected=people))
        assert (again.number, again.id, again.expected) == (1, fresh.id, people)
        assert again.expected_before == before


def test_after_a_publication_the_next_round_starts_with_its_own_number() -> None:
    published = OPEN.expect(8).publish(ASKED, ROWS, 5, AFTER)
    after = published.followed_by(replace(OPEN, id=bytes([1] * 16), expected=9))
    assert (after.number, after.expected, after.expected_before) == (2, 9, ())


def test_a_publication_of_before_there_were_changes_still_loads() -> None:
    assert PUBLISHED.publication
    new = PUBLISHED.publication.model_dump(mode="json")
    del new["expected_before"]
    assert Publication.model_validate_json(json.dumps(new)) == PUBLISHED.publication
