"""Who may fetch a file. What one may not fetch looks like what does not exist."""

from __future__ import annotations

from collections.abc import Mapping

from shared.domain.conversation import Conversation
from shared.runtime.access import Matter, May, far, may_read_words
from shared.runtime.identity import Principal
from shared.store.files import AFFILIATE_READS, File, program_reads, user_reads


def may_read_files(principal: Principal, conversation: Conversation | None) -> bool:
    """Whoever may read a conversation's words may fetch its files; nobody may once its content is gone."""
    return conversation is not None and not conversation.purged and may_read_words(principal, conversation)


def may_bring(principal: Principal) -> bool:
    """Whether somebody who may read a conversation's words may also bring files to it: who only reads may not."""
    return far(principal.role, Matter.OWN) >= May.WRITE


def may_fetch(principal: Principal, file: File, conversations: Mapping[str, Conversation]) -> bool:
    """Whether the caller may fetch this file; `conversations` holds the one it belongs to, by id."""
    if file.affiliate_id != principal.affiliate.id:
        return False
    if not file.ready and file.uploaded_by != principal.user_id:
        return False
    if file.conversation_id is not None:
        return may_read_files(principal, conversations.get(file.conversation_id))
    if file.uploaded_by == principal.user_id:
        return True
    mine = {user_reads(principal.user_id), AFFILIATE_READS, *map(program_reads, principal.program_ids)}
    return not mine.isdisjoint(file.readers)


def may_remove(principal: Principal, file: File) -> bool:
    """Of those who may fetch it: who brought it, and supervisors what belongs to a conversation."""
    if file.uploaded_by == principal.user_id:
        return file.conversation_id is None or may_bring(principal)
    return file.conversation_id is not None and far(principal.role, Matter.OTHERS) >= May.WRITE
