"""Settings: where they come from, and which one is to blame."""

from datetime import timedelta
from pathlib import Path

import pytest

from ihanoi_desk.config import BadConfig, Config, read_config


def read(tmp_path: Path, file: str = "", **environment: str) -> Config:
    if file:
        (tmp_path / "desk.toml").write_text(file, encoding="utf-8")
    return read_config({"IHANOI_DATA": str(tmp_path), **environment})


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    assert read(tmp_path) == Config(data=tmp_path)


def test_the_file_is_read_and_the_environment_wins(tmp_path: Path) -> None:
    file = """
    server = "https://desk.example"
    undo_seconds = 0
    lock_minutes = 0.5
    offline_days = 3
    kept_closed_days = 30
    tile_hosts = ["tiles.example"]
    """
    config = read(tmp_path, file, IHANOI_LOCK_MINUTES="2", IHANOI_SERVER="http://other.example")
    assert config == Config(
        data=tmp_path,
        server="http://other.example",
        undo=timedelta(),
        lock_after=timedelta(minutes=2),
        offline_for=timedelta(days=3),
        kept_closed_days=30,
        tile_hosts=("tiles.example",),
    )


@pytest.mark.parametrize(
    ("file", "named"),
    [
        ("undo_seconds = -1", "undo_seconds"),
        ("lock_minutes = 'soon'", "lock_minutes"),
        ("lock_minutes = true", "lock_minutes"),
        ("offline_days = nan", "offline_days"),
        ("offline_days = 1e300", "offline_days"),
        ("kept_closed_days = [90]", "kept_closed_days"),
        ("kept_closed_days = 3651", "kept_closed_days"),
        ("server = 8080", "server"),
        ("server = 'desk.example'", "server"),
        ("tile_hosts = 'one'", "tile_hosts"),
        ("server = ", "desk.toml"),
    ],
)
def test_a_bad_setting_is_named(tmp_path: Path, file: str, named: str) -> None:
    with pytest.raises(BadConfig, match=named):
        read(tmp_path, file)


def test_a_bad_variable_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadConfig, match="IHANOI_UNDO_SECONDS"):
        read(tmp_path, IHANOI_UNDO_SECONDS="ten")
