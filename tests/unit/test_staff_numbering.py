"""Whatever two colleagues do, in whatever order: numbers without gaps, and exactly what is unread is unread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.domain.staff_messages import StaffMessage, Thread, thread_id
from shared.store.staff_threads import StaffThreads
from tests.unit.builders import NOON
from tests.unit.colleagues import Colleagues
from tests.unit.wire import Wire
from tests.unit.world import World

PEOPLE = ("res_1", "res_2")
people = st.sampled_from(PEOPLE)
ids = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12)


@dataclass
class Naive:
    """The same, by writing everything down: who wrote each message, and up to where each has read."""

    senders: list[str] = field(default_factory=list)
    read: dict[str, int] = field(default_factory=lambda: dict.fromkeys(PEOPLE, 0))

    def unread(self, user: str) -> int:
        return sum(1 for seq, sender in enumerate(self.senders, 1) if sender != user and seq > self.read[user])


@given(st.lists(people, max_size=40), st.integers(0, 40), st.integers(0, 40), people)
def test_a_thread_counts_as_somebody_would_who_writes_everything_down(
    senders: list[str], read: int, gone: int, reader: str
) -> None:
    thread, messages = Thread.of("aff_1", "res_2", "res_1"), []
    for number, sender in enumerate(senders):
        thread = thread.written(sender, NOON - timedelta(minutes=number))
        messages.append(StaffMessage(f"m{number}", thread.last_seq, sender, thread.written_by(sender), NOON, "words"))
    assert [one.seq for one in messages] == list(range(1, len(senders) + 1))
    assert (thread.last_at or NOON) == NOON, "time does not run backwards"
    for user in PEOPLE:
        assert thread.written_by(user) == senders.count(user)
    read, gone = min(read, len(senders)), min(gone, len(senders))
    by_first = senders[:gone].count(thread.first)
    thread = Thread(
        thread.id,
        "aff_1",
        thread.first,
        thread.second,
        thread.last_seq,
        thread.by_first,
        thread.last_at,
        gone,
        by_first,
    )
    heard = messages[read - 1].heard_by(reader) if read else 0
    unread = [one for one in messages if one.sender_id != reader and one.seq > read and one.seq > gone]
    assert thread.unread(reader, heard) == len(unread)


@given(ids, ids, ids)
def test_a_threads_name_is_the_same_from_both_sides_and_says_nothing_of_them(
    affiliate: str, one: str, other: str
) -> None:
    name = thread_id(affiliate, one, other)
    assert name == thread_id(affiliate, other, one)
    assert len(name) == 35 and name.startswith("dm_") and set(name[3:]) <= set("0123456789abcdef")
    assert name != thread_id(affiliate + "x", one, other)


@given(ids, ids, ids)
def test_threads_of_others_have_other_names(one: str, other: str, third: str) -> None:
    names = {frozenset(pair): thread_id("aff_1", *pair) for pair in ((one, other), (one, third), (other, third))}
    assert len(set(names.values())) == len(names)


acts = st.lists(
    st.one_of(
        st.tuples(st.just("write"), people),
        st.tuples(st.just("write while the other writes"), people),
        st.tuples(st.just("write, in conflict"), people),
        st.tuples(st.just("write again"), people),
        st.tuples(st.just("read"), people),
        st.tuples(st.just("read half"), people),
        st.tuples(st.just("read while the other writes"), people),
    ),
    max_size=14,
)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts)
def test_in_the_tables_numbers_have_no_gaps_and_unread_is_exact_after_every_step(
    wire: Wire, steps: list[tuple[str, str]]
) -> None:
    wire.forget()
    colleagues = Colleagues(World(wire))
    naive = Naive()
    threads: Callable[[], StaffThreads] = colleagues.new_threads
    for number, (what, user) in enumerate(steps):
        other = PEOPLE[user == PEOPLE[0]]

        def write(sender: str, receiver: str, key: str | None = None) -> None:
            seq = colleagues.writes(sender, receiver, f"from {sender}", key=key).seq
            if seq > len(naive.senders):
                naive.senders.append(sender)
                assert seq == len(naive.senders)

        if what.startswith("write"):
            if what == "write while the other writes":
                wire.before("TransactWriteItems", lambda a=other, b=user: write(a, b))  # type: ignore[misc]
            if what == "write, in conflict":
                wire.fail("TransactWriteItems", "TransactionConflictException")
            write(user, other, f"k-{number}")
            if what == "write again":
                write(user, other, f"k-{number}")
        else:
            upto = len(naive.senders) // (2 if what == "read half" else 1)
            if what == "read while the other writes":
                wire.before("UpdateItem", lambda a=other, b=user: write(a, b))  # type: ignore[misc]
            if upto:
                colleagues.reads(user, other, upto)
                naive.read[user] = max(naive.read[user], upto)
            wire.forget()
        for one, peer in (PEOPLE, PEOPLE[::-1]):
            standing = threads().standing("aff_1", one, peer)
            assert standing.thread.last_seq == len(naive.senders)
            assert standing.unread(one) == naive.unread(one)
    found = colleagues.thread(*PEOPLE, limit="100").items
    assert [(one.seq, one.sender_id) for one in found] == list(enumerate(naive.senders, 1))
