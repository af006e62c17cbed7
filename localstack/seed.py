"""Fills a freshly deployed local cloud: secrets, the pretend providers' accounts, the demo tenant.

Leaves in the stack's home: `edge.json` and `carrier.json` for the two local servers, and `outputs.json` for people
and tests.

    python -m localstack.seed --home .local --endpoint http://127.0.0.1:4566 --public-url … --carrier-url …
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
from pathlib import Path
from typing import Any

import localstack_client.session

from infra.catalogue import MAIL_SENDER
from localstack.demo import (
    BACKUP_NUMBER,
    DEMO_PASSWORD,
    PARTNER,
    affiliates,
    lines,
    platform_admin,
    surveys,
    templates,
    web_chats,
)
from localstack.warm import warm
from shared.operator.bootstrap import add_account, add_twilio_account, fill_secrets, read_secret
from shared.operator.tenants import Tenants
from shared.store.database import Database

STAGE = "local"
REGION = "us-east-1"
#: The one account of the pretend AWS; what it publishes, it publishes to this topic of the pretend SNS.
AWS_ACCOUNT = "pretend"
AWS_TOPIC = f"arn:aws:sns:{REGION}:000000000000:holdfast-pretend-sms"
AWS_CONFIGURATION_SET = "holdfast-pretend"


def seed(home: Path, endpoint: str, public_url: str, carrier_url: str, site: Path) -> dict[str, Any]:
    """Fill the cloud at `endpoint` and write the three files; answers the outputs."""
    os.environ.update(
        {
            "AWS_ENDPOINT_URL": endpoint,
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
        }
    )
    stacks = json.loads((home / "cdk-outputs.json").read_text())
    line = stacks[f"holdfast-{STAGE}-line"]
    prefix = line["TablePrefix"]
    session = localstack_client.session.Session(region_name=REGION)
    secrets_manager, kms = session.client("secretsmanager"), session.client("kms")
    fill_secrets(secrets_manager, kms, prefix, line["IngressKeyId"])
    account, token = _carrier_account(secrets_manager, prefix)
    partner_secret = _partner_account(secrets_manager, prefix, carrier_url)
    aws_credentials = {"topics": [AWS_TOPIC], "configuration_set": AWS_CONFIGURATION_SET}
    add_account(secrets_manager, prefix, "aws", AWS_ACCOUNT, aws_credentials)
    # SES sends from verified addresses only; here, verifying is asking.
    session.client("sesv2").create_email_identity(EmailIdentity=MAIL_SENDER)
    tenants = Tenants(Database(prefix), kms, STAGE)
    users: list[dict[str, str | None]] = []
    programs = []
    for affiliate_id, name, its_programs, staff in affiliates(account):
        tenants.affiliate(affiliate_id, name)
        for program in its_programs:
            tenants.program(affiliate_id, program)
            programs.append(
                {"id": program.id, "name": program.name, "number": program.number, "affiliate": affiliate_id}
            )
        for member in staff:
            tenants.member(affiliate_id, member)
            users.append(
                {"email": member.email, "password": DEMO_PASSWORD, "role": member.role, "affiliate": affiliate_id}
            )
    over_all = platform_admin()
    tenants.platform_admin(over_all)
    users.append({"email": over_all.email, "password": DEMO_PASSWORD, "role": over_all.role, "affiliate": None})
    # Whoever types the other name of this machine means the same page.
    web = web_chats(public_url.replace("127.0.0.1", "localhost"))
    for affiliate_id, line_of_program in [*lines(AWS_ACCOUNT), *web]:
        tenants.line(affiliate_id, line_of_program)
    for affiliate_id, survey in surveys():
        tenants.survey(affiliate_id, survey)
    for affiliate_id, notice, language, template in templates():
        tenants.template(affiliate_id, notice, language, template)
    webhook_url = f"{public_url}/api/webhooks/twilio"
    aws_webhook_url = f"{public_url}/api/webhooks/aws"
    partner = {
        "id": PARTNER,
        "secret": partner_secret,
        "webhook_url": f"{public_url}/api/webhooks/partner/{PARTNER}",
    }
    outputs = {
        "aws_endpoint": endpoint,
        "state_machine_arn": line["StateMachine"],
        "api_url": public_url,
        "websocket_url": f"{public_url.replace('http', 'ws', 1)}/ws",
        "console_url": f"{public_url}/",
        "widget_url": f"{public_url}/chat/?program={programs[0]['id']}",
        "sample_site_url": f"{carrier_url}/sample/",
        "carrier_url": carrier_url,
        "handset_url": f"{carrier_url}/handset",
        "twilio": {"account_sid": account, "auth_token": token, "webhook_url": webhook_url},
        "aws": {
            "account": AWS_ACCOUNT,
            "number": BACKUP_NUMBER,
            "topic_arn": AWS_TOPIC,
            "webhook_url": aws_webhook_url,
        },
        "partner": partner,
        "users": users,
        "programs": programs,
    }
    execute = f"{endpoint}/_aws/execute-api"
    _write(
        home / "edge.json",
        {
            "site_dir": str(site),
            "http_api_url": f"{execute}/{line['HttpApiId']}/$default",
            "websocket_url": f"{execute.replace('http', 'ws', 1)}/{line['SocketsApiId']}/{line['SocketsStage']}",
        },
    )
    _write(
        home / "carrier.json",
        {
            "account_sid": account,
            "auth_token": token,
            "webhook_url": webhook_url,
            "lines": [{"number": one["number"], "name": one["name"]} for one in programs],
            "aws": {
                "webhook_url": aws_webhook_url,
                "topic_arn": AWS_TOPIC,
                "configuration_set": AWS_CONFIGURATION_SET,
                "lines": [{"number": BACKUP_NUMBER, "name": f"{programs[0]['name']}, backup at AWS"}],
            },
            "partner": partner,
            "console_url": outputs["console_url"],
            "chat_url": outputs["widget_url"],
        },
    )
    cold = warm(session.client("lambda"), prefix)
    if cold:
        raise RuntimeError(f"these functions do not start: {', '.join(cold)}")
    _write(home / "outputs.json", outputs)
    return outputs


def _carrier_account(secrets_manager: Any, prefix: str) -> tuple[str, str]:
    """The pretend carrier's account: the one the line knows already, or a new one."""
    known = read_secret(secrets_manager, f"{prefix}/providers").get("twilio") or {}
    for account, entry in known.items():
        return account, entry["auth_tokens"][0]
    account, token = f"AC{secrets.token_hex(16)}", secrets.token_hex(16)
    add_twilio_account(secrets_manager, prefix, account, [token])
    return account, token


def _partner_account(secrets_manager: Any, prefix: str, carrier_url: str) -> str:
    """The partner's secret: the one the line knows already, or a new one. Its addresses are those of today's run."""
    known = read_secret(secrets_manager, f"{prefix}/providers").get("partner") or {}
    secret = known[PARTNER]["secrets"][0] if PARTNER in known else secrets.token_hex(32)
    url = f"{carrier_url}/partner/{PARTNER}/messages"
    credentials = {"secrets": [secret], "url": url, "messages_url": url}
    add_account(secrets_manager, prefix, "partner", PARTNER, credentials)
    return str(secret)


def _write(path: Path, value: dict[str, Any]) -> None:
    draft = path.with_suffix(".draft")
    draft.write_text(json.dumps(value, indent=2) + "\n")
    draft.replace(path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, required=True, help="the stack's folder")
    parser.add_argument("--endpoint", required=True, help="where the local cloud answers")
    parser.add_argument("--public-url", required=True, help="the edge's origin")
    parser.add_argument("--carrier-url", required=True, help="the pretend carrier's origin")
    options = parser.parse_args()
    site = Path(__file__).resolve().parent.parent / "console" / "dist"
    outputs = seed(options.home, options.endpoint, options.public_url, options.carrier_url, site)
    print(f"seeded {len(outputs['programs'])} programs and {len(outputs['users'])} people")


if __name__ == "__main__":
    main()
