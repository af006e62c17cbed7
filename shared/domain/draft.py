"""The draft of a change: facts collected on top of a conversation as it was read.

The store writes the whole draft in one transaction or nothing at all (laws 5 and 6 of the lifecycle).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from shared.domain.applying import apply, opening_detail
from shared.domain.conversation import (
    Conversation,
    Detail,
    Direction,
    Escalation,
    EscalationStatus,
    Fact,
    FactKind,
    Message,
    Move,
    Purpose,
)
from shared.domain.errors import Conflict, FieldError, Forbidden, RuleBroken
from shared.domain.lifecycle import MAY_SEND, TERMINAL, Actor, Guard, require
from shared.domain.risk.assessment import Assessment
from shared.domain.risk.levels import Risk
from shared.domain.rules import Rules
from shared.domain.segments import count_segments
from shared.domain.surveys import Answer, OpenSurvey

#: Facts that say nothing about when somebody must look again.
_TIMELESS = frozenset(
    {
        FactKind.MESSAGE,
        FactKind.NOTE,
        FactKind.FLAG,
        FactKind.ABUSE_REPORTED,
        FactKind.SENDER_BLOCKED,
        FactKind.SENDER_UNBLOCKED,
        FactKind.SAME_PERSON,
    }
)


@dataclass
class Draft:
    """A conversation with facts about to be added. `before` is None while it is being opened."""

    before: Conversation | None
    after: Conversation
    facts: list[Fact] = field(default_factory=list)

    @classmethod
    def open(cls, conversation: Conversation) -> Draft:
        """Start a conversation; `conversation` comes in state `new` at version 0."""
        draft = cls(None, conversation)
        fact = Fact(1, FactKind.OPENED, conversation.created_at, Actor.SYSTEM, detail=opening_detail(conversation))
        draft.after = replace(conversation, version=1)
        draft.facts.append(fact)
        return draft

    @classmethod
    def on(cls, conversation: Conversation) -> Draft:
        """Continue from a conversation as it was read."""
        return cls(conversation, conversation)

    @property
    def moves(self) -> bool:
        """Whether a transition is among the facts, or anything else that sets timers anew."""
        return any(fact.kind not in _TIMELESS for fact in self.facts)

    # --- moves ----------------------------------------------------------------------------------

    def move(
        self,
        name: str,
        at: datetime,
        actor: str,
        *,
        reason: str | None = None,
        responder_id: str | None = None,
        detail: Detail | None = None,
        words: Mapping[str, str] | None = None,
    ) -> Draft:
        """Make a transition. `reason` is one of ours (an enum in words); what people say goes into `words`.

        Raises `IllegalTransition` with the current state, and `RuleBroken` or `Conflict` where a guard forbids it.
        """
        source = self.after.state
        row = require(name, source)
        said = dict(words or {})
        for guard in row.guards:
            self._check(guard, said)
        facts: dict[str, str | int | None] = {"risk": str(self.after.risk), **(detail or {})}
        if self.after.responder_id is not None:
            facts["from"] = self.after.responder_id
        if self.after.receiver_id is not None:
            # Whoever it was offered to hears what became of the offer.
            facts.setdefault("receiver", self.after.receiver_id)
        if responder_id is not None:
            facts["responder"] = responder_id
        if self.after.receiver_id is not None:
            facts.setdefault("receiver", self.after.receiver_id)
        if self.after.cannot_reply:
            facts["cannot_reply"] = 1
        if row.leads_to(source) in TERMINAL and self.after.live:
            facts |= self._statistics(at)
        self._add(FactKind.TRANSITION, at, actor, move=Move(name, source, row.leads_to(source), reason),
                  detail=facts, words=said)  # fmt: skip
        return self

    def _statistics(self, at: datetime) -> dict[str, str | int | None]:
        """What is kept of a conversation when its content is gone."""
        c = self.after
        return {
            "duration": int((at - c.created_at).total_seconds()),
            "tags": ",".join(c.tags),
            "surveyed": int(c.exit_score is not None),
        }

    def _check(self, guard: Guard, words: Mapping[str, str]) -> None:
        c = self.after
        if guard is Guard.OUTCOME and not words.get("outcome", "").strip():
            raise RuleBroken(errors=(FieldError("outcome", "is required: what came of it?"),))
        if guard is Guard.REASON and not words.get("reason", "").strip():
            raise RuleBroken(errors=(FieldError("reason", "is required"),))
        if guard is Guard.MAY_CONTACT and c.cannot_reply:
            raise RuleBroken(
                "The texter opted out; nothing may be sent until they opt in again",
                code="texter_opted_out",
                errors=(FieldError("scheduledTime", "the texter opted out"),),
            )
        if guard is Guard.NOT_AT_RISK and c.at_risk:
            raise Conflict("Somebody at risk is never dropped from the queue", code="at_risk")

    # --- messages -------------------------------------------------------------------------------

    def receive(self, message: Message, at: datetime, language: str | None = None) -> Draft:
        """Append what the texter wrote. Legal in every live state. `language` is what they write from now on."""
        heard = {"language": language} if language not in (None, self.after.language) else None
        self._add(FactKind.MESSAGE, at, Actor.TEXTER, message=message, detail=heard)
        return self

    def say(self, message: Message, at: datetime) -> Draft:
        """Append an automatic text."""
        self._add(FactKind.MESSAGE, at, Actor.SYSTEM, message=message)
        return self

    def reply(self, message_id: str, content: str, at: datetime, responder_id: str) -> Draft:
        """Append what the owner writes to the texter.

        Raises `Forbidden` for anyone but the owner and `Conflict` where nothing may be sent.
        """
        if self.after.responder_id != responder_id:
            raise Forbidden("Only the responder who owns the conversation may write to the texter", code="not_owner")
        if self.after.state not in MAY_SEND:
            raise Conflict(
                f"Nothing can be sent while the conversation is '{self.after.state}'", code="cannot_send_in_state"
            )
        if self.after.cannot_reply:
            raise Conflict("The texter opted out; nothing may be sent until they opt in again", code="texter_opted_out")
        message = Message(
            message_id, Direction.OUTBOUND, content, count_segments(content).segments, responder_id, Purpose.REPLY
        )
        self._add(FactKind.MESSAGE, at, responder_id, message=message)
        return self

    def whisper(self, message_id: str, content: str, at: datetime, sender_id: str, files: Sequence[str] = ()) -> Draft:
        """Append a note that only the responder and supervisors see; `files` are ids of the conversation's own."""
        message = Message(message_id, Direction.NOTE, content, 0, sender_id)
        self._add(FactKind.NOTE, at, sender_id, message=message, detail={"files": " ".join(files)} if files else None)
        return self

    def opt_out(self, at: datetime, actor: str = Actor.TEXTER) -> Draft:
        """The texter wants no more texts. `actor` is the person they told, where they did not say so by a word."""
        standing = {"risk": str(self.after.risk), "state": str(self.after.state)}
        self._add(FactKind.OPTED_OUT, at, actor, detail=standing)
        return self

    def opt_in(self, at: datetime) -> Draft:
        self._add(FactKind.OPTED_IN, at, Actor.TEXTER)
        return self

    # --- risk, tags, the ladder -----------------------------------------------------------------

    def assess(self, found: Assessment, at: datetime, rules: Rules) -> bool:
        """Raise the risk to what was found; False, and nothing added, when it is no higher (law 7)."""
        if found.level.rank <= self.after.risk.rank:
            return False
        detail: dict[str, str | int | None] = {
            "level": str(found.level),
            "before": str(self.after.risk),
            "tags": ",".join(self.after.tags),
            "model": found.model,
            "boost": rules.boost(found.level),
            "categories": " ".join(dict.fromkeys([*self.after.risk_categories, *map(str, found.categories)])),
        }
        words = {
            f"{number}.{reason.source}.{reason.level}.{reason.category}.{reason.why}": reason.phrase
            for number, reason in enumerate(found.reasons)
        }
        self._add(FactKind.RISK, at, Actor.SYSTEM, detail=detail, words=words)
        return True

    def carry_risk(self, level: Risk, categories: tuple[str, ...], at: datetime, boost: int) -> None:
        """Take over the risk of the conversation this one goes on from."""
        detail: dict[str, str | int | None] = {
            "level": str(level),
            "before": str(self.after.risk),
            "tags": "",
            "model": "carried",
            "boost": boost,
            "categories": " ".join(categories),
        }
        self._add(FactKind.RISK, at, Actor.SYSTEM, detail=detail)

    def judge_risk(self, level: Risk, reason: str, at: datetime, person: str, rules: Rules) -> None:
        """Set the risk by a person's judgement; lowering it needs a reason (law 7)."""
        if level is self.after.risk:
            return
        if level.rank < self.after.risk.rank and not reason.strip():
            raise RuleBroken(errors=(FieldError("reason", "is required to lower the risk"),))
        detail: dict[str, str | int | None] = {
            "level": str(level),
            "before": str(self.after.risk),
            "tags": ",".join(self.after.tags),
            "model": "person",
            "boost": rules.boost(level),
            "categories": " ".join(self.after.risk_categories),
        }
        self._add(FactKind.RISK, at, person, detail=detail, words={"reason": reason} if reason.strip() else {})

    def tag(self, tags: tuple[str, ...], at: datetime, person: str) -> None:
        if tags != self.after.tags:
            self._add(FactKind.TAGS, at, person, detail={"tags": ",".join(tags), "risk": str(self.after.risk)})

    def record_ladder(self, rungs: Mapping[str, bool], recent: bool, at: datetime, person: str) -> None:
        """The C-SSRS screen as the responder heard it: which rungs, and whether within 48 hours."""
        self._add(
            FactKind.LADDER,
            at,
            person,
            detail={name: int(value) for name, value in rungs.items()} | {"recent": int(recent)},
        )

    # --- surveys --------------------------------------------------------------------------------

    def survey(
        self,
        step: str,
        progress: OpenSurvey,
        at: datetime,
        *,
        is_open: bool,
        answered: Answer | None = None,
        score: int | float | None = None,
        actor: str = Actor.SYSTEM,
    ) -> None:
        """`step`: begun, answered, asked_again, skipped, ended or completed. Words are sealed, numbers are kept."""
        detail: dict[str, str | int | None] = {"step": step, "open": int(is_open)}
        for name, value in progress.to_plain().items():
            detail["survey" if name == "survey_id" else name] = value
        words: dict[str, str] = {}
        if answered is not None:
            detail["question"] = answered.question_id
            detail["number"] = answered.number
            if answered.words:
                words["answer"] = answered.words
        if score is not None:
            detail["score"] = str(score)
        self._add(FactKind.SURVEY, at, actor, detail=detail, words=words)

    # --- escalation -----------------------------------------------------------------------------

    def escalate(self, call: Escalation, location: str | None, at: datetime, person: str) -> None:
        """Open a call for help and make the move. `call` comes with its id, kind, urgency, status and reference."""
        detail: dict[str, str | int | None] = {
            "opened": 1,
            "id": call.id,
            "kind": call.kind,
            "urgency": call.urgency,
            "status": str(call.status),
            "reference": call.reference,
            "service": call.service,
            "has_location": int(bool(location)),
        }
        self.move(f"escalate_to_{call.kind}", at, person, detail={"escalation": call.id, "urgency": call.urgency})
        self._add(FactKind.ESCALATION, at, person, detail=detail, words={"location": location} if location else {})

    def escalation_step(
        self,
        status: EscalationStatus,
        at: datetime,
        person: str,
        *,
        detail: Detail | None = None,
        words: Mapping[str, str] | None = None,
    ) -> Escalation:
        """One more entry in the record of the open escalation."""
        if self.after.escalation is None:
            raise Conflict("Nothing is escalated in this conversation", code="no_escalation")
        self._add(
            FactKind.ESCALATION, at, person,
            detail={"id": self.after.escalation.id, "status": str(status), **(detail or {})}, words=words,
        )  # fmt: skip
        escalation = self.after.escalation
        assert escalation is not None
        return escalation

    # --- what Holdfast itself records -----------------------------------------------------------

    def note_timer(self, timer: str, at: datetime) -> None:
        self._add(FactKind.TIMER, at, Actor.TIMER, detail={"timer": timer, "state": str(self.after.state)})

    def note_hook(
        self, hook: str, moved: int, at: datetime, *, failed: str | None = None, found: str | None = None
    ) -> None:
        """A hook of the transition numbered `moved` was done, or given up on; `failed` names the error's kind."""
        detail: dict[str, str | int | None] = {"hook": hook, "moved": moved}
        if failed is not None:
            detail["error"] = failed
        if found is not None:
            detail["found"] = found
        self._add(FactKind.HOOK_FAILED if failed is not None else FactKind.HOOK_DONE, at, Actor.SYSTEM, detail=detail)

    def summarise(self, words: Mapping[str, str], detail: Detail, at: datetime) -> None:
        self._add(FactKind.SUMMARY, at, Actor.SYSTEM, detail=detail, words=words)

    def hold(self, held: bool, reason: str, at: datetime, person: str) -> None:
        """A legal hold keeps content beyond its time."""
        self._add(FactKind.HOLD, at, person, detail={"held": int(held)}, words={"reason": reason})

    def reopened(self, conversation_id: str, at: datetime) -> None:
        """The texter of this failed conversation was given another one."""
        self._add(FactKind.REOPENED, at, Actor.SYSTEM, detail={"as": conversation_id})

    def record(
        self,
        kind: FactKind,
        at: datetime,
        actor: str,
        detail: Detail | None = None,
        words: Mapping[str, str] | None = None,
    ) -> None:
        """Append a fact that is neither a message nor a move; what may be recorded when is for its own rules."""
        self._add(kind, at, actor, detail=detail, words=words)

    def _add(
        self,
        kind: FactKind,
        at: datetime,
        actor: str,
        *,
        message: Message | None = None,
        move: Move | None = None,
        detail: Detail | None = None,
        words: Mapping[str, str] | None = None,
    ) -> None:
        fact = Fact(self.after.version + 1, kind, at, str(actor), message, move, dict(detail or {}), dict(words or {}))
        self.facts.append(fact)
        self.after = apply(self.after, fact)
