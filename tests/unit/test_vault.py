"""Whose key opens what, and what is gone when a key is gone."""

from __future__ import annotations

import pytest
from botocore.exceptions import ClientError

from shared.security.sealing import CannotOpen
from shared.store import vault as vault_module
from shared.store.models import OwnerKeyItem
from shared.store.vault import KeyDestroyed, Vault
from tests.unit.world import World


def another(world: World) -> Vault:
    """An environment of its own: nothing cached."""
    return Vault(world.database, world.kms, world.clock)


def minted(world: World, owner: str = "con_1", affiliate: str = "aff_1") -> tuple[bytes, OwnerKeyItem]:
    key, item = world.vault.mint(affiliate, owner)
    item.save()
    return key, item


def test_an_owners_key_is_the_same_in_every_environment_and_wrapped_at_rest(world: World) -> None:
    key, item = minted(world)
    assert another(world).key("aff_1", "con_1") == key
    assert key not in bytes(item.wrapped)


def test_another_affiliate_cannot_open_it_nor_another_owner(world: World) -> None:
    _, item = minted(world)
    with pytest.raises(KeyDestroyed):
        another(world).open("aff_2", "con_1", item)
    with pytest.raises(CannotOpen):
        another(world).open("aff_1", "con_2", item)
    item.affiliate_id = "aff_2"
    with pytest.raises((CannotOpen, KeyDestroyed)):
        another(world).open("aff_2", "con_1", item)


def test_given_the_item_is_gone_then_the_content_is_erased_for_good(world: World) -> None:
    _, item = minted(world)
    item.delete()
    with pytest.raises(KeyDestroyed) as gone:
        another(world).key("aff_1", "con_1")
    assert (gone.value.status, gone.value.code) == (410, "content_erased")


def test_after_a_rotation_old_keys_open_and_new_ones_are_wrapped_anew(world: World) -> None:
    key, item = minted(world)
    kms_key = world.kms.list_keys()["Keys"][0]["KeyId"]
    world.vault.create_branch("aff_1", kms_key, "bra_next")
    fresh = another(world)
    assert fresh.key("aff_1", "con_1") == key
    _, newer = fresh.mint("aff_1", "con_2")
    assert (newer.branch_id, newer.branch_id == item.branch_id) == ("bra_next", False)


def test_given_kms_refuses_then_known_keys_serve_on_and_others_do_not(world: World) -> None:
    key, _ = minted(world)
    warm, cold = another(world), another(world)
    warm.key("aff_1", "con_1")
    warm.mint("aff_1", "con_2")
    with world.wire.refusing("kms"):
        assert warm.key("aff_1", "con_1") == key
        assert warm.mint("aff_1", "con_3")
        with pytest.raises(ClientError):
            cold.key("aff_1", "con_1")


def test_a_branch_key_is_asked_for_again_after_an_hour_or_its_uses(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1000.0]
    monkeypatch.setattr(vault_module.time, "monotonic", lambda: now[0])
    fresh = another(world)

    def kms_calls(mints: int) -> int:
        with world.wire.watching() as sent:
            for _ in range(mints):
                fresh.mint("aff_1", "con_1")
        return len([one for one in sent if one.service == "kms"])

    assert (kms_calls(1), kms_calls(20)) == (1, 0)
    now[0] += 3601
    assert kms_calls(1) == 1
    monkeypatch.setattr(vault_module, "_BRANCH_MAX_USES", 5)
    assert kms_calls(9) == 1


def test_an_owners_key_is_forgotten_after_five_minutes(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1000.0]
    monkeypatch.setattr(vault_module.time, "monotonic", lambda: now[0])
    minted(world)
    fresh = another(world)
    fresh.key("aff_1", "con_1")
    now[0] += 299
    assert fresh.known("con_1") is not None
    now[0] += 2
    assert fresh.known("con_1") is None
