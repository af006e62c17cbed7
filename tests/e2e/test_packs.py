"""An affiliate that did not exist a minute ago: founded from a pack, it hears its first texter. Nothing is deployed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.aws import Aws
from tests.e2e.line import Line
from tests.e2e.newcomer import Newcomer
from tests.e2e.operating import operator
from tests.e2e.people import TexterFactory
from tests.e2e.waiting import eventually

pytestmark = pytest.mark.e2e


@pytest.fixture
def newcomer(line: Line, aws: Aws, tmp_path: Path) -> Newcomer:
    return Newcomer(line, aws, tmp_path)


def test_an_affiliate_founded_from_a_pack_hears_its_first_texter_without_a_deploy(
    newcomer: Newcomer, line: Line, texters: TexterFactory, tmp_path: Path
) -> None:
    assert newcomer.plan()["new"]
    assert "Invited Dana Reyes" in newcomer.apply()
    newcomer.sets_credentials(tmp_path)
    assert newcomer.plan()["steps"] == []

    dana = newcomer.joins()

    eventually(lambda: newcomer.texted(texters.number(), texters.mark("is anybody there")) == 200, "a heard text")
    listed = eventually(
        lambda: line.call("GET", "/api/conversations", headers=dana).json()["items"], "the texter in the queue"
    )
    assert {one["programId"] for one in listed} == {newcomer.program}

    line.call("PUT", f"/api/programs/{newcomer.program}", headers=dana, json={"description": "From the console"})
    (step,) = newcomer.plan()["steps"]
    assert step["fields"]["description"]["before"] == "From the console"


def test_a_pack_with_an_error_founds_nothing(newcomer: Newcomer, line: Line) -> None:
    newcomer.pack["keywords"].append({"programId": newcomer.program, "keyword": "STOP"})
    with pytest.raises(AssertionError, match=r"keywords\.3\.keyword"):
        newcomer.apply()
    with pytest.raises(AssertionError, match="there is no affiliate"):
        operator(line, "cli", "export", newcomer.affiliate)
