"""`holdfast texters`: what an erasure came to, and whether a receipt is genuine."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import click

from shared.operator.cli import Deployment


@click.group()
def texters() -> None:
    """Erasures of texters, and their receipts."""


@texters.command("erasures")
@click.option("--affiliate", required=True, help="The affiliate's id.")
@click.pass_obj
def erasures(deployment: Deployment, affiliate: str) -> None:
    """List an affiliate's erasures, the oldest first: ids and states."""
    from shared.store.erasures import Erasures, id_of

    for item in Erasures(deployment.database).all(affiliate):
        click.echo(f"{id_of(item)}  {item.status:<10}  {item.texter_id}  asked {item.requested_at:%Y-%m-%d %H:%M}")


@texters.command("receipt")
@click.argument("erasure")
@click.option("--affiliate", required=True, help="The affiliate's id.")
@click.pass_obj
def receipt(deployment: Deployment, erasure: str, affiliate: str) -> None:
    """Print the signed receipt of an erasure."""
    from shared.store.erasures import Erasures

    item = Erasures(deployment.database).get(affiliate, erasure)
    if item is None or item.receipt is None:
        raise click.ClickException("there is no such erasure, or nothing is gone yet")
    click.echo(item.receipt)


@texters.command("verify-receipt")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--public-key",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The public key as PEM or DER; without it, it is asked of the deployment's KMS.",
)
@click.pass_obj
def verify_receipt(deployment: Deployment, file: Path, public_key: Path | None) -> None:
    """Check the signature of a receipt, as the API or `receipt` gave it, and say what it states."""
    from shared.security.receipts import NotGenuine, verify

    key = _der(public_key.read_bytes()) if public_key is not None else _asked(deployment)
    try:
        found = verify(_document(file), key)
    except NotGenuine as wrong:
        raise click.ClickException(f"not genuine: {wrong}") from None
    click.echo(f"genuine: {found['texterId']} of {found['affiliateId']}, erased {found['erasedAt']}")
    click.echo(f"no backup opens it after {found['unrecoverableAfter']}")
    for asked in found["carriers"]["asked"]:
        click.echo(f"{asked['channel']}: {asked['deleted']} copies deleted, {asked['pending']} still there")


def _document(file: Path) -> Any:
    """The receipt itself, also out of an answer of the API's."""
    try:
        found = json.loads(file.read_text())
    except ValueError:
        raise click.ClickException("the file is not JSON") from None
    inner = found.get("receipt") if isinstance(found, dict) else None
    return inner if isinstance(inner, dict) and "signature" in inner else found


def _asked(deployment: Deployment) -> bytes:
    key: bytes = deployment.client("kms").get_public_key(KeyId=f"alias/{deployment.prefix}-receipts")["PublicKey"]
    return key


def _der(raw: bytes) -> bytes:
    if not raw.lstrip().startswith(b"-----"):
        return raw
    lines = [line for line in raw.decode().splitlines() if line and not line.startswith("-----")]
    return base64.b64decode("".join(lines))
