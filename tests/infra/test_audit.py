"""The record's rights and its bucket, read from the synthesised templates."""

from __future__ import annotations

import json
from typing import Any

from infra.catalogue import FUNCTIONS
from tests.infra.synthesis import Synthesis
from tests.infra.test_safety import statements


def anchors(synthesis: Synthesis) -> dict[str, Any]:
    (bucket,) = [
        one["Properties"]
        for one in synthesis.of_type("AWS::S3::Bucket").values()
        if "-anchors-" in json.dumps(one["Properties"].get("BucketName", ""))
    ]
    return dict(bucket)


def test_nobody_can_change_or_remove_an_anchor_for_seven_years_on_aws(aws: Synthesis) -> None:
    bucket = anchors(aws)
    assert bucket["ObjectLockEnabled"] is True
    assert bucket["VersioningConfiguration"] == {"Status": "Enabled"}
    retention = bucket["ObjectLockConfiguration"]["Rule"]["DefaultRetention"]
    assert retention == {"Mode": "COMPLIANCE", "Days": 2557}
    assert all(bucket["PublicAccessBlockConfiguration"].values())


def test_on_the_local_cloud_it_can_be_cleared_after_a_day(local: Synthesis) -> None:
    assert anchors(local)["ObjectLockConfiguration"]["Rule"]["DefaultRetention"] == {"Mode": "GOVERNANCE", "Days": 1}


def test_the_function_that_anchors_may_add_and_read_anchors_and_nothing_else_of_them(aws: Synthesis) -> None:
    found: dict[str, set[str]] = {}
    for name, entries in statements(aws).items():
        for entry in entries:
            if "-anchors-" in json.dumps(entry["Resource"]):
                actions = entry["Action"] if isinstance(entry["Action"], list) else [entry["Action"]]
                found.setdefault(name, set()).update(actions)
    assert found == {"audit": {"s3:PutObject", "s3:GetObjectVersion", "s3:ListBucketVersions"}}


def test_only_the_function_that_seals_may_write_a_chain_and_nobody_else_takes_back_what_waits(aws: Synthesis) -> None:
    writers = {row.name for row in FUNCTIONS if "write" in row.tables.get("audit", "")} - {"audit"}
    assert writers
    for name, entries in statements(aws).items():
        denied = [entry for entry in entries if entry["Effect"] == "Deny"]
        told = {
            partition: set(entry["Action"])
            for entry in denied
            for partition in _listed(entry["Condition"]["ForAnyValue:StringLike"]["dynamodb:LeadingKeys"])
        }
        changing = {"dynamodb:UpdateItem", "dynamodb:DeleteItem"}
        expected = {"C#*": {"dynamodb:PutItem", *changing}, "U#*": changing} if name in writers else {}
        assert told == expected, name
        assert all("AuditTable" in json.dumps(entry["Resource"]) for entry in denied)


def test_what_texters_write_never_reaches_the_queue(aws: Synthesis) -> None:
    (subscription,) = [
        one["Properties"]
        for one in aws.of_type("AWS::SNS::Subscription").values()
        if one["Properties"].get("FilterPolicy") == {"to": ["audit"]}
    ]
    assert subscription["RawMessageDelivery"] is True


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
