"""A round as it is moved by its leads: within a write that is under way."""

from __future__ import annotations

import json

from ehbo.domain.team.round import Round
from ehbo.store.database import Connection


def save_dates(db: Connection, round: Round) -> None:
    """Keeps until when a round is open, and whether it was closed before."""
    db.execute(
        "UPDATE round SET closes = :closes, closed = :closed WHERE id = :id",
        {"id": round.id, "closes": round.closes.isoformat(), "closed": int(round.closed)},
    )


def save_expected(db: Connection, round: Round) -> None:
    """Keeps how many people are expected of a round, and how many were before."""
    db.execute(
        "UPDATE round SET expected = :expected, expected_before = :before WHERE id = :id",
        {
            "id": round.id,
            "expected": round.expected,
            "before": json.dumps(round.expected_before),
        },
    )


def drop(db: Connection, round: Round) -> None:
    """Removes an unpublished round with everything that was contributed to it."""
    db.execute("DELETE FROM round WHERE id = :id AND publication IS NULL", {"id": round.id})
