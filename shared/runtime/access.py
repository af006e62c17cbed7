"""Who may do what, once for REST, WebSocket and jobs.

`MATRIX` says how far each role goes in each matter; docs/security.md shows the same table, and a test holds the two
and the route table against each other. Roles reach what belongs to their affiliate and, where they are bound to
programs, to these. What one may not see looks like what does not exist.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum, StrEnum

from shared.domain.conversation import Conversation
from shared.domain.earlier import earlier_of
from shared.domain.errors import NotFound
from shared.domain.lifecycle import TRANSITIONS, Actor, State, legal_from
from shared.domain.roles import ADMIN, RESPONDER, ROLES, SUPERVISOR
from shared.runtime.identity import Principal


class May(IntEnum):
    """How far somebody goes. `SEE`: that it is there, and no words. Each includes those before it."""

    NOTHING = 0
    SEE = 1
    READ = 2
    WRITE = 3


class Matter(StrEnum):
    OWN = "their own conversations"
    QUEUE = "the queue"
    OTHERS = "other people's conversations"
    CARE = "legal holds, erasure, export"
    SENDERS = "blocked senders"
    LETTERS = "dead letters, quarantine"
    COLLEAGUES = "direct messages, announcements, files of staff"
    CONFIGURATION = "programs, people, words and rules of the affiliate"
    RECORD = "the record of what was done"
    AFFILIATES = "affiliates"
    GLASS = "break-glass"


def _row(responder: May, supervisor: May, admin: May, outreach: May, platform_admin: May) -> dict[str, May]:
    return dict(zip(ROLES, (responder, supervisor, admin, outreach, platform_admin), strict=True))


_0, _S, _R, _W = May.NOTHING, May.SEE, May.READ, May.WRITE
# fmt: off
#: By matter and role. An admin's `READ` of conversations is less where their affiliate keeps its content from admins.
MATRIX: dict[Matter, dict[str, May]] = {
    #                          responder  supervisor  admin  outreach  platform admin
    Matter.OWN:           _row(_W,        _W,         _R,    _0,       _0),
    Matter.QUEUE:         _row(_W,        _W,         _S,    _0,       _0),
    Matter.OTHERS:        _row(_0,        _W,         _R,    _0,       _0),
    Matter.CARE:          _row(_0,        _W,         _W,    _0,       _0),
    Matter.SENDERS:       _row(_0,        _W,         _0,    _0,       _0),
    Matter.LETTERS:       _row(_0,        _W,         _W,    _0,       _0),
    Matter.COLLEAGUES:    _row(_W,        _W,         _W,    _W,       _0),
    Matter.CONFIGURATION: _row(_R,        _R,         _W,    _R,       _W),
    Matter.RECORD:        _row(_0,        _R,         _R,    _0,       _R),
    Matter.AFFILIATES:    _row(_R,        _R,         _W,    _R,       _W),
    Matter.GLASS:         _row(_0,        _R,         _W,    _0,       _W),
}
# fmt: on

#: States that belong to the program, in which whoever talked with the texter still answers for the plan.
_PLANNED = (State.FOLLOW_UP_SCHEDULED, State.FOLLOW_UP_ACTIVE)


def far(role: str, matter: Matter) -> May:
    """How far a role goes in a matter."""
    return MATRIX[matter].get(role, May.NOTHING)


def owns(principal: Principal, conversation: Conversation) -> bool:
    """Whether the conversation is the caller's: as its owner, or as who planned its follow-up."""
    if conversation.responder_id == principal.user_id:
        return True
    return conversation.state in _PLANNED and conversation.preferred_id == principal.user_id


def may_hear_program(principal: Principal, program_id: str) -> bool:
    """Whether the caller may listen to what goes on in a program: its queue, its alerts, who is there."""
    return far(principal.role, Matter.QUEUE) >= May.SEE and program_id in principal.program_ids


def may_find(principal: Principal, conversation: Conversation) -> bool:
    """Whether the conversation is in the caller's programs: enough to be told why a move on it is refused."""
    if conversation.affiliate_id != principal.affiliate.id or not may_hear_program(principal, conversation.program_id):
        return False
    return principal.grant is None or principal.grant.covers(conversation.id)


def may_see(principal: Principal, conversation: Conversation) -> bool:
    if not may_find(principal, conversation):
        return False
    if far(principal.role, Matter.OTHERS) >= May.SEE:
        return True
    return (
        may_read_words(principal, conversation) or conversation.state is State.QUEUED or _asked_to_confirm(conversation)
    )


def may_read_content(principal: Principal) -> bool:
    """Whether words are the caller's to read at all: an affiliate may keep them from its admins, break-glass aside."""
    if principal.role != ADMIN:
        return far(principal.role, Matter.OWN) >= May.READ
    return principal.affiliate.admins_read_content or principal.grant is not None


def may_read_words(principal: Principal, conversation: Conversation) -> bool:
    """Responders read what is theirs or offered to them: a place in the queue says nothing of what was written."""
    if not may_find(principal, conversation) or not may_read_content(principal):
        return False
    if far(principal.role, Matter.OTHERS) >= May.READ:
        return True
    return owns(principal, conversation) or conversation.receiver_id == principal.user_id


def may_look_back(principal: Principal, earlier: Conversation, texters: Sequence[Conversation]) -> bool:
    """Whether an ended conversation may be read by who talks with the same texter now, and is sure that it is them.

    `texters` are all the texter's conversations. It lasts for as long as they own the live one.
    """
    if not may_find(principal, earlier):
        return False
    return any(
        one.live and one.responder_id == principal.user_id and earlier.id in {e.id for e in earlier_of(one, texters)}
        for one in texters
        if may_find(principal, one)
    )


def require_seen(principal: Principal, conversation: Conversation | None) -> Conversation:
    """Raises `NotFound` for what does not exist and for what is not the caller's to see."""
    if conversation is None or not may_see(principal, conversation):
        raise NotFound
    return conversation


def actors(principal: Principal, conversation: Conversation) -> set[Actor]:
    """As whom the caller may act on this conversation."""
    found: set[Actor] = set()
    if principal.role == SUPERVISOR:
        found.add(Actor.SUPERVISOR)
    if far(principal.role, Matter.OWN) >= May.WRITE:
        if owns(principal, conversation):
            found.add(Actor.RESPONDER)
        if conversation.receiver_id == principal.user_id:
            found.add(Actor.RECEIVER)
        if conversation.state is State.QUEUED and principal.role == RESPONDER:
            found.add(Actor.RESPONDER)
    return found


def allowed(principal: Principal, conversation: Conversation) -> list[str]:
    """The moves the caller may make now, in table order."""
    names = {name for actor in actors(principal, conversation) for name in legal_from(conversation.state, actor)}
    return [row.name for row in TRANSITIONS if row.name in names]


def _asked_to_confirm(conversation: Conversation) -> bool:
    """A police dispatch needs a second person: the program's responders may see that, and nothing that was written."""
    return (
        conversation.state is State.ESCALATED_POLICE
        and conversation.escalation is not None
        and conversation.escalation.waits_for_confirmation
    )
