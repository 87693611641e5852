"""Limits and policies at a real window: what is shown, changed by keyboard, and told offline."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtCore import Qt

from ihanoi_desk.client import reference
from ihanoi_desk.domain.calendar import HANOI
from ihanoi_desk.domain.rules import Rule, Table, chain, rules
from ihanoi_desk.language import LANGUAGES
from tests.ui.city import City, colleague_at
from tests.ui.conftest import TakeSeat
from tests.ui.seat import CONTROL, Seat, texts
from tests.unit.town import CATALOGUE, LAKE
from ui.administration import rule_words
from ui.administration.ground import LineRole
from ui.administration.rule_fields import RuleFields
from ui.administration.rule_lines import Line, Standing, lines, may_return, taken_back_on
from ui.administration.rule_page import RulePage
from ui.administration.rule_sheet import RuleSheet
from ui.administration.rule_table import SOURCE, RuleTable
from ui.administration.rule_withdrawal import WithdrawalSheet
from ui.bell.words import rang
from ui.look.look import Look
from ui.rehearsal.hand import press, until

CITY_ADMIN = "quantri2"
HOAN_KIEM = "00070@2025-07-01"
SHIFT = Qt.KeyboardModifier.ShiftModifier
COMPLEX, CLOSE = "scene.handle.complex", "close_after"


def tomorrow() -> date:
    return datetime.now(UTC).astimezone(HANOI).date() + timedelta(1)


async def go_there(seat: Seat, unit: str = "") -> RulePage:
    seat.press(Qt.Key.Key_0, CONTROL)
    seat.press(Qt.Key.Key_3, CONTROL | SHIFT)
    page = seat.window.rooms["rules"]
    assert page
    await until(page.isVisible, "the page of limits")
    await until(lambda: page.units.findData(unit) >= 0, "the unit in the list")
    page.units.setCurrentIndex(page.units.findData(unit))
    page.units.activated.emit(page.units.currentIndex())
    page.table.setFocus()
    return page


def stand(page: RulePage, code: str, value: str = "") -> None:
    """On the row of a rule that shows `value`."""
    row = next(row for row, line in told(page) if line[0] == code and value in line[1])
    page.table.setCurrentCell(row, 0)
    page.table.setFocus()


def shown(page: RulePage, code: str) -> list[tuple[str, str]]:
    """Value and days of the rows of a rule."""
    return [line[1:] for _, line in told(page) if line[0] == code]


def told(page: RulePage) -> Iterator[tuple[int, tuple[str, str, str]]]:
    table = page.table
    for row in range(table.rowCount()):
        line: Line | None = table.item(row, 0).data(LineRole)
        if line:
            yield row, (line.rule.code, table.item(row, 2).text(), table.item(row, 3).text())


async def open_sheet(seat: Seat, key: Qt.Key) -> RuleFields:
    seat.press(key)
    sheet = await until(lambda: seat.sheet, "the sheet")
    assert isinstance(sheet, RuleFields)
    return sheet


async def give(seat: Seat, sheet: RuleFields) -> None:
    await until(sheet.send_button.isEnabled, "what the order would reach")
    seat.press(Qt.Key.Key_Return, CONTROL)
    await until(lambda: seat.sheet is None, "the order given")


def known(seat: Seat, table: Table, code: str, where: str = "") -> list[Rule]:
    store = seat.window.workplace.store
    return chain(rules(reference.catalogue(store)), table, code, where)


async def test_a_limit_is_changed_and_the_change_withdrawn_by_keyboard(
    own_city: City, take_seat: TakeSeat
) -> None:
    url = own_city.url
    async with take_seat(CITY_ADMIN, url=url) as seat, colleague_at(url) as colleague:
        page = await go_there(seat)
        stand(page, COMPLEX)
        sheet = await open_sheet(seat, Qt.Key.Key_Return)
        assert isinstance(sheet, RuleSheet)
        assert "15 ngày làm việc" in texts(sheet) and "chưa xác minh" in texts(sheet)
        seat.write("0")
        await until(lambda: "từ 1 đến 180" in sheet.effect.text(), "the fault told")
        assert not sheet.send_button.isEnabled()
        seat.press(Qt.Key.Key_A, CONTROL)
        seat.write("12")
        incomplete = seat.say("administration.incomplete")
        await until(lambda: sheet.effect.text() == incomplete, "the reason missed")
        sheet.source.setFocus()
        seat.write("QĐ 9999/QĐ-UBND")
        sheet.why.setFocus()
        seat.write("Quy chế mới.")
        await until(sheet.send_button.isEnabled, "what the order would reach")
        assert f"nộp từ {tomorrow():%d/%m/%Y}" in sheet.effect.text()
        assert "giữ quy định cũ" in sheet.effect.text()
        await give(seat, sheet)
        await until(lambda: len(known(seat, Table.LIMITS, COMPLEX)) == 2, "the new row here")
        today = tomorrow() - timedelta(1)
        assert shown(page, COMPLEX) == [
            ("15 ngày làm việc", f"01/03/2025 – {today:%d/%m/%Y}"),
            ("12 ngày làm việc", f"sẽ áp dụng từ {tomorrow():%d/%m/%Y}"),
        ]
        theirs = chain(rules(await colleague.catalogue()), Table.LIMITS, COMPLEX)
        assert [(row.amount, row.verified) for row in theirs] == [(15, False), (12, True)]

        stand(page, COMPLEX, "12")
        again = await open_sheet(seat, Qt.Key.Key_Return)
        seat.write("11")
        await until(lambda: "đã có thay đổi từ ngày" in again.effect.text(), "the overlap told")
        seat.press(Qt.Key.Key_Escape)
        await until(lambda: seat.sheet is None, "the sheet left")
        page.table.setFocus()
        taking_back = await open_sheet(seat, Qt.Key.Key_X)
        assert isinstance(taking_back, WithdrawalSheet)
        seat.write("Nhập nhầm.")
        await give(seat, taking_back)
        await until(lambda: len(known(seat, Table.LIMITS, COMPLEX)) == 1, "the row withdrawn")
        assert shown(page, COMPLEX) == [("15 ngày làm việc", "từ 01/03/2025")]
        page.table.setFocus()
        seat.press(Qt.Key.Key_H)
        assert page.ended.isChecked()
        assert len(shown(page, COMPLEX)) == 2


async def test_a_units_administrator_sets_what_is_the_units_own_and_only_reads_the_rest(
    own_city: City, take_seat: TakeSeat
) -> None:
    async with take_seat(url=own_city.url) as seat:
        await seat.enter("hoankiem.quantri")
        page = await go_there(seat, HOAN_KIEM)
        await until(page.change.isEnabled, "a page that takes orders")
        stand(page, CLOSE)
        assert page.chosen and page.chosen.is_lent and not page.withdraw.isEnabled()
        sheet = await open_sheet(seat, Qt.Key.Key_Return)
        seat.write("14")
        sheet.why.setFocus()
        seat.write("Khu phố cổ.")
        await give(seat, sheet)
        await until(lambda: known(seat, Table.POLICIES, CLOSE, HOAN_KIEM), "the unit's own row")
        assert [row[0] for row in shown(page, CLOSE)] == ["7 ngày", "14 ngày"]
        page = await go_there(seat, "")
        stand(page, "scene.handle.urgent")
        assert not page.change.isEnabled()
        assert seat.say("rules.of_the_city") in texts(page)


async def test_without_the_server_the_limits_are_read_and_not_changed(
    own_city: City, take_seat: TakeSeat
) -> None:
    async with take_seat(CITY_ADMIN, url=own_city.url) as seat:
        page = await go_there(seat)
        await until(page.change.isEnabled, "a page that takes orders")
        stand(page, COMPLEX)
        sheet = await open_sheet(seat, Qt.Key.Key_Return)
        seat.write("9")
        sheet.why.setFocus()
        seat.write("Thử.")
        await until(sheet.send_button.isEnabled, "what the order would reach")
        own_city.kill()
        seat.press(Qt.Key.Key_Return, CONTROL)
        await until(lambda: seat.say("trouble.offline") in texts(sheet), "told")
        seat.press(Qt.Key.Key_Escape)
        own_city.start()
        await until(page.change.isEnabled, "orders again")
        stand(page, COMPLEX)
        again = await open_sheet(seat, Qt.Key.Key_Return)
        assert isinstance(again, RuleSheet)
        assert (again.amount.text(), again.why.text()) == ("9", "Thử.")
        seat.press(Qt.Key.Key_Escape)
        own_city.kill()
        needs = seat.say("rules.needs_connection")
        await until(lambda: needs in texts(page), "orders rest")
        assert not page.change.isEnabled() and not page.withdraw.isEnabled()
        assert shown(page, COMPLEX)


TODAY, JUNE = date(2026, 11, 27), date(2026, 6, 1)


def rows_with(*more: Rule) -> tuple[Rule, ...]:
    return (*rules(CATALOGUE), *more)


def own(amount: int, since: date, until_day: date | None = None) -> Rule:
    facts = (amount, "days", since, False, "proposal", LAKE.key, until_day)
    return Rule(Table.POLICIES, CLOSE, *facts)


@pytest.mark.parametrize(
    ("rows", "ended", "found"),
    [
        ((), True, [(7, Standing.NOW)]),
        ((own(14, date(2026, 12, 1)),), False, [(7, Standing.NOW), (14, Standing.COMING)]),
        ((own(14, JUNE),), False, [(14, Standing.NOW)]),
        (
            (
                own(14, JUNE, date(2026, 7, 1)),
                own(9, date(2026, 8, 1), date(2026, 8, 1)),
            ),
            True,
            [(7, Standing.NOW), (9, Standing.NEVER), (14, Standing.ENDED)],
        ),
        ((own(14, JUNE, date(2026, 7, 1)),), False, [(7, Standing.NOW)]),
    ],
)
def test_a_unit_sees_its_own_rows_or_the_citys(
    rows: tuple[Rule, ...], ended: bool, found: list[tuple[int, Standing]]
) -> None:
    shown_lines = lines(rows_with(*rows), LAKE.key, TODAY, ended)
    of_rule = [line for line in shown_lines if line.rule.code == CLOSE]
    assert [(line.rule.amount, line.standing) for line in of_rule] == found
    assert not any(line.rule.code in ("route_hops", COMPLEX) for line in shown_lines)


def test_what_can_be_taken_back() -> None:
    later = date(2026, 12, 1)
    planned, held = own(14, later), own(14, JUNE)
    ending = own(14, JUNE, later)
    line = Line(planned, Standing.COMING)
    assert taken_back_on(line, rows_with(planned), TODAY) == later
    assert taken_back_on(Line(held, Standing.NOW), rows_with(held), TODAY) is None
    assert may_return(Line(held, Standing.NOW), TODAY) and not may_return(line, TODAY)
    assert taken_back_on(Line(ending, Standing.NOW), rows_with(ending), TODAY) == later
    assert taken_back_on(Line(ending, Standing.NOW), rows_with(ending, planned), TODAY) is None
    first = rules(CATALOGUE)[0]
    assert taken_back_on(Line(first, Standing.NOW), rows_with(), TODAY) is None
    assert not may_return(Line(first, Standing.NOW), TODAY)


def test_an_alarm_is_told_by_the_rule_of_the_day_the_case_was_filed() -> None:
    """Reads also when the rule that rang has ended since."""
    (old,) = (row for row in CATALOGUE.escalations if row.code == "handle_after")
    dated = (replace(old, valid_to=TODAY), replace(old, minutes=60, valid_from=TODAY))
    catalogue = replace(CATALOGUE, escalations=dated)
    look = Look()
    assert rang(look, catalogue, "handle_after", JUNE) == "quá hạn xử lý 1 ngày"
    assert rang(look, catalogue, "handle_after", TODAY) == "quá hạn xử lý 1 giờ"
    assert rang(look, catalogue, "gone", TODAY) == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_is_told_in_words(language: str) -> None:
    look = Look(language=language)
    for rule in rules(CATALOGUE):
        for row in (rule, replace(rule, valid_to=TODAY), replace(rule, valid_to=rule.valid_from)):
            told_words = (
                rule_words.name(look, row),
                rule_words.about(look, row),
                rule_words.value(look, row),
                rule_words.days(look, row, TODAY),
            )
            assert all(told_words) and not any("{" in words for words in told_words)


async def test_a_narrow_table_keeps_the_mark_in_sight() -> None:
    table = RuleTable(Look())
    table.resize(780, 400)
    table.show()
    table.show_lines(lines(rules(CATALOGUE), "", TODAY, ended=False), TODAY)
    edge = table.columnViewportPosition(SOURCE) + 100
    assert edge <= table.viewport().width()
    table.setCurrentCell(1, 0)
    for _ in range(table.rowCount()):
        before = table.currentRow()
        press(table, Qt.Key.Key_Down)
        assert (table.chosen and table.currentRow() > before) or before == table.rowCount() - 1
    table.close()
