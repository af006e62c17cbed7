"""How things stand for whoever just connected: what the frames that follow go on from."""

from __future__ import annotations

from typing import Any

from shared.domain.ports import Clock
from shared.runtime.concerns import concerns
from shared.runtime.identity import Principal
from shared.store.alerts import Alerts
from shared.store.connections import Connections
from shared.store.presence import Presences

#: So many alerts are looked through, and so many colleagues told of: the answer stays far below API Gateway's 128 KB.
_ALERTS = 300
_COLLEAGUES = 1000


class Standing:
    def __init__(self, connections: Connections, presences: Presences, alerts: Alerts, clock: Clock) -> None:
        self._connections = connections
        self._presences = presences
        self._alerts = alerts
        self._clock = clock

    def state(self, connection_id: str, principal: Principal) -> dict[str, Any]:
        """The frame `state`. `rooms` are those the connection is in, `presence` says where each colleague stands."""
        now = self._clock.now()
        alerts = self._alerts.newest(principal.affiliate.id, _ALERTS)
        there = self._presences.of(_colleagues(principal))
        return {
            "type": "state",
            "user": {
                "id": principal.user_id,
                "role": principal.role,
                "affiliateId": principal.affiliate.id,
                "programIds": list(principal.program_ids),
            },
            "rooms": self._connections.rooms(connection_id),
            "presence": {one: presence.state(now) for one, presence in there.items()},
            "openAlerts": sum(one.acknowledged_by is None and concerns(principal, one) for one in alerts),
            "at": now.isoformat(),
        }


def _colleagues(principal: Principal) -> list[str]:
    """The line's staff in the caller's programs, themselves among them where they belong to it."""
    affiliate = principal.affiliate
    found = {
        one.id
        for program_id in principal.program_ids
        for one in affiliate.on_duty(program_id, "responder", "supervisor")
    }
    return sorted(found)[:_COLLEAGUES]
