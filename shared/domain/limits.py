"""How much of something an affiliate lets its people have at most.

A limit is here only if something holds to it. `Affiliate.limit` answers what one is set to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Limit:
    """A whole number from `least` to `most`; `default` where an affiliate says nothing."""

    means: str
    least: int
    most: int
    default: int


#: Wire names: clients and tenant packs give them.
LIMITS: dict[str, Limit] = {
    "conversations_per_responder": Limit("conversations that one person may own at once", 1, 50, 50),
    "tags_per_conversation": Limit("tags that a conversation may have", 1, 20, 20),
    # 1,600 characters outside the basic alphabet.
    "segments_per_reply": Limit("segments that a responder's reply may take, each of which costs", 1, 24, 24),
}


def limit_of(limits: Mapping[str, int], name: str) -> int:
    """The limit called `name`, given those that were set; raises `KeyError` for one there is not."""
    return limits.get(name, LIMITS[name].default)
