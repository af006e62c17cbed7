"""Bringing a file in two steps, fetching it, removing it."""

from __future__ import annotations

import json

from shared.contracts import files_api
from shared.domain.conversation import Conversation
from shared.domain.errors import BadCursor, Conflict, FieldError, Forbidden, NotFound, RuleBroken
from shared.domain.file_types import FILE_TYPES, clean_name
from shared.domain.ports import Clock, Ids
from shared.runtime.access import may_read_words
from shared.runtime.file_access import may_bring, may_fetch, may_remove
from shared.runtime.file_removal import FileRemoval
from shared.runtime.http import Request
from shared.runtime.identity import Principal
from shared.runtime.invocation import note
from shared.runtime.objects import Objects, Uploaded
from shared.runtime.reads import Reads
from shared.runtime.signed_links import SignedLinks, checksum_of
from shared.store.conversations import Conversations
from shared.store.file_names import FileNames
from shared.store.files import AlreadyAnnounced, File, Files
from shared.store.idempotency import Idempotency
from shared.store.vault import KeyDestroyed


class Keeping:
    def __init__(
        self,
        files: Files,
        names: FileNames,
        conversations: Conversations,
        links: SignedLinks,
        objects: Objects,
        claims: Idempotency,
        clock: Clock,
        ids: Ids,
        reads: Reads,
    ) -> None:
        self._files = files
        self._names = names
        self._conversations = conversations
        self._links = links
        self._objects = objects
        self._removal = FileRemoval(files, objects)
        self._claims = claims
        self._clock = clock
        self._ids = ids
        self._reads = reads

    def create(self, request: Request) -> files_api.File:
        """Announce a file; what is uploaded must be exactly that."""
        wish, principal = request.parsed(files_api.NewFile), request.principal
        name = _checked(wish)
        if wish.conversation_id is not None:
            self._writable(principal, wish.conversation_id)
        claim = self._claims.claim(
            principal.user_id,
            request.headers.get("idempotency-key"),
            "createFile",
            json.dumps([wish.conversation_id, wish.type, wish.size, wish.sha256, name]),
        )
        for _ in range(2):
            made = self._claims.earlier(claim)
            if made is not None:
                return self._announced(self._found(principal, made.conversation_id))
            file = File(
                id=self._ids.new("fil"),
                affiliate_id=principal.affiliate.id,
                conversation_id=wish.conversation_id,
                type=wish.type,
                size=wish.size,
                sha256=wish.sha256,
                sealed_name=b"",
                uploaded_by=principal.user_id,
                created_at=self._clock.now(),
            )
            file, key = self._names.seal(file, name)
            try:
                self._files.announce(file, key, claim)
            except AlreadyAnnounced:
                continue
            note(fileId=file.id)
            return self._announced(file)
        raise Conflict

    def complete(self, request: Request) -> files_api.File:
        """Check what was uploaded against what was announced, and keep it. May be repeated."""
        principal = request.principal
        file = self._found(principal, request.path["id"])
        if file.uploaded_by != principal.user_id:
            raise NotFound
        return self._view(file if file.ready else self._kept(file))

    def _kept(self, file: File) -> File:
        """The file with its content checked and kept."""
        uploaded = self._objects.uploaded(file)
        if uploaded is not None:
            _compare(file, uploaded)
            if not FILE_TYPES[file.type].fits(self._objects.beginning(file)):
                raise _mismatch("content_type_mismatch", "type", "the content does not begin as files of this type do")
        if uploaded is None or not self._objects.keep(file, uploaded):
            # Unless another request was faster.
            again = self._files.find(file.id)
            if again is None or not again.ready:
                raise Conflict("Nothing was uploaded yet", code="not_uploaded")
            return again
        done = self._files.finish(file)
        self._objects.remove_upload(file)
        return done

    def file(self, request: Request) -> files_api.File:
        """One file; with a link to fetch it, once it is completed."""
        file = self._found(request.principal, request.path["id"])
        if file.ready:
            self._seen(request, file)
        return self._view(file)

    def delete(self, request: Request) -> None:
        """Remove a file for good: its content first, so that none is left that nobody knows of."""
        principal = request.principal
        file = self._found(principal, request.path["id"])
        if not may_remove(principal, file):
            raise Forbidden
        held = self._conversations.get(file.conversation_id) if file.conversation_id is not None else None
        if held is not None and held.held:
            raise Conflict("The conversation is kept by a legal hold", code="legal_hold")
        self._removal.one(file)

    def of_conversation(self, request: Request) -> files_api.FileList:
        """A conversation's files, oldest first."""
        found = self._conversations.get(request.path["id"])
        if found is None or not may_read_words(request.principal, found):
            raise NotFound
        note(conversationId=found.id)
        if found.purged:
            raise KeyDestroyed
        files, cursor = self._files.of_conversation(found.id, request.limit(), _as_cursor(request.query.get("cursor")))
        names = self._names.open(files)
        if names:
            self._reads.seen(request.principal, found, request.request_id)
        return files_api.FileList(
            items=[self._view(one, names) for one in files if one.id in names], next_cursor=cursor
        )

    def _found(self, principal: Principal, file_id: str) -> File:
        """A file the caller may fetch, or brought; raises `NotFound`."""
        file = self._files.find(file_id)
        if file is None or file.affiliate_id != principal.affiliate.id:
            raise NotFound
        conversations = {}
        if file.conversation_id is not None:
            found = self._conversations.get(file.conversation_id)
            conversations = {found.id: found} if found is not None else {}
        if not may_fetch(principal, file, conversations):
            raise NotFound
        note(fileId=file.id)
        return file

    def _seen(self, request: Request, file: File) -> None:
        """The caller is given a link to something of a conversation: that is put on record."""
        found = self._conversations.get(file.conversation_id) if file.conversation_id is not None else None
        if found is not None:
            self._reads.seen(request.principal, found, request.request_id)

    def _writable(self, principal: Principal, conversation_id: str) -> Conversation:
        """A conversation the caller may bring files to."""
        found = self._conversations.get(conversation_id)
        if found is None or not may_read_words(principal, found):
            raise NotFound
        note(conversationId=found.id)
        if found.purged:
            raise KeyDestroyed
        if not may_bring(principal):
            raise Forbidden
        return found

    def _announced(self, file: File) -> files_api.File:
        view = self._view(file)
        if file.ready:
            return view
        link = self._links.upload(file)
        upload = files_api.Upload(url=link.url, headers=dict(link.headers), expires_at=link.expires_at)
        return view.model_copy(update={"upload": upload})

    def _view(self, file: File, names: dict[str, str] | None = None) -> files_api.File:
        name = (names or self._names.open([file])).get(file.id)
        if name is None:
            raise NotFound
        link = self._links.download(file, name) if file.ready else None
        return files_api.File(
            id=file.id,
            name=name,
            type=file.type,
            size=file.size,
            status="ready" if file.ready else "pending",
            conversation_id=file.conversation_id,
            uploaded_by=file.uploaded_by,
            created_at=file.created_at,
            url=link.url if link is not None else None,
            expires_at=link.expires_at if link is not None else None,
        )


def _checked(wish: files_api.NewFile) -> str:
    """The name as it is kept; raises `RuleBroken` naming each field that a rule forbids."""
    errors = []
    kind = FILE_TYPES.get(wish.type)
    if kind is None:
        errors.append(FieldError("type", f"must be one of {', '.join(FILE_TYPES)}"))
    elif wish.size > kind.most:
        errors.append(FieldError("size", f"may be {kind.most} bytes at most for {kind.name}"))
    name = clean_name(wish.name)
    if not name:
        errors.append(FieldError("name", "has nothing that a file can be called"))
    if errors:
        raise RuleBroken(errors=tuple(errors))
    return name


def _compare(file: File, uploaded: Uploaded) -> None:
    """Raises `RuleBroken` with a code of its own for whatever differs from what was announced."""
    if uploaded.size != file.size:
        raise _mismatch("size_mismatch", "size", f"{uploaded.size} bytes were uploaded, not {file.size}")
    if uploaded.checksum != checksum_of(file):
        raise _mismatch("checksum_mismatch", "sha256", "other content was uploaded")
    if uploaded.type != file.type:
        raise _mismatch("content_type_mismatch", "type", "was uploaded as another type")


def _mismatch(code: str, field: str, message: str) -> RuleBroken:
    return RuleBroken("What was uploaded is not what was announced", code=code, errors=(FieldError(field, message),))


def _as_cursor(cursor: str | None) -> str | None:
    if cursor is not None and not 0 < len(cursor) <= 200:
        raise BadCursor
    return cursor
