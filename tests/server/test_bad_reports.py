"""A report that may not be filed leaves no row, no blob and a sentence that says why."""

import io
import struct
import zipfile
from typing import Any

import httpx
import pytest
from PIL import Image, PngImagePlugin
from sqlalchemy import text

from ihanoi_desk.citizen.app import ApiProblem, CitizenApp, Upload
from ihanoi_desk.server.tables import attachments, cases, feed, pushes, steps
from tests.pictures import film
from tests.server.conftest import HOAN_KIEM_LAKE, City, photo

LAT, LON = HOAN_KIEM_LAKE
GOOD: dict[str, Any] = {"place": "Hồ Hoàn Kiếm", "lat": LAT, "lon": LON, "photos": [photo()]}


def zipped() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("la.exe", b"MZ")
    return buffer.getvalue()


def commented_png() -> bytes:
    buffer = io.BytesIO()
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", "<script>alert(1)</script>")
    Image.new("RGB", (8, 8)).save(buffer, "PNG", pnginfo=notes)
    return buffer.getvalue()


def bomb() -> bytes:
    buffer = io.BytesIO()
    Image.new("1", (9000, 6000)).save(buffer, "PNG")
    return buffer.getvalue()


JPEG = photo().content
BAD_FILES = {
    "text": (Upload("a.jpg", b"khong phai anh"), 415, "unsupported_media"),
    "gif": (Upload("a.gif", b"GIF89a" + b"\0" * 60, "image/gif"), 415, "unsupported_media"),
    "heic": (Upload("a.heic", b"\0\0\0\x18ftypheic" + b"\0" * 40), 415, "unsupported_media"),
    "zip behind": (Upload("a.jpg", JPEG + zipped()), 422, "file_suspicious"),
    "html behind": (Upload("a.jpg", JPEG + b"<HTML><body>"), 422, "file_suspicious"),
    "pdf behind": (Upload("a.jpg", JPEG + b"%PDF-1.4\n%%EOF"), 422, "file_suspicious"),
    "exe behind": (Upload("a.jpg", JPEG + b"MZ\x90\x00"), 422, "file_suspicious"),
    "script inside": (Upload("a.png", commented_png(), "image/png"), 422, "file_suspicious"),
    "bomb": (Upload("a.png", bomb(), "image/png"), 422, "image_too_large"),
    "script pdf": (
        Upload("a.pdf", b"%PDF-1.4\n/JavaScript (app.alert(1))\n%%EOF", "application/pdf"),
        422,
        "file_suspicious",
    ),
    "long film": (Upload("a.mp4", film(200), "video/mp4"), 422, "film_too_long"),
    "papers only": (
        Upload("a.pdf", b"%PDF-1.4\nabc\n%%EOF\n", "application/pdf"),
        422,
        "missing_field",
    ),
    "cut, zip behind": (Upload("a.jpg", JPEG[:400] + zipped()), 422, "file_suspicious"),
    "cut, html behind": (Upload("a.jpg", JPEG[:400] + b"<HTML><body>"), 422, "file_suspicious"),
    "script spelled otherwise": (
        Upload("a.pdf", b"%PDF-1.4\n/J#61va#53cript (app.alert(1))\n%%EOF", "application/pdf"),
        422,
        "file_suspicious",
    ),
    "pdf with files in it": (
        Upload("a.pdf", b"%PDF-1.4\n/Names << /EmbeddedFiles 9 0 R >>\n%%EOF", "application/pdf"),
        422,
        "file_suspicious",
    ),
    "torn pdf with a script": (
        Upload("a.pdf", b"%PDF-1.4\n/JavaScript (app.alert(1))", "application/pdf"),
        422,
        "file_suspicious",
    ),
    "30 MB": (Upload("a.jpg", JPEG + b"\0" * 30_000_000), 413, "file_too_large"),
    "30 MB called video": (
        Upload("a.mp4", JPEG + b"\0" * 30_000_000, "video/mp4"),
        413,
        "file_too_large",
    ),
}
BAD_FIELDS = {
    "no place": ({"place": ""}, 422, "missing_field", "địa điểm"),
    "no photo": ({"photos": []}, 422, "missing_field", "ảnh"),
    "no position": ({"lat": None, "lon": None}, 422, "missing_field", "vị trí"),
    "half a position": ({"lon": None}, 422, "missing_field", "vị trí"),
    "Hải Phòng": ({"lat": 20.8449, "lon": 106.6881}, 422, "outside_hanoi", "ngoài địa bàn"),
    "no number": ({"lat": "nan"}, 422, "bad_position", "Vị trí"),
    "too long": ({"place": "a" * 301}, 422, "too_long", "301"),
    "eleven files": ({"photos": [photo()] * 11}, 413, "too_many_files", "10"),
}


async def expect_nothing(city: City, app: CitizenApp, status: int, code: str, **fields: Any) -> str:
    blobs = city.blobs()
    with pytest.raises(ApiProblem) as refused:
        await app.file(
            fields.pop("kind", "scene"), fields.pop("category", "pothole"), "Ổ gà.", **fields
        )
    assert (refused.value.status, refused.value.code) == (status, code)
    for table in (cases, steps, attachments, pushes, feed):
        assert city.count(table) == 0
    assert city.blobs() == blobs
    assert refused.value.problem
    return refused.value.problem.detail


@pytest.mark.parametrize("name", BAD_FILES)
async def test_a_bad_file_leaves_nothing(city: City, name: str) -> None:
    upload, status, code = BAD_FILES[name]
    app = await city.citizen()
    detail = await expect_nothing(city, app, status, code, **{**GOOD, "photos": [upload]})
    if code == "file_too_large":
        assert "10 MB" in detail


@pytest.mark.parametrize("name", BAD_FIELDS)
async def test_a_bad_field_leaves_nothing(city: City, name: str) -> None:
    change, status, code, word = BAD_FIELDS[name]
    app = await city.citizen()
    detail = await expect_nothing(city, app, status, code, **{**GOOD, **change})
    assert word in detail or code == "too_long"


async def test_the_kind_decides_category_level_and_fields(city: City) -> None:
    app = await city.citizen()
    await expect_nothing(city, app, 422, "unknown_category", **{**GOOD, "category": "init_social"})
    await expect_nothing(city, app, 422, "unknown_kind", **{**GOOD, "kind": "gossip"})
    await expect_nothing(city, app, 403, "needs_verified_account", **{**GOOD, "kind": "procedure"})
    await expect_nothing(city, app, 422, "missing_field", kind="initiative", category="init_social")


async def test_an_initiative_without_a_place_goes_to_the_city(city: City) -> None:
    app = await city.citizen()
    report = await app.file("initiative", "init_social", "Bếp ăn chung.", title="Bếp ăn")
    assert report.unit_name == "Thành phố Hà Nội"
    assert report.code.startswith("SK-")


async def test_a_repeat_under_one_key_is_one_report(city: City) -> None:
    app = await city.citizen()
    first = await app.file("scene", "pothole", "Ổ gà.", key="khoa-1", **GOOD)
    again = await app.file("scene", "pothole", "Ổ gà.", key="khoa-1", **GOOD)
    other = await (await city.citizen()).file("scene", "pothole", "Ổ gà.", key="khoa-1", **GOOD)
    assert first == again
    assert other.code != first.code
    assert city.count(cases) == 2


async def test_a_film_and_a_document_are_taken(city: City) -> None:
    app = await city.citizen()
    report = await app.file(
        "scene",
        "pothole",
        "Ổ gà.",
        **{
            **GOOD,
            "photos": [
                Upload("../../etc/quay.mp4", film(), "video/mp4"),
                Upload("don.pdf", b"%PDF-1.4\nabc\n%%EOF\n", "application/pdf"),
            ],
        },
    )
    kinds = [(row.name, row.media_type) for row in report.attachments]
    assert kinds == [("quay.mp4", "video/mp4"), ("don.pdf", "application/pdf")]


async def test_a_film_may_be_larger_whatever_the_phone_calls_it(city: City) -> None:
    app = await city.citizen()
    filling = b"\0" * 12_000_000
    large = film() + struct.pack(">I4s", 8 + len(filling), b"free") + filling
    report = await app.file(
        "scene",
        "pothole",
        "Ổ gà.",
        **{**GOOD, "photos": [Upload("quay", large, "application/octet-stream")]},
    )
    assert [(row.media_type, row.size) for row in report.attachments] == [("video/mp4", len(large))]


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/v1/nowhere", 404, "not_found"),
        ("DELETE", "/v1/health", 405, "method_not_allowed"),
        ("GET", "/v1/citizen/reports", 401, "signed_out"),
        ("GET", "/v1/desk/snapshot", 401, "signed_out"),
    ],
)
async def test_every_error_is_a_problem_document(
    city: City, method: str, path: str, status: int, code: str
) -> None:
    answer = await city.http.request(method, path)
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_wrong_types_and_shapes_are_told_apart(city: City) -> None:
    async def post(path: str, **request: Any) -> httpx.Response:
        return await city.http.post(path, **request)

    plain = {"Content-Type": "text/plain"}
    assert (await post("/v1/citizen/otp", content="x", headers=plain)).status_code == 415
    app = await city.citizen()
    assert app.session
    signed = {"Authorization": f"Bearer {app.session.token}", "Idempotency-Key": "k"}
    assert (await post("/v1/citizen/reports", json={}, headers=signed)).status_code == 415
    wrong = await post("/v1/citizen/otp", json={})
    assert wrong.status_code == 422
    assert wrong.json()["errors"][0]["field"] == "phone"
    assert "số điện thoại" in wrong.json()["detail"]
    assert (
        await post("/v1/citizen/otp", content="{", headers={"Content-Type": "application/json"})
    ).status_code == 422
    huge = await post("/v1/citizen/otp", json={"phone": "0" * 300_000})
    assert (huge.status_code, huge.json()["code"]) == (413, "body_too_large")
    old = await city.http.get("/v1/health", headers={"X-Desk-Api": "0"})
    assert (old.status_code, old.json()["code"]) == (426, "desk_too_old")


async def test_a_fault_shows_no_inside(
    city: City, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    with city.server.database.write() as connection:
        connection.execute(text("DROP TABLE otp_codes"))
    answer = await city.http.post("/v1/citizen/otp", json={"phone": "0912000001"})
    assert (answer.status_code, answer.json()["code"]) == (500, "server_error")
    assert "otp_codes" not in answer.text
    assert any(record.message.startswith("error ") for record in caplog.records)
    caplog.clear()


async def test_a_line_cut_in_the_middle_of_a_report_is_no_fault_of_the_server(
    city: City, server: Any, caplog: pytest.LogCaptureFixture
) -> None:
    app = await city.citizen()
    assert app.session
    pieces = iter(
        [
            {"type": "http.request", "body": b"--x\r\nContent-Disposition", "more_body": True},
            {"type": "http.disconnect"},
        ]
    )
    headers = {
        "authorization": f"Bearer {app.session.token}",
        "content-type": "multipart/form-data; boundary=x",
        "idempotency-key": "khoa-dut-duong",
        "transfer-encoding": "chunked",
    }
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/v1/citizen/reports",
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }
    said: list[Any] = []

    async def receive() -> Any:
        return next(pieces)

    async def send(message: Any) -> None:
        said.append(message)

    await server(scope, receive, send)
    assert said[0]["status"] == 400
    assert not caplog.records
    assert city.count(cases) == 0
    assert list((city.server.settings.data / "blobs").rglob("*.part")) == []
