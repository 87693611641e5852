"""How much room the disk under the officer's data still has."""

import shutil
from pathlib import Path

LOW_MB = 200
"""Below this the officer is told: pictures and the log of the database need some room to turn."""


def free_mb(folder: Path) -> int | None:
    """Megabytes; None when the disk does not say."""
    try:
        return shutil.disk_usage(folder).free // 1_000_000
    except OSError:
        return None
