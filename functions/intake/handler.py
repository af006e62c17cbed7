"""The inbound queue, one texter's messages in order."""

from __future__ import annotations

import base64
from functools import cache
from typing import Any

from functions.intake.hearing import Hearing
from functions.intake.taking_in import Intake
from shared.contracts.queues import IngressEnvelope
from shared.domain.clockwork import RandomIds, SystemClock
from shared.lifecycle.reading_risk import read_quickly
from shared.runtime.aws import client
from shared.runtime.batches import each
from shared.runtime.invocation import invocation
from shared.runtime.secret import Secret
from shared.runtime.settings import required
from shared.runtime.tables import database
from shared.security.ingress import IngressOpener
from shared.store.conversations import Conversations
from shared.store.directory import Directory
from shared.store.vault import Vault


@cache
def _intake() -> Intake:
    tables, clock, ids, kms = database(), SystemClock(), RandomIds(), client("kms")
    index = Secret(client("secretsmanager"), required("INDEX_SECRET"))

    def unwrap(wrapped: bytes) -> bytes:
        return bytes(
            kms.decrypt(
                CiphertextBlob=wrapped, KeyId=required("INGRESS_KEY_ID"), EncryptionAlgorithm="RSAES_OAEP_SHA_256"
            )["Plaintext"]
        )

    return Intake(
        Conversations(tables),
        Directory(tables),
        Vault(tables, kms, clock),
        IngressOpener(unwrap),
        Hearing(ids, read_quickly),
        clock,
        ids,
        client("sqs"),
        required("QUARANTINE_QUEUE_URL"),
        blind_key=base64.b64decode(index.value()["blind_index_key"]),
        consent_key=base64.b64decode(index.value()["consent_key"]),
    )


@invocation("intake")
def handler(event: dict[str, Any], context: Any) -> Any:
    return each(event, lambda record: _intake().take(IngressEnvelope.from_json(record.body)), fifo=True)
