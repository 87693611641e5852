#!/usr/bin/env python3
"""One entry point for everything a developer does: `python3 dev.py run`, `test`, `check` …

Needs only Python 3.11 or later. On first use it installs the system packages listed in
installer/debian-packages.txt (on Debian and its relatives) and builds .venv from
requirements.lock; afterwards it starts at once.

Set IHANOI_SKIP_SYSTEM=1 to leave the system packages alone.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
STAMP = VENV / ".lock-stamp"
DEBIAN_PACKAGES = ROOT / "installer" / "debian-packages.txt"
WINDOWS = sys.platform == "win32"
VENV_PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")

EXIT_NOT_READY = 2

OF_THE_DESK = ("tests/ui", "tests/map", "tests/flow", "tests/client")

CHECKS = {
    "ruff check": ["-m", "ruff", "check", "."],
    "ruff format": ["-m", "ruff", "format", "--check", "."],
    "mypy": ["-m", "mypy"],
    "lint-imports": [
        "-c",
        "from importlinter.cli import lint_imports_command; lint_imports_command()",
    ],
}


def say(message: str) -> None:
    """Tell the developer something, apart from the output of the program itself."""
    print(message, file=sys.stderr, flush=True)


def stop(message: str) -> NoReturn:
    """End here: the machine is not ready and `message` says what to do about it."""
    say(message)
    sys.exit(EXIT_NOT_READY)


# --- system packages ----------------------------------------------------------------------


def read_package_groups(text: str) -> dict[str, list[str]]:
    """Return the packages of each group; a comment line with [name] opens a group."""
    groups: dict[str, list[str]] = {}
    group = ""
    for line in map(str.strip, text.splitlines()):
        if heading := re.match(r"#\s*\[(\w+)\]", line):
            group = heading.group(1)
        elif line and not line.startswith("#"):
            groups.setdefault(group, []).append(line)
    return groups


def installed_packages() -> set[str]:
    """Return the names of the installed Debian packages and of all they stand in for."""
    listing = subprocess.run(
        ["dpkg-query", "-W", "-f", "${db:Status-Status}\t${Package}\t${Provides}\n"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    names: set[str] = set()
    for line in listing.splitlines():
        status, package, provides = line.split("\t")
        if status == "installed":
            names.add(package)
            names.update(item.split()[0] for item in provides.split(",") if item.strip())
    return names


def missing_packages(*groups: str) -> list[str]:
    """Return the packages of `groups` that are not installed."""
    wanted = read_package_groups(DEBIAN_PACKAGES.read_text(encoding="utf-8"))
    installed = installed_packages()
    return [name for group in groups for name in wanted.get(group, []) if name not in installed]


def root_prefix() -> list[str] | None:
    """Return what to put before a command to run it as root, or None if we cannot."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo"):
        sudo = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
        if sudo.returncode == 0:
            return ["sudo", "-n"]
    return None


def available_names(packages: list[str]) -> list[str]:
    """Use the name a newer release gave a package in its move to 64-bit time (…t64)."""
    listing = subprocess.run(
        ["apt-cache", "pkgnames"], capture_output=True, text=True, check=False
    ).stdout
    known = set(listing.split())
    return [name + "t64" if name + "t64" in known else name for name in packages]


def keep_database_off(prefix: list[str]) -> None:
    """Stop Debian's PostgreSQL package from creating and starting a database of its own.

    The tests start theirs on a port and in a folder of their own. A machine that already
    has a setting for this keeps it.
    """
    setting = "/etc/postgresql-common/createcluster.conf"
    script = (
        f"test -e {setting} || {{ mkdir -p {Path(setting).parent} && "
        f"echo 'create_main_cluster = false' > {setting}; }}"
    )
    subprocess.run([*prefix, "sh", "-c", script], check=False)


def install_packages(packages: list[str], prefix: list[str]) -> bool:
    """Install `packages` with apt-get and say whether it worked."""
    say(f"Installing {len(packages)} system packages: {' '.join(packages)}")
    apt_get = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    # One unreachable source makes `update` fail; the packages may still be found elsewhere.
    subprocess.run([*apt_get, "-qq", "update"], stdout=sys.stderr, check=False)
    if "postgresql" in packages:
        keep_database_off(prefix)
    install = [*apt_get, "-qq", "-o", "Dpkg::Use-Pty=0", "install", "-y"]
    install.append("--no-install-recommends")
    names = available_names(packages)
    return subprocess.run([*install, *names], stdout=sys.stderr, check=False).returncode == 0


def install_command(packages: list[str]) -> str:
    """Return the command a person types to install `packages`."""
    names = available_names(packages)
    sudo = [] if os.geteuid() == 0 else ["sudo"]
    return shlex.join([*sudo, "apt-get", "install", "-y", "--no-install-recommends", *names])


def ensure_system(*groups: str, optional: str = "") -> None:
    """Install the system packages of `groups`, or say how and stop.

    What building .venv takes is always among them. Without the packages of the group
    `optional` the work goes on, with a note.
    """
    if os.environ.get("IHANOI_SKIP_SYSTEM") == "1" or not shutil.which("dpkg-query"):
        return
    if importlib.util.find_spec("ensurepip") is None and not venv_works():
        groups = ("venv", *groups)
    required = missing_packages(*groups)
    extras = missing_packages(optional) if optional else []
    if not required and not extras:
        return
    prefix = root_prefix()
    if prefix is not None and install_packages(required + extras, prefix):
        return
    if required and (prefix is None or not extras or not install_packages(required, prefix)):
        stop(
            "This computer lacks some system packages. Please run this one command, "
            "then try again:\n"
            "Máy còn thiếu một số gói hệ thống. Hãy chạy lệnh sau rồi thử lại:\n\n"
            f"    {install_command(required + extras)}\n\n"
            "If apt-get does not find them, run `apt-get update` the same way first."
        )
    say(f"Note: {', '.join(extras)} is missing, so some tests will be skipped.")


# --- Python libraries ---------------------------------------------------------------------


def venv_works() -> bool:
    """Say whether .venv holds a Python that runs and has pip."""
    if not VENV_PYTHON.is_file():
        return False
    pip = subprocess.run([VENV_PYTHON, "-m", "pip", "--version"], capture_output=True, check=False)
    return pip.returncode == 0


def create_venv() -> None:
    """Make a fresh .venv; what an interrupted attempt left behind is cleared away."""
    say("Creating .venv …")
    venv = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", VENV], stdout=sys.stderr, check=False
    )
    if venv.returncode != 0:
        stop(
            "Could not create .venv. On Debian and its relatives run\n\n"
            "    sudo apt-get install -y python3-venv\n\n"
            "and make sure there is free disk space, then try again."
        )


def ensure_venv() -> None:
    """Bring .venv in line with requirements.lock, or say what is in the way."""
    try:
        update_venv()
    except PermissionError as problem:
        stop(
            f"{problem}\n.venv seems to belong to another user. Delete the folder (that may "
            "take sudo),\nthen run the same command again."
        )


def update_venv() -> None:
    """Install what requirements.lock says, unless that was done before."""
    fingerprint = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if VENV_PYTHON.is_file() and STAMP.is_file() and STAMP.read_text() == fingerprint:
        return
    if not venv_works():
        create_venv()
    say("Installing the Python libraries into .venv (the first time about 350 MB to fetch) …")
    pip = [str(VENV_PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "--no-input"]
    if not sys.stderr.isatty():
        pip.append("--quiet")
    STAMP.unlink(missing_ok=True)
    install = [*pip, "--require-hashes", "-r", str(LOCK)]
    if subprocess.run(install, stdout=sys.stderr, check=False).returncode != 0:
        stop(
            "The Python libraries could not be installed; pip says why above.\n"
            "Check the network (or the proxy and index set for pip) and that 2 GB of disk "
            "space are free,\nthen run the same command again."
        )
    STAMP.write_text(fingerprint)
    say("The Python libraries are ready.")


# --- running things -----------------------------------------------------------------------


def child_environment(*, offscreen: bool = False) -> dict[str, str]:
    """Return the environment for a child process."""
    environment = dict(os.environ, PYTHONPATH=str(ROOT), PYTHONUTF8="1")
    if not any(environment.get(name) for name in ("LC_ALL", "LC_CTYPE", "LANG")):
        environment["LANG"] = "C.UTF-8"  # Qt warns about anything but UTF-8
    if offscreen:
        environment["QT_QPA_PLATFORM"] = "offscreen"
    return environment


def become(arguments: list[str], environment: dict[str, str]) -> NoReturn:
    """Hand over to Python in .venv: its signals and exit code are then ours."""
    os.chdir(ROOT)
    command = [str(VENV_PYTHON), *arguments]
    sys.stdout.flush()
    if not WINDOWS:
        os.execve(command[0], command, environment)
    with subprocess.Popen(command, env=environment) as process:
        while True:
            try:
                sys.exit(process.wait())
            except KeyboardInterrupt:
                continue  # the child got Ctrl+C as well and decides what it means


def has_display() -> bool:
    """Say whether a window can be shown here."""
    if WINDOWS or sys.platform == "darwin":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def rehearse(script: str, options: argparse.Namespace) -> NoReturn:
    """Play one of the rehearsal scripts without a screen and save pictures."""
    become(
        ["-m", "ui.rehearsal", script, "--out", str(options.out), *options.rest],
        child_environment(offscreen=True),
    )


# --- commands -----------------------------------------------------------------------------


def command_run(options: argparse.Namespace) -> NoReturn:
    """Start the desktop application."""
    ensure_system("window")
    ensure_venv()
    if has_display() and not options.headless:
        become(["-m", "ihanoi_desk", *options.rest], child_environment())
    rehearse("main-job", options)


def command_tour(options: argparse.Namespace) -> NoReturn:
    """Visit every screen and save pictures."""
    ensure_system("window")
    ensure_venv()
    rehearse("tour", options)


def command_test(options: argparse.Namespace) -> NoReturn:
    """Run the tests in random order."""
    ensure_system("window", optional="test")
    ensure_venv()
    environment = child_environment(offscreen="QT_QPA_PLATFORM" not in os.environ)
    if options.rest:
        become(["-m", "pytest", *options.rest], environment)
    sys.exit(test_in_halves(environment))


def test_in_halves(environment: dict[str, str]) -> int:
    """Run all tests as two processes side by side: those of the desk mostly wait, the others
    mostly count. What the first says comes after the second; the exit code is the worse one."""
    command = [str(VENV_PYTHON), "-m", "pytest"]
    others = [f"--ignore={folder}" for folder in OF_THE_DESK]
    with tempfile.TemporaryFile() as said:
        with subprocess.Popen(
            [*command, *OF_THE_DESK],
            cwd=ROOT,
            env=environment,
            stdout=said,
            stderr=subprocess.STDOUT,
        ) as desk:
            try:
                found = subprocess.run([*command, *others], cwd=ROOT, env=environment, check=False)
                code = desk.wait()
            except KeyboardInterrupt:
                desk.terminate()
                raise
        said.seek(0)
        say(f"\n== {', '.join(OF_THE_DESK)}")
        sys.stdout.write(said.read().decode(errors="replace"))
    return max(found.returncode, code)


def command_check(_options: argparse.Namespace) -> NoReturn:
    """Run the linters and the type checker."""
    ensure_system()
    ensure_venv()
    failed = {name for name, arguments in CHECKS.items() if not passes(name, arguments)}
    print()
    for name in CHECKS:
        print(f"{'FAILED' if name in failed else 'ok':<8}{name}")
    sys.exit(1 if failed else 0)


def passes(name: str, arguments: list[str]) -> bool:
    """Run one check and say whether it found nothing."""
    print(f"\n== {name}", flush=True)
    command = [str(VENV_PYTHON), *arguments]
    return subprocess.run(command, cwd=ROOT, env=child_environment(), check=False).returncode == 0


def command_bench(options: argparse.Namespace) -> NoReturn:
    """Measure how fast the application is."""
    ensure_system("window")
    ensure_venv()
    offscreen = "QT_QPA_PLATFORM" not in os.environ
    become(["-m", "tests.benchmarks", *options.rest], child_environment(offscreen=offscreen))


def command_chaos(options: argparse.Namespace) -> NoReturn:
    """Kill, cut and repeat at random, then count what was lost, doubled or not told."""
    ensure_system(optional="test")
    ensure_venv()
    become(["-m", "tests.chaos", *options.rest], child_environment())


def command_server(options: argparse.Namespace) -> NoReturn:
    """Start the server, or another of its commands."""
    ensure_system()
    ensure_venv()
    become(["-m", "ihanoi_desk.server", *(options.rest or ["serve"])], child_environment())


def absolute_path(text: str) -> Path:
    """Read a path as seen from where the developer stands; children run in ROOT."""
    return Path(text).absolute()


def build_parser() -> argparse.ArgumentParser:
    """Describe the command line."""
    parser = argparse.ArgumentParser(
        prog="dev.py",
        description="Run, test and check iHanoi Desk. Prepares the machine when needed.",
        epilog="All but `check` pass on the arguments they do not know.",
        allow_abbrev=False,
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def add(name: str, text: str, *, forwards: str = "") -> argparse.ArgumentParser:
        command = commands.add_parser(
            name,
            help=text,
            description=text,
            epilog=f"All other arguments go to {forwards}." if forwards else None,
            allow_abbrev=False,
        )
        command.set_defaults(act=globals()[f"command_{name}"], forwards=bool(forwards))
        return command

    run = add(
        "run",
        "start the application; without a display, rehearse the main job and save pictures",
        forwards="the application",
    )
    run.add_argument("--headless", action="store_true", help="rehearse even with a display")
    run.add_argument(
        "--out",
        type=absolute_path,
        default=Path("build/run"),
        metavar="DIR",
        help="where pictures go",
    )
    add("test", "run all tests in random order", forwards="pytest")
    add("check", "run ruff, mypy and the import rules")
    tour = add(
        "tour",
        "visit every screen without a display and save pictures: [--only VISIT …]",
        forwards="the tour",
    )
    tour.add_argument(
        "--out",
        type=absolute_path,
        default=Path("build/tour"),
        metavar="DIR",
        help="where pictures go",
    )
    add("bench", "run the benchmarks: [--only NAME] [--json FILE]", forwards="the benchmarks")
    add(
        "chaos",
        "kill desks and server, cut the line between them: [--rounds N] [--desks D] "
        "[--database sqlite|postgresql] [--workers N] [--seed N] [--json FILE]",
        forwards="the run",
    )
    add("server", "start the server", forwards="the server")
    return parser


def main() -> None:
    """Parse the command line and do what it says."""
    if sys.version_info < (3, 11):  # noqa: UP036  (this file runs before anything is installed)
        stop("iHanoi Desk needs Python 3.11 or later.")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal may lack Vietnamese letters
    parser = build_parser()
    options, rest = parser.parse_known_args()
    options.rest = rest
    if options.rest and not options.forwards:
        parser.error(f"unknown arguments: {' '.join(options.rest)}")
    options.act(options)


if __name__ == "__main__":
    main()
