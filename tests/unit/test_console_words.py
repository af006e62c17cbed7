"""What the server tells by codes has words of the console's own, in each of its languages."""

from __future__ import annotations

import re

import pytest

from shared.contracts.alerts import SENTENCES
from shared.domain.conversation import Flag
from shared.domain.errors import RuleBroken
from shared.domain.lifecycle import Hook
from shared.domain.passwords import LONGEST, check_password
from shared.domain.timers import TIMERS
from tests.conftest import REPOSITORY

STRINGS = REPOSITORY / "console" / "src" / "strings"
LANGUAGES = sorted(one.name for one in STRINGS.iterdir() if one.is_dir())
_ROW = re.compile(r"^\s*(?:'([\w-]+)'|(\w+)): ['`]", re.MULTILINE)


def names(language: str, chapter: str) -> set[str]:
    """The names of all words of a chapter."""
    return {quoted or plain for quoted, plain in _ROW.findall((STRINGS / language / f"{chapter}.ts").read_text())}


def test_there_are_the_languages_that_texters_are_answered_in() -> None:
    assert LANGUAGES == ["en", "es"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_alert_has_its_sentence(language: str) -> None:
    assert set(SENTENCES) <= names(language, "line")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_timer_hook_and_flag_in_a_history_has_its_name(language: str) -> None:
    told = {timer.name for timer in TIMERS} | {str(one) for one in Hook} | {str(one) for one in Flag}
    assert told <= names(language, "told")


@pytest.mark.parametrize(
    "password",
    ["short", "x1Y" * LONGEST, "ababababababab", "password1234", "rosa delgado!"],
)
def test_whatever_is_wrong_with_a_password_can_be_said_in_every_language_but_the_servers(password: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        check_password(password, ["Rosa Delgado"], {"password"})

    (error,) = refused.value.errors
    assert error.code in names("es", "told")
