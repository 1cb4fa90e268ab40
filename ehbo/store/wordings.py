"""The words of every questionnaire that was ever served, so that an old profile can show them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from ehbo.domain.assessment import Assessment
from ehbo.domain.errors import WordingUnknown
from ehbo.domain.portfolio import Portfolio
from ehbo.domain.questionnaire import Questionnaire
from ehbo.store.database import Connection


def keep(db: Connection, questionnaires: Iterable[Questionnaire]) -> None:
    """Keeps what is served, by what is answered in it, and in the newest words of what is read.

    Where the same is answered, whatever was kept under another version gets the newest words too.
    """
    with db.write():
        db.execute("UPDATE wording SET served = 0 WHERE served = 1")
        for questionnaire in questionnaires:
            _save(db, questionnaire, questionnaire.answered_version)
            db.execute(
                "UPDATE wording SET served = 1 WHERE questionnaire = :id AND version = :version",
                {"id": questionnaire.id, "version": questionnaire.answered_version},
            )
            for version, content in _all(db, questionnaire.id):
                if _may_take_its_place(questionnaire, content):
                    _save(db, questionnaire, version)


def _save(db: Connection, questionnaire: Questionnaire, version: str) -> None:
    db.execute(
        "INSERT INTO wording (questionnaire, version, content)"
        " VALUES (:questionnaire, :version, :content)"
        " ON CONFLICT (questionnaire, version) DO UPDATE SET content = excluded.content"
        " WHERE wording.content <> excluded.content",
        {
            "questionnaire": questionnaire.id,
            "version": version,
            "content": questionnaire.model_dump_json(),
        },
    )


def _all(db: Connection, questionnaire_id: str) -> list[tuple[str, str]]:
    return db.rows(
        "SELECT version, content FROM wording WHERE questionnaire = :id", {"id": questionnaire_id}
    )


def _may_take_its_place(questionnaire: Questionnaire, content: str) -> bool:
    """Whether who answered the stored words may be shown this questionnaire in their place.

    Questions that were stored without ids have them by their place: only the same texts show that
    these are the ids under which the questionnaire goes on asking them.
    """
    stored = Questionnaire.model_validate_json(content)
    by_place = any(isinstance(q, str) for q in json.loads(content)["reflection_questions"])
    if by_place:
        return questionnaire.follows(stored)
    return questionnaire.answered_version == stored.answered_version


def find(db: Connection, questionnaire_id: str, version: str) -> Questionnaire | None:
    row = db.row(
        "SELECT content FROM wording WHERE questionnaire = :id AND version = :version",
        {"id": questionnaire_id, "version": version},
    )
    return Questionnaire.model_validate_json(row[0]) if row else None


def of_version(
    db: Connection, served: Mapping[str, Questionnaire], questionnaire_id: str, version: str
) -> Questionnaire:
    """A questionnaire with the statements of one version. Raises WordingUnknown."""
    current = served.get(questionnaire_id)
    if current is not None and current.led_to_by(version):
        return current
    words = find(db, questionnaire_id, version)
    if words is None:
        raise WordingUnknown(questionnaire_id, version)
    return current if current is not None and current == words else words


def of(
    db: Connection,
    served: Mapping[str, Questionnaire],
    portfolio: Portfolio,
    assessment: Assessment,
) -> Questionnaire:
    """The questionnaire with the statements that an assessment answered. Raises WordingUnknown.

    What is only read comes in the newest words that may stand beside what the person wrote.
    """
    brought = portfolio.wording(assessment.questionnaire, assessment.version)
    if brought is None or not brought.named_by(assessment.version):
        try:
            return of_version(db, served, assessment.questionnaire, assessment.version)
        except WordingUnknown:
            if brought is None:
                raise
            return brought
    current = served.get(assessment.questionnaire)
    return current if current is not None and current.follows(brought) else brought


def without_known(db: Connection, portfolio: Portfolio) -> Portfolio:
    """The portfolio without the wordings that are kept here anyway."""
    known = tuple(
        words
        for words in portfolio.wordings
        if (here := find(db, words.id, words.answered_version)) and here.follows(words)
    )
    return portfolio.without(known)


def served_before(db: Connection, questionnaire_id: str) -> Questionnaire | None:
    """The words that this installation served when it was last started.

    None also in a database that is not brought up to date yet: it does not tell.
    """
    if "served" not in db.columns("wording"):
        return None
    row = db.row(
        "SELECT content FROM wording WHERE questionnaire = :id AND served = 1",
        {"id": questionnaire_id},
    )
    return Questionnaire.model_validate_json(row[0]) if row else None


def stored(db: Connection, questionnaire_id: str) -> tuple[Questionnaire, ...]:
    """All words of a questionnaire that are kept here, in no order that means anything."""
    rows = _all(db, questionnaire_id)
    return tuple(Questionnaire.model_validate_json(content) for _, content in rows)
