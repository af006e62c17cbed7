"""The errors Holdfast raises on purpose.

    HoldfastError
    ├── InvalidInput          400  the request cannot be parsed, or something is missing
    ├── RuleBroken            422  understood, but a rule forbids the value
    ├── NotSignedIn           401
    ├── Forbidden             403
    ├── NotFound              404  unknown and forbidden ids look the same
    ├── Conflict              409
    │   ├── IllegalTransition      carries the state the caller lost to
    │   └── IdempotencyMismatch
    ├── TooLarge              413
    ├── TooManyRequests       429  carries the seconds to wait
    └── Unavailable           503  a dependency is down; trying again is safe

One mapper turns them into problem documents (`runtime.http`) and another into
SQS partial failures (`runtime.batches`): retryable ones go back to the queue.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FieldError:
    """One thing wrong with one field. `field` is the wire name, dotted for nested ones.

    `code` says the same as the message to programs, such as consoles in other languages; empty where there is none.
    """

    field: str
    message: str
    code: str = ""


class HoldfastError(Exception):
    """Root of the tree. `detail` is safe to show: it never quotes what a texter wrote."""

    status = 500
    code = "internal_error"
    title = "Something went wrong on our side"
    retryable = False

    def __init__(self, detail: str = "", *, code: str | None = None) -> None:
        super().__init__(detail or self.title)
        self.detail = detail or self.title
        if code is not None:
            self.code = code


class InvalidInput(HoldfastError):
    status = 400
    code = "invalid_input"
    title = "The request could not be understood"

    def __init__(self, detail: str = "", *, errors: tuple[FieldError, ...] = (), code: str | None = None) -> None:
        super().__init__(detail, code=code)
        self.errors = errors


class BadCursor(InvalidInput):
    """A list was asked to go on from a place that we never named."""

    code = "bad_cursor"

    def __init__(self) -> None:
        super().__init__("The cursor is not one of ours", errors=(FieldError("cursor", "is not one of ours"),))


class RuleBroken(InvalidInput):
    status = 422
    code = "rule_broken"
    title = "The request breaks a rule"


class NotSignedIn(HoldfastError):
    status = 401
    code = "not_signed_in"
    title = "Sign in first"


class Forbidden(HoldfastError):
    status = 403
    code = "forbidden"
    title = "Your role does not allow this"


class NotFound(HoldfastError):
    status = 404
    code = "not_found"
    title = "There is nothing here with that id"


class Conflict(HoldfastError):
    status = 409
    code = "conflict"
    title = "The request conflicts with the current state"


class IllegalTransition(Conflict):
    """The move is not legal from the state the conversation is in now."""

    code = "illegal_transition"
    title = "The conversation cannot make that move now"

    def __init__(self, transition: str, state: str) -> None:
        super().__init__(f"'{transition}' is not possible while the conversation is '{state}'")
        self.transition = transition
        self.state = state


class IdempotencyMismatch(Conflict):
    code = "idempotency_mismatch"
    title = "That Idempotency-Key was used with another request"


class TooLarge(HoldfastError):
    status = 413
    code = "too_large"
    title = "The request body is too large"


class TooManyRequests(HoldfastError):
    status = 429
    code = "too_many_requests"
    title = "Too many requests"

    def __init__(self, detail: str = "", *, retry_after: int) -> None:
        super().__init__(detail)
        self.retry_after = retry_after


class Unavailable(HoldfastError):
    status = 503
    code = "unavailable"
    title = "Try again in a moment"
    retryable = True
