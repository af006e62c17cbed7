"""What a cold start costs and loads, with the built bundle in a bare interpreter.

Nothing of the developer's environment is in reach: no site-packages, no current folder, no environment variables but
the function's own. AWS and the carrier answer on loopback, from this process. CPU time is compared, not wall time,
which would mostly be the emulation's.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import sysconfig
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.bundle import ROOT, build
from infra.catalogue import FUNCTIONS
from tests.bench import traffic
from tests.bench.counts import FEAR, WORDS
from tests.bench.loopback import PretendReceiver
from tests.bench.table import Row
from tests.bench.traffic import Event
from tests.bench.world import SUPERVISOR, World, require_success

BUNDLE = ROOT / ".local" / "build" / "local"
_SCRIPT = Path(__file__).with_name("cold_start.py")
_STDLIB = sysconfig.get_path("stdlib")

#: Times `import boto3`, by function; the others have `_OTHERS`. Whoever loads a model has none.
_BUDGETS = {"webhooks": 2.1, "risk": None}
_OTHERS = 3.2


@dataclass(frozen=True)
class Start:
    """`cost` is CPU time in ms, or instructions. `modules` maps what is loaded to its file."""

    cost: float
    answer: Any
    modules: dict[str, str]

    def foreign(self, function: str) -> dict[str, str]:
        """Modules that are neither the standard library's nor the bundle's."""
        layers = [f"{one}{os.sep}" for one in _layers(function)]
        homes = (f"{_STDLIB}{os.sep}", f"{_folder(function)}{os.sep}", *layers, str(_SCRIPT))
        return {name: file for name, file in self.modules.items() if not file.startswith(homes)}


def bundle() -> None:
    """Build what is to be measured; what is right already stays."""
    build("local", BUNDLE)


def start(
    what: str, event: Event | None = None, environment: dict[str, str] | None = None, *, instructions: bool = False
) -> Start:
    """Start `what` (a function, `boto3` or `nothing`) in a new process; raises with its output when that fails."""
    with tempfile.TemporaryDirectory() as scratch:
        task, report, counts = (Path(scratch) / name for name in ("task.json", "report.json", "callgrind.out"))
        task.write_text(json.dumps({"start": what, "event": event}))
        valgrind = ["valgrind", "--quiet", "--tool=callgrind", f"--callgrind-out-file={counts}"]
        layers = ":".join(str(one) for one in _layers(what))
        command = [sys.executable, "-I", "-S", str(_SCRIPT), str(_folder(what)), layers]
        done = subprocess.run(
            [*(valgrind if instructions else ()), *command, str(task), str(report)],
            env={"PATH": os.environ["PATH"], **(environment or {}), **_model(what)},
            cwd=scratch,
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
        if done.returncode != 0:
            raise RuntimeError(f"{what} does not start: {done.stdout}{done.stderr}")
        found = json.loads(report.read_text())
        cost = float(_instructions(counts) if instructions else found["cpu_ms"])
    if event is not None:
        require_success(what, found["answer"], done.stdout)
    return Start(cost, found["answer"], found["modules"])


def _layers(what: str) -> list[Path]:
    """Where what is started finds packages: the common layer, and those of its own."""
    own = next((row.layers for row in FUNCTIONS if row.name == what), ())
    return [BUNDLE / name / "python" for name in ("layer", *(f"layer-{one}" for one in own))]


def first_events(world: World) -> Iterator[tuple[str, Event]]:
    """Each function's name with an event that is really its own.

    Whoever takes an event has its function handle it before taking the next: the next one follows from it.
    """
    world.start_anew()
    world.text(WORDS)
    conversation = world.take_next()
    world.listen(conversation)
    yield "webhooks", world.sms(WORDS)
    yield "intake", world.receive("inbound")
    yield "relay", world.receive_stream()
    yield "publish", world.receive("publish")
    yield "push", world.receive("push")
    yield "risk", world.receive("risk")
    message = world.request("POST", f"/api/conversations/{conversation}/messages", {"content": WORDS})
    yield "conversations", message
    world.invoke("relay", world.receive_stream())
    yield "deliver", world.receive("deliver")
    world.invoke("webhooks", world.receipt("delivered"))
    yield "receipts", world.receive("receipts")
    world.invoke("webhooks", world.forged(), refusal=True)
    yield "quarantine", world.receive("quarantine")
    world.text_unsettled(FEAR)
    yield "notify", world.receive("notify")
    yield "comms", world.receive("comms")
    world.let_workflow_wait(conversation)
    world.api("POST", f"/api/conversations/{conversation}/wrap-up")
    world.invoke("relay", world.receive_stream())
    yield "lifecycle", world.receive("lifecycle")
    world.api("POST", f"/api/conversations/{conversation}/resume")
    world.invoke("relay", world.receive_stream())
    yield "audit", world.receive("audit")
    yield "assist", world.request("GET", f"/api/conversations/{conversation}/summary")
    chat = world.open_chat()
    yield "webchat", world.chat(chat, "POST", "messages", {"content": WORDS, "clientId": "c-1"})
    world.has_run("webchat")
    world.settle()
    yield "transcript", world.chat(chat, "GET", "messages")
    world.invoke("webchat", world.chat(chat, "POST", "end", {}))
    world.settle()
    receiver = PretendReceiver()
    receiver.start()
    try:
        world.register_webhook(receiver.url)
        yield "hooks", world.event("conversation.closed")
    finally:
        receiver.stop()
    yield "auth", world.request("GET", "/api/auth/profile")
    yield "messages", world.request("POST", f"/api/dm/{SUPERVISOR}", {"content": "are you on tonight?"})
    world.has_run("messages")
    help_sheet = {"name": "help.pdf", "type": "application/pdf", "size": 48213, "sha256": "0" * 64}
    yield "files", world.request("POST", "/api/files", help_sheet | {"conversationId": conversation})
    seen = world.invoke("conversations", world.request_of_supervisor("GET", f"/api/conversations/{conversation}"))
    texter = json.loads(seen["body"])["texterId"]
    yield "texters", world.request_of_supervisor("POST", f"/api/texters/{texter}/export")
    yield "erasures", {"job": "erasures"}
    yield "realtime", world.subscription(conversation)
    yield "directory", world.request_of_supervisor("GET", "/api/admin/texts")
    yield "admin", world.request_of_supervisor("GET", "/api/admin/dead-letters")
    yield "ops", traffic.http("GET", "/readyz")
    yield "jobs", {"job": "queue_watch"}
    # So that the next texter of this name opens a conversation again.
    for function in ("intake", "relay", "conversations", "deliver", "notify"):
        world.has_run(function)
    world.settle()
    world.api("POST", f"/api/conversations/{conversation}/close", {})
    world.settle()


def start_rows(world: World, rounds: int) -> list[Row]:
    """The ratio of medians over interleaved rounds, after one round that does not count."""
    costs: dict[str, list[float]] = defaultdict(list)
    for number in range(rounds + 1):
        for what, found in _one_round(world, instructions=False):
            if number:
                costs[what].append(found.cost)
    medians = {what: statistics.median(found) for what, found in costs.items()}
    return _rows(medians, "ms of CPU", f"medians of {rounds} interleaved rounds")


def callgrind_rows(world: World) -> list[Row]:
    """The same in instructions, which one round gives; an empty interpreter's are taken off."""
    counted = {what: found.cost for what, found in _one_round(world, instructions=True)}
    return _rows(
        {what: (cost - counted["nothing"]) / 1e6 for what, cost in counted.items()}, "M instructions", "callgrind"
    )


def _one_round(world: World, *, instructions: bool) -> Iterator[tuple[str, Start]]:
    yield "nothing", start("nothing", instructions=instructions)
    for number, (function, event) in enumerate(first_events(world)):
        # Instructions are the same each time; time is not, so that the reference is taken again among the others.
        if number == 0 or (number % 4 == 0 and not instructions):
            yield "boto3", start("boto3", instructions=instructions)
        environment = world.environment_elsewhere(function)
        yield function, start(function, event, environment, instructions=instructions)


def _rows(medians: dict[str, float], unit: str, how: str) -> list[Row]:
    reference, floor = medians.pop("boto3"), medians.pop("nothing")
    rows = [
        Row("start: import boto3", 1.0, None, f"{reference:.1f} {unit}; {how}"),
        Row("start: a handler of nothing", floor / reference, None, f"{floor:.2f} {unit}"),
    ]
    for function, cost in medians.items():
        most = _BUDGETS.get(function, _OTHERS)
        rows.append(Row(f"start and first event: {function}", cost / reference, most, f"{cost:.1f} {unit}"))
    return rows


def _folder(what: str) -> Path:
    return BUNDLE / "functions" / what


def _model(what: str) -> dict[str, str]:
    """The risk model as the bundle brings it."""
    model = BUNDLE / "layer-risk" / "models" / "minilm"
    return {"RISK_MODEL": str(model)} if any("risk" in row.layers for row in FUNCTIONS if row.name == what) else {}


def _instructions(counts: Path) -> int:
    for line in counts.read_text().splitlines():
        if line.startswith(("totals:", "summary:")):
            return int(line.split()[1])
    raise RuntimeError("callgrind counted nothing")
