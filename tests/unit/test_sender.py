"""The number somebody writes from: hidden but for two digits, and shown whole only once that is on record."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.conversations.senders import Senders
from shared.contracts.sender_api import RevealRequest
from shared.domain.errors import Conflict, NotFound
from shared.domain.phone_numbers import masked
from shared.store.models import AuditItem
from shared.store.vault import KeyDestroyed
from tests.unit import aws
from tests.unit.builders import TEXTER
from tests.unit.staff import Staff
from tests.unit.world import World


@pytest.fixture
def staff(world: World) -> Staff:
    return Staff(world)


@pytest.fixture
def senders(world: World) -> Senders:
    return Senders(world.conversations, world.vault, world.audit)


@pytest.fixture
def one(staff: Staff) -> str:
    """A conversation that res_1 owns."""
    return staff.talking("res_1", "please do not tell anyone")


def shown(world: World, senders: Senders, user: str, one: str) -> str | None:
    return senders.sender(world.request(user, one)).masked


def revealed(world: World, senders: Senders, user: str, one: str, reason: Any = None) -> str:
    return senders.reveal(world.request(user, one, body=RevealRequest(reason=reason))).number


def on_record() -> list[AuditItem]:
    rows = [AuditItem.from_raw_data(row) for row in aws.rows("audit") if row["pk"]["S"].startswith("U#")]
    return [row for row in rows if row.action == "sender.revealed"]


class TestMasking:
    @pytest.mark.parametrize(
        ("number", "as_shown"),
        [
            pytest.param("+13125550142", "+1 ••• ••• ••42", id="North America has one digit"),
            pytest.param("+34600123456", "+34 ••• ••• ••56", id="Spain has two"),
            pytest.param("+353851234567", "+353 ••• ••• ••67", id="Ireland has three"),
            pytest.param("+29741234", "+297 ••• ••• ••34", id="a short number looks as long as any"),
            pytest.param("user-1234567890", "••••••90", id="a partner's name for somebody"),
            pytest.param("bob", "••••••••", id="a short name gives nothing away"),
        ],
    )
    def test_the_country_and_two_digits_are_enough_to_tell_two_apart(self, number: str, as_shown: str) -> None:
        assert masked(number) == as_shown

    @given(st.from_regex(r"\+[1-9][0-9]{6,14}", fullmatch=True))
    def test_of_no_number_more_than_the_country_and_two_digits_can_be_read(self, number: str) -> None:
        digits = [sign for sign in masked(number) if sign.isdigit()]
        assert len(digits) <= 5
        assert masked(number).endswith(f"••{number[-2:]}")


class TestWhoMayKnow:
    @pytest.mark.parametrize("user", ["res_1", "sup_1"])
    def test_given_its_owner_or_a_supervisor_then_they_see_it_masked_and_may_reveal_it(
        self, world: World, senders: Senders, one: str, user: str
    ) -> None:
        assert shown(world, senders, user, one) == "+1 ••• ••• ••42"
        assert revealed(world, senders, user, one) == TEXTER

    @pytest.mark.parametrize("user", ["res_2", "adm_1"])
    def test_given_anybody_else_then_it_is_as_if_there_were_no_such_conversation(
        self, world: World, senders: Senders, one: str, user: str
    ) -> None:
        for ask in (shown, revealed):
            with pytest.raises(NotFound):
                ask(world, senders, user, one)
        assert on_record() == []

    def test_given_it_is_only_offered_then_who_might_take_over_does_not_see_it_yet(
        self, world: World, staff: Staff, senders: Senders, one: str
    ) -> None:
        staff.transfer("res_1", one, "res_2")
        with pytest.raises(NotFound):
            revealed(world, senders, "res_2", one)
        staff.accept("res_2", one)
        assert revealed(world, senders, "res_2", one) == TEXTER
        with pytest.raises(NotFound):
            revealed(world, senders, "res_1", one)


class TestTheRecord:
    def test_each_reveal_is_on_record_with_who_asked_in_which_request_and_why(
        self, world: World, senders: Senders, one: str
    ) -> None:
        revealed(world, senders, "res_1", one)
        revealed(world, senders, "sup_1", one, reason="emergency")

        first, second = sorted(on_record(), key=lambda entry: str(entry.entry_id))
        assert (first.actor, first.actor_role, first.entity) == ("res_1", "responder", f"conversation:{one}")
        assert (first.request_id, first.detail) == (world.request("res_1").request_id, None)
        assert (second.actor, second.actor_role, dict(second.detail)) == (
            "sup_1",
            "supervisor",
            {"reason": "emergency"},
        )

    def test_the_number_does_not_stand_in_it(self, world: World, senders: Senders, one: str) -> None:
        revealed(world, senders, "res_1", one, reason="call_agreed")
        assert TEXTER.removeprefix("+1") not in str(aws.rows("audit"))

    def test_given_the_record_cannot_be_written_then_the_number_is_not_shown(
        self, world: World, senders: Senders, one: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def broken(*_: object, **__: object) -> None:
            raise ConnectionError

        monkeypatch.setattr(AuditItem, "save", broken)
        with pytest.raises(ConnectionError):
            revealed(world, senders, "res_1", one)

    def test_seeing_it_masked_is_not_on_record(self, world: World, senders: Senders, one: str) -> None:
        shown(world, senders, "res_1", one)
        assert on_record() == []


class TestWithoutANumber:
    def test_given_a_web_chat_then_there_is_none(
        self, world: World, senders: Senders, one: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        known = world.conversations.get

        def as_web_chat(conversation_id: str) -> Any:
            found = known(conversation_id)
            object.__setattr__(found, "channel", "webchat")
            return found

        monkeypatch.setattr(world.conversations, "get", as_web_chat)
        assert shown(world, senders, "res_1", one) is None
        with pytest.raises(Conflict) as refused:
            revealed(world, senders, "res_1", one)
        assert refused.value.code == "no_number"
        assert on_record() == []

    def test_given_the_texter_was_erased_then_it_is_gone(self, world: World, senders: Senders, one: str) -> None:
        found = world.conversations.get(one)
        assert found is not None
        world.traces.key_destroyed(found.texter_id)
        world.vault.forget(found.texter_id)
        assert shown(world, senders, "res_1", one) is None
        with pytest.raises(KeyDestroyed):
            revealed(world, senders, "res_1", one)
        assert on_record() == []
