"""Supervisors and admins read what is on record: their own affiliate's, the latest first, page by page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from functions.admin.trail import AuditDesk
from shared.contracts.routes import ROUTES
from shared.domain.errors import InvalidInput
from shared.store.audit import Actor
from tests.unit.auditing import Record
from tests.unit.world import World


@pytest.fixture
def record(world: World) -> Record:
    return Record(world)


@pytest.fixture
def desk(record: Record) -> AuditDesk:
    return AuditDesk(record.chain)


def shown(world: World, desk: AuditDesk, user: str = "sup_1", affiliate: str = "aff_1", **query: Any) -> Any:
    return desk.entries(world.request(user, affiliate=affiliate, **query))


def test_given_sealed_and_waiting_entries_then_the_latest_come_first_and_say_whether_they_are_sealed(
    world: World, record: Record, desk: AuditDesk
) -> None:
    record.write(3)
    record.sealing.run()
    record.write(2)
    found = shown(world, desk)
    assert [(one.entity, one.seq) for one in found.items] == [
        ("program:pro_1", None),
        ("program:pro_0", None),
        ("program:pro_2", 3),
        ("program:pro_1", 2),
        ("program:pro_0", 1),
    ]
    assert [one.hash is None for one in found.items] == [True, True, False, False, False]
    assert found.next_cursor is None


def test_given_configuration_that_changed_then_before_and_after_are_shown(
    world: World, record: Record, desk: AuditDesk
) -> None:
    record.write(1, before={"name": "Line"}, after={"name": "Ligne"}, detail={"field": "name"})
    (one,) = shown(world, desk).items
    assert (one.before, one.after, one.detail) == ({"name": "Line"}, {"name": "Ligne"}, {"field": "name"})


def test_given_another_affiliate_then_nothing_of_it_is_shown(world: World, record: Record, desk: AuditDesk) -> None:
    record.write(2, "aff_2")
    assert shown(world, desk).items == []
    assert len(shown(world, desk, "res_9", "aff_2").items) == 2


@pytest.mark.parametrize("limit", ["1", "2", "3", "7"])
def test_given_pages_then_every_entry_comes_once_and_in_order(
    world: World, record: Record, desk: AuditDesk, limit: str
) -> None:
    record.write(4)
    record.sealing.run()
    record.write(3)
    ids: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = shown(world, desk, limit=limit, **cursor)
        ids += [one.id for one in page.items]
        assert len(page.items) <= int(limit)
        if page.next_cursor is None:
            break
        cursor = {"cursor": page.next_cursor}
    assert ids == [one.id for one in shown(world, desk).items]
    assert len(ids) == len(set(ids)) == 7


def test_given_entries_are_sealed_while_pages_are_turned_then_none_comes_twice_and_none_is_missed(
    world: World, record: Record, desk: AuditDesk
) -> None:
    record.write(2)
    record.sealing.run()
    record.write(4)
    everything = [one.id for one in shown(world, desk).items]
    first = shown(world, desk, limit="2")
    record.sealing.run()
    rest = shown(world, desk, cursor=first.next_cursor)
    assert [one.id for one in [*first.items, *rest.items]] == everything


class TestFilters:
    @pytest.fixture(autouse=True)
    def some(self, world: World, record: Record) -> None:
        for actor, action, entity in (
            ("res_1", "conversation.moved.close_from_active", "conversation:con_1"),
            ("res_1", "conversation.read", "conversation:con_2"),
            ("adm_1", "program.updated", "program:pro_1"),
            ("adm_1", "conversational.other", "program:pro_1"),
        ):
            world.audit.record("aff_1", Actor(actor, "responder"), action, entity, "req-1")
            world.clock.go_on(minutes=1)
            record.sealing.run()

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ({"actor": "res_1"}, [2, 1]),
            ({"action": "conversation.read"}, [2]),
            ({"action": "conversation"}, [2, 1]),
            ({"action": "conversation.moved"}, [1]),
            ({"entity": "program:pro_1"}, [4, 3]),
            ({"actor": "adm_1", "action": "conversation"}, []),
        ],
    )
    def test_given_a_filter_then_only_what_fits_is_shown(
        self, world: World, desk: AuditDesk, query: dict[str, str], found: list[int]
    ) -> None:
        assert [one.seq for one in shown(world, desk, **query).items] == found

    def test_given_a_time_then_what_happened_within_it_is_shown(self, world: World, desk: AuditDesk) -> None:
        middle = world.clock.now() - timedelta(minutes=2, seconds=30)
        assert [one.seq for one in shown(world, desk, **{"from": middle.isoformat()}).items] == [4, 3]
        assert [one.seq for one in shown(world, desk, to=middle.isoformat()).items] == [2, 1]
        # As it comes from a query that nobody escaped, and without a zone, which means UTC.
        assert [one.seq for one in shown(world, desk, to=middle.isoformat().replace("+", " ")).items] == [2, 1]
        assert [one.seq for one in shown(world, desk, to=middle.replace(tzinfo=None).isoformat()).items] == [2, 1]

    def test_given_few_that_fit_among_many_then_pages_are_short_and_the_cursor_leads_to_them(
        self, world: World, record: Record, desk: AuditDesk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("functions.admin.trail._LOOKED_AT", 2)
        page = shown(world, desk, actor="res_1")
        assert (page.items, page.next_cursor is None) == ([], False)
        page = shown(world, desk, actor="res_1", cursor=page.next_cursor)
        assert [one.seq for one in page.items] == [2, 1]


@pytest.mark.parametrize("query", [{"from": "yesterday"}, {"to": "2026-13-01"}, {"limit": "0"}, {"limit": "x"}])
def test_given_what_cannot_be_read_then_the_field_is_named(
    world: World, desk: AuditDesk, query: dict[str, str]
) -> None:
    with pytest.raises(InvalidInput) as refused:
        shown(world, desk, **query)
    assert [one.field for one in refused.value.errors] == list(query)


@pytest.mark.parametrize(
    "cursor", ["", "x", "1~2", "1~~x", "a~~", "1~" + "x" * 3000 + "~5", "-1~~-5", "1~~99999999999"]
)
def test_given_a_cursor_that_is_not_ours_then_it_is_refused(world: World, desk: AuditDesk, cursor: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        shown(world, desk, cursor=cursor)
    assert refused.value.code == "bad_cursor"


def test_who_may_read_it() -> None:
    (route,) = [route for route in ROUTES if route.operation == "listAudit"]
    assert set(route.who) == {"supervisor", "admin", "platform_admin"}
