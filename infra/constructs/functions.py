"""Each function with a role of its own and only the grants of its row."""

from __future__ import annotations

from aws_cdk import Duration, RemovalPolicy, Stack
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_lambda_event_sources as sources
from aws_cdk import aws_logs as logs
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.acknowledged import AFFILIATE_KEYS, LAYERED, LIST_STREAMS, acknowledge
from infra.catalogue import FUNCTIONS, QUEUES, Function
from infra.settings import Settings
from infra.stacks.foundation import Foundation
from shared.contracts.tables import TABLES

_READ = ("dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query", "dynamodb:ConditionCheckItem")
_WRITE = ("dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem")
_INDEXES = {table.name: table.indexes for table in TABLES}


class Functions(Construct):
    """`by_name` maps a row's name to its function. `settings` are the values a row may ask for by name."""

    def __init__(
        self,
        scope: Construct,
        name: str,
        deployment: Settings,
        foundation: Foundation,
        queues: dict[str, sqs.Queue],
        settings: dict[str, str],
        stream_dead: sqs.Queue,
    ) -> None:
        super().__init__(scope, name)
        self._deployment = deployment
        self._foundation = foundation
        self._queues = queues
        self._settings = settings
        self._stream_dead = stream_dead
        # The local cloud would unpack the layer anew for each environment: 2,000 files, some seconds.
        self._layers = [] if deployment.layer_folder else [self._layer()]
        self.by_name = {row.name: self._function(row) for row in FUNCTIONS}

    def _layer(self) -> lambda_.LayerVersion:
        return lambda_.LayerVersion(
            self,
            "Dependencies",
            code=lambda_.Code.from_asset(str(self._deployment.bundles / "layer")),
            compatible_runtimes=[lambda_.Runtime.PYTHON_3_13],
            compatible_architectures=[lambda_.Architecture.ARM_64],
            description="Third-party packages, built from the hashed lock",
        )

    def _function(self, row: Function) -> lambda_.Function:
        prefix = self._deployment.prefix
        title = row.name.capitalize()
        group = logs.LogGroup(
            self,
            f"{title}Log",
            log_group_name=f"/aws/lambda/{prefix}-{row.name}",
            retention=logs.RetentionDays.ONE_MONTH,
            removal_policy=RemovalPolicy.DESTROY,
        )
        role = iam.Role(
            self,
            f"{title}Role",
            assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"),
            description=f"What '{row.name}' may do",
        )
        group.grant_write(role)
        function = lambda_.Function(
            self,
            title,
            function_name=f"{prefix}-{row.name}",
            runtime=lambda_.Runtime.PYTHON_3_13,
            architecture=lambda_.Architecture.ARM_64,
            handler=f"functions.{row.name}.handler.handler",
            code=lambda_.Code.from_asset(str(self._deployment.bundles / "functions" / row.name)),
            layers=self._layers,
            memory_size=row.memory,
            timeout=Duration.seconds(row.timeout),
            environment=self._environment(row),
            role=role,
            log_group=group,
        )
        acknowledge(function, "L1", LAYERED)
        self._grant(row, role)
        self._wake(row, function)
        return function

    def _environment(self, row: Function) -> dict[str, str]:
        prefix = self._deployment.prefix
        environment = {name: self._settings[name] for name in row.settings}
        if self._deployment.layer_folder:
            environment["PYTHONPATH"] = self._deployment.layer_folder
        if row.tables:
            environment["TABLE_PREFIX"] = prefix
        queues = (*row.sends, *row.postpones, *row.measures)
        environment |= {f"{queue.upper()}_QUEUE_URL": self._queues[queue].queue_url for queue in queues}
        environment |= {
            f"{secret.upper()}_SECRET": f"{prefix}/{secret}" for secret in (*row.secrets, *row.secrets_seen)
        }
        if row.opens_ingress:
            environment["INGRESS_KEY_ID"] = self._foundation.ingress_key.key_id
        if row.publishes:
            environment["EVENT_BUS_NAME"] = self._foundation.bus.event_bus_name
        if row.pushes:
            environment["CONNECTIONS_URL"] = self._settings["CONNECTIONS_URL"]
        return environment

    def _grant(self, row: Function, role: iam.Role) -> None:
        for name, access in row.tables.items():
            table = self._foundation.tables[name]
            actions = (_READ if "read" in access else ()) + (_WRITE if "write" in access else ())
            indexes = [f"{table.table_arn}/index/{index.name}" for index in _INDEXES[name] if "read" in access]
            role.add_to_policy(iam.PolicyStatement(actions=list(actions), resources=[table.table_arn, *indexes]))
        for queues, action in (
            (row.sends, "sqs:SendMessage"),
            (row.postpones, "sqs:ChangeMessageVisibility"),
            (row.measures, "sqs:GetQueueAttributes"),
        ):
            _allow(role, [action], [self._queues[queue].queue_arn for queue in queues])
        for names, action in (
            (row.secrets, "secretsmanager:GetSecretValue"),
            (row.secrets_seen, "secretsmanager:DescribeSecret"),
        ):
            _allow(role, [action], [self._foundation.secrets[name].secret_arn for name in names])
        if row.opens_ingress:
            role.add_to_policy(
                iam.PolicyStatement(actions=["kms:Decrypt"], resources=[self._foundation.ingress_key.key_arn])
            )
        if row.opens_branches:
            # An affiliate's key is made while the line runs, so it is named by its tag instead of its ARN.
            role.add_to_policy(
                iam.PolicyStatement(
                    actions=["kms:Decrypt"],
                    resources=[Stack.of(self).format_arn(service="kms", resource="key", resource_name="*")],
                    conditions={"StringEquals": {"aws:ResourceTag/holdfast:affiliate-keys": self._deployment.stage}},
                )
            )
        if row.opens_branches:
            keys = f"arn:aws:kms:{self._deployment.region}:<AWS::AccountId>:key/*"
            acknowledge(role, f"IAM5[Resource::{keys}]", AFFILIATE_KEYS)
        if row.publishes:
            role.add_to_policy(
                iam.PolicyStatement(actions=["events:PutEvents"], resources=[self._foundation.bus.event_bus_arn])
            )

    def _wake(self, row: Function, function: lambda_.Function) -> None:
        if row.consumes is not None:
            batch = next(queue.batch for queue in QUEUES if queue.name == row.consumes)
            function.add_event_source(
                sources.SqsEventSource(self._queues[row.consumes], batch_size=batch, report_batch_item_failures=True)
            )
        if row.stream_of is not None:
            acknowledge(self.node.find_child(f"{row.name.capitalize()}Role"), "IAM5[Resource::*]", LIST_STREAMS)
            facts, deliveries = (
                lambda_.FilterCriteria.filter({"dynamodb": {"Keys": {"sk": {"S": [{"prefix": prefix}]}}}})
                for prefix in ("F#", "D#")
            )
            function.add_event_source(
                sources.DynamoEventSource(
                    self._foundation.tables[row.stream_of],
                    starting_position=lambda_.StartingPosition.TRIM_HORIZON,
                    batch_size=100,
                    bisect_batch_on_error=True,
                    retry_attempts=1000,
                    filters=[facts, deliveries],
                    on_failure=sources.SqsDlq(self._stream_dead),
                )
            )
        if row.every_minutes is not None:
            events.Rule(
                self,
                f"{row.name.capitalize()}Schedule",
                schedule=events.Schedule.rate(Duration.minutes(row.every_minutes)),
                targets=[targets.LambdaFunction(function)],
            )


def _allow(role: iam.Role, actions: list[str], resources: list[str]) -> None:
    if resources:
        role.add_to_policy(iam.PolicyStatement(actions=actions, resources=resources))
