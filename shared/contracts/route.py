"""One row of the route table, and the words its rows are written with.

`who` names principals: `anyone`, `provider` (a provider's signature), `texter` (a web chat's token), or staff roles.
"""

from __future__ import annotations

from dataclasses import dataclass

from shared.contracts.route_models import Model
from shared.domain.roles import ADMIN, OUTREACH, PLATFORM_ADMIN, RESPONDER, SUPERVISOR

#: Everybody who signs in, whatever their role.
EVERYBODY = (RESPONDER, SUPERVISOR, ADMIN, OUTREACH, PLATFORM_ADMIN)
#: Who may see conversations.
STAFF = (RESPONDER, SUPERVISOR, ADMIN)
#: Who talks with texters, and who watches over them.
LINE = (RESPONDER, SUPERVISOR)
#: The query of a list.
PAGE = ("limit", "cursor")


@dataclass(frozen=True)
class Route:
    """One route. `function` is the folder under `functions/` that answers it.

    `largest`: bytes of a request's body, where one may be larger than those of all other routes.
    """

    method: str
    path: str
    function: str
    operation: str
    summary: str
    who: tuple[str, ...]
    request: Model | None = None
    response: Model | None = None
    status: int = 200
    query: tuple[str, ...] = ()
    errors: tuple[int, ...] = ()
    largest: int = 0
