"""`holdfast credentials`: what an affiliate's account at a provider is verified and asked with."""

from __future__ import annotations

import json
from typing import Any

import click

from shared.configuration.credentials import Credentials, wire
from shared.configuration.editing import By, Editor
from shared.configuration.kinds.provider_accounts import account_id
from shared.domain.clockwork import RandomIds, SystemClock
from shared.domain.errors import InvalidInput, NotFound
from shared.operator.cli import Deployment
from shared.store.audit import Actor
from shared.store.provider_secrets import FIELDS, ProviderSecrets


@click.group()
def credentials() -> None:
    """Credentials of providers' accounts. They are written and never read back."""


@credentials.command("set")
@click.argument("affiliate")
@click.argument("channel", type=click.Choice(sorted(FIELDS)))
@click.argument("account")
@click.option("--file", "file", type=click.File(), default="-", help="JSON; standard input without it.")
@click.pass_obj
def set_(deployment: Deployment, affiliate: str, channel: str, account: str, file: Any) -> None:
    """Set the credentials of ACCOUNT at CHANNEL, which AFFILIATE's configuration must name.

    A JSON object: for twilio {"authTokens": [newest, …]}; for aws {"topics": […], "configurationSet": …}; for partner
    {"secrets": [newest, …], "url": …, "messagesUrl": …}.
    """
    try:
        given = json.load(file)
    except ValueError:
        raise click.ClickException("that is no JSON") from None
    known = {wire(name): name for name in FIELDS[channel][0]}
    if not isinstance(given, dict) or not set(given) <= set(known):
        raise click.ClickException(f"give a JSON object of {', '.join(known)}")
    editor = Editor(deployment.database, SystemClock(), RandomIds())
    secrets = ProviderSecrets(deployment.client("secretsmanager"), f"{deployment.prefix}/providers")
    writer = Credentials(deployment.database, secrets, SystemClock(), RandomIds(), loopback=deployment.stage == "local")
    try:
        found = editor.house(affiliate).get("provider_account", account_id(channel, account))
        if found is None:
            raise NotFound
        by = By(Actor("operator", "operator"), RandomIds().new("cli"))
        writer.set(affiliate, found, {known[name]: value for name, value in given.items()}, by)
    except NotFound:
        raise click.ClickException(f"{affiliate} has no account {channel} {account}") from None
    except InvalidInput as refused:
        told = "; ".join(f"{one.field} {one.message}" for one in refused.errors)
        raise click.ClickException(told) from None
    click.echo(f"Set {', '.join(sorted(given))} of {channel} {account}.")
