"""List, map and panel show the same case, whichever of them the officer touches."""

import itertools
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget

from ihanoi_desk.citizen.app import CitizenApp
from tests.ui.city import file_scene
from tests.ui.conftest import TakeSeat
from tests.ui.seat import Seat
from ui.map.view import MapView
from ui.rehearsal.hand import click, until

OFFICER = "hoankiem.canbo1"
WEST, EAST = (21.0312, 105.8478), (21.0251, 105.8569)
"""Two spots of phường Hoàn Kiếm that are never in one view at the zooms used here."""
TURNS = itertools.count()
STEP = 0.0004
"""Degrees between the pins of one test and those of the next, so that they stay single."""
CLOSE = 18
NEAR_PX = 4


@dataclass(frozen=True, slots=True)
class Pin:
    """A case with a place."""

    id: int
    code: str
    spot: tuple[float, float]


async def ask(view: MapView, code: str) -> str:
    answers: list[str] = []
    view.run_js(code, answers.append)
    return (await until(lambda: answers, "the page's answer"))[0]


async def wait_for(view: MapView, code: str) -> None:
    while await ask(view, f"String({code})") != "true":
        pass


async def pin_of(view: MapView, case_id: int) -> QPoint:
    """Where the symbol of a case lies in the page."""
    while not (at := json.loads(await ask(view, f"ihanoi.symbolAt({case_id})"))):
        pass
    return QPoint(round(at["x"]), round(at["y"]))


async def still(view: MapView) -> None:
    """Wait until no pan is under way any more."""
    await wait_for(view, "!(ihanoi.map._panAnim && ihanoi.map._panAnim._inProgress)")


def surface(view: MapView) -> QWidget:
    """Where the mouse of the officer really ends up."""
    return view.focusProxy().focusProxy()


@asynccontextmanager
async def two_pins(
    citizen: CitizenApp, take_seat: TakeSeat
) -> AsyncIterator[tuple[Seat, MapView, list[Pin]]]:
    """A seat whose list and map show two new cases, the first of them in view."""
    shift = STEP * next(TURNS)
    spots = [(lat + shift, lon) for lat, lon in (WEST, EAST)]
    codes = [(await file_scene(citizen, "Ổ gà sâu.", at=spot)).code for spot in spots]
    async with take_seat(OFFICER) as seat:
        await until(lambda: seat.page.map.is_painted, "the map")
        await until(lambda: all(seat.row(code) for code in codes), "both in the list")
        ids = [seat.row(code).id for code in codes]
        view = seat.page.map.view
        look_at(view, spots[0])
        yield seat, view, [Pin(*facts) for facts in zip(ids, codes, spots, strict=True)]


def look_at(view: MapView, spot: tuple[float, float]) -> None:
    """Bring the map there as a drag of the officer does."""
    view.run_js(f"ihanoi.map.setView({list(spot)}, {CLOSE}, {{animate: false}})")


async def centre_of(view: MapView) -> tuple[float, float]:
    code = "JSON.stringify([ihanoi.map.getCenter().lat, ihanoi.map.getCenter().lng])"
    lat, lon = json.loads(await ask(view, code))
    return lat, lon


async def press_follow(view: MapView) -> None:
    code = """(() => { const b = document.querySelector('.follow').getBoundingClientRect();
        return JSON.stringify([Math.round(b.x + b.width / 2), Math.round(b.y + b.height / 2)]);
    })()"""
    click(surface(view), QPoint(*json.loads(await ask(view, code))))


async def test_a_click_on_a_pin_shows_its_case(citizen: CitizenApp, take_seat: TakeSeat) -> None:
    async with two_pins(citizen, take_seat) as (seat, view, (_, east)):
        look_at(view, east.spot)
        click(surface(view), await pin_of(view, east.id))
        await until(lambda: seat.code == east.code, "its case in the panel")
        assert seat.page.model.row(seat.page.table.currentIndex().row()).id == east.id
        seat.press(Qt.Key.Key_K)
        await until(lambda: seat.code != east.code, "the keys go on from there")


async def test_the_row_chosen_by_key_is_marked_and_centred(
    citizen: CitizenApp, take_seat: TakeSeat
) -> None:
    async with two_pins(citizen, take_seat) as (seat, view, pins):
        for pin in reversed(pins):
            await seat.find(pin.code)
            await wait_for(view, f"ihanoi.scene.mark && ihanoi.scene.mark[0] === {pin.id}")
            await still(view)
            away = await pin_of(view, pin.id) - view.rect().center()
            assert away.manhattanLength() <= NEAR_PX


async def test_the_list_follows_the_map_from_the_moment_it_is_asked_to(
    citizen: CitizenApp, take_seat: TakeSeat
) -> None:
    async with two_pins(citizen, take_seat) as (seat, view, (west, east)):
        every = set(seat.codes())
        await press_follow(view)
        await until(lambda: east.code not in seat.codes(), "only the box in view")
        assert west.code in seat.codes()
        await press_follow(view)
        await until(lambda: set(seat.codes()) == every, "all again")


async def test_the_map_stays_where_the_officer_drags_it_while_the_list_follows(
    citizen: CitizenApp, take_seat: TakeSeat
) -> None:
    async with two_pins(citizen, take_seat) as (seat, view, (west, east)):
        await press_follow(view)
        await until(lambda: east.code not in seat.codes(), "only the box in view")
        seat.page.refresh()
        look_at(view, east.spot)
        await until(lambda: west.code not in seat.codes(), "the other place in the list")
        assert east.code in seat.codes()
        await pin_of(view, east.id)
        await still(view)
        assert await centre_of(view) == pytest.approx(east.spot, abs=1e-5)


async def test_clicks_on_cases_of_one_spot_go_from_one_to_the_next(
    citizen: CitizenApp, take_seat: TakeSeat
) -> None:
    async with two_pins(citizen, take_seat) as (seat, view, pins):
        ids = [pin.id for pin in pins]
        for pin in (*pins, pins[0]):
            # That a click on such a cluster says this is tested with the map itself.
            view.cluster_picked.emit(ids)
            await until(lambda code=pin.code: seat.code == code, f"{pin.code} in the panel")


async def test_clearing_the_filter_lets_the_map_go(
    citizen: CitizenApp, take_seat: TakeSeat
) -> None:
    async with two_pins(citizen, take_seat) as (seat, view, (_, east)):
        await press_follow(view)
        await until(lambda: east.code not in seat.codes(), "only the box in view")
        seat.page.empty.cleared.emit()
        await until(lambda: east.code in seat.codes(), "all again")
        await wait_for(
            view, "document.querySelector('.follow').getAttribute('aria-checked') === 'false'"
        )
