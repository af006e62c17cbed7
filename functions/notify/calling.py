"""From a fact to the people it concerns.

The alert is kept first, then shown, then mailed and texted: by `comms`, to which one task goes for each person and
medium. All of it may be repeated without harm: an alert is kept once, and a task that was carried out before is not
carried out again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from shared.contracts.alerts import PAGE, TO_ALL_WHO_LEAD, AlertNotice, alerts_for
from shared.contracts.notices import SMS, WAYS, Way
from shared.contracts.queues import FactNotice, NoticeTask, tens
from shared.domain.errors import Unavailable
from shared.domain.ports import Clock
from shared.domain.roles import ADMIN, SUPERVISOR
from shared.runtime.invocation import note, tally
from shared.store.alerts import Alerts
from shared.store.directory import Affiliate, Directory, StaffMember
from shared.store.presence import Presences
from shared.store.scope import work_for

_AT_THEIR_CONSOLE = ("available", "busy")


class Calling:
    """`push_queue` shows alerts in consoles; `comms_queue` mails and texts."""

    def __init__(
        self,
        alerts: Alerts,
        directory: Directory,
        presences: Presences,
        clock: Clock,
        sqs: Any,
        push_queue: str,
        comms_queue: str,
    ) -> None:
        self._alerts = alerts
        self._directory = directory
        self._presences = presences
        self._clock = clock
        self._sqs = sqs
        self._push_queue = push_queue
        self._comms_queue = comms_queue

    def call(self, notice: FactNotice) -> None:
        """Keep, show and hand on the alerts of one fact."""
        work_for(notice.affiliate_id)
        note(requestId=notice.request_id, conversationId=notice.conversation_id, seq=notice.seq, kind=notice.kind)
        alerts = [personal for alert in alerts_for(notice) for personal in self._personal(alert)]
        for alert in alerts:
            self._alerts.record(alert)
            self._show(notice, alert)
            tally("alerts")
        # Last: what cannot be handed on is tried again, and keeps nobody's console waiting.
        self._hand_on([task for alert in alerts for task in self._tasks(notice, alert)])

    def _personal(self, alert: AlertNotice) -> Iterator[AlertNotice]:
        """One for each of those who lead the affiliate, where all of them are called; else the alert as it is."""
        if alert.kind not in TO_ALL_WHO_LEAD:
            yield alert
            return
        affiliate = self._directory.affiliate(alert.affiliate_id)
        for person in affiliate.staff.values() if affiliate is not None else ():
            if person.active and person.role in (SUPERVISOR, ADMIN):
                yield replace(alert, id=f"{alert.id}_{person.id}", user_id=person.id)

    def _show(self, notice: FactNotice, alert: AlertNotice) -> None:
        detail = {"alert": alert.id, "call": alert.kind, "level": alert.level}
        if alert.user_id is not None:
            detail["user"] = alert.user_id
        body = FactNotice(
            "alert",
            alert.affiliate_id,
            alert.program_id,
            alert.conversation_id,
            notice.seq,
            alert.at,
            notice.request_id,
            detail,
        )
        self._sqs.send_message(QueueUrl=self._push_queue, MessageBody=body.to_json())

    def _tasks(self, notice: FactNotice, alert: AlertNotice) -> Iterator[NoticeTask]:
        way = WAYS.get(alert.kind)
        affiliate = self._directory.affiliate(alert.affiliate_id) if way is not None else None
        if way is None or affiliate is None:
            return
        says = {name: notice.detail[name] for name in way.says if name in notice.detail}
        at_once = way.at_once or "critical" in (notice.detail.get("level"), notice.detail.get("risk"))
        for person, medium in self._recipients(alert, way, affiliate):
            yield NoticeTask(
                f"{alert.id}-{person.id}-{medium}",
                alert.kind,
                medium,
                person.id,
                alert.affiliate_id,
                alert.program_id,
                alert.conversation_id,
                alert.at,
                notice.request_id,
                at_once,
                says,
            )

    def _recipients(self, alert: AlertNotice, way: Way, affiliate: Affiliate) -> Iterator[tuple[StaffMember, str]]:
        """Whoever is to be mailed or texted. A notice to supervisors, and one to somebody who is there, interrupts
        nobody: it is in their consoles."""
        media: tuple[str, ...] = ()
        if alert.user_id is not None:
            found = affiliate.staff.get(alert.user_id)
            people, if_away = [found] if found is not None else [], way.person
            media = way.supervisors if alert.kind in TO_ALL_WHO_LEAD else ()
        elif alert.level == PAGE:
            people = affiliate.on_duty(alert.program_id, "supervisor")
            media, if_away = way.supervisors, way.if_away
        else:
            return
        # Only where it matters: whether somebody is there costs a read.
        away = self._away([one for one in people if any(_reaches(one, medium) for medium in if_away)])
        for person in people:
            for medium in (*media, *(if_away if person.id in away else ())):
                if _reaches(person, medium):
                    yield person, medium

    def _away(self, people: list[StaffMember]) -> set[str]:
        if not people:
            return set()
        now = self._clock.now()
        there = self._presences.of([one.id for one in people])
        return {name for name, presence in there.items() if presence.state(now) not in _AT_THEIR_CONSOLE}

    def _hand_on(self, tasks: list[NoticeTask]) -> None:
        for ten in tens(tasks):
            entries = [{"Id": str(number), "MessageBody": task.to_json()} for number, task in enumerate(ten)]
            if self._sqs.send_message_batch(QueueUrl=self._comms_queue, Entries=entries).get("Failed"):
                raise Unavailable("part of a batch was refused")
            note(notices=len(tasks))


def _reaches(person: StaffMember, medium: str) -> bool:
    return medium != SMS or person.phone is not None
