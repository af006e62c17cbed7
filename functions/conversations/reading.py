"""The read side: queue, lists, one conversation, its thread."""

from __future__ import annotations

from itertools import islice

from functions.conversations.views import message_view, timeline_view, view
from shared.contracts import api, care_api
from shared.domain.conversation import Conversation, Fact, FactKind
from shared.domain.errors import BadCursor, FieldError, InvalidInput, NotFound
from shared.domain.lifecycle import State
from shared.domain.ports import Clock
from shared.runtime.access import may_find, may_look_back, may_read_words, require_seen
from shared.runtime.http import Request
from shared.runtime.identity import Principal
from shared.runtime.invocation import note
from shared.runtime.reads import Reads
from shared.store.conversations import Conversations
from shared.store.facts import fact_from, shown_facts, words_key
from shared.store.texters import Texters
from shared.store.vault import KeyDestroyed, Vault


class Reading:
    def __init__(
        self, conversations: Conversations, vault: Vault, clock: Clock, texters: Texters, reads: Reads
    ) -> None:
        self._conversations = conversations
        self._vault = vault
        self._clock = clock
        self._texters = texters
        self._reads = reads

    def queue(self, request: Request) -> api.Queue:
        """Who waits in the caller's programs, and how many."""
        principal, limit, now = request.principal, request.limit(), self._clock.now()
        items: list[api.Conversation] = []
        programs: list[api.ProgramQueue] = []
        for program_id in principal.working_program_ids:
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
            items += [view(principal, one, now, position=place) for place, one in enumerate(waiting, 1)]
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
            page = self._conversations.in_programs(_programs(request), state, limit, cursor, newest=_newest(request))
        program, now = request.query.get("program"), self._clock.now()
        items = [
            view(principal, one, now)
            for one in page.conversations
            if one.affiliate_id == principal.affiliate.id
            and one.program_id in principal.program_ids
            and (state is None or one.state == state)
            and (program is None or one.program_id == program)
        ]
        return api.ConversationList(items=items, next_cursor=page.cursor)

    def conversation(self, request: Request) -> api.Conversation:
        looked_for = self._conversations.get(request.path["id"])
        back = self._looks_back(request.principal, looked_for)
        found = looked_for if looked_for is not None and back else require_seen(request.principal, looked_for)
        note(conversationId=found.id)
        reasons = self._risk_reasons(found) if back or may_read_words(request.principal, found) else None
        if reasons is not None and reasons != list(found.risk_categories):
            self.seen(request, found)
        now = self._clock.now()
        return view(request.principal, found, now, position=self.position(found), risk_reasons=reasons)

    def seen(self, request: Request, conversation: Conversation) -> None:
        """The caller is shown words of the conversation: that is put on record."""
        self._reads.seen(request.principal, conversation, request.request_id)

    def messages(self, request: Request) -> api.MessageList:
        """The thread after a fact number, oldest first, with what became of each outbound message."""
        found, key_item = self._conversations.get_with_key(request.path["id"])
        may_read = found is not None and may_read_words(request.principal, found)
        if found is None or not (may_read or self._looks_back(request.principal, found)):
            raise NotFound
        note(conversationId=found.id)
        if found.purged:
            raise KeyDestroyed
        cursor = request.query.get("cursor")
        after = _as_seq(cursor) if cursor is not None else request.after()
        items, more = self._conversations.facts(found.id, after, request.limit())
        key = self._vault.known(found.id) or self._vault.open(found.affiliate_id, found.id, key_item)
        facts = [fact_from(found, item, key) for item in items]
        messages = self._with_status(found, facts)
        if messages:
            self.seen(request, found)
        last = facts[-1].seq if facts else after
        return api.MessageList(items=messages, next_cursor=str(last) if more else None, cursor=last)

    def timeline(self, request: Request) -> care_api.Timeline:
        """Every fact after a number, oldest first; words only for who may read them, and until they are erased."""
        found = require_seen(request.principal, self._conversations.get(request.path["id"]))
        note(conversationId=found.id)
        cursor = request.query.get("cursor")
        after = _as_seq(cursor) if cursor is not None else request.after()
        items, more = self._conversations.facts(found.id, after, request.limit())
        key = words_key(self._vault, found) if may_read_words(request.principal, found) else None
        facts = shown_facts(found, items, key)
        if any(fact.words for fact in facts):
            self.seen(request, found)
        return care_api.Timeline(
            items=[timeline_view(fact) for fact in facts], next_cursor=str(facts[-1].seq) if more and facts else None
        )

    def facts(self, conversation: Conversation, *, words: bool, most: int = 1000) -> list[Fact]:
        """A conversation's facts from the first on, with their words or without."""
        key = words_key(self._vault, conversation) if words else None
        items = islice(self._conversations.each_fact(conversation.id), most)
        return shown_facts(conversation, items, key)

    def last_note(self, principal: Principal, conversation: Conversation, sender_id: str) -> api.Message:
        """The latest whisper of this person: what a repeated request made."""
        for fact in reversed(self.facts(conversation, words=True)):
            if fact.kind is FactKind.NOTE and fact.message is not None and fact.message.sender_id == sender_id:
                return message_view(fact, None)
        raise NotFound

    def _looks_back(self, principal: Principal, conversation: Conversation | None) -> bool:
        """Whether a responder who talks with this conversation's texter now may read it, see `access.may_look_back`.

        Costs two reads, and only where somebody asks for an ended conversation that is not theirs.
        """
        if conversation is None or conversation.live or may_read_words(principal, conversation):
            return False
        if principal.role != "responder" or not may_find(principal, conversation):
            return False
        return may_look_back(principal, conversation, self._texters.conversations(conversation.texter_id))

    def _risk_reasons(self, conversation: Conversation) -> list[str]:
        """Why the risk is what it is: the phrases that fired with their rules, or the person who judged it."""
        key = words_key(self._vault, conversation) if conversation.risk_seq else None
        items, _ = self._conversations.facts(conversation.id, conversation.risk_seq - 1, 1) if key else ([], False)
        if key is None or not items:
            return list(conversation.risk_categories)
        fact = fact_from(conversation, items[0], key)
        if fact.detail.get("model") == "person":
            said = fact.words.get("reason")
            return [f"judged by a person: {said}" if said else "judged by a person"]
        return [_reason(name, phrase) for name, phrase in fact.words.items()]

    def position(self, conversation: Conversation) -> int | None:
        """The place in line, when it is within sight of the front."""
        if conversation.state is not State.QUEUED:
            return None
        ids = [one.id for one in self._conversations.waiting(conversation.program_id, 100)]
        return ids.index(conversation.id) + 1 if conversation.id in ids else None

    def message(self, conversation: Conversation, seq: int) -> api.Message:
        """One message of the thread; raises `NotFound` where the fact is none."""
        items, _ = self._conversations.facts(conversation.id, seq - 1, 1)
        if not items or int(items[0].seq) != seq or items[0].message_id is None:
            raise NotFound
        key = words_key(self._vault, conversation)
        if key is None:
            raise KeyDestroyed
        return self._with_status(conversation, [fact_from(conversation, items[0], key)])[0]

    def _with_status(self, conversation: Conversation, facts: list[Fact]) -> list[api.Message]:
        leaving = [fact.seq for fact in facts if fact.message is not None and fact.message.leaves]
        deliveries = self._conversations.deliveries(conversation.id, leaving[0], leaving[-1]) if leaving else {}
        return [message_view(fact, deliveries.get(fact.seq)) for fact in facts if fact.message is not None]


def _reason(name: str, phrase: str) -> str:
    """`0.rule.high.self_harm.en.cutting` and the phrase → `self_harm (high): “…”, rule en.cutting`."""
    _, source, level, category, why = name.split(".", 4)
    return f"{category} ({level}): “{phrase}”, {source} {why}"


def _programs(request: Request) -> list[str]:
    principal: Principal = request.principal
    program = request.query.get("program")
    if program is None:
        return list(principal.working_program_ids)
    if program not in principal.program_ids:
        raise NotFound
    return [program]


def _newest(request: Request) -> bool:
    """Whether a program's list begins with its newest."""
    order = request.query.get("order")
    if order not in (None, "newest"):
        raise InvalidInput(errors=(FieldError("order", "must be newest, or left out"),))
    return order is not None


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
        raise BadCursor
    return int(cursor)
