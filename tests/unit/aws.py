"""AWS in memory: the tables of the contracts, the queues, the secrets, the bus."""

from __future__ import annotations

import base64
import copy
import json
from functools import cache
from typing import Any

import boto3
from moto.backends import get_backend
from moto.core import DEFAULT_ACCOUNT_ID

from shared.contracts.events import SOURCE
from shared.contracts.fanout import LISTENERS
from shared.contracts.tables import TABLES, TTL_ATTRIBUTE, Index, Table
from tests.unit.wire import ingress_public_key

PREFIX = "holdfast-test"
ACCOUNT = "AC00000000000000000000000000000001"
AUTH_TOKEN = "twilio-token-of-the-first-account"
FILES_BUCKET = f"{PREFIX}-files"
CONNECTIONS_URL = "https://ws1.execute-api.us-east-1.amazonaws.com/live"

_FIFO = ("inbound", "deliver")
_QUEUES = (
    "inbound", "receipts", "quarantine", "publish", "push", "deliver", "lifecycle", "risk", "notify", "hooks", "comms",
    "audit", "erasures",
)  # fmt: skip


@cache
def client(service: str) -> Any:
    """One client per service and process: making one is slow, and moto serves it anew for each test."""
    return boto3.client(service)


def create_tables(prefix: str = PREFIX) -> None:
    """The tables as `shared.contracts.tables` describes them."""
    dynamodb = client("dynamodb")
    for table in TABLES:
        dynamodb.create_table(**table_definition(table, prefix))
        if table.expires:
            dynamodb.update_time_to_live(
                TableName=f"{prefix}-{table.name}",
                TimeToLiveSpecification={"Enabled": True, "AttributeName": TTL_ATTRIBUTE},
            )


def table_definition(table: Table, prefix: str) -> dict[str, Any]:
    names = dict.fromkeys(["pk", "sk", *(name for index in table.indexes for name in (index.partition, index.sort))])
    definition: dict[str, Any] = {
        "TableName": f"{prefix}-{table.name}",
        "BillingMode": "PAY_PER_REQUEST",
        "KeySchema": _keys("pk", "sk"),
        "AttributeDefinitions": [{"AttributeName": name, "AttributeType": "S"} for name in names],
    }
    if table.indexes:
        definition["GlobalSecondaryIndexes"] = [
            {
                "IndexName": index.name,
                "KeySchema": _keys(index.partition, index.sort),
                "Projection": _projection(index),
            }
            for index in table.indexes
        ]
    return definition


def create_queues() -> dict[str, str]:
    """Name → URL."""
    sqs = client("sqs")
    urls = {}
    for name in _QUEUES:
        fifo = name in _FIFO
        urls[name] = sqs.create_queue(
            QueueName=f"{PREFIX}-{name}{'.fifo' if fifo else ''}",
            Attributes={"FifoQueue": "true", "DeduplicationScope": "messageGroup"} if fifo else {},
        )["QueueUrl"]
    return urls


def create_topic(queues: dict[str, str]) -> str:
    """The topic of facts with the queues that listen to it, filtered as they are when deployed."""
    sns, sqs = client("sns"), client("sqs")
    topic: str = sns.create_topic(Name=f"{PREFIX}-facts")["TopicArn"]
    for name in LISTENERS:
        arn = sqs.get_queue_attributes(QueueUrl=queues[name], AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        sns.subscribe(
            TopicArn=topic,
            Protocol="sqs",
            Endpoint=arn,
            Attributes={"RawMessageDelivery": "true", "FilterPolicy": json.dumps({"to": [name]})},
        )
    return topic


def create_bus(name: str, queues: dict[str, str]) -> None:
    """The bus with the queue that hears every event of ours."""
    events, sqs = client("events"), client("sqs")
    events.create_event_bus(Name=name)
    arn = sqs.get_queue_attributes(QueueUrl=queues["hooks"], AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    events.put_rule(Name="hooks", EventBusName=name, EventPattern=json.dumps({"source": [SOURCE]}))
    events.put_targets(Rule="hooks", EventBusName=name, Targets=[{"Id": "hooks", "Arn": arn}])


def create_secrets() -> None:
    secrets = client("secretsmanager")
    key = base64.b64encode(bytes(range(32))).decode()
    other = base64.b64encode(bytes(range(32, 64))).decode()
    for name, value in {
        "ingress": {"group_key": key, "public_key": base64.b64encode(ingress_public_key()).decode()},
        "index": {"blind_index_key": key, "consent_key": other},
        "auth": {
            "token_key": "a-token-key-that-is-long-enough-for-hs256",
            "session_key": "a-key-that-keeps-sessions-going-in-the-tests",
            "idempotency_key": other,
        },
        "codes": {"code_key": other},
        "webchat": {"token_key": "another-token-key-that-is-long-enough-for-hs256"},
        "providers": {"twilio": {ACCOUNT: {"auth_tokens": [AUTH_TOKEN]}}},
    }.items():
        secrets.create_secret(Name=f"{PREFIX}/{name}", SecretString=json.dumps(value))


def read_secret(name: str) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(
        client("secretsmanager").get_secret_value(SecretId=f"{PREFIX}/{name}")["SecretString"]
    )
    return value


def drain(url: str) -> list[dict[str, Any]]:
    """Everything in a queue, received and deleted, as SQS hands it to a function."""
    sqs = client("sqs")
    records: list[dict[str, Any]] = []
    while True:
        found = sqs.receive_message(
            QueueUrl=url, MaxNumberOfMessages=10, AttributeNames=["All"], MessageAttributeNames=["All"]
        ).get("Messages", [])
        if not found:
            return records
        for message in found:
            records.append(sqs_record(message["Body"], message["MessageId"], message.get("Attributes"), url))
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])


def sqs_record(
    body: str, message_id: str = "m-1", attributes: dict[str, str] | None = None, url: str = "q"
) -> dict[str, Any]:
    name = url.rsplit("/", 1)[-1]
    return {
        "messageId": message_id,
        "receiptHandle": f"receipt-of-{message_id}",
        "body": body,
        "attributes": {"MessageGroupId": "group", "ApproximateReceiveCount": "1"} | (attributes or {}),
        "messageAttributes": {},
        "md5OfBody": "",
        "eventSource": "aws:sqs",
        "eventSourceARN": f"arn:aws:sqs:us-east-1:123456789012:{name}",
        "awsRegion": "us-east-1",
    }


def rows(table: str, prefix: str = PREFIX) -> list[dict[str, Any]]:
    """Every raw item of a table."""
    found: list[dict[str, Any]] = []
    for page in client("dynamodb").get_paginator("scan").paginate(TableName=f"{prefix}-{table}"):
        found += page["Items"]
    return found


def stream_records(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What a table's stream says between two readings of all its items, in order of their keys."""
    old = {(row["pk"]["S"], row["sk"]["S"]): row for row in before}
    records = []
    for row in sorted(after, key=lambda one: (one["pk"]["S"], one["sk"]["S"])):
        key = (row["pk"]["S"], row["sk"]["S"])
        if old.get(key) != row:
            records.append(stream_record(row, "MODIFY" if key in old else "INSERT"))
    return records


def stream_record(image: dict[str, Any], event_name: str = "INSERT") -> dict[str, Any]:
    """Binary values as Lambda gets them: base64 text."""
    wire = {
        name: {"B": base64.b64encode(value["B"]).decode()} if "B" in value else value for name, value in image.items()
    }
    return {
        "eventID": "1",
        "eventName": event_name,
        "eventSource": "aws:dynamodb",
        "awsRegion": "us-east-1",
        "dynamodb": {
            "Keys": {"pk": image["pk"], "sk": image["sk"]},
            "NewImage": wire,
            "SequenceNumber": "1",
            "StreamViewType": "NEW_IMAGE",
        },
    }


def _projection(index: Index) -> dict[str, Any]:
    if not index.shows:
        return {"ProjectionType": "KEYS_ONLY"}
    return {"ProjectionType": "INCLUDE", "NonKeyAttributes": list(index.shows)}


def _keys(partition: str, sort: str) -> list[dict[str, str]]:
    return [{"AttributeName": partition, "KeyType": "HASH"}, {"AttributeName": sort, "KeyType": "RANGE"}]


class Snapshot:
    """What AWS in memory held at one moment, so that each test begins there without making it anew.

    Reaches into moto's backends: through its API the same would take most of a test's time.
    """

    def __init__(self) -> None:
        self._kept = {(service, name): copy.copy(getattr(_backend(service), name)) for service, name in _STATE}
        self._kept["dynamodb", "tables"] = copy.deepcopy(_backend("dynamodb").tables)

    def restore(self) -> None:
        for (service, name), value in self._kept.items():
            deep = service == "dynamodb"
            setattr(_backend(service), name, copy.deepcopy(value) if deep else copy.copy(value))


#: Keys are never changed once made, and secrets only as a whole.
_STATE = (("kms", "keys"), ("secretsmanager", "secrets"))


def _backend(service: Any) -> Any:
    backends: Any = get_backend(service)
    return backends[DEFAULT_ACCOUNT_ID]["us-east-1"]
