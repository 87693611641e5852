"""`python -m tests.benchmarks [--only NAME] [--json FILE]`: figures, floors, ratios, goals."""

import argparse
import json
import logging
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from tests.benchmarks import (
    click_to_push,
    drain,
    feed,
    fill,
    idle,
    map_points,
    memory,
    queue_pages,
    start,
)
from tests.benchmarks.figure import Figure

MEASURES = {
    "queue-page": queue_pages.measure,
    "click-to-push": click_to_push.measure,
    "drain": drain.measure,
    "feed": feed.measure,
    "fill": fill.measure,
    "idle": idle.measure,
    "start": start.measure,
    "map-100k": map_points.measure,
    "memory": memory.measure,
}
LINE = "{:<24}{:>12}{:>12}{:>8}{:>7}  {}"


def main() -> int:
    parser = argparse.ArgumentParser(prog="tests.benchmarks", description=__doc__)
    parser.add_argument("--only", choices=MEASURES, action="append", help="may be repeated")
    parser.add_argument("--json", type=Path, help="also write the rows to this file")
    options = parser.parse_args()
    logging.basicConfig(level=logging.ERROR)
    print(LINE.format("figure", "value", "floor", "ratio", "goal", ""))
    figures = []
    for figure in _figures(options.only or list(MEASURES)):
        figures.append(figure)
        print(_row(figure), flush=True)
    if options.json:
        rows = [{**asdict(row), "ratio": row.ratio, "holds": row.holds} for row in figures]
        options.json.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")
    return 0 if all(figure.holds for figure in figures) else 1


def _figures(names: Sequence[str]) -> Iterator[Figure]:
    for name in names:
        yield from MEASURES[name]()


def _row(figure: Figure) -> str:
    return LINE.format(
        figure.name,
        f"{figure.value:.2f} {figure.unit}",
        f"{figure.floor:.2f} {figure.unit}",
        f"{figure.ratio:.2f}",
        f"{figure.goal:.1f}",
        "" if figure.holds else "MISSED",
    )


if __name__ == "__main__":
    sys.exit(main())
