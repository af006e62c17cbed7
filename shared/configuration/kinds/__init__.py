"""The kinds of documents, one module each; what they are is imported when it is needed."""

from __future__ import annotations

from functools import cache

from shared.configuration.kind import Kind


@cache
def kinds() -> dict[str, Kind]:
    """Every kind by its name, in the order in which a tenant pack is applied."""
    from shared.configuration.kinds.affiliates import AFFILIATE
    from shared.configuration.kinds.canned_responses import CANNED_RESPONSE
    from shared.configuration.kinds.keywords import KEYWORD
    from shared.configuration.kinds.lines import LINE
    from shared.configuration.kinds.members import MEMBER
    from shared.configuration.kinds.programs import PROGRAM
    from shared.configuration.kinds.provider_accounts import PROVIDER_ACCOUNT
    from shared.configuration.kinds.settings import SETTINGS
    from shared.configuration.kinds.surveys import SURVEY
    from shared.configuration.kinds.tags import TAG
    from shared.configuration.kinds.templates import TEMPLATE
    from shared.configuration.kinds.texts import TEXT
    from shared.configuration.kinds.webhooks import WEBHOOK

    return {
        kind.name: kind
        for kind in (
            AFFILIATE,
            PROGRAM,
            PROVIDER_ACCOUNT,
            LINE,
            KEYWORD,
            MEMBER,
            SETTINGS,
            TEXT,
            SURVEY,
            TAG,
            CANNED_RESPONSE,
            TEMPLATE,
            WEBHOOK,
        )
    }
