"""Two colleagues write to each other.

Everybody of an affiliate may write to every active colleague of it. Only the two read their thread: there is no route
by which a supervisor or an admin could. Whoever is not of the affiliate does not exist. The thread with somebody who
was deactivated can still be read; nobody can write to them any more.
"""

from __future__ import annotations

import base64
import json

from shared.contracts import messages_api as wire
from shared.domain.errors import BadCursor, Conflict, FieldError, NotFound, RuleBroken
from shared.domain.staff_messages import StaffMessage, Thread
from shared.runtime.http import Request
from shared.runtime.identity import Principal
from shared.runtime.invocation import note
from shared.store.directory import StaffMember
from shared.store.files import Files, user_reads
from shared.store.idempotency import AlreadyClaimed, Idempotency
from shared.store.models import IdempotencyItem
from shared.store.staff_threads import StaffThreads, Standing

_PREVIEW = 120


class ColleagueGone(Conflict):
    code = "colleague_inactive"
    title = "This colleague is not active any more"


class Talking:
    def __init__(self, threads: StaffThreads, claims: Idempotency, files: Files) -> None:
        self._threads = threads
        self._claims = claims
        self._files = files

    def threads(self, request: Request) -> wire.ThreadList:
        """With whom the caller writes, the latest first."""
        principal = request.principal
        found, place = self._threads.latest(
            principal.user_id, request.limit(), _thread_place(request.query.get("cursor"))
        )
        mine = [one for one in found if one.thread.affiliate_id == principal.affiliate.id]
        last = self._threads.last_messages([one.thread for one in mine])
        views = (_thread_view(principal, one, last.get(one.thread.id)) for one in mine)
        cursor = base64.urlsafe_b64encode(json.dumps(place).encode()).decode() if place is not None else None
        return wire.ThreadList(items=[one for one in views if one is not None], next_cursor=cursor)

    def messages(self, request: Request) -> wire.DirectMessages:
        """The thread with a colleague, a page of it."""
        principal, peer = request.principal, _colleague(request)
        standing = self._standing(principal, peer)
        thread = standing.thread
        if "after" in request.query:
            first = request.after() + 1
            last = min(thread.last_seq, first + request.limit() - 1)
        else:
            last = _number_before(request.query.get("cursor"), thread)
            first = last - request.limit() + 1
        first = max(first, thread.gone_seq + 1)
        earlier = "after" not in request.query and first > thread.gone_seq + 1
        return wire.DirectMessages(
            peer=_peer(peer),
            items=[_view(one) for one in self._threads.messages(thread, first, last)],
            last_seq=thread.last_seq,
            read_seq=standing.read_seq,
            unread=standing.unread(principal.user_id),
            next_cursor=str(first) if earlier else None,
        )

    def send(self, request: Request) -> wire.DirectMessage:
        """Write to a colleague. The same Idempotency-Key answers the message that was written."""
        principal, peer = request.principal, _colleague(request)
        wish = request.parsed(wire.DirectMessageRequest)
        said = "\x1f".join((peer.id, wish.content, *wish.files))
        key = request.headers.get("idempotency-key")
        claim = self._claims.claim(principal.user_id, key, "sendDirectMessage", said)
        done = self._claims.earlier(claim)
        if done is None and not peer.active:
            raise ColleagueGone
        if done is None:
            files = self._files.usable(principal, wish.files)
            try:
                written = self._threads.write(
                    principal.affiliate.id,
                    principal.user_id,
                    peer.id,
                    wish.content,
                    [one.id for one in files],
                    request.request_id,
                    claim,
                    lambda writes: self._files.share(writes, files, [user_reads(peer.id)]),
                )
            except AlreadyClaimed:
                done = self._claims.earlier(claim)
        if done is not None:
            written = self._made(principal, peer, done)
        note(seq=written.seq)
        return wire.DirectMessage(**_view(written).model_dump())

    def read(self, request: Request) -> wire.ThreadRead:
        """Note how far the caller has read."""
        principal, peer = request.principal, _colleague(request)
        standing = self._standing(principal, peer)
        last = standing.thread.last_seq
        seq = request.parsed(wire.ThreadReadRequest).seq
        if seq is not None and seq > last:
            raise RuleBroken(errors=(FieldError("seq", "is above the thread's last number"),))
        standing = self._threads.read_up_to(standing, principal.user_id, last if seq is None else seq)
        return wire.ThreadRead(read_seq=standing.read_seq, unread=standing.unread(principal.user_id))

    def _standing(self, principal: Principal, peer: StaffMember) -> Standing:
        return self._threads.standing(principal.affiliate.id, principal.user_id, peer.id)

    def _made(self, principal: Principal, peer: StaffMember, done: IdempotencyItem) -> StaffMessage:
        thread = self._standing(principal, peer).thread
        made = self._threads.message(thread, int(done.seq)) if done.conversation_id == thread.id else None
        if made is None:
            raise NotFound
        return made


def _colleague(request: Request) -> StaffMember:
    """The peer in the path, active or not. Raises `NotFound` for whoever is not of the caller's affiliate."""
    principal = request.principal
    found = principal.affiliate.staff.get(request.path["peerId"])
    if found is None:
        raise NotFound
    if found.id == principal.user_id:
        raise RuleBroken(errors=(FieldError("peerId", "is oneself"),))
    return found


def _thread_view(principal: Principal, standing: Standing, last: StaffMessage | None) -> wire.ThreadView | None:
    thread = standing.thread
    peer = principal.affiliate.staff.get(thread.peer_of(principal.user_id))
    if peer is None or thread.last_at is None:
        return None
    preview = None
    if last is not None:
        preview = wire.LastMessage(seq=last.seq, sender_id=last.sender_id, at=last.at, preview=last.content[:_PREVIEW])
    return wire.ThreadView(
        peer=_peer(peer),
        last_seq=thread.last_seq,
        read_seq=standing.read_seq,
        unread=standing.unread(principal.user_id),
        last_at=thread.last_at,
        last_message=preview,
    )


def _peer(member: StaffMember) -> wire.Peer:
    return wire.Peer.model_validate(
        {"id": member.id, "name": member.name, "role": member.role, "active": member.active}
    )


def _view(message: StaffMessage) -> wire.StaffMessageView:
    return wire.StaffMessageView(
        id=message.id,
        seq=message.seq,
        sender_id=message.sender_id,
        at=message.at,
        content=message.content,
        files=list(message.files),
    )


def _number_before(cursor: str | None, thread: Thread) -> int:
    """The last number of the page before `cursor`."""
    if cursor is None:
        return thread.last_seq
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) <= 10):
        raise BadCursor
    return min(int(cursor) - 1, thread.last_seq)


def _thread_place(cursor: str | None) -> tuple[str, str] | None:
    if cursor is None:
        return None
    try:
        if len(cursor) > 200:
            raise ValueError
        thread, sort = json.loads(base64.urlsafe_b64decode(cursor))
        if not (isinstance(thread, str) and isinstance(sort, str) and thread and sort):
            raise ValueError
    except (ValueError, TypeError):
        raise BadCursor from None
    return thread, sort
