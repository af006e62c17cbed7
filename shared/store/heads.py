"""Between a conversation in the rules' words and its head in the table."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from shared.domain.conversation import Conversation, Escalation, EscalationStatus, Risk
from shared.domain.figures import Figures
from shared.domain.lifecycle import State
from shared.domain.queue import rank
from shared.domain.surveys import OpenSurvey
from shared.security.sealing import Context
from shared.store.models import HeadItem

#: Over so many partitions of the timer index are live conversations spread.
TIMER_SHARDS = 8
#: Where failed conversations wait for the reconciler to open another one for their texter.
FAILED_KEY = "V#failed"


def head_item(conversation: Conversation) -> HeadItem:
    """The head, index keys included. A key that does not apply is absent, so the index is sparse."""
    c = conversation
    queued = c.state is State.QUEUED
    owner = _owner(c)
    standing = f"{c.state}#{sortable(c.created_at)}"
    timer_key, timer_sort = _timer(c)
    return HeadItem(
        f"C#{c.id}",
        "HEAD",
        queue_key=f"P#{c.program_id}" if queued else None,
        queue_rank=rank(c) if queued else None,
        owner_key=f"R#{owner}" if owner is not None else None,
        owner_sort=standing if owner is not None else None,
        program_key=f"P#{c.program_id}",
        program_sort=standing,
        timer_key=timer_key,
        timer_sort=timer_sort,
        affiliate_id=c.affiliate_id,
        program_id=c.program_id,
        channel=c.channel,
        line=c.line,
        thread_id=c.thread_id,
        texter_id=c.texter_id,
        consent_id=c.consent_id,
        number=c.sealed_number,
        state=str(c.state),
        version=c.version,
        risk=str(c.risk),
        responder_id=c.responder_id,
        created_at=c.created_at,
        updated_at=c.updated_at,
        queued_at=c.queued_at,
        boost=c.boost_seconds,
        cannot_reply=c.cannot_reply,
        tags=list(c.tags) or None,
        entered_at=c.entered_at,
        moved_version=c.moved_version,
        risk_boost=c.risk_boost or None,
        risk_seq=c.risk_seq or None,
        risk_categories=" ".join(c.risk_categories) or None,
        receiver_id=c.receiver_id,
        preferred_id=c.preferred_id,
        front=c.front or None,
        waiting_since=c.waiting_since,
        quiet_since=c.quiet_since,
        reminded={name: at.isoformat() for name, at in c.reminded.items()} or None,
        escalation=_plain_escalation(c.escalation) if c.escalation is not None else None,
        survey=c.survey.to_plain() if c.survey is not None else None,
        survey_numbers=dict(c.survey_numbers) or None,
        entry_score=c.entry_score,
        exit_score=c.exit_score,
        follow_up_at=c.follow_up_at,
        follow_up_seq=c.follow_up_seq or None,
        summary_seq=c.summary_seq or None,
        closed_at=c.closed_at,
        held=c.held or None,
        purged=c.purged or None,
        reopened_as=c.reopened_as,
        language=c.language,
        seen_before=c.seen_before or None,
        same_person=c.same_person,
        flags=" ".join(c.flags) or None,
        figures=c.figures.to_plain() or None,
        timer_at=c.timer_at,
    )


def conversation_from(item: HeadItem) -> Conversation:
    return Conversation(
        id=str(item.pk)[2:],
        affiliate_id=item.affiliate_id,
        program_id=item.program_id,
        channel=item.channel,
        line=item.line,
        thread_id=item.thread_id,
        texter_id=item.texter_id,
        consent_id=item.consent_id,
        sealed_number=item.number,
        state=State(item.state),
        version=int(item.version),
        created_at=item.created_at,
        updated_at=item.updated_at,
        entered_at=item.entered_at,
        moved_version=int(item.moved_version),
        risk=Risk(item.risk),
        risk_boost=int(item.risk_boost or 0),
        risk_seq=int(item.risk_seq or 0),
        risk_categories=tuple((item.risk_categories or "").split()),
        responder_id=item.responder_id,
        receiver_id=item.receiver_id,
        preferred_id=item.preferred_id,
        queued_at=item.queued_at,
        front=bool(item.front),
        boost_seconds=int(item.boost),
        cannot_reply=item.cannot_reply,
        tags=tuple(item.tags or ()),
        waiting_since=item.waiting_since,
        quiet_since=item.quiet_since,
        reminded={name: datetime.fromisoformat(at) for name, at in (item.reminded or {}).items()},
        escalation=_escalation_from(item.escalation) if item.escalation else None,
        survey=OpenSurvey.from_plain(item.survey) if item.survey else None,
        survey_numbers={name: int(number) for name, number in (item.survey_numbers or {}).items()},
        entry_score=_number(item.entry_score),
        exit_score=_number(item.exit_score),
        follow_up_at=item.follow_up_at,
        follow_up_seq=int(item.follow_up_seq or 0),
        summary_seq=int(item.summary_seq or 0),
        closed_at=item.closed_at,
        held=bool(item.held),
        purged=bool(item.purged),
        reopened_as=item.reopened_as,
        language=item.language,
        seen_before=bool(item.seen_before),
        same_person=item.same_person,
        flags=tuple((item.flags or "").split()),
        figures=Figures.from_plain(item.figures or {}),
        timer_at=item.timer_at,
    )


def timer_shard(number: int) -> str:
    return f"W#{number}"


def ended_key(affiliate_id: str) -> str:
    """Where an affiliate's ended conversations are found by when they ended."""
    return f"Z#{affiliate_id}"


def _owner(c: Conversation) -> str | None:
    """In whose list it stands: the owner's, and while a check-in is planned or out that of whoever planned it."""
    planned = c.state in (State.FOLLOW_UP_SCHEDULED, State.FOLLOW_UP_ACTIVE)
    return c.preferred_id if planned else c.responder_id


def _timer(c: Conversation) -> tuple[str | None, str | None]:
    if c.live:
        if c.timer_at is None:
            return None, None
        shard = zlib.crc32(c.id.encode()) % TIMER_SHARDS
        return timer_shard(shard), sortable(c.timer_at)
    ended = c.closed_at or c.updated_at
    if c.state is State.FAILED and c.reopened_as is None:
        return FAILED_KEY, sortable(ended)
    return (None, None) if c.purged or c.held else (ended_key(c.affiliate_id), sortable(ended))


def _plain_escalation(escalation: Escalation) -> dict[str, Any]:
    return asdict(escalation) | {"status": str(escalation.status), "opened_at": escalation.opened_at.isoformat()}


def _escalation_from(plain: Mapping[str, Any]) -> Escalation:
    changes = {
        "status": EscalationStatus(plain["status"]),
        "opened_at": datetime.fromisoformat(plain["opened_at"]),
        "seq": int(plain["seq"]),
    }
    return Escalation(**(dict(plain) | changes))


def number_context(affiliate_id: str, texter_id: str) -> Context:
    return Context(affiliate_id, texter_id, "number")


def conversation_ids(rows: Iterable[dict[str, dict[str, str]]]) -> list[str]:
    """The conversation ids of index rows, which carry keys only."""
    return [row["pk"]["S"][2:] for row in rows]


def sortable(moment: datetime) -> str:
    """Milliseconds since 1970 in fifteen digits: sorts as moments do."""
    return f"{int(moment.timestamp() * 1000):015d}"


def _number(value: Any) -> int | float | None:
    if value is None:
        return None
    return int(value) if float(value).is_integer() else float(value)
