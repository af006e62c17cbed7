"""Files over S3 in memory: what people bring, what they send instead, and what comes of it."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

import requests

from functions.files.keeping import Keeping
from shared.contracts import files_api
from shared.runtime import aws as runtime_aws
from shared.runtime.http import Request
from shared.runtime.objects import Objects
from shared.runtime.signed_links import SignedLinks
from shared.store.database import Transaction
from shared.store.file_names import FileNames
from tests.unit import aws
from tests.unit.world import World

PDF = b"%PDF-1.7\nWhere to find help tonight\n%%EOF"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


class FileHouse:
    def __init__(self, world: World) -> None:
        self.world = world
        self.s3 = aws.client("s3")
        self.s3.create_bucket(Bucket=aws.FILES_BUCKET)
        self.names = FileNames(world.database, world.vault)
        self.links = SignedLinks(runtime_aws.session, aws.FILES_BUCKET, None, world.clock)
        self.objects = Objects(lambda: self.s3, aws.FILES_BUCKET)
        self.keeping = Keeping(
            world.files, self.names, world.conversations, self.links, self.objects, world.claims, world.clock,
            world.ids, world.reads,
        )  # fmt: skip

    def announce(
        self,
        user: str,
        content: bytes = PDF,
        *,
        name: str = "help.pdf",
        type: str = "application/pdf",  # noqa: A002 - as the API calls it
        conversation: str | None = None,
        affiliate: str = "aff_1",
        key: str | None = None,
        **instead: Any,
    ) -> files_api.File:
        wish = {"name": name, "type": type, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        body = files_api.NewFile.model_validate(wish | {"conversationId": conversation} | instead)
        return self.keeping.create(self.world.request(user, body=body, affiliate=affiliate, key=key))

    def send(self, file: files_api.File, content: bytes = PDF, **headers: str) -> requests.Response:
        """Upload by the link, as a browser does."""
        assert file.upload is not None
        # moto keeps the checksum of those only who also say this.
        said = {"x-amz-sdk-checksum-algorithm": "SHA256"}
        return requests.put(file.upload.url, data=content, headers=file.upload.headers | said | headers, timeout=5)

    def put(self, file: files_api.File, content: bytes, kind: str) -> None:
        """Bring something into the place of the upload that the link would not have taken."""
        checksum = base64.b64encode(hashlib.sha256(content).digest()).decode()
        headers = {
            "Content-Type": kind, "x-amz-checksum-sha256": checksum, "x-amz-sdk-checksum-algorithm": "SHA256",
        }  # fmt: skip
        place = f"https://{aws.FILES_BUCKET}.s3.us-east-1.amazonaws.com/uploads/aff_1/{file.id}"
        assert requests.put(place, data=content, headers=headers, timeout=5).ok

    def complete(self, user: str, file_id: str, affiliate: str = "aff_1") -> files_api.File:
        return self.keeping.complete(self._named(user, file_id, affiliate))

    def brought(self, user: str, content: bytes = PDF, **more: Any) -> files_api.File:
        """A file, announced, uploaded and completed."""
        file = self.announce(user, content, **more)
        assert self.send(file, content).ok
        return self.complete(user, file.id, more.get("affiliate", "aff_1"))

    def get(self, user: str, file_id: str, affiliate: str = "aff_1") -> files_api.File:
        return self.keeping.file(self._named(user, file_id, affiliate))

    def delete(self, user: str, file_id: str, affiliate: str = "aff_1") -> None:
        self.keeping.delete(self._named(user, file_id, affiliate))

    def share(self, user: str, file_id: str, *readers: str) -> None:
        """What attaching somebody's own file to something of theirs does."""
        writes = Transaction(self.world.database)
        files = self.world.files.usable(self.world.principal(user), [file_id])
        self.world.files.share(writes, files, readers)
        writes.commit()

    def listed(self, user: str, conversation: str, **query: str) -> files_api.FileList:
        return self.keeping.of_conversation(self.world.request(user, conversation, **query))

    def objects_kept(self) -> list[str]:
        found = self.s3.list_objects_v2(Bucket=aws.FILES_BUCKET).get("Contents", [])
        return [str(one["Key"]) for one in found]

    def rows(self) -> list[str]:
        return sorted(row["pk"]["S"].partition("#")[0] for row in aws.rows("files"))

    def _named(self, user: str, file_id: str, affiliate: str) -> Request:
        return self.world.request(user, file_id, affiliate=affiliate)
