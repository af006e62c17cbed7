"""What staff may not do: they are told why, and nothing has changed."""

from __future__ import annotations

from typing import Any

import pytest

from shared.domain.errors import HoldfastError
from tests.unit import aws
from tests.unit.staff import Staff


def refused(
    staff: Staff, error: type[HoldfastError], act: str, user: str, one: str, *more: object, **words: Any
) -> HoldfastError:
    """Somebody tries something, is told why not, and nothing has changed."""
    before = aws.rows("conversations")
    with pytest.raises(error) as told:
        getattr(staff, act)(user, one, *more, **words)
    assert aws.rows("conversations") == before
    assert type(told.value) is error
    return told.value
