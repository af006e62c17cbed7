"""An affiliate of its own for what is counted: nobody else's texters are in its figures."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from localstack.demo import _TEXTS as TEXTS
from shared.operator.tenants import NewMember, NewProgram
from tests.e2e.line import Line
from tests.e2e.people import Responder, Staff, Supervisor, Texter, TexterFactory
from tests.e2e.tide import Tide

AFFILIATE = "aff_shoal"
NEAR, FAR = "prg_shoal_near", "prg_shoal_far"
ZONE = "America/New_York"
_NUMBERS = {NEAR: "+12025550185", FAR: "+12025550186"}
_PASSWORD = "shoal-password-for-tests-only"
#: Supervisor of both programs, of one of them; the admin; responders.
_STAFF = (("una", "supervisor", ()), ("vik", "supervisor", (FAR,)), ("ada", "admin", ()), ("wes", "responder", ()),
          ("yuki", "responder", ()))  # fmt: skip


def email(name: str) -> str:
    return f"{name}@shoal.example"


@dataclass(frozen=True)
class Shoal:
    line: Line
    una: Supervisor
    vik: Supervisor
    ada: Staff
    wes: Responder
    yuki: Responder

    def texter(self, texters: TexterFactory, program: str = NEAR) -> Texter:
        return Texter(self.line, texters.number(), _NUMBERS[program], texters.mark)

    def figures(self, who: Staff | None = None, **query: str) -> dict[str, Any]:
        """The report of the day, as the supervisor of all is given it."""
        return (who or self.una).get("/api/reports/today", **query)


def gather(tide: Tide) -> Shoal:
    """Set the affiliate up, as an operator would; may be repeated."""
    line = tide.line
    with tide.as_operator():
        tenants = tide.tenants()
        tenants.affiliate(AFFILIATE, "Shoal Test Line")
        for program, number in _NUMBERS.items():
            tenants.program(AFFILIATE, NewProgram(program, program, number, line.account_sid, TEXTS, zone=ZONE))
        for name, role, programs in _STAFF:
            member = NewMember(f"usr_{name}", email(name), name.title(), role, _PASSWORD, programs, max_concurrent=20)
            tenants.member(AFFILIATE, member)
    known = {one["email"] for one in line.outputs["users"]}
    people = [{"email": email(name), "password": _PASSWORD, "affiliate": AFFILIATE} for name, _, _ in _STAFF]
    line.outputs["users"].extend(one for one in people if one["email"] not in known)
    _tell_the_carrier(line)
    return Shoal(
        line,
        Supervisor(line, email("una")),
        Supervisor(line, email("vik")),
        Staff(line, email("ada")),
        Responder.on(line, email("wes")),
        Responder.on(line, email("yuki")),
    )


def _tell_the_carrier(line: Line) -> None:
    path = line.home / "carrier.json"
    config = json.loads(path.read_text())
    numbers = {one["number"] for one in config["lines"]}
    config["lines"] += [{"number": at, "name": name} for name, at in _NUMBERS.items() if at not in numbers]
    draft = path.with_suffix(".draft")
    draft.write_text(json.dumps(config, indent=2) + "\n")
    draft.replace(path)
