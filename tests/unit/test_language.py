"""The words for people: both languages say the same things, and nothing is left without words."""

import ast
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from string import Formatter

import pytest

from ihanoi_desk.domain.cases import State, Urgency
from ihanoi_desk.domain.officers import Role
from ihanoi_desk.domain.transitions import ALL_VERBS
from ihanoi_desk.language import LANGUAGES, phrases, say, time_left, working_time
from ihanoi_desk.resources import RESOURCES, ROOT

WORDS = [
    *(f"state.{state}" for state in State),
    *(f"urgency.{urgency}" for urgency in Urgency),
    *(f"role.{role}" for role in Role),
    *(f"{did}.{verb}" for did in ("verb", "did", "who_did") for verb in ALL_VERBS),
]


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_the_languages_have_the_same_keys() -> None:
    vi, en = phrases("vi").keys(), phrases("en").keys()
    assert sorted(vi - en) == [] and sorted(en - vi) == []


def test_translations_take_the_same_facts() -> None:
    vi, en = phrases("vi"), phrases("en")
    differing = [
        key for key in vi.keys() & en.keys() if placeholders(vi[key]) != placeholders(en[key])
    ]
    assert sorted(differing) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_facts_have_names_and_no_space_hangs_over(language: str) -> None:
    for key, text in phrases(language).items():
        assert text.strip() == text, key
        assert all(name for name in placeholders(text)), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_section_belongs_to_one_file(language: str) -> None:
    sections = Counter(
        section
        for file in (RESOURCES / "locale" / language).glob("*.toml")
        for section in tomllib.loads(file.read_text(encoding="utf-8"))
    )
    assert [name for name, times in sections.items() if times > 1] == []


def test_the_languages_have_the_same_files() -> None:
    names = [{file.name for file in (RESOURCES / "locale" / one).iterdir()} for one in LANGUAGES]
    assert all(one == other for one, other in pairwise(names))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", WORDS)
def test_every_value_of_the_rules_has_a_word(language: str, key: str) -> None:
    assert say(language, key)


def test_an_unknown_key_is_an_error() -> None:
    with pytest.raises(KeyError):
        say("vi", "state.lost")


# --- refusals -----------------------------------------------------------------------------------


def refusals_of(tree: ast.AST) -> Iterator[tuple[str, frozenset[str]]]:
    """Every code given to `Refused`, directly or through `_present`, with the facts beside it."""
    for call in ast.walk(tree):
        if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.args):
            continue
        if call.func.id not in ("Refused", "_present"):
            continue
        facts = frozenset(keyword.arg for keyword in call.keywords if keyword.arg)
        code = call.args[0] if call.func.id == "Refused" else call.args[1]
        chosen = [code.body, code.orelse] if isinstance(code, ast.IfExp) else [code]
        for choice in chosen:
            if isinstance(choice, ast.Constant):
                yield choice.value, facts


REFUSALS = sorted(
    {
        (code, facts)
        for file in (ROOT / "ihanoi_desk").rglob("*.py")
        for code, facts in refusals_of(ast.parse(file.read_text(encoding="utf-8")))
    },
    key=lambda row: (row[0], sorted(row[1])),
)


def test_the_refusals_of_the_rules_are_found() -> None:
    codes = {code for code, _ in REFUSALS}
    assert codes >= {"wrong_state", "unknown_verb", "needs_text", "needs_evidence", "bad_phone"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("code", "facts"), REFUSALS)
def test_every_refusal_has_a_sentence(language: str, code: str, facts: frozenset[str]) -> None:
    assert say(language, f"refusal.{code}", **dict.fromkeys(facts, "…"))


# --- time in words ------------------------------------------------------------------------------


def working(days: int = 0, hours: int = 0, minutes: int = 0, seconds: int = 0) -> timedelta:
    return timedelta(hours=8 * days + hours, minutes=minutes, seconds=seconds)


@pytest.mark.parametrize(
    ("left", "vi", "en"),
    [
        (working(hours=3, minutes=49), "còn 3 giờ 49 ph", "3 h 49 min left"),
        (-working(minutes=52), "quá 52 phút", "52 min over"),
        (working(minutes=52), "còn 52 phút", "52 min left"),
        (working(hours=2), "còn 2 giờ", "2 h left"),
        (working(hours=7, minutes=59), "còn 7 giờ 59 ph", "7 h 59 min left"),
        (working(days=1), "còn 1 ngày", "1 d left"),
        (working(days=1, minutes=30), "còn 1 ngày", "1 d left"),
        (working(days=1, hours=2), "còn 1 ngày 2 giờ", "1 d 2 h left"),
        (working(days=14, hours=7, minutes=59), "còn 14 ngày 7 giờ", "14 d 7 h left"),
        (-working(days=1, hours=2), "quá 1 ngày 2 giờ", "1 d 2 h over"),
        (-working(days=3), "quá 3 ngày", "3 d over"),
        (working(seconds=59), "còn 0 phút", "0 min left"),
        (working(), "còn 0 phút", "0 min left"),
        (-working(seconds=1), "quá 0 phút", "0 min over"),
        (working(minutes=1, seconds=59), "còn 1 phút", "1 min left"),
    ],
)
def test_time_left(left: timedelta, vi: str, en: str) -> None:
    assert (time_left("vi", left), time_left("en", left)) == (vi, en)


def test_working_time_has_no_sign() -> None:
    amount = working(hours=3, minutes=49)
    assert working_time("vi", amount) == working_time("vi", -amount) == "3 giờ 49 ph"
