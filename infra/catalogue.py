"""What runs, as a table: which function is woken by what, and what it may touch.

HTTP routes stand in `shared.contracts.routes`, tables in `shared.contracts.tables`. A test compares this
catalogue with the folders under `functions/` and with the synthesised template.
"""

from __future__ import annotations

from dataclasses import dataclass

R, W, RW = "read", "write", "read write"
LINKS, REMOVES, KEEPS = "links", "removes", "keeps"


@dataclass(frozen=True)
class Queue:
    """A queue and its dead-letter queue. Times in seconds; `late` is the age that raises an alarm.

    `batch` is how many messages its consumer is given at once. One that `hears_facts` listens to the topic of facts,
    one that `hears_events` to the bus. `most_at_once` bounds how many environments of its consumer run for it.
    """

    name: str
    fifo: bool
    visibility: int
    tries: int
    late: int
    batch: int
    hears_facts: bool = False
    hears_events: bool = False
    most_at_once: int | None = None


@dataclass(frozen=True)
class Job:
    """Scheduled work of a function, every so many minutes."""

    name: str
    every_minutes: int


@dataclass(frozen=True)
class Function:
    """A function and its grants. `timeout` in seconds, `memory` in MB; `tables` maps table to access.

    It may send to the queues it `sends` to, delay messages of those it `postpones` and ask the length of those it
    `measures`; read the `secrets`, see that the `secrets_seen` exist, and read and change the `secrets_written`. It
    `tells` facts to the topic, `supervises` conversations through the workflow, `mails` staff, `texts` through AWS
    and asks the assistant (`assists`). It looks at every queue's dead letters, and `replays` those that say whose
    they are. It `seals_secrets` of webhooks, or opens them. Of files it `links` those that callers may fetch,
    `removes` what must go, or `keeps` them altogether. It `founds` affiliates: makes their keys. It
    `signs_receipts` of erasures, and `makes_branches` for keys that are due. It seals the audit and `anchors` it;
    nobody else may write its chain. Beside the common layer it may have further `layers`.
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
    secrets_written: tuple[str, ...] = ()
    opens_ingress: bool = False
    opens_branches: bool = False
    publishes: bool = False
    pushes: bool = False
    stream_of: str | None = None
    jobs: tuple[Job, ...] = ()
    tells: bool = False
    supervises: bool = False
    mails: bool = False
    texts: bool = False
    assists: bool = False
    replays: bool = False
    seals_secrets: bool = False
    opens_secrets: bool = False
    founds: bool = False
    files: str = ""
    signs_receipts: bool = False
    makes_branches: bool = False
    anchors: bool = False
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
# failed message hide the ones behind it for longer than its own back-off. `hooks` waits by sending itself delayed
# messages; receivers that do not answer must not take the environments that texters need.
# fmt: off
QUEUES = (
    #     name          fifo   visibility  tries  late  batch  hears facts
    Queue("inbound",    True,  60,         300,   60,   10),
    Queue("receipts",   False, 60,         10,    300,  10),
    Queue("quarantine", False, 60,         10,    900,  10),
    Queue("deliver",    True,  180,        1000,  120,  1),
    Queue("push",       False, 90,         5,     60,   10,    True),
    Queue("publish",    False, 60,         20,    300,  10,    True),
    Queue("lifecycle",  False, 180,        20,    60,   10,    True),
    Queue("risk",       False, 180,        20,    60,   5,     True),
    Queue("notify",     False, 90,         20,    60,   10,    True),
    Queue("audit",      False, 360,        20,    900,  10,    True),
    Queue("erasures",   False, 360,        20,    900,  1),
    Queue("comms",      False, 180,        1000,  120,  1,     most_at_once=10),
    Queue("hooks",      False, 360,        20,    1800, 10,    hears_events=True, most_at_once=20),
)
# fmt: on

SECRETS = ("ingress", "index", "auth", "codes", "providers", "webchat")

_CARE = {"directory": R, "conversations": RW, "vault": R}

# fmt: off
FUNCTIONS = (
    Function("webhooks", 512, 10, {},
             sends=("inbound", "receipts", "quarantine"), secrets=("ingress", "providers"),
             settings=("PUBLIC_URL", "SNS_HOST")),
    Function("webchat", 512, 10, {"directory": R, "sessions": W},
             sends=("inbound",), secrets=("ingress", "webchat"), settings=("PUBLIC_URL",)),
    Function("transcript", 512, 15, {"conversations": R, "vault": R, "sessions": W},
             sends=("push", "receipts"), secrets=("webchat",), opens_branches=True, settings=("WEBSOCKET_URL",)),
    Function("intake", 512, 10, {"directory": R, "conversations": RW, "vault": RW, "consents": RW},
             consumes="inbound", sends=("quarantine",), secrets=("index",), opens_ingress=True, opens_branches=True),
    Function("quarantine", 256, 10, {"quarantine": W}, consumes="quarantine"),
    Function("relay", 256, 30, {}, stream_of="conversations", sends=("deliver",), tells=True),
    Function("publish", 256, 10, {}, consumes="publish", publishes=True),
    Function("push", 256, 15, {"conversations": R, "sessions": RW}, consumes="push", pushes=True),
    Function("lifecycle", 512, 30, _CARE | {"sessions": RW},
             consumes="lifecycle", sends=("comms",), secrets=("providers",), opens_branches=True, supervises=True,
             mails=True, texts=True, assists=True,
             settings=("PUBLIC_URL", "TWILIO_API_URL", "AWS_SMS_URL", "LOOPBACK_TARGETS", "EMERGENCY_SERVICE")),
    Function("risk", 1024, 30, _CARE, consumes="risk", opens_branches=True, layers=("risk",)),
    Function("notify", 256, 15, {"directory": R, "sessions": RW},
             consumes="notify", sends=("push", "comms")),
    Function("comms", 256, 30, {"directory": R, "sessions": RW},
             consumes="comms", postpones=("comms",), secrets=("providers", "codes"), mails=True, texts=True,
             settings=("PUBLIC_URL", "TWILIO_API_URL", "AWS_SMS_URL", "LOOPBACK_TARGETS")),
    Function("deliver", 512, 30,
             {"directory": R, "conversations": RW, "vault": R, "consents": RW, "sessions": RW},
             consumes="deliver", postpones=("deliver",), secrets=("providers",), opens_branches=True, texts=True,
             settings=("PUBLIC_URL", "TWILIO_API_URL", "AWS_SMS_URL", "LOOPBACK_TARGETS")),
    Function("receipts", 256, 10, {"directory": R, "conversations": RW, "consents": W}, consumes="receipts"),
    Function("conversations", 512, 15, _CARE | {"consents": RW, "sessions": RW, "files": R, "audit": W},
             sends=("push",), secrets=("auth",), opens_branches=True, files=LINKS, settings=("EMERGENCY_SERVICE",)),
    Function("assist", 512, 15, _CARE | {"conversations": R, "sessions": RW, "audit": W},
             sends=("push",), secrets=("auth",), opens_branches=True, assists=True),
    Function("auth", 1024, 15, {"directory": RW, "sessions": RW, "audit": W},
             sends=("push", "comms"), secrets=("auth", "codes"), settings=("WEBSOCKET_URL",)),
    Function("messages", 512, 15,
             {"directory": R, "conversations": RW, "vault": RW, "sessions": RW, "files": RW, "audit": W},
             sends=("push",), secrets=("auth",), opens_branches=True, files=LINKS),
    Function("directory", 512, 25, {"directory": RW, "sessions": RW, "vault": RW, "audit": W},
             sends=("comms", "push"), secrets=("auth",), secrets_written=("providers",), founds=True,
             seals_secrets=True, settings=("LOOPBACK_TARGETS", "STAGE")),
    Function("files", 512, 20,
             {"directory": R, "conversations": R, "vault": RW, "files": RW, "sessions": RW, "audit": W},
             sends=("push",), secrets=("auth",), opens_branches=True, files=KEEPS),
    Function("texters", 512, 25,
             {"directory": R, "conversations": R, "vault": R, "consents": R, "sessions": RW, "files": R, "audit": RW},
             sends=("erasures", "push"), secrets=("auth",), opens_branches=True),
    Function("erasures", 512, 60,
             {"directory": R, "conversations": RW, "vault": RW, "files": RW, "audit": RW},
             consumes="erasures", postpones=("erasures",), secrets=("index", "providers"), opens_branches=True,
             signs_receipts=True, files=REMOVES, settings=("TWILIO_API_URL", "LOOPBACK_TARGETS"),
             jobs=(Job("erasures", 15),)),
    Function("realtime", 256, 15, {"directory": R, "conversations": R, "sessions": RW},
             sends=("push", "receipts"), secrets=("auth",)),
    Function("hooks", 256, 60, {"directory": RW, "sessions": RW},
             consumes="hooks", sends=("hooks",), opens_secrets=True, settings=("LOOPBACK_TARGETS",)),
    Function("admin", 512, 25, {"directory": RW, "sessions": RW, "quarantine": R, "audit": RW},
             sends=("hooks", "notify", "push"), secrets=("auth",), replays=True, seals_secrets=True,
             settings=("LOOPBACK_TARGETS",)),
    Function("audit", 256, 60, {"directory": R, "audit": RW}, consumes="audit", anchors=True,
             jobs=(Job("seal", 1), Job("anchor", 24 * 60))),
    Function("ops", 256, 10, {"directory": R}, measures=("inbound",), secrets_seen=SECRETS),
    Function("jobs", 512, 55,
             {"directory": R, "conversations": RW, "vault": RW, "sessions": RW, "files": RW, "quarantine": R},
             sends=("inbound", "notify", "push"), measures=("inbound",), secrets=("ingress", "providers"),
             opens_branches=True, supervises=True, makes_branches=True, files=REMOVES, settings=("TWILIO_API_URL",),
             jobs=(Job("queue_watch", 1), Job("sweep", 1), Job("reconcile", 1), Job("retention", 24 * 60),
                   Job("branches", 24 * 60), Job("missed", 5))),
)
# fmt: on

# fmt: off
ALARMS = (
    Alarm("unknown-line", "Quarantined", 1,
          "A verified message came to a number we do not know: a texter is not being heard",
          dimensions=(("reason", "unknown_line"),)),
    Alarm("unreadable-message", "Quarantined", 1, "A verified message could not be opened: a texter is not being heard",
          dimensions=(("reason", "unreadable"),)),
    Alarm("inactive-program", "Quarantined", 1, "A message came for a closed program: a texter is not being heard",
          dimensions=(("reason", "inactive_program"),)),
    Alarm("line-cut-off", "LineCutOff", 1, "A topic no longer tells us of texts: a texter is not being heard"),
    Alarm("delivery-unknown", "DeliveryUnknown", 1, "Nobody knows whether a message was sent; a person decides"),
    Alarm("notice-failed", "NoticeFailed", 1, "A supervisor could not be mailed or texted, or nobody knows whether"),
    Alarm("provider-down", "ProviderDown", 1, "A carrier's circuit breaker opened: messages wait or go by the backup"),
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
    Alarm("erasures-overdue", "ErasuresOverdue", 1,
          "For a day, what two people decided to erase, or what a carrier keeps of what is gone, could not be removed",
          statistic="Maximum"),
    Alarm("missed-messages", "MissedMessages", 1, "Only the carrier knew of a texter's message; it was taken in late"),
    Alarm("list-lag", "ListLag", 1800, "For half an hour a carrier's list could not be compared with what was taken in",
          statistic="Maximum"),
    Alarm("webhook-disabled", "WebhookDisabled", 1,
          "An affiliate's webhook failed so often that it was disabled; its system is told nothing any more"),
    Alarm("audit-failed", "AuditFailed", 1, "Something that staff did, or read, was not put on record"),
    Alarm("audit-seal-lag", "SealLag", 900, "Entries of the audit have waited a quarter of an hour to be sealed",
          statistic="Maximum"),
    Alarm("audit-chain-broken", "AuditChainBroken", 1, "The record of what staff did is not what was sealed"),
    Alarm("break-glass", "BreakGlassOpened", 1, "Somebody may read for a while what they otherwise may not"),
    Alarm("out-of-scope", "OutOfScope", 1, "A function tried to write to another affiliate's items and was refused"),
    Alarm("sign-in-attacks", "AccountClosed", 10,
          "Many accounts were closed after wrong passwords or codes: somebody guesses, or keeps people out"),
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
    "pinpoint-sms-voice-v2",
    "s3",
    "secretsmanager",
    "sesv2",
    "sns",
    "sqs",
    "stepfunctions",
)

#: From whom mail to staff comes where the operator names nobody: the local cloud's sender.
MAIL_SENDER = "holdfast@localhost.example"
