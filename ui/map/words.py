"""What the page needs to know of theme and language: plain values for its greeting."""

import tomllib
from functools import cache

from ihanoi_desk.domain.cases import State
from ihanoi_desk.language import phrases, say
from ihanoi_desk.resources import RESOURCES
from ui.look.states import STATE_MARKS

STATES = tuple(State)
"""The order that the state index of a point refers to."""


LEGEND = (
    State.NEW,
    State.ACCEPTED,
    State.ASSIGNED,
    State.APPROVAL,
    State.WAITING,
    State.REOPENED,
)
"""What the legend explains, the way of a case; closed ones are told when pointed at."""


@cache
def _tokens() -> dict[str, dict[str, str]]:
    return tomllib.loads((RESOURCES / "theme" / "tokens.toml").read_text(encoding="utf-8"))


def colours(theme: str) -> dict[str, str]:
    """The colours of "light" or "dark" by token name. Raises KeyError for another theme."""
    return _tokens()[theme]


def states(language: str) -> list[dict[str, str]]:
    """Code, name and colour token of every state, in the order of the state index."""
    return [
        {"code": state, "name": say(language, f"state.{state}"), "tone": STATE_MARKS[state].tone}
        for state in STATES
    ]


def legend(language: str) -> list[dict[str, str]]:
    """The same of the states in the legend, in few letters."""
    return [
        {"code": state, "name": say(language, f"legend.{state}"), "tone": STATE_MARKS[state].tone}
        for state in LEGEND
    ]


def words(language: str) -> dict[str, str]:
    """The page's own sentences; `{…}` in them are filled in by the page."""
    return {
        key.removeprefix("map."): text
        for key, text in phrases(language).items()
        if key.startswith("map.")
    }
