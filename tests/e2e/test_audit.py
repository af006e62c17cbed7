"""Who did what is on record, in whichever request; and whoever changes the record is found out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.aws import PREFIX, Aws
from tests.e2e.line import Line
from tests.e2e.people import WELLNESS, Responder, Supervisor, TexterFactory
from tests.e2e.waiting import eventually

pytestmark = pytest.mark.e2e

HARBOR, MEADOW = "aff_harbor", "aff_meadow"
ROOT = Path(__file__).resolve().parents[2]


def run_job(aws: Aws, job: str) -> None:
    """What the schedule does each minute, or each day."""
    done = aws.client("lambda").invoke(FunctionName=f"{PREFIX}-audit", Payload=json.dumps({"job": job}))
    assert "FunctionError" not in done, done["Payload"].read()


def verify(line: Line, aws: Aws, affiliate: str) -> tuple[int, list[dict[str, Any]]]:
    """`holdfast audit verify`, as an operator calls it: its exit code, and where the chain breaks."""
    local = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
    command = [sys.executable, "-m", "shared.operator.cli", "--stage", "local", "--region", "us-east-1"]
    done = subprocess.run(
        [*command, "--endpoint", aws.endpoint, "audit", "verify", "--affiliate", affiliate, "--json"],
        cwd=ROOT,
        env=dict(os.environ) | local,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    (verdict,) = json.loads(done.stdout)
    assert verdict["entries"] > 0
    return done.returncode, verdict["breaks"]


def entries(person: Supervisor, **query: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = person.get("/api/audit", limit=100, **query)["items"]
    return found


@contextmanager
def tampered(aws: Aws, affiliate: str, seq: int, **fields: str) -> Iterator[None]:
    """While it lasts, a sealed entry says something else."""
    dynamodb, table = aws.client("dynamodb"), f"{PREFIX}-audit"
    key = {"pk": {"S": f"C#{affiliate}"}, "sk": {"S": f"E#{seq:010d}"}}
    row = dynamodb.get_item(TableName=table, Key=key)["Item"]
    dynamodb.put_item(TableName=table, Item=row | {name: {"S": value} for name, value in fields.items()})
    try:
        yield
    finally:
        dynamodb.put_item(TableName=table, Item=row)


def test_given_a_thread_that_is_read_twice_then_one_entry_says_so(texters: TexterFactory, vera: Supervisor) -> None:
    conversation = vera.finds(texters().writes("please do not tell anyone"))
    vera.thread(conversation)
    vera.thread(conversation)

    reads = entries(vera, entity=f"conversation:{conversation}", action="conversation.read", actor=vera.id)

    assert [(one["actor"], one["actorRole"]) for one in reads] == [(vera.id, "supervisor")]


def test_given_a_transition_then_who_made_it_and_in_which_request_is_on_record(
    texters: TexterFactory, rosa: Responder, vera: Supervisor
) -> None:
    conversation = vera.finds(texters().writes("is somebody there?"))
    rosa.helps(conversation)
    answer = rosa.ask("POST", f"/api/conversations/{conversation}/close", headers={"X-Request-ID": "closed-by-rosa"})
    assert answer.ok, answer.text

    (entry,) = eventually(
        lambda: entries(vera, entity=f"conversation:{conversation}", action="conversation.moved.close_from_active"),
        "the transition on record",
    )

    assert (entry["actor"], entry["actorRole"]) == (rosa.id, "responder")
    assert entry["requestId"] == answer.headers["X-Request-ID"]
    assert entry["evidence"][0].startswith(f"conversation:{conversation}#")


def test_given_a_responder_then_the_record_is_not_theirs_to_read(rosa: Responder) -> None:
    assert rosa.ask("GET", "/api/audit").status_code == 403


def test_given_the_chain_is_sealed_and_anchored_when_somebody_changes_the_table_then_verifying_fails_and_says_where(
    line: Line, aws: Aws, texters: TexterFactory, rosa: Responder, vera: Supervisor
) -> None:
    conversation = vera.finds(texters().writes("hello"))
    rosa.helps(conversation)
    rosa.closes(conversation)
    eventually(
        lambda: entries(vera, entity=f"conversation:{conversation}", action="conversation.moved.close_from_active"),
        "the transition on record",
    )
    run_job(aws, "seal")
    run_job(aws, "anchor")
    sealed = [one for one in entries(vera, entity=f"conversation:{conversation}") if one["seq"]]
    assert sealed, "what waited is sealed"

    assert verify(line, aws, HARBOR) == (0, [])
    with tampered(aws, HARBOR, sealed[0]["seq"], actor="somebody-else"):
        code, breaks = verify(line, aws, HARBOR)
        assert (code, [(one["kind"], one["seq"]) for one in breaks]) == (1, [("altered", sealed[0]["seq"])])
    assert verify(line, aws, HARBOR) == (0, [])


def test_given_an_anchor_then_the_chain_behind_it_cannot_be_cut_off_and_its_head_set_back(
    line: Line, aws: Aws, texters: TexterFactory, omar: Supervisor
) -> None:
    # Of an affiliate in which nobody does anything meanwhile: nothing is sealed behind the head that is set back.
    for words in ("good morning", "good evening"):
        omar.finds(texters(WELLNESS).writes(words))
    run_job(aws, "seal")
    run_job(aws, "anchor")
    dynamodb, table = aws.client("dynamodb"), f"{PREFIX}-audit"
    rows = {row["sk"]["S"]: row for row in aws.rows(table) if row["pk"]["S"] == f"C#{MEADOW}"}
    head = rows.pop("HEAD")
    last, before = (rows[key] for key in sorted(rows, reverse=True)[:2])
    try:
        dynamodb.delete_item(TableName=table, Key={"pk": last["pk"], "sk": last["sk"]})
        dynamodb.put_item(TableName=table, Item=head | {"seq": before["seq"], "hash": before["hash"]})
        code, breaks = verify(line, aws, MEADOW)
    finally:
        dynamodb.put_item(TableName=table, Item=last)
        dynamodb.put_item(TableName=table, Item=head)
    assert (code, [(one["kind"], one["seq"]) for one in breaks]) == (1, [("truncated", int(last["seq"]["N"]))])
