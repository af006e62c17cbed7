"""A conversation, a message, a fact as the API shows them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import cast

from shared.contracts import api, care_api
from shared.domain.conversation import Conversation, Direction, Escalation, Fact
from shared.domain.delivery import DeliveryStatus
from shared.domain.lifecycle import State
from shared.domain.roles import ADMIN, SUPERVISOR
from shared.domain.surveys import outcome
from shared.domain.timers import may_confirm, reminder_at
from shared.domain.waiting import unanswered_since
from shared.runtime.access import allowed, may_see
from shared.runtime.identity import Principal
from shared.store.models import DeliveryItem


def view(
    principal: Principal,
    conversation: Conversation,
    now: datetime,
    *,
    position: int | None = None,
    reason: str | None = None,
    risk_reasons: list[str] | None = None,
) -> api.Conversation:
    """A conversation as the API shows it to this person."""
    c = conversation
    program = principal.affiliate.programs.get(c.program_id)
    line = principal.affiliate.lines.get((c.channel, c.line))
    waiting = c.queued_at if c.state is State.QUEUED else None
    return api.Conversation(
        id=c.id,
        program_id=c.program_id,
        program_name=program.name if program else c.program_id,
        channel=cast(api.Channel, c.channel),
        state=c.state,
        version=c.version,
        risk_level=c.risk.value,
        risk_reasons=risk_reasons if risk_reasons is not None else list(c.risk_categories),
        tags=list(c.tags),
        texter_id=c.texter_id if principal.role in (SUPERVISOR, ADMIN) else None,
        responder_id=c.responder_id,
        receiver_id=c.receiver_id,
        preferred_responder_id=c.preferred_id,
        position=position,
        wait_seconds=max(0, int((now - waiting).total_seconds())) if waiting else None,
        unanswered_since=unanswered_since(c),
        cannot_reply=c.cannot_reply,
        language=cast(api.Language | None, c.language),
        seen_before=c.seen_before,
        same_person=c.same_person,
        flags=cast(list[api.Flag], list(c.flags)),
        segment_cost=line.segment_price / 1_000_000 if line is not None and line.segment_price is not None else None,
        created_at=c.created_at,
        updated_at=c.updated_at,
        allowed_transitions=allowed(principal, c),
        escalation=escalation_view(principal, c, c.escalation, now) if c.escalation is not None else None,
        survey=_survey(c),
        outcome=outcome_view(c),
        follow_up_at=c.follow_up_at,
        closed_at=c.closed_at,
        legal_hold=c.held,
        reason=reason,
    )


def escalation_view(
    principal: Principal, conversation: Conversation, escalation: Escalation, now: datetime
) -> api.Escalation:
    rules = principal.affiliate.rules(conversation.program_id)
    asked = escalation.waits_for_confirmation and may_see(principal, conversation)
    return api.Escalation(
        id=escalation.id,
        type="police" if escalation.kind == "police" else "medical",
        urgency=escalation.urgency,
        status=escalation.status.value,
        contacted_service=escalation.service,
        reference_number=escalation.reference,
        opened_at=escalation.opened_at,
        opened_by=escalation.opened_by,
        confirmed_by=escalation.confirmed_by,
        has_location=escalation.has_location,
        may_confirm=asked and may_confirm(conversation, principal.user_id, principal.role, rules, now),
        second_from=escalation.opened_at + timedelta(seconds=rules.police_second_after) if asked else None,
        alone_from=escalation.opened_at + timedelta(seconds=rules.police_alone_after) if asked else None,
        contacts=escalation.contacts,
        reminder_at=reminder_at(conversation, rules),
    )


def message_view(fact: Fact, delivery: DeliveryItem | None) -> api.Message:
    """One message as the API shows it; `fact` holds one."""
    message = fact.message
    if message is None:
        raise ValueError("not a message")
    status: api.MessageStatus = "received"
    if message.leaves:
        status = DeliveryStatus(delivery.status).value if delivery is not None else "queued"
    return api.Message(
        id=message.id,
        seq=fact.seq,
        direction=message.direction.value,
        content=message.content,
        sender_id=message.sender_id,
        at=fact.at,
        status=status,
        segments=message.segments,
        error_code=delivery.error_code if delivery is not None else None,
        attachments=len(message.media),
        files=str(fact.detail.get("files") or "").split(),
    )


def timeline_view(fact: Fact) -> care_api.TimelineEntry:
    """One fact. What a message says stands in the thread; here stands that there was one."""
    detail = dict(fact.detail)
    if fact.message is not None:
        detail |= {"direction": str(fact.message.direction), "purpose": str(fact.message.purpose or "")}
        if fact.message.direction is Direction.NOTE:
            detail |= {"sender": fact.message.sender_id}
    for name in ("line", "thread", "texter", "consent"):
        detail.pop(name, None)
    return care_api.TimelineEntry(
        seq=fact.seq,
        at=fact.at,
        kind=str(fact.kind),
        actor=fact.actor,
        transition=fact.move.name if fact.move else None,
        source=str(fact.move.source) if fact.move else None,
        target=str(fact.move.target) if fact.move else None,
        reason=fact.move.reason if fact.move else None,
        detail=detail,
        words=dict(fact.words),
    )


def _survey(c: Conversation) -> api.SurveyProgress | None:
    if c.survey is None:
        return None
    return api.SurveyProgress(survey_id=c.survey.survey_id, type=c.survey.type, question=c.survey.index + 1)


def outcome_view(c: Conversation) -> api.Outcome | None:
    if c.entry_score is None and c.exit_score is None:
        return None
    return api.Outcome(entry_score=c.entry_score, exit_score=c.exit_score, change=outcome(c.entry_score, c.exit_score))
