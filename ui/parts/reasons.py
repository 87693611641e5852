"""Why something waits, in words: the same in the list, on its card and on the status line."""

import math
from datetime import datetime

from ihanoi_desk.client.waiting import Reason, Why
from ui.look.look import Look


def reason(look: Look, why: Why, now: datetime, short: bool = False) -> str:
    """With the seconds left where it goes on by itself, and how far an upload is.

    `short`: beside the words that offer to take it back.
    """
    long = why.reason is Reason.UNDO and not short
    words = look.say(
        "waits.undo_long" if long else f"waits.{why.reason}",
        file=why.file,
        files=why.files,
        percent=why.percent,
        seconds=seconds_left(why, now),
    )
    if why.until and seconds_left(why, now) and why.reason in RETRIED:
        return look.say("waits.retry", why=words, seconds=seconds_left(why, now))
    return words


RETRIED = ("resting", "offline", "disk_full")


def seconds_left(why: Why, now: datetime) -> int:
    return max(0, math.ceil((why.until - now).total_seconds())) if why.until else 0
