"""A secret from Secrets Manager, kept for five minutes, and kept longer when the refresh fails."""

from __future__ import annotations

import json
import time
from typing import Any

_MAX_AGE = 300.0

#: The tag of a secret the operator has filled, so that readiness can be told without reading it.
FILLED_TAG = "holdfast:filled"


class Secret:
    """A JSON object. `client` is a Secrets Manager client."""

    def __init__(self, client: Any, name: str) -> None:
        self._client = client
        self._name = name
        self._value: dict[str, Any] | None = None
        self._read = 0.0

    def value(self, *, newer_than: float = _MAX_AGE) -> dict[str, Any]:
        """The object, at most `newer_than` seconds old if Secrets Manager answers."""
        if self._value is None or time.monotonic() - self._read > newer_than:
            try:
                self._value = json.loads(self._client.get_secret_value(SecretId=self._name)["SecretString"])
            except Exception:
                # A secret we still hold beats a texter we turn away.
                if self._value is None:
                    raise
            self._read = time.monotonic()
        return self._value
