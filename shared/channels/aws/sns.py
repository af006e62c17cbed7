"""What SNS posts to an HTTPS subscriber: an envelope, and which of its members are signed.

https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html
https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

NOTIFICATION = "Notification"
SUBSCRIPTION = "SubscriptionConfirmation"
UNSUBSCRIPTION = "UnsubscribeConfirmation"

_CONFIRMATION = ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type")
#: What is signed, in this order. Nothing else in an envelope may be trusted.
_SIGNED = {
    NOTIFICATION: ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"),
    SUBSCRIPTION: _CONFIRMATION,
    UNSUBSCRIPTION: _CONFIRMATION,
}
_MAY_LACK = "Subject"

#: Characters of a member that is one line.
_LONGEST = 2048
_REGION = "[a-z]{2,4}(?:-[a-z]{2,12}){1,2}-[0-9]{1,2}"
_TOPIC = re.compile(rf"arn:(aws|aws-cn|aws-us-gov):sns:({_REGION}):[0-9]{{12}}:[A-Za-z0-9_-]{{1,256}}")
_AT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?Z")


class NotSns(ValueError):
    """SNS has not made this."""


@dataclass(frozen=True)
class Envelope:
    """An envelope of the right form. Whether SNS made it only `signature` over `signed` can tell.

    `partition` and `region` are those of its topic; `at` is in seconds since 1970. `token` and `subscribe_url` are
    empty in a notification.
    """

    type: str
    topic: str
    partition: str
    region: str
    at: float
    message: str
    token: str
    subscribe_url: str
    version: str
    certificate_url: str
    signature: bytes
    signed: bytes


def envelope_of(given: Mapping[str, Any]) -> Envelope:
    """The envelope in an object that was posted. Raises `NotSns` where the object is none."""
    kind = _line(given, "Type")
    if kind not in _SIGNED:
        raise NotSns
    # Only the message, which is signed first, may go over several lines. So what is signed can be read in one way
    # alone, and no part of a member passes for the next member.
    members = {"Message": _message(given)} | {
        name: _line(given, name)
        for name in _SIGNED[kind]
        if name != "Message" and not (name == _MAY_LACK and given.get(name) is None)
    }
    topic = _TOPIC.fullmatch(members["TopicArn"])
    if topic is None:
        raise NotSns
    signed = "".join(f"{name}\n{members[name]}\n" for name in _SIGNED[kind] if name in members)
    return Envelope(
        kind,
        topic[0],
        topic[1],
        topic[2],
        _seconds(members["Timestamp"]),
        members["Message"],
        members.get("Token", ""),
        members.get("SubscribeURL", ""),
        _line(given, "SignatureVersion"),
        _line(given, "SigningCertURL"),
        _signature(_line(given, "Signature")),
        _bytes(signed),
    )


def _line(given: Mapping[str, Any], name: str) -> str:
    found = given.get(name)
    if not isinstance(found, str) or not 0 < len(found) <= _LONGEST or not found.isprintable():
        raise NotSns
    return found


def _message(given: Mapping[str, Any]) -> str:
    found = given.get("Message")
    if not isinstance(found, str):
        raise NotSns
    return found


def _seconds(timestamp: str) -> float:
    try:
        if _AT.fullmatch(timestamp):
            return datetime.fromisoformat(timestamp).timestamp()
    except (ValueError, OverflowError):
        pass
    raise NotSns


def _signature(text: str) -> bytes:
    try:
        found = base64.b64decode(text, validate=True)
    except binascii.Error:
        raise NotSns from None
    # Base64 can write the same bytes in several ways; SNS writes them in one.
    if base64.b64encode(found).decode() != text:
        raise NotSns
    return found


def _bytes(signed: str) -> bytes:
    try:
        return signed.encode()
    except UnicodeEncodeError:  # half a character, which nobody can have signed
        raise NotSns from None
