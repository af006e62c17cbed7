"""Which passwords are taken."""

from __future__ import annotations

import pytest

from shared.domain.errors import RuleBroken
from shared.domain.passwords import LONGEST, check_password
from shared.security.common_passwords import common_passwords

ABOUT = ("maria.gonzalez@coast.example.org", "María González")


def why_not(password: str) -> str | None:
    try:
        check_password(password, ABOUT, common_passwords(), "new")
    except RuleBroken as refused:
        (error,) = refused.errors
        assert error.field == "new"
        assert password not in error.message or len(password) < 3
        return error.message
    return None


@pytest.mark.parametrize(
    "password",
    [
        "a lamp that hums in winter",
        "correct horse battery staple",
        "Zq7!rumbling-kettle",
        "пароль из восьми слов",
        "ελληνικό μακρύ σύνθημα",
        "🦦🪵🌊🧭🪁🎈🍋🧶🪡🛶🏮🎏",
        "maria keeps nine black hens",  # a name in it is no harm where enough is left
        "x" * 6 + "yzabcd" + "q" * (LONGEST - 12),
    ],
)
def test_what_is_long_and_not_guessed_is_taken_whatever_signs_it_has(password: str) -> None:
    assert why_not(password) is None


@pytest.mark.parametrize("password", ["", "otter", "Zq7!rumbl3", "eleven char"])
def test_what_is_short_is_not(password: str) -> None:
    assert why_not(password) == "must have 12 characters at least"


def test_what_is_endless_is_not() -> None:
    assert why_not("abcdefgh" * 17) == "may have 128 characters at most"


@pytest.mark.parametrize(
    "password",
    ["Password1234", "football2024!!", "!!!Superman!!!", "1qaz2wsx3edc4rfv", "q1w2e3r4t5y6", "sonyericsson",
     "123456789987654321", "00Sunshine2025"],
)  # fmt: skip
def test_the_commonest_are_not_taken_nor_with_digits_and_signs_around_them(password: str) -> None:
    assert why_not(password) == "is one of the commonest passwords, or one of them with digits or signs around it"


@pytest.mark.parametrize(
    "password", ["aaaaaaaaaaaaaa", "abababababababab", "otterotter otterotter ", "hunter42hunter42"]
)
def test_what_repeats_itself_is_not(password: str) -> None:
    assert why_not(password) == "repeats itself"


@pytest.mark.parametrize(
    "password", ["maria.gonzalez1", "González-María-7", "Holdfast!maria", "coast.example.org", "holdfast-2025!"]
)
def test_what_everybody_knows_of_them_is_not(password: str) -> None:
    assert why_not(password) == "is made of your name, your address or ours"


def test_the_list_is_the_ten_thousand_commonest() -> None:
    found = common_passwords()
    assert len(found) == 10_000
    assert {"123456", "password", "qwerty", "letmein", "iloveyou"} < found
    assert all(one == one.casefold().strip() for one in found)
