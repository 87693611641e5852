"""A PostgreSQL cluster of the tests' own, reached through a socket in its own folder."""

import os
import pwd
import shutil
import subprocess
import tempfile
from itertools import count
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

OLDEST = 15
INSTALLED = Path("/usr/lib/postgresql")
USER = "postgres"
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200"


class Cluster:
    """Started when the first database is asked for; skips (in CI: fails) where it cannot be."""

    def __init__(self) -> None:
        self._folder: Path | None = None
        self._numbers = count(1)

    def create(self, template: str = "template0") -> str:
        """The address of a new database that starts as a copy of the database `template`."""
        name = f"test_{next(self._numbers)}"
        self._order("CREATE DATABASE {} TEMPLATE {}", name, template)
        return f"postgresql://{USER}@/{name}?host={self._folder}"

    def drop(self, address: str) -> None:
        """Remove a database; whoever is still connected is thrown out."""
        self._order("DROP DATABASE {} WITH (FORCE)", name_of(address))

    def shut(self, address: str) -> None:
        """As if the server of a database went down: everybody is thrown out, nobody gets in."""
        self._order("ALTER DATABASE {} ALLOW_CONNECTIONS false", name_of(address))
        with self._link() as link:
            link.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
                [name_of(address)],
            )

    def open(self, address: str) -> None:
        """It is back."""
        self._order("ALTER DATABASE {} ALLOW_CONNECTIONS true", name_of(address))

    def stop(self) -> None:
        if self._folder is not None:
            self._control("-m", "immediate", "stop")
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def _order(self, statement: str, *names: str) -> None:
        if self._folder is None:
            self._folder = self._make()
            self._start()
        with self._link() as link:
            link.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def _link(self) -> "psycopg.Connection[tuple[object, ...]]":
        return psycopg.connect(f"postgresql://{USER}@/?host={self._folder}", autocommit=True)

    def _make(self) -> Path:
        if programs() is None:
            reason = f"PostgreSQL {OLDEST} or later is not installed in {INSTALLED}"
            if os.environ.get("CI") == "true":
                pytest.fail(reason)
            pytest.skip(reason)
        folder = Path(tempfile.mkdtemp(prefix="ihanoi-pg-"))
        if os.geteuid() == 0:
            shutil.chown(folder, USER)
        data = str(folder / "data")
        _run("initdb", "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8", "--no-sync")
        return folder

    def _start(self) -> None:
        options = f"{FAST} -c listen_addresses='' -c unix_socket_directories={self._folder}"
        self._control("-l", f"{self._folder}/log", "-o", options, "start")

    def _control(self, *command: str) -> None:
        _run("pg_ctl", "-D", f"{self._folder}/data", "-w", *command)


def programs() -> Path | None:
    """The folder of the newest PostgreSQL that is installed, if it is new enough."""
    found = [folder for folder in INSTALLED.glob("*") if (folder / "bin" / "initdb").exists()]
    newest = max(found, key=lambda folder: int(folder.name), default=None)
    return newest / "bin" if newest and int(newest.name) >= OLDEST else None


def name_of(address: str) -> str:
    """The name of the database at an address made here."""
    return address.partition("@/")[2].partition("?")[0]


def _run(program: str, *arguments: str) -> None:
    # PostgreSQL refuses to run as root.
    account = pwd.getpwnam(USER) if os.geteuid() == 0 else None
    subprocess.run(
        [f"{programs()}/{program}", *arguments],
        check=True,
        capture_output=True,
        cwd="/",
        user=account.pw_uid if account else None,
        group=account.pw_gid if account else None,
    )
