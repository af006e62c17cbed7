"""The table, row by row as the design has it, and what it lets each person do."""

from __future__ import annotations

import pytest

from shared.domain.errors import Forbidden, NotFound
from shared.domain.lifecycle import BY_NAME, ESCALATED, LIVE, TERMINAL, TRANSITIONS, State
from shared.runtime.access import allowed
from tests.unit.places import (
    Place,
    answered,
    assigned,
    checked_on,
    medical,
    now_at,
    planned,
    police,
    transferred,
    waiting,
    wrapping,
)
from tests.unit.refusals import refused
from tests.unit.staff import Staff
from tests.unit.world import World

# From, to (same: it stays), and by whom.
DESIGN = """
route_message               new                  queued               system
assign_responder            queued               assigned             responder supervisor
timeout_expire              queued               expired              timer
start_conversation          assigned             active               responder
send_entry_survey           active               same                 responder
transfer_to_responder       active               transferred          responder
accept_transfer             transferred          active               receiver
reject_transfer             transferred          active               receiver responder
transfer_timeout            transferred          queued               timer
return_to_queue             assigned,active      queued               responder supervisor timer
reassign                    assigned,active,transferred,ESCALATED same supervisor timer
escalate_to_medical         active               escalated_medical    responder
escalate_to_police          active               escalated_police     responder
resolve_escalation          escalated_medical    active               responder supervisor
resolve_police_escalation   escalated_police     active               responder supervisor
close_from_escalation       ESCALATED            closed               supervisor
begin_wrap_up               active               wrap_up              responder timer
resume                      wrap_up              active               responder texter
schedule_follow_up          wrap_up              follow_up_scheduled  responder
trigger_follow_up           follow_up_scheduled  follow_up_active     timer
cancel_follow_up            follow_up_scheduled  closed               responder supervisor texter timer
texter_returned             follow_up_scheduled,follow_up_active queued texter
close_from_active           active               closed               responder
close_from_wrap_up          wrap_up              closed               responder timer
close_from_followup         follow_up_active     closed               responder timer
end_by_texter               CALM                 closed               texter
close_unworked              queued               closed               supervisor
retention_expire            TERMINAL             expired              timer
fail                        LIVE                 failed               system
""".strip().splitlines()
GROUPS = {"ESCALATED": ESCALATED, "LIVE": LIVE, "TERMINAL": TERMINAL, "CALM": LIVE - ESCALATED}

PLACES = (waiting, assigned, answered, transferred, medical, police, wrapping, planned, checked_on)
#: What each person may do with the first responder's conversation, offered to the second while it is transferred.
MAY: dict[str, dict[str, str]] = {
    "res_1": {
        "waiting": "assign_responder",
        "assigned": "start_conversation return_to_queue",
        "answered": "send_entry_survey transfer_to_responder return_to_queue escalate_to_medical escalate_to_police "
        "begin_wrap_up close_from_active",
        "transferred": "reject_transfer",
        "medical": "resolve_escalation",
        "police": "resolve_police_escalation",
        "wrapping": "resume schedule_follow_up close_from_wrap_up",
        "planned": "cancel_follow_up",
        "checked_on": "close_from_followup",
    },
    "res_2": {"waiting": "assign_responder", "transferred": "accept_transfer reject_transfer"},
    "sup_1": {
        "waiting": "assign_responder close_unworked",
        "assigned": "return_to_queue reassign",
        "answered": "return_to_queue reassign",
        "transferred": "reassign",
        "medical": "reassign resolve_escalation close_from_escalation",
        "police": "reassign resolve_police_escalation close_from_escalation",
        "planned": "cancel_follow_up",
    },
    "adm_1": {},
}


def states(names: str) -> frozenset[State]:
    found: set[State] = set()
    for name in names.split(","):
        found |= GROUPS[name] if name in GROUPS else {State(name)}
    return frozenset(found)


@pytest.fixture
def staff(world: World) -> Staff:
    return Staff(world)


@pytest.mark.parametrize("line", DESIGN, ids=lambda line: line.split()[0])
def test_a_row_is_as_designed(line: str) -> None:
    name, sources, target, *actors = line.split()
    row = BY_NAME[name]
    assert row.sources == states(sources)
    assert row.target == (None if target == "same" else State(target))
    assert row.actors == set(actors)


def test_there_are_no_other_rows() -> None:
    assert [row.name for row in TRANSITIONS] == [line.split()[0] for line in DESIGN]


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.__name__)
@pytest.mark.parametrize("user", MAY)
def test_each_person_is_shown_the_moves_that_are_theirs(staff: Staff, user: str, place: Place) -> None:
    found = now_at(staff.world, place(staff))
    shown = allowed(staff.world.principal(user), found)
    assert shown == MAY[user].get(place.__name__, "").split()  # type: ignore[attr-defined]


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.__name__)
def test_another_affiliate_is_shown_none(staff: Staff, place: Place) -> None:
    found = now_at(staff.world, place(staff))
    with pytest.raises(NotFound):
        staff.world.reading.conversation(staff.world.request("res_9", found, affiliate="aff_2"))


@pytest.mark.parametrize("act", ["wrap_up", "transfer", "escalate", "close", "give_back"])
def test_an_admin_reads_and_moves_nothing(staff: Staff, act: str) -> None:
    refused(staff, Forbidden, act, "adm_1", answered(staff))
