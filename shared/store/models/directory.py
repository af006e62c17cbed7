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
    """`A#<affiliate>`, `P#<program>`. `texts` are automatic texts: each with who approved it and when.

    `hours` as `domain.hours` gives them; none: always open.
    """

    program_id = UnicodeAttribute()
    name = UnicodeAttribute()
    line = UnicodeAttribute()
    provider = UnicodeAttribute()
    keywords = JSONAttribute(default=dict)
    texts = JSONAttribute(default=dict)
    rules = JSONAttribute(null=True)
    zone = UnicodeAttribute(null=True)
    hours = JSONAttribute(null=True)
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


class TemplateItem(DirectoryItem):
    """`A#<affiliate>`, `T#<name>#<language>`: what one kind of notice says to staff; see `domain.templates`."""

    name = UnicodeAttribute()
    language = UnicodeAttribute()
    subject = UnicodeAttribute()
    text = UnicodeAttribute()
    sms = UnicodeAttribute()


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
    languages: ListAttribute[str] = ListAttribute(null=True)


class LoginItem(DirectoryItem):
    """`L#<e-mail, case-folded>`, `LOGIN`: the way from an address to a user and the password's hash."""

    affiliate_id = UnicodeAttribute()
    user_id = UnicodeAttribute()
    password_hash = UnicodeAttribute()


class LineItem(DirectoryItem):
    """`N#<channel>#<number>`, `LINE`: whose line it is, and which program it opens by default."""

    affiliate_id = UnicodeAttribute()
    program_id = UnicodeAttribute()


class LineDetailItem(DirectoryItem):
    """`A#<affiliate>`, `N#<channel>#<number>`: the line itself. `backup` and `stands_for` are `<channel>#<number>`."""

    channel = UnicodeAttribute()
    number = UnicodeAttribute()
    program_id = UnicodeAttribute()
    account = UnicodeAttribute(null=True)
    backup = UnicodeAttribute(null=True)
    stands_for = UnicodeAttribute(null=True)
    origins: ListAttribute[str] = ListAttribute(null=True)
    per_second = NumberAttribute(null=True)
    segment_price = NumberAttribute(null=True)
