"""Every fault in words: what it is, and what Holdfast is expected to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from localstack.carrier.faults import KINDS, FaultKind
from localstack.carrier.ledger import Provider

#: Where in a message's way a fault acts.
Part = Literal["Sending", "Receipts", "Texts on their way in", "All of it"]


@dataclass(frozen=True, slots=True)
class Explanation:
    """`lasts`: `any` for a count or seconds or until stopped, else the one of them that the fault can have."""

    part: Part
    title: str
    what: str
    expected: str
    lasts: Literal["any", "seconds", "until_stopped"] = "any"


_LATER = "tries again after 4, 8, 16, 32 and 64 seconds; after three failures in a row a line's backup sends instead"

CATALOGUE: dict[FaultKind, Explanation] = {
    FaultKind.RATE_LIMITED: Explanation(
        "Sending",
        "Too many requests",
        "The carrier refuses a send for now: 429, at AWS a ThrottlingException.",
        f"Holdfast {_LATER}.",
    ),
    FaultKind.SERVER_ERROR: Explanation(
        "Sending",
        "Carrier error",
        "The carrier fails on a send: 500.",
        f"Holdfast {_LATER}.",
    ),
    FaultKind.TIMEOUT_AFTER_ACCEPT: Explanation(
        "Sending",
        "Taken, but never answered",
        "The carrier takes the text and never answers the call.",
        "Holdfast does not send it twice: it is in doubt until the carrier's list, a receipt or a person decides; "
        "only a partner, for whom the same id is one message, is sent it again.",
    ),
    FaultKind.REFUSE: Explanation(
        "Sending",
        "Connection cut",
        "The connection breaks before the carrier has read the text.",
        "Holdfast cannot know that: the text is in doubt like one that was never answered, and not repeated blindly.",
    ),
    FaultKind.OPTED_OUT: Explanation(
        "Sending",
        "Texter opted out at the carrier",
        "The carrier says that this number wants no texts: 21610, at AWS a ConflictException.",
        "Holdfast records the opt-out as if the texter had written STOP, and sends nothing more.",
    ),
    FaultKind.CARRIER_OPT_OUT: Explanation(
        "Sending",
        "Carrier keeps its own STOP list",
        "After STOP the carrier refuses texts to that number until START.",
        "Holdfast stops at STOP by itself and only finds its own confirmation refused.",
        lasts="until_stopped",
    ),
    FaultKind.UNDELIVERABLE: Explanation(
        "Receipts",
        "Not delivered",
        "The carrier takes the text and then reports that the phone could not be reached.",
        "Holdfast marks the text as not delivered, with the carrier's code, so that the responder sees it.",
    ),
    FaultKind.RECEIPTS_REORDERED: Explanation(
        "Receipts",
        "Receipts out of order",
        "The receipt “delivered” comes before “sent”.",
        "Holdfast never goes back: the text stays delivered.",
    ),
    FaultKind.RECEIPTS_DUPLICATED: Explanation(
        "Receipts",
        "Every receipt twice",
        "Each receipt is posted two times.",
        "Holdfast takes the second one and changes nothing.",
    ),
    FaultKind.RECEIPTS_DELAYED: Explanation(
        "Receipts",
        "Late receipts",
        "Each receipt comes ten seconds late.",
        "Holdfast shows the text as sent until then, and as delivered afterwards.",
    ),
    FaultKind.RECEIPTS_OFF: Explanation(
        "Receipts",
        "No receipts",
        "The text arrives, and the carrier never says so.",
        "Holdfast keeps the text at sent, and claims no more.",
    ),
    FaultKind.INBOUND_DUPLICATED: Explanation(
        "Texts on their way in",
        "Webhook twice",
        "A texter's message is posted two times at the same moment.",
        "Holdfast takes it in once; both calls are answered 200.",
    ),
    FaultKind.INBOUND_REORDERED: Explanation(
        "Texts on their way in",
        "Webhooks out of order",
        "A text waits until the texter's next one has passed it, or ten seconds.",
        "Holdfast takes in both, in the order in which they come, and loses none.",
    ),
    FaultKind.INBOUND_DELAYED: Explanation(
        "Texts on their way in",
        "Late webhook",
        "A texter's message is posted ten seconds late.",
        "Holdfast takes it in when it comes.",
    ),
    FaultKind.INBOUND_LOST: Explanation(
        "Texts on their way in",
        "Lost webhook",
        "The carrier has a texter's message and never posts it.",
        "Holdfast finds it in the carrier's list, within minutes, and puts the texter in line; AWS keeps no list.",
    ),
    FaultKind.INBOUND_FORGED: Explanation(
        "Texts on their way in",
        "Wrong signature",
        "A texter's message is posted with a signature that does not match.",
        "Holdfast answers 403 and keeps it sealed in quarantine; what the carrier's own list has is found there later.",
    ),
    FaultKind.DOWN: Explanation(
        "All of it",
        "Carrier down",
        "For some seconds no connection to any of the carriers comes about, and none to this page either.",
        "Holdfast keeps what is to be sent, tries until the carrier is back, and loses nothing.",
        lasts="seconds",
    ),
}


def described() -> list[dict[str, object]]:
    """`[{kind, part, title, what, expected, lasts, providers}]`, in the order of the catalogue."""
    return [
        {
            "kind": kind.value,
            "part": words.part,
            "title": words.title,
            "what": words.what,
            "expected": words.expected,
            "lasts": words.lasts,
            "providers": [provider.value for provider in Provider if kind in KINDS[provider]],
        }
        for kind, words in CATALOGUE.items()
    ]
