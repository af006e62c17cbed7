"""One JSON line per invocation: what came, what became of it, how long it took. Ids and counts only.

An exception is logged by its type and the places it passed, never by its message, which may quote a texter.
"""

from __future__ import annotations

import json
import sys
import time
import traceback
from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import Any

from shared.runtime.metrics import count
from shared.store.scope import OutOfScope, piece_of_work

Handler = Callable[[dict[str, Any], Any], Any]


class InvocationFailed(Exception):
    """The invocation failed; the log line says where. Its text is the type of what went wrong."""


_notes: ContextVar[dict[str, Any]] = ContextVar("notes")
_cold = [True]


def note(**facts: str | int | bool | None) -> None:
    """Add ids, enums or counts to this invocation's log line."""
    _notes.get({}).update({key: value for key, value in facts.items() if value is not None})


def tally(what: str) -> None:
    """Count something on this invocation's log line."""
    notes = _notes.get({})
    notes[what] = notes.get(what, 0) + 1


def describe(error: BaseException) -> dict[str, Any]:
    """An error's type and path through our code, without its message. A write out of scope is counted: it is ours."""
    if isinstance(error, OutOfScope):
        count("OutOfScope")
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    return {
        "error": type(error).__name__,
        "at": [f"{'/'.join(frame.filename.split('/')[-2:])}:{frame.lineno}" for frame in frames],
    }


def invocation(function: str) -> Callable[[Handler], Handler]:
    """Decorate a Lambda handler so that it writes its line."""

    def decorate(handler: Handler) -> Handler:
        @wraps(handler)
        def run(event: dict[str, Any], context: Any) -> Any:
            began = time.perf_counter()
            notes: dict[str, Any] = {}
            token = _notes.set(notes)
            outcome, level = "ok", "INFO"
            try:
                with piece_of_work():
                    return handler(event, context)
            except Exception as error:
                outcome, level = "error", "ERROR"
                notes.update(describe(error))
                # Lambda writes an uncaught error's message into the log: hand it one without.
                raise InvocationFailed(type(error).__name__) from None
            finally:
                _notes.reset(token)
                line = {
                    "level": level,
                    "function": function,
                    "awsRequestId": getattr(context, "aws_request_id", None),
                    "outcome": outcome,
                    "durationMs": round((time.perf_counter() - began) * 1000, 1),
                    "cold": _cold[0],
                    **notes,
                }
                _cold[0] = False
                print(json.dumps(line, separators=(",", ":")), file=sys.stdout, flush=True)

        return run

    return decorate
