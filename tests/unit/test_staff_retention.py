"""What colleagues wrote goes when its time is up: the words on their day, the key with the last of its month."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from shared.contracts.messages_api import AnnouncementRequest
from shared.domain.staff_messages import key_owners
from tests.unit import aws
from tests.unit.colleagues import Colleagues, keys, stored
from tests.unit.world import World


@pytest.fixture
def colleagues(world: World) -> Colleagues:
    made = Colleagues(world)
    made.until_the_month_begins()
    return made


def timed() -> list[str]:
    """Threads in the index by which retention finds them."""
    heads = [row for row in aws.rows("conversations") if row["sk"]["S"] == "THREAD"]
    return [row["pk"]["S"] for row in heads if "timer_key" in row]


def test_given_a_message_is_older_than_the_affiliate_keeps_things_then_it_goes_and_younger_ones_stay(
    colleagues: Colleagues,
) -> None:
    colleagues.writes("res_1", "res_2", "old")
    colleagues.later(days=2)
    colleagues.writes("res_2", "res_1", "young")
    colleagues.later(days=364)
    colleagues.retention_runs()
    assert colleagues.words("res_1", "res_2") == ["young"]
    assert [row["seq"]["N"] for row in stored()] == ["2"]


def test_given_a_day_less_then_nothing_goes(colleagues: Colleagues) -> None:
    colleagues.writes("res_1", "res_2", "old")
    colleagues.later(days=364)
    colleagues.retention_runs()
    assert colleagues.words("res_1", "res_2") == ["old"]


def test_given_an_affiliate_keeps_things_for_a_week_only_then_its_messages_go_after_a_week(
    colleagues: Colleagues,
) -> None:
    colleagues.world.tenants.affiliate("aff_1", "AFF_1", retention_days=7)
    colleagues.writes("res_1", "res_2", "old")
    colleagues.announces("adm_1", "old, too")
    colleagues.later(days=8)
    colleagues.writes("res_1", "res_2", "new")
    colleagues.announces("adm_1", "new, too")
    colleagues.retention_runs()
    assert colleagues.words("res_2", "res_1") == ["new"]
    assert colleagues.hears("res_1") == ["new, too"]


def test_numbers_go_on_and_unread_counts_only_what_is_still_there(colleagues: Colleagues) -> None:
    for _ in range(3):
        colleagues.writes("res_1", "res_2")
    colleagues.writes("res_2", "res_1")
    colleagues.later(days=200)
    colleagues.writes("res_1", "res_2")
    colleagues.later(days=200)
    colleagues.retention_runs()
    assert (colleagues.unread("res_2", "res_1"), colleagues.unread("res_1", "res_2")) == (1, 0)
    assert colleagues.reads("res_2", "res_1", 2).unread == 1, "what was removed needs no reading"
    assert colleagues.writes("res_2", "res_1", "still here").seq == 6
    assert (colleagues.unread("res_2", "res_1"), colleagues.unread("res_1", "res_2")) == (1, 1)
    assert [one.seq for one in colleagues.thread("res_1", "res_2", cursor="5").items] == []


def test_given_everything_went_then_the_thread_is_empty_the_keys_are_gone_and_it_can_be_taken_up_again(
    colleagues: Colleagues,
) -> None:
    colleagues.writes("res_1", "res_2")
    colleagues.later(days=40)
    colleagues.writes("res_1", "res_2")
    assert len(keys("dm_")) == 2
    colleagues.later(days=400)
    colleagues.retention_runs()
    assert (stored(), keys("dm_"), timed()) == ([], [], [])
    (listed,) = colleagues.threads("res_2").items
    assert (listed.last_message, listed.unread) == (None, 0)
    assert colleagues.writes("res_1", "res_2", "again").seq == 3
    assert colleagues.words("res_2", "res_1") == ["again"]
    assert len(timed()) == 1


def test_given_part_of_a_month_is_left_then_its_key_stays_and_goes_with_the_last_of_it(
    colleagues: Colleagues,
) -> None:
    colleagues.writes("res_1", "res_2", "on the fifth")
    colleagues.later(days=10)
    colleagues.writes("res_1", "res_2", "on the fifteenth")
    colleagues.later(days=40)
    colleagues.writes("res_1", "res_2", "next month")
    first, second = keys("dm_")
    colleagues.later(days=365 - 45)
    colleagues.retention_runs()
    assert keys("dm_") == [first, second]
    colleagues.later(days=6)
    colleagues.retention_runs()
    assert keys("dm_") == [second]
    assert colleagues.words("res_1", "res_2") == ["next month"]


def test_given_the_job_died_between_its_steps_then_the_next_one_finishes_and_no_key_is_left_over(
    colleagues: Colleagues,
) -> None:
    for _ in range(4):
        colleagues.writes("res_1", "res_2")
        colleagues.later(days=45)
    colleagues.later(days=400)
    for _ in range(3):
        colleagues.world.wire.before("DeleteItem", lambda: None)
    colleagues.world.wire.fail("DeleteItem", "ValidationException")
    colleagues.world.wire.fail("UpdateItem", "ValidationException")
    colleagues.retention_runs()
    assert len(stored()) == 1, "it died before the last"
    colleagues.retention_runs()
    assert (len(keys("dm_")), len(timed())) == (0, 1), "it died before it said so in the head"
    colleagues.retention_runs()
    assert (stored(), keys("dm_"), timed()) == ([], [], [])


def test_given_somebody_writes_while_it_works_then_their_message_stays_readable(colleagues: Colleagues) -> None:
    colleagues.writes("res_1", "res_2", "old")
    colleagues.later(days=400)
    colleagues.talking = colleagues.new_talking()

    def meanwhile() -> None:
        colleagues.writes("res_2", "res_1", "new")

    colleagues.world.wire.before("UpdateItem", meanwhile)
    colleagues.retention_runs()
    colleagues.talking = colleagues.new_talking()
    assert colleagues.words("res_1", "res_2") == ["new"]
    assert len(timed()) == 1, "it is looked at again"
    colleagues.later(days=1)
    colleagues.retention_runs()
    assert colleagues.words("res_1", "res_2") == ["new"]
    assert len(keys("dm_")) == 1


def test_given_something_fails_for_one_affiliate_then_the_others_are_served_and_an_alarm_counts_it(
    colleagues: Colleagues, capsys: pytest.CaptureFixture[str]
) -> None:
    colleagues.announces("adm_1", "old")
    request = colleagues.request("adm_9", affiliate="aff_2", body=AnnouncementRequest(content="old"))
    colleagues.announcing.announce(request)
    colleagues.later(days=400)
    colleagues.world.wire.fail("DeleteItem", "ValidationException")
    colleagues.retention_runs()
    assert len(keys("ann_")) == 1
    assert '"RetentionFailed"' in capsys.readouterr().out
    colleagues.retention_runs()
    assert keys("ann_") == []


def test_an_announcement_goes_with_its_key_and_with_who_read_it(colleagues: Colleagues) -> None:
    old = colleagues.announces("adm_1", "old")
    colleagues.announcing.read(colleagues.request("res_1", id=old.id))
    colleagues.later(days=300)
    young = colleagues.announces("adm_1", "young")
    colleagues.later(days=100)
    colleagues.retention_runs()
    assert colleagues.hears("res_2") == ["young"]
    assert keys("ann_") == [young.id]
    assert [row for row in aws.rows("conversations") if row["pk"]["S"] == f"N#{old.id}"] == []


@pytest.mark.parametrize(
    ("first", "until", "months"),
    [
        ((2025, 11, 5), (2025, 11, 30), []),
        ((2025, 11, 30), (2025, 12, 1), ["202511"]),
        ((2025, 11, 30), (2026, 2, 1), ["202511", "202512", "202601"]),
        ((2025, 12, 1), (2025, 11, 1), []),
    ],
)
def test_a_thread_has_one_key_for_each_month(
    first: tuple[int, int, int], until: tuple[int, int, int], months: list[str]
) -> None:
    found = key_owners("dm_1", datetime(*first, tzinfo=UTC), datetime(*until, tzinfo=UTC))
    assert list(found) == [f"dm_1.{month}" for month in months]
