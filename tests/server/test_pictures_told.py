"""What others get of an officer's picture: no trace of the camera, nothing under a rectangle."""

import hashlib
import io
import json
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select

from ihanoi_desk.citizen.app import Upload
from ihanoi_desk.domain.wire import Attachment
from ihanoi_desk.server import sweeping
from ihanoi_desk.server.redacting import INK
from ihanoi_desk.server.tables import attachments, audit
from tests.pictures import film, phone_photo
from tests.server.conftest import HOAN_KIEM_LAKE, City, Desk, photo

FACE = {"x": 40, "y": 30, "width": 60, "height": 50, "kind": "face"}
PLATE = {"x": 200, "y": 180, "width": 50, "height": 20, "kind": "plate"}
NOT_TAKEN: tuple[tuple[bytes, Any, str], ...] = (
    (photo().content, "không phải json", "bad_redaction"),
    (photo().content, [{"x": 1}], "bad_redaction"),
    (photo().content, [{**FACE, "kind": "name"}], "bad_redaction"),
    (photo().content, [{**FACE, "x": -1}], "bad_redaction"),
    (photo().content, [{**FACE, "x": 300}], "bad_redaction"),
    (photo().content, [{**FACE, "width": 0}], "bad_redaction"),
    (photo().content, [FACE] * 101, "too_many_redactions"),
    (b"%PDF-1.4\nabc\n%%EOF\n", [FACE], "cannot_redact"),
    (film(), [], "no_result_film"),
    (phone_photo()[:2000], [FACE], "damaged_file"),
    (b"PK\x03\x04 word/document.xml", [], "unsupported_media"),
)
TRACES = (b"Exif", b"GPS", b"mau", b"http://ns.adobe", b"ghi chu", b"2026")


async def bring(
    desk: Desk, case_id: int, file_id: str, content: bytes | None, **fields: Any
) -> Attachment | dict[str, Any]:
    """The file as the server keeps it, or its problem."""
    parts: dict[str, Any] = {
        name: (None, value if isinstance(value, str) else json.dumps(value))
        for name, value in {"id": file_id, "case_id": str(case_id), **fields}.items()
    }
    if content is not None:
        parts["file"] = ("Ảnh sau.jpg", content, "image/jpeg")
    answer = await desk.http.post("/v1/attachments", files=parts, headers=desk.headers)
    return dict(answer.json())


async def resolved(city: City, content: bytes, **fields: Any) -> tuple[Any, Desk, int, bytes]:
    """A citizen who was told of a result with one picture; what the citizen reads of it."""
    app = await city.citizen()
    case_id = await city.scene(app)
    desk = await city.desk("hoankiem.canbo1")
    await desk.act(case_id, "accept")
    kept = await bring(desk, case_id, "sau", content, **fields)
    assert kept["role"] == "result", kept
    done = await desk.act(case_id, "resolve", text="Đã vá xong.", attachments=["sau"])
    assert done.outcome == "applied"
    report = (await app.reports())[0]
    told = report.steps[-1].attachments[0]
    assert (told.taken_at, told.lat, told.lon, told.redactions) == (None, None, None, ())
    # What the officer called it may name somebody.
    assert (kept["name"], told.name) == ("Ảnh sau.jpg", "ket-qua-2.jpg")
    body = await app.attachment("sau")
    assert hashlib.sha256(body).hexdigest() == told.sha256
    return kept, desk, case_id, body


def under(body: bytes, box: dict[str, Any]) -> int:
    """How far the middle of a rectangle is from its ink."""
    with Image.open(io.BytesIO(body)) as image:
        middle = (box["x"] + box["width"] // 2, box["y"] + box["height"] // 2)
        pixel = image.convert("RGB").getpixel(middle)
    return max(abs(a - b) for a, b in zip(pixel, INK, strict=True))


async def test_what_the_camera_noted_is_for_officers_only(city: City) -> None:
    lat, lon = HOAN_KIEM_LAKE
    app = await city.citizen()
    before = Upload("anh.jpg", phone_photo(at=(lat + 0.001, lon)))
    clip = Upload("quay.mp4", film(14, place="+21.0287+105.8524/"), "video/mp4")
    await city.scene(app, photos=[before, clip])
    own = (await app.reports())[0].attachments
    assert [(row.taken_at, row.lat, row.lon) for row in own] == [(None, None, None)] * 2
    assert [row.duration_s for row in own] == [None, 14.0]
    desk = await city.desk("hoankiem.canbo1")
    doc = (await desk.changes(0)).changes[-1].doc
    assert doc
    picture, video = doc.attachments
    assert picture.taken_at
    assert picture.taken_at.isoformat() == "2026-11-20T01:15:00+00:00"
    assert (round(picture.lat or 0, 4), round(picture.lon or 0, 4)) == (round(lat + 0.001, 4), lon)
    assert (video.duration_s, video.lat, video.lon) == (14.0, lat, lon)


async def test_a_result_is_told_without_camera_and_covered_parts(city: City) -> None:
    content = phone_photo(at=HOAN_KIEM_LAKE, kind="PNG")
    kept, desk, _, body = await resolved(city, content, redactions=[FACE, PLATE])
    assert kept["redactions"] == [FACE, PLATE]
    assert kept["lat"] is not None
    assert not [trace for trace in TRACES if trace in body]
    assert under(body, FACE) < 12
    assert under(body, PLATE) < 12
    assert (await desk.get("/v1/attachments/sau")).content == body
    assert under((await desk.get("/v1/attachments/sau/thumbnail")).content, FACE) < 12
    lead = await city.desk("hoankiem.lanhdao")
    original = await lead.get("/v1/attachments/sau/original")
    assert original.content == content
    assert original.headers["content-type"] == "image/png"


async def test_a_plain_result_needs_no_copy_and_has_no_other_original(city: City) -> None:
    _, _, _, body = await resolved(city, photo().content)
    assert body == photo().content
    lead = await city.desk("hoankiem.lanhdao")
    assert (await lead.get("/v1/attachments/sau/original")).status_code == 404


async def test_who_looks_under_a_rectangle_is_written_down(city: City) -> None:
    content = phone_photo()
    _, handler, _, _ = await resolved(city, content, redactions=[FACE])
    assert (await handler.get("/v1/attachments/sau/original")).status_code == 403
    neighbour = await city.desk("cuanam.daumoi")
    assert (await neighbour.get("/v1/attachments/sau/original")).status_code == 404
    lookers = ["hoankiem.daumoi", "hoankiem.lanhdao", "thanhpho.kiemtra"]
    for login in lookers:
        desk = await city.desk(login)
        assert (await desk.get("/v1/attachments/sau/original")).content == content
    with city.server.database.read() as connection:
        query = select(audit.c.actor, audit.c.facts).where(audit.c.what == "open_original")
        seen = connection.execute(query).all()
    assert len({row.actor for row in seen}) == len(seen) == len(lookers)
    assert {row.facts for row in seen} == {'{"file": "sau"}'}


async def test_the_same_file_again_is_the_same_and_another_is_not(city: City) -> None:
    content = phone_photo()
    kept, desk, case_id, _ = await resolved(city, content, redactions=[FACE])
    assert await bring(desk, case_id, "sau", content, redactions=[FACE]) == kept
    for other in (
        await bring(desk, case_id, "sau", content, redactions=[PLATE]),
        await bring(desk, case_id, "sau", content),
        await bring(desk, case_id, "sau", photo().content, redactions=[FACE]),
        await bring(desk, case_id, "sau", None, source_id="sau"),
    ):
        assert other["code"] == "id_taken"


async def test_what_cannot_be_covered_leaves_nothing(city: City) -> None:
    case_id = await city.scene(await city.citizen())
    desk = await city.desk("hoankiem.canbo1")
    blobs, rows = city.blobs(), city.count(attachments)
    for content, redactions, code in NOT_TAKEN:
        answer = await bring(desk, case_id, "sau", content, redactions=redactions)
        assert answer["code"] == code
    assert city.blobs() == blobs
    assert city.count(attachments) == rows


async def test_a_copy_for_publication_keeps_what_was_covered_before(city: City) -> None:
    content = phone_photo(at=HOAN_KIEM_LAKE)
    _, desk, case_id, _ = await resolved(city, content, redactions=[FACE])
    kept = await bring(desk, case_id, "chung", None, source_id="sau", redactions=[PLATE])
    assert (kept["role"], kept["source_id"]) == ("published", "sau")
    body = (await desk.get("/v1/attachments/chung")).content
    for box in (FACE, PLATE):
        assert under(body, box) < 12
    assert not [trace for trace in TRACES if trace in body]
    assert await bring(desk, case_id, "chung", None, source_id="sau", redactions=[PLATE]) == kept


async def test_a_copy_is_made_of_pictures_of_the_case_only(city: City) -> None:
    app = await city.citizen()
    clip = Upload("quay.mp4", film(), "video/mp4")
    case_id = await city.scene(app, photos=[photo(), clip])
    other = await city.scene(await city.citizen())
    picture, video = (row.id for row in (await app.reports())[0].attachments)
    desk = await city.desk("hoankiem.canbo1")
    for number, source, code in (
        (other, picture, "not_found"),
        (case_id, "khong-co", "not_found"),
        (case_id, video, "cannot_redact"),
    ):
        answer = await bring(desk, number, "chung", None, source_id=source)
        assert answer["code"] == code
    neighbour = await city.desk("cuanam.canbo")
    answer = await bring(neighbour, case_id, "chung", None, source_id=picture)
    assert answer["code"] == "not_found"
    path = next(row for row in city.blobs() if row.read_bytes() == photo().content)
    path.write_bytes(photo().content[:300])
    assert (await bring(desk, case_id, "hong", None, source_id=picture))["code"] == "damaged_file"


async def test_the_sweeping_leaves_originals(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    content = phone_photo()
    await resolved(city, content, redactions=[FACE])
    monkeypatch.setattr(sweeping, "DAY_S", -60)
    sweeping.sweep(city.server.database, city.server.blobs)
    lead = await city.desk("hoankiem.lanhdao")
    assert (await lead.get("/v1/attachments/sau/original")).content == content
