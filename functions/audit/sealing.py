"""Each minute what was written is sealed; each day the chains' ends are kept where nobody can change them."""

from __future__ import annotations

from shared.domain.audit_chain import Anchor, Head, Verdict, Walk
from shared.domain.ports import Clock
from shared.domain.roles import PLATFORM
from shared.runtime.invocation import describe, note, tally
from shared.runtime.metrics import count, gauge
from shared.store.anchors import Anchors
from shared.store.audit_chain import AuditChain
from shared.store.directory import Directory
from shared.store.scope import within


class Sealing:
    def __init__(self, chain: AuditChain, directory: Directory, clock: Clock) -> None:
        self._chain = chain
        self._directory = directory
        self._clock = clock

    def run(self) -> None:
        """Seal what waits in every affiliate. What fails now is sealed a minute later, and the lag says so."""
        sealed, oldest = 0, None
        for affiliate_id in chained(self._directory):
            try:
                with within(affiliate_id):
                    done = self._chain.seal(affiliate_id)
            except Exception as error:
                tally("failed")
                note(level="ERROR", **{key: str(value) for key, value in describe(error).items()})
                waiting = self._chain.waiting(affiliate_id, 1)
                left = waiting[0].at if waiting else None
            else:
                sealed += done.entries
                left = done.oldest
            oldest = min((one for one in (oldest, left) if one is not None), default=None)
        lag = (self._clock.now() - oldest).total_seconds() if oldest is not None else 0
        gauge("SealLag", max(0.0, lag), "Seconds")
        note(job="seal", sealed=sealed)


class Anchoring:
    def __init__(self, chain: AuditChain, anchors: Anchors, directory: Directory, clock: Clock) -> None:
        self._chain = chain
        self._anchors = anchors
        self._directory = directory
        self._clock = clock

    def run(self) -> None:
        """Walk each chain from its latest anchor on, and anchor its end if it holds."""
        for affiliate_id in chained(self._directory):
            try:
                self._anchor(affiliate_id)
            except Exception as error:
                count("AuditFailed")
                tally("failed")
                note(level="ERROR", **{key: str(value) for key, value in describe(error).items()})
        note(job="anchor")

    def _anchor(self, affiliate_id: str) -> None:
        verdict = self._since_the_last(affiliate_id, self._anchors.of(affiliate_id))
        if not verdict.holds:
            # Its end is not anchored: an anchor says that the chain held.
            count("AuditChainBroken")
            first = verdict.breaks[0]
            note(level="ERROR", affiliateId=affiliate_id, broken=str(first.kind), brokenAt=first.seq)
            tally("broken")
        elif verdict.last.seq > verdict.anchored_to:
            self._anchors.put(affiliate_id, verdict.last, self._clock.now())
            tally("anchored")

    def _since_the_last(self, affiliate_id: str, anchors: list[Anchor]) -> Verdict:
        latest = max((one for one in anchors if one.sound), key=lambda one: one.seq, default=None)
        link = self._chain.link(affiliate_id, latest.seq) if latest is not None else None
        # From the anchored link on, that one included; from the beginning where it is gone.
        start = Head(int(link.seq) - 1, link.previous) if link is not None else None
        walk = Walk(affiliate_id, anchors, start)
        return walk.finish(self._chain.walk(affiliate_id, walk))


def chained(directory: Directory) -> list[str]:
    """Everybody who has a chain: each affiliate, and the platform."""
    return [*directory.affiliate_ids(), PLATFORM]
