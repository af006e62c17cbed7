"""Where chains ended, kept in a bucket whose objects nobody can change or remove before their time (S3 Object Lock).

Every version of every object counts: whoever writes another anchor over one cannot take away what it said before.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from botocore.exceptions import ClientError

from shared.domain.audit_chain import Anchor, Head, anchor_document, read_anchor

#: S3's words for an object that is there already.
_THERE = frozenset({"PreconditionFailed", "ConditionalRequestConflict", "412", "409"})


class Anchors:
    """`s3` is an S3 client; `bucket` keeps what is put into it by its default retention."""

    def __init__(self, s3: Any, bucket: str) -> None:
        self._s3 = s3
        self._bucket = bucket

    def put(self, affiliate_id: str, end: Head, at: datetime) -> None:
        """Keep where a chain ends. The same end is kept once."""
        key = f"{affiliate_id}/{end.seq:010d}-{end.hash[:16]}.json"
        content = anchor_document(affiliate_id, end, at.isoformat(timespec="seconds"))
        try:
            self._s3.put_object(
                Bucket=self._bucket, Key=key, Body=content, ContentType="application/json", IfNoneMatch="*"
            )
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") not in _THERE:
                raise

    def of(self, affiliate_id: str) -> list[Anchor]:
        """All anchors of a chain, by their number."""
        found = [self._read(affiliate_id, key, version) for key, version in self._versions(affiliate_id)]
        return sorted(found, key=lambda one: one.seq)

    def _versions(self, affiliate_id: str) -> Iterator[tuple[str, str]]:
        pages = self._s3.get_paginator("list_object_versions").paginate(Bucket=self._bucket, Prefix=f"{affiliate_id}/")
        for page in pages:
            for one in page.get("Versions", ()):
                yield one["Key"], one["VersionId"]

    def _read(self, affiliate_id: str, key: str, version: str) -> Anchor:
        found = self._s3.get_object(Bucket=self._bucket, Key=key, VersionId=version)
        return read_anchor(affiliate_id, found["Body"].read(), f"anchor {key}")
