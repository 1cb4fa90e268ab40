"""No page says that something is undone or lost when it is not, nor hides what is gone."""

from __future__ import annotations

import pytest

from ehbo.domain.errors import StoreUnavailable
from ehbo.domain.keys import Person, read
from ehbo.domain.portfolio import Portfolio
from ehbo.store import database, portfolios
from ehbo.store.database.sqlite import Connection
from tests.builders import TODAY, beginner
from tests.page import Data
from tests.team_builders import NAME, NEW_ROUND, OurTeam, sample
from tests.visitor import Installation, Visitor

TEXT = "Een hele gedachte, die langer is dan een regel en niet weg mag raken."


@pytest.mark.parametrize(
    ("what", "data", "said"),
    [
        ("publiceren", {}, "Het teambeeld is gepubliceerd."),
        ("ronde", NEW_ROUND, "De nieuwe ronde is open."),
        ("wissen", {"confirmed": NAME}, "Het team is gewist"),
    ],
)
def test_what_a_lead_did_is_not_said_to_be_undone_if_only_the_log_stays(
    here: Installation, monkeypatch: pytest.MonkeyPatch, what: str, data: Data, said: str
) -> None:
    def refused(_: Connection) -> bool:
        raise StoreUnavailable("disk I/O error")

    team = OurTeam(here)
    team.contributed(*sample(6))
    team.closed()
    leader = team.leader()
    form = leader.get(team.managing).form(f"{team.managing}/{what}")
    monkeypatch.setattr(Connection, "checkpoint", refused)

    assert said in form.send(data).follow().words


def keep_instead(owner: Visitor, portfolio: Portfolio) -> None:
    person = Person(read(owner.key or ""))
    with database.opened(owner.installation.settings.database) as db, db.write():
        portfolios.save(db, person, portfolio, TODAY)


def test_statements_that_are_gone_are_said_to_be_and_nothing_typed_is_lost(
    here: Installation, caplog: pytest.LogCaptureFixture
) -> None:
    owner = here.owner(beginner())
    form = owner.get("/pop-op").form("/pop-op")
    (assessment,) = beginner().assessments
    gone = assessment.model_copy(update={"version": "f" * 16})
    keep_instead(owner, beginner().model_copy(update={"assessments": (gone,)}))

    saved, looked = form.send({"texts-0": TEXT}), owner.get("/profiel")

    assert (saved.status, looked.status) == (500, 500)
    assert saved.form("/pop-op").fields["texts-0"] == TEXT
    for page, next_step in ((saved, "druk dan op de knop"), (looked, "kan een reservekopie")):
        assert "De stellingen die hierbij horen, staan niet meer op deze website." in page.words
        assert next_step in page.words
    logged = [record.message for record in caplog.records if "Wording" in record.message]
    assert logged == ["WordingUnknown op plan.save: ", "WordingUnknown op profile.show: "]
    keep_instead(owner, beginner())
    assert saved.form("/pop-op").send().status == 303
