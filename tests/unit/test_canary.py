"""A number and what people wrote go through everything; no request to AWS may show them, nor any log line."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from urllib.parse import parse_qs, unquote_plus

import pytest
import responses

from functions.assist import handler as assist
from functions.jobs import handler as jobs
from functions.realtime import handler as realtime
from functions.webhooks import handler as webhooks
from shared.security.tokens import hash_secret
from tests.unit import aws
from tests.unit.builders import signed_webhook, twilio_form
from tests.unit.deployment import CARRIER, Deployment, forget_all
from tests.unit.wire import Sent
from tests.unit.world import WELCOME, World

NUMBER = "+12025550186"
WORDS = "zebra lantern forty-one"
REPLY = "copper meadow sixty-two"
#: What staff write about a texter is as secret as what the texter writes.
LOCATION, CONTACT, OUTCOME = "cobalt orchard", "walnut harbour", "violet compass"
NOTE, WHISPER, CHECK_IN, HELD = "amber thimble", "saffron bicycle", "maple accordion", "granite umbrella"
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{12,}={0,2}")


def forms(text: str, depth: int = 3) -> Iterator[str]:
    """The text as it stands, and with whatever was encoded in it undone."""
    yield text
    if depth == 0:
        return
    for undone in (unquote_plus(text), text.replace("\\", "")):
        if undone != text:
            yield from forms(undone, depth - 1)
    for run in _BASE64.findall(text):
        padded = run.rstrip("=").replace("-", "+").replace("_", "/")
        try:
            inside = base64.b64decode(padded + "=" * (-len(padded) % 4)).decode("latin-1")
        except ValueError:
            continue
        yield from forms(inside, depth - 1)


def shows(text: str, *secrets: str) -> list[str]:
    """Which secrets the text gives away."""
    return sorted({secret for form in forms(text) for secret in secrets if secret in form})


def sent_text(request: Sent) -> str:
    return f"{request.url}\n{json.dumps(request.headers)}\n{request.body.decode('latin-1')}"


STAFF_WORDS = (LOCATION, CONTACT, OUTCOME, NOTE, WHISPER, CHECK_IN, HELD)
SECRETS = (
    NUMBER[1:],
    NUMBER[2:],
    *WORDS.split()[:2],
    *REPLY.split()[:2],
    *(word for text in STAFF_WORDS for word in text.split()),
)


@pytest.mark.parametrize(
    "hidden",
    [
        f"plain {NUMBER}",
        f"From=%2B{NUMBER[1:]}&Body=zebra+lantern",
        base64.b64encode(f"xx{WORDS}".encode()).decode(),
        json.dumps({"Message": json.dumps({"sealed": base64.urlsafe_b64encode(f"y{WORDS}".encode()).decode()})}),
        base64.b64encode(base64.b64encode(NUMBER.encode())).decode(),
    ],
)
def test_the_search_itself_finds_what_is_hidden(hidden: str) -> None:
    assert shows(hidden, *SECRETS)


@pytest.fixture
def deployment(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Deployment]:
    forget_all()
    yield Deployment(world, monkeypatch)
    forget_all()


def test_number_and_words_go_through_everything_and_no_request_to_aws_shows_them(
    deployment: Deployment, capsys: pytest.CaptureFixture[str]
) -> None:
    world = deployment.world
    world.wire.sent.clear()
    with responses.RequestsMock() as carrier:
        carrier.post(re.compile(f"{CARRIER}/.*"), json={"sid": "SM77"}, status=201)
        # A responder's browser listens.
        world.sessions.issue_ticket(hash_secret("ticket"), "res_1", "aff_1", "ses-res_1")
        context = {"connectionId": "c1", "routeKey": "$default"}
        rooms = [{"action": "subscribe", "room": room} for room in ("program:pro_1", "user:res_1")]
        for event in (
            {"requestContext": context | {"routeKey": "$connect"}, "queryStringParameters": {"ticket": "ticket"}},
            *({"requestContext": context, "body": json.dumps(frame)} for frame in [*rooms, {"action": "ping"}]),
        ):
            assert realtime.handler(event, None)["statusCode"] == 200
        # The texter writes; a forgery and a text to a number that is not ours come along.
        text = twilio_form(From=NUMBER, Body=WORDS, NumMedia="1", MediaUrl0=f"https://m/{WORDS.split()[0]}")
        assert webhooks.handler(signed_webhook(text), None)["statusCode"] == 200
        assert webhooks.handler(signed_webhook(text, token="forged"), None)["statusCode"] == 403
        lost = text | {"To": "+12025550177", "MessageSid": "SM2"}
        assert webhooks.handler(signed_webhook(lost), None)["statusCode"] == 200
        deployment.flow()
        # The responder answers and reads the thread, and lets the machine suggest.
        taken = deployment.api("POST", "/api/queue/next", {})
        path = f"/api/conversations/{taken['id']}"
        deployment.api("POST", f"{path}/messages", {"content": REPLY})
        deployment.flow()
        thread = deployment.api("GET", f"{path}/messages")
        summary = deployment.api("GET", f"{path}/summary", handler=assist.handler)
        deployment.api("POST", f"{path}/draft-reply", handler=assist.handler)
        # The carrier's receipt.
        attempt = parse_qs(carrier.calls[-1].request.body)["StatusCallback"][0].split("attempt=")[1]
        receipt = {"MessageSid": "SM77", "MessageStatus": "delivered", "AccountSid": aws.ACCOUNT, "To": NUMBER}
        signed = signed_webhook(receipt, path="/api/webhooks/twilio/status", query=f"attempt={attempt}")
        assert webhooks.handler(signed, None)["statusCode"] == 200
        # A supervisor whispers, help is called, a hand-off is summarised, a check-in planned.
        care_for(deployment, path)
        webhooks.handler(signed_webhook(text | {"Body": "STOP", "MessageSid": "SM3"}), None)
        deployment.flow()
        for job in ("queue_watch", "sweep", "reconcile", "retention"):
            jobs.handler({"job": job}, None)
        handed_over = [parse_qs(call.request.body) for call in carrier.calls]

    # It all happened: the words arrived, and the reply left to the number.
    assert [m["content"] for m in thread["items"]] == [WORDS, WELCOME, REPLY]
    assert WORDS in summary["text"]
    assert [one["Body"][0] for one in handed_over][:2] == [WELCOME, REPLY]
    assert {one["To"][0] for one in handed_over} == {NUMBER}
    after = deployment.world.conversations.deliveries(taken["id"], 1, 99)
    assert [str(one.status) for one in after.values()][:2] == ["sent", "delivered"]
    assert len(aws.rows("quarantine")) == 2
    conversation = world.only()
    assert (conversation.state, conversation.risk, conversation.held) == ("closed", "critical", True)
    said = {text for fact in world.facts(conversation) for text in fact.words.values()}
    assert said >= {WORDS, LOCATION, CONTACT, OUTCOME, NOTE, CHECK_IN, HELD}
    assert ("note", WHISPER) in world.words(conversation)
    mails = [one.json() for one in world.wire.sent if one.operation == "SendEmail"]
    # The supervisor; and the colleague to whom the conversation was offered while they were away.
    mailed = {"sup_1@line.example.org", "res_2@line.example.org"}
    assert {to for mail in mails for to in mail["Destination"]["ToAddresses"]} == mailed
    # Every service the line uses was called,
    sent = list(world.wire.sent)
    assert {one.service for one in sent} >= {
        "dynamodb",
        "sns",
        "sqs",
        "kms",
        "secrets-manager",
        "eventbridge",
        "apigatewaymanagementapi",
        "sfn",
        "sesv2",
    }
    # and none was shown anything.
    leaks = [(one.service, one.operation, shows(sent_text(one), *SECRETS)) for one in sent]
    assert [leak for leak in leaks if leak[2]] == []
    tables = json.dumps(
        [aws.rows(t) for t in ("conversations", "vault", "consents", "sessions", "quarantine", "audit")], default=_b64
    )
    assert shows(tables, *SECRETS) == []
    assert shows(capsys.readouterr().out, *SECRETS) == []


def care_for(deployment: Deployment, path: str) -> None:
    """All that staff write about a conversation, and what the workflow does meanwhile."""
    conversation = path.rsplit("/", 1)[-1]
    deployment.api("POST", f"{path}/whisper", {"content": WHISPER}, user="sup_1")
    deployment.api("GET", f"{path}/sender", user="sup_1")
    assert deployment.api("POST", f"{path}/sender/reveal", {}, user="sup_1")["number"] == NUMBER
    call = {"type": "police", "urgency": "immediate", "location": LOCATION}
    escalation = deployment.api("POST", f"{path}/escalate", call)["escalationId"]
    about = f"{path}/escalations/{escalation}"
    deployment.api("POST", f"{about}/confirm", user="sup_1")
    deployment.flow()
    deployment.api("POST", f"{about}/contacts", {"service": "dispatch", "note": CONTACT})
    deployment.api("GET", about)
    deployment.api("POST", f"{path}/resolve", {"outcome": OUTCOME})
    deployment.api("POST", f"{path}/transfer", {"responderId": "res_2", "note": NOTE})
    deployment.step("wait", conversation, execution="exe-1", token="token-1")
    deployment.step("hook", conversation, hook="summarise_hand_off")
    deployment.step("hook failed", conversation, hook="summarise_hand_off")
    deployment.step("timer", conversation)
    deployment.api("POST", f"{path}/reject")
    deployment.api("POST", f"{path}/wrap-up")
    deployment.step("hook", conversation, hook="assess_finally")
    deployment.api("POST", f"{path}/follow-up", {"message": CHECK_IN})
    deployment.api("POST", "/api/admin/legal-holds", {"conversationId": conversation, "reason": HELD}, user="sup_1")
    deployment.flow()
    deployment.api("GET", f"{path}/timeline", user="sup_1")


def _b64(value: bytes) -> str:
    return base64.b64encode(value).decode()
