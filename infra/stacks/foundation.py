"""What outlives a deployment: tables, keys, secrets, the event bus."""

from __future__ import annotations

from typing import Any

from aws_cdk import Aws, Duration, RemovalPolicy, Stack
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_events as events
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from infra.acknowledged import LINKS_IN_LOGS, ROTATED_BY_OPERATOR, SHORT_LIVED, acknowledge
from infra.catalogue import SECRETS
from infra.constructs.anchors import anchors_bucket
from infra.settings import Settings
from shared.contracts.tables import TABLES, TTL_ATTRIBUTE, Table


class Foundation(Stack):
    def __init__(self, scope: Construct, name: str, settings: Settings, **kwargs: Any) -> None:
        super().__init__(scope, name, termination_protection=not settings.local, **kwargs)
        self.tables = {table.name: self._table(table, settings) for table in TABLES}
        self.ingress_key = kms.Key(
            self,
            "IngressKey",
            alias=f"alias/{settings.prefix}-ingress",
            key_spec=kms.KeySpec.RSA_3072,
            key_usage=kms.KeyUsage.ENCRYPT_DECRYPT,
            removal_policy=RemovalPolicy.RETAIN,
            description="Unwraps what the front door sealed",
        )
        self.receipt_key = kms.Key(
            self,
            "ReceiptKey",
            alias=f"alias/{settings.prefix}-receipts",
            key_spec=kms.KeySpec.ECC_NIST_P256,
            key_usage=kms.KeyUsage.SIGN_VERIFY,
            removal_policy=RemovalPolicy.RETAIN,
            description="Signs erasure receipts",
        )
        self.secrets = {name: self._secret(name, settings) for name in SECRETS}
        self.bus = events.EventBus(self, "Bus", event_bus_name=settings.prefix)
        # Said, and not left to CloudFormation, so that the other stack's rights name it.
        self.files_bucket = f"{settings.prefix}-files-{Aws.ACCOUNT_ID}-{settings.region}"
        self.files = self._files(settings)
        self.anchors_bucket = f"{settings.prefix}-anchors-{Aws.ACCOUNT_ID}-{settings.region}"
        self.anchors = anchors_bucket(self, settings, self.anchors_bucket)
        self.export_value(self.ingress_key.key_id)
        self.export_value(self.receipt_key.key_id)

    def _table(self, table: Table, settings: Settings) -> dynamodb.Table:
        recovery = dynamodb.PointInTimeRecoverySpecification(
            point_in_time_recovery_enabled=table.recovery_days > 0, recovery_period_in_days=table.recovery_days or None
        )
        built = dynamodb.Table(
            self,
            f"{table.name.capitalize()}Table",
            table_name=f"{settings.prefix}-{table.name}",
            partition_key=_string("pk"),
            sort_key=_string("sk"),
            billing_mode=dynamodb.BillingMode.PAY_PER_REQUEST,
            encryption=dynamodb.TableEncryption.AWS_MANAGED,
            point_in_time_recovery_specification=recovery,
            deletion_protection=table.lasting and not settings.local,
            removal_policy=RemovalPolicy.RETAIN if table.lasting else RemovalPolicy.DESTROY,
            time_to_live_attribute=TTL_ATTRIBUTE if table.expires else None,
            stream=dynamodb.StreamViewType.NEW_IMAGE if table.stream else None,
        )
        if not table.recovery_days:
            acknowledge(built, "DDB3", SHORT_LIVED)
        for index in table.indexes:
            built.add_global_secondary_index(
                index_name=index.name,
                partition_key=_string(index.partition),
                sort_key=_string(index.sort),
                projection_type=dynamodb.ProjectionType.INCLUDE if index.shows else dynamodb.ProjectionType.KEYS_ONLY,
                non_key_attributes=list(index.shows) or None,
            )
        return built

    def _files(self, settings: Settings) -> s3.Bucket:
        """The content of files. It keeps no versions: what retention removes is gone."""
        bucket = s3.Bucket(
            self,
            "Files",
            bucket_name=self.files_bucket,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            encryption=s3.BucketEncryption.S3_MANAGED,
            # The local cloud has no TLS.
            enforce_ssl=not settings.local,
            removal_policy=RemovalPolicy.RETAIN,
            lifecycle_rules=[
                s3.LifecycleRule(
                    id="unfinished",
                    prefix="uploads/",
                    expiration=Duration.days(1),
                    abort_incomplete_multipart_upload_after=Duration.days(1),
                )
            ],
            cors=[
                s3.CorsRule(
                    allowed_methods=[s3.HttpMethods.PUT, s3.HttpMethods.GET],
                    # A link is the permission, wherever the page comes from; without a domain of the operator's own
                    # the page's address is known only when this bucket exists already.
                    allowed_origins=[settings.public_url or "*"],
                    allowed_headers=["content-type", "x-amz-checksum-sha256"],
                    max_age=3000,
                )
            ],
        )
        acknowledge(bucket, "S1", LINKS_IN_LOGS)
        return bucket

    def _secret(self, name: str, settings: Settings) -> secretsmanager.Secret:
        # The value is written by `python -m shared.operator.bootstrap`; until then the line is not ready.
        secret = secretsmanager.Secret(
            self,
            f"{name.capitalize()}Secret",
            secret_name=f"{settings.prefix}/{name}",
            removal_policy=RemovalPolicy.RETAIN,
        )
        acknowledge(secret, "SMG4", ROTATED_BY_OPERATOR)
        return secret


def _string(name: str) -> dynamodb.Attribute:
    return dynamodb.Attribute(name=name, type=dynamodb.AttributeType.STRING)
