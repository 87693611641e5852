"""Reference rows: which fit a case, and the calendar and rulebook they make."""

from dataclasses import replace
from datetime import date

import pytest
from pydantic import TypeAdapter

from ihanoi_desk.domain.calendars import DayOff
from ihanoi_desk.domain.catalogue import ALL, Catalogue, Reason, ResponseTemplate
from ihanoi_desk.domain.kinds import KINDS
from ihanoi_desk.domain.rulebook import Rulebook
from tests.unit.town import CATALOGUE, HANDLER, LAKE, hanoi, seed_rows

OURS = CATALOGUE.calendar_for(LAKE.key)


@pytest.mark.parametrize(
    ("of", "kind", "fits"),
    [
        (ALL, "scene", True),
        (ALL, "initiative", True),
        ("scene", "scene", True),
        ("scene", "waste", False),
        ("procedure", "scene", False),
    ],
)
def test_a_reason_fits_its_kind(of: str, kind: str, fits: bool) -> None:
    assert Reason("r", of, "", "", "", "", "").fits(kind) is fits


@pytest.mark.parametrize(
    ("template", "fits"),
    [
        (("scene", "accept", "*"), True),
        (("scene", "accept", "pothole"), True),
        ((ALL, "accept", "pothole"), True),
        (("scene", "accept", "flooding"), False),
        (("scene", "reject", "*"), False),
        (("waste", "accept", "*"), False),
    ],
)
def test_a_template_fits_kind_verb_and_category(template: tuple[str, str, str], fits: bool) -> None:
    row = ResponseTemplate("rt", *template, text_vi="")
    assert row.fits("scene", "accept", "pothole") is fits


def test_the_calendar_separates_days_off_from_worked_saturdays() -> None:
    days = (
        DayOff(date(2026, 1, 1), "public", "Tết Dương lịch", True),
        DayOff(date(2026, 1, 2), "swap_off", "Nghỉ hoán đổi", True),
        DayOff(date(2026, 1, 10), "swap_work", "Làm bù", True),
        DayOff(date(2026, 4, 27), "compensatory", "Nghỉ bù", True),
        DayOff(date(2026, 11, 24), "public", "Ngày Văn hóa", False),
    )
    calendar = Catalogue(days=days).calendar_for(LAKE.key)
    assert calendar.swap_work == {date(2026, 1, 10)}
    assert calendar.days_off == {row.day for row in days} - calendar.swap_work
    assert calendar.unverified == {date(2026, 11, 24)}


def test_an_edited_holiday_moves_the_deadline() -> None:
    without = replace(
        CATALOGUE, days=tuple(row for row in CATALOGUE.days if row.day != date(2026, 11, 24))
    )
    start = hanoi("2026-11-23 17:00")
    assert OURS.add_days(start, 1) == hanoi("2026-11-25 17:30")
    assert without.calendar_for(LAKE.key).add_days(start, 1) == hanoi("2026-11-24 17:30")


def test_an_unverified_mark_does_not_change_working_time() -> None:
    sure = replace(CATALOGUE, days=tuple(replace(row, verified=True) for row in CATALOGUE.days))
    assert sure.calendar_for(LAKE.key) == OURS
    assert sure.calendar_for(LAKE.key).unverified == frozenset() != OURS.unverified


def test_the_rulebook_holds_what_the_rules_look_up() -> None:
    book = CATALOGUE.rulebook()
    assert book.units[LAKE.key] is LAKE and book.officers[HANDLER.id] is HANDLER
    assert book.limits == CATALOGUE.limits and book.calendar_for(LAKE.key) == OURS
    assert {kind for kind, code in book.reasons if code == "duplicate"} == set(KINDS)
    assert {kind for kind, code in book.reasons if code == "edited_image"} == {"scene"}


def test_an_empty_catalogue_still_gives_a_rulebook() -> None:
    assert Catalogue().rulebook() == Rulebook()


def test_the_catalogue_travels_whole() -> None:
    wire = TypeAdapter(Catalogue)
    back = wire.validate_json(wire.dump_json(CATALOGUE))
    assert back == CATALOGUE
    assert back.unverified == {"reasons", "pushes", "policies"}
    assert {row.day for row in back.days if not row.verified} == OURS.unverified
    assert any(not row.verified for row in back.limits)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_bundled_categories_and_reasons(kind: str) -> None:
    assert any(row["kind"] == kind for row in seed_rows("categories"))
    assert any(row["kind"] in (kind, ALL) for row in seed_rows("rejection_reasons"))
