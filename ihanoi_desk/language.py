"""Every word for people, Vietnamese first: a folder of catalogue files a language."""

import tomllib
from collections.abc import Mapping
from datetime import timedelta
from functools import cache

from ihanoi_desk.domain.deadlines import WORKING_DAY
from ihanoi_desk.domain.kind_fields import REMARK
from ihanoi_desk.resources import RESOURCES

LANGUAGES = ("vi", "en")


@cache
def phrases(language: str) -> Mapping[str, str]:
    """The catalogue of `language` as ``section.key`` → sentence."""
    return {
        f"{section}.{key}": text
        for file in sorted((RESOURCES / "locale" / language).glob("*.toml"))
        for section, rows in tomllib.loads(file.read_text(encoding="utf-8")).items()
        for key, text in rows.items()
    }


def say(language: str, key: str, **facts: object) -> str:
    """The sentence for `key` with `facts` filled in. Raises KeyError for an unknown key."""
    return phrases(language)[key].format(**facts)


def refusal_words(language: str, code: str, facts: Mapping[str, str]) -> str:
    """The sentence for a refusal of the rules; states and fields inside it are named."""
    named = dict(facts)
    if "state" in named:
        named["state"] = say(language, f"state.{named['state']}").lower()
    for name in ("field", "fields"):
        if name in named:
            codes = (code.removesuffix(REMARK) for code in named[name].split(","))
            named[name] = ", ".join(say(language, f"fact.{code}").lower() for code in codes)
    return say(language, f"refusal.{code}", **named)


def working_time(language: str, amount: timedelta) -> str:
    """A stretch of working time in words: ``1 ngày 2 giờ``, ``3 giờ 49 ph``, ``52 phút``."""
    days, rest = divmod(abs(amount), WORKING_DAY)
    hours, minutes = divmod(int(rest.total_seconds()) // 60, 60)
    if days:
        key = "time.days_hours" if hours else "time.days"
    elif hours:
        key = "time.hours_minutes" if minutes else "time.hours"
    else:
        key = "time.minutes"
    return say(language, key, days=days, hours=hours, minutes=minutes)


def time_left(language: str, left: timedelta) -> str:
    """``còn 3 giờ 49 ph`` before a limit, ``quá 52 phút`` after it."""
    key = "time.left" if left >= timedelta() else "time.over"
    return say(language, key, amount=working_time(language, left))
