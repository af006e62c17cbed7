"""The request and response models of routes, imported when one of them is asked for.

Defining them costs more than all else a small function imports, and each function answers a few routes only.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import ModuleType

from pydantic import BaseModel


@dataclass(frozen=True)
class Model:
    """A model by its module under `shared.contracts` and its name; `type` is the class itself."""

    module: str
    name: str

    @property
    def type(self) -> type[BaseModel]:
        found: type[BaseModel] = getattr(_module(self.module), self.name)
        return found


class Models:
    """A module of models: `Models("api").Tokens` names one of them and imports nothing."""

    def __init__(self, module: str) -> None:
        self._module = module

    def __getattr__(self, name: str) -> Model:
        return Model(self._module, name)


def _module(name: str) -> ModuleType:
    # Written out, so that a function's bundle holds them all.
    match name:
        case "access_api":
            from shared.contracts import access_api

            return access_api
        case "admin_api":
            from shared.contracts import admin_api

            return admin_api
        case "api":
            from shared.contracts import api

            return api
        case "audit_api":
            from shared.contracts import audit_api

            return audit_api
        case "care_api":
            from shared.contracts import care_api

            return care_api
        case "delivery_api":
            from shared.contracts import delivery_api

            return delivery_api
        case "directory_api":
            from shared.contracts import directory_api

            return directory_api
        case "erasure_api":
            from shared.contracts import erasure_api

            return erasure_api
        case "files_api":
            from shared.contracts import files_api

            return files_api
        case "hooks_api":
            from shared.contracts import hooks_api

            return hooks_api
        case "identity_api":
            from shared.contracts import identity_api

            return identity_api
        case "messages_api":
            from shared.contracts import messages_api

            return messages_api
        case "partner_api":
            from shared.contracts import partner_api

            return partner_api
        case "replies_directory_api":
            from shared.contracts import replies_directory_api

            return replies_directory_api
        case "reports_api":
            from shared.contracts import reports_api

            return reports_api
        case "sender_api":
            from shared.contracts import sender_api

            return sender_api
        case "settings_directory_api":
            from shared.contracts import settings_directory_api

            return settings_directory_api
        case "surveys_directory_api":
            from shared.contracts import surveys_directory_api

            return surveys_directory_api
        case "texts_directory_api":
            from shared.contracts import texts_directory_api

            return texts_directory_api
        case "tenancy_api":
            from shared.contracts import tenancy_api

            return tenancy_api
        case "tenant_pack_api":
            from shared.contracts import tenant_pack_api

            return tenant_pack_api
        case "texters_api":
            from shared.contracts import texters_api

            return texters_api
        case "webchat_api":
            from shared.contracts import webchat_api

            return webchat_api
    raise KeyError(name)
