"""Every queue's dead letters are explained, alarmed, and in reach of those who may replay them, and of nobody else."""

from __future__ import annotations

import json
from typing import Any

import pytest

from infra.catalogue import FUNCTIONS, QUEUES, Queue
from shared.contracts.dead_letters import DEAD_LETTERS, STREAM
from tests.infra.synthesis import ROOT, Synthesis
from tests.infra.test_safety import statements

RUNBOOKS = ROOT / "docs" / "runbooks"
TAKING = {"sqs:DeleteMessage", "sqs:ChangeMessageVisibility"}


def test_every_queue_and_the_stream_have_a_row() -> None:
    assert set(DEAD_LETTERS) == {row.name for row in QUEUES} | {STREAM}


@pytest.mark.parametrize("queue", QUEUES, ids=lambda queue: queue.name)
def test_a_row_is_as_the_catalogue_says(queue: Queue) -> None:
    (consumer,) = [row.name for row in FUNCTIONS if row.consumes == queue.name]
    row = DEAD_LETTERS[queue.name]
    assert (row.fifo, row.consumer) == (queue.fifo, consumer)


@pytest.mark.parametrize("name", DEAD_LETTERS)
def test_a_runbook_names_the_command_that_replays_them(name: str) -> None:
    command = f"python -m shared.operator.dead_letters --stage $STAGE replay {name}"
    assert [path.stem for path in RUNBOOKS.glob("*.md") if command in path.read_text()]


def test_only_what_says_whose_it_is_can_be_taken_out_by_staff(aws: Synthesis) -> None:
    queues = aws.of_type("AWS::SQS::Queue")
    names = {key: one["Properties"]["QueueName"].removeprefix("holdfast-prod-") for key, one in queues.items()}
    replayed = {row.name for row in DEAD_LETTERS.values() if row.says_whose}
    taken: set[str] = set()
    for entry in statements(aws)["admin"]:
        if TAKING & set(_listed(entry["Action"])):
            taken |= {name for key, name in names.items() if f'"{key}"' in json.dumps(entry["Resource"])}
    assert taken == {f"{name}-dead{'.fifo' if DEAD_LETTERS[name].fifo else ''}" for name in replayed}


def test_nobody_else_receives_or_deletes_dead_letters(aws: Synthesis) -> None:
    dead = {key for key, one in aws.of_type("AWS::SQS::Queue").items() if "-dead" in one["Properties"]["QueueName"]}
    assert len(dead) == len(DEAD_LETTERS)
    for function, entries in statements(aws).items():
        for entry in entries:
            touched = any(f'"{key}"' in json.dumps(entry["Resource"]) for key in dead)
            taken = (TAKING | {"sqs:ReceiveMessage"}) & set(_listed(entry["Action"]))
            assert not touched or not taken or function == "admin", function


def test_the_function_knows_every_queue_it_is_asked_about(local: Synthesis) -> None:
    (admin,) = [
        one["Properties"]
        for one in local.of_type("AWS::Lambda::Function").values()
        if one["Properties"]["FunctionName"].endswith("-admin")
    ]
    known = set(admin["Environment"]["Variables"])
    assert known >= {f"{name.upper()}_DEAD_URL" for name in DEAD_LETTERS}
    assert known >= {f"{row.name.upper()}_QUEUE_URL" for row in DEAD_LETTERS.values() if row.says_whose}


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
