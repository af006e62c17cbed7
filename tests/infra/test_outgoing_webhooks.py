"""How events leave for affiliates' own systems, read from the synthesised templates."""

from __future__ import annotations

import json
from typing import Any

from infra.catalogue import FUNCTIONS, QUEUES
from tests.infra.synthesis import Synthesis
from tests.infra.test_safety import PURPOSE, actions, statements

#: Who posts to addresses that others chose, or takes them down.
POSTING = {row.name for row in FUNCTIONS if "LOOPBACK_TARGETS" in row.settings}


def variables(synthesis: Synthesis) -> dict[str, dict[str, Any]]:
    """Each function's environment, by its name."""
    return {
        one["Properties"]["FunctionName"].split("-", 2)[2]: one["Properties"]["Environment"]["Variables"]
        for one in synthesis.of_type("AWS::Lambda::Function").values()
        if "Environment" in one["Properties"]
    }


def test_on_aws_nobody_may_post_to_where_the_function_itself_runs(aws: Synthesis) -> None:
    assert {"hooks", "admin"} <= POSTING
    told = {name: found["LOOPBACK_TARGETS"] for name, found in variables(aws).items() if "LOOPBACK_TARGETS" in found}
    assert told == dict.fromkeys(POSTING, "refused")
    assert '"allowed"' not in json.dumps(aws.line)


def test_on_the_local_cloud_they_may(local: Synthesis) -> None:
    told = {name: found["LOOPBACK_TARGETS"] for name, found in variables(local).items() if "LOOPBACK_TARGETS" in found}
    assert told == dict.fromkeys(POSTING, "allowed")


def test_every_event_of_ours_and_no_other_goes_to_the_queue_or_to_its_dead_letters(aws: Synthesis) -> None:
    rules = [one["Properties"] for one in aws.of_type("AWS::Events::Rule").values()]
    (rule,) = [one for one in rules if "EventPattern" in one]
    assert rule["EventPattern"] == {"source": ["holdfast"]}
    assert "Bus" in json.dumps(rule["EventBusName"])
    (target,) = rule["Targets"]
    assert "HooksDead" in json.dumps(target["DeadLetterConfig"])
    assert "HooksDead" not in json.dumps(target["Arn"]) and "Hooks" in json.dumps(target["Arn"])


def test_secrets_of_webhooks_can_be_made_by_one_and_opened_by_another_and_open_nothing_else(aws: Synthesis) -> None:
    entries = statements(aws)
    sealing = [entry for entry in entries["admin"] if "kms:Encrypt" in entry["Action"]]
    opening = [entry for entry in entries["hooks"] if "kms:Decrypt" in entry["Action"]]
    assert "kms:Decrypt" not in actions(entries["admin"])
    for (entry,) in (sealing, opening):
        assert entry["Condition"]["StringEquals"][PURPOSE] == "webhook-secret"


def test_who_posts_events_can_read_neither_what_was_written_nor_keys(aws: Synthesis) -> None:
    resources = json.dumps([entry["Resource"] for entry in statements(aws)["hooks"]])
    for name in ("ConversationsTable", "VaultTable", "ConsentsTable", "QuarantineTable", "Secret"):
        assert name not in resources, name


def test_slow_receivers_cannot_take_the_environments_that_texters_need(aws: Synthesis) -> None:
    bounded = {row.name: row.most_at_once for row in QUEUES if row.most_at_once is not None}
    mappings = [one["Properties"] for one in aws.of_type("AWS::Lambda::EventSourceMapping").values()]
    scaled = {
        name: one["ScalingConfig"]["MaximumConcurrency"]
        for one in mappings
        for name in bounded
        if f"Queues{name.capitalize()}" in json.dumps(one["EventSourceArn"])
    }
    assert scaled == bounded
    assert scaled["hooks"] == 20


def test_whoever_sends_to_the_queue_that_wakes_it_is_not_stopped_for_that(aws: Synthesis) -> None:
    allowed = {
        one["Properties"]["FunctionName"].split("-", 2)[2]
        for one in aws.of_type("AWS::Lambda::Function").values()
        if one["Properties"].get("RecursiveLoop") == "Allow"
    }
    assert allowed == {row.name for row in FUNCTIONS if row.consumes in row.sends}
    assert "hooks" in allowed
