"""What a message costs, in dollars per million: the recorded calls, times the prices of `prices.json`.

    python -m tests.bench.cost

Counted: requests to the API, invocations, requests to queues and to the topic, DynamoDB's units, pushes, events, logs.
Modelled, because an emulation cannot tell it, and each stated below: how long an invocation takes, and how many
records share one. Not in it: the carrier's fees, storage, traffic out, what keeps a line open while nobody writes.
"""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from infra.catalogue import FUNCTIONS, QUEUES
from shared.store.directory import STAMP_SECONDS
from tests.bench.calls import Call
from tests.bench.counts import FRESH, MESSAGES, STALE, WORDS, workflow_row
from tests.bench.table import Row, rendered
from tests.bench.world import Ran, World, the_world

#: An invocation takes 5 ms for itself (parsing, routing, sealing, its log line), and 8 ms for each AWS call, one after
#: the other: DynamoDB, SQS and SNS answer within their region in 3 to 10 ms, most of a transaction in less than 15.
INVOCATION_MS, CALL_MS = 5, 8
#: Per record, on top: a carrier takes 150 ms to accept a message. The risk model takes 63 ms of CPU for a whole segment
#: on a machine with full cores; 1 GB of memory is worth 0.58 of one.
FURTHER_MS = {"deliver": 150, "risk": 110}
#: Lambda reads each shard of a stream four times a second; a table paid for by request begins with four shards.
#: Wakings that come between two readings share an invocation and its calls, up to ten to a publication. What is written
#: at a delivery's beginning and at its end counts as one waking.
STREAM_READS_PER_SECOND, SHARDS = 4, 4
#: The queues have no batching window (a FIFO queue cannot have one): a long poll ends with the first message, and at 20
#: messages a second some poller always waits. Every message is therefore sent, received and deleted by itself and gets
#: an invocation of its own. What SNS and EventBridge put into a queue counts as sent, though they charge nothing.
REQUESTS_PER_QUEUED = 3
#: Environments of a function that are awake at a steady pace. Each looks at the directory's stamp when it is stale.
ENVIRONMENTS = 5
#: Lambda keeps five long polls of 20 s open on each queue, also on one in which there is nothing.
POLLS, POLL_SECONDS = 5, 20
#: What KMS's own budget allows per message that is sealed or opened: branch keys are cached.
KMS_PER_MESSAGE = 0.05
#: Lambda's three lines per invocation (START, END, REPORT), and a line of the API's access log.
PLATFORM_LOG_BYTES, ACCESS_LOG_BYTES = 400, 400

_KINDS = ("inbound", "reply", "receipt")
#: What is priced → the messages it consists of.
PRICED = {kind: (kind,) for kind in _KINDS} | {"in+out+receipt": _KINDS}
BUDGETS = {"inbound": 7.0, "in+out+receipt": 17.0}
#: What the budgets are about. SNS stands for part of the queues' fan-out.
BUDGETED = ("API Gateway", "Lambda", "SQS", "SNS", "DynamoDB")
BESIDE = ("KMS", "EventBridge", "Step Functions", "pushes", "logs")

_EVENTS = {"inbound": "conversation.message.inbound", "reply": "conversation.message.outbound"}
_ROWS = {row.name: row for row in FUNCTIONS}
_QUEUES = {row.name: row for row in QUEUES}
_MILLION = 1_000_000


@dataclass(frozen=True)
class Pace:
    """Messages of a kind per second."""

    name: str
    per_second: float
    budgeted: bool

    @property
    def stale(self) -> float:
        """The share of messages for which a function looks at the directory's stamp."""
        return min(1.0, ENVIRONMENTS / (STAMP_SECONDS * self.per_second))

    @property
    def together(self) -> float:
        """Wakings of the stream's consumer that share an invocation: the mean of a Poisson count that is not 0."""
        expected = self.per_second / SHARDS / STREAM_READS_PER_SECOND
        return expected / -math.expm1(-expected)


STEADY = Pace("20 a second", 20, budgeted=True)
SPARSE = Pace("1 a minute", 1 / 60, budgeted=False)


@dataclass(frozen=True)
class Happened:
    """All that one message set off."""

    calls: list[Call]
    ran: list[Ran]


#: Kind of message → how old the directory's stamp was → what happened.
Spent = dict[str, dict[str, Happened]]
#: Part → dollars per million; a function's share of Lambda as `Lambda: its name`.
Bill = dict[str, float]


def prices() -> dict[str, float]:
    """Dollars per million of each."""
    listed = json.loads((Path(__file__).parent / "prices.json").read_text())["prices"]
    return {name: price["usd"] / price["per"] * _MILLION for name, price in listed.items()}


def spend(world: World, conversation: str) -> Spent:
    """Let `TEXTER` and the responder write to each other in their conversation, in warm environments."""
    keys = count()
    for _ in range(2):
        for kind in _KINDS:
            _happen(world, conversation, kind, f"cost-{next(keys)}")
        world.pass_time(STAMP_SECONDS + 1)
        world.recorder.take()
    for kind in _KINDS:
        _happen(world, conversation, kind, f"cost-{next(keys)}")
    spent: Spent = {kind: {} for kind in _KINDS}
    for age in (FRESH, STALE):
        for kind, by_age in spent.items():
            if age == STALE:
                world.pass_time(STAMP_SECONDS + 1)
            world.recorder.take()
            world.ran.clear()
            _happen(world, conversation, kind, f"cost-{next(keys)}")
            by_age[age] = Happened(world.recorder.take(), list(world.ran))
    return spent


def cost_rows(spent: Spent) -> list[Row]:
    """Dollars per million of each kind of message, at both paces."""
    rows: list[Row] = []
    for pace in (STEADY, SPARSE):
        for name, kinds in PRICED.items():
            bill: Bill = defaultdict(float)
            for kind in kinds:
                for part, dollars in _bill(kind, spent[kind], pace):
                    bill[part] += dollars
            figure, most = f"$ per million {name}, {pace.name}", BUDGETS.get(name) if pace.budgeted else None
            budgeted, beside = sum(bill[part] for part in BUDGETED), sum(bill[part] for part in BESIDE)
            rows.append(Row(figure, budgeted, most, f"{_listed(bill, BUDGETED)}; most of Lambda: {_dearest(bill)}"))
            rows.append(Row(f"{figure}, all-in", budgeted + beside, None, f"with {_listed(bill, BESIDE)}"))
        rows.append(_empty_receives(pace))
    return rows


def _happen(world: World, conversation: str, kind: str, key: str) -> None:
    before = len(world.ran)
    if kind == "inbound":
        world.text(WORDS)
    elif kind == "reply":
        path = f"/api/conversations/{conversation}/messages"
        world.api("POST", path, {"content": WORDS}, **{"idempotency-key": key})
        world.settle()
    else:
        world.invoke("webhooks", world.receipt("delivered"))
        world.settle()
    # The bus hands every event to the queue of hooks, wanted or not; the emulated bus has no rules.
    for _ in range(sum(ran.records for ran in world.ran[before:] if ran.function == "publish")):
        world.invoke("hooks", world.event(_EVENTS[kind]))


def _bill(kind: str, by_age: dict[str, Happened], pace: Pace) -> Iterator[tuple[str, float]]:
    for age, share in ((FRESH, 1 - pace.stale), (STALE, pace.stale)):
        for part, dollars in _parts(by_age[age], pace):
            yield part, dollars * share
    if kind in _EVENTS:
        listed = prices()
        yield "KMS", KMS_PER_MESSAGE * listed["kms_request"]
        yield "Step Functions", workflow_row().measured / MESSAGES * listed["step_functions_transition"]


def _parts(happened: Happened, pace: Pace) -> Iterator[tuple[str, float]]:
    listed = prices()
    for function in {ran.function: None for ran in happened.ran}:
        row = _ROWS[function]
        runs = [ran for ran in happened.ran if ran.function == function]
        calls = [call for call in happened.calls if call.function == function]
        records = sum(ran.records for ran in runs)
        shared = pace.together if row.stream_of else 1.0
        invocations = (records if row.consumes else len(runs)) / shared
        ms = INVOCATION_MS * invocations + CALL_MS * len(calls) / shared + FURTHER_MS.get(function, 0) * records
        gigabyte_seconds = ms / 1000 * row.memory / 1024
        duration = gigabyte_seconds * listed["lambda_arm64_gb_second"]
        for part in ("Lambda", f"Lambda: {function}"):
            yield part, invocations * listed["lambda_request"] + duration
        if row.consumes:
            queue = "sqs_fifo_request" if _QUEUES[row.consumes].fifo else "sqs_standard_request"
            yield "SQS", REQUESTS_PER_QUEUED * records * listed[queue]
        asked = sum(not ran.records for ran in runs)
        yield "API Gateway", asked * listed["http_api_request"]
        yield "DynamoDB", sum(call.units.total for call in calls) * listed["dynamodb_write_unit"]
        yield "DynamoDB", sum(call.read_units for call in calls) * listed["dynamodb_read_unit"]
        made = Counter(call.service for call in calls)
        yield "SNS", made["sns"] / shared * listed["sns_publish_request"]
        yield "KMS", made["kms"] * listed["kms_request"]
        yield "pushes", made["apigatewaymanagementapi"] * listed["websocket_message"]
        if row.publishes:
            yield "EventBridge", records * listed["eventbridge_event"]
        logged = sum(ran.logged for ran in runs) + PLATFORM_LOG_BYTES * invocations + ACCESS_LOG_BYTES * asked
        yield "logs", logged / 1e9 * listed["logs_gb"]


def _empty_receives(pace: Pace) -> Row:
    """Of all queues, were they all empty all the time: more than it can be, and the same however much is written."""
    listed = prices()
    each = [listed["sqs_fifo_request" if row.fifo else "sqs_standard_request"] for row in QUEUES]
    dollars = sum(each) * POLLS / POLL_SECONDS / pace.per_second
    how = f"at most: {len(QUEUES)} queues, {POLLS} polls of {POLL_SECONDS} s each; in no figure above"
    return Row(f"$ per million messages, {pace.name}: empty receives", dollars, None, how)


def _listed(bill: Bill, parts: tuple[str, ...]) -> str:
    return ", ".join(f"{part} {bill[part]:.2f}" for part in parts if bill[part])


def _dearest(bill: Bill) -> str:
    functions = {part.partition(": ")[2]: dollars for part, dollars in bill.items() if ": " in part}
    return ", ".join(f"{name} {functions[name]:.2f}" for name in sorted(functions, key=functions.__getitem__)[:-4:-1])


def main() -> None:
    """Print the costs alone."""
    with the_world() as world:
        world.text(WORDS)
        conversation = world.take_next()
        world.listen(conversation)
        print(rendered(cost_rows(spend(world, conversation))))


if __name__ == "__main__":
    main()
