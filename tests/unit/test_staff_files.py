"""Files that hang on a message or an announcement: whose they are, and who may fetch them afterwards."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from shared.domain.errors import RuleBroken
from shared.store.files import File
from tests.unit import aws
from tests.unit.colleagues import Colleagues, stored
from tests.unit.world import World


@pytest.fixture
def colleagues(world: World) -> Colleagues:
    return Colleagues(world)


def uploaded(colleagues: Colleagues, user: str, *, ready: bool = True, **changes: Any) -> File:
    """A file of somebody's own."""
    file_id = colleagues.world.ids.new("fil")
    key, item = colleagues.new_vault().mint("aff_1", file_id)
    assert key
    now = colleagues.world.clock.now()
    about: dict[str, Any] = {"conversation_id": None, "type": "text/plain", "size": 3, "sha256": "ab" * 32}
    file = File(file_id, "aff_1", sealed_name=b"sealed", uploaded_by=user, created_at=now, **(about | changes))
    colleagues.files.announce(file, item, None)
    return colleagues.files.finish(file) if ready else file


def readers(file: File, colleagues: Colleagues) -> set[str]:
    found = colleagues.files.find(file.id)
    assert found is not None
    return set(found.readers)


def test_a_file_on_a_message_may_be_fetched_by_whom_it_was_sent_to(colleagues: Colleagues) -> None:
    file = uploaded(colleagues, "res_1")
    assert colleagues.writes("res_1", "res_2", files=[file.id, file.id]).files == [file.id]
    assert [one.files for one in colleagues.thread("res_2", "res_1").items] == [[file.id]]
    assert readers(file, colleagues) == {"user:res_2"}


@pytest.mark.parametrize(("program", "reader"), [("pro_1", "program:pro_1"), (None, "affiliate")])
def test_a_file_on_an_announcement_may_be_fetched_by_whoever_hears_it(
    colleagues: Colleagues, program: str | None, reader: str
) -> None:
    file = uploaded(colleagues, "adm_1")
    assert colleagues.announces("adm_1", program=program, files=[file.id]).files == [file.id]
    assert readers(file, colleagues) == {reader}
    assert [one.files for one in colleagues.announced("res_1").items] == [[file.id]]


@pytest.mark.parametrize("whose", ["somebody else's", "nobody's", "not completed"])
def test_a_file_that_is_not_ones_own_or_not_there_is_refused_and_nothing_is_written(
    colleagues: Colleagues, whose: str
) -> None:
    name = "fil_of_nobody"
    if whose == "somebody else's":
        name = uploaded(colleagues, "res_2").id
    elif whose == "not completed":
        name = uploaded(colleagues, "res_1", ready=False).id
    with pytest.raises(RuleBroken) as refused:
        colleagues.writes("res_1", "sup_1", files=[name])
    assert [one.field for one in refused.value.errors] == ["files.0"]
    assert stored() == []


@pytest.mark.parametrize("act", ["message", "announcement"])
def test_given_the_file_is_removed_at_that_moment_then_nothing_is_written(colleagues: Colleagues, act: str) -> None:
    file = uploaded(colleagues, "adm_1")
    colleagues.world.wire.before("TransactWriteItems", lambda: colleagues.files.remove(file))
    acts: dict[str, Callable[..., object]] = {
        "message": partial(colleagues.writes, "adm_1", "res_1"),
        "announcement": partial(colleagues.announces, "adm_1"),
    }
    with pytest.raises(RuleBroken) as refused:
        acts[act](files=[file.id])
    assert refused.value.code == "unknown_file"
    assert (stored(), aws.rows("audit")) == ([], [])
