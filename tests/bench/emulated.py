"""AWS in memory (moto), with the tables, queues, secrets and keys of one deployment in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from typing import Any
from unittest import mock

import boto3
from botocore.config import Config
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from moto import mock_aws
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.dynamodb.models import dynamodb_backends
from moto.kms.models import KmsBackend

from infra.catalogue import QUEUES, SECRETS
from shared.contracts.dead_letters import DEAD_LETTERS
from shared.contracts.tables import TABLES, TTL_ATTRIBUTE, Index, Table
from shared.contracts.workflow import definition

REGION = "us-east-1"
#: What every function finds in its environment on AWS, whatever its row says.
CREDENTIALS = {
    "AWS_REGION": REGION,
    "AWS_DEFAULT_REGION": REGION,
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_SESSION_TOKEN": "testing",
    "AWS_CONFIG_FILE": "/dev/null",
    "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
    "AWS_EC2_METADATA_DISABLED": "true",
}


@contextmanager
def emulated_aws() -> Iterator[boto3.Session]:
    """An empty account; answers a session for whoever sets it up."""
    with mock_aws(), mock.patch.object(KmsBackend, "decrypt", _decrypt(KmsBackend.decrypt)):
        yield boto3.Session(
            aws_access_key_id="testing",
            aws_secret_access_key="testing",
            aws_session_token="testing",
            region_name=REGION,
        )


def create_tables(session: boto3.Session, prefix: str) -> None:
    dynamodb = session.client("dynamodb")
    for table in TABLES:
        dynamodb.create_table(**_definition(table, prefix))
        if table.expires:
            dynamodb.update_time_to_live(
                TableName=f"{prefix}-{table.name}",
                TimeToLiveSpecification={"Enabled": True, "AttributeName": TTL_ATTRIBUTE},
            )


def create_queues(session: boto3.Session, prefix: str) -> dict[str, str]:
    """Name → URL."""
    sqs = session.client("sqs")
    urls: dict[str, str] = {}
    for row in QUEUES:
        attributes = {"VisibilityTimeout": str(row.visibility)}
        if row.fifo:
            attributes |= {
                "FifoQueue": "true",
                "DeduplicationScope": "messageGroup",
                "FifoThroughputLimit": "perMessageGroupId",
            }
        name = f"{prefix}-{row.name}{'.fifo' if row.fifo else ''}"
        urls[row.name] = str(sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"])
    return urls


def create_dead_letters(session: boto3.Session, prefix: str) -> dict[str, str]:
    """Name → URL of each queue's dead letters."""
    sqs = session.client("sqs")
    return {name: str(sqs.create_queue(QueueName=f"{prefix}-{name}-dead")["QueueUrl"]) for name in DEAD_LETTERS}


def create_topic(session: boto3.Session, prefix: str, queues: dict[str, str]) -> str:
    """The topic of facts with its subscriptions; the ARN."""
    sns, sqs = session.client("sns"), session.client("sqs")
    topic = str(sns.create_topic(Name=f"{prefix}-facts")["TopicArn"])
    for row in QUEUES:
        if row.hears_facts:
            known = sqs.get_queue_attributes(QueueUrl=queues[row.name], AttributeNames=["QueueArn"])
            sns.subscribe(
                TopicArn=topic,
                Protocol="sqs",
                Endpoint=known["Attributes"]["QueueArn"],
                Attributes={"RawMessageDelivery": "true", "FilterPolicy": json.dumps({"to": [row.name]})},
            )
    return topic


def create_workflow(session: boto3.Session, prefix: str) -> str:
    """The supervising workflow, of which nothing is executed here; the ARN."""
    reply = session.client("stepfunctions").create_state_machine(
        name=f"{prefix}-lifecycle", definition=json.dumps(definition()), roleArn="arn:aws:iam::123456789012:role/bench"
    )
    return str(reply["stateMachineArn"])


def create_mail_sender(session: boto3.Session, address: str) -> None:
    session.client("sesv2").create_email_identity(EmailIdentity=address)


def create_secrets(session: boto3.Session, prefix: str) -> None:
    """As CDK leaves them: there, with random text in them."""
    secrets = session.client("secretsmanager")
    for name in SECRETS:
        secrets.create_secret(Name=f"{prefix}/{name}", SecretString="not filled yet")


def create_ingress_key(session: boto3.Session) -> str:
    """The key's id."""
    reply = session.client("kms").create_key(KeySpec="RSA_3072", KeyUsage="ENCRYPT_DECRYPT")
    return str(reply["KeyMetadata"]["KeyId"])


def read_item(table: str, key: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]] | None:
    """An item without a request, which would take moto ten times as long. Binary values are base64 text."""
    found = dynamodb_backends[DEFAULT_ACCOUNT_ID][REGION].get_item(table, key)
    if found is None:
        return None
    # What moto answers here goes on changing with the item.
    item: dict[str, dict[str, Any]] = deepcopy(found.to_json()["Attributes"])
    return item


class Stream:
    """The stream of one table, read once from end to end."""

    def __init__(self, session: boto3.Session, table: str) -> None:
        # moto does not know the endpoints that carry the account's number.
        self._client = session.client("dynamodbstreams", config=Config(account_id_endpoint_mode="disabled"))
        arn = session.client("dynamodb").describe_table(TableName=table)["Table"]["LatestStreamArn"]
        shard = self._client.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"][0]["ShardId"]
        self._iterator = self._client.get_shard_iterator(
            StreamArn=arn, ShardId=shard, ShardIteratorType="TRIM_HORIZON"
        )["ShardIterator"]

    def read(self) -> list[dict[str, Any]]:
        """What happened since the last reading."""
        reply = self._client.get_records(ShardIterator=self._iterator)
        self._iterator = reply["NextShardIterator"]
        # An update that makes an item is told twice by moto, first with nothing but the keys.
        return [one for one in reply["Records"] if one["dynamodb"].get("NewImage") != one["dynamodb"]["Keys"]]


def _definition(table: Table, prefix: str) -> dict[str, Any]:
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
    if table.stream:
        definition["StreamSpecification"] = {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"}
    return definition


def _projection(index: Index) -> dict[str, Any]:
    if not index.shows:
        return {"ProjectionType": "KEYS_ONLY"}
    return {"ProjectionType": "INCLUDE", "NonKeyAttributes": list(index.shows)}


def _keys(partition: str, sort: str) -> list[dict[str, str]]:
    return [{"AttributeName": partition, "KeyType": "HASH"}, {"AttributeName": sort, "KeyType": "RANGE"}]


def _decrypt(symmetric: Any) -> Any:
    """moto's Decrypt, which knows symmetric keys only, taught RSAES_OAEP_SHA_256."""
    oaep = padding.OAEP(mgf=padding.MGF1(hashes.SHA256()), algorithm=hashes.SHA256(), label=None)

    def decrypt(
        backend: KmsBackend, ciphertext_blob: bytes, encryption_context: dict[str, str], key_id: str | None = None
    ) -> tuple[bytes, str]:
        key = backend.keys[backend.any_id_to_key_id(key_id)] if key_id else None
        if key is None or not key.key_spec.startswith("RSA"):
            answer: tuple[bytes, str] = symmetric(backend, ciphertext_blob, encryption_context, key_id)
            return answer
        private: Any = key.private_key
        return private.private_key.decrypt(ciphertext_blob, oaep), key.arn

    return decrypt
