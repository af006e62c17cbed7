"""What an operator reads about mail to staff."""

from __future__ import annotations

from typing import Any

import boto3
import pytest
from botocore.stub import Stubber

from shared.operator.mail_standing import mail_standing

SENDER = "line@coast.example"
WELL = {"ProductionAccessEnabled": True, "SendingEnabled": True, "EnforcementStatus": "HEALTHY"}


@pytest.fixture
def ses() -> Any:
    credentials = {"aws_access_key_id": "testing", "aws_secret_access_key": "testing"}
    return boto3.client("sesv2", region_name="us-east-1", **credentials)


def said(ses: Any, account: dict[str, Any], **identities: bool | None) -> list[str]:
    """`identities`: of `address`, and, when that is not enough, of `domain`, whether it is verified; None: unknown."""
    with Stubber(ses) as stub:
        stub.add_response("get_account", account)
        for name, verified in identities.items():
            asked = {"EmailIdentity": SENDER if name == "address" else "coast.example"}
            if verified is None:
                stub.add_client_error("get_email_identity", "NotFoundException", expected_params=asked)
            else:
                stub.add_response("get_email_identity", {"VerifiedForSendingStatus": verified}, asked)
        lines = mail_standing(ses, SENDER)
        stub.assert_no_pending_responses()
    return lines


def test_all_is_well_when_the_address_is_verified_and_the_account_in_production(ses: Any) -> None:
    assert said(ses, WELL, address=True) == ["mail from line@coast.example: verified"]


def test_its_domain_is_enough(ses: Any) -> None:
    assert said(ses, WELL, address=None, domain=True) == ["mail from line@coast.example: verified"]


@pytest.mark.parametrize("domain", [None, False])
def test_an_address_nobody_verified_is_said_loudly(ses: Any, domain: bool | None) -> None:
    (line,) = said(ses, WELL, address=None, domain=domain)
    assert "NOT VERIFIED" in line


def test_so_are_the_sandbox_and_a_paused_account(ses: Any) -> None:
    account = {"ProductionAccessEnabled": False, "SendingEnabled": False, "EnforcementStatus": "SHUTDOWN"}
    _, sandbox, paused = said(ses, account, address=True)
    assert "sandbox" in sandbox
    assert "SHUTDOWN" in paused


def test_whoever_may_not_ask_reads_that(ses: Any) -> None:
    with Stubber(ses) as stub:
        stub.add_client_error("get_account", "AccessDeniedException")
        assert mail_standing(ses, SENDER) == [
            "mail from line@coast.example: cannot tell, SES answers AccessDeniedException"
        ]
