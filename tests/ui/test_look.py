"""Colours that can be read, verbs that can be pressed, words that exist in both languages."""

import ast
import re
from collections import Counter
from itertools import product

import pytest

from ihanoi_desk.domain.transitions import VERBS
from ihanoi_desk.language import LANGUAGES, phrases
from ihanoi_desk.resources import RESOURCES, ROOT
from ui.look.tokens import THEMES, colours
from ui.verbs import VERB_LOOKS

LEAST_CONTRAST = 4.5
GROUNDS = ("window", "surface", "surface-2", "hover", "accent-soft")
PAIRS = [
    *product(("text", "text-2"), (*GROUNDS, "surface-3")),
    *product(("text-3",), ("surface", "surface-2", "window")),
    *product(("red", "orange", "green", "teal", "ochre", "accent"), ("surface", "accent-soft")),
    *((tone, f"{tone}-soft") for tone in ("red", "orange", "green", "violet", "teal", "grey")),
    *product(("red", "ochre", "green"), ("window",)),
    ("ochre", "ochre-soft"),
    ("accent-on", "accent-fill"),
    ("map-label", "map-land"),
]


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2.1."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", THEMES)
def test_text_can_be_read_on_its_ground(theme: str) -> None:
    table = colours(theme)
    weak = {}
    for ink, ground in PAIRS:
        low, high = sorted((luminance(table[ink]), luminance(table[ground])))
        contrast = (high + 0.05) / (low + 0.05)
        if contrast < LEAST_CONTRAST:
            weak[f"{ink} on {ground}"] = round(contrast, 2)
    assert not weak


def test_every_verb_has_icon_key_and_words() -> None:
    assert set(VERB_LOOKS) == set(VERBS)
    keys = Counter(shown.key for shown in VERB_LOOKS.values())
    assert set(keys.values()) == {1}
    assert not set(keys) & {"J", "K", "P", "Z", "/", "?"}
    for verb, shown in VERB_LOOKS.items():
        assert (RESOURCES / "icons" / f"{shown.icon}.svg").is_file()
        for language in LANGUAGES:
            assert phrases(language)[f"verb.{verb}"]
            assert phrases(language)[f"did.{verb}"]
            assert not shown.dialog or phrases(language)[f"send.{verb}"]


def said_in_window() -> tuple[set[str], set[str]]:
    """The keys the code says outright, and the beginnings of those it puts together."""
    whole, begun = set(), set()
    for file in (ROOT / "ui").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            if node.func.attr != "say" or not node.args:
                continue
            for part in ast.walk(node.args[0]):
                if isinstance(part, ast.JoinedStr) and isinstance(part.values[0], ast.Constant):
                    begun.add(str(part.values[0].value))
                elif isinstance(part, ast.Constant) and re.fullmatch(
                    r"[a-z_]+\.[a-z_]*[a-z]", str(part.value)
                ):
                    whole.add(str(part.value))
    return whole, begun


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_the_window_says_exists(language: str) -> None:
    whole, begun = said_in_window()
    known = phrases(language)
    assert len(whole) > 60
    assert not whole - set(known)
    assert not [start for start in begun if not any(key.startswith(start) for key in known)]
