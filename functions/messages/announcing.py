"""Announcements: a supervisor's to the people of a program of theirs, an admin's to a program or the whole affiliate.

Whoever works in the program reads it, and its author. Its author or an admin may take it back. That somebody announced
something, or took it back, is on record; what it said is not.
"""

from __future__ import annotations

import re

from shared.contracts import messages_api as wire
from shared.domain.errors import BadCursor, FieldError, Forbidden, NotFound, RuleBroken
from shared.domain.roles import ADMIN
from shared.runtime.http import Request
from shared.runtime.identity import Principal
from shared.store.announcements import Announcement, Announcements
from shared.store.audit import Audit
from shared.store.files import AFFILIATE_READS, Files, program_reads
from shared.store.idempotency import AlreadyClaimed, Idempotency
from shared.store.models import AnnouncementItem, AuditItem, IdempotencyItem

_ID = re.compile(r"ann_[0-9a-z]{1,40}")


class Announcing:
    def __init__(self, store: Announcements, claims: Idempotency, files: Files, audit: Audit) -> None:
        self._store = store
        self._claims = claims
        self._files = files
        self._audit = audit

    def announcements(self, request: Request) -> wire.AnnouncementList:
        """What was announced to the caller, the newest first."""
        principal, cursor = request.principal, request.query.get("cursor")
        if cursor is not None and not _ID.fullmatch(cursor):
            raise BadCursor
        found, following = self._store.newest(
            principal.affiliate.id, lambda one: _may_read(principal, one), request.limit(), cursor
        )
        read = self._store.read_of(principal.user_id, [one.id for one in found])
        items = [_view(principal, one, one.id in read) for one in found]
        return wire.AnnouncementList(items=items, next_cursor=following)

    def announce(self, request: Request) -> wire.Announcement:
        """Tell them. The same Idempotency-Key answers what was announced."""
        principal, wish = request.principal, request.parsed(wire.AnnouncementRequest)
        rooms = _rooms(principal, wish.program_id)
        said = "\x1f".join((wish.program_id or "", wish.content, *wish.files))
        claim = self._claims.claim(principal.user_id, request.headers.get("idempotency-key"), "announce", said)
        done = self._claims.earlier(claim)
        if done is None:
            files = self._files.usable(principal, wish.files)
            readers = [AFFILIATE_READS if wish.program_id is None else program_reads(wish.program_id)]
            try:
                posted = self._store.post(
                    principal.affiliate.id,
                    principal.user_id,
                    wish.program_id,
                    rooms,
                    wish.content,
                    [one.id for one in files],
                    request.request_id,
                    lambda one: self._record(request, "announcement.posted", one),
                    claim,
                    lambda writes: self._files.share(writes, files, readers),
                )
            except AlreadyClaimed:
                done = self._claims.earlier(claim)
        if done is not None:
            posted = self._made(principal, done)
        return _answer(principal, posted, True)

    def read(self, request: Request) -> wire.Announcement:
        """Note that the caller has read it."""
        found = self._find(request)
        self._store.mark_read(found.id, request.principal.user_id)
        return _answer(request.principal, found, True)

    def withdraw(self, request: Request) -> None:
        """Take it back, words and key."""
        principal, found = request.principal, self._find(request)
        if principal.role != ADMIN and found.author_id != principal.user_id:
            raise Forbidden("Only its author or an admin may take it back", code="not_author")
        self._store.withdraw(found, self._record(request, "announcement.withdrawn", found))

    def _find(self, request: Request) -> Announcement:
        found = self._store.get(request.principal.affiliate.id, request.path["id"])
        if found is None or not _may_read(request.principal, found):
            raise NotFound
        return found

    def _made(self, principal: Principal, done: IdempotencyItem) -> Announcement:
        found = self._store.get(principal.affiliate.id, done.conversation_id)
        if found is None:
            raise NotFound
        return found

    def _record(self, request: Request, action: str, announcement: Announcement) -> AuditItem:
        principal = request.principal
        scope = "affiliate" if announcement.program_id is None else "program"
        detail = {"scope": scope} | ({"program": announcement.program_id} if announcement.program_id else {})
        return self._audit.entry(
            principal.affiliate.id,
            principal.actor,
            action,
            f"announcement:{announcement.id}",
            request.request_id,
            detail=detail,
        )


def _may_read(principal: Principal, announcement: Announcement | AnnouncementItem) -> bool:
    program = announcement.program_id
    return program is None or program in principal.program_ids or announcement.author_id == principal.user_id


def _rooms(principal: Principal, program_id: str | None) -> list[str]:
    """The programs whose rooms are told. Raises where the caller may not announce to them."""
    programs = principal.affiliate.programs
    if program_id is None:
        if principal.role != ADMIN:
            raise Forbidden("Only an admin may announce something to the whole affiliate", code="not_admin")
        return sorted(one.id for one in programs.values() if one.active)
    if program_id not in programs or program_id not in principal.program_ids:
        raise NotFound("There is no such program")
    if not programs[program_id].active:
        raise RuleBroken(errors=(FieldError("programId", "is not active any more"),))
    return [program_id]


def _answer(principal: Principal, announcement: Announcement, read: bool) -> wire.Announcement:
    return wire.Announcement(**_view(principal, announcement, read).model_dump())


def _view(principal: Principal, announcement: Announcement, read: bool) -> wire.AnnouncementView:
    author = principal.affiliate.staff.get(announcement.author_id)
    return wire.AnnouncementView(
        id=announcement.id,
        author_id=announcement.author_id,
        author_name=author.name if author is not None else announcement.author_id,
        program_id=announcement.program_id,
        at=announcement.at,
        content=announcement.content,
        files=list(announcement.files),
        read=read or announcement.author_id == principal.user_id,
    )
