"""A short run of `dev.py chaos` on either database: nothing lost, doubled, told twice or untold."""

from pathlib import Path

import pytest

from tests.chaos.run import run
from tests.databases import DIALECTS, SQLITE, Databases


@pytest.mark.timeout(300)
@pytest.mark.parametrize("dialect", DIALECTS)
async def test_a_few_rounds_lose_and_double_nothing(
    databases: Databases, dialect: str, tmp_path: Path
) -> None:
    folder = tmp_path / "server"
    folder.mkdir()
    with databases.empty(dialect, folder) as address:
        workers = 1 if dialect == SQLITE else 2
        figures = await run(tmp_path, address, 5, 2, 7, lambda _: None, workers)
    assert figures.details == ()
    assert figures.counts["lost"] == figures.counts["doubled"] == 0
    assert figures.counts["told_twice"] == figures.counts["never_told"] == 0
    assert figures.actions > 20, "a run in which hardly anybody did anything"
    assert figures.context["messages"] > 0
    assert figures.context["troubles"] + sum(figures.context["killed"].values()) > 0
