"""Secrets of outgoing webhooks, sealed by KMS with the affiliate's key.

Not under a branch key, as texters' words are: whoever makes webhooks need only encrypt, and whoever posts to them may
decrypt nothing but this purpose. Neither can open what a texter wrote.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from typing import Any

from shared.domain.webhooks import SEALING_PURPOSE

_MAX_AGE = 3600.0
_KEPT = 500


class WebhookSecrets:
    """`kms` is a KMS client. What was opened is kept for an hour."""

    def __init__(self, kms: Any) -> None:
        self._kms = kms
        self._open: OrderedDict[tuple[str, bytes], tuple[str, float]] = OrderedDict()

    def seal(self, key_id: str, affiliate_id: str, webhook_id: str, secret: str) -> bytes:
        sealed: bytes = self._kms.encrypt(
            KeyId=key_id, Plaintext=secret.encode(), EncryptionContext=_context(affiliate_id, webhook_id)
        )["CiphertextBlob"]
        return sealed

    def open(self, affiliate_id: str, webhook_id: str, sealed: bytes) -> str:
        """The secret. Raises what KMS raises, also for one that was sealed for another webhook."""
        known = self._open.get((webhook_id, sealed))
        if known is not None and time.monotonic() - known[1] < _MAX_AGE:
            return known[0]
        plain: bytes = self._kms.decrypt(CiphertextBlob=sealed, EncryptionContext=_context(affiliate_id, webhook_id))[
            "Plaintext"
        ]
        self._open[webhook_id, sealed] = (plain.decode(), time.monotonic())
        while len(self._open) > _KEPT:
            self._open.popitem(last=False)
        return plain.decode()


def _context(affiliate_id: str, webhook_id: str) -> dict[str, str]:
    return {"holdfast:affiliate": affiliate_id, "holdfast:webhook": webhook_id, "holdfast:purpose": SEALING_PURPOSE}
