"""Whether mail to staff can leave, as Amazon SES sees it: said when an operator looks, before anybody needs it."""

from __future__ import annotations

from typing import Any


def mail_standing(ses: Any, sender: str) -> list[str]:
    """Lines for an operator about the address that mail to staff comes from; `ses` is a client of API version 2.

    Whoever may not ask SES reads that instead: it is no reason for a bootstrap to fail.
    """
    try:
        account = ses.get_account()
        verified = _verified(ses, sender)
    except ses.exceptions.ClientError as error:
        return [f"mail from {sender}: cannot tell, SES answers {error.response.get('Error', {}).get('Code')}"]
    lines = [
        f"mail from {sender}: {'verified' if verified else 'NOT VERIFIED: no mail reaches staff until it is'}",
    ]
    if not account.get("ProductionAccessEnabled"):
        lines.append("SES is in the sandbox: it mails to verified addresses only; ask for production access")
    if not account.get("SendingEnabled", True):
        lines.append(f"SES DOES NOT SEND: the account's standing is {account.get('EnforcementStatus', 'unknown')}")
    return lines


def _verified(ses: Any, sender: str) -> bool:
    """The address itself, or its domain, has been verified for sending."""
    for identity in (sender, sender.rpartition("@")[2]):
        try:
            if ses.get_email_identity(EmailIdentity=identity).get("VerifiedForSendingStatus"):
                return True
        except ses.exceptions.NotFoundException:
            continue
    return False
