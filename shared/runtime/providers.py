"""The providers' adapters, with the credentials of the account a program texts through."""

from __future__ import annotations

from collections.abc import Callable

from shared.channels.outbound import Provider
from shared.channels.twilio_outbound import TwilioProvider
from shared.runtime.aws import client
from shared.runtime.secret import Secret
from shared.runtime.settings import required
from shared.store.directory import Program


def provider_of_programs() -> Callable[[Program], Provider]:
    """A function from a program to its provider; each account's adapter is made once."""
    credentials = Secret(client("secretsmanager"), required("PROVIDERS_SECRET"))
    providers: dict[tuple[str, str], Provider] = {}

    def provider(program: Program) -> Provider:
        # Keyed by the token too, so that a rotated one is used as soon as it is read.
        token = credentials.value()[program.provider][program.account]["auth_tokens"][0]
        if (program.account, token) not in providers:
            providers[program.account, token] = TwilioProvider(
                program.account, token, api_url=required("TWILIO_API_URL"), public_url=required("PUBLIC_URL")
            )
        return providers[program.account, token]

    return provider
