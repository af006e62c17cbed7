"""Affiliates, who works for them, their lines and the providers' accounts behind these; see `directory_base`."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from shared.contracts.api import Channel, Language, Reply, Role, Wire
from shared.contracts.directory_base import Id, Name, Shown, Spec, edit_of

#: As in the HTML standard, and no longer than SMTP takes.
Email = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True,
        max_length=254,
        pattern=r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$",
    ),
]
Phone = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^\+[1-9][0-9]{6,14}$")]


class AffiliateSpec(Spec):
    name: Name
    contact_email: Email | None = Field(default=None, description="Whom the platform writes to.")
    region: Annotated[str, StringConstraints(max_length=64, strip_whitespace=True)] = Field(
        default="", description="Where it works; for people."
    )


class Affiliate(Shown, AffiliateSpec):
    pass


class AffiliateList(Reply):
    items: list[Affiliate]
    next_cursor: str | None = None


class MemberSpec(Spec):
    email: Email
    name: Name
    role: Role
    program_ids: list[Id] = Field(default_factory=list, max_length=100, description="Empty: all programs.")
    max_concurrent: Annotated[int, Field(ge=1, le=50)] = Field(
        default=3, description="How many conversations this person may own at once."
    )
    phone: Phone | None = Field(default=None, description="Where they are texted when help must be called.")
    languages: list[Language] = Field(default=["en"], min_length=1, max_length=10)


class Member(Shown):
    """`email` and `phone` are shown to admins and supervisors."""

    email: str | None
    name: str
    role: Role
    program_ids: list[str]
    max_concurrent: int
    phone: str | None
    languages: list[Language]


class MemberList(Reply):
    items: list[Member]
    next_cursor: str | None = None


class LineSpec(Spec):
    channel: Channel
    number: Annotated[str, StringConstraints(min_length=1, max_length=80, strip_whitespace=True)] = Field(
        description="A phone number with its country code, a short code, a partner's id, or a web chat's program."
    )
    program_id: Id = Field(description="The program it opens.")
    account: Annotated[str, StringConstraints(max_length=64, strip_whitespace=True)] = Field(
        default="", description="The provider's account it belongs to; see /api/admin/provider-accounts."
    )
    stands_for: str | None = Field(default=None, description="The line, as `channel#number`, whose backup this is.")
    origins: list[Annotated[str, StringConstraints(max_length=200)]] = Field(
        default_factory=list, max_length=50, description="The web sites that may show a web chat."
    )
    per_second: Annotated[int, Field(ge=1, le=1000)] | None = Field(
        default=None, description="How many messages the carrier takes a second; null: as many as there are."
    )
    segment_price: Annotated[int, Field(ge=0, le=10_000_000)] | None = Field(
        default=None, description="Of one segment, in millionths of a dollar."
    )


class Line(Shown, LineSpec):
    pass


class LineList(Reply):
    items: list[Line]
    next_cursor: str | None = None


class ProviderAccountSpec(Spec):
    channel: Literal["twilio", "aws", "partner"]
    account: Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]
    description: Annotated[str, StringConstraints(max_length=200, strip_whitespace=True)] = ""


class ProviderAccount(Shown, ProviderAccountSpec):
    """Never its credentials: which of them are set, and since when."""

    credentials: list[str] = Field(default_factory=list)
    credentials_set_at: datetime | None = None


class ProviderAccountList(Reply):
    items: list[ProviderAccount]
    next_cursor: str | None = None


class Credentials(Wire):
    """By channel: twilio `authTokens` (newest first); aws `topics`, `configurationSet`; partner `secrets`, `url`,
    `messagesUrl`. They replace what was set before and are never shown again."""

    auth_tokens: list[Annotated[str, StringConstraints(min_length=16, max_length=200)]] | None = Field(
        default=None, min_length=1, max_length=5
    )
    topics: list[Annotated[str, StringConstraints(min_length=1, max_length=300)]] | None = Field(
        default=None, min_length=1, max_length=20
    )
    configuration_set: Annotated[str, StringConstraints(min_length=1, max_length=64)] | None = None
    secrets: list[Annotated[str, StringConstraints(min_length=16, max_length=200)]] | None = Field(
        default=None, min_length=1, max_length=5
    )
    url: Annotated[str, StringConstraints(min_length=1, max_length=500)] | None = None
    messages_url: Annotated[str, StringConstraints(min_length=1, max_length=500)] | None = None

    def given(self) -> dict[str, Any]:
        return self.model_dump(mode="json", exclude_none=True)


AffiliateEdit = edit_of(AffiliateSpec, "AffiliateEdit")
MemberEdit = edit_of(MemberSpec, "MemberEdit")
LineEdit = edit_of(LineSpec, "LineEdit")
ProviderAccountEdit = edit_of(ProviderAccountSpec, "ProviderAccountEdit")
