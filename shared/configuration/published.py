"""Writes the JSON Schema of tenant packs, for editors.

python -m shared.configuration.published
"""

from __future__ import annotations

import json
from pathlib import Path

from shared.configuration.pack_schema import schema

ROOT = Path(__file__).resolve().parent.parent.parent
PLACE = "docs/packs/tenant-pack.schema.json"


def text() -> str:
    """What stands in the file."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def main() -> None:
    path = ROOT / PLACE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text())


if __name__ == "__main__":
    main()
