"""Which files may be kept: their types, how large they may be, and by which bytes they begin.

Nothing a browser would run (HTML, SVG) and nothing that may hold macros (office documents, archives) is in the table.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

#: Most bytes of any file.
MOST_BYTES = 10 * 1024 * 1024
#: So many bytes from the beginning are enough to tell every type.
SNIFFED_BYTES = 512
#: Characters of a name.
LONGEST_NAME = 200

_MB = 1024 * 1024


@dataclass(frozen=True)
class FileType:
    """One type. `begins` are alternatives, each several (offset, bytes) that must all be there; none: plain text.

    `endings` are what names of such files end with, the usual one first. `most` in bytes.
    """

    name: str
    kind: str
    most: int
    endings: tuple[str, ...]
    begins: tuple[tuple[tuple[int, bytes], ...], ...]

    def fits(self, beginning: bytes) -> bool:
        """Whether a file that begins like this may be of this type. Give it `SNIFFED_BYTES`, or the whole file."""
        if not self.begins:
            return _is_text(beginning)
        return any(all(beginning.startswith(part, at) for at, part in one) for one in self.begins)


_ISO_MEDIA = (b"M4A ", b"M4B ", b"mp42", b"mp41", b"isom", b"iso2", b"dash")

# fmt: off
FILE_TYPES: Mapping[str, FileType] = {one.name: one for one in (
    FileType("application/pdf", "document", MOST_BYTES, (".pdf",), (((0, b"%PDF-"),),)),
    FileType("text/plain", "document", _MB, (".txt", ".text", ".log", ".md"), ()),
    FileType("image/png", "image", MOST_BYTES, (".png",), (((0, b"\x89PNG\r\n\x1a\n"),),)),
    FileType("image/jpeg", "image", MOST_BYTES, (".jpg", ".jpeg"), (((0, b"\xff\xd8\xff"),),)),
    FileType("image/gif", "image", 5 * _MB, (".gif",), (((0, b"GIF87a"),), ((0, b"GIF89a"),))),
    FileType("image/webp", "image", MOST_BYTES, (".webp",), (((0, b"RIFF"), (8, b"WEBP")),)),
    FileType("audio/mpeg", "audio", MOST_BYTES, (".mp3",),
             (((0, b"ID3"),), ((0, b"\xff\xfb"),), ((0, b"\xff\xf3"),), ((0, b"\xff\xf2"),), ((0, b"\xff\xfa"),))),
    FileType("audio/ogg", "audio", MOST_BYTES, (".ogg", ".oga", ".opus"), (((0, b"OggS"),),)),
    FileType("audio/mp4", "audio", MOST_BYTES, (".m4a", ".mp4"),
             tuple(((4, b"ftyp"), (8, brand)) for brand in _ISO_MEDIA)),
    FileType("audio/wav", "audio", MOST_BYTES, (".wav",), (((0, b"RIFF"), (8, b"WAVE")),)),
)}
# fmt: on


def _is_text(beginning: bytes) -> bool:
    """UTF-8 without control characters. What may be cut off in the middle of a character at the end is forgiven."""
    try:
        text = beginning.decode()
    except UnicodeDecodeError as error:
        if error.reason != "unexpected end of data" or len(beginning) < SNIFFED_BYTES:
            return False
        text = beginning[: error.start].decode()
    return not any(ord(one) < 32 and one not in "\t\n\r\f" for one in text)


def clean_name(name: str) -> str:
    """A name without folders, control characters and marks that turn the reading direction; empty if none is left.

    `..\\evil\\plan.pdf` → `plan.pdf`.
    """
    last = unicodedata.normalize("NFC", re.split(r"[/\\]", name)[-1])
    kept = "".join(
        " " if one.isspace() else one for one in last if one.isspace() or unicodedata.category(one)[0] != "C"
    )
    return re.sub(r"\s+", " ", kept).strip(" .")[:LONGEST_NAME].strip(" .")


def download_name(name: str, kind: FileType) -> str:
    """The name a file is saved by: one that ends as its type says, whatever it was called."""
    cleaned = clean_name(name) or "file"
    if cleaned.casefold().endswith(kind.endings):
        return cleaned
    return cleaned + kind.endings[0]
