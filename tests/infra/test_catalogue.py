"""Catalogue, folders, contracts and synthesised template say the same."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import pytest

from infra.bundle import ROOT
from infra.catalogue import ALARMS, FUNCTIONS, QUEUES, SERVICES
from shared.contracts.routes import ROUTES
from shared.contracts.tables import TABLES
from tests.infra.synthesis import Synthesis

BY_NAME = {row.name: row for row in FUNCTIONS}


def functions_of(synthesis: Synthesis) -> dict[str, dict[str, Any]]:
    return {
        resource["Properties"]["FunctionName"].split("-", 2)[2]: resource["Properties"]
        for resource in synthesis.of_type("AWS::Lambda::Function").values()
    }


def test_every_folder_is_a_row_of_the_catalogue_and_every_row_a_folder() -> None:
    folders = {path.parent.name for path in (ROOT / "functions").glob("*/handler.py")}
    assert folders == set(BY_NAME)


@pytest.mark.parametrize("target", ["aws", "local"])
def test_the_template_has_the_catalogues_functions(target: str, request: pytest.FixtureRequest) -> None:
    deployed = functions_of(request.getfixturevalue(target))
    assert set(deployed) == set(BY_NAME)
    for name, properties in deployed.items():
        row = BY_NAME[name]
        assert (properties["MemorySize"], properties["Timeout"]) == (row.memory, row.timeout)
        assert properties["Handler"] == f"functions.{name}.handler.handler"
        assert properties["Runtime"] == "python3.13"
        assert properties["Architectures"] == ["arm64"]


def test_every_route_of_the_contract_reaches_its_function(aws: Synthesis) -> None:
    integrations = {name: one["Properties"] for name, one in aws.of_type("AWS::ApiGatewayV2::Integration").items()}
    arns = {name: one["Properties"]["FunctionName"] for name, one in aws.of_type("AWS::Lambda::Function").items()}
    found = {}
    for route in aws.of_type("AWS::ApiGatewayV2::Route").values():
        key = route["Properties"]["RouteKey"]
        if key.startswith("$"):
            continue
        target = re.findall(r"'Ref': '(\w+)'", str(route["Properties"]["Target"]))[-1]
        function = next(name for name in arns if f"'{name}'" in str(integrations[target]["IntegrationUri"]))
        found[key] = arns[function].rsplit("-", 1)[1]
    # One for all methods of a path takes what no other does.
    reached = {route: found.get(f"{route.method} {route.path}", found.get(f"ANY {route.path}")) for route in ROUTES}
    assert reached == {route: route.function for route in ROUTES}
    methods = {f"{method} {route.path}" for route in ROUTES for method in (route.method, "ANY")}
    assert set(found) <= methods


def test_every_queue_has_a_dead_letter_queue_and_both_have_alarms(aws: Synthesis) -> None:
    queues = {one["Properties"]["QueueName"]: one["Properties"] for one in aws.of_type("AWS::SQS::Queue").values()}
    alarms = {one["Properties"]["AlarmName"] for one in aws.of_type("AWS::CloudWatch::Alarm").values()}
    expected = {"holdfast-prod-stream-dead"}
    for row in QUEUES:
        suffix = ".fifo" if row.fifo else ""
        name, dead = f"holdfast-prod-{row.name}{suffix}", f"holdfast-prod-{row.name}-dead{suffix}"
        expected |= {name, dead}
        assert queues[name]["RedrivePolicy"]["maxReceiveCount"] == row.tries
        assert queues[name]["SqsManagedSseEnabled"] is queues[dead]["SqsManagedSseEnabled"] is True
        assert {f"holdfast-prod-{row.name}-dead-letters", f"holdfast-prod-{row.name}-late"} <= alarms
    assert set(queues) == expected
    assert "holdfast-prod-stream-dead-letters" in alarms


def test_every_alarm_pages_somebody(aws: Synthesis) -> None:
    alarms = aws.of_type("AWS::CloudWatch::Alarm").values()
    assert all(alarm["Properties"]["AlarmActions"] for alarm in alarms)
    names = {alarm["Properties"]["AlarmName"] for alarm in alarms}
    assert {f"holdfast-prod-{row.name}" for row in ALARMS} <= names
    assert {f"holdfast-prod-{row.name}-errors" for row in FUNCTIONS} <= names


def test_our_own_alarms_listen_to_metrics_that_somebody_writes_with_the_same_dimensions() -> None:
    written = set()
    folders = ("functions", "shared/runtime", "shared/lifecycle")
    for path in (path for folder in folders for path in (ROOT / folder).rglob("*.py")):
        for call in re.findall(r"(?:count|gauge)\(\"(\w+)\"((?:, \w+=[\w.\"]+)*)", path.read_text()):
            written.add((call[0], tuple(sorted(re.findall(r"(\w+)=", call[1])))))
    assert {(row.metric, tuple(name for name, _ in row.dimensions)) for row in ALARMS} <= written


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_table_is_as_its_contract_says(aws: Synthesis, table: Any) -> None:
    built = next(
        one
        for one in aws.of_type("AWS::DynamoDB::Table").values()
        if one["Properties"]["TableName"] == f"holdfast-prod-{table.name}"
    )
    properties = built["Properties"]
    recovery = properties["PointInTimeRecoverySpecification"]
    assert recovery["PointInTimeRecoveryEnabled"] is (table.recovery_days > 0)
    assert recovery.get("RecoveryPeriodInDays", 0) == table.recovery_days
    assert properties["SSESpecification"] == {"SSEEnabled": True}
    assert properties.get("DeletionProtectionEnabled", False) is table.lasting
    assert built["DeletionPolicy"] == ("Retain" if table.lasting else "Delete")
    assert properties.get("TimeToLiveSpecification", {}).get("Enabled", False) is table.expires
    assert ("StreamSpecification" in properties) is table.stream
    indexes = {one["IndexName"]: one for one in properties.get("GlobalSecondaryIndexes", [])}
    assert set(indexes) == {index.name for index in table.indexes}
    for index in table.indexes:
        keys = [key["AttributeName"] for key in indexes[index.name]["KeySchema"]]
        assert keys == [index.partition, index.sort]
        shown = {"NonKeyAttributes": list(index.shows), "ProjectionType": "INCLUDE"}
        assert indexes[index.name]["Projection"] == (shown if index.shows else {"ProjectionType": "KEYS_ONLY"})


def test_the_layer_describes_the_services_that_are_called_and_no_others() -> None:
    called = {"dynamodb"}  # through PynamoDB
    shared = [f"shared/{name}" for name in ("ai", "channels", "lifecycle", "runtime", "security", "store")]
    for folder in ("functions", *shared):
        for path in (ROOT / folder).rglob("*.py"):
            called |= _clients(path)
    assert called == set(SERVICES)


def _clients(path: Path) -> set[str]:
    return {
        argument.value
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", getattr(node.func, "attr", "")) in ("client", "create_client")
        for argument in node.args[:1]
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }


def test_a_queues_visibility_outlasts_its_consumer_and_batches_are_as_said(aws: Synthesis) -> None:
    consumers = {row.consumes: row for row in FUNCTIONS if row.consumes}
    mappings = aws.of_type("AWS::Lambda::EventSourceMapping").values()
    batches = sorted(one["Properties"]["BatchSize"] for one in mappings)
    assert batches == sorted([row.batch for row in QUEUES] + [100])
    for row in QUEUES:
        assert row.visibility >= 6 * consumers[row.name].timeout, row.name
