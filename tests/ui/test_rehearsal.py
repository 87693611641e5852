"""What `dev.py run` plays on a machine without a screen."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.timeout(300)
def test_the_main_job_plays_to_its_end(tmp_path: Path) -> None:
    played = subprocess.run(
        [sys.executable, "-m", "ui.rehearsal", "main-job", "--out", str(tmp_path)],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert played.returncode == 0, played.stdout + played.stderr
    summary = json.loads((tmp_path / "summary.json").read_text(encoding="utf-8"))
    assert {row["event"] for row in summary["pushes"]} == {
        "case_received",
        "case_accepted",
        "case_result",
        "case_routed",
        "case_rejected",
    }
    assert {path.name for path in tmp_path.glob("*.png")} == set(summary["screens"])
