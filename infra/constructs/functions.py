"""Each function with a role of its own and only the grants of its row."""

from __future__ import annotations

from pathlib import Path

from aws_cdk import ArnFormat, Aws, Duration, RemovalPolicy, Stack
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_lambda_event_sources as sources
from aws_cdk import aws_logs as logs
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.acknowledged import (
    AFFILIATE_KEYS,
    BOUGHT_LATER,
    FOUNDING,
    LAYERED,
    LIST_STREAMS,
    ONE_ANCHOR,
    ONE_OBJECT,
    ONE_SENDER,
    TASK_TOKENS,
    acknowledge,
)
from infra.catalogue import FUNCTIONS, QUEUES, Function
from infra.constructs.workflow import workflow_name
from infra.settings import Settings
from infra.stacks.foundation import Foundation
from shared.contracts.dead_letters import DEAD_LETTERS, STREAM
from shared.contracts.tables import AUDIT, TABLES
from shared.domain.webhooks import SEALING_PURPOSE

_READ = ("dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query", "dynamodb:ConditionCheckItem")
_WRITE = ("dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem")
#: The queues whose dead letters staff may put back: their letters say whose they are.
_REPLAYED = tuple(row.name for row in DEAD_LETTERS.values() if row.says_whose)
#: What each kind of use of files may do, by the first part of the objects' keys; none: the bucket. Without the right to
#: list it, S3 does not say that something is not there.
_FILES: dict[str, dict[str, tuple[str, ...]]] = {
    "links": {"files": ("s3:GetObject",)},
    "removes": {"files": ("s3:DeleteObject",), "uploads": ("s3:DeleteObject",)},
    "keeps": {
        "": ("s3:ListBucket",),
        "files": ("s3:GetObject", "s3:PutObject", "s3:DeleteObject"),
        "uploads": ("s3:GetObject", "s3:PutObject", "s3:DeleteObject"),
    },
}
_INDEXES = {table.name: table.indexes for table in TABLES}


class Functions(Construct):
    """`by_name` maps a row's name to its function.

    `settings` are the values a row may ask for by name; one that is empty does not exist on this target.
    """

    def __init__(
        self,
        scope: Construct,
        name: str,
        deployment: Settings,
        foundation: Foundation,
        queues: dict[str, sqs.Queue],
        settings: dict[str, str],
        stream_dead: sqs.Queue,
        facts: sns.Topic,
    ) -> None:
        super().__init__(scope, name)
        self._deployment = deployment
        self._foundation = foundation
        self._queues = queues
        self._settings = settings
        self._stream_dead = stream_dead
        self._facts = facts
        # The local cloud would unpack the layer anew for each environment: 2,000 files, some seconds.
        self._layers = {} if deployment.layer_folder else self._all_layers()
        self.by_name = {row.name: self._function(row) for row in FUNCTIONS}

    def _all_layers(self) -> dict[str, lambda_.LayerVersion]:
        """The common layer, under the empty name, and those that only some functions have."""
        named = sorted({name for row in FUNCTIONS for name in row.layers})
        about = {"": "Third-party packages, built from the hashed lock", "risk": "numpy and the risk model's weights"}
        return {
            name: lambda_.LayerVersion(
                self,
                f"{name.capitalize()}Dependencies",
                code=lambda_.Code.from_asset(str(self._deployment.bundles / ("layer" + (f"-{name}" if name else "")))),
                compatible_runtimes=[lambda_.Runtime.PYTHON_3_13],
                compatible_architectures=[lambda_.Architecture.ARM_64],
                description=about[name],
            )
            for name in ("", *named)
        }

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
            layers=[self._layers[name] for name in ("", *row.layers) if name in self._layers],
            memory_size=row.memory,
            timeout=Duration.seconds(row.timeout),
            environment=self._environment(row),
            role=role,
            log_group=group,
            # Lambda takes a function that sends to its own queue for a mistake, and stops it after a few rounds.
            recursive_loop=lambda_.RecursiveLoop.ALLOW if row.consumes in row.sends else None,
        )
        acknowledge(function, "L1", LAYERED)
        self._grant(row, role)
        self._wake(row, function)
        return function

    def _environment(self, row: Function) -> dict[str, str]:
        prefix = self._deployment.prefix
        environment = {name: value for name in row.settings if (value := self._settings[name])}
        environment |= self._layer_settings(row)
        if row.tables:
            environment["TABLE_PREFIX"] = prefix
        queues = (*row.sends, *row.postpones, *row.measures, *(_REPLAYED if row.replays else ()))
        environment |= {f"{queue.upper()}_QUEUE_URL": self._queues[queue].queue_url for queue in queues}
        if row.replays:
            environment |= {f"{name.upper()}_DEAD_URL": self._dead(name).queue_url for name in DEAD_LETTERS}
        secrets = (*row.secrets, *row.secrets_seen, *row.secrets_written)
        environment |= {f"{secret.upper()}_SECRET": f"{prefix}/{secret}" for secret in secrets}
        if row.opens_ingress:
            environment["INGRESS_KEY_ID"] = self._foundation.ingress_key.key_id
        if row.signs_receipts:
            environment["RECEIPT_KEY_ID"] = self._foundation.receipt_key.key_id
        if row.publishes:
            environment["EVENT_BUS_NAME"] = self._foundation.bus.event_bus_name
        if row.pushes:
            environment["CONNECTIONS_URL"] = self._settings["CONNECTIONS_URL"]
        if row.tells:
            environment["FACTS_TOPIC"] = self._facts.topic_arn
        if row.supervises:
            environment["STATE_MACHINE"] = self._state_machine_arn
        if row.mails:
            environment["MAIL_FROM"] = self._deployment.mail_from
        if row.files:
            environment["FILES_BUCKET"] = self._foundation.files_bucket
            if self._deployment.endpoint is not None:
                environment["FILES_URL"] = self._deployment.endpoint
        if row.anchors:
            environment["ANCHORS_BUCKET"] = self._foundation.anchors_bucket
        if row.assists and self._deployment.bedrock_model:
            guardrail, _, version = (self._deployment.bedrock_guardrail or "").partition(":")
            environment["BEDROCK_MODEL_ID"] = self._deployment.bedrock_model
            environment |= {"BEDROCK_GUARDRAIL_ID": guardrail, "BEDROCK_GUARDRAIL_VERSION": version}
        return environment

    def _layer_settings(self, row: Function) -> dict[str, str]:
        """Where a function finds its layers: Lambda mounts them at /opt, the local cloud reads them where they lie."""
        here = self._deployment.layer_folder
        settings = {"RISK_MODEL": "/opt/models/minilm"} if "risk" in row.layers else {}
        if here is not None:
            others = [Path(here).parent.with_name(f"layer-{name}") for name in row.layers]
            settings["PYTHONPATH"] = ":".join([here, *(str(folder / "python") for folder in others)])
            if others:
                settings["RISK_MODEL"] = str(others[0] / "models" / "minilm")
        return settings

    @property
    def _state_machine_arn(self) -> str:
        """By its name: the workflow calls the function that starts it, so neither can wait for the other's ARN."""
        return Stack.of(self).format_arn(
            service="states",
            resource="stateMachine",
            resource_name=workflow_name(self._deployment),
            arn_format=ArnFormat.COLON_RESOURCE_NAME,
        )

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
        if row.replays:
            self._let_replay(role)
        for names, action in (
            (row.secrets, "secretsmanager:GetSecretValue"),
            (row.secrets_seen, "secretsmanager:DescribeSecret"),
        ):
            _allow(role, [action], [self._foundation.secrets[name].secret_arn for name in names])
        for name in row.secrets_written:
            changed = ["secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue"]
            changed.append("secretsmanager:UpdateSecretVersionStage")
            _allow(role, changed, [self._foundation.secrets[name].secret_arn])
        if row.founds:
            self._let_found(role)
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
        if row.signs_receipts:
            _allow(role, ["kms:Sign"], [self._foundation.receipt_key.key_arn])
        if row.makes_branches:
            self._let_make_branches(role)
        if row.seals_secrets:
            self._let_use_secrets(role, "kms:Encrypt")
        if row.opens_secrets:
            self._let_use_secrets(role, "kms:Decrypt")
        if row.opens_branches or row.seals_secrets or row.opens_secrets or row.founds:
            keys = f"arn:aws:kms:{self._deployment.region}:<AWS::AccountId>:key/*"
            acknowledge(role, f"IAM5[Resource::{keys}]", AFFILIATE_KEYS)
        if row.publishes:
            _allow(role, ["events:PutEvents"], [self._foundation.bus.event_bus_arn])
        if row.tells:
            self._facts.grant_publish(role)
        if row.supervises:
            self._let_supervise(role)
        if row.mails:
            self._let_mail(role)
        if row.texts:
            self._let_text(role)
        if row.files:
            self._let_touch_files(role, _FILES[row.files])
        if row.anchors:
            self._let_anchor(role)
        elif "write" in row.tables.get(AUDIT.name, ""):
            self._keep_from_the_chain(role)
        if row.assists and self._deployment.bedrock_model:
            self._let_ask(role, self._deployment.bedrock_model)

    def _dead(self, name: str) -> sqs.IQueue:
        """The dead letters of a queue, or of the stream."""
        if name == STREAM:
            return self._stream_dead
        dead = self._queues[name].dead_letter_queue
        assert dead is not None
        return dead.queue

    def _let_replay(self, role: iam.Role) -> None:
        seen = [self._dead(name).queue_arn for name in DEAD_LETTERS]
        _allow(role, ["sqs:ReceiveMessage", "sqs:GetQueueAttributes"], seen)
        taken = [self._dead(name).queue_arn for name in _REPLAYED]
        _allow(role, ["sqs:DeleteMessage", "sqs:ChangeMessageVisibility"], taken)
        _allow(role, ["sqs:SendMessage"], [self._queues[name].queue_arn for name in _REPLAYED])

    def _let_use_secrets(self, role: iam.Role, action: str) -> None:
        """Webhooks' secrets are sealed with the same keys as texters' words: the context tells them apart."""
        tag, purpose = "aws:ResourceTag/holdfast:affiliate-keys", "kms:EncryptionContext:holdfast:purpose"
        role.add_to_policy(
            iam.PolicyStatement(
                actions=[action],
                resources=[Stack.of(self).format_arn(service="kms", resource="key", resource_name="*")],
                conditions={"StringEquals": {tag: self._deployment.stage, purpose: SEALING_PURPOSE}},
            )
        )

    def _let_make_branches(self, role: iam.Role) -> None:
        """A new branch key comes wrapped; nobody sees it who may not open branches."""
        role.add_to_policy(
            iam.PolicyStatement(
                actions=["kms:GenerateDataKeyWithoutPlaintext"],
                resources=[Stack.of(self).format_arn(service="kms", resource="key", resource_name="*")],
                conditions={"StringEquals": {"aws:ResourceTag/holdfast:affiliate-keys": self._deployment.stage}},
            )
        )

    def _let_found(self, role: iam.Role) -> None:
        """A key that is made must carry the tag by which keys may be used; only such a key may be used, or given up."""
        tag = "holdfast:affiliate-keys"
        role.add_to_policy(
            iam.PolicyStatement(
                actions=["kms:CreateKey"],
                resources=["*"],
                conditions={"StringEquals": {f"aws:RequestTag/{tag}": self._deployment.stage}},
            )
        )
        role.add_to_policy(
            iam.PolicyStatement(
                actions=["kms:TagResource"],
                resources=[Stack.of(self).format_arn(service="kms", resource="key", resource_name="*")],
                conditions={"StringEquals": {f"aws:RequestTag/{tag}": self._deployment.stage}},
            )
        )
        role.add_to_policy(
            iam.PolicyStatement(
                actions=["kms:GenerateDataKeyWithoutPlaintext", "kms:ScheduleKeyDeletion"],
                resources=[Stack.of(self).format_arn(service="kms", resource="key", resource_name="*")],
                conditions={"StringEquals": {f"aws:ResourceTag/{tag}": self._deployment.stage}},
            )
        )
        acknowledge(role, "IAM5[Resource::*]", FOUNDING)

    def _let_supervise(self, role: iam.Role) -> None:
        _allow(role, ["states:StartExecution", "states:ListExecutions"], [self._state_machine_arn])
        # A token names its wait by itself: these calls take no resource.
        _allow(role, ["states:SendTaskSuccess"], ["*"])
        acknowledge(role, "IAM5[Resource::*]", TASK_TOKENS)

    def _let_mail(self, role: iam.Role) -> None:
        stack = Stack.of(self)
        identities = stack.format_arn(service="ses", resource="identity", resource_name="*")
        role.add_to_policy(
            iam.PolicyStatement(
                actions=["ses:SendEmail"],
                resources=[identities],
                conditions={"StringEquals": {"ses:FromAddress": self._deployment.mail_from}},
            )
        )
        arn = f"arn:aws:ses:{self._deployment.region}:<AWS::AccountId>:identity/*"
        acknowledge(role, f"IAM5[Resource::{arn}]", ONE_SENDER)

    def _let_text(self, role: iam.Role) -> None:
        numbers = Stack.of(self).format_arn(service="sms-voice", resource="*", arn_format=ArnFormat.NO_RESOURCE_NAME)
        _allow(role, ["sms-voice:SendTextMessage"], [numbers])
        arn = f"arn:aws:sms-voice:{self._deployment.region}:<AWS::AccountId>:*"
        acknowledge(role, f"IAM5[Resource::{arn}]", BOUGHT_LATER)

    def _let_touch_files(self, role: iam.Role, allowed: dict[str, tuple[str, ...]]) -> None:
        arn = Stack.of(self).format_arn(
            service="s3",
            region="",
            account="",
            resource=self._foundation.files_bucket,
            arn_format=ArnFormat.NO_RESOURCE_NAME,
        )
        name = self._foundation.files_bucket.replace(Aws.ACCOUNT_ID, "<AWS::AccountId>")
        for prefix, actions in allowed.items():
            _allow(role, list(actions), [f"{arn}/{prefix}/*" if prefix else arn])
            if prefix:
                acknowledge(role, f"IAM5[Resource::arn:aws:s3:::{name}/{prefix}/*]", ONE_OBJECT)

    def _let_anchor(self, role: iam.Role) -> None:
        arn = Stack.of(self).format_arn(
            service="s3",
            region="",
            account="",
            resource=self._foundation.anchors_bucket,
            arn_format=ArnFormat.NO_RESOURCE_NAME,
        )
        _allow(role, ["s3:ListBucketVersions"], [arn])
        _allow(role, ["s3:PutObject", "s3:GetObjectVersion"], [f"{arn}/*"])
        name = self._foundation.anchors_bucket.replace(Aws.ACCOUNT_ID, "<AWS::AccountId>")
        acknowledge(role, f"IAM5[Resource::arn:aws:s3:::{name}/*]", ONE_ANCHOR)

    def _keep_from_the_chain(self, role: iam.Role) -> None:
        """Who records what staff do neither seals nor changes what is sealed, nor takes back what waits to be."""
        table = self._foundation.tables[AUDIT.name].table_arn
        changing = ["dynamodb:UpdateItem", "dynamodb:DeleteItem"]
        for actions, partitions in ((["dynamodb:PutItem", *changing], "C#*"), (changing, "U#*")):
            role.add_to_policy(
                iam.PolicyStatement(
                    effect=iam.Effect.DENY,
                    actions=actions,
                    resources=[table],
                    conditions={"ForAnyValue:StringLike": {"dynamodb:LeadingKeys": [partitions]}},
                )
            )

    def _let_ask(self, role: iam.Role, model: str) -> None:
        stack = Stack.of(self)
        resources = [stack.format_arn(service="bedrock", account="", resource="foundation-model", resource_name=model)]
        _allow(role, ["bedrock:InvokeModel"], resources)
        guardrail = (self._deployment.bedrock_guardrail or "").partition(":")[0]
        if guardrail:
            arn = stack.format_arn(service="bedrock", resource="guardrail", resource_name=guardrail)
            _allow(role, ["bedrock:ApplyGuardrail"], [arn])

    def _wake(self, row: Function, function: lambda_.Function) -> None:
        if row.consumes is not None:
            queue = next(queue for queue in QUEUES if queue.name == row.consumes)
            function.add_event_source(
                sources.SqsEventSource(
                    self._queues[row.consumes],
                    batch_size=queue.batch,
                    report_batch_item_failures=True,
                    max_concurrency=queue.most_at_once,
                )
            )
        if row.stream_of is not None:
            acknowledge(self.node.find_child(f"{row.name.capitalize()}Role"), "IAM5[Resource::*]", LIST_STREAMS)
            facts, deliveries, staff_news = (
                lambda_.FilterCriteria.filter({"dynamodb": {"Keys": {"sk": {"S": [{"prefix": prefix}]}}}})
                for prefix in ("F#", "D#", "M#")
            )
            function.add_event_source(
                sources.DynamoEventSource(
                    self._foundation.tables[row.stream_of],
                    starting_position=lambda_.StartingPosition.TRIM_HORIZON,
                    batch_size=100,
                    bisect_batch_on_error=True,
                    retry_attempts=1000,
                    filters=[facts, deliveries, staff_news],
                    on_failure=sources.SqsDlq(self._stream_dead),
                )
            )
        for job in row.jobs:
            title = "".join(word.capitalize() for word in job.name.split("_"))
            events.Rule(
                self,
                f"{title}Schedule",
                schedule=events.Schedule.rate(Duration.minutes(job.every_minutes)),
                targets=[targets.LambdaFunction(function, event=events.RuleTargetInput.from_object({"job": job.name}))],
            )


def _allow(role: iam.Role, actions: list[str], resources: list[str]) -> None:
    if resources:
        role.add_to_policy(iam.PolicyStatement(actions=actions, resources=resources))
