"""The providers' accounts of an affiliate and, write-only, their credentials; and the lines that belong to them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from functions.directory.desk import Desk, by, of_ones_programs
from shared.configuration.documents import Document
from shared.configuration.editing import Editor
from shared.configuration.kinds.provider_accounts import account_id
from shared.contracts import tenancy_api
from shared.contracts.api import Reply
from shared.contracts.route_models import Models
from shared.domain.errors import FieldError, NotFound, RuleBroken
from shared.domain.roles import PLATFORM_ADMIN
from shared.runtime.http import Request
from shared.store.database import Database

if TYPE_CHECKING:
    from shared.configuration.credentials import Credentials


class ProviderAccounts:
    def __init__(
        self, editor: Editor, models: Models, database: Database, credentials: Callable[[], Credentials]
    ) -> None:
        self._editor = editor
        self._desk = Desk(editor, "provider_account", models, "ProviderAccount")
        self._database = database
        self._credentials = credentials

    def all(self, request: Request) -> Reply:
        found: Any = self._desk.all(request)
        found.items = [self._shown(request, one) for one in found.items]
        return cast(Reply, found)

    def get(self, request: Request) -> Reply:
        return self._shown(request, self._desk.get(request))

    def create(self, request: Request) -> Reply:
        return self._shown(request, self._desk.create(request))

    def update(self, request: Request) -> Reply:
        return self._shown(request, self._desk.update(request))

    def deactivate(self, request: Request) -> Reply:
        """Its credentials are forgotten. Refused while a line needs it."""
        known = self._known(request)
        done = self._desk.deactivate(request)
        self._credentials().forget(request.principal.affiliate.id, known, by(request))
        return self._shown(request, done)

    def set_credentials(self, request: Request) -> Reply:
        """Replace them. What is set is on record, never what it is."""
        known, given = self._known(request), request.parsed(tenancy_api.Credentials).given()
        self._credentials().set(request.principal.affiliate.id, known, given, by(request))
        return self._shown(request, self._desk.show(known))

    def _known(self, request: Request) -> Document:
        found = self._editor.house(request.principal.affiliate.id).get("provider_account", request.path["id"])
        if found is None:
            raise NotFound
        return found

    def _shown(self, request: Request, reply: Any) -> Reply:
        from shared.configuration.credentials import provider_account, wire

        document = Document("provider_account", reply.id, {"channel": reply.channel, "account": reply.account})
        item = provider_account(self._database, request.principal.affiliate.id, document)
        names = [wire(one) for one in item.credentials or ()]
        more = {"credentials": names, "credentials_set_at": item.credentials_set_at}
        return cast(Reply, reply.model_copy(update=more))


class Lines:
    """An affiliate's lines: an admin's may only belong to accounts of their own."""

    def __init__(self, editor: Editor, models: Models) -> None:
        self._editor = editor
        self.desk = Desk(editor, "line", models, "Line", visible=of_ones_programs)

    def create(self, request: Request) -> Reply:
        body = request.parsed(tenancy_api.LineSpec)
        self._require_own(request, body.channel, body.account)
        return self.desk.create(request)

    def update(self, request: Request) -> Reply:
        known = self._editor.house(request.principal.affiliate.id).get("line", request.path["id"])
        given = request.parsed(tenancy_api.LineEdit).model_dump(mode="json", exclude_unset=True)
        if known is not None and given.get("account", known["account"]) != known["account"]:
            self._require_own(request, known["channel"], given["account"] or "")
        return self.desk.update(request)

    def _require_own(self, request: Request, channel: str, account: str) -> None:
        """Whoever could name another affiliate's account would be brought what its texters write."""
        if request.principal.role == PLATFORM_ADMIN or channel == "webchat":
            return
        house = self._editor.house(request.principal.affiliate.id)
        if not house.in_use("provider_account", account_id(channel, account)):
            raise RuleBroken(errors=(FieldError("account", "is no account of this affiliate"),))
