"""People and time do whatever they like; the laws hold after every step, in the tables as they are."""

from __future__ import annotations

from collections import defaultdict
from random import Random
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from moto.backends import get_backend
from moto.core import DEFAULT_ACCOUNT_ID

from functions.jobs.reopening import Reopening
from functions.jobs.retention import Retention
from shared.domain.applying import replayed
from shared.domain.conversation import Conversation, FactKind
from shared.domain.errors import HoldfastError
from shared.domain.lifecycle import OWNED, State
from shared.domain.risk.levels import Risk
from shared.domain.timers import LONGEST_SLEEP
from shared.store.facts import plain_fact
from tests.unit import aws
from tests.unit.staff import CRITICAL, ENTRY, EXIT, RISKY, Staff
from tests.unit.wire import Wire
from tests.unit.world import World

TEXTERS = ("+12025550142", "+12135550143")
LIMITS = {"res_1": 1, "res_2": 2, "sup_1": 1}
SAYINGS = ("hello", "are you there?", "4", "2, and I am afraid", "SKIP", "HELP", "STOP", "START", RISKY, CRITICAL,
           "please don't text me again", "tengo mucho miedo y no se que hacer")  # fmt: skip
REFUSALS = {403, 404, 409, 410, 422}

Act = tuple[str, str, dict[str, Any]]
ANY: tuple[Act, ...] = (
    ("owner", "reply", {}),
    ("owner", "accept", {}),
    ("owner", "transfer", {"to": "res_2", "note": "they like music"}),
    ("owner", "transfer", {"to": None}),
    ("receiver", "accept", {}),
    ("receiver", "reject", {}),
    ("owner", "give_back", {}),
    ("sup_1", "assign", {"to": "res_1"}),
    ("sup_1", "assign", {"to": "res_2"}),
    ("sup_1", "reassign", {}),
    ("sup_1", "reassign", {"to": "res_2"}),
    ("sup_1", "whisper", {}),
    ("owner", "escalate", {"kind": "medical"}),
    ("owner", "escalate", {"kind": "police"}),
    ("owner", "update", {"location": "at home"}),
    ("res_2", "confirm", {}),
    ("sup_1", "confirm", {}),
    ("owner", "log_contact", {}),
    ("owner", "resolve", {}),
    ("owner", "resolve", {"outcome": None}),
    ("sup_1", "close", {"outcome": "in hospital", "reason": "spam"}),
    ("owner", "close", {}),
    ("owner", "wrap_up", {}),
    ("owner", "resume", {}),
    ("owner", "follow_up", {}),
    ("owner", "follow_up", {"consent": False}),
    ("owner", "cancel_follow_up", {}),
    ("owner", "tag", {"risk": "low", "reason": "we talked"}),
    ("owner", "tag", {"risk": "low"}),
    ("owner", "ladder", {"plan": True, "recent": True}),
    ("owner", "survey", {"survey": ENTRY.id}),
    ("owner", "survey", {"survey": EXIT.id}),
    ("sup_1", "hold", {}),
    ("sup_1", "release", {}),
    ("owner", "report_abuse", {}),
    ("owner", "same_person", {}),
    ("owner", "same_person", {"confirmed": False}),
    ("owner", "opt_out", {}),
    ("sup_1", "block", {}),
    ("sup_1", "block", {"confirm": True}),
)


def _acts(*names: str) -> tuple[Act, ...]:
    return tuple(one for name in names for one in ANY if one[1] == name)


#: What people mostly do with a conversation in a state. Everything else is tried as well, now and then.
LIKELY: dict[State, tuple[Act, ...]] = {
    State.QUEUED: (("res_2", "hand_out", {}), ("res_1", "hand_out", {}), *_acts("assign"), ANY[20]),
    State.ASSIGNED: (ANY[1], ANY[1], ANY[6], ANY[9]),
    State.ACTIVE: (ANY[0], *_acts("transfer", "escalate", "wrap_up", "wrap_up", "survey", "reassign"), ANY[6], ANY[21]),
    State.TRANSFERRED: (*_acts("accept", "reject"), ANY[4], ANY[9]),
    State.ESCALATED_MEDICAL: _acts("resolve", "log_contact", "close", "reassign"),
    State.ESCALATED_POLICE: _acts("update", "confirm", "resolve", "close"),
    State.WRAP_UP: _acts("follow_up", "follow_up", "resume", "close"),
    State.FOLLOW_UP_SCHEDULED: _acts("cancel_follow_up", "tag"),
    State.FOLLOW_UP_ACTIVE: _acts("close", "tag"),
}
#: What went before.
SCENES: tuple[tuple[Act, ...], ...] = (
    (),
    (("res_1", "transfer", {"to": "res_2"}),),
    (("res_1", "transfer", {"to": "sup_1"}),),
    (("res_1", "escalate", {"kind": "medical"}),),
    (("res_1", "escalate", {"kind": "police", "location": "at home"}),),
    (("res_1", "wrap_up", {}),),
    (("res_1", "wrap_up", {}), ("res_1", "follow_up", {})),
    (("res_1", "wrap_up", {}), ("res_1", "follow_up", {}), ("", "time", {"days": 2})),
)
HAPPENINGS = (
    ("likely",) * 24 + ("text",) * 7 + ("any",) * 4 + ("time",) * 5 + ("sweep", "sweep", "look", "look", "age", "break")
)


def at_rest() -> dict[str, dict[str, Any]]:
    """Every item of the conversations' table, read behind the API: a scan would take most of the time."""
    items = get_backend("dynamodb")[DEFAULT_ACCOUNT_ID]["us-east-1"].tables[f"{aws.PREFIX}-conversations"].items
    return {
        f"{one.hash_key.value} {one.range_key.value}": one.to_json()["Attributes"]
        for partition in items.values()
        for one in partition.values()
    }


class Walk(RuleBasedStateMachine):
    wire: Wire

    @initialize(seed=st.integers(0, 2**48))
    def a_texter_is_being_helped(self, seed: int) -> None:
        # Choices of our own: those of a strategy keep to the first few of many.
        self.dice = Random(seed)
        self.world = World(self.wire)
        for user, limit in LIMITS.items():
            self.world.hire(user, role="supervisor" if user == "sup_1" else "responder", limit=limit)
        self.staff = Staff(self.world, surveys=(ENTRY, EXIT))
        self.checked: dict[str, int] = {}
        self.staff.here(*LIMITS)
        one = self.staff.talking("res_1", self.dice.choice(SAYINGS[:3]))
        for user, name, words in self.dice.choice(SCENES):
            if name == "time":
                self.world.clock.go_on(**words)
                self.staff.sweep.run()
            else:
                getattr(self.staff, name)(user, one, **words)

    @rule()
    def something_happens(self) -> None:
        world, dice = self.world, self.dice
        found = sorted(self.everybody(), key=lambda one: (one.live, one.updated_at), reverse=True)
        chosen = dice.choice((found[0], found[0], *found[:3]))
        match dice.choice(HAPPENINGS):
            case "likely":
                self.attempt(chosen, dice.choice(LIKELY.get(chosen.state, ANY)), None)
            case "any":
                self.attempt(chosen, dice.choice(ANY), dice.choice((None, None, *LIMITS)))
            case "text":
                world.text(dice.choice(SAYINGS), sender=dice.choice(TEXTERS))
            case "time":
                world.clock.go_on(seconds=dice.choice((1, 60, 125, 301, 610, 1900, 15_000, 90_000)))
                self.staff.here(*dice.sample(sorted(LIMITS), dice.randrange(4)))
            case "sweep":
                self.staff.sweep.run()
                # Whoever was given back for want of a responder has waited for long already: the next pass says so.
                self.staff.sweep.run()
                assert not world.agenda.due(world.clock.now()), "nothing that is due is left over"
            case "look":
                self.staff.look(chosen.id)
            case "age":
                world.clock.go_on(days=dice.choice((1, 400)))
                Retention(world.writer, world.agenda, world.file_removal, world.purging).run()
            case "break":
                world.writer.fail(chosen.id, "CannotOpen")
                for one in world.agenda.failed():
                    Reopening(world.writer).reopen(one)

    def everybody(self) -> list[Conversation]:
        heads = [name.split()[0][2:] for name in at_rest() if name.endswith(" HEAD")]
        return self.world.conversations.get_many(heads)

    def attempt(self, one: Conversation, act: Act, somebody: str | None) -> None:
        """Let somebody do something with a conversation. What is refused has a reason, and changes nothing."""
        who, name, words = act
        roles = {"owner": one.responder_id or one.preferred_id, "receiver": one.receiver_id}
        user = somebody or roles.get(who, who) or "res_1"
        before = at_rest()
        refused: HoldfastError | None = None
        try:
            if name == "hand_out":
                self.world.hand_out(user)
            elif name == "reply":
                self.world.reply(one.id, user=user)
            else:
                getattr(self.staff, name)(user, one.id, **words)
        except HoldfastError as error:
            refused = error
        if refused is not None:
            assert refused.status in REFUSALS, repr(refused)
            assert at_rest() == before, "what is refused changes nothing (law 5)"

    # --- what always holds ----------------------------------------------------------------------

    @invariant()
    def the_laws_hold(self) -> None:
        if not hasattr(self, "world"):
            return
        rows = list(at_rest().values())
        found = self.everybody()
        live = [one for one in found if one.live]
        self.somebody_answers_for_each(live)
        self.one_live_conversation_a_thread(rows, live)
        self.owners_own_what_they_own(rows, live)
        for one in found:
            if self.checked.get(one.id) != one.version:
                self.facts_add_up(one)
                self.checked[one.id] = one.version

    def somebody_answers_for_each(self, live: list[Conversation]) -> None:
        """Law 1, in the tables: an owner, a place in line or a program; and a timer in the index."""
        assert {one.id for one in live} == self.world.agenda.timed()
        for one in live:
            assert one.timer_at is not None
            assert (
                one.timer_at <= one.updated_at + LONGEST_SLEEP or one.timer_at <= self.world.clock.now() + LONGEST_SLEEP
            )
            assert (one.responder_id is not None) == (one.state in OWNED)
            assert (one.receiver_id is not None) == (one.state is State.TRANSFERRED)
        waiting = {one.id for program in ("pro_1", "pro_2") for one in self.world.conversations.waiting(program)}
        assert waiting == {one.id for one in live if one.state is State.QUEUED}

    def one_live_conversation_a_thread(self, rows: list[dict[str, Any]], live: list[Conversation]) -> None:
        """Law 3: and the lock names it."""
        locks = {row["pk"]["S"][2:]: row["conversation_id"]["S"] for row in rows if row["sk"]["S"] == "LIVE"}
        assert locks == {one.thread_id: one.id for one in live}
        assert len({one.thread_id for one in live}) == len(live)

    def owners_own_what_they_own(self, rows: list[dict[str, Any]], live: list[Conversation]) -> None:
        """Law 4: the owners' items hold exactly the live conversations they own, within their limits."""
        loads = {
            row["pk"]["S"][2:]: set(row["owned"]["SS"]) for row in rows if row["sk"]["S"] == "LOAD" and "owned" in row
        }
        owned: dict[str, set[str]] = defaultdict(set)
        for one in live:
            if one.responder_id is not None:
                owned[one.responder_id].add(one.id)
        assert loads == dict(owned)
        assert all(len(ids) <= LIMITS[user] for user, ids in loads.items())

    def facts_add_up(self, one: Conversation) -> None:
        """Laws 6 and 7."""
        if one.purged:
            items, _ = self.world.conversations.facts(one.id, 0, 1000)
            assert [int(item.seq) for item in items] == list(range(1, one.version + 1))
            assert not any(item.content or item.words or item.media for item in items)
            assert replayed(one, map(plain_fact, items)).state is one.state
            return
        facts = self.world.facts(one)
        assert [fact.seq for fact in facts] == list(range(1, one.version + 1))
        assert replayed(one, facts) == one
        for fact in facts:
            if fact.kind is FactKind.RISK:
                lowered = Risk(fact.detail["level"]).rank < Risk(fact.detail["before"]).rank
                assert not lowered or (fact.detail["model"] == "person" and fact.words["reason"])


def test_whatever_people_and_time_do_the_laws_hold(wire: Wire) -> None:
    Walk.wire = wire
    run_state_machine_as_test(
        Walk,
        settings=settings(
            max_examples=15,
            stateful_step_count=25,
            derandomize=True,
            deadline=None,
            # A walk is short enough to be read as it is; making it shorter takes minutes.
            phases=(Phase.generate,),
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
