"""Staff see how the carriers are, and decide about messages of which nobody knows whether they went."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from functions.conversations.carriers import Carriers
from shared.contracts.delivery_api import OutcomeRequest
from shared.domain.breaker import THRESHOLD
from shared.domain.errors import Conflict, Forbidden, NotFound
from shared.operator.tenants import NewLine
from shared.store.breakers import Breakers
from tests.unit import aws
from tests.unit.builders import LINE
from tests.unit.world import World


@pytest.fixture
def carriers(world: World) -> Carriers:
    return Carriers(world.conversations, world.deliveries, Breakers(world.database, world.clock), world.reading)


@pytest.fixture
def doubtful(world: World) -> str:
    """A conversation whose fourth fact, the welcome, may or may not have gone."""
    world.text("hello")
    outbound = world.deliveries.read(world.task(world.only(), 4))
    assert world.deliveries.begin(outbound, ("twilio", LINE)) == 1
    world.deliveries.park(outbound, "no_answer")
    return world.hand_out().id


def said(world: World, conversation: str, outcome: Any, who: str = "res_1", seq: str = "4") -> Any:
    affiliate = "aff_2" if who == "res_9" else "aff_1"
    request = world.request(who, conversation, body=OutcomeRequest(outcome=outcome), affiliate=affiliate)
    return replace(request, path={"id": conversation, "seq": seq})


def test_the_owner_says_that_it_never_went_and_may_write_again(world: World, carriers: Carriers, doubtful: str) -> None:
    assert carriers.decide(said(world, doubtful, "not_sent")).status == "failed"
    assert carriers.decide(said(world, doubtful, "not_sent")).status == "failed", "repeating it is safe"
    with pytest.raises(Conflict) as refused:
        carriers.decide(said(world, doubtful, "sent"))
    assert refused.value.code == "outcome_known"


def test_a_supervisor_may_too_and_others_may_not(world: World, carriers: Carriers, doubtful: str) -> None:
    for stranger, error in (("res_2", NotFound), ("res_9", NotFound), ("adm_1", Forbidden)):
        with pytest.raises(error):
            carriers.decide(said(world, doubtful, "sent", stranger))
    assert carriers.decide(said(world, doubtful, "sent", "sup_1")).status == "sent"


@pytest.mark.parametrize("seq", ["1", "999", "x", "-1", ""])
def test_what_is_no_message_is_not_there(world: World, carriers: Carriers, doubtful: str, seq: str) -> None:
    with pytest.raises(NotFound):
        carriers.decide(said(world, doubtful, "sent", seq=seq))


def test_lines_are_shown_with_their_backup_and_whether_their_provider_works(world: World, carriers: Carriers) -> None:
    backup = NewLine("aws", "+12025550170", "pro_1", "main", stands_for=("twilio", LINE), segment_price=8300)
    world.tenants.line("aff_1", backup)
    breakers = Breakers(world.database, world.clock)
    for _ in range(THRESHOLD):
        breakers.failed(("twilio", aws.ACCOUNT))
    shown = carriers.providers(world.request("res_1")).items
    assert [(one.channel, one.state, one.backup, one.stands_for) for one in shown] == [
        ("twilio", "open", "aws#+12025550170", None),
        ("aws", "closed", None, f"twilio#{LINE}"),
    ]
    assert shown[0].retry_at is not None
    assert shown[1].segment_cost == 0.0083
