"""Who is signed in, what they were sent to sign in with, and how often somebody was wrong."""

from __future__ import annotations

from pynamodb.attributes import NumberAttribute, UnicodeAttribute, UTCDateTimeAttribute

from shared.store.models.sessions import SessionsItem


class SessionItem(SessionsItem):
    """`S#<session>`, `SESSION`: one login. The refresh token that is good now has the number `generation`.

    `nonce` is what its tokens are derived with. `ends_at`: when it is over whatever happens, in seconds.
    """

    user_id = UnicodeAttribute()
    affiliate_id = UnicodeAttribute()
    nonce = UnicodeAttribute()
    generation = NumberAttribute(default=1)
    created_at = UTCDateTimeAttribute()
    rotated_at = UTCDateTimeAttribute()
    ends_at = NumberAttribute()
    medium = UnicodeAttribute()
    device = UnicodeAttribute()
    active_program_id = UnicodeAttribute(null=True)

    @property
    def session_id(self) -> str:
        return str(self.pk)[2:]


class UserSessionItem(SessionsItem):
    """`U#<user>`, `S#<session>`: that the session is this user's. It may outlive it."""


class ChallengeItem(SessionsItem):
    """`O#<hash of the address>`, `<KIND>`: somebody asked for a code or a link, the latest time.

    Without `secret_hash` it was not sent yet, or is for an address that nobody has: nothing opens it.
    """

    challenge_id = UnicodeAttribute()
    tries = NumberAttribute(default=0)
    secret_hash = UnicodeAttribute(null=True)
    user_id = UnicodeAttribute(null=True)
    affiliate_id = UnicodeAttribute(null=True)
    medium = UnicodeAttribute(null=True)


class FailuresItem(SessionsItem):
    """`Q#<hash of an address, or of a source>`, `FAILURES`: wrong attempts in a row, and tries while it was closed."""

    failures = NumberAttribute(default=0)
    failed_at = UTCDateTimeAttribute(null=True)
    knocks = NumberAttribute(default=0)
