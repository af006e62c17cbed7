"""Sending through Twilio's REST API."""

from __future__ import annotations

from urllib.parse import quote

import requests
from urllib3.exceptions import NewConnectionError

from shared.channels.outbound import Accepted, Answer, OutboundMessage, OutcomeUnknown, Refused, TryLater

#: Twilio's code for a recipient who opted out at the carrier.
_OPTED_OUT = "21610"
_CONNECT_SECONDS = 3.05
_READ_SECONDS = 10.0


class TwilioProvider:
    """One Twilio account. `public_url` is our own origin, to which Twilio posts receipts."""

    def __init__(self, account: str, auth_token: str, *, api_url: str, public_url: str) -> None:
        self._account = account
        self._messages_url = f"{api_url.rstrip('/')}/2010-04-01/Accounts/{quote(account, safe='')}/Messages.json"
        self._public_url = public_url.rstrip("/")
        self._session = requests.Session()
        self._session.auth = (account, auth_token)

    def send(self, message: OutboundMessage) -> Answer:
        attempt = quote(message.attempt, safe="")
        form = {
            "To": message.number,
            "From": message.line,
            "Body": message.text,
            "StatusCallback": f"{self._public_url}/api/webhooks/twilio/status?attempt={attempt}",
        }
        try:
            reply = self._session.post(
                self._messages_url,
                data=form,
                timeout=(_CONNECT_SECONDS, _READ_SECONDS),
                headers={"X-Request-ID": message.request_id},
                allow_redirects=False,
            )
        except requests.ConnectTimeout:
            return TryLater("connect_timeout")
        except requests.ConnectionError as error:
            # A connection that was never made carried nothing; one that broke later may have.
            return TryLater("no_connection") if _never_connected(error) else OutcomeUnknown("connection_lost")
        except requests.RequestException:
            return OutcomeUnknown("no_answer")
        return _read(reply)


def _read(reply: requests.Response) -> Answer:
    try:
        body = reply.json()
    except ValueError:
        body = {}
    if reply.status_code in (200, 201):
        sid = body.get("sid") if isinstance(body, dict) else None
        return Accepted(str(sid)) if sid else OutcomeUnknown("unreadable_answer")
    code = str(body.get("code") or reply.status_code) if isinstance(body, dict) else str(reply.status_code)
    # 401 and 403 say that our credentials are wrong, which is no reason to drop a texter's message.
    if reply.status_code in (401, 403, 429) or reply.status_code >= 500:
        return TryLater(code)
    return Refused(code, opted_out=code == _OPTED_OUT)


def _never_connected(error: requests.ConnectionError) -> bool:
    reason = getattr(error.args[0], "reason", None) if error.args else None
    return isinstance(reason, NewConnectionError)
