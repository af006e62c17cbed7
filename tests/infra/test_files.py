"""Where files lie and who may touch them, read from the synthesised templates."""

from __future__ import annotations

import json
from typing import Any

from infra.catalogue import FUNCTIONS
from tests.infra.synthesis import Synthesis
from tests.infra.test_outgoing_webhooks import variables
from tests.infra.test_safety import statements


def bucket(synthesis: Synthesis) -> tuple[str, dict[str, Any]]:
    """The bucket of files: its logical id, and all that is said of it."""
    found = {
        name: one
        for name, one in synthesis.foundation["Resources"].items()
        if one["Type"] == "AWS::S3::Bucket" and "-files-" in json.dumps(one["Properties"].get("BucketName"))
    }
    ((name, one),) = found.items()
    return name, one


def rights(synthesis: Synthesis) -> dict[str, dict[str, set[str]]]:
    """Which actions each function may take in the bucket of files, by the first part of the objects' keys."""
    found: dict[str, dict[str, set[str]]] = {}
    for name, entries in statements(synthesis).items():
        for entry in entries:
            actions = entry["Action"] if isinstance(entry["Action"], list) else [entry["Action"]]
            where = json.dumps(entry["Resource"])
            if not any(action.startswith("s3:") for action in actions) or "-files-" not in where:
                continue
            for prefix in ("files", "uploads"):
                if f"/{prefix}/*" in where:
                    found.setdefault(name, {}).setdefault(prefix, set()).update(actions)
            if "/*" not in where:
                found.setdefault(name, {}).setdefault("", set()).update(actions)
    return found


def test_the_bucket_is_private_encrypted_and_keeps_no_versions(aws: Synthesis) -> None:
    name, found = bucket(aws)
    properties = found["Properties"]
    assert set(properties["PublicAccessBlockConfiguration"].values()) == {True}
    assert len(properties["PublicAccessBlockConfiguration"]) == 4
    assert "BucketEncryption" in properties
    # What retention removes must not be there still under an older version.
    assert "VersioningConfiguration" not in properties and "ReplicationConfiguration" not in properties
    assert found["DeletionPolicy"] == "Retain"
    (policy,) = [
        one["Properties"]["PolicyDocument"]
        for one in aws.foundation["Resources"].values()
        if one["Type"] == "AWS::S3::BucketPolicy" and one["Properties"]["Bucket"] == {"Ref": name}
    ]
    (denied,) = policy["Statement"]
    assert (denied["Effect"], denied["Condition"]) == ("Deny", {"Bool": {"aws:SecureTransport": "false"}})


def test_what_was_never_completed_is_deleted_by_the_bucket_and_what_was_is_not(aws: Synthesis) -> None:
    _, found = bucket(aws)
    (rule,) = found["Properties"]["LifecycleConfiguration"]["Rules"]
    assert (rule["Prefix"], rule["ExpirationInDays"], rule["Status"]) == ("uploads/", 1, "Enabled")


def test_pages_may_put_and_get_with_what_a_link_signs_and_nothing_else(aws: Synthesis, local: Synthesis) -> None:
    for synthesis, origins in ((aws, ["*"]), (local, ["http://127.0.0.1:8080"])):
        _, found = bucket(synthesis)
        (rule,) = found["Properties"]["CorsConfiguration"]["CorsRules"]
        assert rule["AllowedOrigins"] == origins
        assert set(rule["AllowedMethods"]) == {"PUT", "GET"}
        assert set(rule["AllowedHeaders"]) == {"content-type", "x-amz-checksum-sha256"}


def test_the_consoles_pages_may_reach_the_bucket(aws: Synthesis) -> None:
    policies = aws.of_type("AWS::CloudFront::ResponseHeadersPolicy").values()
    said = [json.dumps(policy["Properties"]) for policy in policies]
    assert said and all("connect-src 'self' wss: https://holdfast-prod-files-" in one for one in said)
    assert not any("{files}" in one for one in said)


def test_each_function_touches_only_what_its_row_says(aws: Synthesis) -> None:
    read, write, remove = "s3:GetObject", "s3:PutObject", "s3:DeleteObject"
    kinds: dict[str, dict[str, set[str]]] = {
        "links": {"files": {read}},
        "removes": {"files": {remove}, "uploads": {remove}},
        "keeps": {"": {"s3:ListBucket"}, "files": {read, write, remove}, "uploads": {read, write, remove}},
    }
    assert rights(aws) == {row.name: kinds[row.files] for row in FUNCTIONS if row.files}


def test_one_function_takes_uploads_in(aws: Synthesis) -> None:
    writers = {name for name, found in rights(aws).items() if any("s3:PutObject" in each for each in found.values())}
    assert writers == {"files"}


def test_links_lead_to_aws_or_to_the_local_cloud(aws: Synthesis, local: Synthesis) -> None:
    mine = {row.name for row in FUNCTIONS if row.files}
    for synthesis, address in ((aws, None), (local, "http://127.0.0.1:4566")):
        told = {name: found for name, found in variables(synthesis).items() if "FILES_BUCKET" in found}
        assert set(told) == mine
        assert {found.get("FILES_URL") for found in told.values()} == {address}
