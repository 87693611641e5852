"""The citizen of a rehearsal: an account, reports with photos, the notification inbox."""

import io
from contextlib import suppress
from dataclasses import dataclass

from PIL import Image, ImageDraw

from ihanoi_desk.citizen.app import ApiProblem, CitizenApp, Upload
from ihanoi_desk.client.api import DeskApi
from ihanoi_desk.domain.wire import CitizenReport, DemoSignIn

PHONE = "0900000098"
NAME = "Nguyễn Thị Ví Dụ"
PASSWORD = "mat-khau-mau-2026"


@dataclass(frozen=True, slots=True)
class Matter:
    """What a report of the rehearsal says, and where."""

    category: str
    content: str
    place: str
    lat: float
    lon: float


async def register(url: str, administrator: DemoSignIn) -> CitizenApp:
    """The account of the rehearsal, opened when it is first needed: the code is read from the text
    messages an administrator sees."""
    app = CitizenApp(url)
    with suppress(ApiProblem):
        await app.sign_in(PHONE, PASSWORD)
        return app
    await app.request_otp(PHONE)
    desk = DeskApi(url)
    try:
        await desk.sign_in(administrator.login, administrator.password)
        messages = [row for row in await desk.sms() if row.phone == PHONE]
    finally:
        await desk.close()
    newest = max(messages, key=lambda row: row.id)
    code = next(word for word in newest.text.replace(".", " ").split() if word.isdigit())
    await app.register(PHONE, code, NAME, PASSWORD)
    return app


async def file(app: CitizenApp, matter: Matter) -> CitizenReport:
    return await app.file(
        kind="scene",
        category=matter.category,
        content=matter.content,
        place=matter.place,
        lat=matter.lat,
        lon=matter.lon,
        accuracy_m=8.0,
        photos=[Upload("anh.jpg", photo(matter.content), "image/jpeg")],
    )


def photo(caption: str, colour: str = "#8b98a5") -> bytes:
    """A drawn picture, marked as a sample."""
    image = Image.new("RGB", (960, 720), colour)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 430, 960, 720), fill="#5f6b77")
    pen.polygon([(430, 720), (470, 430), (490, 430), (530, 720)], fill="#e6e9ec")
    seed = sum(caption.encode())
    pen.ellipse((300 + seed % 200, 500, 460 + seed % 200, 590), fill="#20262d")
    pen.text((24, 24), "anh mau", fill="#ffffff")
    held = io.BytesIO()
    image.save(held, "JPEG", quality=80)
    return held.getvalue()
