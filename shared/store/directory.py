"""Configuration, cached in each environment under a version stamp that is checked every few seconds."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from shared.domain.errors import Unavailable
from shared.domain.rules import DEFAULT, Rules
from shared.domain.surveys import Question, Survey, SurveyType
from shared.store.database import Cancelled, Database, Transaction
from shared.store.models import (
    AffiliateItem,
    AffiliatesItem,
    DirectoryItem,
    LineItem,
    LoginItem,
    ProgramItem,
    StampItem,
    SurveyItem,
    UserItem,
)

#: How long content is kept where an affiliate says nothing.
RETENTION_DAYS = 365

#: Seconds for which a snapshot is trusted before its stamp is read again.
STAMP_SECONDS = 5.0


@dataclass(frozen=True)
class AutomaticText:
    """A text Holdfast sends by itself. One that nobody approved is not sent."""

    text: str
    approved_by: str | None
    approved_at: datetime | None

    @property
    def approved(self) -> bool:
        return self.approved_by is not None and self.approved_at is not None


@dataclass(frozen=True)
class Keyword:
    """A word that opens a conversation in a program, maybe ahead in line."""

    program_id: str
    boost_seconds: int = 0


@dataclass(frozen=True)
class Program:
    id: str
    affiliate_id: str
    name: str
    line: str
    provider: str
    account: str
    keywords: Mapping[str, Keyword]
    texts: Mapping[str, AutomaticText]
    active: bool = True
    rules: Rules = DEFAULT
    zone: str | None = None

    def approved_text(self, name: str) -> str | None:
        """The automatic text called `name`, if there is one and somebody approved it."""
        text = self.texts.get(name)
        return text.text if text is not None and text.approved else None


@dataclass(frozen=True)
class StaffMember:
    id: str
    affiliate_id: str
    email: str
    name: str
    role: str
    program_ids: tuple[str, ...]
    max_concurrent: int
    active: bool
    phone: str | None = None


@dataclass(frozen=True)
class Affiliate:
    """One affiliate's configuration as it was at `stamp`."""

    id: str
    name: str
    active: bool
    stamp: str
    programs: Mapping[str, Program] = field(default_factory=dict)
    staff: Mapping[str, StaffMember] = field(default_factory=dict)
    surveys: Mapping[str, Survey] = field(default_factory=dict)
    retention_days: int = RETENTION_DAYS
    risk_words: tuple[Mapping[str, str], ...] = ()
    risk_prototypes: tuple[Mapping[str, str], ...] = ()

    def rules(self, program_id: str) -> Rules:
        """A program's rules; the defaults for one that is gone."""
        program = self.programs.get(program_id)
        return program.rules if program is not None else DEFAULT

    def survey_for(self, program_id: str, kind: SurveyType) -> Survey | None:
        """The program's entry or exit survey, if it has one."""
        found = (one for one in self.surveys.values() if one.program_id == program_id and one.type == kind)
        return next(found, None)

    def on_duty(self, program_id: str, *roles: str) -> list[StaffMember]:
        """Active staff of these roles who work in the program; bound to no program is bound to all."""
        return [
            one
            for one in self.staff.values()
            if one.active and one.role in roles and (not one.program_ids or program_id in one.program_ids)
        ]

    def keywords_on(self, line: str) -> dict[str, Keyword]:
        """The keywords of every active program reached by our number `line`."""
        return {
            word: keyword
            for program in self.programs.values()
            if program.active and program.line == line
            for word, keyword in program.keywords.items()
        }


@dataclass(frozen=True)
class Line:
    """Whose number it is, and its default program."""

    affiliate_id: str
    program_id: str


class Directory:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._affiliates: dict[str, tuple[Affiliate, float]] = {}
        self._lines: dict[tuple[str, str], tuple[Line, str]] = {}

    def affiliate(self, affiliate_id: str) -> Affiliate | None:
        """The affiliate's configuration, at most `STAMP_SECONDS` old; None if there is no such affiliate."""
        known = self._affiliates.get(affiliate_id)
        if known is not None and time.monotonic() - known[1] < STAMP_SECONDS:
            return known[0]
        checked = time.monotonic()
        stamp = self._database.get(StampItem, f"A#{affiliate_id}", "STAMP", consistent=False)
        if stamp is None:
            return None
        affiliate = known[0] if known and known[0].stamp == stamp.stamp else self._load(affiliate_id, stamp.stamp)
        if affiliate is not None:
            self._affiliates[affiliate_id] = (affiliate, checked)
        return affiliate

    def line(self, channel: str, number: str) -> tuple[Line, Affiliate] | None:
        """The line called `number` and its affiliate; None for a number that is not ours, or no longer active."""
        known = self._lines.get((channel, number))
        if known is not None:
            affiliate = self.affiliate(known[0].affiliate_id)
            if affiliate is not None and affiliate.stamp == known[1]:
                return known[0], affiliate
        item = self._database.get(LineItem, f"N#{channel}#{number}", "LINE")
        if item is None:
            self._lines.pop((channel, number), None)
            return None
        affiliate = self.affiliate(item.affiliate_id)
        if affiliate is None or not affiliate.active:
            return None
        line = Line(item.affiliate_id, item.program_id)
        self._lines[channel, number] = (line, affiliate.stamp)
        return line, affiliate

    def affiliate_ids(self) -> list[str]:
        """Every affiliate there is. One item lists them: nobody scans a table."""
        item = self._database.get(AffiliatesItem, "AFFILIATES", "ALL", consistent=False)
        return sorted(item.ids or ()) if item is not None else []

    def login(self, email: str) -> LoginItem | None:
        """The login of an e-mail address, whatever its case."""
        return self._database.get(LoginItem, f"L#{email.strip().casefold()}", "LOGIN")

    def rename(self, affiliate_id: str, user_id: str, name: str, stamp: str) -> None:
        """Change a person's name in the directory, and its stamp with it."""
        writes = Transaction(self._database)
        writes.update(
            "user", UserItem(f"A#{affiliate_id}", f"U#{user_id}"), [UserItem.name.set(name)], UserItem.pk.exists()
        )
        writes.update("stamp", StampItem(f"A#{affiliate_id}", "STAMP"), [StampItem.stamp.set(stamp)])
        try:
            writes.commit()
        except Cancelled:
            raise Unavailable("the directory is being changed") from None

    def _load(self, affiliate_id: str, stamp: str) -> Affiliate | None:
        rows: list[dict[str, Any]] = []
        start = None
        while True:
            page = self._database.query(DirectoryItem, f"A#{affiliate_id}", start=start)
            rows += page["Items"]
            start = page.get("LastEvaluatedKey")
            if start is None:
                break
        by_sort = {row["sk"]["S"]: row for row in rows}
        head = by_sort.get("AFFILIATE")
        if head is None:
            return None
        item = AffiliateItem.from_raw_data(head)
        return Affiliate(
            affiliate_id,
            item.name,
            item.active,
            stamp,
            programs={
                p.id: p
                for p in (
                    _program(affiliate_id, ProgramItem.from_raw_data(row))
                    for sort, row in by_sort.items()
                    if sort.startswith("P#")
                )
            },
            staff={
                u.id: u
                for u in (
                    _staff(affiliate_id, UserItem.from_raw_data(row))
                    for sort, row in by_sort.items()
                    if sort.startswith("U#")
                )
            },
            surveys={
                v.id: v
                for v in (
                    _survey(SurveyItem.from_raw_data(row)) for sort, row in by_sort.items() if sort.startswith("V#")
                )
                if v is not None
            },
            retention_days=RETENTION_DAYS if item.retention_days is None else int(item.retention_days),
            risk_words=tuple(item.risk_words or ()),
            risk_prototypes=tuple(item.risk_prototypes or ()),
        )


def _program(affiliate_id: str, item: ProgramItem) -> Program:
    return Program(
        item.program_id,
        affiliate_id,
        item.name,
        item.line,
        item.provider,
        item.account,
        {
            word: Keyword(entry["program_id"], int(entry.get("boost_seconds", 0)))
            for word, entry in item.keywords.items()
        },
        {
            name: AutomaticText(
                entry["text"],
                entry.get("approved_by"),
                datetime.fromisoformat(entry["approved_at"]) if entry.get("approved_at") else None,
            )
            for name, entry in item.texts.items()
        },
        item.active,
        Rules.of(item.rules or {}),
        item.zone,
    )


def _survey(item: SurveyItem) -> Survey | None:
    if not item.active:
        return None
    questions = tuple(Question(**(one | {"choices": tuple(one.get("choices", ()))})) for one in item.questions)
    kind: SurveyType = "entry" if item.type == "entry" else "exit"
    return Survey(item.survey_id, item.program_id, kind, item.title, questions, item.intro)


def _staff(affiliate_id: str, item: UserItem) -> StaffMember:
    return StaffMember(
        item.user_id,
        affiliate_id,
        item.email,
        item.name,
        item.role,
        tuple(item.program_ids or ()),
        int(item.max_concurrent),
        item.active,
        item.phone,
    )
