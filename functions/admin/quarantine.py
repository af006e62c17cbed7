"""What nobody may act on, as supervisors and admins may see it: when, by which channel, and why; never what it says.

A sealed webhook does not say whose it is, so all of them are shown to each affiliate's supervisors and admins. Putting
one back is the operator's (`shared.operator.quarantine`).
"""

from __future__ import annotations

from shared.contracts import admin_api as api
from shared.domain.errors import FieldError, InvalidInput
from shared.runtime.http import Request
from shared.store.quarantine import FORGED, VERIFIED, Held, Quarantine


class QuarantineDesk:
    def __init__(self, quarantine: Quarantine) -> None:
        self._quarantine = quarantine

    def webhooks(self, request: Request) -> api.Quarantine:
        """The newest first, all or those of one reason."""
        reason = request.query.get("reason")
        if reason is not None and reason not in (FORGED, *VERIFIED):
            raise InvalidInput(errors=(FieldError("reason", f"must be one of {', '.join((FORGED, *VERIFIED))}"),))
        found, cursor = self._quarantine.page(request.limit(), request.query.get("cursor"), reason)
        return api.Quarantine(items=[_view(one) for one in found], next_cursor=cursor)


def _view(held: Held) -> api.QuarantinedWebhook:
    return api.QuarantinedWebhook(
        id=held.id,
        reason=held.reason,
        # What follows the channel may be another affiliate's partner, or whatever a stranger typed.
        route="/".join(held.route.split("/")[:4]),
        received_at=held.received_at,
        releasable=held.releasable,
    )
