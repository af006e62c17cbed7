"""Who one is, and what one is called."""

from __future__ import annotations

from dataclasses import replace

from functions.auth.views import profile
from shared.contracts import api, identity_api
from shared.domain.ports import Ids
from shared.runtime.http import Request
from shared.security.tokens import SessionTokens
from shared.store.directory import Directory


class ProfileDesk:
    def __init__(self, directory: Directory, session_tokens: SessionTokens, ids: Ids) -> None:
        self._directory = directory
        self._tokens = session_tokens
        self._ids = ids

    def read(self, request: Request) -> identity_api.OwnProfile:
        member = request.principal.member
        key = self._tokens.draft_key(member.affiliate_id, member.id)
        return identity_api.OwnProfile(**profile(member).model_dump(), draft_key=key)

    def update(self, request: Request) -> api.Profile:
        """Change one's own name; visible everywhere within seconds."""
        member, name = request.principal.member, request.parsed(api.ProfileUpdate).name
        self._directory.rename(member.affiliate_id, member.id, name, self._ids.new("stamp"))
        return profile(replace(member, name=name))
