"""The design tokens of resources/theme/tokens.toml, read once."""

import tomllib
from functools import cache
from typing import Any

from ihanoi_desk.resources import RESOURCES

THEMES = ("light", "dark")


@cache
def tokens() -> dict[str, Any]:
    file = RESOURCES / "theme" / "tokens.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def colours(theme: str) -> dict[str, str]:
    """Token name → ``#RRGGBB`` for `theme`."""
    return tokens()[theme]


def size(name: str) -> int:
    """A measure in logical pixels."""
    return tokens()["size"][name]
