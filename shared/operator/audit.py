"""Verifying and exporting what is on record of what staff did.

Verifying reads every link of a chain and every anchor, and needs nothing of the running line: whoever may read the
table and the bucket can do it, from an account of their own, too.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from shared.domain.audit_chain import Verdict, Walk
from shared.store.anchors import Anchors
from shared.store.audit_chain import AuditChain


def verify_chain(chain: AuditChain, anchors: Anchors | None, affiliate_id: str) -> Verdict:
    """Walk an affiliate's chain from its beginning and compare it with its anchors."""
    walk = Walk(affiliate_id, anchors.of(affiliate_id) if anchors is not None else ())
    return walk.finish(chain.walk(affiliate_id, walk))


def in_json(verdict: Verdict) -> dict[str, Any]:
    """A verdict for machines."""
    return {
        "affiliateId": verdict.affiliate_id,
        "holds": verdict.holds,
        "entries": verdict.entries,
        "lastSeq": verdict.last.seq,
        "lastHash": verdict.last.hash,
        "anchors": verdict.anchors,
        "anchoredTo": verdict.anchored_to,
        "breaks": [asdict(one) | {"kind": str(one.kind)} for one in verdict.breaks],
        "moreBreaks": verdict.more_breaks,
    }


def in_words(verdict: Verdict) -> Iterator[str]:
    """A verdict for people, line by line."""
    who, entries = verdict.affiliate_id, f"{verdict.entries} entries"
    if verdict.holds:
        until = f"anchored up to number {verdict.anchored_to}" if verdict.anchored_to else "not anchored yet"
        yield f"{who}: the chain holds: {entries}, {until}"
        return
    yield f"{who}: THE CHAIN IS BROKEN in {len(verdict.breaks) + verdict.more_breaks} places: {entries} read"
    for one in verdict.breaks:
        yield f"  number {one.seq}: {str(one.kind).replace('_', ' ')}: {one.detail}"
    if verdict.more_breaks:
        yield f"  and {verdict.more_breaks} more"


def export_chain(chain: AuditChain, affiliate_id: str) -> Iterator[str]:
    """Every link as a line of JSON, with all that is needed to recompute its hash elsewhere."""
    for link in chain.links(affiliate_id):
        document = {
            "seq": link.place,
            "hash": link.hash,
            "previous": link.previous,
            "sealedAt": link.sealed_at,
            "entry": dict(link.entry),
        }
        yield json.dumps(document, sort_keys=True, ensure_ascii=False)
