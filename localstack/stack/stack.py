"""A whole local Holdfast: the cloud, the carrier, the edge, deployed and seeded."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Self

from localstack.stack import commands, ports, services, state
from localstack.stack.commands import Command, Urls
from localstack.stack.errors import StackError
from localstack.stack.health import status_of
from localstack.stack.home_lock import HomeLock
from localstack.stack.identity import Identity
from localstack.stack.interrupts import Interrupts
from localstack.stack.official import OfficialCloud
from localstack.stack.places import REPOSITORY, Places
from localstack.stack.processes import MARKER, Processes
from localstack.stack.services import Service
from localstack.stack.state import Record, State
from localstack.stack.steps import failure, step

CLOUDS = ("ministack", "localstack")
_READY_SECONDS = 90.0
_POLL_SECONDS = 0.05
_LOOK_SECONDS = 1.0


class Stack:
    """`with Stack(home, cloud_port=0, edge_port=0, carrier_port=0) as stack:` for one's own, on free ports.

    A port is a number to insist on, 0 for any free one, None for the usual one or the next free after it. Every step of
    `up` is a method of its own. `yields` says whether a later command on the same home may end this stack.
    """

    def __init__(
        self,
        home: Path | str = ".local",
        *,
        cloud_port: int | None = None,
        edge_port: int | None = None,
        carrier_port: int | None = None,
        cloud: str = "ministack",
        yields: bool = False,
        say: Callable[[str], None] = print,
        interrupts: Interrupts | None = None,
        repository: Path = REPOSITORY,
    ) -> None:
        if cloud not in CLOUDS:
            raise StackError(f"CLOUD={cloud} is unknown; it is one of {', '.join(CLOUDS)}.")
        self.places = Places(Path(home).resolve(), repository)
        asked = {"cloud": cloud_port, "edge": edge_port, "carrier": carrier_port}
        self._asked = {name: port for name, port in asked.items() if port is not None}
        self._yields = yields
        self._say = say
        self._interrupts = interrupts or Interrupts()
        self._lock = HomeLock(self.places.lock)
        self._processes = Processes()
        self._state = State(secrets.token_hex(8), cloud, {})

    def __enter__(self) -> Self:
        self.up()
        return self

    def __exit__(self, *_: object) -> None:
        self.down()

    @property
    def urls(self) -> Urls:
        return Urls.of(self._state.ports)

    def outputs(self) -> dict[str, Any]:
        """What the seed wrote: URLs, demo logins, programs. StackError while there is none."""
        try:
            found: dict[str, Any] = json.loads(self.places.outputs.read_text())
        except (OSError, ValueError) as error:
            raise StackError(f"no readable {self.places.outputs}: is the stack up?") from error
        return found

    # The whole way up, and down.

    def up(self) -> dict[str, Any]:
        """Every step in order; returns the outputs. Whatever ends it early also stops what it had started."""
        try:
            self.recover()
            self.choose_ports()
            self.start_cloud()
            toolkit = self.begin(commands.cdk_bootstrap(self.places, self.urls, self._marker))
            self.start("carrier")
            self.start("edge")
            self.bundle()
            self.finish(*toolkit)
            self.deploy()
            self.seed()
            self.wait_ready()
        except BaseException:
            self._interrupts.end()
            if stopped := self.down():
                self._say(f"stopped: {', '.join(stopped)}")
            raise
        return self.outputs()

    def down(self) -> list[str]:
        """Stop what this home's stack has started, and nothing else; returns the names of what ran."""
        ended = self._lock.take(yields=self._yields, say=self._say)
        noted = state.load(self.places.state)
        stopped = self._stop_noted(noted) if noted else []
        if ended and not stopped:
            stopped = ["everything, by the process that kept it"]
        self.places.state.unlink(missing_ok=True)
        self.places.forget_running()
        self._lock.drop()
        return stopped

    def leave(self) -> None:
        """Let go of the home with everything still running, for `down` in another process to stop."""
        self._lock.drop()

    # The steps.

    def recover(self) -> None:
        """Take the home; stop what an earlier stack of it has left running."""
        self._lock.take(yields=self._yields, say=self._say)
        noted = state.load(self.places.state)
        if noted and (stopped := self._stop_noted(noted)):
            self._say(f"stopped what ran here before: {', '.join(stopped)}")
        self.places.state.unlink(missing_ok=True)
        self.places.forget_running()
        self.places.scratch.mkdir(parents=True)

    def choose_ports(self) -> None:
        self._state.ports = ports.choose(self._asked, self._say)
        self._note()

    def start_cloud(self) -> None:
        if self._state.cloud == "ministack":
            self.start("cloud")
            return
        official = OfficialCloud(self.places)
        official.check()
        port = self._state.ports["cloud"]
        self._state.container = True
        self._note()
        with step("cloud", f"LocalStack on http://127.0.0.1:{port}", self._say):
            official.start(port)

    def bundle(self) -> None:
        self._run(commands.bundle(self.places, self._marker, self._bundles()))

    def deploy(self) -> None:
        self._run(commands.deploy(self.places, self.urls, self._marker, self._bundles()))

    def _bundles(self) -> str:
        """MiniStack runs functions under this machine's Python; a container brings Lambda's."""
        return "local" if self._state.cloud == "ministack" else "aws"

    def seed(self) -> None:
        self._run(commands.seed(self.places, self.urls, self._marker))

    def wait_ready(self) -> None:
        """Until the edge answers /readyz with 200, which goes through the API to the tables."""
        url = self._service("edge").ready
        with step("ready", url, self._say):
            deadline = time.monotonic() + _READY_SECONDS
            while (status := status_of(url)) != 200:
                self.check()
                if time.monotonic() > deadline:
                    reason = f"{url} still says {status or 'nothing'} after {_READY_SECONDS:.0f} s"
                    raise StackError(failure(reason, self.places.log("edge")))
                time.sleep(_POLL_SECONDS)
        self._state.ready = True
        self._note()

    # One process at a time.

    def start(self, name: str) -> None:
        """Start `cloud`, `carrier` or `edge` of this stack and wait until it answers; nothing when it already runs."""
        service = self._service(name)
        record = self._record(name)
        if record and self._processes.runs(record.identity):
            return
        if not Path(service.argv[0]).exists():
            raise StackError(f"{service.argv[0]} is missing: `make setup` makes it.")
        with step(name, f"{service.label} on http://127.0.0.1:{service.port}", self._say):
            identity = self._launch(name, service.argv, service.environment, service.directory, service.port)
            self._wait_started(service, identity)

    def stop(self, name: str) -> None:
        """Stop one process, with what it started itself. The emulated cloud keeps nothing over a stop."""
        record = self._record(name)
        if record:
            self._processes.stop([record.identity], self._state.marker)
            self._forget(record)

    def processes(self) -> dict[str, Identity]:
        """What runs of this stack now, by name."""
        alive = [record for record in self._state.records if self._processes.runs(record.identity)]
        return {record.name: record.identity for record in alive}

    def check(self) -> None:
        """StackError, with the end of its log, when a process of the stack has ended by itself."""
        for record in self._state.records:
            if record.port is not None and not self._processes.runs(record.identity):
                how = _ending(self._processes.exit_status(record.identity))
                raise StackError(
                    failure(f"the {record.name} has ended by itself ({how})", self.places.log(record.name))
                )

    # Commands that end by themselves.

    def begin(self, command: Command) -> tuple[Command, Identity, float]:
        """Start a step's command beside others; `finish` waits for it."""
        identity = self._launch(command.name, command.argv, command.environment, command.directory, None)
        return command, identity, time.monotonic()

    def finish(self, command: Command, identity: Identity, begun: float) -> None:
        """Wait for a begun command; StackError with the end of its log when it fails or takes too long."""
        log = self.places.log(command.name)
        while (status := self._processes.wait(identity, _LOOK_SECONDS)) is None:
            # A server that dies would let the command wait for its own, longer time-out.
            self.check()
            if time.monotonic() > begun + command.seconds:
                raise StackError(failure(f"{command.name}: not done after {command.seconds:.0f} s", log))
        self._forget(next(record for record in self._state.records if record.identity == identity))
        if status:
            raise StackError(failure(f"{command.name} failed ({_ending(status)})", log))

    def _run(self, command: Command) -> None:
        with step(command.name, command.detail, self._say):
            self.finish(*self.begin(command))

    def _launch(
        self, name: str, argv: tuple[str, ...], environment: Mapping[str, str], directory: Path, port: int | None
    ) -> Identity:
        restarted = port is not None and self._state.ready
        # Never leave between starting a process and noting it.
        with self._interrupts.hold():
            identity = self._processes.start(
                argv, environment=environment, log=self.places.log(name), directory=directory, append=restarted
            )
            self._state.records = [record for record in self._state.records if record.name != name]
            self._state.records.append(Record(name, identity, port))
            self._note()
        return identity

    def _wait_started(self, service: Service, identity: Identity) -> None:
        log = self.places.log(service.name)
        deadline = time.monotonic() + service.start_seconds
        while status_of(service.probe) not in service.answers:
            if not self._processes.runs(identity):
                how = _ending(self._processes.exit_status(identity))
                raise StackError(failure(f"the {service.name} did not start ({how})", log))
            if time.monotonic() > deadline:
                waited = f"{service.start_seconds:.0f} s"
                raise StackError(failure(f"the {service.name} does not answer {service.probe} after {waited}", log))
            time.sleep(_POLL_SECONDS)

    def _stop_noted(self, noted: State) -> list[str]:
        """Stop the processes of a state file as far as they are still the same; newest first."""
        records = list(reversed(noted.records))
        pids = self._processes.stop([record.identity for record in records], noted.marker)
        names = [record.name for record in records if record.identity.pid in pids]
        if noted.container:
            OfficialCloud(self.places).stop(noted.ports["cloud"])
            names.append("cloud")
        return names

    def _service(self, name: str) -> Service:
        build = {"cloud": services.ministack, "carrier": services.carrier, "edge": services.edge}
        if name not in build or name not in self._state.ports:
            raise StackError(
                f"no process named {name} in this stack: there are cloud, carrier and edge, once it is up."
            )
        return build[name](self.places, self._state.ports[name], self._marker)

    def _record(self, name: str) -> Record | None:
        return next((record for record in self._state.records if record.name == name), None)

    def _forget(self, record: Record) -> None:
        self._state.records.remove(record)
        self._note()

    def _note(self) -> None:
        self._state.save(self.places.state)

    @property
    def _marker(self) -> dict[str, str]:
        return {MARKER: self._state.marker}


def _ending(status: int | None) -> str:
    if status is None:
        return "its exit status is not ours to know"
    return f"signal {-status}" if status < 0 else f"exit {status}"
