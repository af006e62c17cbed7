"""Everything the line leaves behind anywhere: each place with a name, and the bytes found there."""

from __future__ import annotations

import json
import os
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from tests.e2e.aws import PREFIX, Aws
from tests.e2e.event_tap import EventTap
from tests.e2e.line import Line
from tests.e2e.sightings import leaves

Remain = tuple[str, bytes]
#: Larger objects are the functions' own code.
_LARGEST_FILE = 4 * 1024 * 1024


def tables(aws: Aws) -> Iterator[Remain]:
    """All items of all tables and all of their indexes; a binary value is a piece of its own."""
    for name in aws.pages("dynamodb", "list_tables", "TableNames"):
        indexes = aws.client("dynamodb").describe_table(TableName=name)["Table"].get("GlobalSecondaryIndexes", [])
        for index in (None, *(one["IndexName"] for one in indexes)):
            place = f"table {name}" + (f" index {index}" if index else "")
            for row in aws.rows(name, index):
                yield place, b"\n".join(leaves(row))


def queues(aws: Aws) -> Iterator[Remain]:
    """What lies in any queue, dead letters included, in flight or not: the emulator tells without receiving it."""
    with urllib.request.urlopen(f"{aws.endpoint}/_ministack/sqs/messages", timeout=20) as answer:
        listed = json.load(answer)["messages"]
    for regions in listed.values():
        for names in regions.values():
            for queue, messages in names.items():
                for message in messages:
                    yield f"queue {queue.rsplit('/', 1)[-1]}", b"\n".join(leaves(message))


def mails(aws: Aws) -> Iterator[Remain]:
    """Every mail that was sent, as the emulator kept it."""
    with urllib.request.urlopen(f"{aws.endpoint}/_ministack/ses/messages", timeout=20) as answer:
        for message in leaves(json.load(answer)):
            yield "mail", message


def events(tap: EventTap) -> Iterator[Remain]:
    """Every domain event of the run."""
    tap.listen()
    for body in tap.raw:
        yield "event bus", body.encode()


def logs(aws: Aws) -> Iterator[Remain]:
    """Every line of every log group."""
    for group in aws.pages("logs", "describe_log_groups", "logGroups"):
        name = group["logGroupName"]
        lines = [event["message"] for event in aws.pages("logs", "filter_log_events", "events", logGroupName=name)]
        yield f"log group {name}", "\n".join(lines).encode()


def workflows(aws: Aws) -> Iterator[Remain]:
    """Input, output and history of every Step Functions execution."""
    for machine in aws.pages("stepfunctions", "list_state_machines", "stateMachines"):
        arn = machine["stateMachineArn"]
        for run in aws.pages("stepfunctions", "list_executions", "executions", stateMachineArn=arn):
            history = aws.pages("stepfunctions", "get_execution_history", "events", executionArn=run["executionArn"])
            yield f"workflow {machine['name']}", b"\n".join(leaves([run, *history]))


def buckets(aws: Aws) -> Iterator[Remain]:
    """Every object, its name and its tags of every bucket; deployment packages by name only."""
    s3 = aws.client("s3")
    for bucket in s3.list_buckets()["Buckets"]:
        for found in aws.pages("s3", "list_objects_v2", "Contents", Bucket=bucket["Name"]):
            small = found["Size"] <= _LARGEST_FILE
            body = s3.get_object(Bucket=bucket["Name"], Key=found["Key"])["Body"].read() if small else b""
            yield f"bucket {bucket['Name']}", found["Key"].encode() + b"\n" + body


def alarms_and_metrics(aws: Aws) -> Iterator[Remain]:
    """The names and dimensions of metrics."""
    for metric in aws.pages("cloudwatch", "list_metrics", "Metrics"):
        yield "metric", b"\n".join(leaves(metric))


def files(line: Line) -> Iterator[Remain]:
    """What the cloud, the edge and the carrier wrote to their logs, and anybody to the emulator's scratch folder."""
    for top in ("logs", "scratch"):
        for folder, folders, names in os.walk(line.home / top):
            # The functions' own code and layers, unpacked there.
            folders[:] = [one for one in folders if one != "code" and not one.startswith("layer_")]
            names = [one for one in names if not one.endswith(".zip")]
            for path in (Path(folder) / name for name in names):
                if path.is_file():
                    yield f"file {top}/{path.name}", path.read_bytes()


def everything(line: Line, aws: Aws, tap: EventTap) -> Iterator[Remain]:
    """All of the above. Secrets are left out: they hold keys and credentials, and nobody writes there."""
    assert any(name.startswith(PREFIX) for name in aws.pages("dynamodb", "list_tables", "TableNames"))
    yield from tables(aws)
    yield from queues(aws)
    yield from mails(aws)
    yield from events(tap)
    yield from logs(aws)
    yield from workflows(aws)
    yield from buckets(aws)
    yield from alarms_and_metrics(aws)
    yield from files(line)
