"""Who may see a conversation, and what they may do with it.

Responders see their own conversations, what is offered to them, and what waits in their programs' queues; supervisors
and admins see their affiliate's, in the programs they are bound to. What one may not see looks like what does not
exist. Who talks with a texter and has made sure that it is the same person as before may look back.
"""

from __future__ import annotations

from collections.abc import Sequence

from shared.domain.conversation import Conversation
from shared.domain.earlier import earlier_of
from shared.domain.errors import NotFound
from shared.domain.lifecycle import TRANSITIONS, Actor, State, legal_from
from shared.runtime.identity import Principal

#: States that belong to the program, in which whoever talked with the texter still answers for the plan.
_PLANNED = (State.FOLLOW_UP_SCHEDULED, State.FOLLOW_UP_ACTIVE)


def owns(principal: Principal, conversation: Conversation) -> bool:
    """Whether the conversation is the caller's: as its owner, or as who planned its follow-up."""
    if conversation.responder_id == principal.user_id:
        return True
    return conversation.state in _PLANNED and conversation.preferred_id == principal.user_id


def may_find(principal: Principal, conversation: Conversation) -> bool:
    """Whether the conversation is in the caller's programs: enough to be told why a move on it is refused."""
    return conversation.affiliate_id == principal.affiliate.id and conversation.program_id in principal.program_ids


def may_see(principal: Principal, conversation: Conversation) -> bool:
    if not may_find(principal, conversation):
        return False
    if principal.role == "responder":
        return (
            may_read_words(principal, conversation)
            or conversation.state is State.QUEUED
            or _asked_to_confirm(conversation)
        )
    return True


def may_read_words(principal: Principal, conversation: Conversation) -> bool:
    """Responders read what is theirs or offered to them: a place in the queue says nothing of what was written."""
    if not may_find(principal, conversation):
        return False
    if principal.role != "responder":
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
    if principal.role == "supervisor":
        found.add(Actor.SUPERVISOR)
    if principal.role in ("responder", "supervisor"):
        if owns(principal, conversation):
            found.add(Actor.RESPONDER)
        if conversation.receiver_id == principal.user_id:
            found.add(Actor.RECEIVER)
        if conversation.state is State.QUEUED and principal.role == "responder":
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
