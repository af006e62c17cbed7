"""By which of several lines a message leaves, and what its provider's breaker hears of the answer."""

from __future__ import annotations

from collections.abc import Sequence

from shared.channels.outbound import Answer, OutcomeUnknown, TryLater
from shared.channels.rows import CHANNELS
from shared.runtime.invocation import note
from shared.runtime.metrics import count
from shared.store.breakers import Breakers, Leave
from shared.store.directory import Affiliate, Line


def with_backup(affiliate: Affiliate, main: Line) -> list[Line]:
    """The line, and its backup where it has one."""
    backup = affiliate.lines.get(main.backup) if main.backup is not None else None
    return [main, backup] if backup is not None else [main]


def texting_lines(affiliate: Affiliate, program_id: str) -> list[Line]:
    """The lines by which the program can text a phone, the best first: its main line and that one's backup; where they
    are none that text, another of the affiliate's."""
    main = affiliate.main_line(program_id)
    found = [line for line in with_backup(affiliate, main) if _texts(line)] if main is not None else []
    if found:
        return found
    others = sorted(affiliate.lines.values(), key=lambda line: (line.program_id != program_id, line.key))
    return [line for line in others if _texts(line)][:1]


def working(lines: Sequence[Line], breakers: Breakers) -> tuple[Line | None, int]:
    """The first line whose provider is worth asking; else None and the seconds until one may be."""
    waits = []
    for line in lines:
        if not CHANNELS[line.channel].accounts:
            return line, 0
        leave, wait = breakers.ask((line.channel, line.account))
        if leave is not Leave.WAIT:
            return line, 0
        waits.append(wait)
    return None, min(waits, default=1)


def tell_breaker(breakers: Breakers, line: Line, answer: Answer | None) -> None:
    """What the provider answered counts for or against its account."""
    if answer is None or not CHANNELS[line.channel].accounts:
        return
    account = (line.channel, line.account)
    if isinstance(answer, OutcomeUnknown) or (isinstance(answer, TryLater) and answer.failing):
        if breakers.failed(account):
            count("ProviderDown")
            note(breaker="opened", channel=line.channel)
    elif breakers.worked(account):
        note(breaker="closed", channel=line.channel)


def _texts(line: Line) -> bool:
    # A line called by its account has no number to text from.
    return line.channel in CHANNELS and CHANNELS[line.channel].sms and not line.number.startswith("account:")
