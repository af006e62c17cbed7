"""What a mutation made, remembered for a day under the caller's Idempotency-Key.

The record keeps a keyed hash of the request and the id of what it made, never a response.
"""

from __future__ import annotations

from shared.domain.errors import FieldError, IdempotencyMismatch, InvalidInput
from shared.domain.ports import Clock
from shared.security.blind_index import keyed_hash
from shared.store.database import Database, Transaction
from shared.store.models import IdempotencyItem

KEPT_SECONDS = 24 * 3600


class AlreadyClaimed(Exception):
    """A request with the same Idempotency-Key was carried out first."""


class Idempotency:
    def __init__(self, database: Database, key: bytes, clock: Clock) -> None:
        self._database = database
        self._key = key
        self._clock = clock

    def claim(self, caller: str, given: str | None, operation: str, payload: str) -> IdempotencyItem | None:
        """The record to write along with the mutation; None when the caller gave no key."""
        if given is None:
            return None
        if not 1 <= len(given) <= 200:
            raise InvalidInput(errors=(FieldError("Idempotency-Key", "must have 1 to 200 characters"),))
        return IdempotencyItem(
            f"Y#{keyed_hash(self._key, caller, given)}",
            "DONE",
            payload_hash=keyed_hash(self._key, operation, payload),
            conversation_id="",
            seq=0,
            expires_at=int(self._clock.now().timestamp()) + KEPT_SECONDS,
        )

    def earlier(self, claim: IdempotencyItem | None) -> IdempotencyItem | None:
        """What was made under the same key before; raises `IdempotencyMismatch` for another request."""
        if claim is None:
            return None
        found = self._database.get(IdempotencyItem, str(claim.pk), str(claim.sk))
        # DynamoDB deletes what expired within days, not at once.
        if found is None or found.expires_at < self._clock.now().timestamp():
            return None
        if found.payload_hash != claim.payload_hash:
            raise IdempotencyMismatch
        return found


def write_claim(writes: Transaction, claim: IdempotencyItem) -> None:
    """Make the claim good along with what it is for; the transaction fails at `claim` if somebody was faster."""
    # DynamoDB deletes what has expired within days: until then it is as good as gone.
    expired = IdempotencyItem.expires_at < int(claim.expires_at) - KEPT_SECONDS
    writes.replace("claim", claim, IdempotencyItem.pk.does_not_exist() | expired)
