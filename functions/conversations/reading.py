"""The read side: queue, lists, one conversation, its thread."""

from __future__ import annotations

from functions.conversations.access import may_read_words, require_seen, view
from shared.contracts import api
from shared.domain.conversation import Conversation, Direction, Fact
from shared.domain.delivery import DeliveryStatus
from shared.domain.errors import FieldError, InvalidInput, NotFound
from shared.domain.lifecycle import State
from shared.domain.ports import Clock
from shared.runtime.http import Request
from shared.runtime.identity import Principal
from shared.runtime.invocation import note
from shared.store.conversations import Conversations
from shared.store.heads import fact_from
from shared.store.models import DeliveryItem
from shared.store.vault import Vault


class Reading:
    def __init__(self, conversations: Conversations, vault: Vault, clock: Clock) -> None:
        self._conversations = conversations
        self._vault = vault
        self._clock = clock

    def queue(self, request: Request) -> api.Queue:
        """Who waits in the caller's programs, and how many."""
        principal, limit = request.principal, request.limit()
        items: list[api.Conversation] = []
        programs: list[api.ProgramQueue] = []
        for program_id in principal.program_ids:
            waiting = self._conversations.waiting(program_id, limit)
            depth = len(waiting) if len(waiting) < limit else self._conversations.depth(program_id)
            program = principal.affiliate.programs.get(program_id)
            programs.append(
                api.ProgramQueue(
                    program_id=program_id,
                    program_name=program.name if program else program_id,
                    depth=depth,
                    oldest_message_at=min((one.queued_at for one in waiting if one.queued_at), default=None),
                )
            )
            items += [view(principal, one, self._clock, position=place) for place, one in enumerate(waiting, 1)]
        return api.Queue(
            items=items[:limit], next_cursor=None, depth=sum(one.depth for one in programs), programs=programs
        )

    def conversations(self, request: Request) -> api.ConversationList:
        """Conversations the caller may see, by owner or by program."""
        principal, limit, cursor = request.principal, request.limit(), request.query.get("cursor")
        state = _state(request.query.get("state"))
        owner = request.query.get("responder")
        owner = principal.user_id if owner == "me" else owner
        if principal.role == "responder" and owner not in (None, principal.user_id):
            raise NotFound
        if principal.role == "responder" and (owner is not None or state is not State.QUEUED):
            # Beside what waits, a responder's list is what they own.
            page = self._conversations.owned_by(principal.user_id, state, limit, cursor)
        elif owner is not None:
            page = self._conversations.owned_by(owner, state, limit, cursor)
        else:
            page = self._conversations.in_programs(_programs(request), state, limit, cursor)
        program = request.query.get("program")
        items = [
            view(principal, one, self._clock)
            for one in page.conversations
            if one.affiliate_id == principal.affiliate.id
            and one.program_id in principal.program_ids
            and (state is None or one.state == state)
            and (program is None or one.program_id == program)
        ]
        return api.ConversationList(items=items, next_cursor=page.cursor)

    def conversation(self, request: Request) -> api.Conversation:
        found = require_seen(request.principal, self._conversations.get(request.path["id"]))
        note(conversationId=found.id)
        return view(request.principal, found, self._clock, position=self.position(found))

    def messages(self, request: Request) -> api.MessageList:
        """The thread after a fact number, oldest first, with what became of each outbound message."""
        found, key_item = self._conversations.get_with_key(request.path["id"])
        if found is None or not may_read_words(request.principal, found):
            raise NotFound
        note(conversationId=found.id)
        cursor = request.query.get("cursor")
        after = _as_seq(cursor) if cursor is not None else request.after()
        items, more = self._conversations.facts(found.id, after, request.limit())
        key = self._vault.known(found.id) or self._vault.open(found.affiliate_id, found.id, key_item)
        facts = [fact_from(found, item, key) for item in items]
        messages = self._with_status(found, facts)
        last = facts[-1].seq if facts else after
        return api.MessageList(items=messages, next_cursor=str(last) if more else None, cursor=last)

    def position(self, conversation: Conversation) -> int | None:
        """The place in line, when it is within sight of the front."""
        if conversation.state is not State.QUEUED:
            return None
        ids = [one.id for one in self._conversations.waiting(conversation.program_id, 100)]
        return ids.index(conversation.id) + 1 if conversation.id in ids else None

    def _with_status(self, conversation: Conversation, facts: list[Fact]) -> list[api.Message]:
        leaving = [fact.seq for fact in facts if fact.message is not None and fact.message.leaves]
        deliveries = self._conversations.deliveries(conversation.id, leaving[0], leaving[-1]) if leaving else {}
        return [message_view(fact, deliveries.get(fact.seq)) for fact in facts if fact.message is not None]


def message_view(fact: Fact, delivery: DeliveryItem | None) -> api.Message:
    """One message as the API shows it; `fact` holds one."""
    message = fact.message
    if message is None:
        raise ValueError("not a message")
    status: api.MessageStatus = "received"
    if message.direction is not Direction.INBOUND:
        status = DeliveryStatus(delivery.status).value if delivery is not None else "queued"
    return api.Message(
        id=message.id,
        seq=fact.seq,
        direction=message.direction.value,
        content=message.content,
        sender_id=message.sender_id,
        at=fact.at,
        status=status,
        segments=message.segments,
    )


def _programs(request: Request) -> list[str]:
    principal: Principal = request.principal
    program = request.query.get("program")
    if program is None:
        return list(principal.program_ids)
    if program not in principal.program_ids:
        raise NotFound
    return [program]


def _state(text: str | None) -> State | None:
    if text is None:
        return None
    try:
        return State(text)
    except ValueError:
        names = ", ".join(State)
        raise InvalidInput(errors=(FieldError("state", f"must be one of {names}"),)) from None


def _as_seq(cursor: str) -> int:
    if not cursor.isascii() or not cursor.isdigit() or len(cursor) > 10:
        raise InvalidInput(
            "The cursor is not one of ours", code="bad_cursor", errors=(FieldError("cursor", "is not one of ours"),)
        )
    return int(cursor)
