"""The document on the directory says what the tables of kinds, variables, flags and limits say."""

from __future__ import annotations

import re

import pytest

from shared.contracts import (
    directory_api,
    replies_directory_api,
    settings_directory_api,
    surveys_directory_api,
    texts_directory_api,
)
from shared.contracts.directory_base import Spec
from shared.contracts.routes import ROUTES
from shared.domain.canned import CANNED_VARIABLES
from shared.domain.flags import FLAGS
from shared.domain.limits import LIMITS
from shared.domain.templates import REQUIRED
from tests.infra.synthesis import ROOT

DIRECTORY = (ROOT / "docs" / "directory.md").read_text()
SPECS: dict[str, type[Spec]] = {
    "program": directory_api.ProgramSpec,
    "keyword": directory_api.KeywordSpec,
    "survey": surveys_directory_api.SurveySpec,
    "canned_response": replies_directory_api.CannedResponseSpec,
    "tag": replies_directory_api.TagSpec,
    "template": texts_directory_api.NoticeTemplateSpec,
    "text": texts_directory_api.AutomaticTextSpec,
    "settings": settings_directory_api.SettingsSpec,
}


def table(header: str) -> dict[str, list[str]]:
    """The rows of the table whose first column is called that, by what stands there between backticks."""
    block = re.search(rf"^\| {header} \|.*\n\|[ -|]*\n((?:\|.*\n)+)", DIRECTORY, re.M)
    assert block is not None, header
    rows = [[cell.strip() for cell in line.strip("|\n").split("|")] for line in block[1].splitlines()]
    return {row[0].strip("`"): row[1:] for row in rows}


def named(cell: str) -> list[str]:
    return re.findall(r"`(\w+)`", cell)


@pytest.mark.parametrize("kind", SPECS)
def test_it_names_the_fields_of_a_kind_and_where_it_is(kind: str) -> None:
    where, fields = table("kind")[kind]
    schema = SPECS[kind].model_json_schema(by_alias=True)
    assert sorted(named(fields)) == sorted(schema["properties"])
    assert where.strip("`") in {route.path for route in ROUTES if route.function == "directory"}


def test_it_names_every_part_of_the_settings_and_of_a_program() -> None:
    parts = {
        route.path: sorted(set(route.request.type.model_json_schema(by_alias=True)["properties"]) - {"version"})
        for route in ROUTES
        if route.function == "directory" and route.method == "PUT" and route.request is not None
        and route.request.module == "settings_directory_api" and route.path != "/api/admin/settings"
    }  # fmt: skip
    assert {path: sorted(named(fields)) for path, (fields,) in table("part").items()} == parts


def test_it_says_what_a_canned_response_may_speak_of() -> None:
    assert {name: says for name, (says,) in table("variable").items()} == CANNED_VARIABLES


def test_it_names_every_flag_with_what_it_means_and_its_default() -> None:
    assert table("flag") == {name: [one.means, "on" if one.default else "off"] for name, one in FLAGS.items()}


def test_it_names_every_limit_with_its_bounds() -> None:
    assert table("limit") == {
        name: [one.means, str(one.least), str(one.most), str(one.default)] for name, one in LIMITS.items()
    }


def test_it_names_the_texts_a_program_cannot_do_without() -> None:
    sentence = re.search(r"A program in use keeps\s+(.*?)once", DIRECTORY, re.S)
    assert sentence is not None
    assert tuple(named(sentence[1])) == REQUIRED
