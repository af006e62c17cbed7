"""Two assistants as one: when the better one cannot help, the embedded one does."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from typing import TypeVar

from shared.ai.port import Assistant, AssistantUnavailable, Draft, Reason, Summary, Turn

#: Told which method failed and why, in enumerated words only.
Report = Callable[[str, Reason], None]

T = TypeVar("T")


def first_of(primary: Assistant, embedded: Assistant, report: Report) -> Assistant:
    """An assistant that asks `primary`, and `embedded` where that fails, however it fails. Failures are reported.

    What is left to raise is `embedded`'s AssistantUnavailable for a conversation in which nobody has written.
    """
    return _Either(primary, embedded, report)


class _Either:
    def __init__(self, primary: Assistant, embedded: Assistant, report: Report) -> None:
        self._primary = primary
        self._embedded = embedded
        self._report = report

    def summarise(self, turns: Sequence[Turn]) -> Summary:
        return self._try("summarise", lambda one: one.summarise(turns))

    def draft_reply(self, turns: Sequence[Turn]) -> Draft:
        return self._try("draft_reply", lambda one: one.draft_reply(turns))

    def _try(self, method: str, ask: Callable[[Assistant], T]) -> T:
        try:
            return ask(self._primary)
        except AssistantUnavailable as unavailable:
            reason = unavailable.reason
        except Exception:
            # A broken adapter is no reason to leave a responder without help, and its message may hold words.
            reason = Reason.BROKEN
        with contextlib.suppress(Exception):
            self._report(method, reason)
        return ask(self._embedded)
