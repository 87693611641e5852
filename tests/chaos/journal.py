"""What a desk promised its officer, on the disk before anything else happens."""

import json
import os
from pathlib import Path

ACCEPTED = "accepted"
GIVING_UP = "giving_up"
"""About to be undone or dropped; a desk killed just then may have done it or not."""
GIVEN_UP = "given_up"
"""Undone before it left: it must never be carried out."""
DROPPED = "dropped"
"""Refused by the server, and the officer let it go or sent it under another id."""


class Journal:
    """Appends lines that a killed process leaves behind whole."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def write(self, word: str, action_id: str) -> None:
        os.write(self._file, json.dumps([word, action_id]).encode() + b"\n")
        os.fsync(self._file)


def read(path: Path) -> dict[str, str]:
    """The last word on each action."""
    lines = path.read_bytes().splitlines(keepends=True) if path.exists() else []
    words = [json.loads(line) for line in lines if line.endswith(b"\n")]
    return {action_id: word for word, action_id in words}
