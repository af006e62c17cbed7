"""Which files may be kept, told by how they begin, and what they are saved as."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.file_types import FILE_TYPES, LONGEST_NAME, MOST_BYTES, SNIFFED_BYTES, clean_name, download_name

# How files of each type really begin.
BEGINNINGS = {
    "application/pdf": [b"%PDF-1.4\n%\xe2\xe3"],
    "text/plain": [b"Call 988.\r\n", "größe".encode(), b"\xef\xbb\xbfwith a mark"],
    "image/png": [b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"],
    "image/jpeg": [b"\xff\xd8\xff\xe0\x00\x10JFIF", b"\xff\xd8\xff\xe1\x00\x10Exif"],
    "image/gif": [b"GIF89a\x01\x00", b"GIF87a\x01\x00"],
    "image/webp": [b"RIFF\x24\x00\x00\x00WEBPVP8 "],
    "audio/mpeg": [b"ID3\x04\x00", b"\xff\xfb\x90\x64"],
    "audio/ogg": [b"OggS\x00\x02"],
    "audio/mp4": [b"\x00\x00\x00\x20ftypM4A \x00", b"\x00\x00\x00\x18ftypisom"],
    "audio/wav": [b"RIFF\x24\x08\x00\x00WAVEfmt "],
}
# What nobody may bring under another name.
FOREIGN = [
    b"<!DOCTYPE html><script>", b"<svg xmlns=", b"PK\x03\x04\x14\x00", b"MZ\x90\x00", b"\x7fELF\x02", b"#!/bin/sh\nrm",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\x00" * 32, b"RIFF\x24\x00\x00\x00AVI LIST",
    b"\x00\x00\x00\x18ftypheic", b"",
]  # fmt: skip


def test_every_type_has_an_example_a_limit_and_an_ending() -> None:
    assert set(BEGINNINGS) == set(FILE_TYPES)
    for kind in FILE_TYPES.values():
        assert 0 < kind.most <= MOST_BYTES == 10 * 1024 * 1024
        assert kind.endings and all(one.startswith(".") for one in kind.endings)


@pytest.mark.parametrize("name", FILE_TYPES)
def test_a_file_fits_its_own_type_and_no_other_that_begins_by_certain_bytes(name: str) -> None:
    for beginning in BEGINNINGS[name]:
        fits = {one.name for one in FILE_TYPES.values() if one.fits(beginning)}
        assert fits - {"text/plain"} == {name} - {"text/plain"}
        assert name in fits


@pytest.mark.parametrize("beginning", FOREIGN)
def test_nothing_a_browser_would_run_and_no_archive_passes_for_anything_but_text(beginning: bytes) -> None:
    fits = {one.name for one in FILE_TYPES.values() if one.fits(beginning)}
    assert fits <= {"text/plain"}


def test_text_that_is_cut_off_in_a_character_is_text_and_bytes_are_none() -> None:
    text = FILE_TYPES["text/plain"]
    assert text.fits(("x" * (SNIFFED_BYTES - 1) + "ö").encode()[:SNIFFED_BYTES])
    assert not text.fits(b"x\xc3")
    assert not text.fits(b"a\x00b")
    assert not text.fits(b"\xff\xfea\x00")


@pytest.mark.parametrize(
    ("given_name", "cleaned"),
    [
        ("help.pdf", "help.pdf"),
        ("../../etc/passwd", "passwd"),
        ("..\\evil\\plan.pdf", "plan.pdf"),
        ("  a   b\t.pdf ", "a b .pdf"),
        ("report\u202efdp.exe", "reportfdp.exe"),
        ("..", ""),
        ("\u200b\r\n", ""),
        ("größe.pdf", "größe.pdf"),
    ],
)
def test_a_name_loses_folders_control_characters_and_turned_directions(given_name: str, cleaned: str) -> None:
    assert clean_name(given_name) == cleaned


@given(st.text(max_size=400), st.sampled_from(sorted(FILE_TYPES)))
def test_whatever_it_was_called_it_is_saved_under_a_harmless_name_that_ends_as_its_type(name: str, kind: str) -> None:
    saved = download_name(name, FILE_TYPES[kind])
    assert saved.casefold().endswith(FILE_TYPES[kind].endings)
    assert not {"/", "\\"} & set(saved)
    assert not any(unicodedata.category(one)[0] == "C" for one in saved)
    assert not saved.startswith(".")
    assert len(saved) <= LONGEST_NAME + 5


@given(st.text(max_size=400))
def test_cleaning_twice_is_cleaning_once(name: str) -> None:
    assert clean_name(clean_name(name)) == clean_name(name)
