"""What the browser part must be told before QApplication exists."""

import os

FLAGS = "QTWEBENGINE_CHROMIUM_FLAGS"


def chromium_flags() -> str:
    """Switches for this process: the sandbox is off for root only, who cannot have one."""
    flags = ["--disable-logging", "--log-level=3", "--disable-background-networking"]
    if getattr(os, "geteuid", lambda: 1)() == 0:
        flags.append("--no-sandbox")
    if os.name == "posix" and not os.access("/dev/shm", os.W_OK):
        # In a bare container the browser would end the whole program for want of it.
        flags.append("--disable-dev-shm-usage")
    if os.environ.get("QT_QPA_PLATFORM", "").startswith(("offscreen", "minimal")):
        flags.append("--disable-gpu")
    return " ".join(flags)


def prepare_engine() -> None:
    """Set the switches; call once before QApplication."""
    os.environ.setdefault(FLAGS, chromium_flags())
