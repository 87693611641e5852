"""No sentence in the catalogues that nobody says any more, and none said that is missing there."""

import ast
import re

from ihanoi_desk.language import phrases
from ihanoi_desk.resources import RESOURCES, ROOT

ROOMS = ("ihanoi_desk", "ui", "reports_print")
KEY_BEGUN = re.compile(r"[a-z_]+\.[a-z_]*")
NEVER = re.compile(r"(?!)")


def said_in_python() -> tuple[set[str], list[re.Pattern[str]]]:
    """Whole keys, and patterns of those that are put together."""
    whole, made = set(), []
    for room in ROOMS:
        for file in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    whole.add(node.value)
                elif isinstance(node, ast.JoinedStr):
                    made.append(pattern_of(node))
    return whole, made


def pattern_of(text: ast.JoinedStr) -> re.Pattern[str]:
    """What an f-string can become when words are put into it; one without a section never fits."""
    start = text.values[0] if text.values else None
    if not (isinstance(start, ast.Constant) and KEY_BEGUN.fullmatch(str(start.value))):
        return NEVER
    parts = [
        re.escape(str(part.value)) if isinstance(part, ast.Constant) else "[a-z0-9_]+"
        for part in text.values
    ]
    return re.compile("".join(parts))


def said_on_the_map() -> set[str]:
    scripts = (RESOURCES / "map" / "page").glob("*.js")
    text = "\n".join(file.read_text(encoding="utf-8") for file in scripts)
    return {f"map.{word}" for word in re.findall(r'"([a-z_]+)"', text)}


def test_every_sentence_is_said_somewhere() -> None:
    whole, made = said_in_python()
    said = whole | said_on_the_map()
    unsaid = [
        key
        for key in phrases("vi")
        if key not in said and not any(pattern.fullmatch(key) for pattern in made)
    ]
    assert unsaid == []


def said_outright() -> set[str]:
    """Keys that stand whole in a call of `say`."""
    return {
        node.args[0].value
        for room in ROOMS
        for file in (ROOT / room).rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and getattr(node.func, "attr", getattr(node.func, "id", "")) == "say"
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and KEY_BEGUN.fullmatch(str(node.args[0].value))
    }


def test_every_sentence_said_is_there() -> None:
    assert said_outright() - set(phrases("vi")) == set()
