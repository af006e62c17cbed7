"""From a fact to the people it concerns.

The alert is kept first, then shown, then mailed; each of the three may be repeated without harm, but for a second mail
when a pass died between sending one and being counted as done.
"""

from __future__ import annotations

from typing import Any

from shared.channels.mail import Mailer, mail_all
from shared.contracts.alerts import PAGE, SENTENCES, AlertNotice, alerts_for
from shared.contracts.queues import FactNotice
from shared.runtime.invocation import note, tally
from shared.store.alerts import Alerts
from shared.store.directory import Directory


class Calling:
    def __init__(
        self, alerts: Alerts, directory: Directory, mailer: Mailer, sqs: Any, push_queue: str, public_url: str
    ) -> None:
        self._alerts = alerts
        self._directory = directory
        self._mailer = mailer
        self._sqs = sqs
        self._push_queue = push_queue
        self._public_url = public_url

    def call(self, notice: FactNotice) -> None:
        """Keep, show and mail the alerts of one fact."""
        note(requestId=notice.request_id, conversationId=notice.conversation_id, seq=notice.seq, kind=notice.kind)
        alerts = alerts_for(notice)
        for alert in alerts:
            self._alerts.record(alert)
            self._show(notice, alert)
            tally("alerts")
        # Mail last: a mail that cannot be sent is tried again, and keeps nobody's console waiting.
        for alert in alerts:
            if alert.level == PAGE and alert.user_id is None and not self._alerts.was_mailed(alert):
                self._mail(alert)
                self._alerts.note_mailed(alert)

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

    def _mail(self, alert: AlertNotice) -> None:
        affiliate = self._directory.affiliate(alert.affiliate_id)
        if affiliate is None:
            return
        # Supervisors by mail; a responder is called in the console, where they work.
        supervisors = affiliate.on_duty(alert.program_id, "supervisor")
        mail_all(
            self._mailer,
            [one.email for one in supervisors],
            f"Holdfast: {SENTENCES[alert.kind]}",
            f"{self._public_url}/#/conversations/{alert.conversation_id}\n",
        )
