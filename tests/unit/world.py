"""Two affiliates, their programs and staff, and the parts of the product over AWS in memory."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from functools import cache
from typing import Any

from pydantic import BaseModel

from functions.conversations.abuse import Abuse
from functions.conversations.desk import Desk
from functions.conversations.earlier import Earlier
from functions.conversations.endings import Endings
from functions.conversations.escalations import Escalations
from functions.conversations.hand_overs import HandOvers
from functions.conversations.judging import Judging
from functions.conversations.moving import Mover
from functions.conversations.opting_out import OptingOut
from functions.conversations.reading import Reading
from functions.conversations.speakers import Speakers
from functions.conversations.staffing import Staffing
from functions.intake.hearing import Hearing
from functions.intake.taking_in import Intake
from shared.contracts.api import NextRequest, SendMessageRequest
from shared.contracts.care_api import CloseRequest
from shared.contracts.queues import DeliveryTask, IngressEnvelope
from shared.domain.conversation import Conversation
from shared.domain.inbound import InboundMessage
from shared.lifecycle.purging import Purging
from shared.lifecycle.reading_risk import read_quickly
from shared.lifecycle.timekeeping import Timekeeper
from shared.lifecycle.writing import Writer
from shared.operator.tenants import NewProgram, Tenants
from shared.runtime.file_removal import FileRemoval
from shared.runtime.http import Request
from shared.runtime.identity import Principal
from shared.runtime.objects import Objects
from shared.runtime.reads import Reads
from shared.security.blind_index import message_key
from shared.security.ingress import IngressOpener, IngressSealer
from shared.store.agenda import Agenda
from shared.store.alerts import Alerts
from shared.store.audit import Audit
from shared.store.audit_reads import ReadRecord
from shared.store.blocks import Blocks
from shared.store.conversations import Conversations
from shared.store.copies import Copies
from shared.store.database import Database
from shared.store.deliveries import Deliveries
from shared.store.directory import Directory
from shared.store.facts import fact_from
from shared.store.files import Files
from shared.store.idempotency import Idempotency
from shared.store.models import HeadItem, UserItem
from shared.store.presence import Presences
from shared.store.sessions import Sessions
from shared.store.texters import Texters
from shared.store.traces import Traces
from shared.store.vault import Vault
from tests.unit import aws
from tests.unit.builders import LINE, CountedIds, SetClock, an_inbound
from tests.unit.wire import Wire, ingress_public_key, ingress_unwrap

OTHER_LINE = "+12025550101"
SECOND_LINE = "+12025550102"
WELCOME = "You have reached the line. Somebody will be with you soon."
CONFIRMATION = "You will get no more texts from us."
_KEYWORDS = {
    "help": {"program_id": "pro_1", "boost_seconds": 1800},
    "teen": {"program_id": "pro_2", "boost_seconds": 0},
}


@cache
def _database() -> Database:
    """Its client is slow to make, and moto serves it anew for each test."""
    return Database(aws.PREFIX)


class World:
    _settled: aws.Snapshot | None = None

    def __init__(self, wire: Wire) -> None:
        self.wire = wire
        self.clock = SetClock(datetime.now(UTC).replace(microsecond=0))
        self.ids = CountedIds()
        self.queues = aws.create_queues()
        self.kms, self.sqs = aws.client("kms"), aws.client("sqs")
        self.database = _database()
        self.tenants = Tenants(self.database, self.kms, "test")
        if World._settled is None:
            aws.create_tables()
            aws.create_secrets()
            self._settle_in()
            World._settled = aws.Snapshot()
        else:
            World._settled.restore()
        self.conversations = Conversations(self.database)
        self.directory = Directory(self.database)
        self.vault = Vault(self.database, self.kms, self.clock)
        self.deliveries = Deliveries(self.database, self.clock)
        self.sessions = Sessions(self.database, self.clock)
        self.texters_known = Texters(self.database)
        # Ids of their own: what is recorded beside a change must not number what tests name.
        self.audit = Audit(self.clock, CountedIds())
        self.reads = Reads(ReadRecord(self.database, self.audit, self.clock))
        self.reading = Reading(self.conversations, self.vault, self.clock, self.texters_known, self.reads)
        idempotency_key = base64.b64decode(aws.read_secret("auth")["idempotency_key"])
        self.claims = Idempotency(self.database, idempotency_key, self.clock)
        self.writer = Writer(self.conversations, self.directory, self.vault, self.clock, self.ids)
        self.agenda = Agenda(self.database)
        self.timekeeper = Timekeeper(self.writer, self.agenda)
        self.presences = Presences(self.database, self.clock)
        self.alerts = Alerts(self.database)
        self.mover = Mover(self.conversations, self.vault, self.claims, self.reading, self.clock, self.ids)
        self.desk = self.new_desk()
        self.files = Files(self.database, self.clock)
        self.file_removal = FileRemoval(self.files, Objects(lambda: aws.client("s3"), aws.FILES_BUCKET))
        self.copies = Copies(self.database, self.clock)
        self.traces = Traces(self.database, self.conversations)
        self.purging = Purging(self.writer, self.copies, self.traces, self.file_removal)
        self.hand_overs = HandOvers(self.mover, self.files)
        self.endings = Endings(self.mover)
        self.judging = Judging(self.mover)
        self.abuse = Abuse(self.mover, Blocks(self.database))
        self.earlier = Earlier(self.mover, self.texters_known)
        self.opting_out = OptingOut(self.mover)
        self.escalations = Escalations(self.mover, "simulated emergency services")
        self.staffing = Staffing(self.conversations, self.presences, self.alerts, self.clock)
        self.intake = self.new_intake()
        self._sealer = IngressSealer(ingress_public_key())
        self._sids = 0

    def _settle_in(self) -> None:
        texts = {"welcome": WELCOME, "opt_out_confirmation": CONFIRMATION}
        for affiliate, programs in {
            "aff_1": [("pro_1", LINE, _KEYWORDS), ("pro_2", SECOND_LINE, {})],
            "aff_2": [("pro_9", OTHER_LINE, {})],
        }.items():
            self.tenants.affiliate(affiliate, affiliate.upper())
            for program, number, keywords in programs:
                self.tenants.program(
                    affiliate, NewProgram(program, program.upper(), number, aws.ACCOUNT, texts, keywords)
                )
        self.hire("res_1")
        self.hire("res_2")
        self.hire("sup_1", role="supervisor")
        self.hire("adm_1", role="admin", programs=())
        self.hire("res_9", affiliate="aff_2", programs=("pro_9",))

    def hire(
        self,
        user: str,
        *,
        role: str = "responder",
        affiliate: str = "aff_1",
        programs: tuple[str, ...] = ("pro_1",),
        limit: int = 3,
        languages: tuple[str, ...] = ("en",),
    ) -> None:
        """Staff without a login: hashing passwords takes long and few tests need one."""
        UserItem(
            f"A#{affiliate}",
            f"U#{user}",
            user_id=user,
            email=f"{user}@line.example.org",
            name=user.upper(),
            role=role,
            program_ids=list(programs),
            max_concurrent=limit,
            active=True,
            languages=list(languages),
        ).save()
        self.tenants.touch(affiliate)

    def new_desk(self) -> Desk:
        return Desk(self.mover, Speakers(self.conversations, self.presences, self.clock))

    def new_intake(self) -> Intake:
        """An environment of its own: nothing cached."""
        index = aws.read_secret("index")
        return Intake(
            Conversations(self.database),
            Directory(self.database),
            Vault(self.database, self.kms, self.clock),
            IngressOpener(ingress_unwrap),
            Hearing(self.ids, read_quickly),
            self.clock,
            self.ids,
            self.sqs,
            self.queues["quarantine"],
            blind_key=base64.b64decode(index["blind_index_key"]),
            consent_key=base64.b64decode(index["consent_key"]),
        )

    # --- texters --------------------------------------------------------------------------------

    def envelope(self, message: InboundMessage) -> IngressEnvelope:
        key = message_key(message.channel, message.account, message.provider_id)
        sealed = self._sealer.seal(message.to_bytes(), key)
        return IngressEnvelope(key, message.channel, sealed, "req-1", message.received_at.isoformat())

    def texting(self, text: str = "hello", **changes: Any) -> IngressEnvelope:
        """A new message of a texter, on its way in."""
        self._sids += 1
        return self.envelope(an_inbound(text, **{"provider_id": f"SM{self._sids:032d}"} | changes))

    def text(self, text: str = "hello", **changes: Any) -> None:
        self.intake.take(self.texting(text, **changes))

    def texters(self, count: int) -> list[str]:
        """So many texters write, a minute after one another; their conversations, in that order."""
        for number in range(count):
            self.text(sender=f"+1202555{1000 + number}")
            self.clock.go_on(minutes=1)
        return [one.id for one in sorted(self.all_conversations(), key=lambda c: c.created_at)]

    # --- what is so -----------------------------------------------------------------------------

    def all_conversations(self) -> list[Conversation]:
        heads = [row for row in aws.rows("conversations") if row["sk"]["S"] == "HEAD"]
        found = self.conversations.get_many([HeadItem.from_raw_data(row).pk[2:] for row in heads])
        return sorted(found, key=lambda one: one.id)

    def only(self) -> Conversation:
        (one,) = self.all_conversations()
        return one

    def facts(self, conversation: Conversation) -> list[Any]:
        """The facts, opened with the conversation's key."""
        key = self.vault.key(conversation.affiliate_id, conversation.id)
        items, _ = self.conversations.facts(conversation.id, 0, 1000)
        return [fact_from(conversation, item, key) for item in items]

    def words(self, conversation: Conversation) -> list[tuple[str, str]]:
        return [(str(f.message.direction), f.message.content) for f in self.facts(conversation) if f.message]

    def head_row(self, conversation: Conversation) -> dict[str, Any]:
        return next(
            row
            for row in aws.rows("conversations")
            if row["pk"]["S"] == f"C#{conversation.id}" and row["sk"]["S"] == "HEAD"
        )

    def task(self, conversation: Conversation, seq: int) -> DeliveryTask:
        c = conversation
        return DeliveryTask(c.affiliate_id, c.program_id, c.id, seq, c.texter_id, c.consent_id, "req-1")

    # --- staff ----------------------------------------------------------------------------------

    def principal(self, user: str, affiliate: str = "aff_1") -> Principal:
        """Read afresh, as a request would."""
        found = Directory(self.database).affiliate(affiliate)
        assert found is not None
        return Principal(found.staff[user], found, "ses_1")

    def request(
        self,
        user: str,
        conversation: str | Conversation | None = None,
        *,
        body: BaseModel | None = None,
        key: str | None = None,
        affiliate: str = "aff_1",
        **query: str,
    ) -> Request:
        path = {}
        if conversation is not None:
            path["id"] = conversation if isinstance(conversation, str) else conversation.id
        headers = {"idempotency-key": key} if key is not None else {}
        return Request("req-1", path, query, headers, "192.0.2.7", body, self.principal(user, affiliate))

    def hand_out(self, user: str = "res_1", **query: str | None) -> Any:
        """The responder presses "Help the next texter"."""
        return self.desk.take_next(self.request(user, body=NextRequest(program_id=query.get("program"))))

    def close(self, conversation: str, user: str = "res_1") -> Any:
        return self.endings.close(self.request(user, conversation, body=CloseRequest()))

    def reply(self, conversation: str, text: str = "I am here", user: str = "res_1", key: str | None = None) -> Any:
        return self.desk.send(self.request(user, conversation, body=SendMessageRequest(content=text), key=key))
