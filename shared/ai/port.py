"""What a responder may ask a machine for: a summary, and a draft of a reply. A person accepts it, or does not.

An assistant reads; it has no way to send, close, escalate or lower a risk. When it fails the responder writes
themselves, and everything else works.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, Protocol

from shared.domain.errors import Unavailable

#: How much of a conversation an assistant is shown at most: its end.
MOST_TURNS = 60
MOST_CHARACTERS = 12_000


@dataclass(frozen=True)
class Turn:
    """One message of the conversation in plain text, oldest first in a list. Notes and whispers are never shown."""

    speaker: Literal["texter", "responder"]
    text: str


@dataclass(frozen=True)
class Summary:
    """A summary to be checked by a person. `tags` are of `vocabulary.TAGS`; `model` says who wrote it."""

    text: str
    topics: tuple[str, ...]
    tags: tuple[str, ...]
    model: str


@dataclass(frozen=True)
class Draft:
    """A reply to be changed, sent or thrown away by the responder."""

    text: str
    model: str


class Reason(StrEnum):
    """Why there was no help, in words a metric can carry."""

    TIMEOUT = "timeout"
    THROTTLED = "throttled"
    ACCESS_DENIED = "access_denied"
    UNKNOWN_MODEL = "unknown_model"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    GUARDRAIL = "guardrail"
    FILTERED = "filtered"
    OVERSIZED = "oversized"
    UNPARSABLE = "unparsable"
    UNSAFE = "unsafe"
    NOTHING_TO_READ = "nothing_to_read"
    BROKEN = "broken"


class AssistantUnavailable(Unavailable):
    """No help this time. Carries why, and nothing that anybody wrote."""

    code = "assistant_unavailable"
    title = "No suggestion is available right now"

    def __init__(self, reason: Reason) -> None:
        super().__init__(f"The assistant could not help: {reason}")
        self.reason = reason


class Assistant(Protocol):
    """Both methods read the end of the conversation and raise AssistantUnavailable, nothing else."""

    def summarise(self, turns: Sequence[Turn]) -> Summary: ...

    def draft_reply(self, turns: Sequence[Turn]) -> Draft: ...


def recent(
    turns: Sequence[Turn], most_turns: int = MOST_TURNS, most_characters: int = MOST_CHARACTERS
) -> tuple[Turn, ...]:
    """The last turns that fit, oldest first and without empty ones; of the oldest that fits in part, its end."""
    kept: list[Turn] = []
    room = most_characters
    for turn in reversed(turns):
        text = turn.text.strip()[-room:] if room > 0 else ""
        if len(kept) == most_turns or room <= 0:
            break
        if text:
            kept.append(Turn(turn.speaker, text))
            room -= len(text)
    return tuple(reversed(kept))
