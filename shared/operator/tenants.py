"""Setting up affiliates, their keys, programs and staff. Every call may be repeated."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

from shared.channels.rows import CHANNELS
from shared.configuration.founding import Founding
from shared.contracts.notices import WAYS
from shared.domain.clockwork import RandomIds, SystemClock
from shared.domain.errors import FieldError, RuleBroken
from shared.domain.hours import Hours
from shared.domain.language import DEFAULT as DEFAULT_LANGUAGE
from shared.domain.language import LANGUAGES
from shared.domain.risk.levels import Category, Risk
from shared.domain.risk.lexicon import LexiconEntry
from shared.domain.roles import PLATFORM, PLATFORM_ADMIN
from shared.domain.rules import Rules
from shared.domain.surveys import Survey, check_survey
from shared.domain.templates import StaffTemplate, check_notice, check_texts
from shared.security.passwords import hash_password
from shared.store.database import Database
from shared.store.models import (
    AffiliateItem,
    AffiliatesItem,
    ConfiguredItem,
    DirectoryItem,
    KeywordItem,
    LineDetailItem,
    LineItem,
    LoginItem,
    ProgramItem,
    StampItem,
    SurveyItem,
    TemplateItem,
    TextItem,
    UserItem,
)


@dataclass(frozen=True)
class NewProgram:
    """`texts` are approved by `approved_by` at the moment they are written; see `domain.templates` for their variables.

    `hours` as `domain.hours` gives them; empty: always open.
    """

    id: str
    name: str
    number: str
    account: str
    texts: dict[str, str]
    keywords: dict[str, dict[str, Any]] = field(default_factory=dict)
    approved_by: str = "admin"
    rules: dict[str, int] = field(default_factory=dict)
    zone: str | None = None
    channel: str = "twilio"
    segment_price: int | None = None
    hours: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class NewLine:
    """See `directory.Line` for the fields. `stands_for` makes this line the backup of that one, which must exist."""

    channel: str
    number: str
    program_id: str
    account: str = ""
    stands_for: tuple[str, str] | None = None
    origins: tuple[str, ...] = ()
    per_second: int | None = None
    segment_price: int | None = None


@dataclass(frozen=True)
class NewMember:
    """`phone`, with its country code, is where a supervisor is texted when help must be called.

    `languages` are those they can help a texter in: `en`, `es`.
    """

    id: str
    email: str
    name: str
    role: str
    password: str
    program_ids: tuple[str, ...] = ()
    max_concurrent: int = 3
    phone: str | None = None
    languages: tuple[str, ...] = (DEFAULT_LANGUAGE,)


class Tenants:
    """Writes configuration. `stage` names the deployment, whose functions may use the keys made here."""

    def __init__(self, database: Database, kms: Any, stage: str) -> None:
        self._database = database
        self._founding = Founding(database, kms, SystemClock(), RandomIds(), stage)

    def affiliate(self, affiliate_id: str, name: str, *, retention_days: int | None = None) -> None:
        """Create an affiliate with its own KMS key and first branch key; what is not given stays as it is."""
        existing = self._database.get(AffiliateItem, f"A#{affiliate_id}", "AFFILIATE")
        kept = existing.retention_days if existing is not None else None
        AffiliateItem(
            f"A#{affiliate_id}",
            "AFFILIATE",
            affiliate_id=affiliate_id,
            name=name,
            kms_key_id=existing.kms_key_id if existing is not None else None,
            active=True,
            retention_days=kept if retention_days is None else retention_days,
            risk_words=existing.risk_words if existing is not None else None,
            risk_prototypes=existing.risk_prototypes if existing is not None else None,
            flags=existing.flags if existing is not None else None,
            limits=existing.limits if existing is not None else None,
            texts_need_second_person=existing.texts_need_second_person if existing is not None else None,
            admins_read_content=existing.admins_read_content if existing is not None else None,
        ).save()
        self._founding.give_keys(affiliate_id)
        AffiliatesItem("AFFILIATES", "ALL").update(actions=[AffiliatesItem.ids.add({affiliate_id})])
        self.touch(affiliate_id)

    def platform_admin(self, member: NewMember) -> None:
        """Create or replace somebody who looks after affiliates. They belong to none: theirs has no key and no texter.

        Raises `RuleBroken` for another role, and what `member` raises.
        """
        if member.role != PLATFORM_ADMIN or member.program_ids:
            raise RuleBroken(errors=(FieldError("role", f"is {PLATFORM_ADMIN}, who works in no program"),))
        AffiliateItem(f"A#{PLATFORM}", "AFFILIATE", affiliate_id=PLATFORM, name="Holdfast", active=True).save()
        self.member(PLATFORM, member)

    def program(self, affiliate_id: str, program: NewProgram) -> None:
        """Create or replace a program, and make it the default of its number.

        Raises `RuleBroken` for a rule, hours or a text that makes no sense.
        """
        Rules.of(program.rules)
        if program.hours:
            Hours.checked(program.hours, program.zone, tuple(CHANNELS))
        check_texts(program.texts, program.name, may_close=bool(program.hours))
        self._words(affiliate_id, program)
        ProgramItem(
            f"A#{affiliate_id}",
            f"P#{program.id}",
            program_id=program.id,
            name=program.name,
            line=program.number,
            provider=program.channel,
            active=True,
            rules=program.rules or None,
            zone=program.zone,
            hours=program.hours or None,
        ).save()
        self.line(
            affiliate_id,
            NewLine(
                program.channel,
                program.number,
                program.id,
                program.account,
                segment_price=program.segment_price,
            ),
        )

    def _words(self, affiliate_id: str, program: NewProgram) -> None:
        """Its keywords and automatic texts. Those it no longer has are removed."""
        now, items = datetime.now(UTC), dict[str, ConfiguredItem]()
        for word, entry in program.keywords.items():
            name = f"{program.id}_{hashlib.sha256(word.casefold().encode()).hexdigest()[:12]}"
            items[f"K#{name}"] = KeywordItem(
                f"A#{affiliate_id}",
                f"K#{name}",
                keyword_id=name,
                program_id=program.id,
                keyword=word,
                opens=entry["program_id"] if entry["program_id"] != program.id else None,
                boost_seconds=int(entry.get("boost_seconds", 0)) or None,
            )
        for key, text in program.texts.items():
            items[f"X#{program.id}#{key}"] = TextItem(
                f"A#{affiliate_id}",
                f"X#{program.id}#{key}",
                program_id=program.id,
                key=key,
                text=text,
                approved_by=program.approved_by,
                approved_at=now,
            )
        for prefix in (f"K#{program.id}_", f"X#{program.id}#"):
            for row in self._database.query(DirectoryItem, f"A#{affiliate_id}", prefix=prefix)["Items"]:
                if row["sk"]["S"] not in items:
                    DirectoryItem(row["pk"]["S"], row["sk"]["S"]).delete()
        with ConfiguredItem.batch_write() as batch:
            for item in items.values():
                batch.save(item)

    def line(self, affiliate_id: str, line: NewLine) -> None:
        """Create or replace a line.

        Raises `RuleBroken` for a channel there is not, and for a number that is another affiliate's.
        """
        if line.channel not in CHANNELS:
            raise RuleBroken(errors=(FieldError("channel", f"is none of {', '.join(CHANNELS)}"),))
        pointer = f"N#{line.channel}#{line.number}"
        there = self._database.get(LineItem, pointer, "LINE")
        if there is not None and there.affiliate_id != affiliate_id:
            raise RuleBroken(errors=(FieldError("number", "belongs to another affiliate"),))
        LineDetailItem(
            f"A#{affiliate_id}",
            pointer,
            channel=line.channel,
            number=line.number,
            program_id=line.program_id,
            account=line.account or None,
            stands_for="#".join(line.stands_for) if line.stands_for else None,
            origins=list(line.origins) or None,
            per_second=line.per_second,
            segment_price=line.segment_price,
        ).save()
        LineItem(pointer, "LINE", affiliate_id=affiliate_id, program_id=line.program_id).save()
        self.touch(affiliate_id)

    def risk_words(self, affiliate_id: str, entries: Sequence[LexiconEntry]) -> None:
        """Replace the affiliate's own words of the risk lexicon."""
        rows = [
            {"phrase": one.phrase, "ignore": True}
            if one.ignore
            else {"phrase": one.phrase, "category": str(one.category), "level": str(one.level)}
            for one in entries
        ]
        item = AffiliateItem(f"A#{affiliate_id}", "AFFILIATE")
        item.update(actions=[AffiliateItem.risk_words.set(rows)], condition=AffiliateItem.pk.exists())
        self.touch(affiliate_id)

    def risk_prototypes(self, affiliate_id: str, entries: Sequence[tuple[str, str, Category, Risk]]) -> None:
        """Replace the affiliate's own sentences of the semantic reader: id, sentence, category, level of each."""
        rows = [
            {"id": name, "text": text, "category": str(category), "level": str(level)}
            for name, text, category, level in entries
        ]
        item = AffiliateItem(f"A#{affiliate_id}", "AFFILIATE")
        item.update(actions=[AffiliateItem.risk_prototypes.set(rows)], condition=AffiliateItem.pk.exists())
        self.touch(affiliate_id)

    def survey(self, affiliate_id: str, survey: Survey) -> None:
        """Create or replace a survey. Raises `RuleBroken` for one that cannot be asked."""
        check_survey(survey)
        SurveyItem(
            f"A#{affiliate_id}",
            f"V#{survey.id}",
            survey_id=survey.id,
            program_id=survey.program_id,
            type=survey.type,
            title=survey.title,
            intro=survey.intro,
            questions=[asdict(question) for question in survey.questions],
            active=True,
        ).save()
        self.touch(affiliate_id)

    def template(self, affiliate_id: str, name: str, language: str, template: StaffTemplate) -> None:
        """Create or replace what one kind of notice says to staff in a language, in place of the words built in.

        Raises `RuleBroken` for a notice or a language there is not, and for what may not be said in it.
        """
        way = WAYS.get(name)
        if way is None:
            raise RuleBroken(errors=(FieldError("name", f"is none of {', '.join(WAYS)}"),))
        if language not in LANGUAGES:
            raise RuleBroken(errors=(FieldError("language", f"is none of {', '.join(LANGUAGES)}"),))
        check_notice(name, template, way.variables)
        TemplateItem(
            f"A#{affiliate_id}", f"T#{name}#{language}", name=name, language=language, **asdict(template)
        ).save()
        self.touch(affiliate_id)

    def member(self, affiliate_id: str, member: NewMember) -> None:
        """Create or replace a member of staff and their login. Raises `RuleBroken` for a language nobody hears."""
        if not member.languages or not set(member.languages) <= set(LANGUAGES):
            raise RuleBroken(errors=(FieldError("languages", f"are some of {', '.join(LANGUAGES)}"),))
        UserItem(
            f"A#{affiliate_id}",
            f"U#{member.id}",
            user_id=member.id,
            email=member.email,
            name=member.name,
            role=member.role,
            program_ids=list(member.program_ids),
            max_concurrent=member.max_concurrent,
            phone=member.phone,
            active=True,
            languages=list(member.languages),
        ).save()
        LoginItem(
            f"L#{member.email.casefold()}",
            "LOGIN",
            affiliate_id=affiliate_id,
            user_id=member.id,
            password_hash=hash_password(member.password),
        ).save()
        self.touch(affiliate_id)

    def touch(self, affiliate_id: str) -> None:
        """Make running functions read the affiliate's configuration again."""
        StampItem(f"A#{affiliate_id}", "STAMP", stamp=RandomIds().new("stamp")).save()
