"""One thing reported by several people is answered once, and everybody hears it."""

from ihanoi_desk.citizen.app import CitizenApp
from ihanoi_desk.domain.text import mask_phone
from tests.server.conftest import City, Desk, photo

CUA_NAM = "00082@2025-07-01"
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


async def test_the_result_of_the_master_reaches_everybody_once(city: City) -> None:
    first, second, third = [await city.citizen() for _ in range(3)]
    master, new, taken = [await city.scene(app) for app in (first, second, third)]
    desk = await city.desk("hoankiem.canbo1")
    city.clock.advance(minutes=1)
    await desk.act(taken, "accept")
    for number in (new, taken):
        city.clock.advance(minutes=1)
        merged = await desk.act(number, "merge", master_id=master)
        assert merged.case and merged.case.case.master_id == master
    await desk.act(master, "accept")
    await resolve(city, desk, master)
    for app, number in ((second, new), (third, taken)):
        told = await events(app, number)
        assert [event for event, _ in told][-2:] == ["case_merged", "case_result"]
        assert code(master) in told[-2][1]
        assert told[-1][1] == RESULT
        assert (await app.report(code(number))).steps[-1].verb == "resolve"
    answer = await desk.act(new, "note", note="xem lại")
    assert answer.case
    case, step = answer.case.case, answer.case.steps[-2]
    assert (case.state, case.closed_at) == ("resolved", city.clock.now)
    assert (step.verb, step.actor_id, step.text) == ("follow", None, RESULT)
    again = await desk.act(master, "note", note="xong")
    assert again.outcome == "applied"
    assert len(await events(second, new)) == 3


async def test_one_that_was_separated_is_answered_by_itself(city: City) -> None:
    app = await city.citizen()
    master, other = await city.scene(app), await city.scene(app)
    desk = await city.desk("hoankiem.canbo1")
    await desk.act(other, "merge", master_id=master)
    parted = await desk.act(other, "separate", note="Mái tôn hỏng là việc khác.")
    assert parted.case and parted.case.case.master_id is None
    await desk.act(master, "accept")
    await resolve(city, desk, master)
    answer = await desk.act(other, "note", note="còn đó")
    assert answer.case and answer.case.case.state == "new"


async def test_what_cannot_be_merged_is_told(city: City) -> None:
    app = await city.citizen()
    one, away, closed, merged, master, rest = [await city.scene(app) for _ in range(6)]
    desk = await city.desk("hoankiem.canbo1")
    await desk.act(away, "route", note="Bên kia.", target_unit=CUA_NAM)
    await desk.act(closed, "reject", text="Chưa rõ, xin gửi lại.", reason="unclear_content")
    await desk.act(merged, "merge", master_id=master)
    for number, into, wanted in (
        (one, 999_999, "unknown_master"),
        (one, away, "unknown_master"),
        (one, closed, "master_closed"),
        (one, merged, "master_merged"),
        (one, one, "own_master"),
        (merged, rest, "already_merged"),
        (master, rest, "is_master"),
    ):
        outcome = await desk.act(number, "merge", master_id=into)
        assert (outcome.outcome, outcome.code) == ("refused", wanted)
        assert outcome.why


async def test_who_comes_after_the_result_hears_it_at_once(city: City) -> None:
    first, late = await city.citizen(), await city.citizen()
    master = await city.scene(first)
    desk = await city.desk("hoankiem.canbo1")
    await desk.act(master, "accept")
    phone = "0912345678"
    done = await desk.act(
        master,
        "resolve",
        text=f"Đã dọn, gọi tổ trưởng {phone}.",
        waiver="Trời tối.",
        kept={phone: "Chủ số đồng ý."},
    )
    assert done.outcome == "applied"
    number = await city.scene(late)
    merged = await desk.act(number, "merge", master_id=master)
    assert merged.case
    assert [step.verb for step in merged.case.steps] == ["file", "merge", "follow"]
    told = (await events(late, number))[-1]
    # Kept for the one sender, with a reason; nobody gave one for the others.
    assert told == ("case_result", f"Đã dọn, gọi tổ trưởng {mask_phone(phone)}.")
