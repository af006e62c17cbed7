"""Reads and writes the safetensors format: eight bytes of length, a JSON header, one buffer.

https://huggingface.co/docs/safetensors; only the number types that occur here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Tensor = npt.NDArray[Any]

_TYPES = {"F32": "<f4", "F16": "<f2", "I64": "<i8", "I8": "|i1"}
_NAMES = {np.dtype(code): name for name, code in _TYPES.items()}
_HEADER_LIMIT = 1 << 22


class BadModelFile(ValueError):
    """The file is not what it should be. Says which file and what is wrong, nothing of its content."""


def read(path: Path) -> tuple[dict[str, Tensor], dict[str, str]]:
    """The tensors by name, views of one buffer, and the metadata. Raises `BadModelFile`, `OSError`."""
    content = path.read_bytes()
    length = int.from_bytes(content[:8], "little")
    if not 2 <= length <= min(_HEADER_LIMIT, len(content) - 8):
        raise BadModelFile(f"{path.name} has no header")
    try:
        header = json.loads(content[8 : 8 + length])
        metadata = dict(header.pop("__metadata__", {}))
        buffer = memoryview(content)[8 + length :]
        return {name: _tensor(buffer, entry) for name, entry in header.items()}, metadata
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadModelFile(f"{path.name} is damaged: {type(error).__name__}") from None


def _tensor(buffer: memoryview, entry: Mapping[str, Any]) -> Tensor:
    start, end = entry["data_offsets"]
    if not 0 <= start <= end <= len(buffer):
        raise ValueError("outside the file")
    return np.frombuffer(buffer[start:end], dtype=_TYPES[entry["dtype"]]).reshape(entry["shape"])


def write(path: Path, tensors: Mapping[str, Tensor], metadata: Mapping[str, str]) -> None:
    """Write `tensors` by name; the same tensors and metadata always give the same bytes."""
    header: dict[str, Any] = {"__metadata__": dict(sorted(metadata.items()))}
    parts: list[bytes] = []
    offset = 0
    for name in sorted(tensors):
        tensor = np.ascontiguousarray(tensors[name])
        parts.append(tensor.tobytes())
        end = offset + len(parts[-1])
        header[name] = {"dtype": _NAMES[tensor.dtype], "shape": list(tensor.shape), "data_offsets": [offset, end]}
        offset = end
    head = json.dumps(header, separators=(",", ":")).encode()
    head += b" " * (-len(head) % 8)
    path.write_bytes(len(head).to_bytes(8, "little") + head + b"".join(parts))
