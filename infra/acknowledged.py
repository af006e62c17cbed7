"""What cdk-nag objects to and we keep, each with its reason."""

from __future__ import annotations

from aws_cdk import Acknowledgment, Stack, Validations

_REASONS: dict[str, str] = {}


def acknowledge(stack: Stack) -> None:
    """Acknowledge every reasoned exception on the stack."""
    Validations.of(stack).acknowledge(*(Acknowledgment(id=rule, reason=why) for rule, why in _REASONS.items()))
