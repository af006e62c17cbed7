"""Dead letters, as an affiliate's own staff may see and replay them.

Whose is a letter? Its body says so, or nobody's: what names an affiliate is shown to, and replayed by, that affiliate's
supervisors and admins, within the programs they are bound to. Everybody else's, and what is sealed or cannot be read,
is only counted here; the platform's operator sees all of it (`shared.operator.dead_letters`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from shared.contracts import admin_api as api
from shared.contracts.dead_letters import DEAD_LETTERS, Contents, DeadLetterRow, contents
from shared.domain.errors import Forbidden, NotFound
from shared.domain.ports import Clock
from shared.runtime.dead_letters import DeadLetters, Letter
from shared.runtime.http import Request
from shared.runtime.identity import Principal
from shared.runtime.invocation import note

_GAVE_UP = "It was handled as often as the queue allows and failed each time. The log has why, under its request id."


class DeadLetterDesk:
    """`queues` maps a queue's name to its dead letters."""

    def __init__(self, queues: Mapping[str, DeadLetters], clock: Clock) -> None:
        self._queues = queues
        self._clock = clock

    def queues(self, request: Request) -> api.DeadLetterQueues:
        """Every queue, with how many letters it has of all affiliates."""
        return api.DeadLetterQueues(items=[self._queue(row) for row in DEAD_LETTERS.values()])

    def letters(self, request: Request) -> api.DeadLetters:
        """The caller's letters of one queue."""
        row = _row(request)
        own = _Own(row, request.principal)
        found = self._queues[row.name].peek(request.limit(), own) if row.says_whose else []
        note(queue=row.name, shown=len(found))
        return api.DeadLetters(
            queue=row.name,
            does=row.does,
            means=row.means,
            replaying=row.again,
            items=[_view(letter, own.known[letter.id]) for letter in found],
        )

    def replay(self, request: Request) -> api.Replayed:
        """Put the caller's letters, all or some, back into their queue."""
        row, body = _row(request), request.parsed(api.ReplayRequest)
        if not row.says_whose:
            raise Forbidden("These letters do not say whose they are: the platform's operator replays them")
        own = _Own(row, request.principal)
        asked = None if body.ids is None else set(body.ids)
        wanted: Callable[[Letter], bool] = own if asked is None else lambda one: one.id in asked and own(one)
        most = body.limit if asked is None else min(body.limit, len(asked))
        done = [one.id for one in self._queues[row.name].replay(most, wanted)]
        note(queue=row.name, replayed=len(done))
        return api.Replayed(queue=row.name, replayed=done, not_found=sorted((asked or set()) - set(done)))

    def _queue(self, row: DeadLetterRow) -> api.DeadLetterQueue:
        letters = self._queues[row.name]
        waiting = letters.count()
        oldest = letters.oldest() if waiting else None
        return api.DeadLetterQueue(
            queue=row.name,
            waiting=waiting,
            oldest_seconds=None if oldest is None else max(0, int((self._clock.now() - oldest).total_seconds())),
            does=row.does,
            means=row.means,
            replayable=row.says_whose,
        )


class _Own:
    """Whether a letter is the caller's. `known` keeps what those that are say of themselves, by letter."""

    def __init__(self, row: DeadLetterRow, principal: Principal) -> None:
        self._row = row
        self._principal = principal
        self.known: dict[str, Contents] = {}

    def __call__(self, letter: Letter) -> bool:
        found = contents(self._row, letter.body)
        if found is None or found.affiliate_id != self._principal.affiliate.id:
            return False
        # Not `principal.program_ids`: a program that is gone from the directory may be why its letters are here.
        bound = self._principal.member.program_ids
        if bound and found.program_id not in bound:
            return False
        self.known[letter.id] = found
        return True


def _row(request: Request) -> DeadLetterRow:
    row = DEAD_LETTERS.get(request.path["queue"])
    if row is None:
        raise NotFound("There is no such queue")
    return row


def _view(letter: Letter, found: Contents) -> api.DeadLetter:
    return api.DeadLetter(
        id=letter.id,
        kind=found.kind,
        ids=found.ids,
        sent_at=letter.sent_at,
        first_received_at=letter.first_received_at,
        receive_count=letter.received,
        why="gave_up",
        explanation=_GAVE_UP,
    )
