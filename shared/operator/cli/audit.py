"""`holdfast audit`: is what staff did still on record as it was sealed?"""

from __future__ import annotations

import json
import sys
from typing import IO

import click

from shared.domain.clockwork import SystemClock
from shared.domain.roles import PLATFORM
from shared.operator.audit import export_chain, in_json, in_words, verify_chain
from shared.operator.cli import Deployment
from shared.store.anchors import Anchors
from shared.store.audit_chain import AuditChain
from shared.store.directory import Directory


@click.group()
def audit() -> None:
    """What is on record of what staff did."""


@audit.command()
@click.option("--affiliate", "affiliates", multiple=True, help="Whose chain; may be repeated. `platform` has one, too.")
@click.option("--all", "everybody", is_flag=True, help="Every affiliate's, and the platform's.")
@click.option("--bucket", help="Where the anchors are, if not where the stack says.")
@click.option("--without-anchors", is_flag=True, help="Walk the chain only: what was sealed anew is not found.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
@click.pass_obj
def verify(
    deployment: Deployment,
    affiliates: tuple[str, ...],
    everybody: bool,
    bucket: str | None,
    without_anchors: bool,
    as_json: bool,
) -> None:
    """Walk chains, recompute every hash, compare with the anchors. Exits with 1 where one does not hold."""
    database = deployment.database
    chain, anchors = AuditChain(database, SystemClock()), None
    if not without_anchors:
        anchors = Anchors(deployment.client("s3"), bucket or deployment.outputs["AnchorsBucket"])
    known = [*Directory(database).affiliate_ids(), PLATFORM]
    wanted = known if everybody else list(affiliates)
    if not wanted:
        raise click.UsageError("name an --affiliate, or --all")
    verdicts = [verify_chain(chain, anchors, one) for one in wanted]
    for one in verdicts:
        if one.affiliate_id not in known and not one.entries and not one.anchors:
            raise click.UsageError(f"there is no affiliate '{one.affiliate_id}'")
    if as_json:
        click.echo(json.dumps([in_json(one) for one in verdicts], indent=2))
    else:
        for verdict in verdicts:
            for line in in_words(verdict):
                click.echo(line)
    sys.exit(0 if all(one.holds for one in verdicts) else 1)


@audit.command()
@click.option("--affiliate", required=True, help="Whose chain.")
@click.option("--out", type=click.File("w", encoding="utf-8"), default="-", help="A file; what is shown, else.")
@click.pass_obj
def export(deployment: Deployment, affiliate: str, out: IO[str]) -> None:
    """Write a chain as lines of JSON, with all that is needed to recompute its hashes elsewhere."""
    for line in export_chain(AuditChain(deployment.database, SystemClock()), affiliate):
        click.echo(line, file=out)
