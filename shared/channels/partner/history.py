"""A partner's list of its users' messages, at the `messages_url` it has given us, if it has. See docs/partners.md.

GET {messages_url}?since={unix seconds}&until={unix seconds}[&cursor=…]
X-Signature: as on everything we post to partners, over path and query in the place of a body

{"items": [{"id", "from", "message", "timestamp"}], "nextCursor"?}, the oldest first
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

import requests

from shared.channels.history import History, NotListed
from shared.channels.listing import get_page
from shared.channels.partner.door import inbound_message
from shared.channels.partner.signing import HEADER, sign
from shared.domain.errors import InvalidInput
from shared.domain.inbound import InboundMessage

#: A list that goes on for longer than this is being read in too large a piece, or leads in a circle.
_PAGES = 100


def history(account: str, credentials: Mapping[str, Any], setting: Callable[[str], str]) -> History | None:
    """See `history.MakeHistory`. `credentials` are `{secrets, messages_url?}`."""
    url = credentials.get("messages_url")
    return PartnerHistory(account, credentials["secrets"], url) if url else None


class PartnerHistory:
    """One partner's list. `account` is the partner's id, which is the line's name as well."""

    newest_first = False

    def __init__(self, account: str, secrets: Sequence[str], url: str) -> None:
        self.skipped = 0
        self._account = account
        self._secrets = secrets
        self._url = url
        self._session = requests.Session()

    def inbound(self, since: datetime, until: datetime) -> Iterator[InboundMessage]:
        """See `history.History`."""
        query = {"since": str(int(since.timestamp())), "until": str(int(until.timestamp()) + 1)}
        for _ in range(_PAGES):
            page = self._get(query)
            items = page.get("items")
            if not isinstance(items, list):
                raise NotListed("unreadable")
            for item in items:
                found = self._read(item)
                if found is not None:
                    yield found
            cursor = page.get("nextCursor")
            if not cursor:
                return
            query = {**query, "cursor": str(cursor)}
        raise NotListed("too_many_pages")

    def complete(self, message: InboundMessage) -> InboundMessage:
        """A partner's messages have no media."""
        return message

    def _read(self, item: object) -> InboundMessage | None:
        """One of the list's entries, as its webhook would have said it."""
        given = item if isinstance(item, dict) else {}
        at = _moment(given.get("timestamp"))
        if at is not None:
            try:
                return inbound_message(given, self._account, at)
            except InvalidInput:
                pass
        self.skipped += 1
        return None

    def _get(self, query: Mapping[str, str]) -> dict[str, Any]:
        parts = urlsplit(self._url)
        path, asked = parts.path or "/", "&".join(one for one in (parts.query, urlencode(query)) if one)
        return get_page(
            self._session,
            urlunsplit(parts._replace(path=path, query=asked)),
            headers={HEADER: sign(self._secrets, f"{path}?{asked}".encode(), datetime.now(UTC))},
        )


def _moment(given: object) -> datetime | None:
    """In seconds since 1970, or ISO 8601 with its offset, as in the partner's webhooks."""
    try:
        if isinstance(given, int | float) and not isinstance(given, bool):
            return datetime.fromtimestamp(given, UTC)
        found = datetime.fromisoformat(given) if isinstance(given, str) else None
    except (ValueError, OverflowError, OSError):
        return None
    return found.astimezone(UTC) if found is not None and found.tzinfo is not None else None
