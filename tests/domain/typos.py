"""What is wrong with something typed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ehbo.domain.errors import KeyTypo

SIGNS = [("u", "U"), ("!", "!"), ("é", "É"), ("\0", "\0")]
"""What is outside the alphabet, and how it is shown."""


def typo_of(read: Callable[[str], object], typed: str) -> KeyTypo:
    with pytest.raises(KeyTypo) as typo:
        read(typed)
    return typo.value
