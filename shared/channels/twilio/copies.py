"""Deleting messages at Twilio: first the media, which a message's own deletion leaves there, then the message.

`DELETE /2010-04-01/Accounts/{sid}/Messages/{sid}/Media/{sid}.json` and `DELETE …/Messages/{sid}.json`: 204, or 404
for what is gone already. A message that is still on its way is not deleted (error 20009): it is asked again later.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

import requests

from shared.channels.copies import CarrierCopies, Deleted, NotNow, Removal

_TIMEOUT = (3.05, 10.0)
#: More than a message can have.
_MEDIA = 20


def copies(account: str, credentials: Mapping[str, Any], setting: Callable[[str], str]) -> CarrierCopies:
    """See `copies.MakeCopies`. `credentials` are `{auth_tokens}`, the newest first."""
    return TwilioCopies(account, credentials["auth_tokens"][0], api_url=setting("TWILIO_API_URL"))


class _Refused(Exception):
    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class TwilioCopies:
    """One account's messages."""

    def __init__(self, account: str, auth_token: str, *, api_url: str) -> None:
        self._messages = f"{api_url.rstrip('/')}/2010-04-01/Accounts/{quote(account, safe='')}/Messages"
        self._session = requests.Session()
        self._session.auth = (account, auth_token)

    def delete(self, provider_id: str) -> Removal:
        message = f"{self._messages}/{quote(provider_id, safe='')}"
        try:
            for medium in self._media(message):
                self._delete(f"{message}/Media/{quote(medium, safe='')}.json")
            self._delete(f"{message}.json")
        except _Refused as refused:
            return NotNow(refused.code)
        except requests.RequestException:
            return NotNow("no_answer")
        return Deleted()

    def _media(self, message: str) -> list[str]:
        reply = self._session.get(f"{message}/Media.json", timeout=_TIMEOUT, allow_redirects=False)
        if reply.status_code == 404:
            return []
        if reply.status_code != 200:
            raise _Refused(_code(reply))
        try:
            listed = reply.json()["media_list"]
            return [str(one["sid"]) for one in listed][:_MEDIA]
        except (ValueError, KeyError, TypeError):
            raise _Refused("unreadable_answer") from None

    def _delete(self, url: str) -> None:
        reply = self._session.delete(url, timeout=_TIMEOUT, allow_redirects=False)
        if reply.status_code not in (200, 202, 204, 404):
            raise _Refused(_code(reply))


def _code(reply: requests.Response) -> str:
    """Twilio's own number of the error, or the HTTP status."""
    try:
        found = reply.json().get("code")
    except (ValueError, AttributeError):
        found = None
    return str(found) if isinstance(found, int) else str(reply.status_code)
