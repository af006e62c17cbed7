"""Everybody who may ask, and one of each thing in every relation to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.contracts.alerts import AlertNotice
from shared.domain.break_glass import Grant
from shared.domain.clockwork import RandomIds, SystemClock
from shared.domain.surveys import Question, Survey
from shared.operator.tenants import NewProgram
from shared.store.audit import Audit
from shared.store.grants import Grants
from shared.store.models import BlockItem, ConsentItem, HookDeliveryItem
from tests.unit import aws
from tests.unit.authorisation_table import RELATIONS, WEBHOOK
from tests.unit.builders import LINE
from tests.unit.front_doors import FrontDoors
from tests.unit.world import OTHER_LINE, SECOND_LINE, World

#: Who asks, by the letter of their role: user and affiliate.
CALLERS = {
    "R": ("res_1", "aff_1"),
    "S": ("sup_1", "aff_1"),
    "A": ("adm_1", "aff_1"),
    "O": ("out_1", "aff_1"),
    "P": ("pla_1", "platform"),
}
UNKNOWN = "nobody_knows_this"
#: A template is called by what it is for, in every affiliate alike: theirs must be one that we have not.
_NOTICE = {"program": "nobody_online", "foreign": "risk_raised"}
#: What must never be in an answer to somebody of the first affiliate.
MARKS_OF_THE_OTHER = ("aff_2", "AFF_2", "pro_9", "res_9", "sup_9", "adm_9", OTHER_LINE)

Params = Mapping[str, str]


@dataclass(frozen=True)
class _Filled:
    """Filling the house takes longer than most tests: it is done once, and put back for each."""

    snapshot: aws.Snapshot
    things: dict[tuple[str, str, str], Params]
    tokens: dict[str, str]


class AuthorisationHouse(FrontDoors):
    """`things[kind, relation, letter]` are the path's ids of a thing; the letter is empty where it is nobody's own."""

    _filled: _Filled | None = None

    def __init__(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__(world, monkeypatch)
        if AuthorisationHouse._filled is None:
            self.things: dict[tuple[str, str, str], Params] = {}
            self._hire()
            self._fill()
            AuthorisationHouse._filled = _Filled(aws.Snapshot(), self.things, self.tokens)
        self._filled_once = AuthorisationHouse._filled
        self.things, self.tokens = self._filled_once.things, self._filled_once.tokens
        self.as_it_was()

    def as_it_was(self) -> None:
        """Undo what was written since the house was filled."""
        self._filled_once.snapshot.restore()

    def _hire(self) -> None:
        hire = self.world.hire
        hire("res_5", programs=("pro_2",))
        hire("out_1", role="outreach")
        hire("adm_9", role="admin", affiliate="aff_2", programs=())
        hire("sup_9", role="supervisor", affiliate="aff_2", programs=("pro_9",))
        self.hire_platform_admin()

    def _fill(self) -> None:
        others = (("res_2", "aff_1"), ("res_5", "aff_1"), ("res_9", "aff_2"), ("adm_9", "aff_2"))
        for user, affiliate in (*CALLERS.values(), *others):
            self.sign_in(user, affiliate)
        for letter, (user, _) in CALLERS.items():
            self._put("session", "own", letter, id=f"ses-{user}")
        for relation, user in {"program": "res_2", "affiliate": "res_5", "foreign": "res_9"}.items():
            self._put("session", relation, id=f"ses-{user}")
            self._put("user", relation, id=user, peerId=user)
        for relation, program in {"program": "pro_1", "affiliate": "pro_2", "foreign": "pro_9"}.items():
            self._put("program", relation, id=program, programId=program)
        self._put("affiliate", "own", id="aff_1")
        self._put("affiliate", "foreign", id="aff_2")
        self._fill_conversations()
        self._fill_configuration()
        self._fill_staff()

    def _put(self, thing: str, relation: str, letter: str = "", **params: str) -> None:
        self.things[thing, relation, letter] = params

    def _fill_conversations(self) -> None:
        for program, line, affiliate in (("pro_2", SECOND_LINE, "aff_1"), ("pro_9", OTHER_LINE, "aff_2")):
            self.world.tenants.program(affiliate, NewProgram(program, program.upper(), line, aws.ACCOUNT, {}))
        places = [
            ("own", "R", "res_1", "aff_1", LINE),
            ("own", "S", "sup_1", "aff_1", LINE),
            ("program", "", "res_2", "aff_1", LINE),
            ("affiliate", "", "res_5", "aff_1", SECOND_LINE),
            ("foreign", "", "res_9", "aff_2", OTHER_LINE),
        ]
        question = Question("upset", "scale", "How upset are you, 1 to 5?")
        self.world.tenants.survey("aff_1", Survey("srv_own", "pro_1", "entry", "Before", (question,)))
        number = 0
        for kind in ("conversation", "call"):
            for relation, letter, owner, affiliate, line in places:
                number += 1
                one = self._owned(owner, affiliate, line, f"+1202555{2000 + number}")
                found = self.world.conversations.get(one)
                assert found is not None
                params = {"id": one}
                if kind == "call":
                    body = {"type": "medical", "urgency": "urgent"}
                    made = self.ask("POST", f"/api/conversations/{one}/escalate", body, by=owner)
                    assert made.status == 200, made.text
                    called = self.world.conversations.get(one)
                    assert called is not None and called.escalation is not None
                    params["eid"] = called.escalation.id
                else:
                    self._put("message", relation, letter, id=one, seq=str(self._sent(one, owner)))
                    self._put("texter", relation, letter, id=found.texter_id)
                self._put(kind, relation, letter, **params)
                self._beside(relation, letter, affiliate, found.program_id, one, owner)
        for relation, by in (("program", "adm_1"), ("affiliate", "adm_1"), ("foreign", "adm_9")):
            texter = self.things["texter", relation, ""]["id"]
            body = {"reason": "they asked us to", "code": "texter_asked"}
            made = self.ask("POST", f"/api/texters/{texter}/erase", body, by=by)
            if made.status == 202:
                self._put("erasure", relation, id=texter, eid=made.body.get("erasureId") or made.body["id"])

    def _owned(self, owner: str, affiliate: str, line: str, sender: str) -> str:
        before = {one.id for one in self.world.all_conversations()}
        self.world.text("hello", line=line, sender=sender)
        (one,) = {one.id for one in self.world.all_conversations()} - before
        first = "res_1" if owner == "sup_1" else owner
        steps: list[tuple[str, dict[str, Any], str]] = [("assign", {}, first), ("accept", {}, first)]
        if owner != first:
            # A supervisor does not take somebody from the queue, but may take over.
            steps.append(("reassign", {"responderId": owner}, owner))
        for step, body, by in steps:
            made = self.ask("POST", f"/api/conversations/{one}/{step}", body, by=by)
            assert made.status == 200, made.text
        return one

    def _sent(self, conversation: str, owner: str) -> int:
        made = self.ask("POST", f"/api/conversations/{conversation}/messages", {"content": "I am here"}, by=owner)
        assert made.status == 201, made.text
        return int(made.body["seq"])

    def _beside(self, relation: str, letter: str, affiliate: str, program: str, one: str, owner: str) -> None:
        now = datetime.now(UTC)
        alert = AlertNotice(
            f"al_{relation}_{letter}", "risk_raised", "page", affiliate, program, one,
            None if owner == "sup_1" else owner, now.isoformat(),
        )  # fmt: skip
        self.world.alerts.record(alert)
        self._put("alert", relation, letter, id=alert.id)
        block = f"blk_{relation}{letter}".lower()
        BlockItem(
            f"B#{affiliate}", block, consent_id=f"c-{block}", program_id=program, conversation_id=one,
            blocked_by="sup_1", at=now,
        ).save()  # fmt: skip
        ConsentItem(
            f"O#c-{block}", "CONSENT", opted_out=False, at=now, source="block", blocked_by="sup_1", blocked_at=now,
            block_id=block,
        ).save()  # fmt: skip
        self._put("block", relation, letter, id=block)

    def _fill_configuration(self) -> None:
        """One of each in each program, made by their affiliate's admin."""
        for relation, by, program, account in (
            ("program", "adm_1", "pro_1", "ACone"),
            ("affiliate", "adm_1", "pro_2", "ACtwo"),
            ("foreign", "adm_9", "pro_9", "ACnine"),
        ):
            question = {"id": "q1", "kind": "text", "text": "How was it?"}
            specs: dict[str, tuple[str, dict[str, Any]]] = {
                "keyword": ("/api/keywords", {"programId": program, "keyword": f"word{relation}"}),
                "survey": (
                    "/api/surveys",
                    {"programId": program, "type": "exit", "title": "After", "questions": [question]},
                ),
                "canned": ("/api/canned-responses", {"title": "Hello", "text": "Hello.", "programIds": [program]}),
                "tag": ("/api/tags", {"name": f"tag-{relation}", "programIds": [program]}),
                "text": ("/api/admin/texts", {"programId": program, "key": "still_there", "text": "Are you there?"}),
                "account": ("/api/admin/provider-accounts", {"channel": "twilio", "account": account}),
                "line": (
                    "/api/admin/lines",
                    {"channel": "webchat", "number": program, "programId": program, "origins": ["https://a.example"]},
                ),
            }
            if relation != "affiliate":
                words = {"subject": "{program}", "text": "{program} {link}", "sms": "{link}"}
                specs["template"] = ("/api/templates", {"name": _NOTICE[relation], "language": "en", **words})
                specs["webhook"] = ("/api/admin/webhooks", WEBHOOK)
            for kind, (path, spec) in specs.items():
                made = self.ask("POST", path, spec, by=by)
                assert made.status == 201, (kind, made.text)
                self._put(kind, relation, id=made.body["id"])
            if "webhook" in specs:
                self._delivery(relation, by)

    def _delivery(self, relation: str, by: str) -> None:
        webhook, affiliate = self.things["webhook", relation, ""]["id"], "aff_1" if by == "adm_1" else "aff_2"
        HookDeliveryItem(
            f"D#{webhook}", "whd_1", affiliate_id=affiliate, program_id="pro_1", conversation_id="con_1",
            kind="conversation.closed", event_id="evt_1", occurred_at="2026-01-01T00:00:00+00:00", request_id="r",
            payload="{}", status="gave_up", attempts=1, expires_at=int(datetime.now(UTC).timestamp()) + 9999,
        ).save()  # fmt: skip
        self._put("hook_delivery", relation, id=webhook, did="whd_1")

    def _fill_staff(self) -> None:
        grants = Grants(self.world.database, Audit(SystemClock(), RandomIds()), SystemClock())
        now = datetime.now(UTC)
        for relation, affiliate, user in (("program", "aff_1", "adm_1"), ("foreign", "aff_2", "adm_9")):
            grant = Grant(
                f"bgl_{relation}", affiliate, user, "admin", f"ses-{user}", "a court asks for it", now,
                now + timedelta(minutes=30),
            )  # fmt: skip
            grants.open(replace(grant), "r")
            self._put("grant", relation, id=grant.id)
        for relation, letter, by, program in (
            ("own", "S", "sup_1", "pro_1"), ("program", "", "adm_1", "pro_1"), ("affiliate", "", "adm_1", "pro_2"),
            ("foreign", "", "adm_9", "pro_9"),
        ):  # fmt: skip
            made = self.ask("POST", "/api/announcements", {"content": "news", "programId": program}, by=by)
            assert made.status == 201, made.text
            self._put("announcement", relation, letter, id=made.body["id"])
        wish = {"name": "a.pdf", "type": "application/pdf", "size": 10, "sha256": "0" * 64}
        for relation, letter, by in (
            ("own", "R", "res_1"), ("own", "S", "sup_1"), ("own", "A", "adm_1"), ("own", "O", "out_1"),
            ("program", "", "res_2"), ("affiliate", "", "res_5"), ("foreign", "", "res_9"),
        ):  # fmt: skip
            made = self.ask("POST", "/api/files", wish, by=by)
            assert made.status == 201, made.text
            self._put("file", relation, letter, id=made.body["id"])

    def of(self, thing: str, letter: str) -> list[tuple[str, Params]]:
        """The thing in each relation to a caller, as far as there is one."""
        found = []
        for relation in RELATIONS:
            params = self.things.get((thing, relation, letter)) or self.things.get((thing, relation, ""))
            if params is not None:
                found.append((relation, params))
        return found
