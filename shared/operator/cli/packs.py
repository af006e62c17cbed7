"""`holdfast plan`, `apply`, `export`: an affiliate's whole configuration as one YAML file."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from shared.configuration import packs
from shared.configuration.documents import Document, House
from shared.configuration.editing import By, Editor
from shared.configuration.founding import Founding
from shared.configuration.pack_hooks import beside, new_secrets, require_all
from shared.configuration.pack_schema import schema
from shared.configuration.pack_told import as_json as step_json
from shared.configuration.pack_yaml import dump, load
from shared.domain.clockwork import RandomIds, SystemClock
from shared.domain.errors import InvalidInput, NotFound
from shared.operator.cli import Deployment
from shared.operator.inviting import invite as send
from shared.security.webhook_secrets import WebhookSecrets
from shared.store.audit import Actor
from shared.store.webhooks import Webhooks

_SIGNS = {"create": ("+", "green"), "change": ("~", "yellow"), "restore": ("+", "green"), "deactivate": ("-", "red")}
#: A value in a plan is cut here: a plan is read by a person.
_MOST_SHOWN = 70

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("pack", type=_FILE)
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.option("--check", is_flag=True, help="Exit with 2 where there is something to do.")
@click.pass_obj
def plan(deployment: Deployment, pack: Path, as_json: bool, check: bool) -> None:
    """Show what applying PACK would change. Changes nothing."""
    found = _plan(_editor(deployment), _read(pack))
    _tell(found, as_json)
    if check and found.steps:
        raise SystemExit(2)


@click.command()
@click.argument("pack", type=_FILE)
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--json", "as_json", is_flag=True, help="For programs; implies --yes.")
@click.option("--invite", is_flag=True, help="Mail everybody who is new an invitation.")
@click.pass_obj
def apply(deployment: Deployment, pack: Path, yes: bool, as_json: bool, invite: bool) -> None:
    """Make an affiliate what PACK says. May be repeated: what is as it should be is left alone."""
    given, editor = _read(pack), _editor(deployment)
    found = _plan(editor, given)
    _tell(found, as_json)
    if not found.steps:
        return
    if not (yes or as_json):
        click.confirm("Apply this?", abort=True)
    by = By(Actor("operator", "operator"), RandomIds().new("cli"))
    if found.new:
        kms = deployment.client("kms")
        founder = Founding(deployment.database, kms, SystemClock(), RandomIds(), deployment.stage)
        named = next(one for one in found.documents if one.kind == "affiliate")
        founder.found(named.fields, by, found.affiliate_id)

    hooks = Webhooks(deployment.database, SystemClock(), RandomIds())
    sealing = WebhookSecrets(deployment.client("kms"))
    secrets = new_secrets(hooks, sealing, SystemClock(), found.affiliate_id, found.documents)

    def make(house: House) -> list[Document]:
        documents = packs.plan(given, house, datetime.now(UTC)).documents
        require_all(secrets, documents)
        return documents

    try:
        edited = editor.apply(found.affiliate_id, make, by, beside(secrets))
    except InvalidInput as refused:
        raise _refusal(list(refused.errors)) from None
    for one in secrets:
        click.echo(f"The secret of {one.url}, told this once: {one.secret}", err=as_json)
    if invite:
        new = [one.after.id for one in edited if one.before is None and one.after.kind == "user"]
        for name in send(deployment, found.affiliate_id, new):
            click.echo(f"Invited {name}.")
    if not as_json:
        click.echo(f"Applied to {found.affiliate_id}: {len(found.steps)} changes.")


@click.command()
@click.argument("affiliate")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="A file; standard output without it.")
@click.pass_obj
def export(deployment: Deployment, affiliate: str, output: Path | None) -> None:
    """Write AFFILIATE's configuration as a pack. No credentials are in it, and no passwords."""
    try:
        text = dump(packs.export(_editor(deployment).house(affiliate)))
    except NotFound:
        raise click.ClickException(f"there is no affiliate '{affiliate}'") from None
    if output is None:
        click.echo(text, nl=False)
    else:
        output.write_text(text)


@click.command("pack-schema")
def pack_schema() -> None:
    """Print the JSON Schema of packs, for editors."""
    click.echo(json.dumps(schema(), indent=2, ensure_ascii=False))


def _editor(deployment: Deployment) -> Editor:
    return Editor(deployment.database, SystemClock(), RandomIds())


def _read(path: Path) -> Any:
    try:
        return load(path.read_text())
    except ValueError as error:
        raise click.ClickException(f"{path}: {error}") from None


def _plan(editor: Editor, given: Any) -> packs.Plan:
    try:
        affiliate_id, new = packs.affiliate_of(given), False
        try:
            house = editor.house(affiliate_id)
        except NotFound:
            house, new = House(affiliate_id, ""), True
        return packs.plan(given, house, datetime.now(UTC), new=new)
    except packs.PackInvalid as wrong:
        raise _refusal(list(wrong.errors)) from None


def _refusal(errors: list[Any]) -> click.ClickException:
    lines = "\n".join(f"  {one.field}: {one.message}" for one in errors)
    return click.ClickException(f"nothing was applied, the pack is wrong in {len(errors)} places:\n{lines}")


def _tell(found: packs.Plan, as_json: bool) -> None:
    if as_json:
        steps = [step_json(step) for step in found.steps]
        click.echo(json.dumps({"affiliate": found.affiliate_id, "new": found.new, "steps": steps}, ensure_ascii=False))
        return
    if found.new:
        click.echo(f"{found.affiliate_id} is new: it will be founded, with keys of its own.")
    for step in found.steps:
        sign, colour = _SIGNS[step.what]
        click.secho(f"{sign} {step.after.kind} {step.after.id}", fg=colour)
        if step.what in ("create", "change", "restore"):
            for name, old, new in step.fields():
                came = f"{_short(old)} → " if step.before is not None else ""
                click.echo(f"    {name}: {came}{_short(new)}")
    counts = {what: sum(step.what == what for step in found.steps) for what in _SIGNS}
    told = ", ".join(f"{number} to {what}" for what, number in counts.items() if number)
    click.echo(f"{found.affiliate_id}: {told or 'nothing to do'}.")


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _MOST_SHOWN else f"{text[: _MOST_SHOWN - 1]}…"
