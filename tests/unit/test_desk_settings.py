"""The desk's settings file and the environment over it."""

from datetime import timedelta
from pathlib import Path

import pytest

from ihanoi_desk.config import BadConfig, read_config


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    (tmp_path / "desk.toml").write_text("undo_seconds = 5\nkept_closed_days = 30\n")
    data = {"IHANOI_DATA": str(tmp_path)}
    config = read_config(data)
    assert (config.undo, config.kept_closed_days) == (timedelta(seconds=5), 30)
    assert read_config({**data, "IHANOI_KEPT_CLOSED_DAYS": "365"}).kept_closed_days == 365


def test_ninety_days_where_nothing_is_said(tmp_path: Path) -> None:
    assert read_config({"IHANOI_DATA": str(tmp_path)}).kept_closed_days == 90


@pytest.mark.parametrize("days", ["-1", "3651", "mươi"])
def test_days_that_are_none_are_told(tmp_path: Path, days: str) -> None:
    with pytest.raises(BadConfig, match=r"desk\.toml"):
        read_config({"IHANOI_DATA": str(tmp_path), "IHANOI_KEPT_CLOSED_DAYS": days})
