"""`holdfast keys`: an affiliate's branch keys."""

from __future__ import annotations

import click

from shared.operator.cli import Deployment


@click.group()
def keys() -> None:
    """The keys that wrap texters' keys."""


@keys.command("rotate")
@click.option("--affiliate", help="One affiliate's id; all of them when left out.")
@click.pass_obj
def rotate(deployment: Deployment, affiliate: str | None) -> None:
    """Give an affiliate a new branch key. What the one before wrapped stays open."""
    from shared.operator.erasing import affiliates, branches

    for one in affiliates(deployment, affiliate):
        click.echo(f"{one}: {branches(deployment).rotate(one)} wraps new keys from now on")


@keys.command("rewrap")
@click.option("--affiliate", required=True, help="The affiliate's id.")
@click.pass_obj
def rewrap(deployment: Deployment, affiliate: str) -> None:
    """Wrap all of an affiliate's keys by its newest branch key. Reads the whole vault; may be stopped and run again."""
    from shared.operator.erasing import branches

    found = branches(deployment).rewrap(affiliate)
    click.echo(f"{affiliate}: {found.changed} keys wrapped anew")
    for branch, count in sorted(found.by_branch.items()):
        click.echo(f"  {branch}: {count}")
