"""What a deployment may and may not do, read from the synthesised templates."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from infra.catalogue import FUNCTIONS
from tests.infra.synthesis import Synthesis

#: Actions that take no resource of ours, or one that is known only at run time, with the reason.
WIDE = {
    "dynamodb:ListStreams": "takes no resource",
    "kms:Decrypt": "an affiliate's key, bound to its tag",
    "kms:Encrypt": "likewise, and to webhooks' secrets",
    "kms:CreateKey": "a key has no ARN before it is made; it must be given the tag by which affiliates' keys are known",
    "kms:TagResource": "likewise",
    "kms:ScheduleKeyDeletion": "an affiliate's key, bound to its tag: the second of two that were made at once",
    "kms:GenerateDataKeyWithoutPlaintext": "an affiliate's key, bound to its tag; what it makes is wrapped",
    "execute-api:ManageConnections": "a connection's id is known only while it is open",
    "states:SendTaskSuccess": "a token names its wait by itself",
    "ses:SendEmail": "bound to the one sender",
    "s3:GetObject": "every file is an object of its own",
    "s3:PutObject": "likewise",
    "s3:DeleteObject": "likewise",
    "s3:GetObjectVersion": "every anchor is an object of its own",
}

#: What binds a grant to one kind of secret under a key that also guards texters' words.
PURPOSE = "kms:EncryptionContext:holdfast:purpose"


def statements(synthesis: Synthesis) -> dict[str, list[dict[str, Any]]]:
    """Each function's policy statements, by its name."""
    roles = {}
    for function in synthesis.of_type("AWS::Lambda::Function").values():
        properties = function["Properties"]
        roles[properties["Role"]["Fn::GetAtt"][0]] = properties["FunctionName"].split("-", 2)[2]
    assert len(roles) == len(FUNCTIONS), "two functions share a role"
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in roles.values()}
    for policy in synthesis.of_type("AWS::IAM::Policy").values():
        (role,) = policy["Properties"]["Roles"]
        if role["Ref"] not in roles:
            continue  # the workflow's own
        found[roles[role["Ref"]]] += policy["Properties"]["PolicyDocument"]["Statement"]
    return found


def actions(entries: list[dict[str, Any]]) -> set[str]:
    return {action for entry in entries for action in _as_list(entry["Action"])}


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def test_the_front_door_can_send_and_read_two_secrets_and_nothing_else(aws: Synthesis) -> None:
    entries = statements(aws)["webhooks"]
    assert actions(entries) == {
        "sqs:SendMessage", "secretsmanager:GetSecretValue", "logs:CreateLogStream", "logs:PutLogEvents",
    }  # fmt: skip
    secrets = json.dumps([entry["Resource"] for entry in entries if entry["Action"] == "secretsmanager:GetSecretValue"])
    assert "IngressSecret" in secrets
    assert "ProvidersSecret" in secrets
    assert "AuthSecret" not in secrets
    assert "IndexSecret" not in secrets


def test_the_web_chats_front_door_can_read_nothing_of_what_it_posts_nor_sign_for_staff(aws: Synthesis) -> None:
    entries = statements(aws)["webchat"]
    assert "sqs:SendMessage" in actions(entries)
    assert not [action for action in actions(entries) if action.startswith("kms:")]
    resources = json.dumps([entry["Resource"] for entry in entries])
    for name in ("ConversationsTable", "VaultTable", "ConsentsTable", "AuthSecret", "IndexSecret", "ProvidersSecret"):
        assert name not in resources, name
    reads = [entry for entry in entries if "SessionsTable" in json.dumps(entry["Resource"])]
    assert {action for entry in reads for action in _as_list(entry["Action"])} <= {
        "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem",
    }  # fmt: skip


def test_only_those_who_read_texters_words_may_use_affiliates_keys(aws: Synthesis) -> None:
    may = {
        name
        for name, entries in statements(aws).items()
        if any("kms:Decrypt" in _as_list(entry["Action"]) and PURPOSE not in json.dumps(entry) for entry in entries)
    }
    assert may == {
        "intake",
        "conversations",
        "transcript",
        "deliver",
        "lifecycle",
        "risk",
        "assist",
        "messages",
        "files",
        "texters",
        "erasures",
        "jobs",
    }


def test_receipts_are_signed_by_one_function_with_one_key_that_does_nothing_else(aws: Synthesis) -> None:
    signing = {name: entries for name, entries in statements(aws).items() if "kms:Sign" in actions(entries)}
    assert set(signing) == {"erasures"}
    (entry,) = [one for one in signing["erasures"] if "kms:Sign" in _as_list(one["Action"])]
    assert entry["Action"] == "kms:Sign" and "ReceiptKey" in json.dumps(entry["Resource"])
    (key,) = [
        one["Properties"]
        for one in aws.of_type("AWS::KMS::Key").values()
        if one["Properties"].get("KeyUsage") == "SIGN_VERIFY"
    ]
    assert key["KeySpec"] == "ECC_NIST_P256"


def test_the_workflow_may_call_its_function_and_nothing_else_of_ours(aws: Synthesis) -> None:
    (machine,) = aws.of_type("AWS::StepFunctions::StateMachine").values()
    role = machine["Properties"]["RoleArn"]["Fn::GetAtt"][0]
    (policy,) = (
        one for one in aws.of_type("AWS::IAM::Policy").values() if one["Properties"]["Roles"] == [{"Ref": role}]
    )
    entries = policy["Properties"]["PolicyDocument"]["Statement"]
    ours = {action for action in actions(entries) if not action.startswith(("logs:", "xray:"))}
    assert ours == {"lambda:InvokeFunction"}
    assert machine["Properties"]["LoggingConfiguration"]["IncludeExecutionData"] is False


def test_mail_leaves_from_one_sender(aws: Synthesis) -> None:
    for name, entries in statements(aws).items():
        for entry in entries:
            if "ses:SendEmail" in _as_list(entry["Action"]):
                assert set(entry["Condition"]["StringEquals"]) == {"ses:FromAddress"}, name


def test_no_grant_is_wider_than_it_must_be(aws: Synthesis) -> None:
    for name, entries in statements(aws).items():
        for entry in entries:
            assert not any("*" in action for action in _as_list(entry["Action"])), name
            if any(resource == "*" or '/*"' in json.dumps(resource) for resource in _as_list(entry["Resource"])):
                assert set(_as_list(entry["Action"])) <= set(WIDE), f"{name}: {entry}"
            if entry["Action"] in ("kms:Decrypt", "kms:Encrypt") and "key/*" in json.dumps(entry["Resource"]):
                bound = dict(entry["Condition"]["StringEquals"])
                assert bound.pop("aws:ResourceTag/holdfast:affiliate-keys") == "prod"
                assert bound in ({}, {PURPOSE: "webhook-secret"})


def test_cdk_nag_ran_and_every_exception_has_a_reason(aws: Synthesis) -> None:
    (nag,) = (one for one in aws.report["pluginReports"] if one["pluginName"] == "AwsSolutions")
    assert nag["violations"] == []
    assert nag["suppressedViolations"], "nothing was looked at"
    assert all(len(one["reason"]) > 20 for one in nag["suppressedViolations"])


def test_nothing_records_what_passes_through_the_apis(aws: Synthesis) -> None:
    stages = aws.of_type("AWS::ApiGatewayV2::Stage").values()
    assert stages
    for stage in stages:
        properties = stage["Properties"]
        assert not properties.get("DefaultRouteSettings", {}).get("DataTraceEnabled", False)
        logged = properties["AccessLogSettings"]["Format"]
        assert "requestId" in logged
        for telling in ("queryString", "path", "body", "header", "sourceIp"):
            assert telling not in logged


def test_no_function_is_told_to_log_its_events(aws: Synthesis) -> None:
    for function in aws.of_type("AWS::Lambda::Function").values():
        assert "POWERTOOLS_LOGGER_LOG_EVENT" not in function["Properties"].get("Environment", {}).get("Variables", {})


def test_the_function_that_checks_signatures_knows_the_public_url(aws: Synthesis, local: Synthesis) -> None:
    def public_url(synthesis: Synthesis) -> Any:
        (webhooks,) = [
            one["Properties"]
            for one in synthesis.of_type("AWS::Lambda::Function").values()
            if one["Properties"]["FunctionName"].endswith("-webhooks")
        ]
        return webhooks["Environment"]["Variables"]["PUBLIC_URL"]

    assert public_url(local) == "http://127.0.0.1:8080"
    assert "DomainName" in json.dumps(public_url(aws)), "the edge's own domain unless the operator gives one"


def test_stage_and_region_are_parameters(aws: Synthesis, local: Synthesis) -> None:
    assert '"holdfast-prod' in json.dumps(aws.line)
    assert "holdfast-local" not in json.dumps(aws.line)
    assert "127.0.0.1" not in json.dumps(aws.line)
    assert "holdfast-prod" not in json.dumps(local.line)


def test_the_layer_holds_wheels_for_lambda_on_arm_and_python_3_13(aws_bundles: Path) -> None:
    libraries = list((aws_bundles / "layer").rglob("*.so*"))
    assert libraries
    for library in libraries:
        header = library.read_bytes()[:20]
        assert header[:4] == b"\x7fELF"
        assert int.from_bytes(header[18:20], "little") == 183, f"{library.name} is not for aarch64"
        assert "cpython-313-aarch64" in library.name or ".abi3." in library.name or ".libs" in str(library), (
            library.name
        )


@pytest.mark.parametrize("name", [row.name for row in FUNCTIONS])
def test_a_function_carries_its_own_modules_only(aws_bundles: Path, name: str) -> None:
    folder = aws_bundles / "functions" / name
    others = {row.name for row in FUNCTIONS} - {name}
    assert (folder / "functions" / name / "handler.py").is_file()
    assert not others & {path.name for path in (folder / "functions").iterdir()}
    assert not (folder / "infra").exists()
    assert not (folder / "shared" / "operator").exists()


def test_the_layer_knows_the_worlds_time_zones(aws_bundles: Path) -> None:
    # Without them every texter would be taken to live in one zone, and be texted at night.
    assert (aws_bundles / "layer" / "python" / "tzdata" / "zoneinfo" / "America" / "Boise").is_file()
