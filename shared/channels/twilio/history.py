"""Twilio's list of messages: `GET /2010-04-01/Accounts/{sid}/Messages.json`, both directions, the newest first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

import requests

from shared.channels.history import History, NotListed
from shared.channels.listing import get_page
from shared.channels.twilio.door import inbound_message
from shared.domain.errors import InvalidInput
from shared.domain.inbound import InboundMessage

#: Twilio's most.
_PAGE = 1000
#: A list that goes on for longer than this is being read in too large a piece, or leads in a circle.
_PAGES = 100
#: A message's most.
_MEDIA = 10


def history(account: str, credentials: Mapping[str, Any], setting: Callable[[str], str]) -> History:
    """See `history.MakeHistory`. `credentials` are `{auth_tokens}`, the newest first."""
    return TwilioHistory(account, credentials["auth_tokens"][0], api_url=setting("TWILIO_API_URL"))


class TwilioHistory:
    """One account's list."""

    newest_first = True

    def __init__(self, account: str, auth_token: str, *, api_url: str) -> None:
        self.skipped = 0
        self._account = account
        self._api_url = api_url.rstrip("/")
        self._messages = f"{self._api_url}/2010-04-01/Accounts/{quote(account, safe='')}/Messages"
        self._session = requests.Session()
        self._session.auth = (account, auth_token)

    def inbound(self, since: datetime, until: datetime) -> Iterator[InboundMessage]:
        """See `history.History`. Twilio's bounds include both moments, to the second."""
        url: str | None = f"{self._messages}.json"
        query: dict[str, str | int] = {"DateSent>": _iso(since), "DateSent<": _iso(until), "PageSize": _PAGE}
        for _ in range(_PAGES):
            page = get_page(self._session, str(url), query=query)
            for entry in _entries(page, "messages"):
                found = self._read(entry)
                if found is not None:
                    yield found
            url, query = self._address(page.get("next_page_uri")), {}
            if url is None:
                return
        raise NotListed("too_many_pages")

    def complete(self, message: InboundMessage) -> InboundMessage:
        """The list says only how many media there are, so many blanks until now."""
        if not message.media:
            return message
        page = get_page(self._session, f"{self._messages}/{quote(message.provider_id, safe='')}/Media.json")
        found = [self._address(entry.get("uri")) for entry in _entries(page, "media_list")]
        # Webhooks name the medium itself, without the ending of its description.
        return replace(message, media=tuple(url.removesuffix(".json") for url in found if url is not None))

    def _read(self, entry: dict[str, Any]) -> InboundMessage | None:
        """One of the list's entries as the webhook's form would have said it; None if no texter sent it."""
        if entry.get("direction") != "inbound":
            return None
        count = str(entry.get("num_media") or "0")
        media = min(int(count), _MEDIA) if count.isascii() and count.isdigit() and len(count) < 3 else 0
        form = {
            "AccountSid": self._account,
            "MessageSid": str(entry.get("sid") or ""),
            "From": str(entry.get("from") or ""),
            "To": str(entry.get("to") or ""),
            "Body": str(entry.get("body") or ""),
        }
        at = _moment(entry.get("date_sent")) or _moment(entry.get("date_created"))
        if at is None:
            self.skipped += 1
            return None
        try:
            return replace(inbound_message(form, at), media=("",) * media)
        except InvalidInput:
            self.skipped += 1
            return None

    def _address(self, uri: object) -> str | None:
        """A relative address of Twilio's as an absolute one. Others are not followed: our token goes with it."""
        if not uri:
            return None
        found = urljoin(f"{self._api_url}/", str(uri))
        if urlsplit(found)[:2] != urlsplit(self._api_url)[:2]:
            raise NotListed("foreign_address")
        return found


def _entries(page: dict[str, Any], name: str) -> list[dict[str, Any]]:
    found = page.get(name)
    if not isinstance(found, list):
        raise NotListed("unreadable")
    return [entry for entry in found if isinstance(entry, dict)]


def _iso(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _moment(text: object) -> datetime | None:
    """Twilio writes moments as e-mails do (RFC 2822)."""
    try:
        return parsedate_to_datetime(str(text)).astimezone(UTC)
    except (TypeError, ValueError):
        return None
