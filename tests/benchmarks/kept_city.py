"""The kept replica as the measured processes see it; making it is `city`'s business.

Apart from `city` because that imports the server, which no desk may pay for.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ihanoi_desk.client.key import Key
from ihanoi_desk.domain.officers import Grant, Officer, Role

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
"""Monday morning, 9:00 in Hà Nội; the desks of the benchmarks stand still there."""
KEY = Key(bytes(range(32)))
"""Opens the kept replica, which holds nothing real: deriving a key is not what is measured."""


@dataclass(frozen=True, slots=True)
class City:
    """Where the kept replica lies; `me` is the officer it belongs to."""

    folder: Path

    @property
    def store(self) -> Path:
        return self.folder / "desk.sqlite3"

    @property
    def me(self) -> Officer:
        # By hand: the server's answer was decoded at the sign-in, which is not part of a start.
        kept = json.loads((self.folder / "me.json").read_bytes())
        grants = tuple(Grant(Role(row["role"]), row["unit"]) for row in kept["grants"])
        return Officer(kept["id"], kept["login"], kept["name"], grants)


def standing_clock() -> datetime:
    return NOW
