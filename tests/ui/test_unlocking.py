"""Starting without a server: the password opens what lies on this machine."""

import json
import shutil
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from PySide6.QtCore import Qt

from ihanoi_desk.citizen.app import CitizenApp
from ihanoi_desk.config import Config
from tests.ui.city import City, file_scene, register
from tests.ui.conftest import SHORT, TakeSeat
from tests.ui.seat import Seat, texts
from ui.desk import DeskProgram
from ui.rehearsal.hand import click, until
from ui.sign_in.page import SignInPage
from ui.sign_in.trouble_card import TroubleCard
from ui.window import Window

OFFICER, COLLEAGUE = "hoankiem.canbo1", "hoankiem.canbo2"


def card(seat: Seat) -> str:
    """What the trouble card of the page says."""
    front = seat.program.front
    shown = [row for row in front.findChildren(TroubleCard) if row.isVisible()] if front else []
    return shown[-1].accessibleName() if shown else ""


async def told(seat: Seat, kind: str) -> str:
    title = seat.say(f"trouble.{kind}_title", days=7)
    return await until(lambda: title in card(seat) and card(seat), title)


async def test_without_a_server_the_password_opens_the_data_and_work_leaves_later(
    own_city: City, take_seat: TakeSeat
) -> None:
    app: CitizenApp = await register(own_city.url)
    code = (await file_scene(app)).code
    async with take_seat(OFFICER, url=own_city.url) as seat:
        await until(lambda: code in seat.codes(), "the report")
        listed = seat.codes()
    own_city.kill()
    async with take_seat(url=own_city.url) as seat:
        await seat.may_unlock()
        said = texts(seat.unlocking)
        assert seat.say("strip.offline") in said
        assert "Phường Hoàn Kiếm" in " ".join(said)
        await seat.unlock()
        assert seat.codes() == listed
        await seat.find(code)
        seat.press(Qt.Key.Key_A)
        await until(lambda: seat.window.waiting, "the waiting action")
        own_city.start()
        await seat.sent()
        await until(lambda: seat.status.endswith(seat.say("status.online")), "online")
    report = next(row for row in await app.reports() if row.code == code)
    assert report.state == "accepted"
    await app.close()


async def test_a_wrong_password_says_so_and_costs_a_growing_pause(
    own_city: City, take_seat: TakeSeat
) -> None:
    async with take_seat(OFFICER, url=own_city.url):
        pass
    own_city.kill()
    async with take_seat(url=own_city.url) as seat:
        for turn in range(3):
            await seat.may_unlock()
            seat.unlocking.password.clear()
            seat.write(f"khong-dung-{turn}")
            seat.press(Qt.Key.Key_Return)
            await told(seat, "wrong_password")
        pause = seat.say("unlock.pause", seconds=1)
        await until(lambda: seat.unlocking.enter.text() == pause, pause)
        assert not seat.unlocking.enter.isEnabled()
        # Another look makes the page anew and does not shorten the pause.
        seat.program.front.look_asked.emit("dark", "vi")
        assert not seat.unlocking.enter.isEnabled()
        await seat.unlock()
        assert seat.codes()


async def test_the_eye_shows_what_was_typed(own_city: City, take_seat: TakeSeat) -> None:
    async with take_seat(OFFICER, url=own_city.url):
        pass
    own_city.kill()
    async with take_seat(url=own_city.url) as seat:
        await seat.may_unlock()
        field = seat.unlocking.password
        seat.write("mot-hai-ba")
        assert field.displayText() != "mot-hai-ba"
        seat.press(Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
        assert field.displayText() == "mot-hai-ba"


async def test_several_officers_share_a_machine_and_keep_apart(
    own_city: City, take_seat: TakeSeat
) -> None:
    names: list[str] = []
    for login in (COLLEAGUE, OFFICER):
        async with take_seat(login, url=own_city.url) as seat:
            names.append(name_of(seat))
    own_city.kill()
    colleague, name = names
    async with take_seat(url=own_city.url) as seat:
        await seat.may_unlock()
        assert name in texts(seat.unlocking) and colleague not in texts(seat.unlocking)
        choose = seat.button(seat.say("unlock.choose"), seat.unlocking)
        entry = next(row for row in choose.menu().actions() if row.text().startswith(colleague))
        entry.trigger()
        assert colleague in texts(seat.unlocking)
        await seat.unlock()
        assert name_of(seat) == colleague


def name_of(seat: Seat) -> str:
    return seat.window.workplace.me.name


async def test_after_the_server_came_back_try_again_leads_to_signing_in(
    own_city: City, take_seat: TakeSeat
) -> None:
    async with take_seat(OFFICER, url=own_city.url):
        pass
    own_city.kill()
    async with take_seat(url=own_city.url) as seat:
        await seat.may_unlock()
        own_city.start()
        click(seat.button(seat.say("sign_in.retry"), seat.unlocking))
        await seat.sign_in(COLLEAGUE)
        assert seat.codes()


async def test_nobody_known_and_no_server_leaves_the_sign_in_page_with_a_card(
    own_city: City, take_seat: TakeSeat
) -> None:
    own_city.kill()
    async with take_seat(url=own_city.url) as seat:
        await told(seat, "offline")
        assert isinstance(seat.program.front, SignInPage)
        assert not seat.program.front.enter.isEnabled()
        own_city.start()
        click(seat.button(seat.say("trouble_act.retry"), seat.program.front))
        await seat.sign_in(OFFICER)


async def test_after_too_many_days_the_server_has_to_be_asked(
    own_city: City, take_seat: TakeSeat
) -> None:
    async with take_seat(OFFICER, url=own_city.url):
        pass
    own_city.kill()
    async with take_seat(url=own_city.url, offline_for=timedelta()) as seat:
        await seat.may_unlock()
        seat.write("ihanoi-demo")
        seat.press(Qt.Key.Key_Return)
        await until(lambda: seat.say("trouble.too_long") in card(seat), "the card")
        click(seat.button(seat.say("trouble_act.sign_in"), seat.unlocking))
        assert isinstance(seat.program.front, SignInPage)


class TooOldServer(BaseHTTPRequestHandler):
    """A server that no longer speaks with this desk."""

    def do_GET(self) -> None:
        self.send_response(426)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *words: object) -> None:
        """Nothing: the tests read the log."""


async def test_a_desk_that_is_too_old_reads_what_lies_here(
    own_city: City, take_seat: TakeSeat
) -> None:
    async with take_seat(OFFICER, url=own_city.url) as seat:
        listed = seat.codes()
    with ThreadingHTTPServer(("127.0.0.1", 0), TooOldServer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        async with take_seat(url=f"http://127.0.0.1:{server.server_port}") as seat:
            await seat.may_unlock()
            assert seat.say("strip.too_old_title") in texts(seat.unlocking)
            await seat.unlock()
            await until(lambda: seat.window._sync.status.is_read_only, "read only")
            assert seat.codes() == listed
        server.shutdown()


async def test_the_server_of_this_machine_may_start_later_than_the_work(
    demo_files: Path, tmp_path: Path
) -> None:
    shutil.copytree(demo_files, tmp_path / "server")
    database = next((tmp_path / "server").glob("*.sqlite3"))

    def program() -> DeskProgram:
        return DeskProgram(Config(data=tmp_path, undo=SHORT), lambda: datetime.now(UTC))

    seat = Seat(program())
    await seat.sign_in(OFFICER)
    await seat.leave()
    whole = database.read_bytes()
    database.write_bytes(b"no database" * 1000)
    seat = Seat(program())
    try:
        await seat.unlock()
        seat.press(Qt.Key.Key_A)
        await until(lambda: seat.window.waiting, "the waiting action")
        database.write_bytes(whole)
        await seat.sent()
    finally:
        await seat.leave()


# --- what can be wrong with the files ---------------------------------------------------------


def files(tmp_path: Path) -> tuple[Path, Path]:
    (key,) = (tmp_path / "desk" / "desks").glob("*.key")
    return key, key.with_suffix(".sqlite3")


async def test_a_file_of_a_newer_program_is_left_alone(
    own_city: City, take_seat: TakeSeat, tmp_path: Path
) -> None:
    async with take_seat(OFFICER, url=own_city.url) as seat:
        with seat.window.workplace.store.write() as connection:
            connection.execute("UPDATE alembic_version SET version_num = 'c9999'")
    own_city.kill()
    before = files(tmp_path)[1].read_bytes()
    async with take_seat(url=own_city.url) as seat:
        await seat.may_unlock()
        seat.write("ihanoi-demo")
        seat.press(Qt.Key.Key_Return)
        assert str(files(tmp_path)[1]) in await told(seat, "data_newer")
    assert files(tmp_path)[1].read_bytes() == before


async def test_a_key_file_that_was_changed_is_told(
    own_city: City, take_seat: TakeSeat, tmp_path: Path
) -> None:
    async with take_seat(OFFICER, url=own_city.url):
        pass
    own_city.kill()
    async with take_seat(url=own_city.url) as seat:
        await seat.may_unlock()
        key = files(tmp_path)[0]
        content = json.loads(key.read_text())
        content["head"]["owner"]["name"] = "Người Khác Mẫu"
        key.write_text(json.dumps(content))
        seat.write("ihanoi-demo")
        seat.press(Qt.Key.Key_Return)
        assert str(key) in await told(seat, "key_damaged")
        key.unlink()
        seat.unlocking.password.setFocus()
        seat.press(Qt.Key.Key_Return)
        assert str(key) in await told(seat, "key_missing")


async def test_without_any_usable_key_file_the_page_says_which(
    own_city: City, take_seat: TakeSeat, tmp_path: Path
) -> None:
    async with take_seat(OFFICER, url=own_city.url):
        pass
    own_city.kill()
    files(tmp_path)[0].write_text("{")
    async with take_seat(url=own_city.url) as seat:
        assert str(files(tmp_path)[0]) in await told(seat, "key_damaged")
    key = files(tmp_path)[0]
    key.unlink()
    async with take_seat(url=own_city.url) as seat:
        assert str(key) in await told(seat, "key_missing")


async def test_with_the_server_a_lost_key_file_costs_a_second_question(
    own_city: City, take_seat: TakeSeat, tmp_path: Path
) -> None:
    async with take_seat(OFFICER, url=own_city.url):
        pass
    key, database = files(tmp_path)
    key.unlink()
    async with take_seat(url=own_city.url) as seat:
        await until(seat._may_sign_in, "the sign-in page")
        await seat.come_forward()
        seat.write(OFFICER)
        seat.press(Qt.Key.Key_Tab)
        seat.write("ihanoi-demo")
        seat.press(Qt.Key.Key_Return)
        title = seat.say("locked_out.key_file_title")
        await until(lambda: title in texts(seat.program.front), title)
        click(seat.button(seat.say("locked_out.without"), seat.program.front))
        assert not isinstance(seat.program.front, Window)
        click(seat.button(seat.say("locked_out.yes"), seat.program.front))
        await until(lambda: isinstance(seat.program.front, Window), "the window")
        await until(lambda: seat.page.model.rowCount(), "the list, filled anew")
    aside = [row for row in database.parent.iterdir() if "locked" in row.name]
    assert aside


async def test_a_damaged_database_is_replaced_and_the_officer_told(
    own_city: City, take_seat: TakeSeat, tmp_path: Path
) -> None:
    app = await register(own_city.url)
    code = (await file_scene(app)).code
    async with take_seat(OFFICER, url=own_city.url, undo=timedelta(hours=1)) as seat:
        await until(lambda: code in seat.codes(), "the report")
        await seat.find(code)
        seat.press(Qt.Key.Key_A)
        await until(lambda: seat.window.waiting == 1, "the waiting action")
    await app.close()
    database = files(tmp_path)[1]
    with database.open("r+b") as file:
        file.seek(database.stat().st_size // 2)
        file.write(bytes(8192))
    async with take_seat(OFFICER, url=own_city.url, undo=timedelta(hours=1)) as seat:
        await until(
            lambda: seat.say("salvaged.title") in texts(seat.window) or seat.codes(), "the list"
        )
        assert seat.window.waiting == 1
