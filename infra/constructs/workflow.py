"""The state machine that supervises conversations, from the generated definition."""

from __future__ import annotations

import json

from aws_cdk import CfnElement, RemovalPolicy, Stack
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct

from infra.acknowledged import FUNCTION_VERSIONS, LOG_DELIVERY, acknowledge
from infra.settings import Settings
from shared.contracts.workflow import FUNCTION, definition


def workflow_name(settings: Settings) -> str:
    return f"{settings.prefix}-conversation"


class Workflow(Construct):
    """`machine` runs one execution per conversation."""

    def __init__(self, scope: Construct, name: str, settings: Settings, lifecycle: lambda_.Function) -> None:
        super().__init__(scope, name)
        group = logs.LogGroup(
            self,
            "Log",
            # Step Functions asks for this prefix.
            log_group_name=f"/aws/vendedlogs/states/{workflow_name(settings)}",
            retention=logs.RetentionDays.ONE_MONTH,
            removal_policy=RemovalPolicy.DESTROY,
        )
        self.machine = sfn.StateMachine(
            self,
            "Conversation",
            state_machine_name=workflow_name(settings),
            state_machine_type=sfn.StateMachineType.STANDARD,
            definition_body=sfn.DefinitionBody.from_string(json.dumps(definition())),
            definition_substitutions={FUNCTION.strip("${}"): lifecycle.function_arn},
            # Levels and names of states, without what goes in and comes out.
            logs=sfn.LogOptions(destination=group, level=sfn.LogLevel.ALL, include_execution_data=False),
            tracing_enabled=True,
        )
        lifecycle.grant_invoke(self.machine)
        self._acknowledge(lifecycle)

    def _acknowledge(self, lifecycle: lambda_.Function) -> None:
        acknowledge(self.machine, "IAM5[Resource::*]", LOG_DELIVERY)
        if isinstance(lifecycle.node.default_child, CfnElement):
            function = Stack.of(self).resolve(lifecycle.node.default_child.logical_id)
            acknowledge(self.machine, f"IAM5[Resource::<{function}.Arn>:*]", FUNCTION_VERSIONS)
