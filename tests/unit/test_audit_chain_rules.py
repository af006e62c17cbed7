"""The chain's rules: what was sealed holds, and whatever is done to it shows, with the place."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.audit_chain import (
    Anchor,
    Head,
    Link,
    Walk,
    anchor_document,
    genesis,
    link_after,
    read_anchor,
    verify,
)

AFFILIATE = "aff_1"


def entry(number: int, **more: Any) -> dict[str, Any]:
    return {"id": f"aud_{number}", "actor": "res_1", "action": "conversation.read", **more}


def chain(entries: list[dict[str, Any]], head: Head | None = None) -> list[Link]:
    links: list[Link] = []
    end = head or Head(0, genesis(AFFILIATE))
    for one in entries:
        link = link_after(end, "2026-03-01T12:00:00.000000+00:00", one)
        links.append(link)
        end = Head(link.seq, link.hash)
    return links


def end_of(links: list[Link]) -> Head:
    return Head(links[-1].seq, links[-1].hash)


def breaks(links: list[Link], head: Head | None, *anchors: Anchor) -> list[tuple[str, int]]:
    return [(str(one.kind), one.seq) for one in verify(AFFILIATE, links, head, anchors).breaks]


@pytest.fixture
def ten() -> list[Link]:
    return chain([entry(number) for number in range(1, 11)])


def test_given_what_the_document_says_of_a_hash_then_it_can_be_recomputed_by_hand() -> None:
    (link,) = chain([entry(1)])
    start = hashlib.sha256(b'{"chain":"aff_1"}').hexdigest()
    said = (
        '{"entry":{"action":"conversation.read","actor":"res_1","id":"aud_1"},'
        f'"previous":"{start}","sealedAt":"2026-03-01T12:00:00.000000+00:00","seq":1}}'
    )
    assert link.hash == hashlib.sha256(said.encode()).hexdigest()


def test_given_an_untouched_chain_then_it_holds_and_says_how_far_it_is_anchored(ten: list[Link]) -> None:
    verdict = verify(AFFILIATE, ten, end_of(ten), [Anchor(4, ten[3].hash, "then")])
    assert (verdict.holds, verdict.entries, verdict.last, verdict.anchored_to) == (True, 10, end_of(ten), 4)


def test_given_nothing_was_ever_sealed_then_the_empty_chain_holds() -> None:
    assert verify(AFFILIATE, [], None).holds


def test_given_an_entry_is_altered_then_its_number_is_named(ten: list[Link]) -> None:
    ten[4] = replace(ten[4], entry=entry(5, actor="res_2"))
    assert breaks(ten, end_of(ten)) == [("altered", 5)]


def test_given_an_entry_is_altered_and_its_own_hash_made_anew_then_the_next_one_gives_it_away(ten: list[Link]) -> None:
    ten[4] = link_after(Head(4, ten[3].hash), ten[4].sealed_at, entry(5, actor="res_2"))
    assert breaks(ten, end_of(ten)) == [("altered", 5)]


def test_given_an_entry_is_removed_then_its_number_is_missing(ten: list[Link]) -> None:
    del ten[4:6]
    assert breaks(ten, end_of(ten)) == [("missing", 5)]
    assert "numbers 5 to 6" in verify(AFFILIATE, ten, end_of(ten)).breaks[0].detail


def test_given_the_first_entry_is_removed_then_it_is_missing(ten: list[Link]) -> None:
    assert breaks(ten[1:], end_of(ten)) == [("missing", 1)]


def test_given_two_entries_change_places_then_both_are_named_and_where_they_belong(ten: list[Link]) -> None:
    ten[2], ten[6] = replace(ten[2], entry=ten[6].entry), replace(ten[6], entry=ten[2].entry)
    assert breaks(ten, end_of(ten)) == [("reordered", 3), ("reordered", 7)]
    assert "at number 7" in verify(AFFILIATE, ten, end_of(ten)).breaks[0].detail


@pytest.mark.parametrize("renumbered", [True, False])
def test_given_two_whole_links_change_places_then_both_are_named(ten: list[Link], renumbered: bool) -> None:
    third, seventh = ten[2], ten[6]
    ten[2] = replace(seventh, place=3, seq=3 if renumbered else 7)
    ten[6] = replace(third, place=7, seq=7 if renumbered else 3)
    found = breaks(ten, end_of(ten))
    assert ("reordered", 3) in found
    assert ("reordered", 7) in found


def test_given_an_entry_is_removed_and_the_rest_moves_up_then_it_begins_there(ten: list[Link]) -> None:
    moved = ten[:3] + [replace(one, place=one.place - 1, seq=one.seq - 1) for one in ten[4:]]
    assert breaks(moved, end_of(ten))[0] == ("reordered", 4)


def test_given_the_end_is_cut_off_then_the_head_tells(ten: list[Link]) -> None:
    assert breaks(ten[:7], end_of(ten)) == [("truncated", 8)]


def test_given_the_end_is_cut_off_and_the_head_set_back_then_the_anchor_tells(ten: list[Link]) -> None:
    shorter = ten[:7]
    assert breaks(shorter, end_of(shorter)) == [], "without an anchor nobody could know"
    assert breaks(shorter, end_of(shorter), Anchor(9, ten[8].hash, "then")) == [("truncated", 8)]


def test_given_everything_is_gone_then_the_anchor_tells(ten: list[Link]) -> None:
    assert breaks([], None, Anchor(9, ten[8].hash, "then")) == [("truncated", 1)]


def test_given_an_entry_is_altered_and_all_that_follow_sealed_anew_then_the_anchor_tells(ten: list[Link]) -> None:
    forged = ten[:4] + chain([entry(5, actor="res_2"), *(one.entry for one in ten[5:])], Head(4, ten[3].hash))
    assert breaks(forged, end_of(forged)) == [], "the chain by itself holds"
    anchors = [Anchor(3, ten[2].hash, "before"), Anchor(8, ten[7].hash, "after", "anchor 8")]
    verdict = verify(AFFILIATE, forged, end_of(forged), anchors)
    assert [(str(one.kind), one.seq) for one in verdict.breaks] == [("anchor_mismatch", 8)]
    assert "from number 4 to 8" in verdict.breaks[0].detail


def test_given_a_head_that_names_another_end_then_that_is_told(ten: list[Link]) -> None:
    assert breaks(ten, Head(10, "f" * 64)) == [("head_mismatch", 10)]
    assert breaks(ten, Head(8, ten[7].hash)) == [("head_mismatch", 10)]
    assert breaks(ten, None) == [("head_mismatch", 10)]


def test_given_a_chain_of_another_affiliate_then_its_first_entry_does_not_begin_this_one(ten: list[Link]) -> None:
    verdict = verify("aff_2", ten, end_of(ten))
    assert [(str(one.kind), one.seq) for one in verdict.breaks] == [("altered", 1)]


def test_given_an_entry_slipped_in_beside_the_chain_then_it_shows(ten: list[Link]) -> None:
    assert breaks([*ten, replace(ten[0], place=0)], end_of(ten)) == [("altered", 0)]


def test_given_a_walk_from_an_anchored_end_then_only_what_follows_is_walked(ten: list[Link]) -> None:
    walk = Walk(AFFILIATE, [Anchor(6, ten[5].hash, "then")], Head(5, ten[4].hash))
    for link in ten[5:]:
        walk.take(link)
    verdict = walk.finish(end_of(ten))
    assert (verdict.holds, verdict.entries, verdict.anchored_to) == (True, 5, 6)


class TestAnchors:
    def test_given_an_anchor_then_what_is_read_is_what_was_written(self) -> None:
        content = anchor_document(AFFILIATE, Head(7, "a" * 64), "2026-03-01T00:00:00+00:00")
        assert read_anchor(AFFILIATE, content, "k") == Anchor(7, "a" * 64, "2026-03-01T00:00:00+00:00", "k")

    @pytest.mark.parametrize("change", [{"seq": 8}, {"hash": "b" * 64}, {"affiliate": "aff_2"}, {"digest": "c"}])
    def test_given_a_changed_anchor_then_it_is_not_sound_and_that_is_a_break(self, change: dict[str, Any]) -> None:
        document = json.loads(anchor_document(AFFILIATE, Head(7, "a" * 64), "then")) | change
        found = read_anchor(AFFILIATE, json.dumps(document).encode(), "k")
        assert not found.sound
        assert [str(one.kind) for one in verify(AFFILIATE, [], None, [found]).breaks] == ["anchor_mismatch"]

    @pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"null", b"\xff"])
    def test_given_what_is_no_anchor_then_it_is_not_sound(self, content: bytes) -> None:
        assert not read_anchor(AFFILIATE, content, "k").sound


ENTRIES = st.lists(
    st.dictionaries(st.sampled_from(["id", "actor", "action", "entity", "after"]), st.text(max_size=8), max_size=5),
    min_size=1,
    max_size=12,
)


@given(entries=ENTRIES, data=st.data())
def test_property_a_sealed_chain_holds_and_no_single_change_to_an_entry_goes_unseen(
    entries: list[dict[str, Any]], data: st.DataObject
) -> None:
    links = chain(entries)
    assert verify(AFFILIATE, links, end_of(links)).holds
    which = data.draw(st.integers(0, len(links) - 1))
    name = data.draw(st.sampled_from(["id", "actor", "action", "entity", "after"]))
    value = data.draw(st.text(max_size=8).filter(lambda text: text != entries[which].get(name)))
    links[which] = replace(links[which], entry={**entries[which], name: value})
    assert breaks(links, end_of(links)) == [("altered", which + 1)]


@given(entries=ENTRIES, data=st.data())
def test_property_whatever_is_left_out_or_moved_is_seen(entries: list[dict[str, Any]], data: st.DataObject) -> None:
    links = chain([{**one, "id": str(number)} for number, one in enumerate(entries)])
    head = end_of(links)
    kept = data.draw(st.sets(st.integers(0, len(links) - 1), max_size=len(links) - 1))
    assert breaks([links[number] for number in sorted(kept)], head) != []
    order = data.draw(st.permutations(range(len(links))))
    moved = [replace(links[number], place=place) for place, number in enumerate(order, 1)]
    assert (breaks(moved, head) == []) == (list(order) == list(range(len(links))))


@given(entries=ENTRIES, data=st.data())
def test_property_with_an_anchor_behind_it_no_history_can_be_written_anew(
    entries: list[dict[str, Any]], data: st.DataObject
) -> None:
    links = chain(entries)
    anchored = data.draw(st.integers(1, len(links)))
    first = data.draw(st.integers(1, anchored))
    other = [{**one, "actor": f"somebody else than {one.get('actor')}"} for one in entries[first - 1 :]]
    before = Head(first - 1, links[first - 2].hash if first > 1 else genesis(AFFILIATE))
    forged = links[: first - 1] + chain(other, before)
    found = breaks(forged, end_of(forged), Anchor(anchored, links[anchored - 1].hash, "then"))
    assert found == [("anchor_mismatch", anchored)]
