"""Requests and responses of tenant packs: an affiliate's configuration as one file. Never a credential, nor a secret
that was told before."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from shared.contracts.api import Reply, Wire

#: Characters of a pack: some twenty times what a large affiliate's has.
LONGEST_PACK = 256 * 1024

Pack = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_PACK)]


class TenantPack(Reply):
    pack: str = Field(description="YAML. Applying it changes nothing.")


class TenantPackRequest(Wire):
    pack: Pack = Field(description="YAML, of one's own affiliate.")


class TenantPackApply(TenantPackRequest):
    stamp: Annotated[str, StringConstraints(min_length=1, max_length=200)] = Field(
        description="The plan's. 412 when the configuration, or the pack, is no longer what was planned with."
    )
    invite: bool = Field(default=False, description="Mail everybody who is new an invitation.")


class PackChange(Wire):
    field: str
    before: Any = None
    after: Any = None


class PackStep(Wire):
    """One difference between a pack and the affiliate."""

    sign: Literal["create", "change", "restore", "deactivate"]
    kind: str = Field(description="What it is: `program`, `keyword`, `canned_response`.")
    id: str
    name: str = Field(description="What people call it.")
    changes: list[PackChange]


class TenantPackPlan(Reply):
    steps: list[PackStep] = Field(description="In the order in which they are done; none: all is as the pack says.")
    stamp: str = Field(description="What applying this very plan takes.")
    drafts: int = Field(description="Texts that will wait for somebody's approval.")


class ToldSecret(Wire):
    id: str
    url: str
    secret: str = Field(description="Shown now and never again.")


class TenantPackApplied(Reply):
    applied: int
    webhook_secrets: list[ToldSecret] = Field(description="Of the webhooks that are new.")
    invited: list[str] = Field(description="Ids of those who were mailed an invitation.")
    unfinished: list[str] = Field(
        description="Who or what changed, as `user:usr_1`, and still has to be invited, signed out, or to lose its "
        "credentials: the change is written, but what follows from it could not be done."
    )
