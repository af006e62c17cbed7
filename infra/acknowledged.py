"""Where cdk-nag objects and we keep what we have, each with its reason."""

from __future__ import annotations

from aws_cdk import Acknowledgment, Validations
from constructs import IConstruct

_PACK = "AwsSolutions::AwsSolutions-"

LAYERED = "Python 3.13 is what the dependency layer's wheels are built for; a newer one is a decision, not a default"
OWN_AUTHORISATION = (
    "Every function checks the bearer token, the provider's signature or the one-time ticket itself, against the "
    "route table; an authorizer would cost a second invocation and know less"
)
ROTATED_BY_OPERATOR = "Keys that seal or index cannot be rotated blindly: the operator does it, with an overlap"
SHORT_LIVED = "Holds what expires within hours or days; a restore would bring back sessions that have ended"
IS_DEAD_LETTERS = "It is the dead-letter queue of the stream"
ANYWHERE = "People in crisis text and chat from anywhere"
FIREWALL_LATER = "The stage's own throttling limits the rate; a web ACL is attached per account by the operator"
DEFAULT_DOMAIN = "Without a domain of the operator's own, CloudFront's certificate decides the TLS version"
AFFILIATE_KEYS = "Affiliates' keys are made while the line runs; the statement is bound to their tag"
CONNECTIONS = "A connection's id is known only while it is open"
TASK_TOKENS = "Step Functions' SendTaskSuccess takes no resource: the token is what names the wait"
BOUGHT_LATER = "Numbers are bought while the line runs; the account's own, and nothing but texts from them"
ONE_SENDER = "Mail leaves from one address only; the condition says which"
FUNCTION_VERSIONS = "CDK grants the function and its versions, which are the same code"
LOG_DELIVERY = "Log delivery and X-Ray take no resource"
FACTS_ARE_IDS = "Facts carry ids, enums and counts; a key of our own would be paid for with every message"
LINKS_IN_LOGS = "Its requests are links that carry their own permission: a log of them would let its readers in"
ONE_OBJECT = "Every file is an object of its own; which one somebody may have is decided with each link"
ANCHORS_LOG_THEMSELVES = "A few objects a day that nobody can change, and every version of them is read when verifying"
ONE_ANCHOR = "Every anchor is an object of its own, in a bucket that holds nothing else"
FOUNDING = "A key has no ARN before it is made; the condition demands the tag by which affiliates' keys are known"
LIST_STREAMS = "dynamodb:ListStreams takes no resource"


def acknowledge(construct: IConstruct, rule: str, reason: str) -> None:
    """Accept one finding of cdk-nag on a construct and what is below it; `rule` is for example `L1`."""
    Validations.of(construct).acknowledge(Acknowledgment(id=_PACK + rule, reason=reason))
