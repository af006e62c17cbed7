"""Configuration is read once and noticed within seconds when it changes."""

from __future__ import annotations

import pytest

from shared.operator.tenants import NewProgram
from shared.store import directory as directory_module
from shared.store.directory import Directory
from shared.store.models import AffiliateItem, LoginItem
from tests.unit import aws
from tests.unit.builders import LINE
from tests.unit.world import World


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    seconds = [1000.0]
    monkeypatch.setattr(directory_module.time, "monotonic", lambda: seconds[0])
    return seconds


def test_a_snapshot_is_read_once_and_its_stamp_every_few_seconds(world: World, now: list[float]) -> None:
    directory = Directory(world.database)
    for _ in range(2):  # The second look settles what was read while the stamp was new.
        directory.line("twilio", LINE)
        now[0] += 5.1
    directory.line("twilio", LINE)
    with world.wire.watching() as sent:
        for _ in range(20):
            assert directory.line("twilio", LINE) is not None
    assert sent == []
    now[0] += 5.1
    with world.wire.watching() as sent:
        for _ in range(20):
            directory.line("twilio", LINE)
    assert [one.operation for one in sent] == ["GetItem"]


def test_a_change_is_noticed_within_seconds_without_a_deploy(world: World, now: list[float]) -> None:
    directory = Directory(world.database)
    directory.affiliate("aff_1")
    world.tenants.program("aff_1", NewProgram("pro_5", "NEW", "+12025550105", aws.ACCOUNT, {}))
    assert "pro_5" not in directory.affiliate("aff_1").programs  # type: ignore[union-attr]
    now[0] += 5.1
    assert "pro_5" in directory.affiliate("aff_1").programs  # type: ignore[union-attr]


def test_given_a_reader_beside_a_change_sees_the_new_stamp_and_the_old_items_then_it_sees_the_change_seconds_later(
    world: World, now: list[float]
) -> None:
    directory = Directory(world.database)
    directory.affiliate("aff_1")
    now[0] += 5.1
    world.tenants.touch("aff_1")  # All that can be seen of the transaction as yet.
    assert directory.affiliate("aff_1").active  # type: ignore[union-attr]
    AffiliateItem("A#aff_1", "AFFILIATE").update(actions=[AffiliateItem.active.set(False)])
    now[0] += 5.1
    assert not directory.affiliate("aff_1").active  # type: ignore[union-attr]


def test_given_the_seconds_of_a_change_are_over_then_the_items_are_read_no_more(world: World, now: list[float]) -> None:
    directory = Directory(world.database)
    for _ in range(2):
        directory.affiliate("aff_1")
        now[0] += 5.1
    with world.wire.watching() as sent:
        for _ in range(3):
            directory.affiliate("aff_1")
            now[0] += 5.1
    assert [one.operation for one in sent] == ["GetItem"] * 3


def test_a_number_that_is_not_ours_and_an_affiliate_that_is_none(world: World) -> None:
    directory = Directory(world.database)
    assert directory.line("twilio", "+12025550177") is None
    assert directory.line("other", LINE) is None
    assert directory.affiliate("aff_none") is None


def test_the_lines_of_a_deactivated_affiliate_are_closed(world: World) -> None:
    AffiliateItem("A#aff_1", "AFFILIATE").update(actions=[AffiliateItem.active.set(False)])
    world.tenants.touch("aff_1")
    assert Directory(world.database).line("twilio", LINE) is None


def test_every_affiliate_is_listed(world: World) -> None:
    assert Directory(world.database).affiliate_ids() == ["aff_1", "aff_2"]


def test_an_address_finds_its_login_whatever_its_case(world: World) -> None:
    LoginItem("L#ann@line.example.org", "LOGIN", affiliate_id="a", user_id="u", password_hash="h").save()
    found = Directory(world.database).login("  ANN@Line.Example.org ")
    assert found is not None
    assert found.user_id == "u"
