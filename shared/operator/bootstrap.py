"""Fills a new deployment's secrets. Run it after the first `cdk deploy`; running it again changes nothing.

python -m shared.operator.bootstrap --stage dev
"""

from __future__ import annotations

import argparse
import base64
import json
import secrets
from collections.abc import Callable
from typing import Any

import boto3

from shared.operator.mail_standing import mail_standing
from shared.runtime.secret import FILLED_TAG


def _random_key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


def fill_secrets(secrets_manager: Any, kms: Any, prefix: str, ingress_key_id: str) -> list[str]:
    """Give each secret the fields it lacks; answers the names of the secrets that were changed."""

    def public_key() -> str:
        return base64.b64encode(kms.get_public_key(KeyId=ingress_key_id)["PublicKey"]).decode()

    fields: dict[str, dict[str, Callable[[], Any]]] = {
        "ingress": {"group_key": _random_key, "public_key": public_key},
        "index": {"blind_index_key": _random_key, "consent_key": _random_key},
        "auth": {
            "token_key": lambda: secrets.token_urlsafe(48),
            "session_key": lambda: secrets.token_urlsafe(48),
            "idempotency_key": _random_key,
        },
        "codes": {"code_key": _random_key},
        "webchat": {"token_key": lambda: secrets.token_urlsafe(48)},
        "providers": {"twilio": dict, "aws": dict, "partner": dict},
    }
    changed: list[str] = []
    for name, wanted in fields.items():
        value = read_secret(secrets_manager, f"{prefix}/{name}")
        missing = {field: make() for field, make in wanted.items() if field not in value}
        if missing:
            write_secret(secrets_manager, f"{prefix}/{name}", value | missing)
            secrets_manager.tag_resource(SecretId=f"{prefix}/{name}", Tags=[{"Key": FILLED_TAG, "Value": "yes"}])
            changed.append(name)
    return changed


def add_account(secrets_manager: Any, prefix: str, channel: str, account: str, credentials: dict[str, Any]) -> None:
    """Let the line verify and send for a provider's account. Its credentials hold, by channel:

    twilio   `auth_tokens`: several overlap during a rotation, the newest first
    aws      `topics`: the ARNs of the SNS topics messages and receipts come by; `configuration_set`
    partner  `secrets`: several overlap likewise; `url` where our messages go; `messages_url` where theirs are listed
    """
    value = read_secret(secrets_manager, f"{prefix}/providers")
    value.setdefault(channel, {})[account] = credentials
    write_secret(secrets_manager, f"{prefix}/providers", value)


def add_twilio_account(secrets_manager: Any, prefix: str, account: str, auth_tokens: list[str]) -> None:
    """`add_account` for a Twilio account."""
    add_account(secrets_manager, prefix, "twilio", account, {"auth_tokens": auth_tokens})


def read_secret(secrets_manager: Any, name: str) -> dict[str, Any]:
    """The secret's object; empty while it holds the random text it was created with."""
    try:
        value = json.loads(secrets_manager.get_secret_value(SecretId=name)["SecretString"])
    except (ValueError, secrets_manager.exceptions.ResourceNotFoundException):
        return {}
    return value if isinstance(value, dict) else {}


def write_secret(secrets_manager: Any, name: str, value: dict[str, Any]) -> None:
    secrets_manager.put_secret_value(SecretId=name, SecretString=json.dumps(value))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stage", required=True, help="the stage that was deployed, for example dev")
    options = parser.parse_args()
    prefix = f"holdfast-{options.stage}"
    outputs = boto3.client("cloudformation").describe_stacks(StackName=f"{prefix}-line")["Stacks"][0]["Outputs"]
    known = {one["OutputKey"]: one["OutputValue"] for one in outputs}
    changed = fill_secrets(boto3.client("secretsmanager"), boto3.client("kms"), prefix, known["IngressKeyId"])
    print(f"{prefix}: {'filled ' + ', '.join(changed) if changed else 'nothing was missing'}")
    for line in mail_standing(boto3.client("sesv2"), known["MailFrom"]):
        print(line)


if __name__ == "__main__":
    main()
