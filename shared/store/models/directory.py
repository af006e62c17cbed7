"""Configuration."""

from __future__ import annotations

from pynamodb.attributes import (
    BooleanAttribute,
    JSONAttribute,
    ListAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
    UTCDateTimeAttribute,
)

from shared.contracts import tables
from shared.store.models.base import Item


class DirectoryItem(Item):
    OF_AFFILIATE = ("A#",)

    class Meta:
        table_name = tables.DIRECTORY.name


class ConfiguredItem(DirectoryItem):
    """What an affiliate configures. `version` goes up with each change; none: 1."""

    version = NumberAttribute(null=True)
    active = BooleanAttribute(default=True)


class StampItem(DirectoryItem):
    """`A#<affiliate>`, `STAMP`: changes with every change of the affiliate's configuration."""

    stamp = UnicodeAttribute()


class AffiliatesItem(DirectoryItem):
    """`AFFILIATES`, `ALL`: the ids of all affiliates."""

    ids = UnicodeSetAttribute(null=True)


class AffiliateItem(ConfiguredItem):
    """`A#<affiliate>`, `AFFILIATE`."""

    affiliate_id = UnicodeAttribute()
    name = UnicodeAttribute()
    contact_email = UnicodeAttribute(null=True)
    region = UnicodeAttribute(null=True)
    kms_key_id = UnicodeAttribute(null=True)
    retention_days = NumberAttribute(null=True)
    risk_words = JSONAttribute(null=True)
    risk_prototypes = JSONAttribute(null=True)
    flags = JSONAttribute(null=True)
    limits = JSONAttribute(null=True)
    texts_need_second_person = BooleanAttribute(null=True)
    admins_read_content = BooleanAttribute(null=True)


class ProgramItem(ConfiguredItem):
    """`A#<affiliate>`, `P#<program>`. `hours` as `domain.hours` gives them; none: always open."""

    program_id = UnicodeAttribute()
    name = UnicodeAttribute()
    line = UnicodeAttribute()
    provider = UnicodeAttribute()
    description = UnicodeAttribute(null=True)
    rules = JSONAttribute(null=True)
    zone = UnicodeAttribute(null=True)
    hours = JSONAttribute(null=True)


class KeywordItem(ConfiguredItem):
    """`A#<affiliate>`, `K#<keyword's id>`: a word that opens a conversation; `opens` none: in its own program."""

    keyword_id = UnicodeAttribute()
    program_id = UnicodeAttribute()
    keyword = UnicodeAttribute()
    opens = UnicodeAttribute(null=True)
    boost_seconds = NumberAttribute(null=True)


class TextItem(ConfiguredItem):
    """`A#<affiliate>`, `X#<program>#<key>`: an automatic text; `key` as `name` or `name@es`.

    `text` is the version that is sent, with who approved it and when; `draft` one that waits for approval.
    """

    program_id = UnicodeAttribute()
    key = UnicodeAttribute()
    text = UnicodeAttribute(null=True)
    approved_by = UnicodeAttribute(null=True)
    approved_at = UTCDateTimeAttribute(null=True)
    draft = UnicodeAttribute(null=True)
    drafted_by = UnicodeAttribute(null=True)


class SurveyItem(ConfiguredItem):
    """`A#<affiliate>`, `V#<survey>`. `questions` as `domain.surveys.Question` names its fields."""

    survey_id = UnicodeAttribute()
    program_id = UnicodeAttribute()
    type = UnicodeAttribute()
    title = UnicodeAttribute()
    intro = UnicodeAttribute(null=True)
    questions = JSONAttribute(default=list)


class TemplateItem(ConfiguredItem):
    """`A#<affiliate>`, `T#<name>#<language>`: what one kind of notice says to staff; see `domain.templates`."""

    name = UnicodeAttribute()
    language = UnicodeAttribute()
    subject = UnicodeAttribute()
    text = UnicodeAttribute()
    sms = UnicodeAttribute()


class CannedResponseItem(ConfiguredItem):
    """`A#<affiliate>`, `R#<canned response>`: what responders send often; no `program_ids`: in all programs."""

    response_id = UnicodeAttribute()
    title = UnicodeAttribute()
    text = UnicodeAttribute()
    program_ids: ListAttribute[str] = ListAttribute(default=list)
    language = UnicodeAttribute(null=True)
    shortcut = UnicodeAttribute(null=True)
    tags: ListAttribute[str] = ListAttribute(default=list)


class TagItem(ConfiguredItem):
    """`A#<affiliate>`, `G#<tag's id>`: a tag that conversations may have; no `program_ids`: in all programs."""

    tag_id = UnicodeAttribute()
    name = UnicodeAttribute()
    description = UnicodeAttribute(null=True)
    program_ids: ListAttribute[str] = ListAttribute(default=list)


class UserItem(ConfiguredItem):
    """`A#<affiliate>`, `U#<user>`."""

    user_id = UnicodeAttribute()
    email = UnicodeAttribute()
    name = UnicodeAttribute()
    role = UnicodeAttribute()
    program_ids: ListAttribute[str] = ListAttribute(default=list)
    max_concurrent = NumberAttribute(default=3)
    phone = UnicodeAttribute(null=True)
    languages: ListAttribute[str] = ListAttribute(null=True)


class LoginItem(DirectoryItem):
    """`L#<e-mail, case-folded>`, `LOGIN`: the way from an address to a user and the password's hash.

    Without one they sign in by codes and links only, or were invited and did not come yet.
    """

    affiliate_id = UnicodeAttribute()
    user_id = UnicodeAttribute()
    password_hash = UnicodeAttribute(null=True)


class LineItem(DirectoryItem):
    """`N#<channel>#<number>`, `LINE`: whose line it is, and which program it opens by default."""

    affiliate_id = UnicodeAttribute()
    program_id = UnicodeAttribute()


class LineDetailItem(ConfiguredItem):
    """`A#<affiliate>`, `N#<channel>#<number>`: the line itself. `stands_for` is `<channel>#<number>`."""

    channel = UnicodeAttribute()
    number = UnicodeAttribute()
    program_id = UnicodeAttribute()
    account = UnicodeAttribute(null=True)
    stands_for = UnicodeAttribute(null=True)
    origins: ListAttribute[str] = ListAttribute(null=True)
    per_second = NumberAttribute(null=True)
    segment_price = NumberAttribute(null=True)


class AccountItem(DirectoryItem):
    """`Y#<channel>#<account>`, `ACCOUNT`: whose account at a provider it is."""

    affiliate_id = UnicodeAttribute()


class ProviderAccountItem(ConfiguredItem):
    """`A#<affiliate>`, `Y#<channel>#<account>`: an account at a provider; `credentials` names those that are set."""

    channel = UnicodeAttribute()
    account = UnicodeAttribute()
    description = UnicodeAttribute(null=True)
    credentials: ListAttribute[str] = ListAttribute(null=True)
    credentials_set_at = UTCDateTimeAttribute(null=True)
