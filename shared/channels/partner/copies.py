"""Asking a partner to delete its copy: a signed post to its `erase_url`, if it has given us one. See docs/partners.md.

POST {erase_url}
X-Signature: as on every message we post

{"id": "…", "timestamp": 1700000000}: the message's id, whoever gave it. 2xx, 404 or 410: it is gone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from shared.channels.copies import CarrierCopies, Deleted, KeepsNone, NotNow, Removal
from shared.channels.guarded_http import LOOPBACK_ALLOWED, GuardedHttp, NotDelivered
from shared.channels.partner.signing import sign

_SECONDS = 10.0


def copies(account: str, credentials: Mapping[str, Any], setting: Callable[[str], str]) -> CarrierCopies:
    """See `copies.MakeCopies`. `credentials` are `{secrets, erase_url?}`, the newest secret first."""
    url = str(credentials.get("erase_url") or "")
    if not url:
        return KeepsNone()
    return PartnerCopies(
        credentials["secrets"], url, GuardedHttp(loopback=setting("LOOPBACK_TARGETS") == LOOPBACK_ALLOWED)
    )


class PartnerCopies:
    """One partner's copies."""

    def __init__(self, secrets: Sequence[str], url: str, http: GuardedHttp) -> None:
        self._secrets = secrets
        self._url = url
        self._http = http

    def delete(self, provider_id: str) -> Removal:
        now = datetime.now(UTC)
        body = json.dumps({"id": provider_id, "timestamp": int(now.timestamp())}).encode()
        headers = {"Content-Type": "application/json", "X-Signature": sign(self._secrets, body, now)}
        try:
            reply = self._http.post(self._url, body, headers, _SECONDS)
        except NotDelivered as error:
            return NotNow(error.code)
        if 200 <= reply.status < 300 or reply.status in (404, 410):
            return Deleted()
        return NotNow(str(reply.status))
