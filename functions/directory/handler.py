"""The REST API of the directory."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from functions.directory import configured, tenancy
from functions.directory.desk import Desk, of_ones_programs
from shared.channels.targets import LOOPBACK_ALLOWED
from shared.configuration.editing import Editor
from shared.contracts.route_rows.directory import directory_api
from shared.domain.clockwork import RandomIds, SystemClock
from shared.runtime import staff_api
from shared.runtime.aws import client
from shared.runtime.http import Operation
from shared.runtime.invocation import invocation
from shared.runtime.settings import required

if TYPE_CHECKING:
    from functions.directory.entries import Entries
    from shared.configuration.credentials import Credentials
    from shared.configuration.founding import Founding
    from shared.runtime.sign_in_mail import Invitations
    from shared.security.webhook_secrets import WebhookSecrets
    from shared.store.webhooks import Webhooks


def operations(editor: Editor) -> dict[str, Operation]:
    """Every operation of the directory by its name."""
    programs = Desk(editor, "program", directory_api, "Program", visible=of_ones_programs)
    keywords = Desk(editor, "keyword", directory_api, "Keyword", visible=of_ones_programs)
    return {
        **programs.operations("Program", "Programs"),
        **keywords.operations("Keyword", "Keywords"),
        **configured.operations(editor, SystemClock()),
    }


def _tools() -> tenancy.Tools:
    """What founds, invites and locks out is imported when it is needed: most requests only read."""
    tables, clock, ids = staff_api.tables(), SystemClock(), RandomIds()

    def loopback() -> bool:
        return required("LOOPBACK_TARGETS") == LOOPBACK_ALLOWED

    def founding() -> Founding:
        from shared.configuration.founding import Founding

        return Founding(tables, client("kms"), clock, ids, required("STAGE"))

    def credentials() -> Credentials:
        from shared.configuration.credentials import Credentials
        from shared.store.provider_secrets import ProviderSecrets

        secrets = ProviderSecrets(client("secretsmanager"), required("PROVIDERS_SECRET"))
        return Credentials(tables, secrets, clock, ids, loopback=loopback())

    def invitations() -> Invitations:
        from shared.runtime.sign_in_mail import Invitations, SignInMail
        from shared.store.challenges import Challenges

        challenges = Challenges(tables, clock)
        return Invitations(SignInMail(lambda: client("sqs"), required("COMMS_QUEUE_URL"), challenges, clock, ids))

    def entries() -> Entries:
        from functions.directory.entries import Entries
        from shared.runtime.sockets import Sockets
        from shared.store.sessions import Sessions

        return Entries(Sessions(tables, clock), Sockets(lambda: client("sqs"), required("PUSH_QUEUE_URL"), clock))

    def hooks() -> tuple[Webhooks, WebhookSecrets]:
        from shared.security.webhook_secrets import WebhookSecrets
        from shared.store.webhooks import Webhooks

        return Webhooks(tables, clock, ids), WebhookSecrets(client("kms"))

    directory = staff_api.directory()
    return tenancy.Tools(tables, directory, founding, credentials, invitations, entries, hooks, loopback)


@cache
def _api() -> Any:
    editor = Editor(staff_api.tables(), SystemClock(), RandomIds())
    return staff_api.staff_api("directory", operations(editor) | tenancy.operations(editor, _tools(), SystemClock()))


@invocation("directory")
def handler(event: dict[str, Any], context: Any) -> Any:
    return _api().resolve(event, context)
