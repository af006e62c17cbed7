"""The operations on affiliates, people, lines and providers' accounts, put together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from functions.directory.later import five, later
from shared.configuration.editing import Editor
from shared.contracts.route_rows.directory import tenancy_api
from shared.domain.ports import Clock
from shared.runtime.http import Operation
from shared.store.database import Database
from shared.store.directory import Directory

if TYPE_CHECKING:
    from functions.directory.members import Entries, Invitations
    from functions.directory.tenant_packs import Hooks
    from shared.configuration.credentials import Credentials
    from shared.configuration.founding import Founding


@dataclass(frozen=True)
class Tools:
    """What these operations need beside the editor; what talks to other services is made when it is needed."""

    database: Database
    directory: Directory
    founding: Callable[[], Founding]
    credentials: Callable[[], Credentials]
    invitations: Callable[[], Invitations]
    entries: Callable[[], Entries]
    hooks: Hooks
    loopback: Callable[[], bool]


def operations(editor: Editor, tools: Tools, clock: Clock) -> dict[str, Operation]:
    """By name, as the route table has them."""

    def affiliates() -> Mapping[str, Operation]:
        from functions.directory.affiliates import Affiliates

        made = Affiliates(editor, tools.founding, tools.directory)
        acts = (made.all, made.create, made.get, made.update, made.deactivate)
        return dict(zip(five("Affiliate"), acts, strict=True))

    def members() -> Mapping[str, Operation]:
        from functions.directory.members import Members

        made = Members(editor, tenancy_api, tools.invitations, tools.entries)
        acts = (made.all, made.create, made.get, made.update, made.deactivate)
        return {**dict(zip(five("Member"), acts, strict=True)), "inviteMember": made.invite}

    def accounts() -> Mapping[str, Operation]:
        from functions.directory.provider_accounts import ProviderAccounts

        made = ProviderAccounts(editor, tenancy_api, tools.database, tools.credentials)
        acts = (made.all, made.create, made.get, made.update, made.deactivate)
        return {**dict(zip(five("ProviderAccount"), acts, strict=True)), "setProviderCredentials": made.set_credentials}

    def lines() -> Mapping[str, Operation]:
        from functions.directory.provider_accounts import Lines

        made = Lines(editor, tenancy_api)
        return {**made.desk.operations("Line", "Lines"), "createLine": made.create, "updateLine": made.update}

    def tenant_packs() -> Mapping[str, Operation]:
        from functions.directory.following import Following
        from functions.directory.tenant_packs import TenantPacks

        following = Following(tools.invitations, tools.entries, tools.credentials)
        return TenantPacks(editor, clock, tools.hooks, following, loopback=tools.loopback()).operations()

    return {
        **later(("exportTenantPack", "planTenantPack", "applyTenantPack"), tenant_packs),
        **later(five("Affiliate"), affiliates),
        **later((*five("Member"), "inviteMember"), members),
        **later((*five("ProviderAccount"), "setProviderCredentials"), accounts),
        **later(five("Line"), lines),
    }
