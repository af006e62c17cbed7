"""`holdfast restore`: what must be done after tables were restored from a backup."""

from __future__ import annotations

import click

from shared.operator.cli import Deployment


@click.group()
def restore() -> None:
    """After a restore."""


@restore.command("replay-erasures")
@click.option("--affiliate", help="One affiliate's id; all of them when left out.")
@click.pass_obj
def replay_erasures(deployment: Deployment, affiliate: str | None) -> None:
    """Erase again whatever came back of texters who were erased. May be run at any time, and again."""
    from shared.operator.erasing import affiliates, replaying

    work = replaying(deployment)
    for one in affiliates(deployment, affiliate):
        found = work.run(one)
        click.echo(
            f"{one}: {found.erasures} erasures, {found.keys} keys and {found.conversations} conversations had come back"
        )
