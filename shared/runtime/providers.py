"""The providers' adapters, with the credentials of the account a line belongs to."""

from __future__ import annotations

import json
from collections.abc import Callable

from shared.channels.outbound import Provider
from shared.channels.rows import CHANNELS
from shared.channels.senders import make_sender
from shared.domain.errors import Unavailable
from shared.runtime.aws import client
from shared.runtime.secret import Secret
from shared.runtime.settings import required
from shared.store.directory import Line

ProviderOf = Callable[[Line], Provider]


def provider_of_lines() -> ProviderOf:
    """A function from a line to its provider; each account's adapter is made once.

    It raises `Unavailable` for an account whose credentials nobody has entered.
    """
    secret = Secret(client("secretsmanager"), required("PROVIDERS_SECRET"))
    providers: dict[tuple[str, str, str], Provider] = {}

    def provider(line: Line) -> Provider:
        channel = CHANNELS[line.channel]
        credentials = (secret.value().get(line.channel) or {}).get(line.account) if channel.accounts else {}
        if credentials is None:
            raise Unavailable("the line's account has no credentials")
        # Keyed by the credentials too, so that a rotated token is used as soon as it is read.
        key = (line.channel, line.account, json.dumps(credentials, sort_keys=True))
        if key not in providers:
            providers[key] = make_sender(line.channel)(line.account, credentials, required)
        return providers[key]

    return provider
