"""What people are shown of themselves."""

from __future__ import annotations

from typing import get_args

from shared.contracts import api
from shared.domain.roles import PLATFORM_ADMIN
from shared.runtime.http import Answer
from shared.runtime.renewal import Pair
from shared.store.directory import StaffMember


def tokens(pair: Pair, *, in_cookies: bool) -> Answer:
    """The pair, in the body or in cookies; never in both, so that no script ever has what a cookie hides."""
    member = pair.principal.member
    reply = api.Tokens(
        token="" if in_cookies else pair.token,
        refresh_token="" if in_cookies else pair.refresh_token,
        expires_at=pair.expires_at,
        csrf_token=pair.csrf_token,
        user=api.User(
            id=member.id,
            name=member.name,
            role=role(member),
            affiliate_id=_affiliate(member),
            program_ids=list(member.program_ids),
        ),
    )
    return Answer(reply, tuple(pair.cookies()) if in_cookies else ())


def profile(member: StaffMember) -> api.Profile:
    return api.Profile(
        id=member.id,
        name=member.name,
        role=role(member),
        affiliate_id=_affiliate(member),
        program_ids=list(member.program_ids),
        email=member.email,
        max_concurrent=member.max_concurrent,
    )


def role(member: StaffMember) -> api.Role:
    found: api.Role | None = next((one for one in get_args(api.Role) if one == member.role), None)
    if found is None:
        raise ValueError(f"unknown role {member.role}")
    return found


def _affiliate(member: StaffMember) -> str | None:
    return None if member.role == PLATFORM_ADMIN else member.affiliate_id
