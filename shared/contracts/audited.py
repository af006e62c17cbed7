"""How what staff do comes onto the record: for each operation that changes something, one row.

`facts`        it is a fact of a conversation; the function `audit` derives the entry from it
`transaction`  the entry is written in the transaction that does it
`after`        the entry is written after it was served, by `runtime.recording`
`none`         it is not recorded, and the row says why

A test demands a row for every such route that staff may call. Until there is one, it is recorded `after`, by its name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from shared.contracts.route import Route

#: Who calls without being a member of staff.
_STRANGERS = frozenset({"anyone", "provider", "texter"})
_READING = frozenset({"GET", "HEAD", "OPTIONS"})


class How(StrEnum):
    FACTS = "facts"
    TRANSACTION = "transaction"
    AFTER = "after"
    NONE = "none"


@dataclass(frozen=True)
class Audited:
    """One row. `action` and `entity` are for `after`: `{name}` in an entity is the path's, `{id}` else the answer's."""

    how: How
    action: str = ""
    entity: str = ""
    reason: str = ""


FACTS = Audited(How.FACTS)
TRANSACTION = Audited(How.TRANSACTION)


def after(action: str, entity: str) -> Audited:
    return Audited(How.AFTER, action, entity)


def none(reason: str) -> Audited:
    return Audited(How.NONE, reason=reason)


#: Functions whose changes all go the same way.
BY_FUNCTION: dict[str, Audited] = {"directory": TRANSACTION, "texters": TRANSACTION}

AUDITED: dict[str, Audited] = {
    # Conversations: what happens to one is a fact of it.
    **dict.fromkeys(
        (
            "takeNext", "assign", "accept", "reject", "transfer", "returnToQueue", "reassign", "whisper", "escalate",
            "updateEscalation", "confirmEscalation", "logContact", "resolve", "wrapUp", "resume", "close",
            "scheduleFollowUp", "cancelFollowUp", "tag", "recordLadder", "survey", "reportAbuse", "confirmSamePerson",
            "recordOptOut", "holdConversation", "releaseConversation", "blockSender", "unblockSender",
        ),
        FACTS,
    ),
    "sendMessage": none("the message is a fact that names its sender; what was said is nobody's to read here"),
    "decideOutcome": after("message.outcome_decided", "conversation:{id}"),
    "draftReply": none("nothing is kept of a draft; that its reader saw the conversation is recorded as a reading"),
    "typeToTexter": none("gone in seconds, and nothing is kept of it"),
    "setPresence": none("whether somebody is there is for the moment, and kept for a week"),
    "acknowledgeAlert": after("alert.acknowledged", "alert:{id}"),
    # The entry is written before the number is shown; without it nobody sees one.
    "revealSender": TRANSACTION,
    "planTenantPack": none("it says what applying a pack would change, and changes nothing"),
    # Break-glass.
    "openBreakGlass": TRANSACTION,
    "endBreakGlass": TRANSACTION,
    # One's own session and name.
    "logout": none("sessions are listed with their times; nothing is changed for anybody else"),
    "changePassword": TRANSACTION,
    "updateSession": none("in which of their programs somebody works at the moment is for their own lists"),
    "endSessions": after("sessions.ended", "user:{id}"),
    "endSession": after("session.ended", "session:{id}"),
    "updateProfile": after("profile.updated", "user:{id}"),
    "createRealtimeTicket": none("a ticket lasts for seconds and opens what the session may do anyway"),
    # What keeps the line in order.
    "replayDeadLetters": after("dead_letters.replayed", "queue:{queue}"),
    "createWebhook": after("webhook.created", "webhook:{id}"),
    "updateWebhook": after("webhook.updated", "webhook:{id}"),
    "deleteWebhook": after("webhook.deleted", "webhook:{id}"),
    "rotateWebhookSecret": after("webhook.secret_rotated", "webhook:{id}"),
    "testWebhook": after("webhook.tested", "webhook:{id}"),
    "replayWebhookDelivery": after("webhook.delivery_replayed", "webhook:{id}"),
    # Staff among themselves.
    "sendDirectMessage": none("the message names its sender and is kept; what colleagues say is theirs"),
    "readDirectMessages": none("how far one has read is for the sender to see, and for nobody else"),
    "readAnnouncement": none("who has read it stands beside the announcement"),
    "announce": TRANSACTION,
    "withdrawAnnouncement": TRANSACTION,
    # Files.
    "createFile": none("an announced upload is nothing until it is complete"),
    "completeFile": after("file.added", "file:{id}"),
    "deleteFile": after("file.removed", "file:{id}"),
}  # fmt: skip


def changes(route: Route) -> bool:
    """Whether the route changes something in the name of a member of staff."""
    return route.method not in _READING and not _STRANGERS & set(route.who)


def row_of(route: Route) -> Audited | None:
    """The route's row, by its operation or its function."""
    return AUDITED.get(route.operation) or BY_FUNCTION.get(route.function)


def recorded(route: Route) -> Audited:
    """How the route is recorded: by its row; without one, after it was served and by its name."""
    if not changes(route):
        return none("it changes nothing, or nobody of the staff calls it")
    return row_of(route) or by_name(route)


def by_name(route: Route) -> Audited:
    """`POST … {id}` `updateThing` → `thing.update` of `thing:{id}`."""
    verb, *rest = re.findall(r"[A-Z]?[a-z0-9]+", route.operation)
    noun = "_".join(rest).lower() or route.function
    return after(f"{noun}.{verb.lower()}", f"{noun}:{{id}}")


def needs_a_row(route: Route) -> str:
    """What to tell whoever added a route without one."""
    row = by_name(route)
    return (
        f"{route.method} {route.path} ({route.operation}) changes something and has no row in "
        f"shared/contracts/audited.py. Add one: FACTS if it appends a fact, TRANSACTION if it puts an Audit entry into "
        f"its own transaction, "
        f'after("{row.action}", "{row.entity}") to have it recorded once it was served (then {route.function} needs '
        f'"audit": W in infra/catalogue.py), or none("why not"). Until then it is recorded as {row.action}.'
    )
