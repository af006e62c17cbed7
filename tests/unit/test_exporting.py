"""All that is kept of a texter, page by page, for those who may see all of it; each page is on record."""

from __future__ import annotations

import json
from typing import Any

import pytest

from shared.domain.errors import InvalidInput, NotFound
from shared.lifecycle import exporting
from tests.unit import aws
from tests.unit.builders import TEXTER
from tests.unit.erasure_house import House, sent, talked, texter_of
from tests.unit.staff import EXIT, Staff
from tests.unit.world import World


@pytest.fixture
def staff(world: World) -> Staff:
    return Staff(world, surveys=(EXIT,))


@pytest.fixture
def house(world: World) -> House:
    return House(world)


def pages(house: House, texter: str, user: str = "sup_1") -> list[Any]:
    found = [house.export(user, texter)]
    while found[-1].next_cursor is not None:
        found.append(house.export(user, texter, found[-1].next_cursor))
    return found


def test_it_has_every_word_of_every_conversation_with_what_became_of_each_message(
    staff: Staff, house: House, world: World
) -> None:
    one = staff.talking(text="I cannot sleep", media=("https://carrier.example.org/cat.jpg",))
    world.reply(one, "I am here")
    staff.whisper("sup_1", one, "ask about tonight")
    staff.tag("res_1", one, "school", risk="high", reason="said so")
    staff.survey("res_1", one, EXIT.id, {"upset": 2, "helped": "you listened"})
    sent(world, one)
    staff.close("res_1", one)
    (page,) = pages(house, texter_of(world, one))
    (conversation,) = page.conversations
    assert (page.texter.number, conversation.id, conversation.state) == (TEXTER, one, "closed")
    assert (conversation.tags, conversation.risk_level, conversation.outcome.exit_score) == (["school"], "high", 2)
    contents = {entry.content: entry for entry in conversation.entries if entry.content}
    assert contents["I cannot sleep"].media == ["https://carrier.example.org/cat.jpg"]
    assert contents["I am here"].status == "sent" and contents["ask about tonight"].direction == "note"
    words = [text for entry in conversation.entries for text in entry.words.values()]
    assert {"said so", "you listened"} <= set(words)
    assert [entry.seq for entry in conversation.entries] == list(range(1, conversation.entries[-1].seq + 1))


def test_it_says_what_the_texter_said_about_being_texted(staff: Staff, house: House, world: World) -> None:
    one = staff.talking()
    world.text("STOP")
    (page,) = pages(house, texter_of(world, one))
    assert [(consent.opted_out, consent.blocked) for consent in page.texter.consents] == [(True, False)]


def test_given_there_is_much_of_it_then_it_comes_in_pages_without_a_gap(
    staff: Staff, house: House, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "_FACTS", 4)
    first, second = talked(staff), talked(staff)
    texter = texter_of(world, first)
    found = pages(house, texter)
    assert len(found) > 3 and len({page.export_id for page in found}) == 1
    seqs: dict[str, list[int]] = {first: [], second: []}
    for page in found:
        for part in page.conversations:
            seqs[part.id] += [entry.seq for entry in part.entries]
    for one, got in seqs.items():
        assert got == list(range(1, world.conversations.get(one).version + 1))  # type: ignore[union-attr]
    parts = [part for page in found for part in page.conversations if part.id == first]
    assert [part.continued for part in parts] == [True] * (len(parts) - 1) + [False]


def test_each_page_is_on_record_without_a_word_of_it(staff: Staff, house: House, world: World) -> None:
    one = talked(staff)
    texter = texter_of(world, one)
    house.export("adm_1", texter)
    (entry,) = [row for row in aws.rows("audit") if row.get("action", {}).get("S") == "texter.exported"]
    assert (entry["actor"]["S"], entry["entity"]["S"]) == ("adm_1", f"texter:{texter}")
    assert [name["S"] for name in entry["evidence"]["L"]] == [f"conversation:{one}"]
    assert "mugwort" not in repr(entry) and TEXTER not in repr(entry)


def test_it_says_which_shape_it_has(staff: Staff, house: House, world: World) -> None:
    page = house.export("sup_1", texter_of(world, talked(staff)))
    document = json.loads(page.model_dump_json(by_alias=True))
    assert (document["schema"], document["version"]) == ("holdfast.texter-export", 1)


@pytest.mark.parametrize("cursor", ["", "no", "WyJleHBfMSIsIC0xLCAwXQ==", "WzEsIDIsIDNd", "W10="])
def test_a_strange_cursor_is_refused(staff: Staff, house: House, world: World, cursor: str) -> None:
    texter = texter_of(world, talked(staff))
    with pytest.raises(InvalidInput):
        house.export("sup_1", texter, cursor)


def test_what_was_removed_on_time_is_named_without_its_words(staff: Staff, house: House, world: World) -> None:
    one = talked(staff)
    conversation = world.conversations.get(one)
    assert conversation is not None
    world.purging.purge(conversation)
    (page,) = pages(house, conversation.texter_id)
    (part,) = page.conversations
    assert part.erased and not [entry for entry in part.entries if entry.content or entry.words]
    assert page.texter.number == TEXTER


def test_a_texter_there_is_not(house: House) -> None:
    with pytest.raises(NotFound):
        house.export("sup_1", "tex_none")
