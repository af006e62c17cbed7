"""What travels through each queue. Ids, enums and ciphertext only; wire names are written out.

Plain dataclasses, so that the front door does not import a validation library it has no use for.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Self, TypeVar

T = TypeVar("T")


class Body:
    """JSON in and out for the dataclasses below."""

    def to_json(self) -> str:
        return json.dumps(asdict(self), separators=(",", ":"))  # type: ignore[call-overload]

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Raises `ValueError` when a field is missing or the text is not an object."""
        try:
            data: dict[str, Any] = json.loads(text)
            return cls(**data)
        except TypeError as error:
            raise ValueError(f"not a {cls.__name__}") from error


@dataclass(frozen=True)
class IngressEnvelope(Body):
    """A sealed webhook on its way to `intake`. `sealed` is base64 (see `security.ingress`).

    `message_key` is SHA-256 over channel, account and provider id: the same message always has the same.
    """

    message_key: str
    channel: str
    sealed: str
    request_id: str
    received_at: str


@dataclass(frozen=True)
class QuarantineEnvelope(Body):
    """A sealed webhook nobody may act on.

    `reason`: `bad_signature`, `unknown_line`, `inactive_program`, `unreadable`, `blocked_sender`.
    """

    id: str
    reason: str
    route: str
    sealed: str
    request_id: str
    received_at: str


@dataclass(frozen=True)
class Receipt(Body):
    """A carrier's last word on one attempt. No number, no text.

    `attempt` is the reference we gave the carrier: `{conversation id}.{seq}.{attempt}`. `status` is one of ours.
    `opted_out`: the carrier says that the texter does not want to hear from us.
    """

    attempt: str
    provider_id: str
    status: str
    error_code: str | None
    request_id: str
    received_at: str
    opted_out: bool = False


@dataclass(frozen=True)
class FactNotice(Body):
    """relay → publish, push: a fact landed, or a delivery moved. `detail` holds ids, enums and counts."""

    kind: str
    affiliate_id: str
    program_id: str
    conversation_id: str
    seq: int
    at: str
    request_id: str
    detail: dict[str, str]


@dataclass(frozen=True)
class DeliveryTask(Body):
    """relay → deliver: an outbound message is waiting. Everything `deliver` needs to read it in one call."""

    affiliate_id: str
    program_id: str
    conversation_id: str
    seq: int
    texter_id: str
    consent_id: str
    request_id: str


@dataclass(frozen=True)
class NoticeTask(Body):
    """→ comms: one member of staff is to hear of something, by one medium (`email`, `sms`).

    `id` is the same for the same fact, person and medium, so that nobody hears it twice. `kind` names the template,
    `says` holds values of its variables: enums and counts. `at_once`: whoever was texted of the same kind a moment ago
    is texted again. `conversation_id` is empty where it is about a queue.
    """

    id: str
    kind: str
    medium: str
    user_id: str
    affiliate_id: str
    program_id: str
    conversation_id: str
    at: str
    request_id: str
    at_once: bool
    says: dict[str, str]


@dataclass(frozen=True)
class ErasureTask(Body):
    """texters → erasures: two people have agreed to erase a texter. Everything else stands on its record."""

    affiliate_id: str
    erasure_id: str
    request_id: str


def tens(entries: Sequence[T]) -> Iterator[Sequence[T]]:
    """SQS and EventBridge take ten entries a call."""
    for start in range(0, len(entries), 10):
        yield entries[start : start + 10]
