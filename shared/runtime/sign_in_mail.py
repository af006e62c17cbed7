"""Asking for a mail or text that lets somebody in. It is made and sent by `comms`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from shared.contracts.notices import EMAIL
from shared.contracts.queues import NoticeTask
from shared.contracts.sign_in import INVITATION, KINDS, NOBODY
from shared.domain.errors import RuleBroken
from shared.domain.ports import Clock, Ids
from shared.store.challenges import Challenges
from shared.store.directory import Affiliate, StaffMember


class SignInMail:
    """`sqs` makes an SQS client when it is needed."""

    def __init__(
        self, sqs: Callable[[], Any], comms_queue_url: str, challenges: Challenges, clock: Clock, ids: Ids
    ) -> None:
        self._sqs = sqs
        self._url = comms_queue_url
        self._challenges = challenges
        self._clock = clock
        self._ids = ids

    def ask(self, kind: str, email: str, whose: tuple[str, str] | None, request_id: str, medium: str = EMAIL) -> None:
        """Have one sent to the address. `whose` is its affiliate and user; None for an address that nobody has, for
        which all the same is done, and nothing sent."""
        affiliate_id, user_id = whose or (NOBODY, NOBODY)
        challenge_id = self._ids.new("chg")
        if KINDS[kind].secret is not None:
            self._challenges.ask(kind, email, challenge_id)
        at = self._clock.now().isoformat()
        task = NoticeTask(challenge_id, kind, medium, user_id, affiliate_id, "", "", at, request_id, True, {})
        self._sqs().send_message(QueueUrl=self._url, MessageBody=task.to_json())


class Invitations:
    """For whoever adds people to an affiliate."""

    def __init__(self, mail: SignInMail) -> None:
        self._mail = mail

    def invite(self, affiliate: Affiliate, member: StaffMember, request_id: str) -> None:
        """Mail somebody a link by which they choose a password and come in; one that was sent before opens no more.

        Raises `RuleBroken` for who is not active.
        """
        if not member.active or not affiliate.active:
            raise RuleBroken("Somebody who is not active cannot be invited", code="not_active")
        self._mail.ask(INVITATION, member.email, (affiliate.id, member.id), request_id)
