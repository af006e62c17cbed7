"""Who waits for a responder who speaks their language, and whether it is worth the wait."""

from __future__ import annotations

from collections.abc import Sequence

from shared.domain.conversation import Conversation
from shared.domain.ports import Clock
from shared.domain.queue import awaits_speaker
from shared.runtime.identity import Principal
from shared.store.conversations import Conversations
from shared.store.presence import Presences


class Speakers:
    def __init__(self, conversations: Conversations, presences: Presences, clock: Clock) -> None:
        self._conversations = conversations
        self._presences = presences
        self._clock = clock

    def awaited(self, principal: Principal, waiting: Sequence[Conversation]) -> frozenset[str]:
        """The ids of those the caller leaves to somebody else: one who speaks their language is there, with room.

        Costs two reads, and only when somebody waits whose language the caller does not speak.
        """
        me, affiliate, now = principal.member, principal.affiliate, self._clock.now()
        found = [
            one for one in waiting if awaits_speaker(one, me.id, me.languages, affiliate.rules(one.program_id), now)
        ]
        if not found:
            return frozenset()
        speakers = {
            one.id: {
                member.id
                for member in affiliate.on_duty(one.program_id, "responder")
                if one.language in member.languages
            }
            for one in found
        }
        free = self._free(principal, set().union(*speakers.values()))
        return frozenset(one.id for one in found if speakers[one.id] & free)

    def _free(self, principal: Principal, ids: set[str]) -> set[str]:
        """Of these people, those who are there and may own another conversation."""
        if not ids:
            return set()
        now, staff = self._clock.now(), principal.affiliate.staff
        there = [one for one, presence in self._presences.of(sorted(ids)).items() if presence.state(now) == "available"]
        loads = self._conversations.loads(there[:100])
        return {one for one, owned in loads.items() if len(owned) < staff[one].max_concurrent}
