"""The one door for changes of limits and policies: rows, audit, news in one transaction."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import Connection, func, select, update

from ihanoi_desk.domain.calendar import HANOI
from ihanoi_desk.domain.calendars import EVERY_UNIT
from ihanoi_desk.domain.officers import Officer
from ihanoi_desk.domain.refusals import Refused
from ihanoi_desk.domain.rule_orders import RuleEffect, RuleOrder, RuleWithdrawal
from ihanoi_desk.domain.rules import Rule, Table, chain, check_day, check_new, rules
from ihanoi_desk.language import say
from ihanoi_desk.server import audit, rule_rows, steps
from ihanoi_desk.server.calendar_orders import check_length, check_role
from ihanoi_desk.server.database import Database, hold
from ihanoi_desk.server.failures import retried
from ihanoi_desk.server.problems import ProblemRaised, missing
from ihanoi_desk.server.reference import COUNTER, Reference, touch
from ihanoi_desk.server.rescheduling import reschedule
from ihanoi_desk.server.tables import cases

Write = Callable[[Connection, list[Rule], date, int], dict[str, object]]
"""Writes rows of today under a version; what the audit trail says of them."""


class _Rehearsed(Exception):
    """Ends a transaction that was only to show its effect."""

    def __init__(self, effect: RuleEffect) -> None:
        super().__init__("rehearsed")
        self.effect = effect


class RuleOrders:
    """Orders of administrators: limits, escalations and alarms only from the city, policies about
    a unit's own cases also from the unit."""

    def __init__(
        self, database: Database, reference: Reference, clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._reference = reference
        self._clock = clock

    def change(self, order: RuleOrder, officer: Officer) -> RuleEffect:
        """Another amount for cases filed from a day on; the row before it ends there.

        Raises Refused or ProblemRaised.
        """
        check_role(officer, order.where)
        source = order.source.strip()
        new = Rule(
            table=_table(order.table),
            code=order.code,
            amount=order.amount,
            unit=order.unit,
            valid_from=order.since,
            verified=bool(source),
            source=source or "proposal",
            where=order.where,
        )
        _check_words(order.why, source)

        def write(
            connection: Connection, rows: list[Rule], today: date, version: int
        ) -> dict[str, object]:
            like = check_new(new, rows, today)
            rule_rows.begin(connection, new, like, version)
            for row in chain(rows, new.table, new.code, new.where):
                if row.holds_on(new.valid_from):
                    rule_rows.end(connection, row, new.valid_from)
            return {"amount": new.amount, "unit": new.unit, "source": source, "was": like.amount}

        return self._change(order, officer, "rule_changed", write)

    def withdraw(self, order: RuleWithdrawal, officer: Officer) -> RuleEffect:
        """Take back what begins or ends on a day; what was before goes on.

        Raises Refused or ProblemRaised.
        """
        check_role(officer, order.where)
        table = _table(order.table)
        _check_words(order.why, "")

        def write(
            connection: Connection, rows: list[Rule], today: date, version: int
        ) -> dict[str, object]:
            check_day(order.since, today)
            own = chain(rows, table, order.code, order.where)
            begins = next((row for row in own if row.valid_from == order.since), None)
            ends = next((row for row in own if row.valid_to == order.since), None)
            held = next((row for row in own if row.holds_on(order.since)), None)
            if begins and (ends or order.where):
                rule_rows.end(connection, begins, begins.valid_from)
                if ends:
                    rule_rows.end(connection, ends, begins.valid_to)
                return {"withdrawn": begins.amount}
            if ends:
                rule_rows.end(connection, ends, None)
                return {"goes_on": ends.amount}
            if held and order.where:
                rule_rows.end(connection, held, order.since)
                return {"ended": held.amount}
            raise Refused("rule_gone")

        return self._change(order, officer, "rule_withdrawn", write)

    @retried
    def _change(
        self, order: RuleOrder | RuleWithdrawal, officer: Officer, what: str, write: Write
    ) -> RuleEffect:
        now = self._clock()
        today = now.astimezone(HANOI).date()
        unit = order.where
        try:
            with self._database.write() as connection:
                hold(connection, COUNTER)
                before, book = self._reference.unsaved(connection, now)
                if unit != EVERY_UNIT and unit not in book.units:
                    raise ProblemRaised(422, "unknown_unit_code")
                facts = write(connection, list(rules(before)), today, touch(connection))
                effect = self._effect(connection, order, today, now)
                if order.rehearsal:
                    raise _Rehearsed(effect)
                facts |= {"from": order.since.isoformat(), "why": order.why.strip()}
                subject = f"{order.table}:{order.code}:{unit or '*'}"
                audit.append(connection, now, f"officer:{officer.id}", what, subject, facts)
                steps.announce(connection, 0, unit, now, what="catalogue")
        except _Rehearsed as end:
            return end.effect
        return effect

    def _effect(
        self,
        connection: Connection,
        order: RuleOrder | RuleWithdrawal,
        today: date,
        now: datetime,
    ) -> RuleEffect:
        effect = RuleEffect(order.since, _keeping(connection, order), 0, 0)
        if order.since > today:
            return effect
        # Of one filing day all cases have the same rules: those of this morning are counted anew.
        why = say("vi", "rule_change.since_today")
        catalogue, book = self._reference.unsaved(connection, now)
        moved = reschedule(connection, order.where, why, catalogue, book, now, order.since)
        waiting = (cases.c.rule_set >= order.since, cases.c.look_at.is_not(None))
        connection.execute(update(cases).where(*waiting).values(look_at=now))
        return replace(effect, later=moved["later"], earlier=moved["earlier"])


def _keeping(connection: Connection, order: RuleOrder | RuleWithdrawal) -> int:
    wanted = [cases.c.closed_at.is_(None), cases.c.rule_set < order.since]
    if order.where:
        wanted.append(cases.c.unit == order.where)
    if order.table == Table.LIMITS:
        wanted.append(cases.c.kind == order.code.partition(".")[0])
    query = select(func.count()).select_from(cases).where(*wanted)
    return int(connection.execute(query).scalar_one())


def _table(name: str) -> Table:
    if name not in rule_rows.KINDS:
        raise Refused("unknown_rule")
    return Table(name)


def _check_words(why: str, source: str) -> None:
    if not why.strip():
        raise missing("why")
    check_length("why", why)
    check_length("source", source)
