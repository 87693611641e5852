"""What the tests of merged reports share: a result, a rejection, reports merged into one."""

from ihanoi_desk.citizen.app import CitizenApp
from tests.server.conftest import City, Desk, photo

CUA_NAM = "00082@2025-07-01"
HOAN_KIEM = "00070@2025-07-01"
RESULT = "Đã dọn cây đổ, thông đường lúc 10:05."


async def events(app: CitizenApp, number: int) -> list[tuple[str, str]]:
    """What the sender of case `number` was told, oldest first."""
    found = [row for row in await app.notifications() if row.case_code == code(number)]
    return [(row.event, row.detail) for row in sorted(found, key=lambda row: row.at)]


def code(number: int) -> str:
    return f"HT-{number:06d}"


async def resolve(city: City, desk: Desk, number: int) -> None:
    city.clock.advance(minutes=1)
    await desk.attach(number, f"anh-{number}", photo())
    done = await desk.act(number, "resolve", text=RESULT, attachments=[f"anh-{number}"])
    assert done.outcome == "applied"


REASON = {"reason": "unclear_content", "text": "Chưa rõ ở đâu, xin gửi lại ảnh rõ số nhà."}


async def merged_into_one(city: City, desk: Desk, states: tuple[str, ...]) -> tuple[int, ...]:
    """A main report and one merged into it for each of the verbs `states`, which came first."""
    master = await city.scene(await city.citizen())
    found = [master]
    for verb in states:
        number = await city.scene(await city.citizen())
        if verb != "file":
            await desk.act(number, "accept")
        merged = await desk.act(number, "merge", master_id=master)
        assert merged.outcome == "applied"
        if verb == "ask_citizen":
            await desk.act(number, "ask_citizen", text="Xin ảnh rõ số nhà.")
        found.append(number)
    return tuple(found)
