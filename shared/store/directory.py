"""Configuration, cached in each environment under a version stamp that is checked every few seconds."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from shared.domain.errors import Unavailable
from shared.domain.flags import is_on
from shared.domain.hours import Hours
from shared.domain.language import DEFAULT as DEFAULT_LANGUAGE
from shared.domain.limits import limit_of
from shared.domain.rules import DEFAULT, Rules
from shared.domain.surveys import Question, Survey, SurveyType
from shared.domain.templates import StaffTemplate
from shared.domain.webhooks import Webhook
from shared.store.database import Cancelled, Database, Transaction
from shared.store.models import (
    AffiliateItem,
    AffiliatesItem,
    DirectoryItem,
    KeywordItem,
    LineDetailItem,
    LineItem,
    LoginItem,
    ProgramItem,
    StampItem,
    SurveyItem,
    TagItem,
    TemplateItem,
    TextItem,
    UserItem,
    WebhookItem,
)
from shared.store.webhooks import webhook_of

#: How long content is kept where an affiliate says nothing.
RETENTION_DAYS = 365

#: Seconds for which a snapshot is trusted before its stamp is read again.
STAMP_SECONDS = 5.0
#: Seconds after which all of a transaction can be seen by every reader.
_SETTLING_SECONDS = 1.0


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
    """`line` is our number, on the channel `provider`, by which most texters reach it."""

    id: str
    affiliate_id: str
    name: str
    line: str
    provider: str
    keywords: Mapping[str, Keyword]
    texts: Mapping[str, AutomaticText]
    active: bool = True
    rules: Rules = DEFAULT
    zone: str | None = None

    @property
    def hours(self) -> Hours | None:
        """When its people are there; None: always."""
        return self.rules.hours

    def approved_version(self, key: str) -> str | None:
        """The automatic text under exactly this key, `name` or `name@es`, if somebody approved it."""
        text = self.texts.get(key)
        return text.text if text is not None and text.approved else None

    def approved_text(self, name: str, language: str | None = None) -> str | None:
        """The automatic text called `name`, if somebody approved one: the language's (`name@es`), else the default."""
        return self.approved_version(f"{name}@{language}") or self.approved_version(name)


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
    languages: tuple[str, ...] = (DEFAULT_LANGUAGE,)


#: What names a line: the channel, and our number on it.
LineKey = tuple[str, str]


@dataclass(frozen=True)
class Line:
    """One way by which texters reach a program, and we them.

    `number` is a phone number or short code, a partner's id, or, for web chat, the program's id. `account` is the
    provider's account it belongs to. `backup` takes over sending while this one's provider is down, and `stands_for` is
    the line whose backup this is: what comes in by it belongs to that line's conversations. `origins` are the web sites
    that may show the chat. `per_second`: how many messages the carrier takes; None: as many as there are.
    `segment_price` in millionths of a dollar.
    """

    channel: str
    number: str
    affiliate_id: str
    program_id: str
    account: str = ""
    backup: LineKey | None = None
    stands_for: LineKey | None = None
    origins: tuple[str, ...] = ()
    per_second: int | None = None
    segment_price: int | None = None

    @property
    def key(self) -> LineKey:
        return self.channel, self.number

    @property
    def canonical(self) -> LineKey:
        """The line under which conversations and consents are kept."""
        return self.stands_for or self.key


@dataclass(frozen=True)
class Affiliate:
    """One affiliate's configuration as it was at `stamp`. `templates` are its own for staff, by name and language."""

    id: str
    name: str
    active: bool
    stamp: str
    programs: Mapping[str, Program] = field(default_factory=dict)
    staff: Mapping[str, StaffMember] = field(default_factory=dict)
    surveys: Mapping[str, Survey] = field(default_factory=dict)
    lines: Mapping[LineKey, Line] = field(default_factory=dict)
    webhooks: Mapping[str, Webhook] = field(default_factory=dict)
    templates: Mapping[tuple[str, str], StaffTemplate] = field(default_factory=dict)
    retention_days: int = RETENTION_DAYS
    risk_words: tuple[Mapping[str, str], ...] = ()
    risk_prototypes: tuple[Mapping[str, str], ...] = ()
    admins_read_content: bool = True
    flags: Mapping[str, bool] = field(default_factory=dict)
    limits: Mapping[str, int] = field(default_factory=dict)
    tags: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def flag(self, name: str) -> bool:
        """Whether a feature of `domain.flags` is on here."""
        return is_on(self.flags, name)

    def limit(self, name: str) -> int:
        """A limit of `domain.limits`, as it is here."""
        return limit_of(self.limits, name)

    def takes_tag(self, name: str, program_id: str) -> bool:
        """Whether a conversation of the program may have this tag. One that has defined none takes any."""
        if not self.tags:
            return True
        programs = self.tags.get(name)
        return programs is not None and (not programs or program_id in programs)

    def rules(self, program_id: str) -> Rules:
        """A program's rules; the defaults for one that is gone."""
        program = self.programs.get(program_id)
        return program.rules if program is not None else DEFAULT

    def main_line(self, program_id: str) -> Line | None:
        """The line by which most texters reach the program."""
        program = self.programs.get(program_id)
        return self.lines.get((program.provider, program.line)) if program is not None else None

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

    def keywords_on(self, line: Line) -> dict[str, Keyword]:
        """The keywords of every active program that texters reach by the same number as the line's own program."""
        own = self.programs.get(line.program_id)
        return {
            word: keyword
            for program in self.programs.values()
            if own is not None and program.active and program.line == own.line
            for word, keyword in program.keywords.items()
        }


@dataclass(frozen=True)
class _Snapshot:
    """An affiliate's configuration as it was read: when its stamp was last looked at and when it was first seen.

    A reader beside a transaction may see the new stamp and the other items as they were. What was read in the moment a
    stamp was new is therefore read once more; only then is it settled, and kept for as long as the stamp stays.
    """

    affiliate: Affiliate
    checked: float
    first: float
    settled: bool


class Directory:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._affiliates: dict[str, _Snapshot] = {}
        self._owners: dict[LineKey, str] = {}

    def affiliate(self, affiliate_id: str, *, now: bool = False) -> Affiliate | None:
        """The affiliate's configuration, at most `STAMP_SECONDS` old; None if there is no such affiliate.

        With `now` it is as it stands at this moment.
        """
        known = self._affiliates.get(affiliate_id)
        if not now and known is not None and time.monotonic() - known.checked < STAMP_SECONDS:
            return known.affiliate
        checked = time.monotonic()
        stamp = self._database.get(StampItem, f"A#{affiliate_id}", "STAMP", consistent=now)
        if stamp is None:
            return None
        same = known is not None and known.affiliate.stamp == stamp.stamp
        if known is not None and same and known.settled:
            self._affiliates[affiliate_id] = replace(known, checked=checked)
            return known.affiliate
        affiliate = self._load(affiliate_id, stamp.stamp)
        if affiliate is not None:
            first = known.first if known is not None and same else checked
            self._affiliates[affiliate_id] = _Snapshot(affiliate, checked, first, checked - first >= _SETTLING_SECONDS)
        return affiliate

    def line(self, channel: str, number: str, account: str = "") -> tuple[Line, Affiliate] | None:
        """The line called `number` and its affiliate; None for one that is not ours, or no longer active.

        A number we do not know may still belong to an account of ours: then it is the account's default line, if there
        is one, which is called `account:<account>`.
        """
        for name in (number, f"account:{account}") if account else (number,):
            affiliate = self._owner((channel, name))
            if affiliate is not None and (channel, name) in affiliate.lines:
                return affiliate.lines[channel, name], affiliate
        return None

    def _owner(self, key: LineKey) -> Affiliate | None:
        """The active affiliate that a line belongs to."""
        known = self._owners.get(key)
        if known is not None:
            affiliate = self.affiliate(known)
            if affiliate is not None and affiliate.active and key in affiliate.lines:
                return affiliate
        item = self._database.get(LineItem, f"N#{key[0]}#{key[1]}", "LINE")
        affiliate = self.affiliate(item.affiliate_id) if item is not None else None
        if item is not None and affiliate is not None and key not in affiliate.lines:
            # A line that was just set up: nobody who texts it may be turned away for what we remember.
            self._affiliates.pop(item.affiliate_id)
            affiliate = self.affiliate(item.affiliate_id)
        if item is None or affiliate is None or not affiliate.active:
            self._owners.pop(key, None)
            return None
        self._owners[key] = item.affiliate_id
        return affiliate

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
        by_sort = {row["sk"]["S"]: row for row in self._database.rows(DirectoryItem, f"A#{affiliate_id}")}
        head = by_sort.get("AFFILIATE")
        if head is None:
            return None
        item = AffiliateItem.from_raw_data(head)
        limits = {name: int(value) for name, value in (item.limits or {}).items()}
        most = limit_of(limits, "conversations_per_responder")
        keywords = [KeywordItem.from_raw_data(row) for sort, row in by_sort.items() if sort.startswith("K#")]
        texts = [TextItem.from_raw_data(row) for sort, row in by_sort.items() if sort.startswith("X#")]
        return Affiliate(
            affiliate_id,
            item.name,
            item.active,
            stamp,
            programs={
                p.id: p
                for p in (
                    _program(affiliate_id, ProgramItem.from_raw_data(row), keywords, texts)
                    for sort, row in by_sort.items()
                    if sort.startswith("P#")
                )
            },
            staff={
                u.id: u
                for u in (
                    _staff(affiliate_id, UserItem.from_raw_data(row), most)
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
            lines=_lines(affiliate_id, [row for sort, row in by_sort.items() if sort.startswith("N#")]),
            templates={
                (one.name, one.language): StaffTemplate(one.subject, one.text, one.sms)
                for one in (TemplateItem.from_raw_data(row) for sort, row in by_sort.items() if sort.startswith("T#"))
                if one.active
            },
            webhooks={
                one.id: one
                for one in (
                    webhook_of(affiliate_id, WebhookItem.from_raw_data(row))
                    for sort, row in by_sort.items()
                    if sort.startswith("W#")
                )
            },
            retention_days=RETENTION_DAYS if item.retention_days is None else int(item.retention_days),
            risk_words=tuple(item.risk_words or ()),
            risk_prototypes=tuple(item.risk_prototypes or ()),
            admins_read_content=item.admins_read_content is not False,
            flags=item.flags or {},
            limits=limits,
            tags={
                one.name: tuple(one.program_ids or ())
                for one in (TagItem.from_raw_data(row) for sort, row in by_sort.items() if sort.startswith("G#"))
                if one.active
            },
        )


def _program(
    affiliate_id: str, item: ProgramItem, keywords: Sequence[KeywordItem], texts: Sequence[TextItem]
) -> Program:
    return Program(
        item.program_id,
        affiliate_id,
        item.name,
        item.line,
        item.provider,
        {
            one.keyword.casefold(): Keyword(one.opens or one.program_id, int(one.boost_seconds or 0))
            for one in keywords
            if one.active and one.program_id == item.program_id
        },
        {
            one.key: AutomaticText(one.text, one.approved_by, one.approved_at)
            for one in texts
            if one.active and one.program_id == item.program_id and one.text is not None
        },
        item.active,
        _rules(item),
        item.zone,
    )


def _rules(item: ProgramItem) -> Rules:
    rules = Rules.of(item.rules or {})
    return replace(rules, hours=Hours.of(item.hours, item.zone)) if item.hours else rules


def _lines(affiliate_id: str, rows: Sequence[dict[str, Any]]) -> dict[LineKey, Line]:
    """The lines in use. Each backup says which line it stands for; that line is told of it here."""
    items = [item for item in map(LineDetailItem.from_raw_data, rows) if item.active]
    backups = {_key(one.stands_for): (one.channel, one.number) for one in items if one.stands_for is not None}
    lines = [_line(affiliate_id, item, backups.get((item.channel, item.number))) for item in items]
    return {one.key: one for one in lines}


def _line(affiliate_id: str, item: LineDetailItem, backup: LineKey | None) -> Line:
    return Line(
        item.channel,
        item.number,
        affiliate_id,
        item.program_id,
        item.account or "",
        backup,
        _key(item.stands_for),
        tuple(item.origins or ()),
        None if item.per_second is None else int(item.per_second),
        None if item.segment_price is None else int(item.segment_price),
    )


def _key(text: str | None) -> LineKey | None:
    if text is None:
        return None
    channel, _, number = text.partition("#")
    return channel, number


def _survey(item: SurveyItem) -> Survey | None:
    if not item.active:
        return None
    questions = tuple(Question(**(one | {"choices": tuple(one.get("choices", ()))})) for one in item.questions)
    kind: SurveyType = "entry" if item.type == "entry" else "exit"
    return Survey(item.survey_id, item.program_id, kind, item.title, questions, item.intro)


def _staff(affiliate_id: str, item: UserItem, most: int) -> StaffMember:
    return StaffMember(
        item.user_id,
        affiliate_id,
        item.email,
        item.name,
        item.role,
        tuple(item.program_ids or ()),
        min(int(item.max_concurrent), most),
        item.active,
        item.phone,
        tuple(item.languages or ()) or (DEFAULT_LANGUAGE,),
    )
