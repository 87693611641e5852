"""Which rows of limits and policies are shown, and how each stands today."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ihanoi_desk.domain.rules import OF_A_UNIT, Rule, Table
from ihanoi_desk.domain.units import UnitKey


class Standing(StrEnum):
    NOW = "now"
    COMING = "coming"
    ENDED = "ended"
    NEVER = "never"
    """Withdrawn before it held for any case."""


@dataclass(frozen=True, slots=True)
class Line:
    """`is_lent`: the city's row, shown where a unit has none of its own."""

    rule: Rule
    standing: Standing
    is_lent: bool = False


def standing(rule: Rule, today: date) -> Standing:
    if rule.never_held:
        return Standing.NEVER
    if rule.comes_after(today):
        return Standing.COMING
    return Standing.NOW if rule.holds_on(today) else Standing.ENDED


def lines(rules: Sequence[Rule], unit: UnitKey, today: date, ended: bool) -> list[Line]:
    """Rule by rule: what holds, what comes, and if wanted what `ended`, the latest first."""
    found: list[Line] = []
    for table, code in dict.fromkeys((row.table, row.code) for row in rules):
        if not unit or (table == Table.POLICIES and code in OF_A_UNIT):
            rows = [row for row in rules if (row.table, row.code) == (table, code)]
            found += _of_rule(rows, unit, today, ended)
    return found


def _of_rule(rows: Sequence[Rule], unit: UnitKey, today: date, ended: bool) -> Iterator[Line]:
    own = sorted((row for row in rows if row.where == unit), key=lambda row: row.valid_from)
    if unit and not any(row.holds_on(today) for row in own):
        lent = (row for row in rows if row.where == "" and row.holds_on(today))
        yield from (Line(row, Standing.NOW, is_lent=True) for row in lent)
    shown = [Line(row, standing(row, today)) for row in own]
    for wanted in (Standing.NOW, Standing.COMING):
        yield from (line for line in shown if line.standing == wanted)
    if ended:
        over = (Standing.ENDED, Standing.NEVER)
        yield from (line for line in reversed(shown) if line.standing in over)


def taken_back_on(line: Line, rules: Sequence[Rule], today: date) -> date | None:
    """The day whose change of this row can be withdrawn; None when nothing of it can be."""
    rule = line.rule
    if line.is_lent or rule.never_held:
        return None
    if rule.valid_from >= today:
        return rule.valid_from
    ends = rule.valid_to
    if ends is None or ends < today:
        return None
    # Where another row follows, it is that one which is taken back.
    same = (row for row in rules if (row.table, row.code, row.where) == _name(rule))
    return None if any(row.valid_from == ends and not row.never_held for row in same) else ends


def may_return(line: Line, today: date) -> bool:
    """Whether it is a unit's own row that can give way to the city's."""
    rule = line.rule
    holds = rule.valid_from < today and rule.valid_to is None
    return bool(rule.where) and holds and not line.is_lent


def _name(rule: Rule) -> tuple[Table, str, UnitKey]:
    return rule.table, rule.code, rule.where
