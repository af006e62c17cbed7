"""Builds what Lambda runs: a dependency layer, one for the risk model, one small folder per function. No Docker.

    python -m infra.bundle --target local|aws [--out FOLDER]

The layers come from hashed locks, by pip: for Lambda's platform (`aws`), or for this machine (`local`). The risk
layer also carries the model's files, which setup has made.
A function's folder holds exactly the first-party modules its handler reaches, under the same import paths as
in the tests. Byte code is shipped unchecked, when this Python is the one that will run it.
"""

from __future__ import annotations

import argparse
import ast
import compileall
import hashlib
import json
import py_compile
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from infra.catalogue import FUNCTIONS, SERVICES

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "locks" / "layer.txt"
RISK_LOCK = ROOT / "locks" / "risk.txt"
MODEL = ROOT / ".local" / "models" / "minilm"
RUNTIME = (3, 13)
PLATFORMS = ("manylinux2014_aarch64", "manylinux_2_17_aarch64", "manylinux_2_28_aarch64", "manylinux_2_34_aarch64")
FIRST_PARTY = ("functions", "shared")

#: What a function carries beside its modules.
DATA = {
    "ops": {"docs/openapi.json": "functions/ops/openapi.json"},
    "auth": {name: name for name in ("shared/security/data/common_passwords.txt.gz", "shared/security/data/NOTICE")},
}

#: Whose addresses are kept: WebSocket connections are managed at `execute-api`, and credentials come from `sts`.
_ENDPOINTS = {*SERVICES, "execute-api", "sts"}

#: Of numpy, what only its developers and compilers of other packages use.
_NUMPY_UNUSED = (
    "f2py",
    "_core/include",
    "_core/lib",
    "_pyinstaller",
    "_utils/tests",
    "testing",
    "doc",
    "ctypeslib/tests",
)

#: Of botocore's data, what every client needs whatever its service.
_BOTOCORE_CORE = {"endpoints.json", "partitions.json", "_retry.json", "sdk-default-configuration.json"}


def build(target: str, out: Path) -> None:
    """Build everything under `out`; what is there already and still right is left alone."""
    out.mkdir(parents=True, exist_ok=True)
    _layer(target, out)
    if any("risk" in function.layers for function in FUNCTIONS):
        risk_layer(target, out)
    for function in FUNCTIONS:
        _function(function.name, target, out / "functions" / function.name)
    wanted = {function.name for function in FUNCTIONS}
    for folder in (out / "functions").iterdir():
        if folder.is_dir() and folder.name not in wanted:
            shutil.rmtree(folder)


def modules_of(entry: str) -> set[Path]:
    """The first-party files reached from a module, imports inside functions included; relative to the root."""
    found: set[Path] = set()
    waiting = [entry]
    while waiting:
        for path in _files(waiting.pop()):
            if path not in found:
                found.add(path)
                waiting += _imports(ROOT / path)
    return found


def _files(module: str) -> Iterator[Path]:
    """A module's file and the `__init__` of each package above it."""
    parts = module.split(".")
    if parts[0] not in FIRST_PARTY:
        return
    for depth in range(1, len(parts) + 1):
        stem = Path(*parts[:depth])
        for candidate in (stem / "__init__.py", stem.with_suffix(".py")):
            if (ROOT / candidate).is_file():
                yield candidate


def _imports(path: Path) -> list[str]:
    names: list[str] = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names.append(node.module)
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    return names


def _function(name: str, target: str, folder: Path) -> None:
    files = {path: ROOT / path for path in modules_of(f"functions.{name}.handler")}
    files |= {Path(to): ROOT / source for source, to in DATA.get(name, {}).items()}
    wanted = hashlib.sha256()
    for path in sorted(files):
        wanted.update(str(path).encode() + b"\0" + files[path].read_bytes() + b"\0")
    wanted.update(_byte_code(target).encode())
    if _stamped(folder, wanted.hexdigest()):
        return
    shutil.rmtree(folder, ignore_errors=True)
    for path, source in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, folder / path)
    _compile(target, folder)
    _stamp(folder, wanted.hexdigest())


def _layer(target: str, out: Path) -> None:
    folder = out / "layer"
    digest = hashlib.sha256(
        LOCK.read_bytes() + Path(__file__).read_bytes() + repr(SERVICES).encode() + _byte_code(target).encode()
    ).hexdigest()
    if _stamped(folder, digest):
        return
    shutil.rmtree(folder, ignore_errors=True)
    site = folder / "python"
    _install(LOCK, target, site)
    _trim(site)
    _compile(target, site)
    _stamp(folder, digest)


def risk_layer(target: str, out: Path, model: Path = MODEL) -> None:
    """`layer-risk`: numpy under `python`, the model under `models/minilm`. In Lambda both lie in /opt."""
    if not (model / "prototypes.safetensors").is_file():
        raise SystemExit("the risk model is missing: run `make setup`")
    folder = out / "layer-risk"
    digest = hashlib.sha256(RISK_LOCK.read_bytes() + Path(__file__).read_bytes() + _byte_code(target).encode())
    for path in sorted(model.iterdir()):
        digest.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    if _stamped(folder, digest.hexdigest()):
        return
    shutil.rmtree(folder, ignore_errors=True)
    site = folder / "python"
    _install(RISK_LOCK, target, site)
    _trim_numpy(site)
    _compile(target, site)
    shutil.copytree(model, folder / "models" / "minilm")
    _stamp(folder, digest.hexdigest())


def _install(lock: Path, target: str, site: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--no-compile",
        "--no-deps",
        "--only-binary=:all:",
        "--require-hashes",
        "--requirement",
        str(lock),
        "--target",
        str(site),
    ]
    if target == "aws":
        command += ["--implementation", "cp", "--python-version", ".".join(map(str, RUNTIME))]
        command += [word for platform in PLATFORMS for word in ("--platform", platform)]
    subprocess.run(command, check=True)


def _trim_numpy(site: Path) -> None:
    """Drop numpy's tests, stubs and what builds other packages."""
    for name in ("bin", "__pycache__", *(f"numpy/{part}" for part in _NUMPY_UNUSED)):
        shutil.rmtree(site / name, ignore_errors=True)
    for folder in [*site.rglob("tests")]:
        shutil.rmtree(folder, ignore_errors=True)
    for path in [*site.rglob("*.pyi"), *site.rglob("*.pxd"), *site.rglob("*.a")]:
        path.unlink()


def _trim(site: Path) -> None:
    """Drop what no function reads: other services' descriptions, tests, scripts."""
    for name in ("bin", "__pycache__"):
        shutil.rmtree(site / name, ignore_errors=True)
    for folder in [*site.rglob("tests"), *(site / "boto3" / "examples", site / "boto3" / "data")]:
        if folder.is_dir():
            shutil.rmtree(folder)
    for entry in (site / "botocore" / "data").iterdir():
        if entry.is_dir() and entry.name not in SERVICES:
            shutil.rmtree(entry)
        elif entry.is_file() and entry.name not in _BOTOCORE_CORE:
            entry.unlink()
    _trim_endpoints(site / "botocore" / "data" / "endpoints.json")


def _trim_endpoints(path: Path) -> None:
    """Every client reads the addresses of all services in all regions, 1.2 MB; keep those of ours."""
    document = json.loads(path.read_text())
    for partition in document["partitions"]:
        services = partition["services"]
        partition["services"] = {name: entry for name, entry in services.items() if name in _ENDPOINTS}
    path.write_text(json.dumps(document, separators=(",", ":")))


def _byte_code(target: str) -> str:
    """Names the byte code that is shipped, or `source` when this Python is not the one that will run it."""
    if target == "local" or sys.version_info[:2] == RUNTIME:
        return sys.implementation.cache_tag or "source"
    return "source"


def _compile(target: str, folder: Path) -> None:
    if _byte_code(target) != "source":
        compileall.compile_dir(
            folder,
            quiet=1,
            stripdir=str(folder),
            workers=2,
            invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
        )


def _stamp_of(folder: Path) -> Path:
    return folder.parent / f".{folder.name}.stamp"


def _stamped(folder: Path, digest: str) -> bool:
    stamp = _stamp_of(folder)
    return folder.is_dir() and stamp.is_file() and stamp.read_text() == digest


def _stamp(folder: Path, digest: str) -> None:
    # Written last: a half-built folder has none.
    _stamp_of(folder).write_text(digest)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--target", choices=("local", "aws"), required=True)
    parser.add_argument("--out", type=Path, help="where to build (default: .local/build/TARGET)")
    options = parser.parse_args()
    began = time.monotonic()
    out = options.out or ROOT / ".local" / "build" / options.target
    build(options.target, out)
    if options.target == "aws" and _byte_code("aws") == "source":
        print(f"no byte code: build with Python {'.'.join(map(str, RUNTIME))} to ship it")
    print(f"bundles for {options.target} in {out.relative_to(ROOT)}: {time.monotonic() - began:.1f} s")


if __name__ == "__main__":
    main()
