"""The base of everything that is kept: in a person's bundle, or as a team's publication."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """Base of what is kept as JSON: frozen, and unknown keys are faults."""

    model_config = ConfigDict(frozen=True, extra="forbid")
