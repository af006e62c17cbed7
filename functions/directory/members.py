"""Who works for an affiliate. Somebody new is invited by mail and chooses a password of their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from functions.directory.desk import Desk, by, version_given
from shared.configuration.documents import Document
from shared.configuration.editing import Edited, Editor
from shared.contracts import tenancy_api
from shared.contracts.route_models import Models
from shared.domain.errors import FieldError, NotFound, RuleBroken
from shared.domain.roles import ADMIN, PLATFORM_ADMIN, SUPERVISOR
from shared.runtime.http import Request
from shared.store.directory import Affiliate, StaffMember

#: Who sees colleagues' addresses and numbers.
_CONTACTS = (ADMIN, PLATFORM_ADMIN, SUPERVISOR)
#: What somebody may do follows from these: whoever has them changed connects anew.
_AUTHORITY = ("role", "program_ids")


class Invitations(Protocol):
    """Mails somebody the link by which they choose a password."""

    def invite(self, affiliate: Affiliate, member: StaffMember, request_id: str) -> None: ...


class Entries(Protocol):
    """Ends what somebody who is signed in has: their sessions, or the sockets of one whose rights have changed."""

    def end_all(self, affiliate_id: str, user_id: str, request_id: str) -> None: ...

    def cut(self, affiliate_id: str, user_id: str, request_id: str) -> None: ...


class Members:
    def __init__(
        self, editor: Editor, models: Models, invitations: Callable[[], Invitations], entries: Callable[[], Entries]
    ) -> None:
        self._editor = editor
        self._desk = Desk(editor, "user", models, "Member")
        self._invitations = invitations
        self._entries = entries

    def all(self, request: Request) -> tenancy_api.MemberList:
        found = self._desk.all(request)
        assert isinstance(found, tenancy_api.MemberList)
        found.items = [_for(request, one) for one in found.items]
        return found

    def get(self, request: Request) -> tenancy_api.Member:
        return _for(request, _member(self._desk.get(request)))

    def create(self, request: Request) -> tenancy_api.Member:
        """Invited at once. Whoever repeats it because the mail did not leave is told that the address is taken, and
        invites again."""
        made = _member(self._desk.create(request))
        self._invite(request, self._known(request, made.id))
        return made

    def invite(self, request: Request) -> tenancy_api.Member:
        """Again: the invitation before no longer counts."""
        found = self._known(request, request.path["id"])
        if not found.active:
            raise RuleBroken(errors=(FieldError("active", "is false: put them back to work first"),))
        self._invite(request, found)
        return _member(self._desk.show(found))

    def update(self, request: Request) -> tenancy_api.Member:
        body = request.parsed(tenancy_api.MemberEdit)
        fields = body.model_dump(mode="json", exclude_unset=True, exclude={"version", "active"})
        edited = self._change(request, fields, body.active)
        return _member(self._desk.show(edited.after))

    def deactivate(self, request: Request) -> tenancy_api.Member:
        return _member(self._desk.show(self._change(request, {}, False).after))

    def _known(self, request: Request, user_id: str) -> Document:
        found = self._editor.house(request.principal.affiliate.id).get("user", user_id)
        if found is None:
            raise NotFound
        return found

    def _invite(self, request: Request, user: Document) -> None:
        affiliate = request.principal.affiliate
        self._invitations().invite(affiliate, as_member(affiliate.id, user), request.request_id)

    def _change(self, request: Request, fields: dict[str, object], active: bool | None) -> Edited:
        edited = self._editor.change(
            request.principal.affiliate.id,
            "user",
            request.path["id"],
            fields,
            by(request),
            version=version_given(request),
            active=active,
        )
        self._follow(request, edited, asked=set(fields))
        return edited

    def _follow(self, request: Request, edited: Edited, asked: set[str]) -> None:
        """Whoever repeats a request because this failed has it done, although the document does not change again."""
        affiliate_id, user = request.principal.affiliate.id, edited.after
        if not user.active:
            self._entries().end_all(affiliate_id, user.id, request.request_id)
        elif authority_changed(edited) or (edited.before == edited.after and asked & set(_AUTHORITY)):
            self._entries().cut(affiliate_id, user.id, request.request_id)


def authority_changed(edited: Edited) -> bool:
    """Whether what somebody may do is no longer what it was."""
    before: Document | None = edited.before
    return before is not None and any(before[name] != edited.after[name] for name in _AUTHORITY)


def as_member(affiliate_id: str, user: Document) -> StaffMember:
    """Somebody as those know them who mail them."""
    return StaffMember(
        user.id,
        affiliate_id,
        user["email"],
        user["name"],
        user["role"],
        tuple(user["program_ids"]),
        user["max_concurrent"],
        user.active,
    )


def _member(reply: object) -> tenancy_api.Member:
    assert isinstance(reply, tenancy_api.Member)
    return reply


def _for(request: Request, member: tenancy_api.Member) -> tenancy_api.Member:
    """Addresses and numbers are for those who have to reach people."""
    if request.principal.role in _CONTACTS:
        return member
    return member.model_copy(update={"email": None, "phone": None})
