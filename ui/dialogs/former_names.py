"""Communes before July 2025 and what became of them, for a search by the old name."""

import csv
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from ihanoi_desk.domain.text import fold
from ihanoi_desk.resources import RESOURCES

SUCCESSORS = RESOURCES / "seed" / "unit_successors_2025-07-01.csv"


@dataclass(frozen=True, slots=True)
class Former:
    """An old commune as one new one knows it. `extent`: whole, part or remainder."""

    name: str
    folded: str
    extent: str


@cache
def former_names() -> dict[str, tuple[Former, ...]]:
    """Code of a commune of today → the old ones it was made from, wholly or in part."""
    found: dict[str, list[Former]] = defaultdict(list)
    with SUCCESSORS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            name = row["old_full_name"]
            found[row["new_code"]].append(Former(name, fold(name), row["extent"]))
    return {code: tuple(rows) for code, rows in found.items()}


def former_name(code: str, words: list[str]) -> Former | None:
    """The old commune within `code` whose name holds all folded `words`, if any."""
    return next(
        (row for row in former_names().get(code, ()) if all(word in row.folded for word in words)),
        None,
    )
