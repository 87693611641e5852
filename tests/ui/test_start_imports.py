"""What a start costs: nothing is imported that an officer opens by hand, or not at all."""

import subprocess
import sys

from ihanoi_desk.resources import ROOT

LATER = {
    "PySide6.QtMultimedia",
    "PySide6.QtPdf",
    "PySide6.QtWebEngineCore",
    "httpx",
    "ihanoi_desk.domain.boundaries",
    "numpy",
    "reports_print",
    "sqlalchemy",
    "ui.administration.page",
    "ui.archive.sheet",
    "ui.dialogs.sheets",
    "ui.dialogs.verb_sheet",
    "ui.keys_sheet",
    "ui.outbox.page",
    "ui.pictures.viewer",
    "ui.redaction",
}


def test_the_desk_is_imported_without_what_comes_later() -> None:
    program = f"import sys, ui.desk; print(*sorted({LATER!r} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == ""
