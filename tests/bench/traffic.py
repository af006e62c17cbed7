"""Events as API Gateway, SQS and the table's stream hand them to a function."""

from __future__ import annotations

import base64
import json
from typing import Any
from urllib.parse import urlencode

from shared.channels.twilio.door import signature

ACCOUNT = "AC00000000000000000000000000000001"
AUTH_TOKEN = "twilio-token-of-the-bench"
PUBLIC_URL = "https://line.example.org"

Event = dict[str, Any]


def webhook(path: str, form: dict[str, str], query: str = "", token: str = AUTH_TOKEN) -> Event:
    """A form post with Twilio's signature."""
    url = f"{PUBLIC_URL}{path}" + (f"?{query}" if query else "")
    headers = {
        "content-type": "application/x-www-form-urlencoded",
        "x-twilio-signature": signature(token, url, form.items()),
    }
    return http("POST", path, urlencode(form), headers, query)


def sms(sid: str, sender: str, line: str, text: str) -> dict[str, str]:
    """Twilio's parameters for a message, all that it sends."""
    return {
        "ToCountry": "US",
        "ToState": "DC",
        "SmsMessageSid": sid,
        "NumMedia": "0",
        "ToCity": "WASHINGTON",
        "FromZip": "",
        "SmsSid": sid,
        "FromState": "DC",
        "SmsStatus": "received",
        "FromCity": "WASHINGTON",
        "Body": text,
        "FromCountry": "US",
        "To": line,
        "ToZip": "",
        "NumSegments": "1",
        "MessageSid": sid,
        "AccountSid": ACCOUNT,
        "From": sender,
        "ApiVersion": "2010-04-01",
    }


def http(method: str, path: str, body: str = "", headers: dict[str, str] | None = None, query: str = "") -> Event:
    """HTTP API, payload format 2.0."""
    return {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": query,
        "headers": {"host": "line.example.org", **(headers or {})},
        "requestContext": {
            "accountId": "123456789012",
            "apiId": "bench",
            "domainName": "line.example.org",
            "http": {"method": method, "path": path, "protocol": "HTTP/1.1", "sourceIp": "192.0.2.7"},
            "requestId": "request-of-the-bench",
            "stage": "$default",
        },
        "body": base64.b64encode(body.encode()).decode(),
        "isBase64Encoded": True,
    }


def socket(route: str, connection_id: str, frame: dict[str, str] | None = None, ticket: str = "") -> Event:
    """WebSocket API: `$connect`, `$disconnect`, or `$default` with a frame."""
    event: Event = {
        "requestContext": {"connectionId": connection_id, "routeKey": route, "requestId": "request-of-the-bench"},
        "isBase64Encoded": False,
    }
    if frame is not None:
        event["body"] = json.dumps(frame)
    if ticket:
        event["queryStringParameters"] = {"ticket": ticket}
    return event


def queue_record(message: dict[str, Any], queue_url: str) -> Event:
    """What SQS's ReceiveMessage answered, as Lambda hands it on."""
    return {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": message["Attributes"],
        "messageAttributes": {},
        "md5OfBody": message["MD5OfBody"],
        "eventSource": "aws:sqs",
        "eventSourceARN": f"arn:aws:sqs:us-east-1:123456789012:{queue_url.rsplit('/', 1)[-1]}",
        "awsRegion": "us-east-1",
    }


def stream_record(record: dict[str, Any]) -> Event:
    """What DynamoDB's GetRecords answered, as Lambda hands it on: binary values in base64."""
    change = record["dynamodb"]
    return {
        "eventID": record["eventID"],
        "eventName": record["eventName"],
        "eventSource": "aws:dynamodb",
        "awsRegion": "us-east-1",
        "dynamodb": {
            "Keys": change["Keys"],
            "NewImage": {name: _wire(value) for name, value in change.get("NewImage", {}).items()},
            "SequenceNumber": change["SequenceNumber"],
            "StreamViewType": "NEW_IMAGE",
        },
    }


def _wire(value: dict[str, Any]) -> dict[str, Any]:
    raw = value.get("B")
    return {"B": base64.b64encode(raw).decode()} if isinstance(raw, bytes) else value
