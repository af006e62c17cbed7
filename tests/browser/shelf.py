"""An affiliate of its own for what its admin changes about hours, words and rules: nobody else's line closes by it."""

from __future__ import annotations

from dataclasses import dataclass

from localstack.demo import _TEXTS as TEXTS
from shared.operator.tenants import NewLine, NewMember, NewProgram
from tests.e2e.aws import Aws
from tests.e2e.line import Line
from tests.e2e.people import Responder, Staff, Supervisor, TexterFactory
from tests.e2e.tide import Tide
from tests.e2e.web_texter import WebTexter

AFFILIATE, DESK, WORDLESS = "aff_shelf", "prg_shelf_desk", "prg_shelf_wordless"
NAME = "Shelf Desk"
_MAY, _SIA, _ROD = (f"{name}@shelf.example" for name in ("may", "sia", "rod"))
ADMIN = _MAY
_PASSWORD = "shelf-password-for-tests-only"


@dataclass(frozen=True)
class Shelf:
    """`may` is the admin, `sia` leads, `rod` answers. Texters come by web chat."""

    line: Line
    may: Staff
    sia: Supervisor
    rod: Responder

    def texter(self, texters: TexterFactory) -> WebTexter:
        return WebTexter(self.line, texters, DESK)


def stand(line: Line) -> Shelf:
    """Set the affiliate up, as an operator would; may be repeated."""
    tide = Tide(line, Aws(line))
    with tide.as_operator():
        tenants = tide.tenants()
        tenants.affiliate(AFFILIATE, "Shelf Test Line")
        tenants.program(AFFILIATE, NewProgram(DESK, NAME, "+12025550178", line.account_sid, TEXTS, zone="UTC"))
        few = {name: words for name, words in TEXTS.items() if not name.startswith(("closed", "holiday"))}
        tenants.program(AFFILIATE, NewProgram(WORDLESS, "Shelf Wordless", "+12025550179", line.account_sid, few))
        tenants.line(AFFILIATE, NewLine("webchat", DESK, DESK))
        for member in (
            NewMember("usr_may", _MAY, "May", "admin", _PASSWORD),
            NewMember("usr_sia", _SIA, "Sia", "supervisor", _PASSWORD),
            NewMember("usr_rod", _ROD, "Rod", "responder", _PASSWORD, max_concurrent=20),
        ):
            tenants.member(AFFILIATE, member)
    known = {one["email"] for one in line.outputs["users"]}
    people = [{"email": email, "password": _PASSWORD, "affiliate": AFFILIATE} for email in (_MAY, _SIA, _ROD)]
    line.outputs["users"].extend(one for one in people if one["email"] not in known)
    return Shelf(line, Staff(line, _MAY), Supervisor(line, _SIA), Responder.on(line, _ROD))
