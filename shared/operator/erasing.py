"""Erasing, exporting and branch keys, put together for the command line with the operator's own credentials."""

from __future__ import annotations

import base64
from typing import Any

from shared.domain.clockwork import RandomIds, SystemClock
from shared.lifecycle.carrier_copies import CarrierCleaning
from shared.lifecycle.erasing import Erasing
from shared.lifecycle.purging import Purging
from shared.lifecycle.replaying import Replaying
from shared.lifecycle.writing import Writer
from shared.operator.bootstrap import read_secret
from shared.operator.cli import Deployment
from shared.runtime.file_removal import FileRemoval
from shared.runtime.objects import Objects
from shared.security.receipts import KmsSigner
from shared.store.audit import Audit
from shared.store.branches import Branches
from shared.store.conversations import Conversations
from shared.store.copies import Copies
from shared.store.directory import Directory
from shared.store.erasures import Erasures
from shared.store.files import Files
from shared.store.texters import Texters
from shared.store.traces import Traces
from shared.store.vault import Vault


def replaying(deployment: Deployment) -> Replaying:
    """Repeats erasures after a restore. It never asks a carrier: what one deleted does not come back."""
    tables, clock, ids = deployment.database, SystemClock(), RandomIds()
    conversations = Conversations(tables)
    own = Writer(conversations, Directory(tables), Vault(tables, deployment.client("kms"), clock), clock, ids)
    copies, traces, erasures, texters = (
        Copies(tables, clock),
        Traces(tables, conversations),
        Erasures(tables),
        Texters(tables),
    )
    files = Files(tables, clock)
    removal = FileRemoval(files, Objects(lambda: deployment.client("s3"), deployment.outputs["FilesBucket"]))
    index = read_secret(deployment.client("secretsmanager"), f"{deployment.prefix}/index")
    erasing = Erasing(
        own,
        erasures,
        texters,
        files,
        traces,
        Purging(own, copies, traces, removal),
        copies,
        CarrierCleaning(copies, _nobody),
        Audit(clock, ids),
        KmsSigner(deployment.client("kms"), deployment.outputs["ReceiptKeyId"]),
        lambda: base64.b64decode(index["blind_index_key"]),
    )
    return Replaying(tables, own, erasures, texters, traces, copies, erasing)


def branches(deployment: Deployment) -> Branches:
    """An affiliate's branch keys."""
    tables, clock = deployment.database, SystemClock()
    return Branches(tables, Vault(tables, deployment.client("kms"), clock), clock, RandomIds())


def affiliates(deployment: Deployment, named: str | None) -> list[str]:
    """The affiliate that was named, or all."""
    return [named] if named is not None else sorted(Directory(deployment.database).affiliate_ids())


def _nobody(channel: str, account: str) -> Any:
    raise RuntimeError("a replay asks no carrier")
