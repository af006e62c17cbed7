"""What a validation library found wrong, as the error a caller is told."""

from __future__ import annotations

from pydantic import ValidationError

from shared.domain.errors import FieldError, InvalidInput, RuleBroken

#: Pydantic's error types that mean "missing or not even the right shape"; all others are rules.
_SHAPE = ("missing", "json_invalid", "type", "parsing")


def refusal(error: ValidationError) -> InvalidInput:
    """400 for what has not even the right shape, else 422 (`RuleBroken`); each field by its wire name."""
    found = error.errors(include_url=False, include_input=False, include_context=False)
    fields = tuple(
        FieldError(".".join(str(part) for part in one["loc"]) or "body", one["msg"], one["type"]) for one in found
    )
    if any(one["type"] == "json_invalid" for one in found):
        return InvalidInput("The body is not JSON", code="not_json", errors=(FieldError("body", "is not JSON"),))
    if any(one["type"].endswith(_SHAPE) for one in found):
        return InvalidInput(errors=fields)
    return RuleBroken(errors=fields)
