"""Configuration."""

from __future__ import annotations

from pynamodb.attributes import (
    BooleanAttribute,
    JSONAttribute,
    ListAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
)

from shared.contracts import tables
from shared.store.models.base import Item


class DirectoryItem(Item):
    class Meta:
        table_name = tables.DIRECTORY.name


class StampItem(DirectoryItem):
    """`A#<affiliate>`, `STAMP`: changes with every change of the affiliate's configuration."""

    stamp = UnicodeAttribute()


class AffiliatesItem(DirectoryItem):
    """`AFFILIATES`, `ALL`: the ids of all affiliates."""

    ids = UnicodeSetAttribute(null=True)


class AffiliateItem(DirectoryItem):
    """`A#<affiliate>`, `AFFILIATE`."""

    affiliate_id = UnicodeAttribute()
    name = UnicodeAttribute()
    kms_key_id = UnicodeAttribute()
    active = BooleanAttribute(default=True)
    retention_days = NumberAttribute(null=True)
    risk_words = JSONAttribute(null=True)
    risk_prototypes = JSONAttribute(null=True)


class ProgramItem(DirectoryItem):
    """`A#<affiliate>`, `P#<program>`. `texts` are automatic texts: each with who approved it and when."""

    program_id = UnicodeAttribute()
    name = UnicodeAttribute()
    line = UnicodeAttribute()
    provider = UnicodeAttribute()
    account = UnicodeAttribute()
    keywords = JSONAttribute(default=dict)
    texts = JSONAttribute(default=dict)
    rules = JSONAttribute(null=True)
    zone = UnicodeAttribute(null=True)
    active = BooleanAttribute(default=True)


class SurveyItem(DirectoryItem):
    """`A#<affiliate>`, `V#<survey>`. `questions` as `domain.surveys.Question` names its fields."""

    survey_id = UnicodeAttribute()
    program_id = UnicodeAttribute()
    type = UnicodeAttribute()
    title = UnicodeAttribute()
    intro = UnicodeAttribute(null=True)
    questions = JSONAttribute(default=list)
    active = BooleanAttribute(default=True)


class UserItem(DirectoryItem):
    """`A#<affiliate>`, `U#<user>`."""

    user_id = UnicodeAttribute()
    email = UnicodeAttribute()
    name = UnicodeAttribute()
    role = UnicodeAttribute()
    program_ids: ListAttribute[str] = ListAttribute(default=list)
    max_concurrent = NumberAttribute(default=3)
    phone = UnicodeAttribute(null=True)
    active = BooleanAttribute(default=True)


class LoginItem(DirectoryItem):
    """`L#<e-mail, case-folded>`, `LOGIN`: the way from an address to a user and the password's hash."""

    affiliate_id = UnicodeAttribute()
    user_id = UnicodeAttribute()
    password_hash = UnicodeAttribute()


class LineItem(DirectoryItem):
    """`N#<channel>#<our number>`, `LINE`: whose number it is and which program it opens by default."""

    affiliate_id = UnicodeAttribute()
    program_id = UnicodeAttribute()
