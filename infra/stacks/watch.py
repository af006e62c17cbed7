"""What wakes somebody: every alarm, and the topic they go to.

A stack of its own, because a stack may hold 500 resources. It knows what it watches by name: the catalogue's names, a
stage's prefix before them.
"""

from __future__ import annotations

from typing import Any

from aws_cdk import ArnFormat, CfnOutput, Duration, RemovalPolicy, Stack
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sns as sns
from constructs import Construct

from infra.catalogue import ALARMS, FUNCTIONS, QUEUES
from infra.constructs.queues import STREAM_DEAD, dead_name, queue_name
from infra.constructs.workflow import workflow_name
from infra.settings import Settings

_MINUTE, _FIVE_MINUTES = Duration.minutes(1), Duration.minutes(5)


class Watch(Stack):
    def __init__(self, scope: Construct, name: str, settings: Settings, **kwargs: Any) -> None:
        super().__init__(scope, name, **kwargs)
        self._settings = settings
        self._topic = self._alarm_topic()
        self._measures()
        self._queues()
        self._functions()
        self._workflow()
        CfnOutput(self, "AlarmTopic", value=self._topic.topic_arn)

    def _alarm_topic(self) -> sns.Topic:
        key = kms.Key(
            self,
            "AlarmKey",
            enable_key_rotation=True,
            removal_policy=RemovalPolicy.DESTROY,
            description="Encrypts alarms on their way to people",
        )
        # CloudWatch publishes as a service, and may do so only with a key that lets it.
        key.add_to_resource_policy(
            iam.PolicyStatement(
                principals=[iam.ServicePrincipal("cloudwatch.amazonaws.com")],
                actions=["kms:Decrypt", "kms:GenerateDataKey*"],
                resources=["*"],
            )
        )
        return sns.Topic(self, "Alarms", topic_name=f"{self._settings.prefix}-alarms", master_key=key, enforce_ssl=True)

    def _measures(self) -> None:
        """What Holdfast measures of itself."""
        for row in ALARMS:
            metric = cloudwatch.Metric(
                namespace="Holdfast",
                metric_name=row.metric,
                dimensions_map=dict(row.dimensions),
                statistic=row.statistic,
                period=_MINUTE,
            )
            self._alarm(row.name, metric, row.threshold, row.why)

    def _queues(self) -> None:
        prefix = self._settings.prefix
        for row in QUEUES:
            dead = _sqs("ApproximateNumberOfMessagesVisible", dead_name(prefix, row))
            self._alarm(f"{row.name}-dead-letters", dead, 1, f"Messages of '{row.name}' were given up on")
            late = _sqs("ApproximateAgeOfOldestMessage", queue_name(prefix, row))
            why = f"'{row.name}' is not being worked off: its oldest message waits {row.late} s"
            self._alarm(f"{row.name}-late", late, row.late, why)
        stream = _sqs("ApproximateNumberOfMessagesVisible", f"{prefix}-{STREAM_DEAD}")
        why = "The relay gave up on part of the stream: facts were not passed on"
        self._alarm("stream-dead-letters", stream, 1, why)

    def _functions(self) -> None:
        for row in FUNCTIONS:
            errors = cloudwatch.Metric(
                namespace="AWS/Lambda",
                metric_name="Errors",
                dimensions_map={"FunctionName": f"{self._settings.prefix}-{row.name}"},
                statistic="Sum",
                period=_FIVE_MINUTES,
            )
            self._alarm(f"{row.name}-errors", errors, 5, f"'{row.name}' keeps failing")

    def _workflow(self) -> None:
        machine = self.format_arn(
            service="states",
            resource="stateMachine",
            resource_name=workflow_name(self._settings),
            arn_format=ArnFormat.COLON_RESOURCE_NAME,
        )
        failed = cloudwatch.Metric(
            namespace="AWS/States",
            metric_name="ExecutionsFailed",
            dimensions_map={"StateMachineArn": machine},
            statistic="Sum",
            period=_FIVE_MINUTES,
        )
        self._alarm("workflow-failed", failed, 1, "An execution died; the reconciler starts another one")

    def _alarm(self, name: str, metric: cloudwatch.IMetric, threshold: float, why: str) -> None:
        """An alarm that pages at `threshold` and above, once, for one period."""
        alarm = cloudwatch.Alarm(
            self,
            name,
            alarm_name=f"{self._settings.prefix}-{name}",
            metric=metric,
            threshold=threshold,
            evaluation_periods=1,
            comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
            treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
            alarm_description=why,
        )
        alarm.add_alarm_action(actions.SnsAction(self._topic))


def _sqs(metric: str, queue: str) -> cloudwatch.Metric:
    return cloudwatch.Metric(
        namespace="AWS/SQS",
        metric_name=metric,
        dimensions_map={"QueueName": queue},
        statistic="Maximum",
        period=_MINUTE,
    )
