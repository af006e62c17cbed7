"""The program somebody works in at the moment: what they are shown where they name none. It hides nothing of theirs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from shared.contracts.api import NextRequest
from shared.runtime.http import Request
from tests.unit.builders import LINE
from tests.unit.world import SECOND_LINE, World


@pytest.fixture
def busy(world: World) -> World:
    """Somebody waits in each of two programs, first in the first; a responder works in both."""
    world.hire("res_7", programs=("pro_1", "pro_2"))
    for number, line in (("1000", LINE), ("1001", SECOND_LINE)):
        world.text(sender=f"+1202555{number}", line=line)
        world.clock.go_on(minutes=1)
    return world


def asked(world: World, working_in: str | None, body: Any = None, user: str = "res_7", **query: str) -> Request:
    """A request of somebody who works in a program at the moment."""
    request = world.request(user, body=body, **query)
    return replace(request, signed_in=replace(request.principal, active_program_id=working_in))


def programs(shown: Any) -> set[str]:
    return {one.program_id for one in shown.items}


def test_the_queue_shows_it_and_nothing_else(busy: World) -> None:
    assert programs(busy.reading.queue(asked(busy, None))) == {"pro_1", "pro_2"}
    shown = busy.reading.queue(asked(busy, "pro_2"))
    assert (programs(shown), [one.program_id for one in shown.programs], shown.depth) == ({"pro_2"}, ["pro_2"], 1)


def test_the_next_texter_is_its_first(busy: World) -> None:
    taken = busy.desk.take_next(asked(busy, "pro_2", NextRequest()))
    assert taken is not None
    assert taken.program_id == "pro_2"
    assert busy.desk.take_next(asked(busy, "pro_2", NextRequest())) is None


def test_a_program_that_is_named_goes_before_it(busy: World) -> None:
    taken = busy.desk.take_next(asked(busy, "pro_2", NextRequest(program_id="pro_1")))
    assert taken is not None
    assert taken.program_id == "pro_1"


def test_lists_by_program_begin_with_it_and_ones_own_conversations_are_all_there(busy: World) -> None:
    assert programs(busy.reading.conversations(asked(busy, "pro_2", state="queued"))) == {"pro_2"}
    assert programs(busy.reading.conversations(asked(busy, "pro_2", state="queued", program="pro_1"))) == {"pro_1"}
    for program in ("pro_1", "pro_2"):
        busy.desk.take_next(asked(busy, None, NextRequest(program_id=program)))
    assert programs(busy.reading.conversations(asked(busy, "pro_2", responder="me"))) == {"pro_1", "pro_2"}


def test_one_that_is_not_theirs_any_more_counts_for_nothing(busy: World) -> None:
    assert programs(busy.reading.queue(asked(busy, "pro_9"))) == {"pro_1", "pro_2"}
    assert programs(busy.reading.queue(asked(busy, "pro_2", user="res_1"))) == {"pro_1"}
