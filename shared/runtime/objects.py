"""The content of files, in S3: checked after an upload, kept where no link writes, removed for good.

The bucket keeps no versions, so that what is removed is gone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from shared.domain.errors import Unavailable
from shared.domain.file_types import SNIFFED_BYTES
from shared.runtime.signed_links import kept_key, upload_key
from shared.store.files import File

_ABSENT = ("404", "NoSuchKey", "NotFound")


@dataclass(frozen=True)
class Uploaded:
    """What S3 says of an upload. `checksum` is its SHA-256 in base64, as S3 computed it; `tag` names this content."""

    size: int
    type: str
    checksum: str | None
    tag: str


class Objects:
    """`s3` makes a client when it is needed. Whatever S3 does not answer for is `Unavailable`."""

    def __init__(self, s3: Callable[[], Any], bucket: str) -> None:
        self._s3 = s3
        self._bucket = bucket

    def uploaded(self, file: File) -> Uploaded | None:
        """What was uploaded; None where nothing was."""
        found = self._ask("head_object", Key=upload_key(file), ChecksumMode="ENABLED")
        if found is None:
            return None
        return Uploaded(
            int(found["ContentLength"]), str(found.get("ContentType", "")), found.get("ChecksumSHA256"), found["ETag"]
        )

    def beginning(self, file: File) -> bytes:
        """The first `SNIFFED_BYTES` of what was uploaded, or all of it."""
        found = self._ask("get_object", Key=upload_key(file), Range=f"bytes=0-{SNIFFED_BYTES - 1}")
        return bytes(found["Body"].read()) if found is not None else b""

    def keep(self, file: File, uploaded: Uploaded) -> bool:
        """Put exactly this upload where no link writes; False when it is not there any more. May be repeated."""
        source = {"Bucket": self._bucket, "Key": upload_key(file)}
        kept = self._ask("copy_object", Key=kept_key(file), CopySource=source, CopySourceIfMatch=uploaded.tag)
        return kept is not None

    def remove(self, file: File) -> None:
        """Remove all of the content, wherever it lies. May be repeated."""
        for key in (upload_key(file), kept_key(file)):
            self._ask("delete_object", Key=key)

    def remove_upload(self, file: File) -> None:
        """Remove what was uploaded and is kept elsewhere by now."""
        self._ask("delete_object", Key=upload_key(file))

    def _ask(self, operation: str, **request: Any) -> Any:
        try:
            return getattr(self._s3(), operation)(Bucket=self._bucket, **request)
        except ClientError as error:
            code = error.response.get("Error", {}).get("Code")
            if code in (*_ABSENT, "PreconditionFailed"):
                return None
            raise Unavailable("files cannot be reached") from error
        except BotoCoreError as error:
            raise Unavailable("files cannot be reached") from error
