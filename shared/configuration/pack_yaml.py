"""Packs as YAML, without the surprises of YAML 1.1: a number like +12025550100, a date or NO are texts.

A key that is there twice is refused: the second would silently win. So is a text that says little and means much, by
aliases of aliases, or one that is nested deeper than any pack.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import yaml

#: Values in a pack, those that aliases repeat counted each time; a thousand times what an affiliate has.
_MOST_VALUES = 100_000
#: Levels of lists and mappings in each other; a pack has eight.
_DEEPEST = 40


class _Loader(yaml.SafeLoader):
    """Knows texts, whole and broken numbers, true, false and null; nothing else is guessed."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise yaml.composer.ComposerError(None, None, "is nested too deep", self.get_mark())
        node: yaml.Node | None = super().compose_node(parent, index)
        self.depth -= 1
        return node


_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("tag:yaml.org,2002:bool", r"true|false", "tf"),
    ("tag:yaml.org,2002:null", r"null|~|", ["n", "~", ""]),
    ("tag:yaml.org,2002:int", r"-?(?:0|[1-9][0-9]*)", "-0123456789"),
    ("tag:yaml.org,2002:float", r"-?(?:0|[1-9][0-9]*)\.[0-9]+", "-0123456789"),
    ("tag:yaml.org,2002:merge", r"<<", "<"),
):
    _Loader.add_implicit_resolver(_tag, re.compile(f"^(?:{_pattern})$"), list(_first))


def _mapping(loader: _Loader, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
    seen: set[Any] = set()
    for key_node, _ in node.value:
        if key_node.tag == "tag:yaml.org,2002:merge":
            continue
        key = loader.construct_object(key_node, deep=True)
        if key in seen:
            raise yaml.constructor.ConstructorError(None, None, f"the key '{key}' is there twice", key_node.start_mark)
        seen.add(key)
    loader.flatten_mapping(node)
    return {
        loader.construct_object(key, deep=True): loader.construct_object(value, deep=True) for key, value in node.value
    }


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


class _Dumper(yaml.SafeDumper):
    """Quotes what the loader would take for something else, and writes long texts over several lines."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def load(text: str) -> Any:
    """The pack; raises `ValueError` that says where a text is no YAML."""
    loader = None
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        if node is None:
            return None
        if _values(node, {}) > _MOST_VALUES:
            raise ValueError(f"has more than {_MOST_VALUES} values")
        return loader.construct_document(node)
    except yaml.MarkedYAMLError as error:
        where = error.problem_mark or error.context_mark
        place = f"line {where.line + 1}, column {where.column + 1}: " if where is not None else ""
        raise ValueError(f"{place}{error.problem}") from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise ValueError(f"line {line}: has a character that no text has") from None
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from None
    finally:
        if loader is not None:
            loader.dispose()


def lines(text: str, places: Sequence[str]) -> list[int | None]:
    """On which line of a text that `load` takes each place stands, as `programs.0.zone`; None: nowhere in it."""
    try:
        node = yaml.compose(text, _Loader)
    except yaml.YAMLError:
        node = None
    return [_line(node, place.partition(" ")[0]) for place in places]


def _line(node: yaml.Node | None, place: str) -> int | None:
    """The line of a place, or of as much of it as there is: what is missing is missing somewhere."""
    found = None
    for name in place.split("."):
        if isinstance(node, yaml.MappingNode):
            key, node = next(((key, one) for key, one in node.value if key.value == name), (None, None))
        elif isinstance(node, yaml.SequenceNode) and name.isdigit() and int(name) < len(node.value):
            key = node = node.value[int(name)]
        else:
            break
        if key is None:
            break
        found = key.start_mark.line + 1
    return found


def _values(node: yaml.Node, known: dict[int, int | None]) -> int:
    """How many values there are under a node, counting what aliases repeat. `known` keeps what was counted."""
    if id(node) in known:
        count = known[id(node)]
        if count is None:
            raise yaml.composer.ComposerError(None, None, "refers to itself", node.start_mark)
        return count
    known[id(node)] = None
    inner: list[yaml.Node] = []
    if isinstance(node, yaml.SequenceNode):
        inner = node.value
    elif isinstance(node, yaml.MappingNode):
        inner = [one for pair in node.value for one in pair]
    known[id(node)] = count = 1 + sum(_values(one, known) for one in inner)
    return count


def dump(pack: Any) -> str:
    """The pack as text, in the order of its sections."""
    text: str = yaml.dump(pack, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)
    return text
