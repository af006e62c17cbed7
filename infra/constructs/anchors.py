"""The bucket that keeps where the audit's chains ended: nobody can change or remove that before its time."""

from __future__ import annotations

from aws_cdk import Duration, RemovalPolicy
from aws_cdk import aws_s3 as s3
from constructs import Construct

from infra.acknowledged import ANCHORS_LOG_THEMSELVES, acknowledge
from infra.settings import Settings


def anchors_bucket(scope: Construct, settings: Settings, name: str) -> s3.Bucket:
    """Object Lock in compliance mode: not even the account's root may shorten it. Locally one that can be cleared."""
    kept = Duration.days(settings.anchor_days)
    lock = s3.ObjectLockRetention
    bucket = s3.Bucket(
        scope,
        "Anchors",
        bucket_name=name,
        block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
        object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
        encryption=s3.BucketEncryption.S3_MANAGED,
        # The local cloud has no TLS.
        enforce_ssl=not settings.local,
        versioned=True,
        object_lock_enabled=True,
        object_lock_default_retention=lock.governance(kept) if settings.local else lock.compliance(kept),
        removal_policy=RemovalPolicy.RETAIN,
    )
    acknowledge(bucket, "S1", ANCHORS_LOG_THEMSELVES)
    return bucket
