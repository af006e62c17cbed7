"""What runs, as a table: which function is woken by what, and what it may touch.

HTTP routes stand in `shared.contracts.routes`, tables in `shared.contracts.tables`. A test compares this
catalogue with the folders under `functions/` and with the synthesised template.
"""

from __future__ import annotations

from dataclasses import dataclass

R, W, RW = "read", "write", "read write"


@dataclass(frozen=True)
class Queue:
    """A queue and its dead-letter queue. Times in seconds; `late` is the age that raises an alarm.

    `batch` is how many messages its consumer is given at once. One that `hears_facts` listens to the topic of facts.
    """

    name: str
    fifo: bool
    visibility: int
    tries: int
    late: int
    batch: int
    hears_facts: bool = False


@dataclass(frozen=True)
class Job:
    """Scheduled work of a function, every so many minutes."""

    name: str
    every_minutes: int


@dataclass(frozen=True)
class Function:
    """A function and its grants. `timeout` in seconds, `memory` in MB; `tables` maps table to access.

    It may send to the queues it `sends` to, delay messages of those it `postpones` and ask the length of those it
    `measures`; read the `secrets`, and see that the `secrets_seen` exist. It `tells` facts to the topic, `supervises`
    conversations through the workflow, `mails` staff and asks the assistant (`assists`). Beside the common layer it
    may have further `layers`.
    """

    name: str
    memory: int
    timeout: int
    tables: dict[str, str]
    sends: tuple[str, ...] = ()
    postpones: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    consumes: str | None = None
    secrets: tuple[str, ...] = ()
    secrets_seen: tuple[str, ...] = ()
    opens_ingress: bool = False
    opens_branches: bool = False
    publishes: bool = False
    pushes: bool = False
    stream_of: str | None = None
    jobs: tuple[Job, ...] = ()
    tells: bool = False
    supervises: bool = False
    mails: bool = False
    assists: bool = False
    settings: tuple[str, ...] = ()
    layers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Alarm:
    """Pages somebody when a metric of ours reaches `threshold` within a minute."""

    name: str
    metric: str
    threshold: float
    why: str
    dimensions: tuple[tuple[str, str], ...] = ()
    statistic: str = "Sum"


# A queue's visibility is at least six times its consumer's timeout, as Lambda asks. `inbound` is tried for five hours:
# an outage that long must not lose a person. `deliver` tries longer than a message's whole back-off, so that SQS never
# gives up before Holdfast does, and one message at a time: a slow carrier must not use up the time of the next, nor a
# failed message hide the ones behind it for longer than its own back-off.
# fmt: off
QUEUES = (
    #     name          fifo   visibility  tries  late  batch  hears facts
    Queue("inbound",    True,  60,         300,   60,   10),
    Queue("receipts",   False, 60,         10,    300,  10),
    Queue("quarantine", False, 60,         10,    900,  10),
    Queue("deliver",    True,  180,        20,    120,  1),
    Queue("push",       False, 90,         5,     60,   10,    True),
    Queue("publish",    False, 60,         20,    300,  10,    True),
    Queue("lifecycle",  False, 180,        20,    60,   10,    True),
    Queue("risk",       False, 180,        20,    60,   5,     True),
    Queue("notify",     False, 90,         20,    60,   10,    True),
)
# fmt: on

SECRETS = ("ingress", "index", "auth", "providers")

_CARE = {"directory": R, "conversations": RW, "vault": R}

# fmt: off
FUNCTIONS = (
    Function("webhooks", 512, 10, {},
             sends=("inbound", "receipts", "quarantine"), secrets=("ingress", "providers"), settings=("PUBLIC_URL",)),
    Function("intake", 512, 10, {"directory": R, "conversations": RW, "vault": RW, "consents": RW},
             consumes="inbound", sends=("quarantine",), secrets=("index",), opens_ingress=True, opens_branches=True),
    Function("quarantine", 256, 10, {"quarantine": W}, consumes="quarantine"),
    Function("relay", 256, 30, {}, stream_of="conversations", sends=("deliver",), tells=True),
    Function("publish", 256, 10, {}, consumes="publish", publishes=True),
    Function("push", 256, 15, {"sessions": RW}, consumes="push", pushes=True),
    Function("lifecycle", 512, 30, _CARE | {"sessions": R},
             consumes="lifecycle", secrets=("providers",), opens_branches=True, supervises=True, mails=True,
             assists=True, settings=("PUBLIC_URL", "TWILIO_API_URL", "EMERGENCY_SERVICE")),
    Function("risk", 1024, 30, _CARE, consumes="risk", opens_branches=True, layers=("risk",)),
    Function("notify", 256, 15, {"directory": R, "sessions": RW},
             consumes="notify", sends=("push",), mails=True, settings=("PUBLIC_URL",)),
    Function("deliver", 512, 30, {"directory": R, "conversations": RW, "vault": R, "consents": RW},
             consumes="deliver", postpones=("deliver",), secrets=("providers",), opens_branches=True,
             settings=("PUBLIC_URL", "TWILIO_API_URL")),
    Function("receipts", 256, 10, {"conversations": RW}, consumes="receipts"),
    Function("conversations", 512, 15, _CARE | {"sessions": RW},
             secrets=("auth",), opens_branches=True, settings=("EMERGENCY_SERVICE",)),
    Function("assist", 512, 15, _CARE | {"conversations": R, "sessions": R},
             secrets=("auth",), opens_branches=True, assists=True),
    Function("auth", 1024, 15, {"directory": RW, "sessions": RW}, secrets=("auth",), settings=("WEBSOCKET_URL",)),
    Function("realtime", 256, 15, {"directory": R, "conversations": R, "sessions": RW}, secrets=("auth",)),
    Function("ops", 256, 10, {"directory": R}, measures=("inbound",), secrets_seen=SECRETS),
    Function("jobs", 512, 55, {"directory": R, "conversations": RW, "vault": RW, "sessions": R},
             opens_branches=True, supervises=True,
             jobs=(Job("queue_watch", 1), Job("sweep", 1), Job("reconcile", 1), Job("retention", 24 * 60))),
)
# fmt: on

# fmt: off
ALARMS = (
    Alarm("unknown-line", "Quarantined", 1,
          "A verified message came to a number we do not know: a texter is not being heard",
          dimensions=(("reason", "unknown_line"),)),
    Alarm("unreadable-message", "Quarantined", 1, "A verified message could not be opened: a texter is not being heard",
          dimensions=(("reason", "unreadable"),)),
    Alarm("delivery-unknown", "DeliveryUnknown", 1, "Nobody knows whether a message was sent; a person decides"),
    Alarm("delivery-gave-up", "DeliveryFailed", 1, "A message could not be handed to the carrier",
          dimensions=(("reason", "gave_up"),)),
    Alarm("server-errors", "ServerErrors", 3, "The API keeps answering 500"),
    Alarm("hook-failed", "HookFailed", 1, "A step after a transition failed; the conversation went on without it",
          dimensions=(("hook", "contact_services"),)),
    Alarm("conversation-failed", "ConversationFailed", 1, "A conversation failed; its texter gets a new one"),
    Alarm("live-without-timer", "LiveWithoutTimer", 1, "A live conversation had no timer; it was given one",
          statistic="Maximum"),
    Alarm("live-without-execution", "LiveWithoutExecution", 1, "A live conversation had no execution; one was started",
          statistic="Maximum"),
    Alarm("sweep-failed", "SweepFailed", 1, "A conversation's timers could not be acted on"),
    Alarm("reconcile-failed", "ReconcileFailed", 1, "A conversation that nobody looks after could not be mended"),
    Alarm("retention-failed", "RetentionFailed", 1, "Content whose time is up could not be destroyed"),
    Alarm("longest-wait", "LongestWait", 600, "Somebody has waited ten minutes in a queue", statistic="Maximum"),
)
# fmt: on

#: The AWS services whose clients the functions make; the layer carries the descriptions of these only.
SERVICES = (
    "apigatewaymanagementapi",
    "bedrock-runtime",
    "dynamodb",
    "events",
    "kms",
    "secretsmanager",
    "sesv2",
    "sns",
    "sqs",
    "stepfunctions",
)

#: From whom mail to staff comes where the operator names nobody: the local cloud's sender.
MAIL_SENDER = "holdfast@localhost.example"
