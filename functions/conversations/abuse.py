"""Abuse: a responder reports it, a supervisor looks at it, and only then is a sender blocked.

A block ends the sender's live conversation, by moves the supervisor may make, with the text `blocked`. From then on
`intake` puts what they write into quarantine, but for what its lexicon finds frightening.
"""

from __future__ import annotations

from dataclasses import replace

from functions.conversations.moving import Mover
from shared.contracts import api, texters_api
from shared.domain.care import block_sender, report_abuse, require_may_block, unblock_sender
from shared.domain.conversation import Conversation
from shared.domain.draft import Draft
from shared.domain.errors import Conflict, NotFound
from shared.domain.lifecycle import State
from shared.lifecycle.texts import say
from shared.runtime.access import may_find
from shared.runtime.http import Request
from shared.runtime.identity import Principal
from shared.store.blocks import Blocks, block_item, blocking, unblocking
from shared.store.commits import AlreadyBlocked
from shared.store.database import Transaction
from shared.store.models import BlockItem

#: How a conversation that somebody else may own is ended, by state: what a supervisor may do one after the other.
_ENDING = {
    State.QUEUED: ("close_unworked",),
    State.ASSIGNED: ("return_to_queue", "close_unworked"),
    State.ACTIVE: ("reassign", "close_from_active"),
    State.TRANSFERRED: ("reassign", "reject_transfer", "close_from_active"),
    State.FOLLOW_UP_SCHEDULED: ("cancel_follow_up",),
}


class Abuse:
    def __init__(self, mover: Mover, blocks: Blocks) -> None:
        self._mover = mover
        self._blocks = blocks

    def report(self, request: Request) -> api.Conversation:
        """Ask the program's supervisors to look at it. Nothing else happens by that."""
        reason = request.parsed(texters_api.AbuseReportRequest).reason
        principal, mover = request.principal, self._mover

        def change(draft: Draft) -> None:
            mover.require_owner(principal, draft)
            report_abuse(draft, reason, mover.clock.now(), principal.user_id)

        return mover.act(request, "reportAbuse", change, reason)

    def block(self, request: Request) -> texters_api.BlockedSender:
        """Block the sender of a conversation. Repeating it answers with the block there is."""
        wish, principal, mover = request.parsed(texters_api.BlockRequest), request.principal, self._mover
        block_id = mover.ids.new("blk")
        made: list[BlockItem] = []
        other = self._other_live_one(principal, wish.conversation_id)
        if other is not None:
            self._end(principal, Draft.on(other), wish)  # raises what stands against it, before anything is written

        def change(draft: Draft) -> None:
            now, c = mover.clock.now(), draft.after
            self._end(principal, draft, wish)
            block_sender(draft, block_id, wish.reason, now, principal.user_id)
            made.append(block_item(c.affiliate_id, block_id, c.consent_id, c.program_id, c.id, principal.user_id, now))

        def more(writes: Transaction) -> None:
            blocking(made[-1])(writes)

        about = replace(request, path={**request.path, "id": wish.conversation_id})
        try:
            after = mover.change(about, "blockSender", change, wish.reason, str(wish.confirm), more=more)
        except AlreadyBlocked:
            after = mover.seen(about)
        if other is not None:
            # They went on writing after the one that led to it.
            elsewhere = replace(request, path={**request.path, "id": other.id}, headers={})
            mover.change(elsewhere, "endBlocked", lambda draft: self._end(principal, draft, wish))
        block = self._blocks.of_sender(after.affiliate_id, after.consent_id)
        if block is None:
            raise Conflict("The sender was unblocked meanwhile")
        return texters_api.BlockedSender(**_view(principal, block).model_dump())

    def blocked(self, request: Request) -> texters_api.BlockedSenderList:
        """Who is blocked in the caller's programs."""
        principal = request.principal
        items, cursor = self._blocks.page(principal.affiliate.id, request.limit(), request.query.get("cursor"))
        mine = [_view(principal, one) for one in items if one.program_id in principal.program_ids]
        return texters_api.BlockedSenderList(items=mine, next_cursor=cursor)

    def unblock(self, request: Request) -> texters_api.BlockedSender:
        """Hear the sender again, from their next message on."""
        principal, mover = request.principal, self._mover
        block = self._blocks.get(principal.affiliate.id, request.path["id"])
        if block is None or block.program_id not in principal.program_ids:
            raise NotFound
        about = replace(request, path={**request.path, "id": str(block.conversation_id)})

        def change(draft: Draft) -> None:
            unblock_sender(draft, str(block.sk), mover.clock.now(), principal.user_id)

        mover.change(about, "unblockSender", change, str(block.sk), more=unblocking(block))
        return texters_api.BlockedSender(**_view(principal, block).model_dump())

    def _other_live_one(self, principal: Principal, conversation_id: str) -> Conversation | None:
        """The sender's live conversation, if that is another one than the one that is looked at."""
        conversations = self._mover.conversations
        found = conversations.get(conversation_id)
        if found is None or not may_find(principal, found):
            raise NotFound
        if found.live:
            return None
        thread, _, _ = conversations.find_thread(found.thread_id, "", found.consent_id)
        live = conversations.get(str(thread.conversation_id)) if thread is not None else None
        return live if live is not None and live.live else None

    def _end(self, principal: Principal, draft: Draft, wish: texters_api.BlockRequest) -> None:
        """Raises where somebody in danger would be blocked, and where its responder is just ending it."""
        require_may_block(draft, wish.confirm)
        if not draft.after.live:
            return
        now, me = self._mover.clock.now(), principal.user_id
        mine = draft.after.responder_id == me
        own_wrap_up = mine and draft.after.state is State.WRAP_UP
        moves = ("close_from_wrap_up",) if own_wrap_up else _ENDING.get(draft.after.state)
        if moves is None:
            raise Conflict("Its responder is ending it: block the sender once it is closed", code="still_live")
        say(draft, principal.affiliate.programs.get(draft.after.program_id), "blocked", self._mover.ids, now)
        for name in moves:
            if name != "reassign":
                words = {"reason": wish.reason} if name == "close_unworked" else None
                draft.move(name, now, me, reason="blocked_sender", words=words)
            elif not mine:
                draft.move(name, now, me, responder_id=me)


def _view(principal: Principal, block: BlockItem) -> texters_api.Block:
    program = principal.affiliate.programs.get(block.program_id)
    return texters_api.Block(
        id=str(block.sk),
        conversation_id=block.conversation_id,
        program_id=block.program_id,
        program_name=program.name if program is not None else block.program_id,
        blocked_by=block.blocked_by,
        blocked_at=block.at,
    )
