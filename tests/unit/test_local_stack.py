"""The local stack's machinery: ports, ownership, recovery, stamps and messages, on small real processes."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from localstack.bootstrap import Environment, SetupError, Step, run
from localstack.stack import Stack, StackError, ports, report, state
from localstack.stack.browser import find_browser
from localstack.stack.environments import of_deployment, plain
from localstack.stack.holders import who_holds
from localstack.stack.home_lock import HomeLock
from localstack.stack.identity import identify, is_alive, members
from localstack.stack.interrupts import Interrupted, Interrupts
from localstack.stack.official import OfficialCloud
from localstack.stack.places import REPOSITORY, Places
from localstack.stack.processes import MARKER, Processes
from localstack.stack.state import Record, State
from localstack.stack.steps import failure, step

# Everything here stays on loopback.
pytestmark = pytest.mark.enable_socket

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
# What `.venv/bin/python` is in the checkout that `checkout` builds: the servers answer, the commands end.
PRETEND_PYTHON = """\
#!{python}
import http.server, json, os, pathlib, sys, time
words = sys.argv[1:]
def serve(port):
    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200); self.end_headers()
        def log_message(self, *_): pass
    http.server.HTTPServer(("127.0.0.1", port), Answer).serve_forever()
if words[0].endswith("localstack/emulator.py"):
    serve(int(os.environ["GATEWAY_PORT"]))
if "--port" in words:
    serve(int(words[words.index("--port") + 1]))
behaviour = pathlib.Path(__file__).with_name("behaviour").read_text()
if "localstack.seed" in words:
    if behaviour == "seed fails":
        sys.exit("no such table")
    home = pathlib.Path(words[words.index("--home") + 1])
    (home / "outputs.json").write_text(json.dumps({{"api_url": words[words.index("--public-url") + 1]}}))
if "deploy" in words and behaviour == "deploy hangs":
    print("deploying", flush=True)
    time.sleep(60)
"""


def until(condition: Callable[[], object], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


@pytest.fixture
def processes() -> Processes:
    return Processes()


@pytest.fixture
def listener() -> Iterator[int]:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


@pytest.fixture
def stranger() -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(SLEEP) as process:
        yield process
        process.kill()


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout whose programs are pretend ones, quick to start and to end."""
    for folder in (tmp_path / ".venv" / "bin", tmp_path / ".local" / "cloud-venv" / "bin"):
        folder.mkdir(parents=True)
        python = folder / "python"
        python.write_text(PRETEND_PYTHON.format(python=sys.executable))
        python.chmod(0o755)
        (folder / "behaviour").write_text("as it should")
    return tmp_path


def stack_in(checkout: Path, said: list[str]) -> Stack:
    return Stack(checkout / "home", cloud_port=0, edge_port=0, carrier_port=0, say=said.append, repository=checkout)


class TestPorts:
    def test_a_port_asked_for_and_taken_is_refused_with_the_name_of_its_holder(self, listener: int) -> None:
        with pytest.raises(
            StackError, match=rf"(?s)port {listener} \(edge\) is taken by pid {os.getpid()}: .*EDGE_PORT"
        ):
            ports.choose({"edge": listener, "cloud": 0, "carrier": 0}, print)

    def test_a_default_that_is_taken_moves_on_and_says_so(self, listener: int, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(ports.DEFAULTS, "edge", listener)
        said: list[str] = []
        chosen = ports.choose({"cloud": 0, "carrier": 0}, said.append)
        assert chosen["edge"] > listener
        assert f"taken by pid {os.getpid()}" in said[0]
        assert f"using {chosen['edge']}" in said[0]

    def test_zero_means_any_free_port(self) -> None:
        chosen = ports.choose({"cloud": 0, "edge": 0, "carrier": 0}, print)
        assert len(set(chosen.values())) == 3
        assert all(ports.is_free(port) for port in chosen.values())

    def test_the_same_port_twice_is_refused(self) -> None:
        free = ports.choose({"cloud": 0, "edge": 0, "carrier": 0}, print)["edge"]
        with pytest.raises(StackError, match="taken by this stack's own cloud"):
            ports.choose({"cloud": free, "edge": free, "carrier": 0}, print)

    def test_a_wildcard_listener_holds_the_port_too(self) -> None:
        with socket.socket() as server:
            server.bind(("0.0.0.0", 0))
            server.listen()
            assert not ports.is_free(server.getsockname()[1])

    @pytest.mark.parametrize("text", ["http", "-1", "65536"])
    def test_nonsense_in_the_environment_is_refused(self, text: str) -> None:
        with pytest.raises(StackError, match=f"EDGE_PORT={text} is no port"):
            ports.asked_in_environment({"EDGE_PORT": text})

    def test_the_holder_is_named_by_pid_and_command(self, listener: int) -> None:
        holder = who_holds(listener)
        assert holder.pid == os.getpid()
        me = identify(os.getpid())
        assert me is not None
        assert holder.command
        assert me.command.startswith(holder.command)


class TestOwnership:
    def test_a_process_is_known_by_pid_start_and_command(self, stranger: subprocess.Popen[bytes]) -> None:
        identity = identify(stranger.pid)
        assert identity is not None
        assert is_alive(identity)
        assert not is_alive(replace(identity, started="another time"))
        assert not is_alive(replace(identity, command="another command"))

    def test_a_zombie_is_not_alive(self, stranger: subprocess.Popen[bytes]) -> None:
        identity = identify(stranger.pid)
        stranger.kill()
        until(lambda: identify(stranger.pid) is None)
        assert identity is not None
        assert not is_alive(identity)

    def test_a_pid_that_came_round_again_is_left_alone(
        self, stranger: subprocess.Popen[bytes], processes: Processes
    ) -> None:
        identity = identify(stranger.pid)
        assert identity is not None
        assert processes.stop([replace(identity, started="before the machine started")], "ours") == []
        assert stranger.poll() is None

    def test_stopping_takes_along_what_the_process_started(self, processes: Processes, tmp_path: Path) -> None:
        family = [sys.executable, "-c", f"import subprocess; subprocess.run({SLEEP!r})"]
        leader = processes.start(family, environment={MARKER: "ours"}, log=tmp_path / "log", directory=tmp_path)
        until(lambda: len(members(leader.pid)) == 2)
        assert leader.pid in processes.stop([leader], "ours")
        assert members(leader.pid) == []

    def test_one_that_ignores_the_request_is_forced(self, processes: Processes, tmp_path: Path) -> None:
        deaf = (
            "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(60)"
        )
        log = tmp_path / "log"
        leader = processes.start([sys.executable, "-c", deaf], environment={}, log=log, directory=tmp_path)
        until(lambda: log.read_text())
        processes.stop([leader], "ours", grace_seconds=0.2)
        assert processes.exit_status(leader) == -signal.SIGKILL

    @pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows what a process inherited")
    @pytest.mark.parametrize(("marker", "survivors"), [("ours", 0), ("another", 1)])
    def test_orphans_of_a_dead_leader_are_stopped_only_when_marked_as_ours(
        self, processes: Processes, tmp_path: Path, marker: str, survivors: int
    ) -> None:
        family = [sys.executable, "-c", f"import subprocess; subprocess.Popen({SLEEP!r})"]
        leader = processes.start(family, environment={MARKER: marker}, log=tmp_path / "log", directory=tmp_path)
        assert processes.wait(leader, 10) == 0
        assert len(members(leader.pid)) == 1
        processes.stop([leader], "ours")
        until(lambda: len(members(leader.pid)) == survivors)
        Processes().stop([leader], marker)

    def test_servers_inherit_no_credentials(self) -> None:
        inherited = plain({}, {"PATH": "/bin", "AWS_SESSION_TOKEN": "t", "GITHUB_TOKEN": "t", "https_proxy": "p"})
        assert set(inherited) == {"PATH", "PYTHONUNBUFFERED"}

    def test_a_deployment_cannot_reach_another_cloud(self, tmp_path: Path) -> None:
        shell = {"AWS_PROFILE": "live", "AWS_ENDPOINT_URL_S3": "https://s3", "HTTPS_PROXY": "p", "PATH": "/bin"}
        found = of_deployment({}, Places(tmp_path), "http://127.0.0.1:1", shell)
        assert not {"AWS_PROFILE", "AWS_ENDPOINT_URL_S3", "HTTPS_PROXY"} & set(found)
        assert (found["AWS_ENDPOINT_URL"], found["AWS_CONFIG_FILE"]) == ("http://127.0.0.1:1", os.devnull)


class TestState:
    def test_what_is_saved_is_loaded(self, tmp_path: Path, stranger: subprocess.Popen[bytes]) -> None:
        identity = identify(stranger.pid)
        assert identity is not None
        noted = State("m", "ministack", {"edge": 1}, [Record("edge", identity, 1), Record("cdk", identity, None)], True)
        noted.save(tmp_path / "home" / "stack.json")
        assert state.load(tmp_path / "home" / "stack.json") == noted

    @pytest.mark.parametrize("text", ["", "{", "[]", '{"marker": 1}', '{"records": [{}]}'])
    def test_an_unreadable_file_is_no_state(self, tmp_path: Path, text: str) -> None:
        (tmp_path / "stack.json").write_text(text)
        assert state.load(tmp_path / "stack.json") is None


class TestStack:
    def test_up_then_down(self, checkout: Path) -> None:
        said: list[str] = []
        stack = stack_in(checkout, said)
        outputs = stack.up()
        assert outputs == {"api_url": stack.urls.public}
        assert set(stack.processes()) == {"cloud", "carrier", "edge"}
        assert report.healthy(report.rows(stack.places))
        running = stack.processes()
        assert set(stack.down()) == {"cloud", "carrier", "edge"}
        assert not any(is_alive(identity) for identity in running.values())
        assert report.status(report.rows(stack.places), stack.places).startswith("nothing runs in")
        assert not stack.places.outputs.exists()
        assert [line.split()[0] for line in said] == ["cloud", "carrier", "edge", "bundle", "deploy", "seed", "ready"]

    def test_one_process_stops_and_starts_while_the_others_stay(self, checkout: Path) -> None:
        with stack_in(checkout, []) as stack:
            before = stack.processes()
            stack.stop("carrier")
            assert set(stack.processes()) == {"cloud", "edge"}
            stack.check()
            stack.start("carrier")
            after = stack.processes()
            assert after["carrier"] != before["carrier"]
            assert after["edge"] == before["edge"]

    def test_a_step_that_fails_shows_its_log_and_leaves_nothing_running(self, checkout: Path) -> None:
        (checkout / ".venv" / "bin" / "behaviour").write_text("seed fails")
        stack = stack_in(checkout, [])
        with pytest.raises(StackError, match=r"seed failed \(exit 1\)\n  \| no such table\n.*seed\.log"):
            stack.up()
        assert stack.processes() == {}
        assert not stack.places.state.exists()

    def test_a_server_that_ends_by_itself_is_noticed(self, checkout: Path) -> None:
        with stack_in(checkout, []) as stack:
            os.kill(stack.processes()["edge"].pid, signal.SIGKILL)
            until(lambda: "edge" not in stack.processes())
            with pytest.raises(StackError, match="the edge has ended by itself"):
                stack.check()
            assert "ended" in report.status(report.rows(stack.places), stack.places)

    def test_what_a_killed_run_left_behind_is_stopped_by_the_next(self, checkout: Path) -> None:
        keeper = _keeper(checkout, "")
        left = state.load(checkout / "home" / "stack.json")
        keeper.kill()
        keeper.wait()
        said: list[str] = []
        with stack_in(checkout, said):
            assert left is not None
            assert not any(is_alive(record.identity) for record in left.records)
        assert said[0] == "stopped what ran here before: edge, carrier, cloud"

    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
    def test_a_signal_during_a_step_stops_what_was_started(self, checkout: Path, number: signal.Signals) -> None:
        (checkout / ".venv" / "bin" / "behaviour").write_text("deploy hangs")
        keeper = _keeper(checkout, "deploy")
        noted = state.load(checkout / "home" / "stack.json")
        keeper.send_signal(number)
        assert keeper.wait(15) == 130
        assert noted is not None
        assert [record.name for record in noted.records] == ["cloud", "carrier", "edge", "deploy"]
        assert not any(is_alive(record.identity) for record in noted.records)

    def test_the_next_command_ends_the_one_that_keeps_the_home(self, checkout: Path) -> None:
        keeper = _keeper(checkout, "")
        said: list[str] = []
        assert stack_in(checkout, said).down() == ["everything, by the process that kept it"]
        assert keeper.wait(15) == 130
        assert said[0].startswith(f"ending the stack that pid {keeper.pid} keeps")

    def test_a_home_in_use_by_one_that_does_not_yield_is_refused(self, tmp_path: Path) -> None:
        first, second = HomeLock(tmp_path / "stack.lock"), HomeLock(tmp_path / "stack.lock")
        first.take(yields=False, say=print)
        with pytest.raises(StackError, match=f"is in use by pid {os.getpid()}"):
            second.take(yields=True, say=print)
        first.drop()
        assert second.take(yields=True, say=print) is False
        second.drop()

    def test_an_unknown_cloud_is_refused(self) -> None:
        with pytest.raises(StackError, match="CLOUD=moon is unknown; it is one of ministack, localstack"):
            Stack(cloud="moon")


def _keeper(checkout: Path, reached: str) -> subprocess.Popen[bytes]:
    """A process that keeps a stack as `run` does, once it is ready, or once it has `reached` a step."""
    program = textwrap.dedent(f"""\
        import sys, time
        from pathlib import Path
        from localstack.stack import Stack
        from localstack.stack.interrupts import Interrupted, Interrupts
        interrupts = Interrupts(); interrupts.install()
        stack = Stack({str(checkout / "home")!r}, cloud_port=0, edge_port=0, carrier_port=0, yields=True,
                      interrupts=interrupts, repository=Path({str(checkout)!r}))
        try:
            stack.up()
            time.sleep(60)
        except Interrupted:
            interrupts.end(); stack.down(); sys.exit(130)
        """)
    quiet = {"stdout": subprocess.DEVNULL, "cwd": REPOSITORY}
    keeper = subprocess.Popen([sys.executable, "-c", program], **quiet)  # type: ignore[call-overload]

    def there() -> bool:
        noted = state.load(checkout / "home" / "stack.json")
        return noted is not None and (any(r.name == reached for r in noted.records) if reached else noted.ready)

    until(there, 20)
    assert isinstance(keeper, subprocess.Popen)
    return keeper


class TestOfficialCloud:
    @pytest.mark.parametrize(
        ("docker", "token", "message"),
        [
            (None, "t", "needs Docker, which is not installed"),
            ("exit 1", "t", "whose daemon does not answer"),
            ('[ "$1" = info ]', "t", "compose plugin"),
            ("exit 0", "", "needs LOCALSTACK_AUTH_TOKEN"),
        ],
    )
    def test_what_is_missing_is_said_in_one_line(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, docker: str | None, token: str, message: str
    ) -> None:
        if docker:
            (tmp_path / "docker").write_text(f"#!/bin/sh\n{docker}\n")
            (tmp_path / "docker").chmod(0o755)
        monkeypatch.setenv("PATH", str(tmp_path))
        with pytest.raises(StackError, match=message) as caught:
            OfficialCloud(Places(tmp_path)).check({"LOCALSTACK_AUTH_TOKEN": token})
        assert "\n" not in str(caught.value)


class TestInterrupts:
    def test_a_signal_waits_while_it_is_held(self) -> None:
        interrupts, went_on = Interrupts(), False
        before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
        interrupts.install()
        try:
            with pytest.raises(Interrupted), interrupts.hold():  # noqa: PT012 - when it is raised is the point
                os.kill(os.getpid(), signal.SIGTERM)
                went_on = True
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
        assert went_on


class Counted(Step):
    """A step that counts how often it is done, and may be cut short."""

    name = label = "counted"

    def __init__(self, folder: Path) -> None:
        self.source, self.product, self.stamp = folder / "source", folder / "product", folder / "stamp"
        self.source.write_text("one")
        self.done: list[bool] = []
        self.cut_short = False

    def inputs(self) -> list[Path]:
        return [self.source]

    def build(self, log: Path, finished: bool) -> None:
        self.done.append(finished)
        self.product.write_text("half")
        if self.cut_short:
            raise KeyboardInterrupt


class TestStamps:
    def test_nothing_is_done_twice(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        counted = Counted(tmp_path)
        assert [counted.ensure(tmp_path), counted.ensure(tmp_path)] == [True, False]
        assert len(capsys.readouterr().out.splitlines()) == 1

    def test_a_changed_input_or_a_missing_product_is_done_again(self, tmp_path: Path) -> None:
        counted = Counted(tmp_path)
        counted.ensure(tmp_path)
        counted.source.write_text("two")
        counted.ensure(tmp_path)
        counted.product.unlink()
        counted.ensure(tmp_path)
        assert counted.done == [False, True, True]

    def test_a_step_cut_short_is_done_again_from_the_start(self, tmp_path: Path) -> None:
        counted = Counted(tmp_path)
        counted.ensure(tmp_path)
        counted.source.write_text("two")
        counted.cut_short = True
        with pytest.raises(KeyboardInterrupt):
            counted.ensure(tmp_path)
        counted.cut_short = False
        counted.source.write_text("one")
        assert counted.ensure(tmp_path)
        assert counted.done == [False, True, False]

    def test_a_moved_checkout_needs_a_new_environment(self, tmp_path: Path) -> None:
        (tmp_path / "locks").mkdir()
        (tmp_path / "locks" / "cloud.txt").write_text("")
        here, there = (
            Environment(tmp_path, "cloud", "", folder, "cloud.txt", tmp_path / ".venv")
            for folder in (tmp_path / "here", tmp_path / "there")
        )
        assert here.fingerprint() != there.fingerprint()


class TestMessages:
    def test_a_failed_command_shows_the_last_lines_and_the_log(self, tmp_path: Path) -> None:
        log = tmp_path / "log"
        with pytest.raises(SetupError) as caught:
            run([sys.executable, "-c", "print('\\n'.join(map(str, range(99)))); exit(3)"], log, "pip failed", tmp_path)
        message = str(caught.value)
        assert message.startswith("pip failed (exit 3)\n")
        assert message.endswith(f"  | 98\n  all of it: {log}")
        assert len(message.splitlines()) == 32

    def test_a_failure_without_output_says_so(self, tmp_path: Path) -> None:
        assert "(nothing in" in failure("it failed", tmp_path / "none.log")

    def test_a_step_is_one_line_with_its_time(self) -> None:
        said: list[str] = []
        with step("deploy", "all stacks", said.append):
            pass
        assert said[0].split() == ["deploy", "all", "stacks", "0.0", "s"]

    def test_the_summary_shows_urls_and_logins(self) -> None:
        user = {"email": "ada@example.org", "password": "open-sesame", "role": "responder", "affiliate": "north"}
        text = report.summary({"console_url": "http://127.0.0.1:8080/", "users": [user]})
        assert [line.split() for line in text.splitlines() if line] == [
            ["console", "http://127.0.0.1:8080/"],
            ["demo", "logins"],
            ["responder", "ada@example.org", "open-sesame", "north"],
        ]

    def test_logs_carry_the_name_of_their_process(self, tmp_path: Path) -> None:
        places = Places(tmp_path)
        places.logs.mkdir()
        places.log("edge").write_text("one\ntwo\n")
        places.log("setup-python").write_text("noise\n")
        said: list[str] = []
        report.show_logs(places, 1, follow=False, say=said.append)
        assert said == ["edge     | two"]

    def test_a_missing_browser_comes_with_its_remedy_in_one_line(self, tmp_path: Path) -> None:
        with pytest.raises(StackError, match="apt-get install chromium") as caught:
            find_browser({"PATH": str(tmp_path)})
        assert "\n" not in str(caught.value)

    def test_make_alone_explains_every_verb(self) -> None:
        listed = subprocess.run(["make"], cwd=REPOSITORY, capture_output=True, text=True, check=True).stdout
        explained = {line.split()[0] for line in listed.splitlines() if line.strip()}
        makefile = (REPOSITORY / "Makefile").read_text().replace("\\\n", " ")
        phony = next(line for line in makefile.splitlines() if line.startswith(".PHONY:"))
        assert set(phony.split()[1:]) <= explained
