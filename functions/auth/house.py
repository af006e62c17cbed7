"""What the function is put together from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from functions.auth.codes import Codes
from functions.auth.credentials import Credentials
from functions.auth.entering import Entering
from functions.auth.gate import Gate
from functions.auth.links import Links
from functions.auth.passwords import Passwords
from functions.auth.profile import ProfileDesk
from functions.auth.sessions import SessionDesk
from shared.domain.ports import Clock, Ids
from shared.runtime.http import Operation
from shared.runtime.identity import Identity
from shared.runtime.renewal import Pairs, Renewal
from shared.runtime.sign_in_mail import SignInMail
from shared.runtime.sockets import Sockets
from shared.store.audit import Audit
from shared.store.challenges import Challenges
from shared.store.database import Database
from shared.store.directory import Directory
from shared.store.failures import Failures
from shared.store.sessions import Sessions


def operations(
    database: Database,
    directory: Directory,
    identity: Identity,
    pairs: Pairs,
    clock: Clock,
    ids: Ids,
    *,
    sqs: Callable[[], Any],
    push_queue_url: str,
    comms_queue_url: str,
    code_key: Callable[[], bytes],
    websocket_url: str,
) -> Mapping[str, Operation]:
    """The operations of identity, by their names in the route table."""
    sessions, challenges, audit = Sessions(database, clock), Challenges(database, clock), Audit(clock, ids)
    sockets = Sockets(sqs, push_queue_url, clock)
    renewal = Renewal(sessions, identity, pairs, lambda: audit, sockets.cut)
    gate = Gate(sessions, Failures(database, clock), audit, clock)
    mail = SignInMail(sqs, comms_queue_url, challenges, clock, ids)
    entering = Entering(database, sessions, identity, pairs, renewal, gate, audit, ids, sockets.cut)
    credentials = Credentials(sessions, challenges, gate, audit, mail, sockets)
    passwords = Passwords(directory, gate, entering, credentials)
    codes = Codes(directory, challenges, gate, entering, mail, code_key)
    links = Links(database, identity, challenges, gate, entering, credentials, codes, ids)
    desk = SessionDesk(sessions, identity, renewal, gate, pairs.tokens, sockets, websocket_url=websocket_url)
    profile = ProfileDesk(directory, pairs.tokens, ids)
    return {
        "login": passwords.login,
        "changePassword": passwords.change,
        "requestCode": codes.request_code,
        "verifyCode": codes.verify_code,
        "requestLink": codes.request_link,
        "verifyLink": codes.verify_link,
        "requestReset": links.request_reset,
        "resetPassword": links.reset,
        "acceptInvitation": links.accept,
        "refresh": desk.refresh,
        "logout": desk.logout,
        "getSession": desk.current,
        "updateSession": desk.work_in,
        "listSessions": desk.list,
        "endSessions": desk.end_all,
        "endSession": desk.end,
        "createRealtimeTicket": desk.ticket,
        "getProfile": profile.read,
        "updateProfile": profile.update,
    }
