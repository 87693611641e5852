"""The command `ihanoi-server`: serve, replay, verify-audit."""

import argparse
import json
import logging
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from platformdirs import user_data_path

from ihanoi_desk.migrate import DatabaseTooNew
from ihanoi_desk.server import audit
from ihanoi_desk.server.app import create_app
from ihanoi_desk.server.composition import Server
from ihanoi_desk.server.database import Database
from ihanoi_desk.server.failures import Unavailable
from ihanoi_desk.server.replay import replay
from ihanoi_desk.server.serving import announce, give_way, listen, parent_ends, serve
from ihanoi_desk.server.settings import Settings, from_file
from ihanoi_desk.server.workers import Workers


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when it went well."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    try:
        return int(options.run(options))
    except DatabaseTooNew as error:
        print(f"the database is of a newer version: {error.revision}", file=sys.stderr)
        return 3
    except Unavailable as error:
        print(f"the database is not available: {error}", file=sys.stderr)
        return 4


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="ihanoi-server", description=__doc__)
    commands = parser.add_subparsers(required=True)
    serving = commands.add_parser("serve", help="answer desks and citizens' phones")
    serving.add_argument("--host", default="127.0.0.1")
    serving.add_argument("--port", type=int)
    serving.add_argument("--workers", type=int, default=1, help="processes (PostgreSQL only)")
    serving.add_argument("--embedded", action="store_true", help="end when stdin ends")
    serving.add_argument("--demo", action="store_true", help="fill a new database with a city")
    serving.add_argument("--config", type=Path, help="a TOML file of settings")
    serving.set_defaults(run=_serve)
    auditing = commands.add_parser("verify-audit", help="prove that the audit trail is whole")
    auditing.set_defaults(run=_verify_audit)
    playing = commands.add_parser("replay", help="play the requests of a CSV file")
    playing.add_argument("file", type=Path)
    playing.add_argument("--speed", type=float, default=0, help="times as fast; 0: at once")
    playing.add_argument("--limit", type=int, default=0, help="how many requests; 0: all")
    playing.add_argument("--close", action="store_true", help="also close what was closed")
    playing.set_defaults(run=_replay)
    for command in (serving, auditing, playing):
        command.add_argument("--database", default="", help="address of the database")
        command.add_argument(
            "--data",
            type=Path,
            default=user_data_path("ihanoi-server"),
            help="folder of files (%(default)s)",
        )
    return parser


def _settings(options: argparse.Namespace) -> Settings:
    settings = Settings(
        data=options.data, demo=getattr(options, "demo", False), progress=_say_progress
    )
    settings = replace(settings, **from_file(getattr(options, "config", None)))  # type: ignore[arg-type]
    return replace(settings, database=options.database) if options.database else settings


def _say_progress(done: int, total: int) -> None:
    print(json.dumps({"seeding": done, "of": total}), file=sys.stderr, flush=True)


def _serve(options: argparse.Namespace) -> int:
    port = options.port if options.port is not None else (0 if options.embedded else 8080)
    until = parent_ends if options.embedded else None
    if options.embedded:
        give_way()
    settings = _settings(options)
    if options.workers == 1:
        app = create_app(settings)
        listener = listen(options.host, port)
        announce(listener)
        serve(app, listener, until)
        return 0
    if settings.is_sqlite:
        print("several workers need PostgreSQL; give its address with --database", file=sys.stderr)
        return 2
    Server(settings).close()
    listener = listen(options.host, port)
    announce(listener)
    Workers(settings, listener, options.workers).run(until)
    return 0


def _replay(options: argparse.Namespace) -> int:
    settings = replace(_settings(options), demo=True, demo_cases=0)
    tally = replay(
        options.file, settings, speed=options.speed, limit=options.limit, close=options.close
    )
    print(json.dumps(tally))
    return 0 if not tally["failed"] else 1


def _verify_audit(options: argparse.Namespace) -> int:
    database = Database(_settings(options).url)
    try:
        with database.read() as connection:
            print(f"audit trail whole: {audit.verify(connection)} lines")
    except audit.ChainBroken as error:
        print(str(error), file=sys.stderr)
        return 1
    finally:
        database.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
