"""How long an account, or a place somebody tries from, is closed after wrong passwords and codes.

A few are free, because people mistype; then each one closes it for twice as long as the one before, and never for so
long that it would serve to keep the right person out.
"""

from __future__ import annotations

#: Wrong attempts at one account that cost nothing.
FREE = 5
#: The same from one network address in an hour: a whole call centre may be behind it.
FREE_OF_SOURCE = 200
_FIRST, _LONGEST = 30, 15 * 60
#: Seconds after which wrong attempts are forgotten.
FORGOTTEN_AFTER = 3600


def closed_for(failures: int, free: int = FREE) -> int:
    """Seconds after the latest of so many failures in a row: 30·2^(n-1) for the n-th that was not free, at most 900."""
    beyond = failures - free
    if beyond < 1:
        return 0
    return int(min(_FIRST * 2 ** min(beyond - 1, 10), _LONGEST))
