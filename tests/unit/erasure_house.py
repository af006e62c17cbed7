"""Erasures over AWS in memory: two people who decide, carriers that keep copies, a key that signs."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from functions.erasures.passing import Passing
from functions.texters.erasing import ErasureDesk
from functions.texters.exporting import ExportDesk
from functions.texters.reaching import Reaching
from shared.channels.copies import Deleted, NotNow, Removal
from shared.contracts.erasure_api import ErasureRequest, ExportRequest
from shared.contracts.queues import ErasureTask
from shared.domain.delivery import DeliveryStatus
from shared.domain.erasure import ErasureStatus
from shared.domain.errors import Unavailable
from shared.lifecycle.carrier_copies import CarrierCleaning
from shared.lifecycle.erasing import Erasing, Outcome
from shared.lifecycle.exporting import Exporting
from shared.lifecycle.purging import Purging
from shared.lifecycle.replaying import Replaying
from shared.lifecycle.writing import Writer
from shared.runtime.http import Request
from shared.store.audit import Audit
from shared.store.conversations import Conversations
from shared.store.directory import Directory
from shared.store.erasures import Erasures
from shared.store.file_names import FileNames
from shared.store.texters import Texters
from shared.store.traces import Traces
from shared.store.vault import Vault
from tests.unit import aws
from tests.unit.staff import Staff
from tests.unit.world import World

_KEY = ec.generate_private_key(ec.SECP256R1())
PUBLIC_KEY = _KEY.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


WORDS = "nobody else ever wrote mugwort"


class OwnSigner:
    """What KMS does with its own key."""

    def sign(self, message: bytes) -> bytes:
        return _KEY.sign(message, ec.ECDSA(hashes.SHA256()))


@dataclass
class PretendCarriers:
    """Every account of every carrier. `keeps` refuses these; `deleted` was asked for, in order."""

    deleted: list[tuple[str, str, str]] = field(default_factory=list)
    keeps: set[str] = field(default_factory=set)
    unknown: set[str] = field(default_factory=set)

    def of(self, channel: str, account: str) -> Any:
        if account in self.unknown:
            raise Unavailable("the account has no credentials")
        return _Account(self, channel, account)


@dataclass
class _Account:
    carriers: PretendCarriers
    channel: str
    account: str

    def delete(self, provider_id: str) -> Removal:
        if provider_id in self.carriers.keeps:
            return NotNow("20009")
        self.carriers.deleted.append((self.channel, self.account, provider_id))
        return Deleted()


class House:
    def __init__(self, world: World) -> None:
        self.world = world
        self.carriers = PretendCarriers()
        self.erasures = Erasures(world.database)
        self.audit = Audit(world.clock, world.ids)
        self.queue = world.queues["erasures"]
        self.exporting = Exporting(world.database, world.conversations, world.vault, world.texters_known)
        reaching = Reaching(self.exporting)
        names = FileNames(world.database, world.vault)
        self.exports = ExportDesk(reaching, self.exporting, world.files, names, self.audit, world.clock, world.ids)
        self.desk = ErasureDesk(
            reaching, self.erasures, world.vault, self.audit, world.clock, world.ids, world.sqs, self.queue
        )
        self.renew()

    def renew(self) -> None:
        """A new environment of the function that erases: nothing cached."""
        world = self.world
        vault = Vault(world.database, world.kms, world.clock)
        conversations = Conversations(world.database)
        writer = Writer(conversations, Directory(world.database), vault, world.clock, world.ids)
        traces = Traces(world.database, conversations)
        cleaning = CarrierCleaning(world.copies, self.carriers.of)
        blind_key = base64.b64decode(aws.read_secret("index")["blind_index_key"])
        texters = Texters(world.database)
        self.erasing = Erasing(
            writer,
            self.erasures,
            texters,
            world.files,
            traces,
            Purging(writer, world.copies, traces, world.file_removal),
            world.copies,
            cleaning,
            self.audit,
            OwnSigner(),
            lambda: blind_key,
        )
        self.passing = Passing(
            self.erasing,
            self.erasures,
            world.copies,
            cleaning,
            conversations,
            writer.directory,
            world.clock,
            world.sqs,
            self.queue,
        )
        self.replaying = Replaying(world.database, writer, self.erasures, texters, traces, world.copies, self.erasing)

    # --- people ---------------------------------------------------------------------------------

    def ask(self, user: str, texter: str, body: Any = None, affiliate: str = "aff_1", **path: str) -> Request:
        made = self.world.request(user, texter, body=body, affiliate=affiliate)
        return Request(**{**vars(made), "path": {**made.path, **path}})

    def request(self, user: str, texter: str, reason: str = "asked us by letter", affiliate: str = "aff_1") -> Any:
        return self.desk.request(self.ask(user, texter, ErasureRequest(reason=reason), affiliate))

    def approve(self, user: str, texter: str, erasure: str) -> Any:
        return self.desk.approve(self.ask(user, texter, eid=erasure))

    def cancel(self, user: str, texter: str, erasure: str) -> Any:
        return self.desk.cancel(self.ask(user, texter, eid=erasure))

    def see(self, user: str, texter: str, erasure: str, affiliate: str = "aff_1") -> Any:
        return self.desk.erasure(self.ask(user, texter, affiliate=affiliate, eid=erasure))

    def export(self, user: str, texter: str, cursor: str | None = None, affiliate: str = "aff_1") -> Any:
        return self.exports.export(self.ask(user, texter, ExportRequest(cursor=cursor), affiliate))

    def decided(self, texter: str) -> str:
        """Two people agree; the erasure's id."""
        erasure = str(self.request("sup_1", texter).id)
        self.approve("adm_1", texter, erasure)
        return erasure

    # --- carrying it out ------------------------------------------------------------------------

    def run(self, erasure: str) -> Outcome:
        """One pass."""
        return self.erasing.run("aff_1", erasure)

    def carry_out(self, erasure: str) -> Outcome:
        """Passes, with the time between them, until it needs the job."""
        for _ in range(5):
            outcome = self.run(erasure)
            if outcome.wait is None:
                return outcome
            self.world.clock.go_on(seconds=outcome.wait)
        raise AssertionError("it never comes to rest")

    def erased(self, texter: str) -> str:
        """Decided and carried out to its end; the erasure's id."""
        erasure = self.decided(texter)
        assert self.carry_out(erasure).status is ErasureStatus.DONE
        return erasure

    def tasks(self) -> list[ErasureTask]:
        return [ErasureTask.from_json(record["body"]) for record in aws.drain(self.queue)]


def stored() -> str:
    """Everything in every table, as text; sealed values stand there as they are."""
    from shared.contracts.tables import TABLES

    return "\n".join(repr(row) for table in TABLES for row in aws.rows(table.name))


def talked(staff: Staff, text: str = WORDS, **inbound: object) -> str:
    """A conversation with words both ways, whose answer the carrier took, closed; its id."""
    one = staff.talking(text=text, **inbound)
    staff.world.reply(one, "I am here, mugwort")
    staff.whisper("sup_1", one, "mugwort in a whisper")
    sent(staff.world, one)
    staff.close("res_1", one)
    return one


def sent(world: World, one: str) -> None:
    """The carrier took every message that is to leave."""
    conversation = world.conversations.get(one)
    assert conversation is not None
    items, _ = world.conversations.facts(one, 0, 1000)
    for item in items:
        if item.consent_id is not None:
            outbound = world.deliveries.read(world.task(conversation, int(item.seq)))
            if outbound.attempts == 0:
                world.deliveries.begin(outbound, ("twilio", conversation.line))
                again = world.deliveries.read(world.task(conversation, int(item.seq)))
                world.deliveries.accepted(again, f"SMout{one}{int(item.seq)}", DeliveryStatus.SENT)


def texter_of(world: World, one: str) -> str:
    found = world.conversations.get(one)
    assert found is not None
    return found.texter_id


def keys() -> set[str]:
    return {row["pk"]["S"] for row in aws.rows("vault") if row["sk"]["S"] == "KEY"}
