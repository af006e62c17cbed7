"""For whom is being worked: nothing is written to another affiliate's items.

One piece of work, a request or a message of a queue or one round of a job, works for one affiliate. Whoever learns
which (the API from the session, a consumer from its message, a job from its list) says so with `work_for` or `within`;
every write of a model asks `check`. Where nobody said so, the first write that names an affiliate settles it. Outside
of any piece of work, at the operator's command line, everything may be written.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from shared.domain.errors import HoldfastError


class OutOfScope(HoldfastError):
    """A write would have changed another affiliate's item. A mistake of ours, never the caller's: nothing is told."""

    code = "internal_error"


class _Work:
    """A piece of work; `allowed` is empty until it is known for whom it is done."""

    __slots__ = ("allowed",)

    def __init__(self, *affiliates: str) -> None:
        self.allowed = frozenset(affiliates)


_current: ContextVar[_Work | None] = ContextVar("scope", default=None)


@contextmanager
def piece_of_work() -> Iterator[None]:
    """One request, message or round: what it writes belongs to one affiliate, whichever that turns out to be."""
    token = _current.set(_Work())
    try:
        yield
    finally:
        _current.reset(token)


@contextmanager
def within(*affiliates: str) -> Iterator[None]:
    """What is written here belongs to these affiliates and to nobody else."""
    token = _current.set(_Work(*affiliates))
    try:
        yield
    finally:
        _current.reset(token)


@contextmanager
def settled(affiliate_id: str) -> Iterator[None]:
    """Within an affiliate, unless it is known already for whom is being worked: then that stands."""
    work = _current.get()
    if work is None or work.allowed:
        yield
        return
    with within(affiliate_id):
        yield


def work_for(*affiliates: str) -> None:
    """The rest of this piece of work is done for these affiliates. Outside of one it says nothing.

    A member of staff works for their affiliate. A platform admin's own sessions lie beside the one they named.
    """
    work = _current.get()
    if work is not None:
        work.allowed = frozenset(affiliates)


def allowed() -> frozenset[str] | None:
    """For whom is being worked; empty while that is open, None outside of any piece of work."""
    work = _current.get()
    return work.allowed if work is not None else None


def check(affiliate_id: str | None) -> frozenset[str]:
    """Raises `OutOfScope` for an item of another affiliate. `None`: the item does not say whose it is.

    Answers for whom such an item may be written, as far as that is known: the table is asked to look.
    """
    work = _current.get()
    if work is None:
        return frozenset()
    if affiliate_id is not None:
        if not work.allowed:
            work.allowed = frozenset((affiliate_id,))
        elif affiliate_id not in work.allowed:
            raise OutOfScope
    return work.allowed
