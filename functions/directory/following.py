"""What follows from many changes at once: new people are invited, others signed out or cut off, accounts forgotten."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from functions.directory.desk import by
from functions.directory.members import Entries, Invitations, as_member, authority_changed
from shared.configuration.editing import Edited
from shared.runtime.http import Request
from shared.runtime.invocation import describe, note

if TYPE_CHECKING:
    from shared.configuration.credentials import Credentials


@dataclass
class Followed:
    """Who was mailed an invitation, by id; and whom or what something still has to be done about, as `user:usr_1`."""

    invited: list[str] = field(default_factory=list)
    unfinished: list[str] = field(default_factory=list)


class Following:
    """As where one person or account is changed by itself. The changes are written: what fails here is told."""

    def __init__(
        self,
        invitations: Callable[[], Invitations],
        entries: Callable[[], Entries],
        credentials: Callable[[], Credentials],
    ) -> None:
        self._invitations = invitations
        self._entries = entries
        self._credentials = credentials

    def all(self, request: Request, edited: Iterable[Edited], *, invite: bool) -> Followed:
        followed = Followed()
        for one in edited:
            if one.before == one.after:
                continue
            try:
                if self._follow(request, one, invite=invite):
                    followed.invited.append(one.after.id)
            except Exception as error:
                told = {f"follow{key.capitalize()}": str(value) for key, value in describe(error).items()}
                note(level="ERROR", **told)
                followed.unfinished.append(":".join(one.after.ref))
        return followed

    def _follow(self, request: Request, edited: Edited, *, invite: bool) -> bool:
        """True for somebody who was invited."""
        affiliate, after = request.principal.affiliate, edited.after
        if after.kind == "provider_account" and not after.active:
            self._credentials().forget(affiliate.id, after, by(request))
        if after.kind != "user":
            return False
        if edited.before is None:
            if invite:
                self._invitations().invite(affiliate, as_member(affiliate.id, after), request.request_id)
            return invite
        if not after.active:
            self._entries().end_all(affiliate.id, after.id, request.request_id)
        elif authority_changed(edited):
            self._entries().cut(affiliate.id, after.id, request.request_id)
        return False
