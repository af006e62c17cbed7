"""The risk queue: inbound messages, a moment after they were taken in."""

from __future__ import annotations

import contextlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shared.contracts.queues import FactNotice
from shared.domain.draft import Draft
from shared.domain.risk.assessment import Assessment, combine
from shared.domain.risk.levels import Category, Risk
from shared.lifecycle.composing import writer
from shared.lifecycle.reading_risk import own_words, read_quickly
from shared.lifecycle.writing import Subject
from shared.runtime.batches import each
from shared.runtime.invocation import invocation, note
from shared.runtime.settings import required
from shared.store.directory import Affiliate
from shared.store.scope import work_for

if TYPE_CHECKING:
    from shared.ai.risk_model import Prototype, SemanticRisk


@cache
def _model() -> SemanticRisk:
    # Some tens of megabytes: loaded with the first message.
    from shared.ai.risk_model import SemanticRisk

    return SemanticRisk(Path(required("RISK_MODEL")))


@invocation("risk")
def handler(event: dict[str, Any], context: Any) -> Any:
    return each(event, lambda record: _read(FactNotice.from_json(record.body)))


def _read(notice: FactNotice) -> None:
    work_for(notice.affiliate_id)
    note(requestId=notice.request_id, conversationId=notice.conversation_id, seq=notice.seq)
    found: list[Assessment] = []

    def make(draft: Draft, subject: Subject) -> None:
        if not draft.after.live:
            # Nobody waits any more, and the words may be gone.
            return
        if not found:
            found.append(_assess(subject, notice.seq))
        if draft.assess(found[0], subject.now, subject.rules):
            note(raised=str(found[0].level))

    writer().change(notice.conversation_id, make, request_id=notice.request_id)


def _assess(subject: Subject, seq: int) -> Assessment:
    """Both readers' view of one message, words and all."""
    message = writer().facts(subject, seq - 1, 1)[0].message
    text = message.content if message is not None else ""
    if subject.affiliate is None:
        return _model().assess(text)
    if not subject.affiliate.flag("risk_semantic"):
        return read_quickly(text, subject.affiliate)
    meant = _model().assess(text, _own_sentences(subject.affiliate), own_words(subject.affiliate))
    return combine(read_quickly(text, subject.affiliate), meant)


def _own_sentences(affiliate: Affiliate) -> list[Prototype]:
    """The affiliate's additions. One that cannot be read is left out: it must not stop the reading."""
    from shared.ai.risk_model import Prototype

    found = []
    for row in affiliate.risk_prototypes:
        with contextlib.suppress(KeyError, ValueError):
            found.append(Prototype(row["id"], row["text"], Category(row["category"]), Risk(row["level"])))
    return found
