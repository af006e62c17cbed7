"""A new affiliate's pack, with names and numbers that nobody has had, and what its admin is mailed."""

from __future__ import annotations

import json
import re
import secrets
from pathlib import Path
from typing import Any

import requests
from twilio.request_validator import RequestValidator

from shared.configuration.pack_yaml import dump, load
from tests.e2e.aws import Aws
from tests.e2e.line import ANSWER_SECONDS, Line, new_sid
from tests.e2e.operating import REPOSITORY, operator
from tests.e2e.waiting import eventually

PASSWORD = "quay lantern orchard seven"


class Newcomer:
    """A new affiliate's pack, with names and numbers that nobody has had, and what its admin is mailed."""

    def __init__(self, line: Line, aws: Aws, folder: Path) -> None:
        self.line, self.aws = line, aws
        self.mark = secrets.token_hex(4)
        self.account, self.token = f"AC{secrets.token_hex(16)}", secrets.token_hex(16)
        self.number = f"+1202555{secrets.randbelow(8000) + 2000}"
        self.admin = f"dana@{self.mark}.example.org"
        self.file = folder / "pack.yaml"
        text = (REPOSITORY / "docs" / "packs" / "crisis-line.yaml").read_text()
        for old, new in {
            "aff_lakeside": self.affiliate,
            "prg_lakeside": self.program,
            "AC00000000000000000000000000lake": self.account,
            "+12025550140": self.number,
            "@lakeside.example.org": f"@{self.mark}.example.org",
        }.items():
            text = text.replace(old, new)
        self.pack: Any = load(text)

    @property
    def affiliate(self) -> str:
        return f"aff_lake{self.mark}"

    @property
    def program(self) -> str:
        return f"prg_lake{self.mark}"

    def plan(self) -> dict[str, Any]:
        self.file.write_text(dump(self.pack))
        found: dict[str, Any] = json.loads(operator(self.line, "cli", "plan", str(self.file), "--json"))
        return found

    def apply(self) -> str:
        self.file.write_text(dump(self.pack))
        return operator(self.line, "cli", "apply", str(self.file), "--yes", "--invite")

    def sets_credentials(self, folder: Path) -> None:
        credentials = folder / "credentials.json"
        credentials.write_text(json.dumps({"authTokens": [self.token]}))
        where = ("credentials", "set", self.affiliate, "twilio", self.account, "--file", str(credentials))
        operator(self.line, "cli", *where)

    def texted(self, sender: str, words: str) -> int:
        """What its webhook answers to a text, signed with the new account's own token."""
        form = self.line.sms(sender, self.number, words, new_sid()) | {"AccountSid": self.account}
        signature = RequestValidator(self.token).compute_signature(self.line.webhook_url, form)
        headers = {"X-Twilio-Signature": signature}
        answer = requests.post(self.line.webhook_url, data=form, headers=headers, timeout=ANSWER_SECONDS)
        return answer.status_code

    def invitation(self) -> str | None:
        """The secret in the admin's invitation, once it has come."""
        links = [re.search(r"/#/welcome/(\S+)", mail) for mail in self.aws.mails_to(self.admin)]
        return next((link[1] for link in links if link), None)

    def joins(self) -> dict[str, str]:
        """The admin takes the invitation up; the headers of what they ask from then on."""
        token = eventually(self.invitation, "the invitation")
        body = {"token": token, "password": PASSWORD}
        joined = self.line.call("POST", "/api/auth/invitation/accept", json=body)
        assert joined.status_code == 200, joined.text
        return {"Authorization": f"Bearer {joined.json()['token']}"}
