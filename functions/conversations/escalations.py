"""Calling for help: opening the call, a second person's agreement, the log, the end."""

from __future__ import annotations

from functions.conversations.moving import Mover
from functions.conversations.views import escalation_view
from shared.contracts import api, care_api
from shared.domain.conversation import Conversation, Escalation, EscalationStatus, Fact, FactKind
from shared.domain.draft import Draft
from shared.domain.errors import Conflict, FieldError, Forbidden, NotFound, RuleBroken
from shared.domain.escalation import status_of
from shared.domain.lifecycle import ESCALATED, State
from shared.domain.timers import may_confirm
from shared.runtime.access import may_read_words
from shared.runtime.http import Request


class Escalations:
    """`service` names whom this deployment contacts; a simulated one says so."""

    def __init__(self, mover: Mover, service: str) -> None:
        self._mover = mover
        self._service = service

    def escalate(self, request: Request) -> care_api.EscalationReply:
        wish, principal, mover = request.parsed(care_api.EscalateRequest), request.principal, self._mover

        def change(draft: Draft) -> None:
            name = f"escalate_to_{wish.type}"
            mover.require_may(principal, draft, name)
            now = mover.clock.now()
            status = status_of(wish.type, bool(wish.location), None)
            call = Escalation(
                mover.ids.new("esc"),
                wish.type,
                wish.urgency,
                status,
                now,
                principal.user_id,
                0,
                reference=f"HF-{mover.ids.new('ref')[-8:].upper()}",
                service=self._service if status is EscalationStatus.CONFIRMED else None,
            )
            draft.escalate(call, wish.location, now, principal.user_id)

        after = mover.change(request, f"escalate_to_{wish.type}", change, wish.type, wish.urgency, wish.location)
        return self._reply(request, after)

    def record(self, request: Request) -> care_api.EscalationRecord:
        """The call for help with its log. What was said is for who may read the conversation."""
        found = self._mover.seen(request)
        reply = self._reply(request, found)
        facts = self._mover.reading.facts(found, words=may_read_words(request.principal, found))
        mine = [fact for fact in facts if fact.kind is FactKind.ESCALATION and fact.detail.get("id") == reply.id]
        if any(fact.words for fact in mine):
            self._mover.reading.seen(request, found)
        log = [_entry(fact) for fact in mine]
        return care_api.EscalationRecord(**reply.model_dump(), log=log)

    def update(self, request: Request) -> care_api.EscalationReply:
        """Add where the texter is, how urgent it is, or the service's number for the call."""
        wish, principal, mover = request.parsed(care_api.EscalationUpdate), request.principal, self._mover
        if wish.location is None and wish.urgency is None and wish.reference_number is None:
            raise RuleBroken(errors=(FieldError("location", "location, urgency or referenceNumber is required"),))

        def change(draft: Draft) -> None:
            open_one = self._open(request, draft)
            if principal.role != "supervisor":
                mover.require_owner(principal, draft)
            status = open_one.status
            has_location = open_one.has_location or wish.location is not None
            if status is not EscalationStatus.CONTACTED:
                status = status_of(open_one.kind, has_location, open_one.confirmed_by)
            detail = {
                "has_location": int(has_location),
                "urgency": wish.urgency,
                "reference": wish.reference_number,
                "service": self._service if status is EscalationStatus.CONFIRMED else None,
            }
            words = {"location": wish.location} if wish.location else None
            draft.escalation_step(status, mover.clock.now(), principal.user_id, detail=detail, words=words)

        after = mover.change(
            request, "updateEscalation", change, request.path["eid"], wish.location, wish.urgency, wish.reference_number
        )
        return self._reply(request, after)

    def confirm(self, request: Request) -> care_api.EscalationReply:
        """Agree that the police are sent: a supervisor, after a while any second responder, at last the owner alone."""
        principal, mover = request.principal, self._mover

        def change(draft: Draft) -> None:
            open_one = self._open(request, draft)
            now = mover.clock.now()
            if not open_one.waits_for_confirmation:
                raise Conflict("There is nothing to confirm", code="nothing_to_confirm")
            rules = principal.affiliate.rules(draft.after.program_id)
            if not may_confirm(draft.after, principal.user_id, principal.role, rules, now):
                raise Forbidden("A supervisor confirms this; a second responder may after a while", code="not_yet")
            owns = principal.user_id == draft.after.responder_id and principal.role != "supervisor"
            alone = owns or principal.user_id == open_one.opened_by
            status = status_of(open_one.kind, open_one.has_location, principal.user_id)
            detail = {
                "confirmed_by": principal.user_id,
                "alone": 1 if alone else None,
                "service": self._service if status is EscalationStatus.CONFIRMED else None,
            }
            draft.escalation_step(status, now, principal.user_id, detail=detail)

        return self._reply(request, mover.change(request, "confirmEscalation", change, request.path["eid"]))

    def log_contact(self, request: Request) -> care_api.EscalationReply:
        """Write down whom one spoke with."""
        wish, principal, mover = request.parsed(care_api.ContactRequest), request.principal, self._mover

        def change(draft: Draft) -> None:
            open_one = self._open(request, draft)
            if principal.role != "supervisor":
                mover.require_owner(principal, draft)
            words = {"note": wish.note, "service": wish.service}
            draft.escalation_step(
                open_one.status, mover.clock.now(), principal.user_id, detail={"contact": 1}, words=words
            )

        return self._reply(
            request, mover.change(request, "logContact", change, request.path["eid"], wish.service, wish.note)
        )

    def resolve(self, request: Request) -> api.Conversation:
        """The call for help is over and the conversation goes on. What came of it is required."""
        outcome, principal, mover = request.parsed(care_api.ResolveRequest).outcome, request.principal, self._mover

        def change(draft: Draft) -> None:
            police = draft.after.state is State.ESCALATED_POLICE
            name = "resolve_police_escalation" if police else "resolve_escalation"
            mover.require_may(principal, draft, name)
            draft.move(name, mover.clock.now(), principal.user_id, words={"outcome": outcome or ""})
            draft.escalation_step(EscalationStatus.RESOLVED, mover.clock.now(), principal.user_id)

        return mover.act(request, "resolve", change, outcome)

    def _open(self, request: Request, draft: Draft) -> Escalation:
        """The escalation the path names, while it is open."""
        found = draft.after.escalation
        if found is None or found.id != request.path["eid"]:
            raise NotFound("There is no such escalation")
        if draft.after.state not in ESCALATED or found.status is EscalationStatus.RESOLVED:
            raise Conflict("This call for help is over", code="escalation_over")
        return found

    def _reply(self, request: Request, conversation: Conversation) -> care_api.EscalationReply:
        escalation = conversation.escalation
        if escalation is None or request.path.get("eid", escalation.id) != escalation.id:
            raise NotFound("There is no such escalation")
        seen = escalation_view(request.principal, conversation, escalation, self._mover.clock.now())
        return care_api.EscalationReply(**seen.model_dump(), escalation_id=escalation.id)


def _entry(fact: Fact) -> care_api.EscalationEntry:
    return care_api.EscalationEntry(
        at=fact.at,
        by=fact.actor,
        status=EscalationStatus(str(fact.detail["status"])).value,
        service=fact.words.get("service") or (str(fact.detail["service"]) if fact.detail.get("service") else None),
        note=fact.words.get("note"),
        location=fact.words.get("location"),
        outcome=fact.words.get("outcome"),
    )
