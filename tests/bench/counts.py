"""The budgets that are counts: AWS calls, write units, KMS calls. The same on every machine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from shared.contracts.workflow import most_transitions
from shared.store.directory import STAMP_SECONDS
from tests.bench.calls import Call, by_function, in_words
from tests.bench.table import Row
from tests.bench.world import World

#: A whole segment, 160 characters, in which nobody finds danger: what that costs more is not what is counted.
WORDS = ("Hi, is somebody there? I had a long day at school and would like to talk to someone about it. " * 2)[:160]
#: What pages a supervisor.
FEAR = "I am going to kill myself tonight"
#: Seconds after which a snapshot of the directory is checked again.
_STALE = STAMP_SECONDS + 1
MESSAGES = 40
_SECONDS_BETWEEN = 60.0

#: Seconds after which a secret is read again.
_SECRETS_STALE = 301.0

_INBOUND = {"webhooks": 1, "intake": 4, "relay": 2, "publish": 2, "push": 2}
FRESH, STALE = "within the stamp's 5 s", "after the stamp's 5 s"


@dataclass(frozen=True)
class Warm:
    """The calls of each kind of message in warm environments, by how old the directory's stamp is.

    `conversation` is the one that the responder and `TEXTER` go on having.
    """

    inbound: dict[str, list[Call]]
    first: dict[str, list[Call]]
    outbound: dict[str, list[Call]]
    page: dict[str, list[Call]]
    conversation: str


def observe(world: World) -> Warm:
    """Let texters and a responder with one open browser write to each other."""
    world.text(WORDS)
    conversation = world.take_next()
    world.listen(conversation)
    keys = iter(range(100))

    def first() -> None:
        world.text(WORDS, sender=f"+1202555{1000 + next(keys)}")

    def reply() -> None:
        world.reply(conversation, WORDS, f"key-{next(keys)}")

    def inbound() -> None:
        world.text(WORDS)

    def page() -> None:
        world.text(FEAR, sender=f"+1202555{2000 + next(keys)}")

    return Warm(_twice(world, inbound), _twice(world, first), _twice(world, reply), _twice(world, page), conversation)


def _twice(world: World, happen: Callable[[], None]) -> dict[str, list[Call]]:
    happen()
    # A snapshot of the directory that is new is read once more; what is counted is what comes after that.
    world.pass_time(_STALE)
    happen()
    world.recorder.take()
    happen()
    fresh = world.recorder.take()
    world.pass_time(_STALE)
    happen()
    return {FRESH: fresh, STALE: world.recorder.take()}


def call_rows(world: World, warm: Warm) -> list[Row]:
    """AWS calls, by function. `measured` is the worse of the two ages of the directory's stamp."""
    taken_in = {function: _INBOUND[function] for function in ("webhooks", "intake")}
    sent = dict.fromkeys(("conversations", "relay", "publish", "push", "deliver", "webhooks", "receipts"))
    kinds: tuple[tuple[str, dict[str, list[Call]], dict[str, int | None]], ...] = (
        ("inbound", warm.inbound, {**_INBOUND, "risk": None}),
        # It opens, routes and welcomes, so that the stages behind `intake` do more than for the message alone.
        (
            "first message",
            warm.first,
            {**dict.fromkeys((*_INBOUND, "deliver", "lifecycle", "risk", "notify")), **taken_in},
        ),
        ("reply with receipt", warm.outbound, {**sent, "webhooks": 1}),
        # Of a texter at risk: one alert, one mail to the one supervisor.
        ("page", warm.page, dict.fromkeys(("notify", "comms"))),
    )
    rows: list[Row] = []
    for what, calls, budgets in kinds:
        rows += [_calls(what, calls, function, most) for function, most in budgets.items()]
        rows.append(Row(f"calls per {what}: all", len(calls[STALE]), None, f"{len(calls[FRESH])} {FRESH}"))
    return [*rows, _secrets_grown_old(world)]


def _secrets_grown_old(world: World) -> Row:
    world.pass_time(_SECRETS_STALE)
    world.recorder.take()
    world.invoke("webhooks", world.sms(WORDS))
    calls = world.recorder.take()
    world.settle()
    return Row("calls per inbound: webhooks, each 5 min", len(calls), None, in_words(calls, "webhooks"))


def unit_rows(warm: Warm) -> list[Row]:
    """DynamoDB write units."""
    inbound, first, outbound = warm.inbound[FRESH], warm.first[FRESH], warm.outbound[FRESH]
    return [
        _units("write units per inbound, conversation open", inbound, ("intake",), 6),
        _units("write units per first message: intake", first, ("intake",), None),
        _units("write units per reply: conversations", outbound, ("conversations",), None),
        _units("write units per reply: deliver", outbound, ("deliver",), None),
        _units("write units per receipt", outbound, ("receipts",), None),
        _units("write units per reply with receipt", outbound, ("conversations", "deliver", "receipts"), None),
    ]


def workflow_row() -> Row:
    """States an execution enters; what texter and responder write to each other enters none."""
    ordinary = ("route_message", "assign_responder", "start_conversation", "begin_wrap_up", "close_from_wrap_up")
    return Row("workflow transitions, ordinary conversation", most_transitions(ordinary), 25, ", ".join(ordinary))


def kms_rows(world: World) -> list[Row]:
    """KMS calls of a conversation of 40 messages in environments that are cold at its beginning."""
    world.start_anew()
    world.recorder.take()
    sender = "+12025550177"
    world.text(WORDS, sender)
    conversation = world.take_next()
    world.reply(conversation, WORDS, "kms-0")
    cold = [call for call in world.recorder.take() if call.service == "kms"]
    for turn in range(1, MESSAGES // 2):
        world.pass_time(_SECONDS_BETWEEN)
        world.text(WORDS, sender)
        world.pass_time(_SECONDS_BETWEEN)
        world.reply(conversation, WORDS, f"kms-{turn}")
    warm = [call for call in world.recorder.take() if call.service == "kms"]
    who = ", ".join(f"{name} {count}" for name, count in by_function(cold + warm).items())
    apart = f"one a minute, {MESSAGES // 2} in and {MESSAGES // 2} out"
    return [
        Row("KMS calls, 40 messages, all functions cold", len(cold) + len(warm), None, f"{who}; {apart}"),
        Row("KMS calls per message, cold starts included", (len(cold) + len(warm)) / MESSAGES, None, "the same run"),
        Row(
            "KMS calls per message, warm",
            len(warm) / (MESSAGES - 2),
            0.05,
            f"the same run without its first message in and out; {apart}",
        ),
    ]


def _calls(what: str, warm: dict[str, list[Call]], function: str, most: int | None) -> Row:
    words = {age: in_words(calls, function) for age, calls in warm.items()}
    worst = max(by_function(calls)[function] for calls in warm.values())
    how = words[FRESH]
    if words[STALE] != words[FRESH]:
        how = f"{STALE}: {words[STALE]}; {FRESH} {by_function(warm[FRESH])[function]}: {words[FRESH]}"
    return Row(f"calls per {what}: {function}", worst, most, how, exactly=function == "webhooks")


def _units(figure: str, calls: list[Call], functions: tuple[str, ...], most: int | None) -> Row:
    writes = [call for call in calls if call.function in functions and call.units.total]
    told = [call.reported for call in writes]
    reported = ", ".join("nothing" if one is None else f"{one:g}" for one in told)
    indexes = sum(call.units.indexes for call in writes)
    sizes = ", ".join(f"{sort.split('#')[0]} {size} B" for call in writes for sort, size in call.written)
    how = f"by the rule, {indexes} of them for index entries; items: {sizes}; moto itself reports {reported}"
    return Row(figure, sum(call.units.total for call in writes), most, how)
