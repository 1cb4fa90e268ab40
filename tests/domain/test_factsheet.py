"""The fact sheet states the live settings, and nothing that is not so."""

from __future__ import annotations

import pytest

from ehbo.domain.factsheet import facts
from ehbo.domain.keys import PADDING


def text_about(subject: str, months: int = 24, *, https: bool = True) -> str:
    (text,) = (fact.text for fact in facts(months, https=https) if fact.subject == subject)
    return text


@pytest.mark.parametrize(
    ("months", "words"), [(1, "1 maand niet"), (24, "24 maanden"), (120, "120 maanden")]
)
def test_states_how_long_bundles_are_kept(months: int, words: str) -> None:
    assert words in text_about("Bewaartermijn", months)


def test_says_that_cookies_need_https_only_where_they_do() -> None:
    assert "alleen over https" in text_about("Cookies", https=True)
    assert "https" not in text_about("Cookies", https=False)


def test_states_the_step_of_the_padding() -> None:
    assert f"stappen van {PADDING // 1024} KiB" in text_about("Versleuteling")


def test_says_how_a_code_is_kept_and_what_stays_readable() -> None:
    text = text_about("Teams")
    assert "Een code bewaren we alleen als hash" in text
    assert "Leesbaar blijft" in text


def test_covers_every_subject_once_with_a_text() -> None:
    subjects = [fact.subject for fact in facts(24, https=True)]
    assert len(set(subjects)) == len(subjects)
    assert {"Wat we bewaren", "Wie het kan lezen", "Bewaartermijn", "Cookies", "Logboek"} <= set(
        subjects
    )
    assert all(fact.text.endswith(".") for fact in facts(24, https=True))
