"""AWS End User Messaging SMS v2 (`pinpoint-sms-voice-v2`) as far as sending a text goes: enough for boto3, unchanged.

Requests must be signed, but whose signature it is, is not looked at: any credentials will do.
"""

from __future__ import annotations

import uuid
from functools import partial
from typing import Annotated, Literal

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from localstack.carrier.aws_events import post_event
from localstack.carrier.carrier import CARRIER, Carrier, log_event, own_origin
from localstack.carrier.config import AwsConfig
from localstack.carrier.faults import FaultKind
from localstack.carrier.ledger import Direction, Message, Provider
from localstack.carrier.receipts import ReceiptPlan, follow_up
from localstack.carrier.silence import cut, never_answer

TARGET = "PinpointSMSVoiceV2.SendTextMessage"
CONTENT_TYPE = "application/x-amz-json-1.0"
SIGNING_NAME = "sms-voice"

ContextKey = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^\S+$")]
ContextValue = Annotated[str, Field(min_length=1, max_length=800)]


class SendTextMessage(BaseModel):
    """The request, with the limits AWS's own model gives its members; what a pretend line has no use for is ignored."""

    model_config = ConfigDict(populate_by_name=False)

    to: Annotated[str, Field(alias="DestinationPhoneNumber", max_length=20, pattern=r"^\+?[1-9][0-9]{1,18}$")]
    body: Annotated[str, Field(alias="MessageBody", min_length=1, max_length=1600, pattern=r"\S")]
    line: Annotated[
        str | None, Field(alias="OriginationIdentity", min_length=1, max_length=256, pattern=r"^[A-Za-z0-9_:/+-]+$")
    ] = None
    message_type: Annotated[Literal["TRANSACTIONAL", "PROMOTIONAL"], Field(alias="MessageType")] = "TRANSACTIONAL"
    configuration_set: Annotated[
        str | None,
        Field(alias="ConfigurationSetName", min_length=1, max_length=256, pattern=r"^[A-Za-z0-9_:/-]+$"),
    ] = None
    context: Annotated[dict[ContextKey, ContextValue], Field(alias="Context", max_length=5)] = Field(
        default_factory=dict
    )
    time_to_live: Annotated[int | None, Field(alias="TimeToLive", ge=5, le=259200)] = None
    dry_run: Annotated[bool, Field(alias="DryRun")] = False


class AwsError(Exception):
    """An error in AWS's shape: `{__type, Message, Reason?, …}`; 500 for AWS's own faults, 400 for the caller's."""

    def __init__(self, kind: str, message: str, **members: object) -> None:
        super().__init__(kind)
        self.kind = kind
        self.document = {"__type": kind, "Message": message, **members}

    def response(self) -> web.Response:
        return _json(self.document, 500 if self.kind == "InternalServerException" else 400)


async def _call(request: web.Request) -> web.StreamResponse:
    carrier = request.app[CARRIER]
    if carrier.faults[Provider.AWS].take(FaultKind.REFUSE):
        log_event("cut")
        return cut(request)
    try:
        return await _send(request, carrier)
    except AwsError as error:
        response = error.response()
        log_event("refused", method="SendTextMessage", status=response.status, code=error.kind)
        return response


async def _send(request: web.Request, carrier: Carrier) -> web.StreamResponse:
    aws, faults = _settings(request, carrier), carrier.faults[Provider.AWS]
    if faults.take(FaultKind.SERVER_ERROR):
        raise AwsError("InternalServerException", "The pretend service failed on purpose.", RequestId=str(uuid.uuid4()))
    if faults.take(FaultKind.RATE_LIMITED):
        raise AwsError("ThrottlingException", "Rate exceeded")
    asked = _parsed(await request.read())
    message = _message(asked, aws)
    listed = faults.active(FaultKind.CARRIER_OPT_OUT) and (message.from_, message.to) in carrier.opted_out
    if listed or faults.take(FaultKind.OPTED_OUT):
        raise AwsError(
            "ConflictException",
            "Destination phone number is opted out",
            Reason="DESTINATION_PHONE_NUMBER_OPTED_OUT",
            ResourceType="opted-out-number",
            ResourceId=message.to,
        )
    if not asked.dry_run:
        carrier.ledger.add(message)
        events = aws.configuration_set in (None, asked.configuration_set)
        told = {"MessageType": asked.message_type, "Context": asked.context}
        post = partial(post_event, carrier, aws, own_origin(request), message, told) if events else None
        carrier.run_in_background(follow_up(carrier, message, ReceiptPlan.under(faults), post))
        log_event("accepted", sid=message.sid)
    if faults.take(FaultKind.TIMEOUT_AFTER_ACCEPT):
        return await never_answer(request)
    return _json({"MessageId": message.sid}, 200)


def _settings(request: web.Request, carrier: Carrier) -> AwsConfig:
    """AWS's part of the configuration, for a call that AWS would look at. Raises AwsError otherwise."""
    if request.headers.get("X-Amz-Target") != TARGET:
        raise AwsError("UnknownOperationException", f"The pretend service knows {TARGET} only.")
    authorization = request.headers.get("Authorization", "")
    if not authorization.startswith("AWS4-HMAC-SHA256 ") or f"/{SIGNING_NAME}/aws4_request" not in authorization:
        raise AwsError("MissingAuthenticationTokenException", "Missing Authentication Token")
    config = carrier.config.current()
    if config is None or config.aws is None:
        reason = carrier.config.trouble or "its configuration has no AWS"
        raise AwsError("AccessDeniedException", f"Pretend carrier: {reason}", Reason="ACCOUNT_DISABLED")
    return config.aws


def _parsed(body: bytes) -> SendTextMessage:
    try:
        return SendTextMessage.model_validate_json(body)
    except ValidationError as invalid:
        errors = invalid.errors()
    if any(error["type"] in ("json_invalid", "model_type") for error in errors):
        raise AwsError("SerializationException", "The request is not a JSON object.")
    fields = [{"Name": str(error["loc"][0]), "Message": error["msg"]} for error in errors]
    missing = all(error["type"] == "missing" for error in errors)
    raise AwsError(
        "ValidationException",
        "The request is not valid.",
        Reason="MISSING_PARAMETER" if missing else "FIELD_VALIDATION_FAILED",
        Fields=fields,
    )


def _message(asked: SendTextMessage, aws: AwsConfig) -> Message:
    """What is sent, from the named line or, as AWS chooses one, the first. Raises AwsError for what is not there."""
    if aws.configuration_set is not None and asked.configuration_set not in (None, aws.configuration_set):
        raise _not_found("configuration-set", asked.configuration_set)
    if asked.line is not None and not aws.has_line(asked.line):
        raise _not_found("phone-number", asked.line)
    line = asked.line or next((one.number for one in aws.lines), None)
    if line is None:
        reason = "NO_ORIGINATION_IDENTITIES_FOUND"
        raise AwsError("ConflictException", "There is no line to send from", Reason=reason)
    return Message(
        sid=str(uuid.uuid4()),
        direction=Direction.OUTBOUND,
        from_=line,
        to=f"+{asked.to.lstrip('+')}",
        body=asked.body,
        status="queued",
        provider=Provider.AWS,
    )


def _not_found(resource: str, name: str) -> AwsError:
    kind, said = "ResourceNotFoundException", "Requested resource does not exist"
    return AwsError(kind, said, ResourceType=resource, ResourceId=name)


def _json(document: object, status: int) -> web.Response:
    headers = {"x-amzn-RequestId": str(uuid.uuid4())}
    return web.json_response(document, status=status, content_type=CONTENT_TYPE, headers=headers)


def routes() -> list[web.RouteDef]:
    return [web.post("/", _call)]
