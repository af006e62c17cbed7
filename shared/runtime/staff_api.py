"""The API as members of staff use it: who calls, what they may, and what every answer of theirs carries.

Put together here once, for every function that serves them.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING

from shared.domain.clockwork import RandomIds, SystemClock
from shared.runtime.aws import client
from shared.runtime.http import After, Api, Operation, api
from shared.runtime.identity import Caller, Identity, Principal
from shared.runtime.reads import Reads
from shared.runtime.recording import Recording
from shared.runtime.renewing import Renewing
from shared.runtime.secret import Secret
from shared.runtime.settings import optional, required
from shared.runtime.tables import database
from shared.security.tokens import AccessTokens, SessionTokens
from shared.store.audit import Audit
from shared.store.audit_reads import ReadRecord
from shared.store.database import Database
from shared.store.directory import Directory
from shared.store.scope import work_for

if TYPE_CHECKING:
    from shared.runtime.renewal import Pairs, Renewal
    from shared.runtime.sockets import Sockets


@cache
def tables() -> Database:
    """The environment's database."""
    return database()


@cache
def directory() -> Directory:
    """The environment's directory: what it has read is shared by all that the function does."""
    return Directory(tables())


@cache
def auth_secret() -> Secret:
    return Secret(client("secretsmanager"), required("AUTH_SECRET"))


@cache
def identity() -> Identity:
    return Identity(tables(), directory(), access_tokens(), SystemClock(), session_tokens())


@cache
def access_tokens() -> AccessTokens:
    return AccessTokens(auth_secret().value()["token_key"])


@cache
def session_tokens() -> SessionTokens:
    return SessionTokens(auth_secret().value()["session_key"])


@cache
def pairs() -> Pairs:
    from shared.runtime.renewal import Pairs  # here and below: most requests renew nobody

    return Pairs(access_tokens(), session_tokens(), SystemClock())


@cache
def renewal() -> Renewal:
    """What goes on with a session, or ends it."""
    from shared.runtime.renewal import Renewal
    from shared.store.sessions import Sessions

    return Renewal(Sessions(tables(), SystemClock()), identity(), pairs(), audit, _cut)


@cache
def sockets() -> Sockets:
    from shared.runtime.sockets import Sockets

    return Sockets(lambda: client("sqs"), required("PUSH_QUEUE_URL"), SystemClock())


def _cut(affiliate_id: str, user_id: str, session_id: str, request_id: str) -> None:
    # A function that tells nobody anything has no queue for it: the session is over all the same.
    if optional("PUSH_QUEUE_URL") is not None:
        sockets().cut(affiliate_id, user_id, session_id, request_id)


def idempotency_key() -> bytes:
    """The key under which idempotency records are kept."""
    return base64.b64decode(auth_secret().value()["idempotency_key"])


@cache
def audit() -> Audit:
    """Where it is put on record what staff do."""
    tables()  # gives the models their connection
    return Audit(SystemClock(), RandomIds())


@cache
def reads() -> Reads:
    """Where it is put on record who is shown what texters wrote."""
    return Reads(ReadRecord(tables(), audit(), SystemClock()))


def staff_api(
    function: str, operations: Mapping[str, Operation], heard_of: Callable[[Principal], None] | None = None
) -> Api:
    """Serves every route of `function` to members of staff. `heard_of` is told of everybody who calls."""

    def authenticate(caller: Caller) -> Principal:
        principal = identity().of_caller(caller)
        # A platform admin's own session does not lie with the affiliate that they name.
        work_for(principal.affiliate.id, principal.member.affiliate_id)
        if "x-break-glass" in caller.headers:
            principal = _behind_glass(principal, caller)
        if heard_of is not None:
            heard_of(principal)
        return principal

    return api(function, operations, lambda: authenticate, *_afters())


def _behind_glass(principal: Principal, caller: Caller) -> Principal:
    # Only here: hardly anybody ever asks for it.
    from shared.runtime.break_glass import behind_glass
    from shared.store.grants import Grants

    clock = SystemClock()
    return behind_glass(principal, caller, Grants(tables(), audit(), clock), audit(), clock)


def _afters() -> list[After]:
    """What is added to answers, as far as this function may."""
    found: list[After] = [Recording(audit), Renewing(access_tokens, renewal, SystemClock())]
    if optional("FILES_BUCKET") is not None:
        from shared.runtime.file_links import file_links

        found.append(file_links(tables()))
    return found
