"""A queue that has become too long: supervisors are called once, until it has been shorter."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from functions.jobs.queue_watch import QueueWatch
from shared.contracts.queues import FactNotice
from shared.operator.tenants import NewProgram
from shared.store.depths import Depths
from shared.store.directory import Directory
from tests.unit import aws
from tests.unit.builders import LINE
from tests.unit.staff import RISKY, TEXTS, Staff
from tests.unit.world import World

CLOSED = TEXTS | {"closed": "Closed until {opens}."}


@pytest.fixture
def staff(world: World) -> Staff:
    return Staff(world, rules={"queue_alert_depth": 2})


def watch(world: World) -> list[FactNotice]:
    """A minute's look in an environment of its own; what it called for."""
    queue, directory = world.queues["notify"], Directory(world.database)
    QueueWatch(world.conversations, directory, Depths(world.database), world.clock, world.sqs, queue).run()
    return [FactNotice.from_json(record["body"]) for record in aws.drain(queue)]


def come(world: World, count: int, first: int = 0) -> None:
    for number in range(first, first + count):
        world.text(sender=f"+1202555{1000 + number}")


def hours_that_end(world: World, minutes: int) -> dict[str, Any]:
    """Open day and night but for the day that begins so many minutes from now."""
    return {"holidays": {(world.clock.now() + timedelta(minutes=minutes)).date().isoformat(): "Away"}}


def longest(capsys: pytest.CaptureFixture[str]) -> float:
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines() if "LongestWait" in line]
    return float(next(line["LongestWait"] for line in lines if "_aws" in line))


def test_at_the_threshold_supervisors_are_called_with_the_number_and_not_again(staff: Staff) -> None:
    come(staff.world, 1)
    assert watch(staff.world) == []
    come(staff.world, 1, first=1)
    (called,) = watch(staff.world)
    assert (called.kind, called.program_id, called.detail) == (
        "queue_deep",
        "pro_1",
        {"waiting": "2", "threshold": "2"},
    )
    come(staff.world, 3, first=2)
    staff.later(minutes=1)
    assert watch(staff.world) == []


def test_once_it_has_been_shorter_they_are_called_again(staff: Staff) -> None:
    come(staff.world, 2)
    (first,) = watch(staff.world)
    one = str(staff.world.hand_out("res_1").id)
    staff.later(minutes=1)
    assert watch(staff.world) == []
    staff.give_back("res_1", one)
    staff.later(minutes=1)
    (second,) = watch(staff.world)
    assert first.at != second.at, "another alert"


def test_given_the_job_died_after_calling_then_it_calls_again_for_the_same_moment(
    staff: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    come(staff.world, 2)

    def dies(*_: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(Depths, "told", dies)
        with pytest.raises(SystemExit):
            watch(staff.world)
    staff.later(minutes=1)
    first, second = watch(staff.world)
    assert first == second, "the same alert: whoever was called is not called again"
    staff.later(minutes=1)
    assert watch(staff.world) == []


def test_given_one_cannot_be_called_for_then_all_is_measured_and_the_failure_is_not_hidden(
    staff: Staff, capsys: pytest.CaptureFixture[str]
) -> None:
    come(staff.world, 2)
    staff.world.wire.fail("SendMessage", "InternalError")
    with pytest.raises(Exception, match="InternalError"):
        watch(staff.world)
    assert longest(capsys) >= 0
    staff.later(minutes=1)
    assert len(watch(staff.world)) == 1


def test_while_the_line_is_closed_its_queue_calls_nobody_and_in_the_morning_it_does(staff: Staff) -> None:
    world = staff.world
    program = NewProgram(
        "pro_1", "PRO_1", LINE, aws.ACCOUNT, CLOSED, rules={"queue_alert_depth": 2}, zone="UTC",
        hours=hours_that_end(world, 0),
    )  # fmt: skip
    world.tenants.program("aff_1", program)
    come(world, 3)
    assert watch(world) == []
    staff.later(days=1)
    assert len(watch(world)) == 1


def test_the_longest_wait_counts_the_time_in_which_somebody_should_have_been_there(
    staff: Staff, capsys: pytest.CaptureFixture[str]
) -> None:
    world = staff.world
    world.clock.go_on(
        seconds=(world.clock.now().replace(hour=12, minute=0, second=0) - world.clock.now()).total_seconds()
    )
    program = NewProgram("pro_1", "PRO_1", LINE, aws.ACCOUNT, CLOSED, zone="UTC", hours=hours_that_end(world, 0))
    world.tenants.program("aff_1", program)
    come(world, 1)
    staff.later(hours=8)
    watch(world)
    assert longest(capsys) == 0
    world.text(RISKY, sender="+12025551000")
    watch(world)
    assert longest(capsys) == 8 * 3600
