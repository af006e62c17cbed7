"""Features that an affiliate may turn on and off, without a deploy.

A flag is here only if something looks at it. `Affiliate.flag` answers what one is set to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Flag:
    """`means`: what is different while it is on."""

    means: str
    default: bool = True


#: Wire names: clients and tenant packs give them.
FLAGS: dict[str, Flag] = {
    "ai_help": Flag("a machine suggests summaries, tags and drafts to responders"),
    "risk_semantic": Flag("every message is read for danger a second time, by meaning"),
}


def is_on(flags: Mapping[str, bool], name: str) -> bool:
    """Whether the flag called `name` is on, given those that were set; raises `KeyError` for one there is not."""
    return flags.get(name, FLAGS[name].default)
