"""The synthesised templates, made as an operator makes them: by running CDK's app."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent

Resource = dict[str, Any]


@dataclass(frozen=True)
class Synthesis:
    """The stacks' templates, and what cdk-nag said of them."""

    foundation: dict[str, Any]
    line: dict[str, Any]
    watch: dict[str, Any]
    report: dict[str, Any]

    def of_type(self, kind: str) -> dict[str, Resource]:
        """The resources of a type in all stacks, by logical id."""
        return {
            name: resource
            for template in (self.foundation, self.line, self.watch)
            for name, resource in template["Resources"].items()
            if resource["Type"] == kind
        }


def synthesise(out: Path, **context: str) -> Synthesis:
    """Run the app with `context`; the templates go to `out`."""
    environment = {
        **os.environ,
        "CDK_OUTDIR": str(out),
        "CDK_CONTEXT_JSON": json.dumps({**_context(), **context}),
        "PATH": f"{ROOT / '.venv' / 'bin'}{os.pathsep}{os.environ['PATH']}",
    }
    subprocess.run([sys.executable, "-m", "infra.app"], cwd=ROOT, env=environment, check=True, capture_output=True)
    prefix = f"holdfast-{context['stage']}"
    report = out / "validation-report.json"
    return Synthesis(
        json.loads((out / f"{prefix}-foundation.template.json").read_text()),
        json.loads((out / f"{prefix}-line.template.json").read_text()),
        json.loads((out / f"{prefix}-watch.template.json").read_text()),
        json.loads(report.read_text()) if report.is_file() else {},
    )


def _context() -> dict[str, Any]:
    context: dict[str, Any] = json.loads((ROOT / "cdk.json").read_text())["context"]
    return context
