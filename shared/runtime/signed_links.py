"""Links to S3 that carry their own permission: signed here, without a call and without S3's client.

An upload link binds the file's length, type and SHA-256: S3 takes that content and no other. A download link says by
which name and as which type the content is saved, and that nobody may keep a copy on the way.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from shared.domain.file_types import FILE_TYPES, download_name
from shared.domain.ports import Clock
from shared.store.files import File

if TYPE_CHECKING:
    from botocore.session import Session

#: How long a link is good for.
LINK_SECONDS = 900


@dataclass(frozen=True)
class Link:
    """`headers` must be sent along exactly as they are; beside them, an upload's length is signed."""

    url: str
    expires_at: datetime
    headers: Mapping[str, str]


def upload_key(file: File) -> str:
    """Where the content is uploaded to. What stays there is deleted by the bucket itself."""
    return f"uploads/{file.affiliate_id}/{file.id}"


def kept_key(file: File) -> str:
    """Where checked content lies. No link writes there."""
    return f"files/{file.affiliate_id}/{file.id}"


def checksum_of(file: File) -> str:
    """The file's SHA-256 as S3 writes it, in base64."""
    return base64.b64encode(bytes.fromhex(file.sha256)).decode()


def disposition(file: File, name: str) -> str:
    """`Content-Disposition` of a download: saved, never shown by the browser, under a harmless name (RFC 6266)."""
    wanted = download_name(name, FILE_TYPES[file.type])
    plain = "".join(one if one.isascii() and one not in '"\\%' else "_" for one in wanted)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(wanted, safe='')}"


class SignedLinks:
    """`address` is where browsers reach S3, if not at AWS: there, buckets stand in the path."""

    def __init__(self, session: Callable[[], Session], bucket: str, address: str | None, clock: Clock) -> None:
        self._session = session
        self._bucket = bucket
        self._address = address
        self._clock = clock

    def upload(self, file: File) -> Link:
        headers = {"Content-Type": file.type, "x-amz-checksum-sha256": checksum_of(file)}
        return self._signed("PUT", upload_key(file), {}, headers, {"Content-Length": str(file.size)})

    def download(self, file: File, name: str) -> Link:
        query = {
            "response-content-disposition": disposition(file, name),
            "response-content-type": file.type,
            "response-cache-control": "private, no-store",
        }
        return self._signed("GET", kept_key(file), query, {}, {})

    def _signed(
        self, method: str, key: str, query: Mapping[str, str], headers: Mapping[str, str], unsent: Mapping[str, str]
    ) -> Link:
        from botocore.auth import S3SigV4QueryAuth
        from botocore.awsrequest import AWSRequest

        session = self._session()
        region = session.get_config_variable("region")
        base = (
            f"{self._address.rstrip('/')}/{self._bucket}"
            if self._address is not None
            else f"https://{self._bucket}.s3.{region}.amazonaws.com"
        )
        url = f"{base}/{key}" + (f"?{urlencode(query, quote_via=quote)}" if query else "")
        request = AWSRequest(method, url, headers={**headers, **unsent})
        expires_at = self._clock.now().replace(microsecond=0) + timedelta(seconds=LINK_SECONDS)
        S3SigV4QueryAuth(session.get_credentials(), "s3", region, expires=LINK_SECONDS).add_auth(request)
        return Link(request.url, expires_at, headers)
