"""Nothing is written to another affiliate's items, whoever tries and however: the store refuses."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pynamodb.exceptions import DeleteError, PutError, UpdateError

from shared.domain.draft import Draft
from shared.runtime.invocation import describe
from shared.store.audit import Actor, Audit
from shared.store.commits import Alongside, Lost
from shared.store.database import Cancelled, Transaction
from shared.store.models import (
    AffiliateItem,
    AlertItem,
    BlockItem,
    BranchItem,
    DeliveryItem,
    HeadItem,
    Item,
    LoginItem,
    OwnerKeyItem,
    PresenceItem,
    StampItem,
    TicketItem,
    UserItem,
)
from shared.store.scope import OutOfScope, piece_of_work, settled, within, work_for
from tests.unit import aws
from tests.unit.builders import CountedIds
from tests.unit.world import OTHER_LINE, World

#: Everything that can keep a write from happening.
REFUSALS = (OutOfScope, Cancelled, PutError, UpdateError, DeleteError, Lost)
TABLES = ("directory", "conversations", "vault", "consents", "audit", "files", "sessions")
ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def everything() -> dict[str, list[dict[str, Any]]]:
    return {table: aws.rows(table) for table in TABLES}


def belongs(affiliate: str) -> list[Item]:
    """An affiliate's items, as somebody would write them who knows or guesses their keys."""
    program, user = ("pro_1", "res_1") if affiliate == "aff_1" else ("pro_9", "res_9")
    return [
        AffiliateItem(f"A#{affiliate}", "AFFILIATE", affiliate_id=affiliate, name="taken over", active=False),
        StampItem(f"A#{affiliate}", "STAMP", stamp="stamp_x"),
        UserItem(
            f"A#{affiliate}", f"U#{user}", user_id=user, email="x@example.org", name="X", role="admin", active=True
        ),
        BranchItem(f"B#{affiliate}", "ACTIVE", branch_id="bra_x", wrapped=b"x", created_at=NOW),
        BlockItem(
            f"B#{affiliate}", "blk_x", consent_id="c", program_id=program, conversation_id="c", blocked_by="x", at=NOW
        ),
        AlertItem(
            f"L#{affiliate}", "al_x", alert_id="al_x", kind="k", level="page", program_id=program, at=NOW, expires_at=1
        ),
        TicketItem("W#x", "TICKET", user_id=user, affiliate_id=affiliate, session_id="ses_x", expires_at=1),
        PresenceItem(f"P#{user}", "PRESENCE", affiliate_id=affiliate, state="gone", seen_at=NOW, expires_at=1),
        LoginItem("L#x@example.org", "LOGIN", affiliate_id=affiliate, user_id=user, password_hash="h"),
        OwnerKeyItem("K#con_x", "KEY", affiliate_id=affiliate, branch_id="bra_x", wrapped=b"x"),
        Audit(Clock(), CountedIds()).entry(affiliate, Actor(user, "admin"), "program.updated", "program:x", "r"),
    ]


class Clock:
    def now(self) -> datetime:
        return NOW


def _save(world: World, item: Item) -> None:
    item.save()


def _delete(world: World, item: Item) -> None:
    item.delete()


def _put_together(world: World, item: Item) -> None:
    writes = Transaction(world.database)
    writes.put("mine", StampItem("A#aff_1", "STAMP", stamp="mine"), new=False)
    writes.put("theirs", item, new=False)
    writes.commit()


def _delete_together(world: World, item: Item) -> None:
    writes = Transaction(world.database)
    writes.put("mine", StampItem("A#aff_1", "STAMP", stamp="mine"), new=False)
    writes.delete("theirs", item)
    writes.commit()


def _replace_together(world: World, item: Item) -> None:
    writes = Transaction(world.database)
    writes.replace("theirs", item, type(item).pk.exists())
    writes.commit()


WAYS: dict[str, Callable[[World, Item], None]] = {
    "save": _save,
    "delete": _delete,
    "put in a transaction": _put_together,
    "delete in a transaction": _delete_together,
    "replace in a transaction": _replace_together,
}
ITEMS = len(belongs("aff_1"))


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    mine=st.sampled_from(["aff_1", "aff_2", "platform", "aff_new"]),
    theirs=st.sampled_from(["aff_1", "aff_2"]),
    number=st.integers(0, ITEMS - 1),
    way=st.sampled_from(sorted(WAYS)),
    there=st.booleans(),
)
def test_whoever_works_for_one_affiliate_never_writes_to_anothers_items(
    world: World, mine: str, theirs: str, number: int, way: str, there: bool
) -> None:
    item = belongs(theirs)[number]
    if there:
        belongs(theirs)[number].save()
    before = everything()
    with piece_of_work():
        work_for(mine)
        try:
            WAYS[way](world, item)
        except REFUSALS:
            assert everything() == before
        else:
            assert mine == theirs


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(guess=st.sampled_from(["head", "delivery", "ticket", "key", "presence"]), deletes=st.booleans())
def test_a_key_that_is_anothers_is_refused_by_the_table_though_nothing_says_whose_it_is(
    world: World, guess: str, deletes: bool
) -> None:
    """Updates and deletions name a key only: the stored item says whose it is, and the table looks."""
    rows: dict[str, tuple[Item, Item, list[Any]]] = {
        "head": (_head(world), HeadItem("C#con_t", "HEAD"), [HeadItem.state.set("closed")]),
        "delivery": (
            _delivery(),
            DeliveryItem("C#con_t", "D#1"),
            [DeliveryItem.status.set("failed")],
        ),
        "ticket": (belongs("aff_2")[6], TicketItem("W#x", "TICKET"), [TicketItem.session_id.set("mine")]),
        "key": (belongs("aff_2")[9], OwnerKeyItem("K#con_x", "KEY"), [OwnerKeyItem.wrapped.set(b"mine")]),
        "presence": (belongs("aff_2")[7], PresenceItem("P#res_9", "PRESENCE"), [PresenceItem.state.set("available")]),
    }
    stored, named, actions = rows[guess]
    stored.save()
    before = everything()
    write = named.delete if deletes else partial(named.update, actions=actions)
    with within("aff_1"), pytest.raises((UpdateError, DeleteError)):
        write()
    assert everything() == before


def _delivery() -> Item:
    return DeliveryItem(
        "C#con_t",
        "D#1",
        affiliate_id="aff_2",
        program_id="pro_9",
        seq=1,
        status="sent",
        status_rank=1,
        attempts=1,
        failures=0,
    )


def _head(world: World) -> Item:
    world.text(line=OTHER_LINE)
    (row,) = [row for row in aws.rows("conversations") if row["sk"]["S"] == "HEAD"][:1]
    head = HeadItem.from_raw_data(row)
    head.pk = "C#con_t"
    return head


class TestConversations:
    @pytest.fixture
    def theirs(self, world: World) -> str:
        world.text(line=OTHER_LINE)
        return world.only().id

    def test_a_conversation_of_another_affiliate_is_not_moved(self, world: World, theirs: str) -> None:
        found = world.conversations.get(theirs)
        assert found is not None
        before = everything()
        with within("aff_1"), pytest.raises(OutOfScope):
            world.conversations.commit(Draft.on(found).opt_out(world.clock.now()), b"", Alongside())
        assert everything() == before

    def test_one_that_was_read_as_ours_is_not_moved_either_when_it_is_not(self, world: World, theirs: str) -> None:
        """A mistake further up that takes one affiliate's for another's: the head's own condition holds against it."""
        found = world.conversations.get(theirs)
        assert found is not None
        before = everything()
        mistaken = replace(found, affiliate_id="aff_1")
        with within("aff_1"), pytest.raises(Lost):
            world.conversations.commit(Draft.on(mistaken).opt_out(world.clock.now()), b"", Alongside())
        assert everything() == before

    def test_ones_own_goes_on_as_ever(self, world: World) -> None:
        world.text()
        found = world.only()
        with within("aff_1"):
            after = world.conversations.commit(Draft.on(found).opt_out(world.clock.now()), b"", Alongside())
        assert after.version > found.version


class TestWhereNobodySaidForWhom:
    def test_the_first_write_settles_it_for_the_rest_of_the_piece_of_work(self, world: World) -> None:
        with piece_of_work():
            StampItem("A#aff_1", "STAMP", stamp="one").save()
            with pytest.raises(OutOfScope):
                StampItem("A#aff_2", "STAMP", stamp="two").save()

    def test_another_piece_of_work_may_be_anothers(self, world: World) -> None:
        for affiliate in ("aff_1", "aff_2"):
            with piece_of_work():
                StampItem(f"A#{affiliate}", "STAMP", stamp="one").save()
        assert {StampItem.get(f"A#{one}", "STAMP").stamp for one in ("aff_1", "aff_2")} == {"one"}

    def test_outside_of_any_as_at_the_command_line_everything_may_be_written(self, world: World) -> None:
        work_for("aff_1")
        StampItem("A#aff_2", "STAMP", stamp="by the operator").save()
        assert StampItem.get("A#aff_2", "STAMP").stamp == "by the operator"

    def test_what_is_known_already_is_not_settled_again(self, world: World) -> None:
        with within("aff_1"), settled("aff_2"), pytest.raises(OutOfScope):
            StampItem("A#aff_2", "STAMP", stamp="x").save()

    def test_it_is_counted_and_says_nothing_to_the_caller(
        self, world: World, capsys: pytest.CaptureFixture[str]
    ) -> None:
        with within("aff_1"), pytest.raises(OutOfScope) as refused:
            StampItem("A#aff_2", "STAMP", stamp="x").save()
        assert describe(refused.value)["error"] == "OutOfScope"
        (line,) = [json.loads(one) for one in capsys.readouterr().out.splitlines() if "OutOfScope" in one]
        assert line["OutOfScope"] == 1
        assert (refused.value.status, refused.value.code) == (500, "internal_error")
        assert "aff_" not in refused.value.detail


def test_functions_write_by_items_and_transactions_only() -> None:
    """What goes past them goes past the scope: raw writes stand in `store.database`, and once beside a guarded item."""
    raw = ("put_item", "delete_item", "update_item", "transact_write_items", "batch_write_item", "batch_write")
    found = set()
    for path in [*(ROOT / "functions").rglob("*.py"), *(ROOT / "shared").rglob("*.py")]:
        if "operator" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Attribute) and node.attr in raw:
                found.add((str(path.relative_to(ROOT)), node.attr))
    assert found == {("shared/store/database.py", "transact_write_items"), ("shared/store/presence.py", "update_item")}
