"""A published result: what everybody reads, and what nobody does."""

import pytest

from ihanoi_desk.citizen.app import ApiProblem, CitizenApp
from ihanoi_desk.domain.cases import Rating
from ihanoi_desk.domain.wire import PublishedResult
from ihanoi_desk.server import publishing
from tests.server.conftest import City, Desk, photo

TEXT = "Mặt đường đã được vá xong."


async def resolved(city: City, app: CitizenApp, login: str) -> tuple[Desk, int]:
    desk = await city.desk("hoankiem.canbo1")
    case_id = await city.scene(app, place="Số 12 Hàng Trống, phường Hoàn Kiếm")
    await desk.act(case_id, "accept", id=f"nhan-{case_id}")
    await desk.attach(case_id, f"ket-qua-{case_id}", photo("green"))
    done = await desk.act(
        case_id,
        "resolve",
        id=f"xong-{case_id}",
        text="Đã vá, mời bà Mẫu xem.",
        attachments=[f"ket-qua-{case_id}"],
    )
    assert done.outcome == "applied"
    return await city.desk(login), case_id


async def copy(desk: Desk, case_id: int, source: str) -> str:
    name = f"cong-khai-{case_id}"
    answer = await desk.http.post(
        "/v1/attachments",
        files=[
            (key, (None, text))
            for key, text in {"id": name, "case_id": str(case_id), "source_id": source}.items()
        ],
        headers=desk.headers,
    )
    assert answer.status_code == 201, answer.text
    return name


async def published(app: CitizenApp) -> tuple[PublishedResult, ...]:
    return (await app.published()).results


async def test_everybody_reads_the_result_and_nothing_of_the_sender(city: City) -> None:
    app, stranger = await city.citizen(), await city.citizen("Lê Văn Thử")
    chief, case_id = await resolved(city, app, "hoankiem.lanhdao")
    assert await published(stranger) == ()
    source = f"ket-qua-{case_id}"
    name = await copy(chief, case_id, source)
    city.clock.advance(minutes=5)
    done = await chief.act(case_id, "publish", text=TEXT, attachments=[name])
    assert done.outcome == "applied"
    (result,) = await published(stranger)
    assert (result.code, result.category) == (f"HT-{case_id:06d}", "pothole")
    assert result.place == "Hàng Trống, phường Hoàn Kiếm"
    assert result.unit_name == "Phường Hoàn Kiếm"
    assert (result.text, result.published_at) == (TEXT, city.clock.now)
    (file,) = result.attachments
    assert (file.id, file.lat, file.source_id) == (name, None, None)
    assert await stranger.attachment(name)
    report = (await app.reports())[0].attachments[0].id
    for hidden in (source, report):
        with pytest.raises(ApiProblem) as unknown:
            await stranger.attachment(hidden)
        assert unknown.value.status == 404
    assert file.name == f"HT-{case_id:06d}-1.jpg"
    for secret in ("Mẫu", "Ổ gà", report, source):
        assert secret not in str(result)
    # The sender is not told: the result itself was.
    assert [row.event for row in await app.notifications()][-1] == "case_result"

    assert (await chief.act(case_id, "unpublish", note="Có người phản đối.")).outcome == "applied"
    assert await published(stranger) == ()
    with pytest.raises(ApiProblem):
        await stranger.attachment(name)


async def test_originals_and_other_peoples_data_are_not_published(city: City) -> None:
    app = await city.citizen()
    chief, case_id = await resolved(city, app, "hoankiem.daumoi")
    await chief.attach(case_id, "anh-moi", photo("red"))
    for what, code in (
        ({"text": TEXT, "attachments": ["anh-moi"]}, "not_for_everybody"),
        ({"text": TEXT, "attachments": ["khong-co"]}, "unknown_attachment"),
        ({"text": "Liên hệ bà Mẫu, 0912345678."}, "personal_data_for_all"),
        ({"text": " "}, "needs_text"),
    ):
        refused = await chief.act(case_id, "publish", **what)
        assert (refused.outcome, refused.code) == ("refused", code)
        assert refused.why
    handler = await city.desk("hoankiem.canbo2")
    assert (await handler.act(case_id, "publish", text=TEXT)).code == "not_your_role"
    assert await published(app) == ()


async def test_a_reopened_case_is_published_no_longer(city: City) -> None:
    app = await city.citizen()
    chief, case_id = await resolved(city, app, "hoankiem.lanhdao")
    await chief.act(case_id, "publish", text=TEXT)
    assert len(await published(app)) == 1
    await app.rate(f"HT-{case_id:06d}", Rating.UNSATISFIED)
    assert await published(app) == ()


async def test_results_come_page_by_page(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    app = await city.citizen()
    numbers = []
    for turn in range(3):
        chief, case_id = await resolved(city, app, "hoankiem.lanhdao")
        await chief.act(case_id, "publish", id=f"len-{turn}", text=TEXT)
        numbers.append(f"HT-{case_id:06d}")
    monkeypatch.setattr(publishing, "PAGE", 2)
    first = await app.published()
    rest = await app.published(first.next or "")
    assert [row.code for row in (*first.results, *rest.results)] == numbers[::-1]
    assert rest.next is None


@pytest.mark.parametrize(
    ("what", "code"),
    [
        ({"waiver": "d" * 501}, "too_long"),
        ({"facts": {"nature": "d" * 501}}, "too_long"),
        ({"reason": "d" * 61}, "too_long"),
        ({"days": 367}, "too_large"),
        ({"attachments": [str(n) for n in range(61)]}, "too_many_files"),
    ],
)
async def test_what_no_table_holds_is_a_problem(
    city: City, what: dict[str, object], code: str
) -> None:
    desk = await city.desk("hoankiem.canbo1")
    (answer,) = await desk.act_all(desk.action(1, "note", note="thử", **what))
    assert answer.problem
    assert answer.problem.code == code
    assert "{" not in answer.problem.detail
