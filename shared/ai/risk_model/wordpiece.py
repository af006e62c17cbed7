"""BERT's uncased WordPiece tokeniser, as `tokenizer.json` of all-MiniLM-L6-v2 describes it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

_CLS, _SEP, _UNKNOWN = "[CLS]", "[SEP]", "[UNK]"
_LONGEST_WORD = 100
_SPACES = "\t\n\r "
_IDEOGRAPHS = (
    (0x4E00, 0x9FFF),
    (0x3400, 0x4DBF),
    (0x20000, 0x2A6DF),
    (0x2A700, 0x2B73F),
    (0x2B740, 0x2B81F),
    (0x2B820, 0x2CEAF),
    (0xF900, 0xFAFF),
    (0x2F800, 0x2FA1F),
)


class WordPiece:
    """`vocabulary` maps a piece to its id; pieces that continue a word begin with `##`."""

    def __init__(self, vocabulary: dict[str, int]) -> None:
        self._vocabulary = vocabulary
        self._unknown = vocabulary[_UNKNOWN]
        self._cls, self._sep = vocabulary[_CLS], vocabulary[_SEP]

    @classmethod
    def read(cls, path: Path) -> WordPiece:
        """From a `vocab.txt`: one piece a line, its id is the line's number from 0."""
        lines = path.read_text(encoding="utf-8").split("\n")
        return cls({piece: number for number, piece in enumerate(lines) if piece})

    def encode(self, text: str, limit: int) -> list[int]:
        """Ids from [CLS] to [SEP], at most `limit` of them; what is beyond is cut off."""
        ids = [self._cls]
        for word in _words(text):
            ids += self._pieces(word)
            if len(ids) >= limit:
                break
        return [*ids[: limit - 1], self._sep]

    def _pieces(self, word: str) -> list[int]:
        if len(word) > _LONGEST_WORD:
            return [self._unknown]
        found: list[int] = []
        start = 0
        while start < len(word):
            for end in range(len(word), start, -1):
                piece = word[start:end] if start == 0 else f"##{word[start:end]}"
                number = self._vocabulary.get(piece)
                if number is not None:
                    found.append(number)
                    start = end
                    break
            else:
                return [self._unknown]
        return found


def _words(text: str) -> Iterator[str]:
    word = ""
    for character in _folded(text):
        if character in _SPACES or unicodedata.category(character) == "Zs":
            if word:
                yield word
            word = ""
        elif _is_punctuation(character) or _is_ideograph(character):
            if word:
                yield word
            yield character
            word = ""
        else:
            word += character
    if word:
        yield word


def _folded(text: str) -> str:
    clean = "".join(character for character in text if not _is_control(character))
    return "".join(
        character for character in unicodedata.normalize("NFD", clean) if unicodedata.category(character) != "Mn"
    ).lower()


def _is_control(character: str) -> bool:
    if character in _SPACES:
        return False
    return character in "\0\ufffd" or unicodedata.category(character) in ("Cc", "Cf", "Cn", "Co")


def _is_punctuation(character: str) -> bool:
    code = ord(character)
    if 33 <= code <= 47 or 58 <= code <= 64 or 91 <= code <= 96 or 123 <= code <= 126:
        return True
    return unicodedata.category(character).startswith("P")


def _is_ideograph(character: str) -> bool:
    code = ord(character)
    return code >= 0x3400 and any(low <= code <= high for low, high in _IDEOGRAPHS)
