"""One cold start, in an interpreter that has nothing but the bundle. Run by `imports.py` as a script, never imported.

    python -I -S cold_start.py FUNCTION-FOLDER LAYERS TASK REPORT

LAYERS are folders with a colon between them. TASK is JSON: `{"start": "nothing" | "boto3" | a function's name,
"event": … | null}`; without an event the handler's module is imported and not called. REPORT is the file that gets
what it took, as JSON.
"""

from __future__ import annotations

import json
import sys
import time


def main() -> None:
    folder, layers, task_file, report_file = sys.argv[1:]
    sys.path[:0] = [folder, *layers.split(":")]
    with open(task_file) as file:
        task = json.load(file)
    start, event, answer = task["start"], task["event"], None
    began = time.process_time_ns()
    if start == "nothing":
        # Written as a handler of nothing would be, so that the floor is measured by the same code.
        def handler(event: object, context: object) -> None:
            return None

        handler(event, None)
    elif start == "boto3":
        import boto3  # noqa: F401
    else:
        module = __import__(f"functions.{start}.handler", fromlist=["handler"])
        if event is not None:
            answer = module.handler(event, None)
    taken = time.process_time_ns() - began
    report = {"cpu_ms": taken / 1e6, "answer": answer, "modules": _modules()}
    with open(report_file, "w") as file:
        json.dump(report, file)


def _modules() -> dict[str, str]:
    """Name → file of everything that was imported from a file."""
    files = {name: getattr(module, "__file__", None) for name, module in list(sys.modules.items())}
    return {name: file for name, file in files.items() if file}


main()
