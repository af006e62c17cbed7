"""Writes every document that is generated from the code: OpenAPI, event schemas, AsyncAPI, the lifecycle's diagram.

    python -m shared.contracts.generate [--check]

The results are committed; `--check` (and a test) fails when one differs from what the code says.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from shared.contracts.events import EVENTS, SOURCE, DomainEvent
from shared.contracts.openapi import document
from shared.contracts.workflow import definition
from shared.domain.lifecycle import ESCALATED, STANDINGS, STATES, TERMINAL, TRANSITIONS

ROOT = Path(__file__).resolve().parent.parent.parent


def generated() -> dict[str, str]:
    """Every generated file's text by its path from the root."""
    files = {"docs/openapi.json": _json(document()), "events/asyncapi.json": _json(_asyncapi())}
    files |= {f"events/schemas/{event.detail_type}.json": _json(_schema(event)) for event in EVENTS}
    files["docs/lifecycle-diagram.mmd"] = _diagram()
    files["docs/lifecycle-workflow.asl.json"] = _json(definition())
    files["console/src/lifecycle/table.ts"] = _typescript()
    return files


def _schema(event: type[DomainEvent]) -> dict[str, Any]:
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:holdfast:event:{event.detail_type}:1",
        **event.model_json_schema(by_alias=True, mode="serialization"),
    }


def _asyncapi() -> dict[str, Any]:
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Holdfast domain events",
            "version": "1",
            "description": f"On the EventBridge bus, source '{SOURCE}'. Ids, enums and counts; never a texter's words.",
        },
        "channels": {
            event.detail_type: {
                "address": event.detail_type,
                "messages": {event.__name__: {"$ref": f"#/components/messages/{event.__name__}"}},
            }
            for event in EVENTS
        },
        "operations": {
            f"publish{event.__name__}": {
                "action": "send",
                "channel": {"$ref": f"#/channels/{event.detail_type}"},
                "summary": event.__doc__,
            }
            for event in EVENTS
        },
        "components": {
            "messages": {
                event.__name__: {
                    "name": event.detail_type,
                    "contentType": "application/json",
                    "payload": {"$ref": f"./schemas/{event.detail_type}.json"},
                }
                for event in EVENTS
            }
        },
    }


def _diagram() -> str:
    lines = ["stateDiagram-v2", "    [*] --> new"]
    for row in TRANSITIONS:
        sources = [state for state in STATES if state in row.sources]
        lines += [f"    {source} --> {row.leads_to(source)} : {row.name}" for source in sources]
    lines += [f"    {state} --> [*]" for state in STATES if state in TERMINAL]
    return "\n".join(lines) + "\n"


def _typescript() -> str:
    """The table as the console needs it: which states there are, and which moves lead where."""
    states = " | ".join(f"'{state}'" for state in STATES)
    lines = [
        "// Generated from the lifecycle table by `make generate`: do not edit.",
        "",
        f"export type State = {states};",
        "",
        "export interface Standing { readonly terminal: boolean; readonly maySend: boolean; readonly meaning: string }",
        "",
        "export const STANDINGS: Readonly<Record<State, Standing>> = {",
    ]
    for state, row in STANDINGS.items():
        flags = f"terminal: {_js(row.terminal)}, maySend: {_js(row.may_send)}"
        lines.append(f"  {state}: {{ {flags}, meaning: {json.dumps(row.meaning)} }},")
    lines += ["};", "", "export interface Transition {"]
    lines += ["  readonly sources: readonly State[];", "  /** null: the state stays as it is. */"]
    lines += ["  readonly target: State | null;", "  readonly actors: readonly string[];", "}", ""]
    lines.append("export const TRANSITIONS: Readonly<Record<string, Transition>> = {")
    for move in TRANSITIONS:
        sources = ", ".join(f"'{state}'" for state in STATES if state in move.sources)
        actors = ", ".join(f"'{actor}'" for actor in sorted(move.actors))
        target = f"'{move.target}'" if move.target is not None else "null"
        lines.append(f"  {move.name}: {{ sources: [{sources}], target: {target}, actors: [{actors}] }},")
    escalated = ", ".join(f"'{state}'" for state in STATES if state in ESCALATED)
    lines += ["};", "", f"export const ESCALATED: readonly State[] = [{escalated}];"]
    return "\n".join(lines) + "\n"


def _js(value: bool) -> str:
    return "true" if value else "false"


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def stale(root: Path = ROOT) -> list[str]:
    """The generated files that are missing or differ, and those that nothing generates any more."""
    wanted = generated()
    differing = [name for name, text in wanted.items() if not _is(root / name, text)]
    orphans = [f"events/schemas/{path.name}" for path in sorted((root / "events" / "schemas").glob("*.json"))]
    return differing + [name for name in orphans if name not in wanted]


def _is(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text() == text


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; fail when something is stale")
    old = stale()
    if parser.parse_args().check:
        sys.exit(f"stale: {', '.join(old)} (run `make generate`)" if old else 0)
    wanted = generated()
    for name in old:
        path = ROOT / name
        if name in wanted:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(wanted[name])
        else:
            path.unlink()
        print(f"wrote {name}" if name in wanted else f"removed {name}")


if __name__ == "__main__":
    main()
