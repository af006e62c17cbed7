"""`holdfast`: the operator's command line. Also `python -m shared.operator.cli`.

Each group of commands is a module of its own, imported when one of its commands is asked for.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import boto3
import click

from shared.store.database import Database

#: Commands and groups of commands, by name: the module, and what it is called there.
COMMANDS: dict[str, tuple[str, str]] = {
    "apply": ("shared.operator.cli.packs", "apply"),
    "audit": ("shared.operator.cli.audit", "audit"),
    "credentials": ("shared.operator.cli.credentials", "credentials"),
    "export": ("shared.operator.cli.packs", "export"),
    "invite": ("shared.operator.cli.people", "invite"),
    "keys": ("shared.operator.cli.keys", "keys"),
    "pack-schema": ("shared.operator.cli.packs", "pack_schema"),
    "plan": ("shared.operator.cli.packs", "plan"),
    "platform-admin": ("shared.operator.cli.people", "platform_admin"),
    "restore": ("shared.operator.cli.restore", "restore"),
    "texters": ("shared.operator.cli.texters", "texters"),
}


@dataclass(frozen=True)
class Deployment:
    """The deployment that is operated. Without an `endpoint` it is on AWS."""

    stage: str
    region: str | None = None
    endpoint: str | None = None

    @property
    def prefix(self) -> str:
        """What the names of its tables, queues and stacks begin with."""
        return f"holdfast-{self.stage}"

    @cached_property
    def session(self) -> boto3.Session:
        return boto3.Session(region_name=self.region)

    def client(self, service: str) -> Any:
        return self.session.client(service, endpoint_url=self.endpoint)

    @cached_property
    def database(self) -> Database:
        from botocore.session import get_session

        session = get_session()
        if self.region is not None:
            session.set_config_variable("region", self.region)
        if self.endpoint is not None:
            # PynamoDB makes its client itself; this is where botocore looks for an address.
            import os

            os.environ["AWS_ENDPOINT_URL"] = self.endpoint
        return Database(self.prefix, session)

    @cached_property
    def outputs(self) -> dict[str, str]:
        """What the stack of the line says of itself."""
        (stack,) = self.client("cloudformation").describe_stacks(StackName=f"{self.prefix}-line")["Stacks"]
        return {one["OutputKey"]: one["OutputValue"] for one in stack["Outputs"]}


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name]
        found: click.Command = getattr(importlib.import_module(module), name)
        return found


@click.group(cls=_Commands)
@click.option("--stage", required=True, envvar="HOLDFAST_STAGE", help="The stage that was deployed, for example dev.")
@click.option("--region", envvar="AWS_REGION", help="Its region; AWS's own settings decide when left out.")
@click.option("--endpoint", envvar="AWS_ENDPOINT_URL", help="Another cloud's address, such as the local one's.")
@click.pass_context
def holdfast(context: click.Context, stage: str, region: str | None, endpoint: str | None) -> None:
    """Operate a deployment of Holdfast."""
    context.obj = Deployment(stage, region, endpoint)
