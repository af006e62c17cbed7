"""An affiliate whose web chat is closed now, and opens in half a day: for what somebody is told before they write."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from localstack.demo import _TEXTS as TEXTS
from shared.domain.hours import DAYS
from shared.operator.tenants import NewLine, NewMember, NewProgram
from tests.e2e.aws import Aws
from tests.e2e.line import Line
from tests.e2e.people import Responder, Supervisor
from tests.e2e.tide import Tide

AFFILIATE, CLOSED = "aff_dusk", "prg_dusk_closed"
NAME = "Dusk Night Line"
_NUMBER, _PASSWORD = "+12025550183", "dusk-password-for-tests-only"
_VAL, _DUNYA = "val@dusk.example", "dunya@dusk.example"


@dataclass(frozen=True)
class Dusk:
    """`opens` is when its people are there again; `val` leads, `dunya` answers."""

    line: Line
    opens: datetime
    val: Supervisor
    dunya: Responder


def fall(line: Line) -> Dusk:
    """Set the affiliate up, as an operator would; may be repeated."""
    tide = Tide(line, Aws(line))
    opens = (datetime.now(UTC) + timedelta(hours=12)).replace(minute=0, second=0, microsecond=0)
    window = f"{opens:%H:%M}-{opens + timedelta(hours=2):%H:%M}"
    with tide.as_operator():
        tenants = tide.tenants()
        tenants.affiliate(AFFILIATE, "Dusk Test Line")
        hours: dict[str, object] = {"week": {day: [window] for day in DAYS}}
        tenants.program(AFFILIATE, NewProgram(CLOSED, NAME, _NUMBER, line.account_sid, TEXTS, zone="UTC", hours=hours))
        tenants.line(AFFILIATE, NewLine("webchat", CLOSED, CLOSED))
        for member in (
            NewMember("usr_val", _VAL, "Val", "supervisor", _PASSWORD, (CLOSED,)),
            NewMember("usr_dunya", _DUNYA, "Dunya", "responder", _PASSWORD, (CLOSED,), 20),
        ):
            tenants.member(AFFILIATE, member)
    known = {one["email"] for one in line.outputs["users"]}
    people = [{"email": email, "password": _PASSWORD, "affiliate": AFFILIATE} for email in (_VAL, _DUNYA)]
    line.outputs["users"].extend(one for one in people if one["email"] not in known)
    return Dusk(line, opens, Supervisor(line, _VAL), Responder.on(line, _DUNYA))
