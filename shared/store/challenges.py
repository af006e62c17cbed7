"""What people were sent to sign in with: one code and one link of each kind per address, the latest.

`ask` is called by who takes the request, for every address alike. The function that mails makes the secret when it
sends it and keeps its hash with `arm`: no secret is ever in a queue, and for an address that nobody has there is
none.
"""

from __future__ import annotations

from datetime import timedelta

from pynamodb.exceptions import UpdateError

from shared.contracts.sign_in import KINDS, TRIES
from shared.domain.ports import Clock
from shared.security.one_time import address_key
from shared.store.database import Database, Transaction
from shared.store.models import ChallengeItem, SessionsItem

_CONDITION_FAILED = "ConditionalCheckFailedException"
#: How long a mail may take to leave.
_ON_ITS_WAY = timedelta(hours=6)


class Challenges:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def ask(self, kind: str, email: str, challenge_id: str) -> None:
        """Somebody asked for a secret of this kind; the one before is good no longer."""
        ChallengeItem(
            _key(email), kind, challenge_id=challenge_id, expires_at=self._in(KINDS[kind].lifetime + _ON_ITS_WAY)
        ).save()

    def waits(self, kind: str, email: str, challenge_id: str) -> bool:
        """Whether this is still the latest request."""
        item = self._database.get(ChallengeItem, _key(email), kind)
        return item is not None and item.challenge_id == challenge_id

    def arm(
        self, kind: str, email: str, challenge_id: str, secret_hash: str, user_id: str, affiliate_id: str, medium: str
    ) -> bool:
        """The secret is being sent: from now on it opens. False when a later request took its place."""
        item = ChallengeItem
        try:
            item(_key(email), kind).update(
                actions=[
                    item.secret_hash.set(secret_hash),
                    item.user_id.set(user_id),
                    item.affiliate_id.set(affiliate_id),
                    item.medium.set(medium),
                    item.expires_at.set(self._in(KINDS[kind].lifetime)),
                ],
                condition=item.challenge_id == challenge_id,
            )
        except UpdateError as error:
            if error.cause_response_code != _CONDITION_FAILED:
                raise
            return False
        return True

    def tried(self, kind: str, email: str) -> ChallengeItem | None:
        """Count a try to guess the secret; None when there is nothing to guess, or all tries are used up."""
        item = ChallengeItem
        found = item(_key(email), kind)
        try:
            found.update(
                actions=[item.tries.add(1)],
                condition=(item.tries < TRIES) & (item.expires_at > self._in(timedelta())),
            )
        except UpdateError as error:
            if error.cause_response_code != _CONDITION_FAILED:
                raise
            return None
        return found

    def of_token(self, kind: str, token: str) -> ChallengeItem | None:
        """The challenge that a link's token names, if it did not expire. Whether it opens it is not looked at."""
        address = token.partition(".")[0]
        item = self._database.get(ChallengeItem, f"O#{address}", kind)
        return item if item is not None and int(item.expires_at) > self._in(timedelta()) else None

    def use_up(self, writes: Transaction, item: ChallengeItem) -> None:
        """In the transaction that lets somebody in, which fails at `challenge` when it was used before."""
        same = (ChallengeItem.challenge_id == item.challenge_id) & (ChallengeItem.secret_hash == item.secret_hash)
        writes.delete("challenge", item, same)

    def forget(self, email: str) -> None:
        """Nothing that was sent to this address opens anything any more."""
        for kind, row in KINDS.items():
            if row.secret is not None:
                SessionsItem(_key(email), kind, expires_at=0).delete()

    def _in(self, span: timedelta) -> int:
        return int((self._clock.now() + span).timestamp())


def _key(email: str) -> str:
    return f"O#{address_key(email)}"
