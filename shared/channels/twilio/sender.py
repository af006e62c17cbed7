"""Sending through Twilio's REST API, and asking it what became of a message."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import quote

import requests

from shared.channels.asking import never_connected
from shared.channels.outbound import (
    Accepted,
    Answer,
    CannotTell,
    Found,
    LookUp,
    NotFound,
    OutboundMessage,
    OutcomeUnknown,
    Provider,
    Refused,
    TryLater,
)
from shared.channels.twilio.door import OPTED_OUT, STATUSES
from shared.domain.delivery import DeliveryStatus

_CONNECT_SECONDS = 3.05
_READ_SECONDS = 10.0
#: Twilio dates messages by its own clock, which may be so much behind ours.
_CLOCKS_DIFFER = timedelta(seconds=30)
_PAGE = 100


def sender(account: str, credentials: Mapping[str, Any], setting: Callable[[str], str]) -> Provider:
    """See `outbound.MakeSender`. `credentials` are `{auth_tokens}`, the newest first."""
    token = credentials["auth_tokens"][0]
    return TwilioProvider(account, token, api_url=setting("TWILIO_API_URL"), public_url=setting("PUBLIC_URL"))


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
            return TryLater("no_connection") if never_connected(error) else OutcomeUnknown("connection_lost")
        except requests.RequestException:
            return OutcomeUnknown("no_answer")
        return _read(reply)

    def look_up(self, message: OutboundMessage, since: datetime, taken: Collection[str]) -> LookUp:
        """By number, line, time and text: Twilio lists no callback address, in which our own reference stands."""
        # Newest first. A filter by date would leave out what is still queued there.
        query: dict[str, str | int] = {"To": message.number, "From": message.line, "PageSize": _PAGE}
        try:
            reply = self._session.get(
                self._messages_url, params=query, timeout=(_CONNECT_SECONDS, _READ_SECONDS), allow_redirects=False
            )
            listed = reply.json()["messages"] if reply.status_code == 200 else None
        except (requests.RequestException, ValueError, KeyError, TypeError):
            return CannotTell()
        if listed is None:
            return CannotTell()
        return _find(listed, message, since - _CLOCKS_DIFFER, taken)


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
    return Refused(code, opted_out=code == OPTED_OUT)


def _find(listed: list[dict[str, Any]], message: OutboundMessage, since: datetime, taken: Collection[str]) -> LookUp:
    for one in listed:
        if one.get("body") != message.text or one.get("sid") in taken:
            continue
        if not str(one.get("direction", "")).startswith("outbound"):
            continue
        created = _moment(one.get("date_created"))
        if created is not None and created < since:
            continue
        status = STATUSES.get(str(one.get("status")), DeliveryStatus.SENT)
        code = one.get("error_code")
        return Found(str(one["sid"]), status, str(code) if code is not None else None)
    return NotFound()


def _moment(text: object) -> datetime | None:
    """Twilio writes moments as e-mails do (RFC 2822)."""
    try:
        return parsedate_to_datetime(str(text))
    except (TypeError, ValueError):
        return None
