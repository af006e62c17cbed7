"""How a message becomes a fact.

    seen before                        → nothing
    not to be read, or not our number  → quarantine, alarm
    its program is closed down         → the same, unless the texter is in a conversation already
    a supervisor blocked the sender    → quarantine, unless it frightens
    the texter has a live conversation → appended to it
    otherwise                          → a new conversation, routed by keyword or the line's default program

Each outcome is one transaction, with the provider's message id as its permanent put-if-absent.
"""

from __future__ import annotations

import contextlib
from typing import Any

from functions.intake.hearing import Hearing, consent_of
from functions.intake.sender import Sender
from shared.contracts.queues import IngressEnvelope, QuarantineEnvelope
from shared.domain.care import flag
from shared.domain.conversation import Conversation, Flag
from shared.domain.draft import Draft
from shared.domain.errors import Unavailable
from shared.domain.inbound import InboundMessage
from shared.domain.keywords import Consent, match_keyword
from shared.domain.lifecycle import Actor, State
from shared.domain.ports import Clock, Ids
from shared.runtime.invocation import note
from shared.runtime.metrics import count
from shared.security.blind_index import keyed_hash
from shared.security.ingress import IngressOpener
from shared.security.sealing import CannotOpen, seal
from shared.store.commits import Alongside, AlreadySeen, Lost, ThreadTaken
from shared.store.consents import record_opt_out
from shared.store.conversations import Conversations
from shared.store.directory import Affiliate, Directory, Keyword, Line
from shared.store.heads import number_context
from shared.store.models import ConsentItem, Item, TexterItem
from shared.store.scope import work_for
from shared.store.texters import forget_texter, remembered
from shared.store.vault import KeyDestroyed, Vault

#: The channel whose texters come through our own web page.
WEBCHAT = "webchat"

#: A race is lost to somebody who made progress, so a handful of tries is plenty.
_TRIES = 8


class _Unplaceable(Exception):
    """Nobody may be shown this message; its text is the reason for its quarantine."""


class Intake:
    def __init__(
        self,
        conversations: Conversations,
        directory: Directory,
        vault: Vault,
        opener: IngressOpener,
        hearing: Hearing,
        clock: Clock,
        ids: Ids,
        sqs: Any,
        quarantine_queue: str,
        *,
        blind_key: bytes,
        consent_key: bytes,
    ) -> None:
        self._conversations = conversations
        self._directory = directory
        self._vault = vault
        self._opener = opener
        self._hearing = hearing
        self._clock = clock
        self._ids = ids
        self._sqs = sqs
        self._quarantine_queue = quarantine_queue
        self._blind_key = blind_key
        self._consent_key = consent_key

    def take(self, envelope: IngressEnvelope) -> None:
        """Take one message in. Safe to repeat; raises only when a repeat may go better."""
        note(requestId=envelope.request_id)
        try:
            inbound = InboundMessage.from_bytes(self._opener.open(envelope.sealed, envelope.message_key))
        except (CannotOpen, ValueError):
            # Trying again cannot help, and would hold back what the texter writes next.
            self._quarantine(envelope, "unreadable")
            return
        place = self._directory.line(inbound.channel, inbound.line, inbound.account)
        if place is None:
            self._quarantine(envelope, "unknown_line")
            return
        line, affiliate = place
        work_for(affiliate.id)
        for _ in range(_TRIES):
            try:
                self._store(envelope, inbound, line, affiliate)
                return
            except AlreadySeen:
                note(outcome="duplicate")
                return
            except (Lost, ThreadTaken):
                continue
            except _Unplaceable as reason:
                self._quarantine(envelope, str(reason))
                return
            except KeyDestroyed as gone:
                self._fail_live_one(inbound, line, affiliate, gone)
        raise Unavailable("the conversation keeps changing")

    def _store(self, envelope: IngressEnvelope, inbound: InboundMessage, line: Line, affiliate: Affiliate) -> None:
        sender = self._sender(inbound, line, affiliate)
        if sender.live_conversation is None:
            if inbound.signal is not None:
                note(outcome="nothing_to_end")
                return
            if sender.blocked:
                self._require_danger(inbound, affiliate, sender)
            draft, key, new_items = self._open(inbound, line, affiliate, sender)
        else:
            current, key = self._read(sender.live_conversation, affiliate.id)
            if current is None or not current.live:
                raise Lost
            draft, new_items = Draft.on(current), []
        now = self._clock.now()
        if sender.blocked and draft.before is None:
            flag(draft, Flag.SENDER_BLOCKED, now)
        opted_out = self._hearing.hear(draft, inbound, affiliate, sender.opted_out, now)
        consent = None
        if opted_out is not None:
            consent = ConsentItem(f"O#{sender.consent_id}", "CONSENT", opted_out=opted_out, at=now, source="texter")
        also = Alongside(
            request_id=envelope.request_id,
            seen=envelope.message_key,
            consent=consent,
            new_items=new_items,
            rules=affiliate.rules(draft.after.program_id),
        )
        after = self._conversations.commit(draft, key, also)
        note(conversationId=after.id, seq=after.version, opened=draft.before is None)

    def _sender(self, inbound: InboundMessage, line: Line, affiliate: Affiliate) -> Sender:
        channel, number = line.canonical
        # A web chat's sender is a random name of ours and no person's number: it names the thread as it is.
        thread_id = inbound.sender if channel == WEBCHAT else self._hash("thread", channel, number, inbound.sender)
        texter_hash = self._hash("texter", affiliate.id, inbound.sender)
        consent_id = keyed_hash(self._consent_key, "consent", number, inbound.sender)
        thread, texter, consent = self._conversations.find_thread(thread_id, texter_hash, consent_id)
        return Sender(
            thread_id,
            texter_hash,
            consent_id,
            live_conversation=thread.conversation_id if thread is not None else None,
            texter_id=texter.texter_id if texter is not None else None,
            opted_out=consent is not None and consent.opted_out,
            blocked=consent is not None and consent.blocked_by is not None,
        )

    def _require_danger(self, inbound: InboundMessage, affiliate: Affiliate, sender: Sender) -> None:
        """Who was blocked may be in danger all the same: what frightens is heard. So is their STOP."""
        if self._hearing.frightens(inbound.text, affiliate):
            return
        if consent_of(inbound) is Consent.OPT_OUT and not sender.opted_out:
            record_opt_out(sender.consent_id, self._clock.now(), "texter")
        raise _Unplaceable("blocked_sender")

    def _hash(self, *parts: str) -> str:
        return keyed_hash(self._blind_key, *parts)

    def _read(self, conversation_id: str, affiliate_id: str) -> tuple[Conversation | None, bytes]:
        """The conversation and its key, in one call."""
        conversation, item = self._conversations.get_with_key(conversation_id)
        if conversation is None:
            return None, b""
        known = self._vault.known(conversation_id)
        return conversation, known or self._vault.open(affiliate_id, conversation_id, item)

    def _fail_live_one(self, inbound: InboundMessage, line: Line, affiliate: Affiliate, gone: KeyDestroyed) -> None:
        """The live conversation's key is gone: it has failed, and the message opens a new one."""
        conversation_id = self._sender(inbound, line, affiliate).live_conversation
        current = self._conversations.get(conversation_id) if conversation_id is not None else None
        if current is None:
            raise gone
        if current.live:
            count("ConversationFailed")
            draft = Draft.on(current).move("fail", self._clock.now(), Actor.SYSTEM, reason="key_missing")
            with contextlib.suppress(Lost):
                self._conversations.commit(draft, b"", Alongside())

    def _open(
        self, inbound: InboundMessage, line: Line, affiliate: Affiliate, sender: Sender
    ) -> tuple[Draft, bytes, list[Item]]:
        """A new conversation in state `new`, its key, and the items its texter still lacks."""
        keyword = Keyword(line.program_id)
        if inbound.channel != WEBCHAT:  # on a web site, a program was chosen already
            keyword = match_keyword(inbound.text, affiliate.keywords_on(line)) or keyword
        program = affiliate.programs.get(keyword.program_id)
        if program is None or not program.active:
            raise _Unplaceable("inactive_program")
        conversation_id = self._ids.new("con")
        key, key_item = self._vault.mint(affiliate.id, conversation_id)
        new_items: list[Item] = [key_item]
        texter_id = sender.texter_id
        texter_key = self._texter_key(affiliate.id, sender)
        if texter_id is None or texter_key is None:
            texter_id = self._ids.new("tex")
            texter_key, texter_item = self._vault.mint(affiliate.id, texter_id)
            new_items += [texter_item, TexterItem(f"X#{sender.texter_hash}", "TEXTER", texter_id=texter_id)]
        new_items.append(remembered(texter_id, conversation_id))
        now = self._clock.now()
        number = seal(texter_key, inbound.sender.encode(), number_context(affiliate.id, texter_id))
        conversation = Conversation(
            id=conversation_id,
            affiliate_id=affiliate.id,
            program_id=keyword.program_id,
            channel=line.canonical[0],
            line=line.canonical[1],
            thread_id=sender.thread_id,
            texter_id=texter_id,
            consent_id=sender.consent_id,
            sealed_number=number,
            state=State.NEW,
            version=0,
            created_at=now,
            updated_at=now,
            boost_seconds=keyword.boost_seconds,
            cannot_reply=sender.opted_out,
            seen_before=sender.texter_id is not None,
        )
        return Draft.open(conversation), key, new_items

    def _texter_key(self, affiliate_id: str, sender: Sender) -> bytes | None:
        """The key of a texter who is known.

        One who was erased may come back with a backup, without the key: then whoever writes is somebody new, and
        heard, once the way to who they were is gone.
        """
        if sender.texter_id is None:
            return None
        try:
            return self._vault.key(affiliate_id, sender.texter_id)
        except KeyDestroyed:
            forget_texter(sender.texter_hash, sender.texter_id)
            raise Lost from None

    def _quarantine(self, envelope: IngressEnvelope, reason: str) -> None:
        """Keep a message nobody can take in; it stays sealed exactly as it came."""
        held = QuarantineEnvelope(
            envelope.message_key,
            reason,
            f"/{envelope.channel}",
            envelope.sealed,
            envelope.request_id,
            envelope.received_at,
        )
        self._sqs.send_message(QueueUrl=self._quarantine_queue, MessageBody=held.to_json())
        note(outcome="quarantined", reason=held.reason)
