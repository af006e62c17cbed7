"""An affiliate whose people's passwords and sessions may be changed, and what is mailed to them."""

from __future__ import annotations

import re
import secrets
import time
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

from shared.operator.tenants import NewMember, NewProgram
from tests.e2e.aws import Aws
from tests.e2e.line import Line
from tests.e2e.reef import SETTLED
from tests.e2e.tide import Tide
from tests.e2e.waiting import eventually

AFFILIATE = "aff_porch"
DAY, NIGHT = "prg_porch_day", "prg_porch_night"
PASSWORD = "seven grey kites in a gale"
#: Each test has its own: so many mails, and wrong passwords, are too many for one.
_PEOPLE = 24
_TEXTS = {
    name: f"Porch: {name.replace('_', ' ')}"
    for name in (
        "welcome", "opt_out_confirmation", "help_line", "nobody_online", "still_in_line", "expired", "returned",
        "still_there", "survey_thanks", "no_pictures", "blocked",
    )
}  # fmt: skip
_SECRET = re.compile(r"/#/(?:sign-in/magic|reset|welcome)/([\w.-]+)|\b(\d{6})\b")
_LINK = re.compile(r"http\S+/#/\S+")


@dataclass(frozen=True)
class Person:
    """Somebody with an account, who may be signed in in several places."""

    line: Line
    aws: Aws
    email: str
    name: str
    role: str = "responder"
    programs: tuple[str, ...] = ()

    def mailed(self) -> int:
        """How many mails they have got so far."""
        return len(self.aws.mails_to(self.email))

    def mail_after(self, before: int) -> str:
        """The text of the next mail after so many."""
        return eventually(lambda: self.aws.mails_to(self.email)[before:], "the mail")[-1]

    def secret_after(self, before: int) -> str:
        """The code, or the token of the link, in the next mail."""
        found = _SECRET.search(self.mail_after(before))
        assert found is not None
        return found[1] or found[2]

    def link_after(self, before: int) -> str:
        found = _LINK.search(self.mail_after(before))
        assert found is not None
        return found[0]

    def signs_in_by_telephone(self, password: str = PASSWORD) -> dict[str, str]:
        """A session somewhere else; its headers."""
        answer = self.line.call(
            "POST",
            "/api/auth/login",
            json={"email": self.email, "password": password},
            headers={"User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1"},
        )
        assert answer.status_code == 200, answer.text
        return {"Authorization": f"Bearer {answer.json()['token']}"}

    def sessions(self, headers: dict[str, str]) -> list[dict[str, Any]]:
        answer = self.line.call("GET", "/api/auth/sessions", headers=headers)
        assert answer.status_code == 200, answer.text
        items: list[dict[str, Any]] = answer.json()["items"]
        return items


class Porch:
    """Set up as an operator would, with people whom nobody has mailed or tried yet; may be repeated."""

    def __init__(self, line: Line) -> None:
        self._line, self._aws = line, Aws(line)
        self.admin = self._new("admin", ())
        self._nobody_yet = [self._new("responder", (DAY, NIGHT)) for _ in range(_PEOPLE)]
        self._settle()

    def somebody(self) -> Person:
        """A responder in whose place nobody was before."""
        return self._nobody_yet.pop()

    def invited(self) -> tuple[Person, str]:
        """A new responder, whom the admin added and invited again, and where the invitation leads."""
        one = self._name()
        invited = Person(self._line, self._aws, f"{one}@porch.example", one.title())
        spec = {"email": invited.email, "name": invited.name, "role": "responder", "programIds": [DAY]}
        headers = self.admin.signs_in_by_telephone()
        answer = self._line.call("POST", "/api/users", json=spec, headers=headers)
        assert answer.status_code == 201, answer.text
        time.sleep(SETTLED)
        user = answer.json()["id"]
        before = invited.mailed()
        assert self._line.call("POST", f"/api/users/{user}/invite", headers=headers).status_code == 202
        return invited, invited.link_after(before)

    def _settle(self) -> None:
        tide = Tide(self._line, self._aws)
        with tide.as_operator():
            tenants = tide.tenants()
            tenants.affiliate(AFFILIATE, "Porch Test Line")
            for number, program in ((194, DAY), (195, NIGHT)):
                name = f"Porch by {program.rpartition('_')[2]}"
                account = self._line.account_sid
                tenants.program(AFFILIATE, NewProgram(program, name, f"+12025550{number}", account, _TEXTS))
            for person in (self.admin, *self._nobody_yet):
                user = f"usr_{person.email.partition('@')[0]}"
                tenants.member(
                    AFFILIATE, NewMember(user, person.email, person.name, person.role, PASSWORD, person.programs)
                )
        time.sleep(SETTLED)

    def _new(self, role: str, programs: tuple[str, ...]) -> Person:
        one = self._name()
        return Person(self._line, self._aws, f"{one}@porch.example", one.title(), role, programs)

    def _name(self) -> str:
        return f"p{secrets.token_hex(4)}"


def stored(page: Page) -> str:
    """All that scripts of the page can find of the session: in storage, in the address and its past, and in cookies."""
    found: str = page.evaluate(
        """async () => JSON.stringify([
            {...sessionStorage}, {...localStorage}, location.href, document.title, history.state,
            (await indexedDB.databases()).length, (await caches.keys()).length, document.cookie])"""
    )
    return found
