"""The hash chain that makes altering the record show: how an entry is sealed, how a chain is walked, where it breaks.

Each link's hash covers its number, the moment it was sealed, the entry and the hash before it, as canonical JSON:
sorted keys, no spaces, UTF-8. Whoever changes, removes or moves an entry must seal anew all that follow; and the
anchors, which nobody can change, remember what the hashes were.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

#: Breaks beyond this many are counted and not listed.
MOST_LISTED = 100


class BreakKind(StrEnum):
    """`altered`: not what was sealed. `missing`: a number that is not there. `reordered`: sealed in another place.
    `truncated`: the end is gone. `head_mismatch`: the head names another end. `anchor_mismatch`: an anchor remembers
    another hash, so that everything since the anchor before may have been sealed anew.
    """

    ALTERED = "altered"
    MISSING = "missing"
    REORDERED = "reordered"
    TRUNCATED = "truncated"
    HEAD_MISMATCH = "head_mismatch"
    ANCHOR_MISMATCH = "anchor_mismatch"


@dataclass(frozen=True)
class Link:
    """One sealed entry. `place` is where it stands, `seq` where it says it stands; `hash` and `previous` are hex.

    `entry` is the entry's document: strings, lists of strings and objects of strings.
    """

    place: int
    seq: int
    previous: str
    hash: str
    sealed_at: str
    entry: Mapping[str, Any]


@dataclass(frozen=True)
class Head:
    """The end of a chain: the number and hash of its last link."""

    seq: int
    hash: str


@dataclass(frozen=True)
class Anchor:
    """What a chain's end was at a moment. `name` says where that is kept; `sound` whether it is as it was written."""

    seq: int
    hash: str
    at: str
    name: str = ""
    sound: bool = True


@dataclass(frozen=True)
class Break:
    """One place where the chain does not hold. `detail` is a sentence in ids, numbers and hashes."""

    kind: BreakKind
    seq: int
    detail: str


@dataclass(frozen=True)
class Verdict:
    """What a walk found. `anchored_to` is the last number that an anchor vouches for, 0 for none."""

    affiliate_id: str
    entries: int
    last: Head
    anchors: int
    anchored_to: int
    breaks: tuple[Break, ...]
    more_breaks: int = 0

    @property
    def holds(self) -> bool:
        return not self.breaks


def canonical(document: Mapping[str, Any]) -> bytes:
    """The one way a document is written down to be hashed."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def genesis(affiliate_id: str) -> str:
    """What stands before the first link: no two affiliates' chains begin alike."""
    return hashlib.sha256(canonical({"chain": affiliate_id})).hexdigest()


def link_hash(seq: int, previous: str, sealed_at: str, entry: Mapping[str, Any]) -> str:
    """A link's hash, hex."""
    document = {"entry": dict(entry), "previous": previous, "sealedAt": sealed_at, "seq": seq}
    return hashlib.sha256(canonical(document)).hexdigest()


def link_after(head: Head, sealed_at: str, entry: Mapping[str, Any]) -> Link:
    """Seal an entry behind `head`."""
    seq = head.seq + 1
    return Link(seq, seq, head.hash, link_hash(seq, head.hash, sealed_at, entry), sealed_at, entry)


@dataclass
class Walk:
    """A walk along a chain, link by link, in constant memory but for what is broken.

    `start` is where it begins: the chain's beginning, or an anchored end from which on it is walked.
    """

    affiliate_id: str
    anchors: Sequence[Anchor] = ()
    start: Head | None = None
    _broken: dict[int, Link] = field(default_factory=dict)
    _breaks: list[Break] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.start = self.start or Head(0, genesis(self.affiliate_id))
        self.last = self.start
        self._also = self.start.hash
        self.entries = 0
        self._agreed = self.start.seq
        self._remembered: dict[int, list[Anchor]] = {}
        for anchor in self.anchors:
            if not anchor.sound:
                self._add(BreakKind.ANCHOR_MISMATCH, anchor.seq, f"{anchor.name} is not as it was written")
            else:
                self._remembered.setdefault(anchor.seq, []).append(anchor)

    def take(self, link: Link) -> None:
        """The next link, in the order of places."""
        expected = self.last.seq + 1
        if link.place < expected:
            self._add(BreakKind.ALTERED, max(link.place, 0), "an entry that was never sealed stands beside the chain")
            return
        gap = link.place > expected
        if gap:
            self._add(BreakKind.MISSING, expected, _missing(expected, link.place - 1))
        self.entries += 1
        recomputed = link_hash(link.place, link.previous, link.sealed_at, link.entry)
        if link.seq != link.place:
            self._add(BreakKind.REORDERED, link.place, f"it says that it is number {link.seq}")
        elif recomputed != link.hash:
            self._broken[link.place] = link
        elif not gap and link.previous not in (self.last.hash, self._also):
            self._followed_by_another(link)
        self._check_anchors(link)
        self.last, self._also = Head(link.place, link.hash), recomputed

    def _followed_by_another(self, link: Link) -> None:
        if link.place == 1:
            self._add(BreakKind.ALTERED, 1, "the first entry does not follow this chain's beginning")
        elif self.last.seq not in self._broken:
            detail = f"number {link.place} was sealed behind another entry than the one that stands there"
            self._add(BreakKind.ALTERED, self.last.seq, detail)

    def _check_anchors(self, link: Link) -> None:
        for anchor in self._remembered.get(link.place, ()):
            if anchor.hash == link.hash:
                self._agreed = max(self._agreed, link.place)
            else:
                detail = (
                    f"{anchor.name} of {anchor.at} remembers the hash {anchor.hash}, there is {link.hash}: "
                    f"what stands from number {self._agreed + 1} to {link.place} may have been sealed anew"
                )
                self._add(BreakKind.ANCHOR_MISMATCH, link.place, detail)

    def finish(self, head: Head | None) -> Verdict:
        """`head` as it was read after the last link was taken."""
        for place, link in sorted(self._broken.items()):
            self._tell(place, link)
        end = self.last.seq
        furthest = max((anchor.seq for anchor in self.anchors if anchor.sound), default=0)
        if head is not None and head.seq > end:
            self._add(BreakKind.TRUNCATED, end + 1, _missing(end + 1, head.seq) + ", says the head")
        elif furthest > end:
            self._add(BreakKind.TRUNCATED, end + 1, _missing(end + 1, furthest) + ", says the latest anchor")
        if head is None:
            if self.entries:
                self._add(BreakKind.HEAD_MISMATCH, end, "the chain has no head")
        elif head.seq < end:
            self._add(BreakKind.HEAD_MISMATCH, end, f"the head ends at number {head.seq}")
        elif head.seq == end and head.hash not in (self.last.hash, self._also):
            self._add(BreakKind.HEAD_MISMATCH, end, f"the head names the hash {head.hash}, there is {self.last.hash}")
        found = sorted(self._breaks, key=lambda one: one.seq)
        return Verdict(
            self.affiliate_id,
            self.entries,
            self.last,
            len(self.anchors),
            self._agreed,
            tuple(found[:MOST_LISTED]),
            max(0, len(found) - MOST_LISTED),
        )

    def _tell(self, place: int, link: Link) -> None:
        """Whether a link that is not what was sealed was altered, or is at home elsewhere."""
        home = next((q for q in self._elsewhere(place) if _fits(q, link, link.entry)), None)
        if home is not None:
            self._add(BreakKind.REORDERED, place, f"what stands here was sealed as number {home}")
            return
        of = next((q for q, other in self._others(place) if _fits(place, link, other.entry)), None)
        if of is not None:
            self._add(BreakKind.REORDERED, place, f"the entry that was sealed here stands at number {of}")
            return
        self._add(BreakKind.ALTERED, place, f"entry {link.entry.get('id', '?')} is not what was sealed")

    def _elsewhere(self, place: int) -> Iterable[int]:
        return dict.fromkeys([place + 1, place - 1, *(q for q, _ in self._others(place))])

    def _others(self, place: int) -> Iterable[tuple[int, Link]]:
        # Looking at each against each: for a few hundred, which is what a hand can move.
        return [(q, one) for q, one in list(self._broken.items())[:500] if q != place]

    def _add(self, kind: BreakKind, seq: int, detail: str) -> None:
        self._breaks.append(Break(kind, seq, detail))


def verify(affiliate_id: str, links: Iterable[Link], head: Head | None, anchors: Sequence[Anchor] = ()) -> Verdict:
    """Walk a whole chain."""
    walk = Walk(affiliate_id, anchors)
    for link in links:
        walk.take(link)
    return walk.finish(head)


def _fits(place: int, link: Link, entry: Mapping[str, Any]) -> bool:
    return link_hash(place, link.previous, link.sealed_at, entry) == link.hash


def _missing(first: int, last: int) -> str:
    return f"number {first} is missing" if first == last else f"numbers {first} to {last} are missing"


def anchor_document(affiliate_id: str, head: Head, at: str) -> bytes:
    """An anchor as it is kept: JSON, with a digest of its own so that a damaged one shows."""
    document = {"version": 1, "affiliate": affiliate_id, "seq": head.seq, "hash": head.hash, "at": at}
    return canonical({**document, "digest": hashlib.sha256(canonical(document)).hexdigest()})


def read_anchor(affiliate_id: str, content: bytes, name: str) -> Anchor:
    """The inverse of `anchor_document`. What is no anchor of this chain is one that is not sound."""
    try:
        document = json.loads(content)
        digest = document.pop("digest")
        sound = digest == hashlib.sha256(canonical(document)).hexdigest() and document["affiliate"] == affiliate_id
        return Anchor(int(document["seq"]), str(document["hash"]), str(document["at"]), name, sound)
    except (ValueError, KeyError, TypeError, AttributeError):
        return Anchor(0, "", "", name, sound=False)
