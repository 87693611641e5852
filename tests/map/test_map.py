"""The map in a real window: what it paints and what mouse and keys do to it."""

import json
from types import SimpleNamespace

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ihanoi_desk.domain.cases import State
from ihanoi_desk.language import say
from tests.map.window import (
    HONG_HA,
    LAKE,
    MakeMap,
    ask,
    box_of,
    click,
    count_pixels,
    make_points,
    press,
    symbol_at,
    wait_for,
)
from ui.map.clusters import Box
from ui.map.words import STATES, colours, words


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_paints_land_own_unit_and_symbols(qtbot: QtBot, make_map: MakeMap, theme: str) -> None:
    view = make_map(theme)
    resolved = STATES.index(State.RESOLVED)
    view.set_points(make_points((7, *LAKE, 0), (8, 21.033, 105.845, resolved)))
    wait_for(qtbot, view, "ihanoi.symbols.drawn() === 2")
    tones = colours(theme)
    qtbot.waitUntil(lambda: count_pixels(view, tones["green"]) > 20)
    assert count_pixels(view, tones["map-unit"]) > 5_000
    assert count_pixels(view, tones["map-land"]) > 50_000
    assert count_pixels(view, tones["accent"]) > 200


def test_theme_changes_without_loading_again(qtbot: QtBot, make_map: MakeMap) -> None:
    view = make_map("light")
    view.set_theme("dark")
    qtbot.waitUntil(lambda: count_pixels(view, colours("dark")["map-land"]) > 50_000)
    assert count_pixels(view, colours("light")["map-land"]) == 0


def test_click_on_a_symbol_picks_its_case(qtbot: QtBot, make_map: MakeMap) -> None:
    view = make_map()
    view.set_points(make_points((41, *LAKE, 0), (2_000_000_042, 21.035, 105.845, 1)))
    at = symbol_at(qtbot, view, 2_000_000_042)
    with qtbot.waitSignal(view.picked) as picked:
        click(view, at)
    assert picked.args == [2_000_000_042]


def test_hover_names_state_and_case(qtbot: QtBot, make_map: MakeMap) -> None:
    view = make_map(title=lambda case_id: f"HT-{case_id:06d}")
    view.set_points(make_points((41, *LAKE, 1)))
    at = symbol_at(qtbot, view, 41)
    QTest.mouseMove(view.focusProxy().focusProxy(), at)
    state = say("vi", "state.accepted")
    hint = "document.querySelector('.hint').innerText"
    wait_for(qtbot, view, f"{hint} === 'HT-000041 · {state}'")


def test_click_beside_every_symbol_picks_nothing(qtbot: QtBot, make_map: MakeMap) -> None:
    view = make_map()
    view.set_points(make_points((41, *LAKE, 0)))
    at = symbol_at(qtbot, view, 41)
    with qtbot.assertNotEmitted(view.picked):
        click(view, at + QPoint(40, -20))
        ask(qtbot, view, "'answered after the click'")


def test_click_on_a_cluster_zooms_until_its_cases_stand_apart(
    qtbot: QtBot, make_map: MakeMap
) -> None:
    view = make_map()
    view.set_points(make_points((1, 21.0287, 105.8524, 0), (2, 21.0289, 105.8527, 0)))
    wait_for(qtbot, view, "ihanoi.symbols.total() === 2 && ihanoi.symbols.drawn() === 1")
    code = """(() => { const p = ihanoi.map.latLngToContainerPoint([21.0288, 105.85255]);
        return JSON.stringify([Math.round(p.x), Math.round(p.y)]); })()"""
    at = QPoint(*json.loads(ask(qtbot, view, code)))
    with qtbot.waitSignal(view.moved):
        click(view, at)
    wait_for(qtbot, view, "ihanoi.symbols.drawn() === 2")


def test_cluster_at_one_spot_hands_over_its_cases(qtbot: QtBot, make_map: MakeMap) -> None:
    view = make_map()
    view.set_points(make_points((1, *LAKE, 0), (2, *LAKE, 0), (3, *LAKE, 1)))
    wait_for(qtbot, view, "ihanoi.symbols.total() === 3")
    code = f"""(() => {{ const p = ihanoi.map.latLngToContainerPoint({list(LAKE)});
        return JSON.stringify([Math.round(p.x), Math.round(p.y)]); }})()"""
    at = QPoint(*json.loads(ask(qtbot, view, code)))
    with qtbot.waitSignal(view.cluster_picked) as picked:
        click(view, at)
    assert sorted(picked.args[0]) == [1, 2, 3]


def test_selection_is_centred_and_does_not_count_as_moving(qtbot: QtBot, make_map: MakeMap) -> None:
    view = make_map()
    view.set_points(make_points((1, 21.04, 105.87, 0), (2, 21.04, 105.87, 0)))
    with qtbot.assertNotEmitted(view.moved):
        view.select(2, 21.04, 105.87)
        at = symbol_at(qtbot, view, 2)
        qtbot.waitUntil(
            lambda: (symbol_at(qtbot, view, 2) - QPoint(400, 125)).manhattanLength() < 4
        )
    assert at is not None


def test_keys_zoom_and_return_to_the_own_unit(qtbot: QtBot, make_map: MakeMap) -> None:
    view = make_map()
    view.setFocus()
    before = box_of(qtbot, view)
    with qtbot.waitSignal(view.moved) as zoomed:
        press(view, "+")
    inner: Box = zoomed.args[0]
    assert inner.north - inner.south < before.north - before.south
    with qtbot.waitSignal(view.moved) as returned:
        press(view, "0")
    assert returned.args[0].south == pytest.approx(before.south, abs=1e-4)


def test_buttons_carry_names_and_the_follow_switch_tells(qtbot: QtBot, make_map: MakeMap) -> None:
    view = make_map()
    code = """JSON.stringify([...document.querySelectorAll('button')].map(
        (button) => button.innerText || button.ariaLabel))"""
    said = words("vi")
    assert json.loads(ask(qtbot, view, code)) == [
        said[key] for key in ("follow", "locate", "zoom_out", "zoom_in")
    ]
    assert view.accessibleName() == said["name"]
    with qtbot.waitSignal(view.follow_toggled) as toggled:
        click(view, QPoint(40, 22))
    assert toggled.args == [True]


def test_language_changes_in_place(qtbot: QtBot, make_map: MakeMap) -> None:
    view = make_map()
    view.set_language("en")
    wait_for(qtbot, view, "document.querySelector('.follow').innerText === 'Follow the map'")
    assert "Accepted" in ask(qtbot, view, "document.querySelector('.legend').innerText")


def test_position_shows_accuracy_and_border(qtbot: QtBot, make_map: MakeMap) -> None:
    view = make_map()
    view.show_position(21.0341, 105.8540, 15.0, HONG_HA, 11.0)
    wait_for(qtbot, view, "ihanoi.position.isShown()")
    assert ask(qtbot, view, "document.querySelector('.caption').innerText").split("\n") == [
        "Cách Phường Hồng Hà",
        "11 m",
    ]
    assert ask(qtbot, view, "String(document.querySelector('.legend').hidden)") == "true"
    qtbot.waitUntil(lambda: count_pixels(view, colours("light")["orange"]) > 50)


def test_street_names_come_with_their_source(qtbot: QtBot, make_map: MakeMap) -> None:
    view = make_map()
    shown = "!document.querySelector('.source').hidden"
    assert ask(qtbot, view, f"String({shown})") == "false"
    view.run_js("ihanoi.map.setZoom(16, {animate: false})")
    wait_for(qtbot, view, shown)
    assert ask(qtbot, view, "document.querySelector('.source').innerText").startswith("© Open")


def test_lowest_height_still_paints(qtbot: QtBot, make_map: MakeMap) -> None:
    view = make_map()
    view.resize(500, view.minimumHeight())
    assert view.height() == 48
    qtbot.waitUntil(lambda: count_pixels(view, colours("light")["map-unit"]) > 300)


def test_a_hundred_thousand_points_move_smoothly(qtbot: QtBot, make_map: MakeMap) -> None:
    rng = np.random.default_rng(5)
    total = 100_000
    view = make_map()
    view.set_points(
        SimpleNamespace(
            ids=np.arange(total),
            lat=rng.normal(21.03, 0.05, total),
            lon=rng.normal(105.84, 0.05, total),
            state=rng.integers(0, 5, total),
            late=rng.random(total) < 0.1,
            urgent=rng.random(total) < 0.1,
        )
    )
    wait_for(qtbot, view, "ihanoi.symbols.total() > 1000")
    view.run_js("ihanoi.bench(10)")
    wait_for(qtbot, view, "Boolean(ihanoi.benchResult)")
    timings = json.loads(ask(qtbot, view, "ihanoi.benchResult"))
    assert timings["worstDrawMs"] < 1_000
