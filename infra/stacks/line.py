"""The line itself: queues, functions, APIs and, on AWS, the edge."""

from __future__ import annotations

from typing import Any

from aws_cdk import CfnOutput, Duration, Stack
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.acknowledged import IS_DEAD_LETTERS, acknowledge
from infra.constructs.apis import Apis
from infra.constructs.edge import Edge
from infra.constructs.functions import Functions
from infra.constructs.queues import STREAM_DEAD, Queues
from infra.constructs.workflow import Workflow
from infra.settings import Settings
from infra.stacks.foundation import Foundation


class Line(Stack):
    def __init__(self, scope: Construct, name: str, settings: Settings, foundation: Foundation, **kwargs: Any) -> None:
        super().__init__(scope, name, **kwargs)
        queues = Queues(self, "Queues", settings.prefix)
        self.queues = queues.by_name
        queues.hear(foundation.bus)
        apis = Apis(self, "Apis", settings)
        edge = (
            None if settings.local else Edge(self, "Edge", settings, apis.http, apis.sockets, foundation.files_bucket)
        )
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
                "STAGE": settings.stage,
            },
            self._stream_dead_letters(settings),
            queues.facts,
        ).by_name
        self.workflow = Workflow(self, "Workflow", settings, self.functions["lifecycle"])
        apis.connect(self.functions)
        outputs = {
            "HttpApiId": apis.http.api_id,
            "SocketsApiId": apis.sockets.api_id,
            "PublicUrl": public_url,
            "SocketsStage": settings.stage,
            "TablePrefix": settings.prefix,
            "IngressKeyId": foundation.ingress_key.key_id,
            "FilesBucket": foundation.files_bucket,
            "ReceiptKeyId": foundation.receipt_key.key_id,
            "MailFrom": settings.mail_from,
            "AnchorsBucket": foundation.anchors_bucket,
            "StateMachine": self.workflow.machine.state_machine_arn,
        }
        if edge is not None:
            outputs["SiteBucket"] = edge.site.bucket_name
        for key, value in outputs.items():
            CfnOutput(self, key, value=value)

    def _stream_dead_letters(self, settings: Settings) -> sqs.Queue:
        dead = sqs.Queue(
            self,
            "StreamDead",
            queue_name=f"{settings.prefix}-{STREAM_DEAD}",
            encryption=sqs.QueueEncryption.SQS_MANAGED,
            enforce_ssl=True,
            retention_period=Duration.days(14),
        )
        acknowledge(dead, "SQS3", IS_DEAD_LETTERS)
        return dead
