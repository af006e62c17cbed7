"""Who may text through AWS, with what, and which settings exist on the local cloud alone."""

from __future__ import annotations

from typing import Any

import pytest

from infra.catalogue import FUNCTIONS
from tests.infra.synthesis import Synthesis
from tests.infra.test_safety import actions, statements


def environments(synthesis: Synthesis) -> dict[str, dict[str, Any]]:
    return {
        function["Properties"]["FunctionName"].split("-", 2)[2]: function["Properties"]["Environment"]["Variables"]
        for function in synthesis.of_type("AWS::Lambda::Function").values()
    }


def test_only_those_who_text_may_send_and_nothing_but_texts(aws: Synthesis) -> None:
    found = {name: actions(entries) for name, entries in statements(aws).items()}
    found = {name: {one for one in granted if one.startswith("sms-voice:")} for name, granted in found.items()}
    texting = {row.name for row in FUNCTIONS if row.texts}
    assert "deliver" in texting
    assert {name: granted for name, granted in found.items() if granted} == {
        name: {"sms-voice:SendTextMessage"} for name in texting
    }


def test_whoever_sends_for_a_line_can_reach_every_provider(aws: Synthesis) -> None:
    texting = {row.name for row in FUNCTIONS if row.texts}
    needed = {"TWILIO_API_URL", "AWS_SMS_URL", "LOOPBACK_TARGETS"}
    assert texting == {name for name, settings in environments(aws).items() if {"AWS_SMS_URL"} & set(settings)}
    assert all(needed <= set(environments(aws)[name]) for name in texting)


@pytest.mark.parametrize(
    ("target", "url", "targets"),
    [("aws", "https://sms-voice.eu-west-1.amazonaws.com", "refused"), ("local", "http://127.0.0.1:8081", "allowed")],
)
def test_texts_leave_by_the_regions_endpoint_and_on_the_local_cloud_by_the_pretend_one(
    target: str, url: str, targets: str, request: pytest.FixtureRequest
) -> None:
    settings = environments(request.getfixturevalue(target))["deliver"]
    assert (settings["AWS_SMS_URL"], settings["LOOPBACK_TARGETS"]) == (url, targets)


def test_no_sns_but_awss_own_is_believed_on_aws(aws: Synthesis, local: Synthesis) -> None:
    assert not [name for name, settings in environments(aws).items() if "SNS_HOST" in settings]
    assert {name: one["SNS_HOST"] for name, one in environments(local).items() if "SNS_HOST" in one} == {
        "webhooks": "127.0.0.1:8081"
    }
