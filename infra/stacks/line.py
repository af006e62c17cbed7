"""The line itself: queues, functions, APIs, alarms and, on AWS, the edge."""

from __future__ import annotations

from typing import Any

from aws_cdk import CfnOutput, Duration, RemovalPolicy, Stack
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.acknowledged import IS_DEAD_LETTERS, acknowledge
from infra.catalogue import ALARMS
from infra.constructs.apis import Apis
from infra.constructs.edge import Edge
from infra.constructs.functions import Functions
from infra.constructs.queues import Queues, add_alarm
from infra.constructs.workflow import Workflow
from infra.settings import Settings
from infra.stacks.foundation import Foundation


class Line(Stack):
    def __init__(self, scope: Construct, name: str, settings: Settings, foundation: Foundation, **kwargs: Any) -> None:
        super().__init__(scope, name, **kwargs)
        topic = self._alarm_topic(settings)
        queues = Queues(self, "Queues", settings.prefix, topic)
        self.queues = queues.by_name
        queues.hear(foundation.bus)
        apis = Apis(self, "Apis", settings)
        edge = None if settings.local else Edge(self, "Edge", settings, apis.http, apis.sockets)
        public_url = settings.public_url or (edge.url if edge is not None else "")
        self.functions = Functions(
            self,
            "Functions",
            settings,
            foundation,
            self.queues,
            {
                "PUBLIC_URL": public_url,
                "TWILIO_API_URL": settings.carrier_url,
                "WEBSOCKET_URL": f"{public_url.replace('http', 'ws', 1)}/ws"
                if settings.public_url
                else f"wss://{edge.distribution.distribution_domain_name if edge else ''}/ws",
                "CONNECTIONS_URL": apis.connections_url,
                "EMERGENCY_SERVICE": settings.emergency_service,
                "LOOPBACK_TARGETS": settings.loopback_targets,
                "AWS_SMS_URL": settings.sms_url,
                "SNS_HOST": settings.sns_host,
            },
            self._stream_dead_letters(settings, topic),
            queues.facts,
        ).by_name
        self.workflow = Workflow(self, "Workflow", settings, self.functions["lifecycle"], topic)
        apis.connect(self.functions)
        self._alarms(settings, topic)
        outputs = {
            "HttpApiId": apis.http.api_id,
            "SocketsApiId": apis.sockets.api_id,
            "PublicUrl": public_url,
            "SocketsStage": settings.stage,
            "TablePrefix": settings.prefix,
            "IngressKeyId": foundation.ingress_key.key_id,
            "AlarmTopic": topic.topic_arn,
            "MailFrom": settings.mail_from,
            "StateMachine": self.workflow.machine.state_machine_arn,
        }
        if edge is not None:
            outputs["SiteBucket"] = edge.site.bucket_name
        for key, value in outputs.items():
            CfnOutput(self, key, value=value)

    def _alarm_topic(self, settings: Settings) -> sns.Topic:
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
        return sns.Topic(self, "Alarms", topic_name=f"{settings.prefix}-alarms", master_key=key, enforce_ssl=True)

    def _stream_dead_letters(self, settings: Settings, topic: sns.Topic) -> sqs.Queue:
        dead = sqs.Queue(
            self,
            "StreamDead",
            queue_name=f"{settings.prefix}-stream-dead",
            encryption=sqs.QueueEncryption.SQS_MANAGED,
            enforce_ssl=True,
            retention_period=Duration.days(14),
        )
        acknowledge(dead, "SQS3", IS_DEAD_LETTERS)
        add_alarm(
            self,
            f"{settings.prefix}-stream-dead-letters",
            dead.metric_approximate_number_of_messages_visible(period=Duration.minutes(1), statistic="Maximum"),
            1,
            "The relay gave up on part of the stream: facts were not passed on",
            topic,
        )
        return dead

    def _alarms(self, settings: Settings, topic: sns.Topic) -> None:
        for row in ALARMS:
            metric = cloudwatch.Metric(
                namespace="Holdfast",
                metric_name=row.metric,
                dimensions_map=dict(row.dimensions),
                statistic=row.statistic,
                period=Duration.minutes(1),
            )
            add_alarm(self, f"{settings.prefix}-{row.name}", metric, row.threshold, row.why, topic)
        for name, function in self.functions.items():
            errors = function.metric_errors(period=Duration.minutes(5))
            add_alarm(self, f"{settings.prefix}-{name}-errors", errors, 5, f"'{name}' keeps failing", topic)
