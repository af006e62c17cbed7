"""An affiliate of its own for what admins configure: nobody else is in the way of its changes."""

from __future__ import annotations

import json
from dataclasses import dataclass

from localstack.demo import _TEXTS as TEXTS
from shared.operator.tenants import NewMember, NewProgram
from shared.store.directory import STAMP_SECONDS
from tests.e2e.line import Line
from tests.e2e.people import Responder, Staff, Supervisor, Texter, TexterFactory
from tests.e2e.tide import Tide

AFFILIATE, OPEN = "aff_reef", "prg_reef_open"
#: Seconds after which every running function works by what was configured.
SETTLED = STAMP_SECONDS + 1
_ADA, _SOL, _REY = (f"{name}@reef.example" for name in ("ada", "sol", "rey"))
_PASSWORD = "reef-password-for-tests-only"
_NUMBER = "+12025550184"


@dataclass(frozen=True)
class Reef:
    line: Line
    ada: Staff
    sol: Supervisor
    rey: Responder

    def texter(self, texters: TexterFactory) -> Texter:
        return Texter(self.line, texters.number(), _NUMBER, texters.mark)


def surface(tide: Tide) -> Reef:
    """Set the affiliate up, as an operator would; may be repeated."""
    line = tide.line
    with tide.as_operator():
        tenants = tide.tenants()
        tenants.affiliate(AFFILIATE, "Reef Test Line")
        tenants.program(AFFILIATE, NewProgram(OPEN, "Reef Open", _NUMBER, line.account_sid, TEXTS))
        for member in (
            NewMember("usr_ada", _ADA, "Ada", "admin", _PASSWORD),
            NewMember("usr_sol", _SOL, "Sol", "supervisor", _PASSWORD),
            NewMember("usr_rey", _REY, "Rey", "responder", _PASSWORD, max_concurrent=20),
        ):
            tenants.member(AFFILIATE, member)
    known = {one["email"] for one in line.outputs["users"]}
    people = [{"email": email, "password": _PASSWORD, "affiliate": AFFILIATE} for email in (_ADA, _SOL, _REY)]
    line.outputs["users"].extend(one for one in people if one["email"] not in known)
    _tell_the_carrier(line)
    return Reef(line, Staff(line, _ADA), Supervisor(line, _SOL), Responder.on(line, _REY))


def _tell_the_carrier(line: Line) -> None:
    path = line.home / "carrier.json"
    config = json.loads(path.read_text())
    if _NUMBER not in {one["number"] for one in config["lines"]}:
        config["lines"].append({"number": _NUMBER, "name": OPEN})
        draft = path.with_suffix(".draft")
        draft.write_text(json.dumps(config, indent=2) + "\n")
        draft.replace(path)
