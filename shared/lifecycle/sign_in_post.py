"""Making what lets somebody in, at the moment it is sent: only its hash stays, and it is in no queue and no log."""

from __future__ import annotations

from collections.abc import Callable

from shared.contracts.queues import NoticeTask
from shared.contracts.sign_in import CODE, KINDS, words
from shared.domain.language import DEFAULT
from shared.domain.templates import StaffTemplate, fill
from shared.security.one_time import code_hash, new_code, new_link_token
from shared.security.tokens import hash_secret
from shared.store.challenges import Challenges
from shared.store.directory import Affiliate, StaffMember


class SignInPost:
    """`key` gives the key under which codes are kept; `public_url` is where links lead."""

    def __init__(self, challenges: Challenges, key: Callable[[], bytes], public_url: str) -> None:
        self._challenges = challenges
        self._key = key
        self._public_url = public_url

    def wanted(self, task: NoticeTask, member: StaffMember) -> bool:
        """Whether this is what was asked for last. Tidies nothing and makes nothing."""
        return KINDS[task.kind].secret is None or self._challenges.waits(task.kind, member.email, task.id)

    def words(self, task: NoticeTask, affiliate: Affiliate, member: StaffMember) -> StaffTemplate | None:
        """What to send, with a new secret in it that opens from now on; None when a later request took its place."""
        row = KINDS[task.kind]
        said, kept = self._secret(task, member)
        whose = (member.id, affiliate.id, task.medium)
        if row.secret is not None and not self._challenges.arm(task.kind, member.email, task.id, kept, *whose):
            return None
        template = words(task.kind, member.languages[0] if member.languages else DEFAULT)
        values = {"secret": said, "affiliate": affiliate.name}
        subject, text, sms = (fill(part, values) or "" for part in (template.subject, template.text, template.sms))
        return StaffTemplate(subject, text, sms)

    def _secret(self, task: NoticeTask, member: StaffMember) -> tuple[str, str]:
        """What is said, and what is kept of it."""
        row = KINDS[task.kind]
        if row.secret == CODE:
            code = new_code()
            return code, code_hash(self._key(), task.id, code)
        if row.secret is None:
            return f"{self._public_url}/", ""
        token = new_link_token(member.email)
        return f"{self._public_url}/#/{row.place}{token}", hash_secret(token)
