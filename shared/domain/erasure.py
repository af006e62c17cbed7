"""Erasing a texter: who decides, how it goes on, and how long it takes until nothing can bring them back.

requested → approved → erasing → asking → done
          ↘ cancelled, expired   ↘ refused (something was going on, or had to be kept)

`asking`: everything of ours is gone; a carrier still has copies. Two people decide, and either may call it off
until the second has agreed.
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum


class ErasureStatus(StrEnum):
    REQUESTED = "requested"
    APPROVED = "approved"
    ERASING = "erasing"
    ASKING = "asking"
    DONE = "done"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    REFUSED = "refused"


#: Still to be decided or carried out.
OPEN = frozenset({ErasureStatus.REQUESTED, ErasureStatus.APPROVED, ErasureStatus.ERASING, ErasureStatus.ASKING})
#: From here on nothing is left to decide: it goes on until it is done.
UNDER_WAY = frozenset({ErasureStatus.ERASING, ErasureStatus.ASKING})
#: What a restore has to repeat.
CARRIED_OUT = frozenset({ErasureStatus.ERASING, ErasureStatus.ASKING, ErasureStatus.DONE})

#: A request nobody has agreed to by then is void.
EXPIRES_AFTER = timedelta(days=7)
#: How long a message that found the texter before they were made unknown may still be on its way to the table: more
#: than `intake` has for one.
SETTLES_AFTER = timedelta(seconds=15)
#: An erasure that has not finished by then rings an alarm.
OVERDUE_AFTER = timedelta(hours=24)

_FIRST_WAIT = timedelta(minutes=5)
_LONGEST_WAIT = timedelta(hours=6)


def asked_again_after(failures: int) -> timedelta:
    """How long a carrier that could not delete its copy is left alone; `failures` from 1."""
    doubled: int = 2 ** min(failures - 1, 10)
    return min(_LONGEST_WAIT, _FIRST_WAIT * doubled)
