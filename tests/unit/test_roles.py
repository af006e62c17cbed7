"""How far each role goes: the table, its copy in the document, and what follows from it for conversations."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from shared.domain.errors import RuleBroken
from shared.domain.roles import PLATFORM, ROLES
from shared.operator.tenants import NewMember
from shared.runtime import access
from shared.runtime.access import MATRIX, May
from shared.store.directory import Directory
from shared.store.models import AffiliateItem, AffiliatesItem
from tests.unit.builders import a_conversation
from tests.unit.world import World

SECURITY = Path(__file__).parents[2] / "docs" / "security.md"
WORDS = {"—": May.NOTHING, "sees that it is there": May.SEE, "reads": May.READ, "reads, does": May.WRITE}


def test_the_document_has_the_same_table() -> None:
    section = SECURITY.read_text().split("### Roles\n")[1].split("\n### ")[0]
    rows = [[cell.strip() for cell in row.split("|")[1:-1]] for row in re.findall(r"^\|.*\|$", section, re.M)]
    head, _, *lines = rows
    assert head == ["", *(role.replace("_", " ") for role in ROLES)]
    assert {line[0]: [WORDS[cell] for cell in line[1:]] for line in lines} == {
        str(matter): [row[role] for role in ROLES] for matter, row in MATRIX.items()
    }


@pytest.mark.parametrize("role", ["outreach", "platform_admin", "somebody_new"])
def test_who_has_no_business_with_conversations_finds_none_not_even_their_own(world: World, role: str) -> None:
    world.hire("usr_x", role=role)
    principal = world.principal("usr_x")
    mine = a_conversation(affiliate_id="aff_1", program_id="pro_1", responder_id="usr_x", receiver_id="usr_x")
    assert not access.may_find(principal, mine)
    assert not access.may_see(principal, mine)
    assert not access.may_read_words(principal, mine)
    assert not access.may_hear_program(principal, "pro_1")
    assert access.allowed(principal, mine) == []


@pytest.mark.parametrize("role", ["responder", "supervisor", "admin"])
def test_whoever_is_bound_to_programs_finds_nothing_of_another(world: World, role: str) -> None:
    world.hire("usr_x", role=role, programs=("pro_1",))
    world.hire("usr_all", role=role, programs=())
    elsewhere = a_conversation(affiliate_id="aff_1", program_id="pro_2", responder_id="usr_x")
    assert not access.may_find(world.principal("usr_x"), elsewhere)
    assert access.may_find(world.principal("usr_all"), elsewhere)


def test_where_content_is_kept_from_admins_they_see_that_a_conversation_is_there_and_no_words(world: World) -> None:
    principal, one = world.principal("adm_1"), a_conversation(affiliate_id="aff_1", program_id="pro_1")
    kept = replace(principal, affiliate=replace(principal.affiliate, admins_read_content=False))
    assert access.may_read_words(principal, one)
    assert (access.may_see(kept, one), access.may_read_words(kept, one)) == (True, False)


class TestPlatformAdmins:
    PAT = NewMember("pla_1", "pat@holdfast.example", "Pat", "platform_admin", "a-long-password-of-theirs")

    def test_they_are_written_down_beside_the_affiliates_without_a_key(self, world: World) -> None:
        for _ in range(2):
            world.tenants.platform_admin(self.PAT)
        found = Directory(world.database).affiliate(PLATFORM)
        assert found is not None and found.staff["pla_1"].role == "platform_admin"
        assert AffiliateItem.get(f"A#{PLATFORM}", "AFFILIATE").kms_key_id is None
        assert PLATFORM not in AffiliatesItem.get("AFFILIATES", "ALL").ids

    @pytest.mark.parametrize("other", [replace(PAT, role="admin"), replace(PAT, program_ids=("pro_1",))])
    def test_nobody_else_is_one(self, world: World, other: NewMember) -> None:
        with pytest.raises(RuleBroken):
            world.tenants.platform_admin(other)
