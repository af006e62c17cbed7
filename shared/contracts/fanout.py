"""Which fact goes to which queue. The topic's subscriptions filter by these names, so a fact is published once."""

from __future__ import annotations

from typing import Any

from shared.contracts.audited_facts import by_staff

#: The queues that hear facts through the topic.
PUBLISH, PUSH, LIFECYCLE, RISK, NOTIFY, AUDIT = "publish", "push", "lifecycle", "risk", "notify", "audit"
LISTENERS = (PUBLISH, PUSH, LIFECYCLE, RISK, NOTIFY, AUDIT)

_EVENTS = frozenset({"message", "transition", "risk", "tags", "survey", "escalation"})
_CALLS = frozenset({"transition", "timer", "risk", "hook_failed", "opted_out", "escalation", "flag", "abuse_reported"})


def destinations(kind: str, detail: dict[str, Any]) -> list[str]:
    """Who hears of a fact."""
    found = [PUSH]
    if kind in _EVENTS:
        found.append(PUBLISH)
    # The execution that an opened conversation is given finds the routing by itself: nobody is woken for that.
    if kind in ("opened", "transition", "escalation") and detail.get("move") != "route_message":
        found.append(LIFECYCLE)
    if kind == "message" and detail.get("direction") == "inbound":
        found.append(RISK)
    if kind in _CALLS or (kind == "hook_done" and "found" in detail):
        found.append(NOTIFY)
    if by_staff(kind, detail):
        found.append(AUDIT)
    return found
