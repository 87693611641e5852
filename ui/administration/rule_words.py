"""Limits and policies in words: what a rule is about, for which cases, and how much it is."""

from datetime import date, timedelta

from ihanoi_desk.domain.rules import Rule, Table
from ui.look.look import Look

WORDED = frozenset({"level", "yes_no"})
"""Units whose amounts are choices with names, no quantities."""


def name(look: Look, rule: Rule) -> str:
    """``Hạn xử lý``, ``Số lần gia hạn``, ``Báo lãnh đạo sau hạn tiếp nhận``."""
    if rule.table == Table.LIMITS:
        return look.say(f"rules.clock_{rule.clock}")
    if rule.table == Table.POLICIES:
        return look.say(f"rules.policy_{rule.code}")
    who = look.say(f"role.{rule.role}").lower()
    if rule.table == Table.ALARMS:
        return look.say("rules.duty", who=who)
    side = "due" if rule.amount == 0 else "after" if rule.amount > 0 else "before"
    return look.say(f"rules.tell_{rule.clock}_{side}", who=who)


def about(look: Look, rule: Rule) -> str:
    """``Hiện trường · Khẩn``"""
    every_kind, every_level = rule.kind == "*", rule.urgency == "*"
    kind = look.say("rules.every_kind") if every_kind else look.say(f"page.{rule.kind}")
    level = look.say("rules.every_level") if every_level else look.say(f"urgency.{rule.urgency}")
    return kind if every_kind and every_level else f"{kind} · {level}"


def value(look: Look, rule: Rule) -> str:
    """``5 ngày làm việc``"""
    if rule.unit in WORDED:
        return choice(look, rule.unit, rule.amount)
    if rule.table == Table.ESCALATIONS:
        if rule.amount == 0:
            return look.say("rules.at_limit")
        side = "after" if rule.amount > 0 else "before"
        amount = look.working_time(timedelta(minutes=rule.amount))
        return look.say(f"rules.working_{side}", amount=amount)
    return look.say(f"rules.count_{rule.unit}", n=look.number(rule.amount))


def choice(look: Look, unit: str, amount: int) -> str:
    return look.say(f"rules.{unit}_{amount}")


def days(look: Look, rule: Rule, today: date) -> str:
    """The first and the last day of filing for which it holds."""
    if rule.never_held:
        return look.say("rules.never", day=rule.valid_from)
    if rule.valid_to:
        last = rule.valid_to - timedelta(1)
        return look.say("rules.between", since=rule.valid_from, last=last)
    key = "will_hold" if rule.comes_after(today) else "since"
    return look.say(f"rules.{key}", day=rule.valid_from)
