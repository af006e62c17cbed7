"""Writing the credentials of a provider's account into the one secret that the line verifies and sends with.

Several may write at once: a new version becomes the current one only if the one it was made from still is.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from botocore.exceptions import ClientError

from shared.domain.errors import Unavailable

_CURRENT = "AWSCURRENT"
_TRIES = 6

#: By channel, what an account's credentials may hold, and what they must.
FIELDS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "twilio": (("auth_tokens",), ("auth_tokens",)),
    "aws": (("topics", "configuration_set"), ("topics",)),
    "partner": (("secrets", "url", "messages_url"), ("secrets", "url")),
}


class AccountTaken(Exception):
    """The secret holds credentials of this account that somebody else has set."""


class ProviderSecrets:
    """`name` is the secret's. Nothing here reads credentials for anybody to see."""

    def __init__(self, secrets_manager: Any, name: str) -> None:
        self._client = secrets_manager
        self._name = name

    def put(self, channel: str, account: str, credentials: Mapping[str, Any], *, first: bool) -> None:
        """Replace an account's credentials. Raises `AccountTaken` where there are some though these are the `first`."""

        def change(value: dict[str, Any]) -> None:
            accounts = value.setdefault(channel, {})
            if first and account in accounts and accounts[account] != credentials:
                raise AccountTaken
            accounts[account] = dict(credentials)

        self._change(change)

    def remove(self, channel: str, account: str) -> None:
        """Forget them: nothing that comes for this account is believed any more, and nothing leaves by it."""

        def change(value: dict[str, Any]) -> None:
            value.get(channel, {}).pop(account, None)

        self._change(change)

    def _change(self, make: Callable[[dict[str, Any]], None]) -> None:
        for _ in range(_TRIES):
            found = self._client.get_secret_value(SecretId=self._name, VersionStage=_CURRENT)
            before = json.loads(found["SecretString"])
            value = json.loads(found["SecretString"])
            make(value)
            if value == before:
                return
            if self._replace(found["VersionId"], value):
                return
        raise Unavailable("the providers' credentials keep changing")

    def _replace(self, old: str, value: dict[str, Any]) -> bool:
        """Whether the value became current in place of the version `old`."""
        stage = f"proposed-{uuid.uuid4().hex}"
        new = self._client.put_secret_value(SecretId=self._name, SecretString=json.dumps(value), VersionStages=[stage])[
            "VersionId"
        ]
        try:
            self._client.update_secret_version_stage(
                SecretId=self._name, VersionStage=_CURRENT, MoveToVersionId=new, RemoveFromVersionId=old
            )
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") not in (
                "InvalidParameterException",
                "InvalidRequestException",
            ):
                raise
            return False
        finally:
            # A version without a stage is forgotten by Secrets Manager.
            self._client.update_secret_version_stage(SecretId=self._name, VersionStage=stage, RemoveFromVersionId=new)
        return True
