"""A third affiliate, set up as an operator would, whose programs are in a hurry: its timers last seconds.

The demo tenant keeps its ordinary timers; here a texter who would wait four hours waits two seconds.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest import mock

from shared.domain.surveys import Question, Survey
from shared.operator.tenants import NewLine, NewMember, NewProgram, Tenants
from shared.store.database import Database
from tests.e2e.aws import PREFIX, Aws
from tests.e2e.line import Line
from tests.e2e.people import Responder, Supervisor, Texter, TexterFactory

PASSWORD = "tide-password-for-tests-only"
AFFILIATE = "aff_tide"
#: Nothing hurries in the calm program; each of the others hurries one timer.
CALM, UNSTARTED, EXPIRING, SILENT, UNANSWERED, ENDING, OFFERED, POLICE, ASKING, RUSH, BACKED_UP = (
    f"prg_tide_{name}"
    for name in (
        "calm", "unstarted", "expiring", "silent", "unanswered", "ending", "offered", "police", "asking", "rush",
        "backed_up",
    )
)  # fmt: skip
_RULES: dict[str, dict[str, int]] = {
    CALM: {},
    UNSTARTED: {"unstarted_after": 2},
    EXPIRING: {"still_in_line_after": 1, "still_in_line_every": 1, "queue_expires_after": 4, "queue_alert_wait": 1},
    SILENT: {"still_there_after": 1, "texter_silent_after": 4},
    UNANSWERED: {"reply_nudge_after": 1, "reply_alert_after": 2, "reply_return_after": 4},
    ENDING: {"wrap_up_after": 2, "follow_up_ends_after": 2, "quiet_from": 0, "quiet_to": 0},
    OFFERED: {"transfer_after": 2},
    POLICE: {"escalation_reminder_every": 1, "police_second_after": 2, "police_alone_after": 5},
    ASKING: {"quiet_from": 0, "quiet_to": 0},
    RUSH: {},
    BACKED_UP: {},
}
#: AWS's number that sends for BACKED_UP while Twilio is down.
BACKUP_NUMBER = "+12025550188"
#: AWS's own number of the calm program.
AWS_NUMBER = "+12025550187"
_TEXTS = {
    name: f"Tide: {name.replace('_', ' ')}"
    for name in (
        "welcome", "opt_out_confirmation", "help_line", "nobody_online", "still_in_line", "expired", "returned",
        "still_there", "survey_thanks", "no_pictures", "blocked", "welcome@es",
    )
}  # fmt: skip
CROWD = 30
IRIS_PHONE = "+12025550191"


def _email(name: str) -> str:
    return f"{name}@tide.example"


@dataclass(frozen=True)
class Tide:
    """The affiliate and its people. `responder` and `supervisor` sign in once and are kept."""

    line: Line
    aws: Aws

    def text_from(self, texters: TexterFactory, program: str) -> Texter:
        return Texter(self.line, texters.number(), _number(program), texters.mark)

    def responder(self, name: str = "ana") -> Responder:
        return Responder.on(self.line, _email(name))

    def supervisor(self) -> Supervisor:
        return Supervisor(self.line, _email("iris"))

    def run(self, job: str) -> None:
        """Start a scheduled job now, as its schedule or an operator does."""
        reply = self.aws.client("lambda").invoke(FunctionName=f"{PREFIX}-jobs", Payload=f'{{"job": "{job}"}}'.encode())
        assert "FunctionError" not in reply, reply["Payload"].read()

    def tenants(self) -> Tenants:
        return Tenants(Database(PREFIX), self.aws.client("kms"), "local")

    def retain(self, days: int) -> None:
        """How long the affiliate keeps content from now on."""
        with self.as_operator():
            self.tenants().affiliate(AFFILIATE, "Tide Test Line", retention_days=days)

    @contextmanager
    def as_operator(self) -> Iterator[None]:
        with mock.patch.dict("os.environ", _credentials(self.aws.endpoint)):
            yield


def settle(line: Line, aws: Aws) -> Tide:
    """Set the affiliate up; may be repeated."""
    tide = Tide(line, aws)
    account = line.account_sid
    people: list[dict[str, Any]] = []
    with tide.as_operator():
        tenants = tide.tenants()
        tenants.affiliate(AFFILIATE, "Tide Test Line")
        for program, rules in _RULES.items():
            tenants.program(AFFILIATE, NewProgram(program, program, _number(program), account, _TEXTS, rules=rules))
        stands_for = ("twilio", _number(BACKED_UP))
        at_aws = str(line.outputs["aws"]["account"])
        tenants.line(AFFILIATE, NewLine("aws", BACKUP_NUMBER, BACKED_UP, at_aws, stands_for=stands_for))
        tenants.line(AFFILIATE, NewLine("aws", AWS_NUMBER, CALM, at_aws))
        for survey in _surveys():
            tenants.survey(AFFILIATE, survey)
        everywhere = tuple(program for program in _RULES if program != RUSH)
        staff = [("ana", "responder", everywhere, 20), ("ben", "responder", everywhere, 20)]
        # What calls somebody else had is no news on her screen: she works in browsers only.
        staff += [("dora", "responder", everywhere, 20)]
        staff += [("carmen", "responder", (CALM,), 20), ("iris", "supervisor", (), 50)]
        staff += [(f"crowd{number}", "responder", (RUSH,), 1) for number in range(CROWD)]
        for name, role, programs, limit in staff:
            phone = IRIS_PHONE if name == "iris" else None
            speaks = ("en", "es") if name == "carmen" else ("en",)
            member = NewMember(
                f"usr_{name}", _email(name), name.title(), role, PASSWORD, programs, limit, phone, languages=speaks
            )
            tenants.member(AFFILIATE, member)
            people.append({"email": member.email, "password": PASSWORD, "role": role, "affiliate": AFFILIATE})
    _tell_the_carrier(line)
    known = {one["email"] for one in line.outputs["users"]}
    line.outputs["users"].extend(one for one in people if one["email"] not in known)
    return tide


def _tell_the_carrier(line: Line) -> None:
    """The pretend carrier sends from numbers it was told are ours; it reads its file again when that changes."""
    path = line.home / "carrier.json"
    config = json.loads(path.read_text())
    numbers = {one["number"] for one in config["lines"]}
    config["lines"] += [{"number": _number(one), "name": one} for one in _RULES if _number(one) not in numbers]
    by_aws = config["aws"]["lines"]
    known = {one["number"] for one in by_aws}
    by_aws += [{"number": one, "name": "Tide, at AWS"} for one in (BACKUP_NUMBER, AWS_NUMBER) if one not in known]
    draft = path.with_suffix(".draft")
    draft.write_text(json.dumps(config, indent=2) + "\n")
    draft.replace(path)


def _surveys() -> list[Survey]:
    distress = Question("distress", "scale", "How upset are you, 1 to 5?", measures_distress=True)
    helped = Question("helped", "choice", "Did it help?", choices=("Yes", "No"))
    return [
        Survey("srv_tide_entry", ASKING, "entry", "Before", (distress,)),
        Survey("srv_tide_exit", ASKING, "exit", "After", (distress, helped)),
    ]


def _number(program: str) -> str:
    return f"+12025550{160 + list(_RULES).index(program)}"


def _credentials(endpoint: str) -> dict[str, str]:
    return {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
    }
