"""Who may see a conversation, and what they may do with it.

Responders see their own conversations and what waits in their programs' queues; supervisors and admins see
their affiliate's, in the programs they are bound to. What one may not see looks like what does not exist.
"""

from __future__ import annotations

from shared.contracts import api
from shared.domain.conversation import Conversation
from shared.domain.errors import NotFound
from shared.domain.lifecycle import Actor, State, legal_from
from shared.domain.ports import Clock
from shared.runtime.identity import Principal


def may_find(principal: Principal, conversation: Conversation) -> bool:
    """Whether the conversation is in the caller's programs: enough to be told why a move on it is refused."""
    return conversation.affiliate_id == principal.affiliate.id and conversation.program_id in principal.program_ids


def may_see(principal: Principal, conversation: Conversation) -> bool:
    if not may_find(principal, conversation):
        return False
    if principal.role == "responder":
        return conversation.responder_id == principal.user_id or conversation.state is State.QUEUED
    return True


def may_read_words(principal: Principal, conversation: Conversation) -> bool:
    """Responders read their own conversations only: a place in the queue says nothing of what was written."""
    if not may_see(principal, conversation):
        return False
    return principal.role != "responder" or conversation.responder_id == principal.user_id


def require_seen(principal: Principal, conversation: Conversation | None) -> Conversation:
    """Raises `NotFound` for what does not exist and for what is not the caller's to see."""
    if conversation is None or not may_see(principal, conversation):
        raise NotFound
    return conversation


def allowed(principal: Principal, conversation: Conversation) -> list[str]:
    """The moves the caller may make now."""
    if principal.role == "responder":
        if conversation.state is not State.QUEUED and conversation.responder_id != principal.user_id:
            return []
        return list(legal_from(conversation.state, Actor.RESPONDER))
    if principal.role == "supervisor":
        return list(legal_from(conversation.state, Actor.SUPERVISOR))
    return []


def view(
    principal: Principal,
    conversation: Conversation,
    clock: Clock,
    *,
    position: int | None = None,
    reason: str | None = None,
) -> api.Conversation:
    """A conversation as the API shows it."""
    c = conversation
    program = principal.affiliate.programs.get(c.program_id)
    waiting = c.queued_at if c.state is State.QUEUED else None
    return api.Conversation(
        id=c.id,
        program_id=c.program_id,
        program_name=program.name if program else c.program_id,
        channel="twilio",
        state=c.state,
        version=c.version,
        risk_level=c.risk.value,
        risk_reasons=[],
        tags=list(c.tags),
        responder_id=c.responder_id,
        position=position,
        wait_seconds=max(0, int((clock.now() - waiting).total_seconds())) if waiting else None,
        cannot_reply=c.cannot_reply,
        created_at=c.created_at,
        updated_at=c.updated_at,
        allowed_transitions=allowed(principal, c),
        reason=reason,
    )
