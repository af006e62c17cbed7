"""What cdk-nag objects to and we keep, each with its reason."""

from __future__ import annotations

from aws_cdk import Stack, Validations

_REASONS: dict[str, str] = {}


def acknowledge(stack: Stack) -> None:
    """Acknowledge every reasoned exception on the stack."""
    for rule, reason in _REASONS.items():
        Validations.of(stack).acknowledge(id=rule, reason=reason)
