"""Install the runtimes the conformance tests need: `python -m tests.runtimes.setup`.

Programs come from apt, p5.js from npm, Processing's core library out of the py5 wheel on
PyPI. Libraries land in `.cache/runtimes/` under exact versions, so a picture that changes
is never due to a silent upgrade. A second run only looks and returns.
"""

import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

from tests.runtimes.errors import MissingRuntime

CACHE = Path(__file__).resolve().parents[2] / ".cache" / "runtimes"

# Our version names ("1" and "2" are p5.js's two living APIs) to exact npm versions.
P5_VERSIONS = {"1": "1.11.13", "2": "2.3.4"}
# Its wheel carries the core library of Processing 4.5.7.
PY5_VERSION = "0.10.12a0"

# Program on PATH -> Debian package that brings it.
PROGRAMS = {
    "chromium": "chromium",
    "javac": "default-jdk-headless",
    "java": "default-jre-headless",
    "ruby": "ruby",
    "guile": "guile-3.0",
    "npm": "npm",
}
# Other names the same program goes by.
ALIASES = {"chromium": ("chromium-browser", "google-chrome")}
# Which programs and libraries each runtime stands on. npm only fetches p5.js.
RUNTIMES = {
    "p5": ("chromium",),
    "processing": ("javac", "java"),
    "ruby": ("ruby",),
    "lisp": ("guile",),
}
OPT_OUT = "SKETCHNET_WITHOUT_RUNTIMES"
HINT = "run: python -m tests.runtimes.setup"


def program(name: str) -> str:
    """Path of an installed program.

    Raises:
        MissingRuntime: it is not on PATH.
    """
    path = _find(name)
    if path is None:
        raise MissingRuntime(f"{name} is not installed (apt package {PROGRAMS[name]}); {HINT}")
    return path


def p5_library(version: str) -> Path:
    """Path of the minified p5.js of a major version, "1" or "2".

    Raises:
        MissingRuntime: it is not in the cache.
    """
    return _cached(_p5_path(version))


def core_jar() -> Path:
    """Path of Processing's core library.

    Raises:
        MissingRuntime: it is not in the cache.
    """
    return _cached(_core_path())


def missing(runtime: str) -> str | None:
    """Why a runtime of `RUNTIMES` cannot be used, or None when all of it is there."""
    try:
        for name in RUNTIMES[runtime]:
            program(name)
        if runtime == "p5":
            for version in P5_VERSIONS:
                p5_library(version)
        if runtime == "processing":
            core_jar()
    except MissingRuntime as error:
        return str(error)
    return None


def require(runtime: str) -> None:
    """Fail the running test when a runtime is missing, or skip it when asked to.

    A test that quietly skips proves nothing, so only `SKETCHNET_WITHOUT_RUNTIMES=1`
    turns the failure into a skip.
    """
    import pytest  # Only tests call this; installing must work before pytest is there.

    reason = missing(runtime)
    if reason is None:
        return
    if os.environ.get(OPT_OUT) == "1":
        pytest.skip(f"{OPT_OUT}=1 and {reason}")
    pytest.fail(
        f"the {runtime} runtime is missing: {reason} (or set {OPT_OUT}=1)",
        pytrace=False,
    )


def install() -> None:
    """Install whatever is missing.

    Raises:
        MissingRuntime: a step needs rights or a network this process lacks.
    """
    absent = [name for name in PROGRAMS if _find(name) is None]
    if absent == ["npm"] and all(_p5_path(version).exists() for version in P5_VERSIONS):
        absent = []  # Nothing left to fetch with it.
    if absent:
        _install_packages(sorted({PROGRAMS[name] for name in absent}))
    for version in P5_VERSIONS:
        if not _p5_path(version).exists():
            _fetch_p5(version)
    if not _core_path().exists():
        _fetch_core()


def _find(name: str) -> str | None:
    found = (shutil.which(alias) for alias in (name, *ALIASES.get(name, ())))
    return next((path for path in found if path), None)


def _p5_path(version: str) -> Path:
    return CACHE / f"p5-{P5_VERSIONS[version]}.min.js"


def _core_path() -> Path:
    return CACHE / f"processing-core-py5-{PY5_VERSION}.jar"


def _cached(path: Path) -> Path:
    if not path.exists():
        raise MissingRuntime(f"{path.name} is not in {path.parent}; {HINT}")
    return path


def _install_packages(packages: list[str]) -> None:
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise MissingRuntime(f"please run: sudo {' '.join(command)}")
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    _run(["apt-get", "update", "-q"], environment)
    _run(command, environment)


def _fetch_p5(version: str) -> None:
    exact = P5_VERSIONS[version]
    with tempfile.TemporaryDirectory() as folder:
        _run(
            [
                program("npm"),
                "pack",
                "--silent",
                "--pack-destination",
                folder,
                f"p5@{exact}",
            ]
        )
        with tarfile.open(Path(folder) / f"p5-{exact}.tgz") as archive:
            member = archive.extractfile("package/lib/p5.min.js")
            assert member is not None, "the npm package always holds the minified library"
            _store(_p5_path(version), member.read())


def _fetch_core() -> None:
    with tempfile.TemporaryDirectory() as folder:
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        _run([*pip, "--only-binary=:all:", "--dest", folder, f"py5=={PY5_VERSION}"])
        wheel = next(Path(folder).glob("py5-*.whl"))
        with zipfile.ZipFile(wheel) as archive:
            _store(_core_path(), archive.read("py5/jars/core.jar"))


def _store(path: Path, content: bytes) -> None:
    """Write a file at once, so that an interrupted run leaves no half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(f".{os.getpid()}.part")
    partial.write_bytes(content)
    partial.replace(path)


def _run(command: list[str], environment: dict[str, str] | None = None) -> None:
    print("+", " ".join(command), file=sys.stderr)
    result = subprocess.run(command, env=environment, stdout=sys.stderr, check=False)
    if result.returncode != 0:
        raise MissingRuntime(f"this failed with exit code {result.returncode}: {' '.join(command)}")


def main() -> int:
    """Install, then say in one line what is there; 0 when complete."""
    try:
        install()
    except MissingRuntime as error:
        print(f"runtimes: {error}", file=sys.stderr)
        return 1
    reasons = [reason for name in RUNTIMES if (reason := missing(name))]
    print("runtimes: " + ("; ".join(reasons) or "all installed"), file=sys.stderr)
    return 1 if reasons else 0


if __name__ == "__main__":
    sys.exit(main())
