"""A conversation whose facts could not be applied has failed; its texter must not be lost with it."""

from __future__ import annotations

from shared.domain.conversation import Conversation, Risk
from shared.domain.draft import Draft
from shared.domain.errors import Unavailable
from shared.domain.lifecycle import Actor, State
from shared.lifecycle.writing import Subject, Writer
from shared.store.commits import Alongside, ThreadTaken
from shared.store.models import Item
from shared.store.texters import remembered


class Reopening:
    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    def reopen(self, conversation_id: str) -> bool:
        """Open another conversation for the same texter, in front of the queue, with the same risk; once."""
        failed = self._writer.conversations.get(conversation_id)
        if failed is None or failed.state is not State.FAILED or failed.reopened_as is not None:
            return False
        new_id = self._open(failed)

        def reopened(draft: Draft, subject: Subject) -> None:
            if draft.after.reopened_as is None:
                draft.reopened(new_id, subject.now)

        self._writer.change(conversation_id, reopened)
        return True

    def _open(self, failed: Conversation) -> str:
        """The id of the new conversation, or of the one the texter has opened themselves meanwhile."""
        writer = self._writer
        now = writer.clock.now()
        affiliate = writer.directory.affiliate(failed.affiliate_id)
        new_id = writer.ids.new("con")
        key, key_item = writer.vault.mint(failed.affiliate_id, new_id)
        draft = Draft.open(
            Conversation(
                id=new_id,
                affiliate_id=failed.affiliate_id,
                program_id=failed.program_id,
                channel=failed.channel,
                line=failed.line,
                thread_id=failed.thread_id,
                texter_id=failed.texter_id,
                consent_id=failed.consent_id,
                sealed_number=failed.sealed_number,
                state=State.NEW,
                version=0,
                created_at=now,
                updated_at=now,
                boost_seconds=failed.boost_seconds,
                cannot_reply=failed.cannot_reply,
                preferred_id=failed.responder_id or failed.preferred_id,
                front=True,
                language=failed.language,
                seen_before=True,
            )
        )
        if failed.risk is not Risk.LOW:
            rules = affiliate.rules(failed.program_id) if affiliate is not None else None
            draft.carry_risk(failed.risk, failed.risk_categories, now, rules.boost(failed.risk) if rules else 0)
        draft.move("route_message", now, Actor.SYSTEM, reason="reopened")
        rules = affiliate.rules(failed.program_id) if affiliate is not None else None
        new_items: list[Item] = [key_item, remembered(failed.texter_id, new_id)]
        try:
            writer.conversations.commit(draft, key, Alongside(new_items=new_items, rules=rules))
        except ThreadTaken:
            thread, _, _ = writer.conversations.find_thread(failed.thread_id, "", failed.consent_id)
            if thread is None:
                raise Unavailable("the texter's other conversation has just ended") from None
            self._carry_risk(failed, str(thread.conversation_id))
            return str(thread.conversation_id)
        return new_id

    def _carry_risk(self, failed: Conversation, conversation_id: str) -> None:
        """The texter wrote again before anybody could reopen: what was known of their danger goes on with them."""

        def carry(draft: Draft, subject: Subject) -> None:
            if draft.after.live and failed.risk.rank > draft.after.risk.rank:
                boost = subject.rules.boost(failed.risk)
                draft.carry_risk(failed.risk, failed.risk_categories, subject.now, boost)

        self._writer.change(conversation_id, carry)
