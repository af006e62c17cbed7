"""A provider's circuit breaker, and how environments share it."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from shared.domain.breaker import (
    FIRST_PAUSE,
    LONGEST_PAUSE,
    THRESHOLD,
    WINDOW,
    Breaker,
    BreakerState,
    after_failure,
    after_success,
    probing,
)
from shared.store.breakers import Breakers, Leave
from tests.unit.builders import NOON
from tests.unit.world import World

ACCOUNT = ("twilio", "AC1")


def failing(times: int, breaker: Breaker | None = None) -> Breaker:
    found = breaker or Breaker()
    for _ in range(times):
        found = after_failure(found, NOON)
    return found


def test_it_opens_after_so_many_failures_in_a_row_and_not_before() -> None:
    assert failing(THRESHOLD - 1).state is BreakerState.CLOSED
    assert failing(THRESHOLD).state is BreakerState.OPEN


def test_failures_that_lie_far_apart_open_nothing() -> None:
    breaker, at = Breaker(), NOON
    for _ in range(THRESHOLD * 3):
        breaker = after_failure(breaker, at)
        at += WINDOW + timedelta(seconds=1)
    assert breaker.state is BreakerState.CLOSED


def test_a_success_forgets_every_failure() -> None:
    assert after_success(failing(THRESHOLD - 1)).clean
    assert after_success(probing(failing(THRESHOLD), NOON)).clean


def test_each_failed_probe_doubles_the_pause_up_to_a_limit() -> None:
    breaker, pauses = failing(THRESHOLD), []
    for _ in range(8):
        assert breaker.until is not None
        pauses.append(breaker.until - NOON)
        breaker = after_failure(probing(breaker, NOON), NOON)
    assert pauses[:3] == [FIRST_PAUSE, 2 * FIRST_PAUSE, 4 * FIRST_PAUSE]
    assert pauses[-1] == LONGEST_PAUSE


@given(st.lists(st.sampled_from(["fail", "work", "probe"]), max_size=60))
def test_whatever_happens_it_never_stays_shut_for_longer_than_its_longest_pause(steps: list[str]) -> None:
    breaker, at = Breaker(), NOON
    for step in steps:
        at += timedelta(seconds=1)
        if step == "fail":
            breaker = after_failure(breaker, at)
        elif step == "work":
            breaker = after_success(breaker)
        elif breaker.state is not BreakerState.CLOSED and not breaker.blocks(at):
            breaker = probing(breaker, at)
    assert not breaker.blocks(at + LONGEST_PAUSE)


def test_environments_share_it_and_only_one_of_them_probes(world: World) -> None:
    here, there = Breakers(world.database, world.clock), Breakers(world.database, world.clock)
    assert [here.failed(ACCOUNT) for _ in range(THRESHOLD)] == [False] * (THRESHOLD - 1) + [True]
    assert there.ask(ACCOUNT)[0] is Leave.WAIT
    world.clock.go_on(seconds=FIRST_PAUSE.total_seconds() + 1)
    assert sorted([here.ask(ACCOUNT)[0], there.ask(ACCOUNT)[0]]) == [Leave.PROBE, Leave.WAIT]
    assert here.worked(ACCOUNT)
    world.clock.go_on(seconds=2)
    assert there.ask(ACCOUNT)[0] is Leave.GO


def test_while_all_is_well_it_costs_a_read_a_second_and_no_write(world: World) -> None:
    breakers = Breakers(world.database, world.clock)
    with world.wire.watching() as calls:
        for _ in range(20):
            assert breakers.ask(ACCOUNT)[0] is Leave.GO
            breakers.worked(ACCOUNT)
    assert [call.operation for call in calls] == ["GetItem"]


def test_a_probe_that_never_tells_how_it_went_is_given_up(world: World) -> None:
    breakers = Breakers(world.database, world.clock)
    for _ in range(THRESHOLD):
        breakers.failed(ACCOUNT)
    world.clock.go_on(seconds=11)
    assert breakers.ask(ACCOUNT)[0] is Leave.PROBE
    world.clock.go_on(seconds=5)
    assert breakers.ask(ACCOUNT)[0] is Leave.WAIT
    world.clock.go_on(seconds=31)
    assert breakers.ask(ACCOUNT)[0] is Leave.PROBE
