"""The sections of a tenant pack: which kind each holds, and by what a document is recognised that names no id."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Fields = Mapping[str, Any]


@dataclass(frozen=True)
class Section:
    """`natural` is what makes a document the same one though no id is given; None: its id must be given.

    `model` names the spec in its contracts module; `single` sections hold one document, the affiliate's own.
    """

    name: str
    kind: str
    model: tuple[str, str]
    natural: Callable[[Fields], tuple[Any, ...]] | None = None
    single: bool = False


# fmt: off
SECTIONS: tuple[Section, ...] = (
    Section("affiliate", "affiliate", ("tenancy_api", "AffiliateSpec"), single=True),
    Section("settings", "settings", ("settings_directory_api", "SettingsSpec"), single=True),
    Section("programs", "program", ("directory_api", "ProgramSpec")),
    Section("providerAccounts", "provider_account", ("tenancy_api", "ProviderAccountSpec"),
            lambda one: (one["channel"], one["account"])),
    Section("lines", "line", ("tenancy_api", "LineSpec"), lambda one: (one["channel"], one["number"])),
    Section("keywords", "keyword", ("directory_api", "KeywordSpec"),
            lambda one: (one["program_id"], one["keyword"].casefold())),
    Section("users", "user", ("tenancy_api", "MemberSpec"), lambda one: (one["email"].casefold(),)),
    Section("texts", "text", ("pack_api", "PackText"), lambda one: (one["program_id"], one["key"])),
    Section("surveys", "survey", ("surveys_directory_api", "SurveySpec"),
            lambda one: (one["program_id"], one["type"])),
    Section("tags", "tag", ("replies_directory_api", "TagSpec"), lambda one: (one["name"].casefold(),)),
    Section("cannedResponses", "canned_response", ("replies_directory_api", "CannedResponseSpec"),
            lambda one: (one["title"].casefold(), one["language"])),
    Section("templates", "template", ("texts_directory_api", "NoticeTemplateSpec"),
            lambda one: (one["name"], one["language"])),
    Section("webhooks", "webhook", ("pack_api", "PackWebhook"), lambda one: (one["url"],)),
)
# fmt: on
