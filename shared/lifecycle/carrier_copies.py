"""Carriers are asked to delete their copies, and asked again until they have."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

from shared.channels.copies import CarrierCopies, Deleted, NoneKept, NotNow, make_copies
from shared.domain.errors import Unavailable
from shared.runtime.invocation import note, tally
from shared.runtime.secret import Secret
from shared.store.copies import DELETED, NONE_KEPT, PENDING, Copies
from shared.store.models import CopyItem

#: From a channel and an account to whoever is asked there; raises `Unavailable` for one without credentials.
CopiesOf = Callable[[str, str], CarrierCopies]


class CarrierCleaning:
    """`seconds` is a clock that never goes back."""

    def __init__(self, copies: Copies, copies_of: CopiesOf, seconds: Callable[[], float] = time.monotonic) -> None:
        self._copies = copies
        self._copies_of = copies_of
        self._seconds = seconds

    def ask(self, conversation_id: str, until: float) -> bool:
        """Ask for every copy that is left of a conversation; whether none is. Stops when it is `until`."""
        left = False
        for copy in self._copies.of(conversation_id):
            if copy.status != PENDING:
                continue
            if self._seconds() >= until:
                return False
            left = not self._delete(copy) or left
        return not left

    def _delete(self, copy: CopyItem) -> bool:
        try:
            answer = self._copies_of(copy.channel, copy.account).delete(copy.provider_id)
        except Unavailable:
            answer = NotNow("no_credentials")
        match answer:
            case Deleted():
                self._copies.settled(copy, DELETED)
            case NoneKept():
                self._copies.settled(copy, NONE_KEPT)
            case NotNow(code):
                self._copies.failed(copy, code)
                tally("copiesLeft")
                note(errorCode=code)
                return False
        tally("copiesGone")
        return True


def copies_by_account(secret: Secret, setting: Callable[[str], str]) -> CopiesOf:
    """The accounts of the providers' secret, each made once."""
    made: dict[tuple[str, str, str], CarrierCopies] = {}

    def copies_of(channel: str, account: str) -> CarrierCopies:
        credentials: dict[str, Any] | None = (secret.value().get(channel) or {}).get(account)
        if credentials is None:
            raise Unavailable("the account has no credentials")
        key = (channel, account, json.dumps(credentials, sort_keys=True))
        if key not in made:
            made[key] = make_copies(channel)(account, credentials, setting)
        return made[key]

    return copies_of
