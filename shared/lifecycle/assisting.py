"""The assistant of this deployment: Amazon Bedrock where a model is named, the embedded one otherwise and after it."""

from __future__ import annotations

from functools import cache
from typing import Literal

from shared.ai.embedded import EmbeddedAssistant
from shared.ai.fallback import first_of
from shared.ai.port import Assistant, Reason, Turn
from shared.domain.conversation import Direction, FactKind
from shared.lifecycle.writing import Subject, Writer
from shared.runtime.aws import session
from shared.runtime.invocation import note
from shared.runtime.metrics import count
from shared.runtime.settings import optional

#: Of a long conversation the assistant is shown the end.
_LATEST = 500


@cache
def assistant() -> Assistant:
    embedded = EmbeddedAssistant()
    model = optional("BEDROCK_MODEL_ID")
    if model is None:
        return embedded
    # Only where it is used: it brings a client of its own.
    from shared.ai.bedrock import BedrockAssistant, BedrockSettings, client

    settings = BedrockSettings(
        model_id=model,
        guardrail_id=optional("BEDROCK_GUARDRAIL_ID"),
        guardrail_version=optional("BEDROCK_GUARDRAIL_VERSION"),
    )
    return first_of(BedrockAssistant(client(session(), settings), settings), embedded, _report)


def turns_of(writer: Writer, subject: Subject) -> list[Turn]:
    """What texter and responder said to each other, oldest first: no whispers, no automatic texts."""
    speakers: dict[Direction, Literal["texter", "responder"]] = {
        Direction.INBOUND: "texter",
        Direction.OUTBOUND: "responder",
    }
    return [
        Turn(speakers[fact.message.direction], fact.message.content)
        for fact in writer.facts(subject, max(0, subject.conversation.version - _LATEST), _LATEST)
        if fact.kind is FactKind.MESSAGE and fact.message is not None and fact.message.direction in speakers
    ]


def _report(method: str, reason: Reason) -> None:
    count("AssistantUnavailable", reason=str(reason))
    note(assistant=f"{method}: {reason}")
