"""An affiliate of its own for what is said by itself: a line that is closed now, one where people wait, a supervisor
with a telephone. So nobody else's alerts come between."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from localstack.demo import _TEXTS as TEXTS
from shared.domain.hours import DAYS
from shared.operator.tenants import NewMember, NewProgram
from tests.e2e.aws import PREFIX, Aws
from tests.e2e.line import Line
from tests.e2e.people import Responder, Supervisor, Texter, TexterFactory
from tests.e2e.tide import Tide

AFFILIATE = "aff_night"
CLOSED, OPEN = "prg_night_closed", "prg_night_open"
NORA_PHONE, NORA, REX = "+12025550193", "nora@night.example", "rex@night.example"
DEPTH = 3
_PASSWORD = "night-password-for-tests-only"
_NUMBERS = {CLOSED: "+12025550181", OPEN: "+12025550182"}


@dataclass(frozen=True)
class Night:
    line: Line
    aws: Aws
    nora: Supervisor
    rex: Responder

    def text_from(self, texters: TexterFactory, program: str) -> Texter:
        return Texter(self.line, texters.number(), _NUMBERS[program], texters.mark)

    def calls_for_help(self, conversation_id: str) -> None:
        """The workflow's step once more, as after a time-out or by way of its queue."""
        step = {"step": "hook", "hook": "contact_services", "conversationId": conversation_id, "version": 0}
        reply = self.aws.client("lambda").invoke(FunctionName=f"{PREFIX}-lifecycle", Payload=json.dumps(step).encode())
        assert "FunctionError" not in reply, reply["Payload"].read()

    def mails_to(self, address: str) -> list[str]:
        """What was mailed to somebody, subject and text, oldest first; the emulator keeps it."""
        return self.aws.mails_to(address)


def fall(tide: Tide) -> Night:
    """Set the affiliate up, as an operator would; may be repeated."""
    line, account = tide.line, tide.line.account_sid
    with tide.as_operator():
        tenants = tide.tenants()
        tenants.affiliate(AFFILIATE, "Night Test Line")
        closed = NewProgram(CLOSED, "Night Closed", _NUMBERS[CLOSED], account, TEXTS, zone="UTC", hours=_not_now())
        rules = {"still_in_line_after": 1, "queue_alert_depth": DEPTH}
        waiting = NewProgram(OPEN, "Night Open", _NUMBERS[OPEN], account, TEXTS, rules=rules)
        for program in (closed, waiting):
            tenants.program(AFFILIATE, program)
        for member in (
            NewMember("usr_nora", NORA, "Nora", "supervisor", _PASSWORD, phone=NORA_PHONE),
            NewMember("usr_rex", REX, "Rex", "responder", _PASSWORD, max_concurrent=20),
        ):
            tenants.member(AFFILIATE, member)
    known = {one["email"] for one in line.outputs["users"]}
    people = [{"email": email, "password": _PASSWORD, "affiliate": AFFILIATE} for email in (NORA, REX)]
    line.outputs["users"].extend(one for one in people if one["email"] not in known)
    _tell_the_carrier(line)
    return Night(line, tide.aws, Supervisor(line, NORA), Responder.on(line, REX))


def _not_now() -> dict[str, Any]:
    """Two hours a day, half a day away from now."""
    opens = (datetime.now(UTC) + timedelta(hours=12)).replace(minute=0)
    window = f"{opens:%H:%M}-{opens + timedelta(hours=2):%H:%M}"
    return {"week": {day: [window] for day in DAYS}}


def _tell_the_carrier(line: Line) -> None:
    path = line.home / "carrier.json"
    config = json.loads(path.read_text())
    numbers = {one["number"] for one in config["lines"]}
    config["lines"] += [{"number": number, "name": name} for name, number in _NUMBERS.items() if number not in numbers]
    draft = path.with_suffix(".draft")
    draft.write_text(json.dumps(config, indent=2) + "\n")
    draft.replace(path)
