"""Setting up affiliates, their keys, programs and staff. Every call may be repeated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

from shared.domain.clockwork import RandomIds, SystemClock
from shared.domain.risk.levels import Category, Risk
from shared.domain.risk.lexicon import LexiconEntry
from shared.domain.rules import Rules
from shared.domain.surveys import Survey, check_survey
from shared.security.passwords import hash_password
from shared.store.database import Database
from shared.store.models import (
    AffiliateItem,
    AffiliatesItem,
    BranchItem,
    LineItem,
    LoginItem,
    ProgramItem,
    StampItem,
    SurveyItem,
    UserItem,
)
from shared.store.vault import Vault


@dataclass(frozen=True)
class NewProgram:
    """`texts` are approved by `approved_by` at the moment they are written."""

    id: str
    name: str
    number: str
    account: str
    texts: dict[str, str]
    keywords: dict[str, dict[str, Any]] = field(default_factory=dict)
    approved_by: str = "admin"
    rules: dict[str, int] = field(default_factory=dict)
    zone: str | None = None


@dataclass(frozen=True)
class NewMember:
    """`phone`, with its country code, is where a supervisor is texted when help must be called."""

    id: str
    email: str
    name: str
    role: str
    password: str
    program_ids: tuple[str, ...] = ()
    max_concurrent: int = 3
    phone: str | None = None


class Tenants:
    """Writes configuration. `stage` names the deployment, whose functions may use the keys made here."""

    def __init__(self, database: Database, kms: Any, stage: str) -> None:
        self._database = database
        self._kms = kms
        self._stage = stage
        self._vault = Vault(database, kms, SystemClock())

    def affiliate(self, affiliate_id: str, name: str, *, retention_days: int | None = None) -> None:
        """Create an affiliate with its own KMS key and first branch key; what is not given stays as it is."""
        existing = self._database.get(AffiliateItem, f"A#{affiliate_id}", "AFFILIATE")
        key_id = existing.kms_key_id if existing is not None else self._new_key(affiliate_id)
        kept = existing.retention_days if existing is not None else None
        AffiliateItem(
            f"A#{affiliate_id}",
            "AFFILIATE",
            affiliate_id=affiliate_id,
            name=name,
            kms_key_id=key_id,
            active=True,
            retention_days=kept if retention_days is None else retention_days,
            risk_words=existing.risk_words if existing is not None else None,
            risk_prototypes=existing.risk_prototypes if existing is not None else None,
        ).save()
        if self._database.get(BranchItem, f"B#{affiliate_id}", "ACTIVE") is None:
            self._vault.create_branch(affiliate_id, key_id, RandomIds().new("bra"))
        AffiliatesItem("AFFILIATES", "ALL").update(actions=[AffiliatesItem.ids.add({affiliate_id})])
        self.touch(affiliate_id)

    def program(self, affiliate_id: str, program: NewProgram) -> None:
        """Create or replace a program, and make it the default of its number.

        Raises `RuleBroken` for a rule that makes no sense.
        """
        Rules.of(program.rules)
        now = datetime.now(UTC).isoformat()
        ProgramItem(
            f"A#{affiliate_id}",
            f"P#{program.id}",
            program_id=program.id,
            name=program.name,
            line=program.number,
            provider="twilio",
            account=program.account,
            active=True,
            keywords={word.casefold(): entry for word, entry in program.keywords.items()},
            texts={
                name: {"text": text, "approved_by": program.approved_by, "approved_at": now}
                for name, text in program.texts.items()
            },
            rules=program.rules or None,
            zone=program.zone,
        ).save()
        LineItem(f"N#twilio#{program.number}", "LINE", affiliate_id=affiliate_id, program_id=program.id).save()
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

    def member(self, affiliate_id: str, member: NewMember) -> None:
        """Create or replace a member of staff and their login."""
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

    def _new_key(self, affiliate_id: str) -> str:
        return str(
            self._kms.create_key(
                Description=f"Holdfast {self._stage}: branch keys of {affiliate_id}",
                KeyUsage="ENCRYPT_DECRYPT",
                Tags=[
                    {"TagKey": "holdfast:affiliate-keys", "TagValue": self._stage},
                    {"TagKey": "holdfast:affiliate", "TagValue": affiliate_id},
                ],
            )["KeyMetadata"]["KeyId"]
        )
