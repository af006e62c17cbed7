"""Blind indexes, passwords and tokens."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.errors import NotSignedIn
from shared.security import passwords
from shared.security.blind_index import keyed_hash, message_key
from shared.security.passwords import hash_password, password_matches
from shared.security.tokens import ACCESS_LIFETIME, AccessTokens, hash_secret, new_secret

KEY = bytes(32)
SIGNING_KEY = "a-token-key-that-is-long-enough-for-hs256"
LONG_KEY = "a-token-key-that-is-long-enough-for-hs384-as-well"


parts = st.lists(st.text("ab+", max_size=3), max_size=3)


@given(parts, parts)
def test_different_parts_have_different_hashes_also_when_they_join_to_the_same_text(
    one: list[str], other: list[str]
) -> None:
    assert (keyed_hash(KEY, *one) == keyed_hash(KEY, *other)) == (one == other)


def test_the_border_between_parts_counts_and_so_does_the_key() -> None:
    assert keyed_hash(KEY, "ab", "c") != keyed_hash(KEY, "a", "bc")
    assert keyed_hash(KEY, "a", "") != keyed_hash(KEY, "a")
    assert keyed_hash(KEY, "a") != keyed_hash(b"\x01" * 32, "a")


def test_a_blind_index_shows_nothing_of_the_number() -> None:
    found = keyed_hash(KEY, "thread", "twilio", "+12025550100", "+12025550142")
    assert len(found) == 32
    assert "2025550142" not in found


def test_a_message_has_one_key_for_ever_and_other_messages_have_others() -> None:
    assert message_key("twilio", "AC1", "SM1") == message_key("twilio", "AC1", "SM1")
    assert (
        len({message_key(*parts) for parts in [("a", "b", "c"), ("ab", "", "c"), ("a", "bc", ""), ("a", "", "bc")]})
        == 4
    )


def test_a_password_is_kept_as_argon2id_and_matches_only_itself() -> None:
    hashed = hash_password("correct horse")
    assert hashed.startswith("$argon2id$")
    assert "correct horse" not in hashed
    assert hash_password("correct horse") != hashed
    assert password_matches("correct horse", hashed)
    assert not password_matches("Correct horse", hashed)
    assert not password_matches("correct horse", "not a hash")


def test_given_no_such_user_then_a_password_is_verified_all_the_same_and_never_matches(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    verified: list[str] = []

    class Watched:
        def __init__(self, real: object) -> None:
            self._real = real

        def verify(self, hashed: str, password: str) -> bool:
            verified.append(hashed)
            return bool(self._real.verify(hashed, password))  # type: ignore[attr-defined]

        def hash(self, password: str) -> str:
            return str(self._real.hash(password))  # type: ignore[attr-defined]

    watched = Watched(passwords._hasher())
    monkeypatch.setattr(passwords, "_hasher", lambda: watched)
    assert not password_matches("nobody has this password", None)
    known = hash_password("secret")
    assert not password_matches("wrong", known)
    assert len(verified) == 2
    # The same work: the parameters in front of the salt are equal.
    assert verified[0].split("$")[1:4] == verified[1].split("$")[1:4]


@pytest.fixture
def tokens() -> AccessTokens:
    return AccessTokens(SIGNING_KEY)


def issued(tokens: AccessTokens, at: datetime | None = None) -> str:
    return tokens.issue("res_1", "aff_1", "ses_1", at or datetime.now(UTC))[0]


def forged(key: str = SIGNING_KEY, algorithm: str = "HS256", **changes: object) -> str:
    now = int(datetime.now(UTC).timestamp())
    claims = {"iss": "holdfast", "sub": "res_1", "aff": "aff_1", "sid": "ses_1", "iat": now, "exp": now + 60}
    claims = {name: value for name, value in (claims | changes).items() if value is not None}
    return jwt.encode(claims, key, algorithm=algorithm)


def test_a_token_says_who_of_which_affiliate_in_which_session(tokens: AccessTokens) -> None:
    claims = tokens.verify(issued(tokens))
    assert (claims.user_id, claims.affiliate_id, claims.session_id) == ("res_1", "aff_1", "ses_1")
    left = claims.expires_at - datetime.now(UTC)
    assert ACCESS_LIFETIME - timedelta(seconds=5) < left <= ACCESS_LIFETIME


def test_our_own_forgery_is_good_when_nothing_is_wrong_with_it(tokens: AccessTokens) -> None:
    assert tokens.verify(forged()).user_id == "res_1"


@pytest.mark.parametrize(
    "token",
    [
        forged(iss="somebody-else"),
        forged(iss=None),
        forged(exp=1),
        forged(exp=None),
        forged(sid=None),
        forged(aff=None),
        forged(sub=None),
        forged(key="another-key-that-is-also-long-enough-"),
        forged(algorithm="HS512", key=SIGNING_KEY * 2),
        forged(key="", algorithm="none"),
        "",
        "a.b.c",
        "ÿ",
    ],
)
def test_a_token_that_is_not_ours_is_refused(tokens: AccessTokens, token: str) -> None:
    with pytest.raises(NotSignedIn):
        tokens.verify(token)


def test_given_our_own_key_then_another_algorithm_is_refused_still() -> None:
    tokens = AccessTokens(LONG_KEY)
    assert tokens.verify(forged(key=LONG_KEY)).user_id == "res_1"
    with pytest.raises(NotSignedIn):
        tokens.verify(forged(algorithm="HS384", key=LONG_KEY))


def test_an_expired_token_is_refused(tokens: AccessTokens) -> None:
    with pytest.raises(NotSignedIn):
        tokens.verify(issued(tokens, datetime.now(UTC) - ACCESS_LIFETIME - timedelta(seconds=1)))


def test_given_another_person_is_written_into_the_claims_then_the_token_is_refused(tokens: AccessTokens) -> None:
    header, body, mark = issued(tokens).split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "=="))
    claims["sub"] = "adm_1"
    altered = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    with pytest.raises(NotSignedIn):
        tokens.verify(f"{header}.{altered}.{mark}")
    stripped = base64.urlsafe_b64encode(b'{"alg":"none","typ":"JWT"}').decode().rstrip("=")
    with pytest.raises(NotSignedIn):
        tokens.verify(f"{stripped}.{altered}.")


def test_session_secrets_are_long_and_kept_as_hashes() -> None:
    secrets = {new_secret() for _ in range(20)}
    assert len(secrets) == 20
    assert all(len(base64.urlsafe_b64decode(one + "=")) == 32 for one in secrets)
    assert hash_secret("a") != hash_secret("b")
    assert len(hash_secret("a")) == 64
