"""Who is there, how long the queues are, and what staff were called for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import cast

from shared.contracts import care_api
from shared.contracts.api import Language
from shared.domain.errors import NotFound
from shared.domain.ports import Clock
from shared.domain.waiting import unanswered_since
from shared.lifecycle.presence_news import PresenceNews
from shared.runtime.concerns import concerns
from shared.runtime.http import Request
from shared.runtime.identity import Principal
from shared.store.alerts import Alerts
from shared.store.conversations import Conversations
from shared.store.directory import Program, StaffMember
from shared.store.models import AlertItem
from shared.store.presence import Presence, Presences

#: Of a queue, so many are looked at for its average; beyond that the front speaks for the rest.
_MEASURED = 500


class Staffing:
    def __init__(
        self,
        conversations: Conversations,
        presences: Presences,
        alerts: Alerts,
        clock: Clock,
        news: PresenceNews | None = None,
    ) -> None:
        self._news = news
        self._conversations = conversations
        self._presences = presences
        self._alerts = alerts
        self._clock = clock

    def responders(self, request: Request) -> care_api.ResponderList:
        """Everybody who works in the caller's programs and may own conversations."""
        principal = request.principal
        staff = sorted(
            {
                one.id: one
                for program_id in principal.program_ids
                for one in principal.affiliate.on_duty(program_id, "responder", "supervisor")
            }.values(),
            key=lambda one: (one.role, one.name),
        )
        presences = self._presences.of([one.id for one in staff])
        loads = self._conversations.loads([one.id for one in staff])
        waiting = self._unanswered(loads)
        return care_api.ResponderList(
            items=[self._status(one, presences[one.id], len(loads[one.id]), waiting.get(one.id)) for one in staff]
        )

    def set_presence(self, request: Request) -> care_api.PresenceReply:
        principal, state = request.principal, request.parsed(care_api.PresenceRequest).state
        presence = self._presences.say(principal.affiliate.id, principal.user_id, state)
        if self._news is not None:
            self._news.tell(principal.affiliate.id, principal.user_id, state, principal.program_ids, request.request_id)
        loads = self._conversations.loads([principal.user_id])
        load, waiting = len(loads[principal.user_id]), self._unanswered(loads).get(principal.user_id)
        return care_api.PresenceReply(**self._status(principal.member, presence, load, waiting).model_dump())

    def health(self, request: Request) -> care_api.QueueHealth:
        """Depth, average and longest wait of each program's queue, and what is wrong with it."""
        principal = request.principal
        programs: list[care_api.ProgramHealth] = []
        alerts: list[care_api.HealthAlert] = []
        for program_id in principal.program_ids:
            program = principal.affiliate.programs.get(program_id)
            if program is not None and program.active:
                health = self._program(principal, program)
                programs.append(health)
                alerts += _wrong(health)
        return care_api.QueueHealth(programs=programs, alerts=alerts)

    def alerts(self, request: Request) -> care_api.AlertList:
        """The newest calls that concern the caller: their own, and the supervisors' for supervisors."""
        principal, limit = request.principal, request.limit()
        found = self._alerts.newest(principal.affiliate.id, 300)
        mine = [_alert(one) for one in found if concerns(principal, one)]
        return care_api.AlertList(items=mine[:limit])

    def acknowledge(self, request: Request) -> care_api.AlertReply:
        """Say that one is on it. The first who says so is shown to the others."""
        principal = request.principal
        item = self._alerts.get(principal.affiliate.id, request.path["id"])
        if item is None or not concerns(principal, item):
            raise NotFound
        self._alerts.acknowledge(item, principal.user_id)
        return care_api.AlertReply(**_alert(item).model_dump())

    def _program(self, principal: Principal, program: Program) -> care_api.ProgramHealth:
        now = self._clock.now()
        depth = self._conversations.depth(program.id)
        waiting = self._conversations.waiting(program.id, _MEASURED) if depth else []
        waits = [max(0, int((now - one.queued_at).total_seconds())) for one in waiting if one.queued_at is not None]
        there = self._presences.of([one.id for one in principal.affiliate.on_duty(program.id, "responder")])
        available = sum(one.state(now) == "available" for one in there.values())
        rules = program.rules
        longest = max(waits, default=0)
        return care_api.ProgramHealth(
            program_id=program.id,
            program_name=program.name,
            depth=depth,
            avg_wait_seconds=sum(waits) // len(waits) if waits else 0,
            longest_wait_seconds=longest,
            oldest_message_at=min((one.queued_at for one in waiting if one.queued_at), default=None),
            alert_threshold=rules.queue_alert_depth,
            alert_wait_seconds=rules.queue_alert_wait,
            alert=depth >= rules.queue_alert_depth or longest >= rules.queue_alert_wait,
            responders_available=available,
        )

    def _unanswered(self, loads: Mapping[str, frozenset[str]]) -> dict[str, datetime]:
        """For each person whom a texter waits for, since when. All heads are read together, a hundred in a call."""
        found: dict[str, datetime] = {}
        for one in self._conversations.get_many(sorted(set[str]().union(*loads.values()))):
            since, owner = unanswered_since(one), one.responder_id
            if since is not None and owner is not None:
                found[owner] = min(since, found.get(owner, since))
        return found

    def _status(
        self, member: StaffMember, presence: Presence, load: int, waiting: datetime | None
    ) -> care_api.ResponderStatus:
        now = self._clock.now()
        return care_api.ResponderStatus(
            id=member.id,
            name=member.name,
            role=member.role,
            state=presence.state(now),
            load=load,
            limit=member.max_concurrent,
            longest_unanswered_seconds=max(0, int((now - waiting).total_seconds())) if waiting is not None else None,
            last_seen_at=presence.seen_at,
            program_ids=list(member.program_ids),
            languages=cast(list[Language], list(member.languages)),
        )


def _wrong(health: care_api.ProgramHealth) -> list[care_api.HealthAlert]:
    found = []
    if health.depth >= health.alert_threshold:
        found.append(("depth", f"{health.depth} people wait"))
    if health.longest_wait_seconds >= health.alert_wait_seconds:
        found.append(("wait", f"somebody has waited {health.longest_wait_seconds // 60} minutes"))
    if health.depth and not health.responders_available:
        found.append(("nobody_online", "people wait and nobody is available"))
    return [care_api.HealthAlert(program_id=health.program_id, kind=kind, detail=detail) for kind, detail in found]


def _alert(item: AlertItem) -> care_api.Alert:
    from shared.contracts.alerts import SENTENCES

    return care_api.Alert(
        id=item.alert_id,
        kind=item.kind,
        level="page" if item.level == "page" else "notice",
        at=item.at,
        conversation_id=item.conversation_id,
        program_id=item.program_id,
        detail=SENTENCES.get(item.kind, item.kind),
        acknowledged_by=item.acknowledged_by,
    )
