"""A file that a phone spoilt arrives with its report, as it is, and is marked for everybody."""

import hashlib

import pytest

from ihanoi_desk.citizen.app import Upload
from ihanoi_desk.domain.wire import Attachment
from tests.pictures import film, phone_photo
from tests.server.conftest import HOAN_KIEM_LAKE, City, photo

PHONE = phone_photo(at=HOAN_KIEM_LAKE)
WITH_PREVIEW = PHONE[:60] + b"\xff\xd9" + PHONE[60:]
"""Cameras put a small picture into the notes, with an end mark of its own."""
SPOILT = {
    "cut in the middle": (Upload("a.jpg", PHONE[: len(PHONE) // 2]), "image/jpeg"),
    "cut behind a preview": (Upload("a.jpg", WITH_PREVIEW[: len(PHONE) // 2]), "image/jpeg"),
    "a head and nothing else": (Upload("a.jpg", PHONE[:20]), "image/jpeg"),
    "half a png": (Upload("a.png", phone_photo(kind="PNG")[:300], "image/png"), "image/png"),
    "half a webp": (Upload("a.webp", phone_photo(kind="WEBP")[:90], "image/webp"), "image/webp"),
    "a torn film": (Upload("a.mp4", film()[:200], "video/mp4"), "video/mp4"),
}


async def report_of(city: City, *files: Upload) -> tuple[int, tuple[Attachment, ...]]:
    """A scene report with these files; its case, and what the officer reads of them."""
    app = await city.citizen()
    case_id = await city.scene(app, photos=list(files))
    desk = await city.desk("hoankiem.canbo1")
    doc = (await desk.changes(0)).changes[-1].doc
    assert doc
    return case_id, doc.attachments


@pytest.mark.parametrize("name", SPOILT)
async def test_a_spoilt_file_arrives_and_is_marked(city: City, name: str) -> None:
    upload, media_type = SPOILT[name]
    _, (kept,) = await report_of(city, upload)
    assert (kept.is_broken, kept.media_type, kept.size) == (True, media_type, len(upload.content))
    assert kept.sha256 == hashlib.sha256(upload.content).hexdigest()
    assert (kept.width, kept.duration_s) == (None, None)
    desk = await city.desk("hoankiem.canbo1")
    assert (await desk.get(f"/v1/attachments/{kept.id}")).content == upload.content
    small = await desk.get(f"/v1/attachments/{kept.id}/thumbnail")
    assert (small.status_code, small.json()["code"]) == (404, "no_thumbnail")


async def test_where_a_spoilt_picture_was_taken_is_still_known(city: City) -> None:
    _, (kept,) = await report_of(city, SPOILT["cut in the middle"][0])
    assert (round(kept.lat or 0, 4), round(kept.lon or 0, 4)) == HOAN_KIEM_LAKE
    assert kept.taken_at


async def test_a_good_file_beside_it_is_not_marked(city: City) -> None:
    torn_paper = Upload("don.pdf", b"%PDF-1.4\nabc", "application/pdf")
    _, kept = await report_of(city, photo(), SPOILT["a torn film"][0], torn_paper)
    assert [row.is_broken for row in kept] == [False, True, True]


async def test_the_sender_is_told_and_sends_another(city: City) -> None:
    app = await city.citizen()
    case_id = await city.scene(app, photos=[SPOILT["cut in the middle"][0]])
    (report,) = await app.reports()
    assert [row.is_broken for row in report.attachments] == [True]
    desk = await city.desk("hoankiem.canbo1")
    await desk.act(case_id, "accept")
    await desk.act(case_id, "ask_citizen", text="Ảnh bị hỏng, xin gửi lại.")
    answered = await app.answer(report.code, photos=[SPOILT["half a png"][0], photo()])
    assert [row.is_broken for row in answered.steps[-1].attachments] == [True, False]
    assert answered.state == "accepted"


async def test_an_officer_chooses_another_file_instead(city: City) -> None:
    case_id, (kept,) = await report_of(city, SPOILT["cut in the middle"][0])
    desk = await city.desk("hoankiem.canbo1")
    for number, (upload, _) in enumerate(list(SPOILT.values())[:5]):
        answer = await desk.attach(case_id, f"sau-{number}", upload)
        assert (answer.status_code, answer.json()["code"]) == (422, "damaged_file")
    parts = {"id": (None, "chung"), "case_id": (None, str(case_id)), "source_id": (None, kept.id)}
    copy = await desk.http.post("/v1/attachments", files=parts, headers=desk.headers)
    assert copy.json()["code"] == "damaged_file"
