"""Every five minutes: no texter may be lost between a carrier and us.

Whatever the reason a webhook did not come (we were down, an address was wrong, a certificate had expired), the carrier
has the message in its list. What is listed and was never taken in goes into the inbound queue, exactly as the front
door would have put it there; should its webhook come after all, it is taken in once.

How far each list was compared is kept, so that after an outage as much is compared as was missed. An account that is
new here begins now: what was texted to its numbers before was another system's to answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from functions.jobs.comparing import MAY_WAIT, Comparing
from shared.channels.history import History, NotListed
from shared.domain.inbound import InboundMessage
from shared.domain.ports import Clock
from shared.runtime.invocation import describe, note, tally
from shared.runtime.metrics import gauge
from shared.store.arrivals import Arrivals

#: What is younger may still be on its way through the front door and intake.
GRACE = timedelta(minutes=2)
#: Each comparison begins so much before the end of the last: carriers list late, too, and see `MAY_WAIT`.
_OVERLAP = MAY_WAIT
#: At most so far back by itself: older texts are for a person to judge, who asks for them.
_MOST = timedelta(hours=48)
#: A list is read in pieces of this length, or a twelfth of the time, so that each piece that was read counts. None is
#: shorter than the overlap, so that what is kept never goes back.
_PIECE, _PIECES = timedelta(minutes=10), 12
#: Seconds for all accounts together; what is not reached is for the next run.
_BUDGET = 40.0
#: How many messages are looked for in one call.
_BATCH = 100


@dataclass(frozen=True)
class Listing:
    """One account of a channel whose providers keep lists."""

    channel: str
    account: str
    credentials: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True)
class Wanted:
    """What to compare: `hours` back from `until`; without them, all since the last comparison."""

    until: datetime
    hours: float | None = None


class Missed:
    """`listings` gives the accounts of this moment, `open_list` what reads an account's list, None where there is none.

    `seconds` is a clock that never goes back.
    """

    def __init__(
        self,
        listings: Callable[[], Sequence[Listing]],
        open_list: Callable[[Listing], History | None],
        arrivals: Arrivals,
        comparing: Comparing,
        clock: Clock,
        seconds: Callable[[], float],
    ) -> None:
        self._listings = listings
        self._open_list = open_list
        self._arrivals = arrivals
        self._comparing = comparing
        self._clock = clock
        self._seconds = seconds

    def answer(self, event: Mapping[str, Any]) -> dict[str, Any]:
        """`run` as an event asks: it may say `hours`, `until` (ISO 8601 with its offset) and `grace` (seconds)."""
        hours, until = event.get("hours"), event.get("until")
        return self.run(
            hours=None if hours is None else float(hours),
            until=None if until is None else datetime.fromisoformat(until),
            grace=timedelta(seconds=float(event.get("grace", GRACE.total_seconds()))),
        )

    def run(
        self, *, hours: float | None = None, until: datetime | None = None, grace: timedelta = GRACE
    ) -> dict[str, Any]:
        """Compare every list; answers how many were `missed`, and which lists are `unread`, wholly or in part.

        `hours` back from `until`; without them, all since the last comparison, up to `grace` ago. One list that cannot
        be read does not keep the others waiting.
        """
        latest = self._clock.now() - grace
        wanted = Wanted(min(until or latest, latest), hours)
        listings = self._listings()
        before, unread, lag = self._comparing.put_in, [], 0.0
        end = self._seconds() + _BUDGET
        for number, listing in enumerate(listings):
            now = self._seconds()
            if not self._compare(listing, wanted, now + (end - now) / (len(listings) - number)):
                unread.append(f"{listing.channel}/{listing.account}")
                lag = max(lag, self._lag(listing))
        missed = self._comparing.put_in - before
        gauge("MissedMessages", missed, "Count")
        gauge("ListLag", lag, "Seconds")
        note(job="missed", lists=len(listings), missed=missed, unread=len(unread))
        return {"missed": missed, "unread": unread}

    def _compare(self, listing: Listing, wanted: Wanted, end: float) -> bool:
        """Whether all that is wanted was compared."""
        try:
            history = self._open_list(listing)
            if history is None:
                return True
            for since, until in self._pieces(listing, wanted):
                self._piece(history, since, until, end)
                if wanted.hours is None:
                    self._arrivals.note_compared(listing.channel, listing.account, until)
            if history.skipped:
                note(channel=listing.channel, account=listing.account, skipped=history.skipped)
        except NotListed as error:
            note(channel=listing.channel, account=listing.account, notListed=error.code)
            return False
        except Exception as error:
            tally("failed")
            note(level="ERROR", **{key: str(value) for key, value in describe(error).items()})
            return False
        return True

    def _piece(self, history: History, since: datetime, until: datetime, end: float) -> None:
        unseen: dict[str, InboundMessage] = {}
        batch: list[InboundMessage] = []
        try:
            for message in history.inbound(since, until):
                # A carrier that knows days only lists what is too young, and what was before us.
                if since <= message.received_at <= until:
                    batch.append(message)
                if len(batch) == _BATCH:
                    unseen |= self._comparing.unseen(batch)
                    batch = []
                if self._seconds() > end:
                    raise NotListed("out_of_time")
        finally:
            # Whoever was found does not wait until the rest of the list can be read.
            self._comparing.take_in(unseen | self._comparing.unseen(batch), history)

    def _lag(self, listing: Listing) -> float:
        """Seconds since the end of what was compared."""
        compared = self._arrivals.compared(listing.channel, listing.account)
        return (self._clock.now() - compared[1]).total_seconds() if compared is not None else 0.0

    def _pieces(self, listing: Listing, wanted: Wanted) -> Iterator[tuple[datetime, datetime]]:
        """The stretches of time to compare, the oldest first."""
        if wanted.hours is not None:
            since = wanted.until - timedelta(hours=wanted.hours)
        else:
            compared = self._arrivals.compared(listing.channel, listing.account)
            if compared is None:
                self._arrivals.note_compared(listing.channel, listing.account, wanted.until)
                return
            began, until = compared
            since = max(began, until - _OVERLAP, wanted.until - _MOST)
        piece = max(_PIECE, (wanted.until - since) / _PIECES)
        while since < wanted.until:
            yield since, min(since + piece, wanted.until)
            since += piece
