"""How the carriers are, and a person's word on messages of which nobody knows whether they went."""

from __future__ import annotations

from typing import Literal, cast

from functions.conversations.reading import Reading
from shared.channels.rows import CHANNELS
from shared.contracts import api, delivery_api
from shared.domain.breaker import Breaker
from shared.domain.delivery import DeliveryStatus
from shared.domain.errors import Conflict, Forbidden, NotFound
from shared.runtime.access import may_read_words, owns
from shared.runtime.http import Request
from shared.runtime.invocation import note
from shared.store.breakers import Breakers
from shared.store.conversations import Conversations
from shared.store.deliveries import Deliveries
from shared.store.directory import Line

_DECIDED = {"sent": DeliveryStatus.SENT, "not_sent": DeliveryStatus.FAILED}


class Carriers:
    def __init__(
        self, conversations: Conversations, deliveries: Deliveries, breakers: Breakers, reading: Reading
    ) -> None:
        self._conversations = conversations
        self._deliveries = deliveries
        self._breakers = breakers
        self._reading = reading

    def providers(self, request: Request) -> delivery_api.Providers:
        """The lines of the caller's programs, and whether their providers can be reached."""
        principal = request.principal
        lines = [one for one in principal.affiliate.lines.values() if one.program_id in principal.program_ids]
        lines.sort(key=lambda one: (one.program_id, one.stands_for is not None, one.key))
        return delivery_api.Providers(items=[self._provider(line) for line in lines])

    def _provider(self, line: Line) -> delivery_api.Provider:
        channel = CHANNELS[line.channel]
        breaker = self._breakers.get((line.channel, line.account)) if channel.accounts else Breaker()
        return delivery_api.Provider(
            channel=cast(api.Channel, line.channel),
            title=channel.title,
            number=line.number,
            program_id=line.program_id,
            state=cast(Literal["closed", "open", "half_open"], str(breaker.state)),
            failures=breaker.failures,
            retry_at=breaker.until,
            backup="#".join(line.backup) if line.backup else None,
            stands_for="#".join(line.stands_for) if line.stands_for else None,
            segment_cost=line.segment_price / 1_000_000 if line.segment_price is not None else None,
        )

    def decide(self, request: Request) -> api.Message:
        """A person says whether a message went of which nobody knows. The owner may, and supervisors."""
        principal, wanted = request.principal, request.parsed(delivery_api.OutcomeRequest).outcome
        found = self._conversations.get(request.path["id"])
        if found is None or not may_read_words(principal, found) or not request.path["seq"].isdecimal():
            raise NotFound
        if principal.role not in ("responder", "supervisor") or (
            principal.role == "responder" and not owns(principal, found)
        ):
            raise Forbidden("Only who owns the conversation, or a supervisor, can decide that", code="not_owner")
        seq = int(request.path["seq"])
        note(conversationId=found.id, seq=seq)
        message = self._reading.message(found, seq)
        decided = self._deliveries.decide(found.id, seq, _DECIDED[wanted], principal.user_id)
        if not decided and self._reading.message(found, seq).status != _DECIDED[wanted]:
            raise Conflict("What became of this message is known by now", code="outcome_known")
        return message.model_copy(update={"status": str(_DECIDED[wanted])})
