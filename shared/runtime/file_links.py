"""Links beside ids: where an answer says `files: [ids]`, it also says how to fetch them.

An object with `files` gets a sibling `fileLinks`: `[{id, name, type, size, url, expiresAt}]`, of those files only that
exist, are completed and may be fetched by the caller. Where there is none the object stays as it is. Whatever fails,
the answer stays as it was, byte for byte.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from shared.contracts.route import Route
from shared.domain.clockwork import SystemClock
from shared.runtime.aws import client, session
from shared.runtime.file_access import may_fetch
from shared.runtime.http import Request
from shared.runtime.identity import Principal
from shared.runtime.invocation import note
from shared.runtime.settings import optional, required
from shared.runtime.signed_links import SignedLinks
from shared.store.conversations import Conversations
from shared.store.database import Database
from shared.store.file_names import FileNames
from shared.store.files import Files
from shared.store.vault import Vault

#: So many files can be looked up in one call; of an answer that names more, none is linked.
MOST_LINKED = 100


class FileLinks:
    def __init__(self, files: Files, names: FileNames, conversations: Conversations, links: SignedLinks) -> None:
        self._files = files
        self._names = names
        self._conversations = conversations
        self._links = links

    def __call__(self, route: Route, request: Request, answered: dict[str, Any]) -> dict[str, Any]:
        """The answer with links; for what it raises see `http.After`."""
        body = answered.get("body")
        if not isinstance(request.signed_in, Principal) or not isinstance(body, str) or '"files"' not in body:
            return answered
        document = json.loads(body)
        places = list(_places(document))
        wanted = list(dict.fromkeys(file_id for place in places for file_id in place["files"]))
        if not wanted or len(wanted) > MOST_LINKED:
            return answered
        made = self._made(request.signed_in, wanted)
        linked = 0
        for place in places:
            mine = [made[one] for one in dict.fromkeys(place["files"]) if one in made]
            if mine:
                place["fileLinks"] = mine
                linked += len(mine)
        if not linked:
            return answered
        note(fileLinks=linked)
        text = json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        # What cannot be sent must not be answered.
        text.encode()
        return answered | {"body": text}

    def _made(self, principal: Principal, ids: list[str]) -> dict[str, Mapping[str, Any]]:
        """What is said of each file, by id; without those the caller may not fetch."""
        found = self._files.find_many(ids)
        theirs = sorted({one.conversation_id for one in found.values() if one.conversation_id is not None})
        conversations = {one.id: one for one in self._conversations.get_many(theirs)}
        files = [one for one in found.values() if may_fetch(principal, one, conversations)]
        names = self._names.open(files)
        made: dict[str, Mapping[str, Any]] = {}
        for one in files:
            if one.id in names:
                link = self._links.download(one, names[one.id])
                made[one.id] = {
                    "id": one.id,
                    "name": names[one.id],
                    "type": one.type,
                    "size": one.size,
                    "url": link.url,
                    "expiresAt": link.expires_at.isoformat().replace("+00:00", "Z"),
                }
        return made


def file_links(database: Database) -> FileLinks:
    """The middleware of a function that may sign links."""
    clock = SystemClock()
    names = FileNames(database, Vault(database, client("kms"), clock))
    links = SignedLinks(session, required("FILES_BUCKET"), optional("FILES_URL"), clock)
    return FileLinks(Files(database, clock), names, Conversations(database), links)


def _places(document: Any) -> Iterator[dict[str, Any]]:
    """Every object that names files by their ids and has no links yet."""
    waiting = [document]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting += one
        elif isinstance(one, dict):
            waiting += one.values()
            ids = one.get("files")
            if isinstance(ids, list) and ids and "fileLinks" not in one and all(_is_id(each) for each in ids):
                yield one


def _is_id(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= 64 and value.isascii()
