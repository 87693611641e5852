"""`dev.py chaos`: many rounds of bad luck, then the reckoning as JSON.

The exit code is 1 when anything was lost, doubled, told twice or never told.
"""

import argparse
import asyncio
import json
import sys
import tempfile
from pathlib import Path

from tests.chaos.run import run
from tests.databases import DIALECTS, SQLITE, Databases


def main() -> int:
    parser = argparse.ArgumentParser(prog="dev.py chaos", description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--desks", type=int, default=3, help="2 to 6")
    parser.add_argument("--database", choices=DIALECTS, default=SQLITE)
    parser.add_argument("--workers", type=int, default=1, help="of the server (PostgreSQL only)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    parser.add_argument("--keep", type=Path, help="leave every file of the run in this folder")
    options = parser.parse_args()
    databases = Databases()
    try:
        with tempfile.TemporaryDirectory(prefix="ihanoi-chaos-") as scratch:
            folder = options.keep or Path(scratch)
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "server").mkdir()
            with databases.empty(options.database, folder / "server") as address:
                story = run(
                    folder,
                    address,
                    options.rounds,
                    options.desks,
                    options.seed,
                    say,
                    options.workers,
                )
                figures = asyncio.run(story)
    finally:
        databases.close()
    text = json.dumps(
        {**figures.shown(), "database": options.database, "workers": options.workers},
        ensure_ascii=False,
    )
    print(text)
    if options.json:
        options.json.write_text(text + "\n", encoding="utf-8")
    for line in figures.details:
        print(line, file=sys.stderr)
    return 0 if figures.is_clean else 1


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
