"""`holdfast invite` and `holdfast platform-admin`: letting people in."""

from __future__ import annotations

import click

from shared.configuration.editing import By, Editor
from shared.configuration.founding import Founding
from shared.domain.clockwork import RandomIds, SystemClock
from shared.domain.errors import InvalidInput, NotFound
from shared.domain.roles import PLATFORM, PLATFORM_ADMIN
from shared.operator.cli import Deployment
from shared.operator.inviting import invite as send
from shared.store.audit import Actor


@click.command()
@click.argument("affiliate")
@click.argument("email")
@click.pass_obj
def invite(deployment: Deployment, affiliate: str, email: str) -> None:
    """Mail somebody of AFFILIATE a new invitation; the one before opens no more."""
    try:
        house = _editor(deployment).house(affiliate)
    except NotFound:
        raise click.ClickException(f"there is no affiliate '{affiliate}'") from None
    found = [one.id for one in house.of("user") if one["email"].casefold() == email.casefold()]
    _invite(deployment, affiliate, found)


@click.command("platform-admin")
@click.argument("email")
@click.argument("name")
@click.pass_obj
def platform_admin(deployment: Deployment, email: str, name: str) -> None:
    """Let EMAIL look after affiliates, and mail them an invitation. They see nothing that texters write."""
    founding = Founding(deployment.database, None, SystemClock(), RandomIds(), deployment.stage)
    founding.write_down_platform()
    by = By(Actor("operator", "operator"), RandomIds().new("cli"))
    fields = {"email": email, "name": name, "role": PLATFORM_ADMIN}
    try:
        made = _editor(deployment).create(PLATFORM, "user", fields, by)
    except InvalidInput as refused:
        raise click.ClickException("; ".join(f"{one.field} {one.message}" for one in refused.errors)) from None
    _invite(deployment, PLATFORM, [made.id])


def _editor(deployment: Deployment) -> Editor:
    return Editor(deployment.database, SystemClock(), RandomIds())


def _invite(deployment: Deployment, affiliate_id: str, user_ids: list[str]) -> None:
    invited = send(deployment, affiliate_id, user_ids)
    if not invited:
        raise click.ClickException("nobody of that address is active there")
    click.echo(f"Invited {', '.join(invited)}.")
