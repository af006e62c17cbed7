"""Requests and responses of identity, beside signing in with a password, which is in `api`."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from shared.contracts.api import Profile, Reply, Wire

Email = Annotated[str, StringConstraints(min_length=3, max_length=254, strip_whitespace=True)]
#: What a person chooses; which are taken, `domain.passwords` says.
NewPassword = Annotated[str, StringConstraints(min_length=1, max_length=256)]
Token = Annotated[str, StringConstraints(min_length=1, max_length=256)]
SignInMedium = Literal["password", "email_code", "sms_code", "link", "invitation"]


class AddressRequest(Wire):
    email: Email


class CodeRequest(AddressRequest):
    medium: Literal["email", "sms"] = "email"


class CodeVerification(AddressRequest):
    code: Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$", strip_whitespace=True)]


class TokenRequest(Wire):
    token: Token = Field(description="What stood at the end of the link.")


class PasswordChange(Wire):
    current: Annotated[str, StringConstraints(min_length=1, max_length=256)]
    new: NewPassword


class PasswordReset(TokenRequest):
    password: NewPassword


class InvitationAcceptance(TokenRequest):
    password: NewPassword
    name: Annotated[str, StringConstraints(min_length=1, max_length=100, strip_whitespace=True)] | None = None


class Asked(Reply):
    """The same whether or not there is such an account: what there was to send is on its way."""


class SessionEntry(Wire):
    id: str
    created_at: datetime
    last_seen_at: datetime = Field(description="When its tokens were last renewed, which is every few minutes.")
    device: str = Field(description="What the browser or client said it is.")
    medium: SignInMedium
    current: bool = Field(description="Whether it is the caller's own.")


class SessionList(Reply):
    items: list[SessionEntry]


class ActiveProgram(Wire):
    active_program_id: str | None = Field(description="null: all of one's programs.")


class CurrentSession(Reply):
    id: str
    active_program_id: str | None
    csrf_token: str = Field(description="To be sent as X-CSRF-Token with every change, when signed in by cookie.")


class OwnProfile(Profile):
    draft_key: str = Field(
        description="Under which a browser may keep what this person is writing: an AES key, 32 bytes as base64url. "
        "The same from session to session; it opens nothing of Holdfast's, and is to be kept in memory only."
    )
