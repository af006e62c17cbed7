"""Break-glass: opening it, seeing who did, ending it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from shared.contracts import access_api
from shared.contracts.queues import FactNotice
from shared.domain.break_glass import ALERT, Grant
from shared.domain.errors import Conflict, FieldError, InvalidInput, NotFound
from shared.domain.ports import Clock, Ids
from shared.domain.roles import ADMIN, PLATFORM
from shared.runtime.http import Request
from shared.runtime.identity import Principal
from shared.runtime.invocation import note
from shared.runtime.metrics import count
from shared.store.grants import Grants


class BreakGlassDesk:
    """`tell` has the affiliate's supervisors and admins called; raises when that cannot be begun."""

    def __init__(self, grants: Grants, clock: Clock, ids: Ids, tell: Callable[[FactNotice], None]) -> None:
        self._grants = grants
        self._clock = clock
        self._ids = ids
        self._tell = tell

    def open(self, request: Request) -> access_api.BreakGlass:
        """Everybody who must know is called first: a grant that nobody hears of is never given."""
        principal, now = _of_an_affiliate(request), self._clock.now()
        body = request.parsed(access_api.BreakGlassRequest)
        if principal.role == ADMIN and principal.affiliate.admins_read_content:
            raise Conflict("You may read what was written as it is", code="content_is_open")
        grant = Grant(
            id=self._ids.new("bgl"),
            affiliate_id=principal.affiliate.id,
            user_id=principal.user_id,
            role=principal.role,
            session_id=principal.session_id,
            reason=body.reason,
            opened_at=now,
            until=now + timedelta(minutes=body.minutes),
            conversation_id=body.conversation_id,
        )
        self._tell(_notice(grant, request.request_id))
        self._grants.open(grant, request.request_id)
        count("BreakGlassOpened")
        note(grant=grant.id)
        return access_api.BreakGlass(**self._view(grant).model_dump())

    def grants(self, request: Request) -> access_api.BreakGlassList:
        """The affiliate's grants of the last month, the newest first."""
        principal = _of_an_affiliate(request)
        found, more = self._grants.newest(principal.affiliate.id, request.limit(), request.query.get("cursor"))
        return access_api.BreakGlassList(
            items=[self._view(one) for one in found], next_cursor=found[-1].id if more else None
        )

    def end(self, request: Request) -> None:
        """Whoever may open one may end one, their own or a colleague's."""
        principal = _of_an_affiliate(request)
        grant = self._grants.get(principal.affiliate.id, request.path["id"])
        if grant is None:
            raise NotFound
        self._grants.end(grant, principal.actor, request.request_id)

    def _view(self, grant: Grant) -> access_api.BreakGlassGrant:
        return access_api.BreakGlassGrant(
            id=grant.id,
            affiliate_id=grant.affiliate_id,
            user_id=grant.user_id,
            role=grant.role,
            reason=grant.reason,
            opened_at=grant.opened_at,
            until=grant.until,
            conversation_id=grant.conversation_id,
            ended_at=grant.ended_at,
            active=grant.lasts(self._clock.now()),
        )


def _of_an_affiliate(request: Request) -> Principal:
    """A platform admin names whose glass it is: they have no content of their own."""
    if request.principal.affiliate.id == PLATFORM:
        raise InvalidInput(errors=(FieldError("affiliateId", "must name the affiliate"),))
    return request.principal


def _notice(grant: Grant, request_id: str) -> FactNotice:
    detail = {"grant": grant.id, "by": grant.user_id, "role": grant.role}
    return FactNotice(
        ALERT, grant.affiliate_id, "", grant.conversation_id or "", 0, grant.opened_at.isoformat(), request_id, detail
    )
