"""The record over AWS in memory: entries, the chain, the bucket of anchors, and a hand that tampers."""

from __future__ import annotations

from typing import Any

from functions.audit.deriving import Deriving
from functions.audit.sealing import Anchoring, Sealing
from shared.contracts.queues import FactNotice
from shared.domain.audit_chain import Head, Verdict, genesis, link_after
from shared.operator.audit import verify_chain
from shared.store.anchors import Anchors
from shared.store.audit import Actor
from shared.store.audit_chain import AuditChain, entry_document
from shared.store.models import SealedItem, seq_key
from tests.unit import aws
from tests.unit.world import World

BUCKET = f"{aws.PREFIX}-anchors"
TABLE = f"{aws.PREFIX}-audit"
ROSA = Actor("res_1", "responder")


class Record:
    """What there is of one deployment's record."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.chain = AuditChain(world.database, world.clock)
        self.deriving = Deriving(world.database, world.directory, world.audit)
        self.sealing = Sealing(self.chain, world.directory, world.clock)
        s3 = aws.client("s3")
        s3.create_bucket(Bucket=BUCKET, ObjectLockEnabledForBucket=True)
        s3.put_object_lock_configuration(
            Bucket=BUCKET,
            ObjectLockConfiguration={
                "ObjectLockEnabled": "Enabled",
                "Rule": {"DefaultRetention": {"Mode": "COMPLIANCE", "Days": 7}},
            },
        )
        self.anchors = Anchors(s3, BUCKET)
        self.anchoring = Anchoring(self.chain, self.anchors, world.directory, world.clock)

    def write(self, number: int, affiliate: str = "aff_1", **more: Any) -> None:
        """So many entries, a second after one another."""
        for count in range(number):
            entity, request = f"program:pro_{count}", f"req-{count}"
            self.world.audit.record(affiliate, ROSA, "program.updated", entity, request, **more)
            self.world.clock.go_on(seconds=1)

    def hear(self, kind: str, seq: int = 4, **detail: str) -> None:
        """A fact that somebody of the staff made, as the queue brings it."""
        at = "2025-11-20T12:00:00.000000+0000"
        said = {"actor": "res_1"} | detail
        self.deriving.record(FactNotice(kind, "aff_1", "pro_1", "con_1", seq, at, "req-7", said))

    def waiting(self, affiliate: str = "aff_1") -> list[Any]:
        return self.chain.waiting(affiliate, 100)

    def sealed(self, affiliate: str = "aff_1") -> list[SealedItem]:
        return self.chain.newest(affiliate, 1000)[::-1]

    def verdict(self, affiliate: str = "aff_1") -> Verdict:
        return verify_chain(self.chain, self.anchors, affiliate)

    def breaks(self, affiliate: str = "aff_1") -> list[tuple[str, int]]:
        return [(str(one.kind), one.seq) for one in self.verdict(affiliate).breaks]


def alter(seq: int, affiliate: str = "aff_1", **fields: str) -> None:
    """Change fields of a sealed entry in the table."""
    names = {f"#{name}": name for name in fields}
    aws.client("dynamodb").update_item(
        TableName=TABLE,
        Key=key(seq, affiliate),
        UpdateExpression="SET " + ", ".join(f"#{name} = :{name}" for name in fields),
        ExpressionAttributeNames=names,
        ExpressionAttributeValues={f":{name}": {"S": value} for name, value in fields.items()},
    )


def remove(seq: int, affiliate: str = "aff_1") -> None:
    aws.client("dynamodb").delete_item(TableName=TABLE, Key=key(seq, affiliate))


def swap(one: int, other: int, affiliate: str = "aff_1") -> None:
    """Put each of two links where the other was."""
    dynamodb = aws.client("dynamodb")
    first, second = (dynamodb.get_item(TableName=TABLE, Key=key(seq, affiliate))["Item"] for seq in (one, other))
    for row, seq in ((first, other), (second, one)):
        dynamodb.put_item(TableName=TABLE, Item=row | key(seq, affiliate) | {"seq": {"N": str(seq)}})


def set_head(end: Head, affiliate: str = "aff_1") -> None:
    dynamodb = aws.client("dynamodb")
    where = {"pk": {"S": f"C#{affiliate}"}, "sk": {"S": "HEAD"}}
    row = dynamodb.get_item(TableName=TABLE, Key=where)["Item"]
    dynamodb.put_item(TableName=TABLE, Item=row | {"seq": {"N": str(end.seq)}, "hash": {"S": end.hash}})


def seal_anew(chain: AuditChain, first: int, affiliate: str = "aff_1") -> None:
    """Make all hashes from one number on fit again, as somebody would who knows how."""
    before = chain.link(affiliate, first - 1)
    end = Head(first - 1, before.hash) if before is not None else Head(0, genesis(affiliate))
    while (item := chain.link(affiliate, end.seq + 1)) is not None:
        link = link_after(end, item.sealed_at, entry_document(item))
        alter(link.seq, affiliate, previous=link.previous, hash=link.hash)
        end = Head(link.seq, link.hash)
    set_head(end, affiliate)


def key(seq: int, affiliate: str = "aff_1") -> dict[str, Any]:
    return {"pk": {"S": f"C#{affiliate}"}, "sk": {"S": seq_key("E", seq)}}
