"""Passing a conversation on: to a colleague, back to the queue, to whom a supervisor chooses; and whispering."""

from __future__ import annotations

from functions.conversations.moving import Mover
from functions.conversations.views import message_view
from shared.contracts import api, care_api
from shared.domain.draft import Draft
from shared.domain.errors import Conflict, FieldError, RuleBroken
from shared.domain.lifecycle import OWNED
from shared.lifecycle.texts import say
from shared.runtime.http import Request
from shared.store.files import Files


class HandOvers:
    def __init__(self, mover: Mover, files: Files) -> None:
        self._mover = mover
        self._files = files

    def transfer(self, request: Request) -> api.Conversation:
        """Offer the conversation to a colleague; without one, give it back to the queue."""
        wish = request.parsed(care_api.TransferRequest)
        if wish.responder_id is None:
            return self._give_back(request, wish.note)
        principal, mover = request.principal, self._mover
        if wish.responder_id == principal.user_id:
            raise RuleBroken(errors=(FieldError("responderId", "is oneself"),))
        receiver = mover.colleague(principal, wish.responder_id, mover.program_of(request), "responder", "supervisor")
        words = {"note": wish.note} if wish.note else None

        def change(draft: Draft) -> None:
            mover.require_may(principal, draft, "transfer_to_responder")
            detail = {"receiver": receiver.id}
            draft.move("transfer_to_responder", mover.clock.now(), principal.user_id, detail=detail, words=words)

        return mover.act(request, "transfer_to_responder", change, receiver.id, wish.note)

    def reject(self, request: Request) -> api.Conversation:
        """Decline what was offered, or take the offer back: the sender keeps the conversation."""
        principal, mover = request.principal, self._mover

        def change(draft: Draft) -> None:
            mover.require_may(principal, draft, "reject_transfer")
            draft.move("reject_transfer", mover.clock.now(), principal.user_id)

        return mover.act(request, "reject_transfer", change)

    def give_back(self, request: Request) -> api.Conversation:
        """Put the texter in front of the queue again, with their age."""
        return self._give_back(request, request.parsed(care_api.ReturnRequest).note)

    def reassign(self, request: Request) -> api.Conversation:
        """Take a conversation over, or hand it to somebody else, whatever is going on in it."""
        principal, mover = request.principal, self._mover
        wanted = request.parsed(care_api.ReassignRequest).responder_id or principal.user_id
        owner = mover.colleague(principal, wanted, mover.program_of(request), "responder", "supervisor")

        def change(draft: Draft) -> None:
            mover.require_may(principal, draft, "reassign")
            if draft.after.responder_id == owner.id:
                raise RuleBroken(errors=(FieldError("responderId", "owns the conversation already"),))
            draft.move("reassign", mover.clock.now(), principal.user_id, responder_id=owner.id)

        return mover.act(request, "reassign", change, owner.id, limit=owner.max_concurrent)

    def whisper(self, request: Request) -> api.Message:
        """A note in the thread that only the responder and supervisors see, with files if there are any."""
        principal, mover = request.principal, self._mover
        wish = request.parsed(care_api.WhisperRequest)
        made: list[Draft] = []

        def change(draft: Draft) -> None:
            if draft.after.state not in OWNED:
                raise Conflict("Nobody owns the conversation who could read a whisper", code="nobody_to_whisper_to")
            files = [one.id for one in self._files.usable(principal, wish.files, draft.after.id)]
            draft.whisper(mover.ids.new("msg"), wish.content, mover.clock.now(), principal.user_id, files)
            made.append(draft)

        after = mover.change(request, "whisper", change, wish.content, *wish.files)
        if made and made[-1].after.version == after.version:
            return message_view(made[-1].facts[-1], None)
        return mover.reading.last_note(request.principal, after, principal.user_id)

    def _give_back(self, request: Request, note: str | None) -> api.Conversation:
        principal, mover = request.principal, self._mover

        def change(draft: Draft) -> None:
            mover.require_may(principal, draft, "return_to_queue")
            now = mover.clock.now()
            words = {"note": note} if note else None
            draft.move("return_to_queue", now, principal.user_id, reason="handed_back", words=words)
            say(draft, principal.affiliate.programs.get(draft.after.program_id), "returned", mover.ids, now)

        return mover.act(request, "return_to_queue", change, note)
