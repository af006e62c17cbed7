"""Finds many phrases at once: a tree of words, walked from each word of the text.

A step compares whole words only, the depth is that of the longest phrase and a gap skips a few words at most, so the
work grows with the length of the text and with nothing else. A pattern takes its place in the tree when a word it can
begin with is first met: a message meets a few of them, and a new environment need not wait for all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from shared.domain.risk.words import Word

#: Other words that `..` stands for, at most.
GAP = 4

_END, _GAP, _STOP, _BEGIN = "", "..", "$", "^"


class Phrases:
    """`add` patterns with what they stand for, then `find` them. See `Rule` for how a pattern is written."""

    def __init__(self, classes: Mapping[str, str], barriers: Collection[str] = ()) -> None:
        """`barriers` are words a gap does not skip: negations, "but"."""
        self._barriers = frozenset(barriers)
        self._named = {name: [choice.split() for choice in text.split("|")] for name, text in classes.items()}
        self._tree: dict[str, Any] = {}
        self._classes: dict[str, list[str]] = {}
        self._parts: dict[str, tuple[str, list[list[str]]]] = {}
        self._waiting: dict[str, list[tuple[str, int]]] = {}
        self._planted: set[tuple[str, int]] = set()

    def add(self, pattern: str, meaning: int) -> None:
        """Raises `KeyError` for a class that is not known."""
        entry = (pattern, meaning)
        for part in pattern.split():
            if part == _BEGIN:
                continue
            for name in part.rstrip("?").split("|"):
                if name[0] == "@":
                    for choice in self._named[name[1:]]:
                        self._waiting.setdefault(choice[0], []).append(entry)
                else:
                    self._waiting.setdefault(name, []).append(entry)
            if part[-1] != "?":
                break

    def _plant(self, pattern: str, meaning: int) -> None:
        nodes = [self._tree]
        for part in pattern.split():
            optional = part.endswith("?")
            reached = [following for node in nodes for following in self._step(node, part.rstrip("?"))]
            nodes = [*nodes, *reached] if optional else reached
        for node in nodes:
            node.setdefault(_END, set()).add(meaning)

    def add_words(self, words: Sequence[str], meaning: int) -> None:
        """Add a phrase as it stands: nothing in it is a sign."""
        node = self._tree
        for word in words:
            node = node.setdefault(word, {})
        node.setdefault(_END, set()).add(meaning)

    def _step(self, node: dict[str, Any], part: str) -> list[dict[str, Any]]:
        """The nodes after one part; a choice of single words is one branch, kept as a class."""
        if "|" not in part and part[0] != "@":
            return [node.setdefault(part, {})]
        named, longer = self._parts.get(part) or self._choices(part)
        reached = [node.setdefault(named, {})] if named else []
        for choice in longer:
            end = node
            for word in choice:
                end = end.setdefault(word, {})
            reached.append(end)
        return reached

    def _choices(self, part: str) -> tuple[str, list[list[str]]]:
        """The class that stands for the single words of a part, and its choices that are not single words."""
        choices: list[list[str]] = []
        for name in part.split("|"):
            choices += self._named[name[1:]] if name[0] == "@" else [[name]]
        named, longer = "", []
        for choice in choices:
            if len(choice) == 1 and choice[0] != _STOP:
                named = f"@{part}"
                self._classes.setdefault(choice[0], []).append(named)
            else:
                longer.append(choice)
        self._parts[part] = named, longer
        return named, longer

    def find(self, words: Sequence[Word]) -> Iterator[tuple[int, int, int]]:
        """Each match as (first word, word after the last, meaning). A phrase does not cross the end of a sentence."""
        for word in words:
            for entry in self._waiting.pop(word.text, ()):
                if entry not in self._planted:
                    self._planted.add(entry)
                    self._plant(*entry)
        keys = [(word.text, *self._classes.get(word.text, ())) for word in words]
        for start in range(len(words)):
            yield from self._walk(words, keys, start)

    def _walk(
        self, words: Sequence[Word], keys: Sequence[tuple[str, ...]], start: int
    ) -> Iterator[tuple[int, int, int]]:
        # (node, next word, end of what matched): a gap or the end of a clause matches no word itself.
        waiting = [(self._tree, start, start)]
        if _BEGIN in self._tree and (start == 0 or words[start - 1].sentence != words[start].sentence):
            waiting.append((self._tree[_BEGIN], start, start))
        while waiting:
            node, place, end = waiting.pop()
            for meaning in node.get(_END, ()):
                yield start, end, meaning
            inside = place < len(words) and words[place].sentence == words[start].sentence
            if _STOP in node and (not inside or words[place].comma):
                waiting.append((node[_STOP], place, end))
            if not inside:
                continue
            for key in keys[place]:
                following = node.get(key)
                if following is not None:
                    waiting.append((following, place + 1, place + 1))
            if _GAP in node:
                for skipped in range(place, min(place + GAP, len(words)) + 1):
                    waiting.append((node[_GAP], skipped, end))
                    if skipped < len(words) and words[skipped].text in self._barriers:
                        break
