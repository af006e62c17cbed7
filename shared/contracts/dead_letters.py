"""What each queue is for, and what it means for a texter when messages of it were given up on.

The rows are those of the catalogue's queues and the stream; a test compares them. People read the sentences: the API
and the operator's command show them beside the letters.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, fields

from shared.contracts.hooks import HookTask
from shared.contracts.queues import (
    Body,
    DeliveryTask,
    ErasureTask,
    FactNotice,
    IngressEnvelope,
    NoticeTask,
    QuarantineEnvelope,
    Receipt,
)

#: What is an id, an enum, a number or a moment; nothing else of a letter is ever shown.
_PLAIN = re.compile(r"[\w.:/#+-]{1,128}", re.ASCII)
_NEVER_SHOWN = frozenset({"sealed", "affiliate_id", "kind", "detail"})


@dataclass(frozen=True)
class DeadLetterRow:
    """One queue. `does`: what its consumer does; `means`: what a texter feels; `again`: what a replay does.

    `body` is what its messages hold, None for the stream, whose dead letters are pointers to its records.
    """

    name: str
    body: type[Body] | None
    does: str
    means: str
    again: str
    fifo: bool = False
    function: str = ""

    @property
    def consumer(self) -> str:
        """The function that is given the queue's messages: mostly it has the queue's name."""
        return self.function or self.name

    @property
    def says_whose(self) -> bool:
        """Whether a letter names its affiliate, so that the affiliate's own staff may see and replay it.

        What is sealed names nobody until `intake` opens it; it is the platform's operator's.
        """
        return self.body is not None and any(one.name == "affiliate_id" for one in fields(self.body))  # type: ignore[arg-type]


STREAM = "stream"

# fmt: off
DEAD_LETTERS: dict[str, DeadLetterRow] = {row.name: row for row in (
    DeadLetterRow("inbound", IngressEnvelope,
        "Takes in what texters write.",
        "Somebody texted and has not been heard. Their text is safe and sealed. Hurry.",
        "It is taken in now, once however often it comes. It may stand after what the same person wrote later.",
        fifo=True, function="intake"),
    DeadLetterRow("receipts", Receipt,
        "Applies what carriers say became of our messages.",
        "Nothing. A responder does not see whether a message arrived.",
        "Statuses never go back, so a late receipt changes only what it knows better."),
    DeadLetterRow("quarantine", QuarantineEnvelope,
        "Keeps webhooks that could not be verified, opened or placed.",
        "Nothing, if it is a forgery. A text to a number nobody has set up waits here too, and no alarm rang for it.",
        "Written twice, it is the same row."),
    DeadLetterRow("deliver", DeliveryTask,
        "Hands our messages to the carriers.",
        "A responder answered, and the answer has not left. In the console it stands as queued.",
        "It is sent now, unless it was sent before or the texter has opted out. Think first: an answer that comes "
        "hours late may do harm, above all when the conversation has ended.",
        fifo=True),
    DeadLetterRow("push", FactNotice,
        "Tells open consoles that something happened.",
        "Nothing. A console shows it as soon as it asks again.",
        "Consoles hear of it, perhaps for the second time, and go by its number."),
    DeadLetterRow("publish", FactNotice,
        "Puts domain events on the bus.",
        "Nothing. Those who listen to the bus miss an event.",
        "The event is put on the bus again; it is told apart by conversation, number and kind."),
    DeadLetterRow("lifecycle", FactNotice,
        "Starts and wakes the workflow, and calls for help when a dispatch was confirmed.",
        "A survey is not asked, nobody is told that no responder is there. With the kind 'escalation': help that was "
        "called may not have been reached. Call the program's supervisors now.",
        "Starts and wakes may come late and twice; help that was reached is not called again."),
    DeadLetterRow("risk", FactNotice,
        "Reads a text again, by meaning.",
        "Their place in line goes by the words of the lexicon alone: somebody at risk may wait too long.",
        "It is read now; risk only rises."),
    DeadLetterRow("notify", FactNotice,
        "Calls staff for what they must know.",
        "Supervisors were not called for somebody who waits, is at risk or needs help.",
        "The alert is kept once; nobody who was mailed or texted for it is mailed or texted again."),
    DeadLetterRow("audit", FactNotice,
        "Puts on record what staff did to conversations.",
        "Nothing. What somebody of the staff did is not on record until it is replayed.",
        "It is put on record now, with the time at which it happened; what is on record already is not doubled."),
    DeadLetterRow("comms", NoticeTask,
        "Mails and texts staff.",
        "A supervisor was not mailed or texted for somebody who waits or needs help. Their console shows it.",
        "It goes out now, unless it went out before, or happened more than two hours ago."),
    DeadLetterRow("hooks", HookTask,
        "Tells affiliates' own systems what happened.",
        "Nothing. An affiliate's system misses an event.",
        "A webhook that has had the event is not told again; one that was disabled stays so."),
    DeadLetterRow("hooks", HookTask,
        "Posts events to the addresses that affiliates registered.",
        "Nothing. An affiliate's own system missed an event.",
        "It is posted now, unless it was delivered before or its webhook is no longer active; the receiver tells it "
        "apart by its delivery id."),
    DeadLetterRow("erasures", ErasureTask,
        "Erases texters, as two people decided.",
        "They were promised that what they wrote would be gone, and some of it is still there.",
        "It goes on where it stopped. A job takes it on each quarter of an hour anyway."),
    DeadLetterRow(STREAM, None,
        "Passes on what the table of facts says happened.",
        "What they wrote is stored, but nobody may have been told of it: answers may not have left, alerts not come.",
        "Its records are read again and passed on, as long as the stream keeps them: 24 hours.",
        function="relay"),
)}
# fmt: on


@dataclass(frozen=True)
class Contents:
    """What may be shown of a letter. `ids` maps wire names to ids, enums and moments, in the body's order."""

    kind: str
    affiliate_id: str | None
    program_id: str | None
    ids: dict[str, str]


def contents(row: DeadLetterRow, body: str) -> Contents | None:
    """What a letter of this queue says of itself; None when it is not what the queue carries."""
    if row.body is None:
        return _stretch(body)
    try:
        found = row.body.from_json(body)
    except ValueError:
        return None
    values = {one.name: getattr(found, one.name) for one in fields(found)}  # type: ignore[arg-type]
    shown = {_camel(name): str(value) for name, value in values.items() if name not in _NEVER_SHOWN and _plain(value)}
    kind = values.get("kind")
    affiliate, program = values.get("affiliate_id"), values.get("program_id")
    return Contents(
        str(kind) if _plain(kind) else _words(row.body.__name__),
        affiliate if isinstance(affiliate, str) else None,
        program if isinstance(program, str) else None,
        shown,
    )


def _stretch(body: str) -> Contents | None:
    """A stretch of the stream, as Lambda writes down what it gave up on."""
    try:
        letter = json.loads(body)
        where = letter["DDBStreamBatchInfo"]
        ids = {
            "condition": letter["requestContext"]["condition"],
            "shardId": where["shardId"],
            "records": where["batchSize"],
            "since": where["approximateArrivalOfFirstRecord"],
        }
    except (ValueError, KeyError, TypeError):
        return None
    return Contents(
        "stretch of the stream", None, None, {name: str(value) for name, value in ids.items() if _plain(value)}
    )


def _plain(value: object) -> bool:
    return isinstance(value, str | int) and _PLAIN.fullmatch(str(value)) is not None


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def _words(name: str) -> str:
    """`DeliveryTask` → `delivery task`."""
    return re.sub(r"(?<!^)([A-Z])", r" \1", name).lower()
