"""Erasure and export through the functions themselves, as they are put together."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import responses

from functions.erasures import handler as erasures
from functions.jobs import handler as jobs
from functions.texters import handler as texters
from functions.webhooks import handler as webhooks
from shared.security.receipts import verify
from tests.unit import aws
from tests.unit.builders import TEXTER, http_event, signed_webhook, twilio_form
from tests.unit.deployment import CARRIER, Deployment, forget_all
from tests.unit.erasure_house import stored
from tests.unit.world import World

WORDS = "nobody else ever wrote mugwort"


@pytest.fixture
def carrier() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        numbers = itertools.count(70)
        mock.add_callback(
            responses.POST,
            re.compile(f"{CARRIER}/.*"),
            lambda _: (201, {}, json.dumps({"sid": f"SM{next(numbers)}"})),
        )
        mock.get(re.compile(f"{CARRIER}/.*/Media.json"), json={"media_list": []})
        mock.delete(re.compile(f"{CARRIER}/.*"), status=204)
        yield mock


@pytest.fixture
def line(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Deployment]:
    forget_all()
    aws.client("s3").create_bucket(Bucket=aws.FILES_BUCKET)
    yield Deployment(world, monkeypatch)
    forget_all()


def ended(line: Deployment) -> str:
    """Somebody texted, was answered, and it ended; the conversation's id."""
    assert webhooks.handler(signed_webhook(twilio_form(Body=WORDS)), None)["statusCode"] == 200
    line.flow()
    one = line.api("POST", "/api/queue/next", {})["id"]
    line.api("POST", f"/api/conversations/{one}/messages", {"content": "I am here, mugwort"})
    line.flow()
    line.api("POST", f"/api/conversations/{one}/close", {})
    line.flow()
    return str(one)


def texter_of(line: Deployment, one: str) -> str:
    return str(line.api("GET", f"/api/conversations/{one}", user="sup_1")["texterId"])


def ask(line: Deployment, method: str, path: str, body: object = None, user: str = "sup_1") -> Any:
    return line.api(method, path, body, user=user, handler=texters.handler)


def test_two_people_erase_a_texter_and_hold_a_receipt_that_kms_signed(
    line: Deployment, carrier: responses.RequestsMock
) -> None:
    one = ended(line)
    texter = texter_of(line, one)
    asked = ask(line, "POST", f"/api/texters/{texter}/erase", {"reason": "asked us by letter"})
    path = f"/api/texters/{texter}/erase/{asked['id']}"
    assert ask(line, "POST", f"{path}/approve", user="adm_1")["status"] == "approved"
    line.flow()
    done = ask(line, "GET", path)
    assert done["status"] == "done"
    (key,) = [row for row in aws.client("kms").list_keys()["Keys"] if _signs(row["KeyId"])]
    receipt = verify(done["receipt"], aws.client("kms").get_public_key(KeyId=key["KeyId"])["PublicKey"])
    assert receipt["erased"]["conversations"] == 1
    asked_for = [call.request.url for call in carrier.calls if call.request.method == "DELETE"]
    assert len(asked_for) == len(set(asked_for)) == receipt["carriers"]["asked"][0]["deleted"] >= 2
    assert line.world.only().purged
    assert TEXTER not in stored() and not [row for row in aws.rows("vault") if row["pk"]["S"] == f"K#{texter}"]
    assert [item["id"] for item in ask(line, "GET", "/api/erasures")["items"]] == [asked["id"]]


def _signs(key_id: str) -> bool:
    found = aws.client("kms").describe_key(KeyId=key_id)["KeyMetadata"]
    return found["KeyUsage"] == "SIGN_VERIFY"


def test_an_export_is_answered_and_on_record(line: Deployment, carrier: responses.RequestsMock) -> None:
    one = ended(line)
    texter = texter_of(line, one)
    page = ask(line, "POST", f"/api/texters/{texter}/export", {})
    assert page["schema"] == "holdfast.texter-export" and page["texter"]["number"] == TEXTER
    assert WORDS in json.dumps(page)
    assert [row["action"]["S"] for row in aws.rows("audit") if "exported" in row.get("action", {}).get("S", "")]


def test_a_responder_may_neither_export_nor_erase_nor_learn_who_it_is(
    line: Deployment, carrier: responses.RequestsMock
) -> None:
    one = ended(line)
    texter = texter_of(line, one)
    for path in ("export", "erase"):
        event = http_event(
            "POST",
            f"/api/texters/{texter}/{path}",
            body=b'{"reason": "because"}',
            headers={"Authorization": f"Bearer {line.tokens['res_1']}"},
        )
        assert texters.handler(event, None)["statusCode"] == 403
    assert webhooks.handler(signed_webhook(twilio_form(Body="again", MessageSid="SM" + "9" * 32)), None)
    line.flow()
    assert line.api("POST", "/api/queue/next", {})["texterId"] is None


def test_what_goes_on_time_goes_at_the_carrier_too(
    line: Deployment, carrier: responses.RequestsMock, capsys: pytest.CaptureFixture[str]
) -> None:
    one = ended(line)
    line.world.tenants.affiliate("aff_1", "AFF_1", retention_days=0)
    forget_all()
    jobs.handler({"job": "retention"}, None)
    assert line.world.conversations.get(one).purged  # type: ignore[union-attr]
    assert not [call for call in carrier.calls if call.request.method == "DELETE"]
    erasures.handler({"job": "erasures"}, None)
    deleted = [call.request.url for call in carrier.calls if call.request.method == "DELETE"]
    assert len(deleted) == 3, "the text, the welcome and the answer"
    assert not [row for row in aws.rows("conversations") if row["sk"]["S"].startswith("Y#")]
    assert '"ErasuresOverdue":0' in capsys.readouterr().out
    # The texter is known still: only the content of that conversation had its time.
    assert [row for row in aws.rows("conversations") if row["pk"]["S"].startswith("X#")]


def test_branches_are_looked_at_each_day(line: Deployment, capsys: pytest.CaptureFixture[str]) -> None:
    before = aws.rows("vault")
    jobs.handler({"job": "branches"}, None)
    assert aws.rows("vault") == before and '"job":"branches"' in capsys.readouterr().out
