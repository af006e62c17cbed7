"""Writing a draft as one transaction.

What a draft implies is written here and nowhere else: the thread's lock while a conversation is live, its place among
those of a web chat, the responder's set of owned conversations with its limit, the permanent memory of a provider's
message id.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from pynamodb.expressions.condition import size
from pynamodb.expressions.update import Action

from shared.domain.conversation import Conversation
from shared.domain.draft import Draft
from shared.domain.errors import Conflict, NotFound
from shared.domain.rules import Rules
from shared.domain.timers import next_look
from shared.domain.web_chat import CHANNEL
from shared.store.database import Cancelled, Database, Transaction
from shared.store.facts import fact_item
from shared.store.heads import head_item
from shared.store.idempotency import KEPT_SECONDS
from shared.store.models import (
    ChatItem,
    ConsentItem,
    HeadItem,
    IdempotencyItem,
    Item,
    LoadItem,
    OnceItem,
    OwnerKeyItem,
    SeenItem,
    ThreadItem,
)
from shared.store.scope import settled


class Lost(Exception):
    """Somebody else changed the conversation first: read it again."""


class AlreadySeen(Exception):
    """This provider message was taken in before."""


class ThreadTaken(Exception):
    """The texter already has a live conversation here."""


class AlreadyDone(Exception):
    """A request with this Idempotency-Key was carried out before, or what may happen once has happened."""


class AtCapacity(Conflict):
    code = "at_capacity"
    title = "The responder already has as many conversations as they may"


class AlreadyBlocked(Conflict):
    code = "already_blocked"
    title = "The sender is blocked already"


@dataclass(frozen=True)
class Alongside:
    """What else is written in the same transaction as a draft.

    `rules` are the program's: with them the head says when it must be looked at next. `once` names something that may
    be done once in this conversation. `destroys` is an owner whose key goes. `more` adds writes of its own.
    """

    request_id: str = ""
    seen: str | None = None
    claim: IdempotencyItem | None = None
    consent: ConsentItem | None = None
    new_items: Sequence[Item] = field(default=())
    limit: int = 0
    handed_out: bool = False
    rules: Rules | None = None
    once: str | None = None
    destroys: OwnerKeyItem | None = None
    more: Callable[[Transaction], None] | None = None


def commit(database: Database, draft: Draft, key: bytes, also: Alongside) -> Conversation:
    """Write the draft; `key` is the conversation's own.

    Raises `Lost`, `AlreadySeen`, `ThreadTaken`, `AlreadyDone`, `AtCapacity`, for blocks `AlreadyBlocked` or `NotFound`,
    and `OutOfScope` for a conversation of another affiliate than is being worked for, having written nothing.
    """
    with settled(draft.after.affiliate_id):
        return _commit(database, draft, key, also)


def _commit(database: Database, draft: Draft, key: bytes, also: Alongside) -> Conversation:
    writes = Transaction(database)
    before, after = draft.before, draft.after
    if also.rules is not None and draft.moves:
        after = after.looked_at_again(next_look(after, also.rules, after.updated_at))
    if before is None:
        writes.put("head", head_item(after))
    else:
        unchanged = (HeadItem.version == before.version) & (HeadItem.affiliate_id == before.affiliate_id)
        writes.replace("head", head_item(after), unchanged)
    for fact in draft.facts:
        writes.put(f"fact {fact.seq}", fact_item(after, fact, key, also.request_id))
    _write_thread(writes, before, after)
    _write_owner(writes, before, after, also)
    if also.seen is not None:
        writes.put("seen", SeenItem(f"I#{also.seen}", "SEEN", conversation_id=after.id))
    if also.once is not None:
        writes.put("once", OnceItem(f"C#{after.id}", f"K#{also.once}", at=after.updated_at))
    if also.claim is not None:
        also.claim.conversation_id, also.claim.seq = after.id, after.version
        # DynamoDB deletes what has expired within days: until then it is as good as gone.
        expired = IdempotencyItem.expires_at < int(also.claim.expires_at) - KEPT_SECONDS
        writes.replace("claim", also.claim, IdempotencyItem.pk.does_not_exist() | expired)
    if also.consent is not None:
        _write_consent(writes, also.consent)
    if also.destroys is not None:
        writes.delete("key", also.destroys)
    for item in also.new_items:
        writes.put("new", item)
    if also.more is not None:
        also.more(writes)
    try:
        writes.commit()
    except Cancelled as cancelled:
        raise _meaning(cancelled.labels) from None
    return after


def _write_consent(writes: Transaction, consent: ConsentItem) -> None:
    """What the texter said about being texted. Whether they are blocked is written elsewhere, and stays."""
    actions: list[Action] = [
        ConsentItem.opted_out.set(consent.opted_out),
        ConsentItem.at.set(consent.at),
        ConsentItem.source.set(consent.source),
    ]
    writes.update("consent", ConsentItem(consent.pk, consent.sk), actions)


def _write_thread(writes: Transaction, before: Conversation | None, after: Conversation) -> None:
    lock = ThreadItem(f"T#{after.thread_id}", "LIVE", conversation_id=after.id)
    if before is None and after.channel == CHANNEL:
        writes.put("chat", ChatItem(f"T#{after.thread_id}", f"C#{after.id}"))
    if before is None and after.live:
        writes.put("thread", lock)
    elif before is not None and before.live and not after.live:
        writes.delete("lock", lock, ThreadItem.conversation_id == after.id)


def _write_owner(writes: Transaction, before: Conversation | None, after: Conversation, also: Alongside) -> None:
    was = before.responder_id if before is not None and before.live else None
    now = after.responder_id if after.live else None
    if was == now:
        return
    if was is not None:
        writes.update("release", LoadItem(f"R#{was}", "LOAD"), [LoadItem.owned.delete({after.id})])
    if now is not None:
        actions: list[Action] = [LoadItem.owned.add({after.id})]
        if also.handed_out:
            actions.append(LoadItem.hand_outs.add(1))
        room = LoadItem.owned.does_not_exist() | (size(LoadItem.owned) < also.limit)  # type: ignore[no-untyped-call]
        writes.update("capacity", LoadItem(f"R#{now}", "LOAD"), actions, room)


def _meaning(labels: frozenset[str]) -> Exception:
    if "seen" in labels:
        return AlreadySeen()
    if "claim" in labels or "once" in labels:
        return AlreadyDone()
    if "thread" in labels:
        return ThreadTaken()
    if "block" in labels:
        return AlreadyBlocked()
    if "unblock" in labels:
        return NotFound()
    if "head" in labels or not labels:
        return Lost()
    if "capacity" in labels:
        return AtCapacity()
    return Lost()
