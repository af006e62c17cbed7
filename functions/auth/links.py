"""What a mailed link lets one do beside signing in: choose a new password, or the first one."""

from __future__ import annotations

from functions.auth.codes import Codes, bad_link, opened
from functions.auth.credentials import Credentials
from functions.auth.entering import Entering
from functions.auth.gate import Gate
from shared.contracts import identity_api
from shared.contracts.sign_in import INVITATION, PASSWORD_RESET
from shared.domain.errors import NotSignedIn, Unavailable
from shared.domain.ports import Ids
from shared.runtime.http import Answer, Request
from shared.runtime.identity import Identity
from shared.store.challenges import Challenges
from shared.store.database import Cancelled, Database, Key, Transaction
from shared.store.directory import StaffMember
from shared.store.models import ChallengeItem, LoginItem, StampItem, UserItem

_TRIES = 6


class Links:
    def __init__(
        self,
        database: Database,
        identity: Identity,
        challenges: Challenges,
        gate: Gate,
        entering: Entering,
        credentials: Credentials,
        codes: Codes,
        ids: Ids,
    ) -> None:
        self._database = database
        self._identity = identity
        self._challenges = challenges
        self._gate = gate
        self._entering = entering
        self._credentials = credentials
        self._codes = codes
        self._ids = ids

    def request_reset(self, request: Request) -> identity_api.Asked:
        return self._codes.asked(request, PASSWORD_RESET, request.parsed(identity_api.AddressRequest).email)

    def reset(self, request: Request) -> None:
        """Choose a new password. Nobody is signed in by it: who has the link may not be who sits there."""
        body = request.parsed(identity_api.PasswordReset)
        found, member = self._whose(request, PASSWORD_RESET, body.token)
        hashed = self._credentials.checked(body.password, member)
        active = UserItem.active == True  # noqa: E712
        for _ in range(_TRIES):
            writes = Transaction(self._database)
            self._challenges.use_up(writes, found)
            writes.require("user", Key(UserItem, f"A#{member.affiliate_id}", f"U#{member.id}"), active)
            self._credentials.write(writes, member, hashed, "password.reset", request.request_id, LoginItem.pk.exists())
            try:
                writes.commit()
            except Cancelled as cancelled:
                if cancelled.labels:
                    raise bad_link() from None
                continue
            self._credentials.follow(member, request.request_id)
            return
        raise Unavailable("the account is being changed")

    def accept(self, request: Request) -> Answer:
        """Choose the first password, and one's name as it should be shown, and come in."""
        body = request.parsed(identity_api.InvitationAcceptance)
        found, member = self._whose(request, INVITATION, body.token)
        hashed = self._credentials.checked(body.password, member, name=body.name)

        def proof(writes: Transaction) -> None:
            self._challenges.use_up(writes, found)
            given = LoginItem.pk.exists()
            self._credentials.write(writes, member, hashed, "invitation.accepted", request.request_id, given)
            if body.name is not None:
                item, active = UserItem(f"A#{member.affiliate_id}", f"U#{member.id}"), UserItem.active == True  # noqa: E712
                writes.update("user", item, [UserItem.name.set(body.name)], active)
                stamp = StampItem(f"A#{member.affiliate_id}", "STAMP")
                writes.update("stamp", stamp, [StampItem.stamp.set(self._ids.new("stamp"))])

        return self._entering.enter(
            request,
            member.affiliate_id,
            member.id,
            "invitation",
            proof,
            bad_link(),
            requires_user=body.name is None,
            then=lambda session: self._credentials.follow(member, request.request_id, but=session, tell=False),
        )

    def _whose(self, request: Request, kind: str, token: str) -> tuple[ChallengeItem, StaffMember]:
        """The challenge that the token opens and whose it is. It is not used up: a bad password may be chosen again."""
        source = self._gate.let_try_token(request)
        found = opened(self._challenges, kind, token)
        if found is None:
            raise self._gate.refuse_token(source, bad_link())
        try:
            return found, self._identity.of(str(found.affiliate_id), str(found.user_id), "").member
        except NotSignedIn:
            raise bad_link() from None
