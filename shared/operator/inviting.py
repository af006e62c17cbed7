"""Mailing people an invitation, from the operator's command line."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from shared.domain.clockwork import RandomIds, SystemClock
from shared.runtime.sign_in_mail import Invitations, SignInMail
from shared.store.challenges import Challenges
from shared.store.directory import Directory

if TYPE_CHECKING:
    from shared.operator.cli import Deployment


def invite(deployment: Deployment, affiliate_id: str, user_ids: Collection[str]) -> list[str]:
    """Have the deployment mail each of them a link by which they choose a password; the names of those invited.

    Somebody who is not active is left out.
    """
    affiliate = Directory(deployment.database).affiliate(affiliate_id)
    if affiliate is None or not user_ids:
        return []
    clock, ids, sqs = SystemClock(), RandomIds(), deployment.client("sqs")
    url = sqs.get_queue_url(QueueName=f"{deployment.prefix}-comms")["QueueUrl"]
    invitations = Invitations(SignInMail(lambda: sqs, url, Challenges(deployment.database, clock), clock, ids))
    invited = [one for one in affiliate.staff.values() if one.id in user_ids and one.active]
    for member in invited:
        invitations.invite(affiliate, member, "")
    return [member.name for member in invited]
