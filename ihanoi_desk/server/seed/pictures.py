"""Draws the sample photos of the demo city, so that no real picture has to be shipped."""

import hashlib
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

from PIL import Image, ImageDraw, ImageFont

from ihanoi_desk.language import say
from ihanoi_desk.resources import RESOURCES
from ihanoi_desk.server.media import File, Media

SIZE = (1280, 960)
HORIZON = 500
FONT = RESOURCES / "fonts" / "Inter-Regular.ttf"
Colour = tuple[int, int, int]
Draw = ImageDraw.ImageDraw

DARK: Colour = (44, 54, 66)
MID: Colour = (98, 112, 128)
LIGHT: Colour = (176, 188, 200)
PALE: Colour = (214, 222, 230)
WATER: Colour = (112, 138, 160)
LEAF: Colour = (92, 116, 112)
PATCH: Colour = (70, 82, 96)


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn JPEG and what the server notes of it."""

    file: File
    content: bytes


def draw(motif: str, seed: int, *, fixed: bool = False) -> Picture:
    """The picture of a motif; `fixed` shows the place after it was put right."""
    chance = Random(f"{motif}.{seed}")
    image = Image.new("RGB", SIZE, PALE)
    pen = ImageDraw.Draw(image)
    _street(pen, chance)
    if fixed:
        _repaired(pen, chance)
    else:
        MOTIFS.get(motif, _people)(pen, chance)
    label = say("vi", "demo.sample_photo")
    pen.text((24, SIZE[1] - 52), label, fill=PALE, font=ImageFont.truetype(FONT, 30))
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=72)
    content = buffer.getvalue()
    name = f"{motif}-{seed}{'-sau' if fixed else ''}.jpg"
    digest = hashlib.sha256(content).hexdigest()
    return Picture(File(name, len(content), digest, Media("image/jpeg", *SIZE)), content)


def motif_of(category: str) -> str:
    """The motif that fits a category."""
    return BY_CATEGORY.get(category, "people")


def _street(pen: Draw, chance: Random) -> None:
    shade = chance.randint(-10, 10)
    for y in range(0, HORIZON, 4):
        tone = 226 - y // 10 + shade
        pen.rectangle((0, y, SIZE[0], y + 4), fill=(tone - 14, tone - 6, min(255, tone + 2)))
    x = 0
    while x < SIZE[0]:
        width, height = chance.randint(90, 210), chance.randint(150, 360)
        tone = chance.randint(122, 182)
        wall = (tone, tone + 8, tone + 18)
        pen.rectangle((x, HORIZON - height, x + width, HORIZON), fill=wall)
        for top in range(HORIZON - height + 24, HORIZON - 40, 62):
            for left in range(x + 16, x + width - 26, 48):
                pen.rectangle((left, top, left + 22, top + 34), fill=MID)
        x += width + chance.choice((0, 0, 14))
    pen.rectangle((0, HORIZON, SIZE[0], HORIZON + 60), fill=LIGHT)
    pen.polygon(
        [(0, HORIZON + 60), (SIZE[0], HORIZON + 60), (SIZE[0], SIZE[1]), (0, SIZE[1])],
        fill=(120 + shade, 130 + shade, 142 + shade),
    )
    for step in range(5):
        top = HORIZON + 110 + step * 80
        pen.polygon(
            [(620, top), (660, top), (670 + step * 3, top + 44), (610 - step * 3, top + 44)],
            fill=PALE,
        )


def _hole(pen: Draw, chance: Random) -> None:
    for _ in range(chance.randint(1, 3)):
        x, y = chance.randint(180, 800), chance.randint(640, 780)
        width, height = chance.randint(220, 380), chance.randint(70, 120)
        pen.ellipse((x - 18, y - 10, x + width + 18, y + height + 10), fill=MID)
        pen.ellipse((x, y, x + width, y + height), fill=DARK)
        pen.line((x + width, y, x + width + 90, y - 40), fill=DARK, width=5)


def _manhole(pen: Draw, chance: Random) -> None:
    x, y = chance.randint(360, 620), chance.randint(640, 700)
    pen.ellipse((x - 24, y - 12, x + 344, y + 152), fill=LIGHT)
    pen.ellipse((x, y, x + 320, y + 140), fill=DARK)
    pen.polygon(
        [(x + 60, y + 80), (x + 240, y + 20), (x + 262, y + 62), (x + 84, y + 118)], fill=MID
    )


def _rubbish(pen: Draw, chance: Random) -> None:
    for _ in range(chance.randint(7, 14)):
        x, y = chance.randint(160, 960), chance.randint(560, 760)
        size = chance.randint(80, 150)
        tone = chance.randint(48, 150)
        pen.ellipse((x, y, x + size, y + size * 0.8), fill=(tone, tone + 8, tone + 16))
        pen.polygon(
            [(x + size * 0.4, y + 8), (x + size * 0.5, y - 26), (x + size * 0.62, y + 8)],
            fill=(tone, tone + 8, tone + 16),
        )


def _tree(pen: Draw, chance: Random) -> None:
    x = chance.randint(260, 700)
    pen.line((x, 560, x + 420, 800), fill=DARK, width=46)
    for _ in range(16):
        left, top = x + chance.randint(220, 480), chance.randint(640, 840)
        size = chance.randint(70, 170)
        tone = chance.randint(-14, 14)
        pen.ellipse(
            (left, top, left + size, top + size * 0.7),
            fill=(LEAF[0] + tone, LEAF[1] + tone, LEAF[2] + tone),
        )


def _lamp(pen: Draw, chance: Random) -> None:
    x = chance.randint(320, 820)
    pen.rectangle((0, 0, SIZE[0], HORIZON), fill=(58, 68, 84))
    pen.rectangle((x, 120, x + 22, 700), fill=DARK)
    pen.line((x + 10, 130, x + 190, 92), fill=DARK, width=16)
    pen.ellipse((x + 170, 78, x + 260, 122), fill=MID)


def _flood(pen: Draw, chance: Random) -> None:
    pen.rectangle((0, HORIZON + 30, SIZE[0], SIZE[1]), fill=WATER)
    for _ in range(60):
        x, y = chance.randint(-40, SIZE[0]), chance.randint(HORIZON + 40, SIZE[1])
        pen.line((x, y, x + chance.randint(60, 220), y), fill=LIGHT, width=3)
    _car(pen, chance.randint(240, 760), 610)


def _cables(pen: Draw, chance: Random) -> None:
    pen.rectangle((250, 60, 276, 760), fill=DARK)
    pen.rectangle((1010, 60, 1036, 760), fill=DARK)
    for _ in range(12):
        sag, top = chance.randint(120, 420), chance.randint(90, 170)
        points = [
            (263 + step * 38, top + sag * (1 - ((step - 10) / 10) ** 2)) for step in range(21)
        ]
        pen.line(points, fill=DARK, width=4)


def _parking(pen: Draw, chance: Random) -> None:
    for place in range(chance.randint(2, 4)):
        _car(pen, 60 + place * 320, 560 + chance.randint(0, 60))


def _building(pen: Draw, chance: Random) -> None:
    x = chance.randint(300, 620)
    pen.rectangle((x, 120, x + 360, 620), fill=LIGHT)
    for level in range(5):
        pen.rectangle((x, 120 + level * 100, x + 360, 136 + level * 100), fill=MID)
        for post in range(4):
            pen.rectangle((x + post * 114, 120, x + 16 + post * 114, 620), fill=MID)
    pen.ellipse((x - 160, 600, x + 140, 740), fill=MID)


def _smoke(pen: Draw, chance: Random) -> None:
    for _ in range(26):
        x, y = chance.randint(380, 820), chance.randint(140, 640)
        size, tone = chance.randint(80, 220), chance.randint(150, 205)
        pen.ellipse((x, y, x + size, y + size * 0.8), fill=(tone, tone, tone + 6))
    pen.ellipse((480, 640, 860, 760), fill=DARK)


def _people(pen: Draw, chance: Random) -> None:
    for _ in range(chance.randint(3, 6)):
        x, y = chance.randint(120, 1080), chance.randint(500, 620)
        pen.ellipse((x + 14, y - 50, x + 58, y - 4), fill=DARK)
        pen.rounded_rectangle((x, y, x + 72, y + 170), 26, fill=MID)
    pen.rectangle((760, 560, 1120, 690), fill=LIGHT)
    pen.polygon([(730, 560), (1150, 560), (1100, 480), (780, 480)], fill=MID)


def _repaired(pen: Draw, chance: Random) -> None:
    x, y = chance.randint(220, 620), chance.randint(650, 720)
    pen.rounded_rectangle((x, y, x + 420, y + 120), 18, fill=PATCH)
    for cone in (x - 70, x + 450):
        pen.polygon([(cone, y + 120), (cone + 60, y + 120), (cone + 30, y - 10)], fill=DARK)
        pen.rectangle((cone + 14, y + 50, cone + 46, y + 70), fill=PALE)


def _car(pen: Draw, x: int, y: int) -> None:
    pen.rounded_rectangle((x, y + 60, x + 300, y + 150), 24, fill=DARK)
    pen.polygon(
        [(x + 50, y + 62), (x + 90, y), (x + 210, y), (x + 250, y + 62)], fill=MID, outline=DARK
    )
    for wheel in (x + 40, x + 200):
        pen.ellipse((wheel, y + 120, wheel + 60, y + 180), fill=(24, 30, 38))


MOTIFS: Mapping[str, Callable[[Draw, Random], None]] = {
    "hole": _hole,
    "manhole": _manhole,
    "rubbish": _rubbish,
    "tree": _tree,
    "lamp": _lamp,
    "flood": _flood,
    "cables": _cables,
    "parking": _parking,
    "building": _building,
    "smoke": _smoke,
    "people": _people,
}
BY_CATEGORY: Mapping[str, str] = {
    "pothole": "hole",
    "sidewalk_damage": "hole",
    "road_reinstatement": "hole",
    "bridge_guardrail": "hole",
    "manhole_cover": "manhole",
    "blocked_drain": "manhole",
    "pipe_leak": "flood",
    "flooding": "flood",
    "water_pollution": "flood",
    "garbage_uncollected": "rubbish",
    "illegal_dumping": "rubbish",
    "construction_debris": "rubbish",
    "fallen_tree": "tree",
    "dangerous_tree": "tree",
    "park_facility": "tree",
    "street_light": "lamp",
    "traffic_light": "lamp",
    "power_outage": "lamp",
    "hanging_cables": "cables",
    "electrical_hazard": "cables",
    "illegal_parking": "parking",
    "congestion": "parking",
    "parking_fee": "parking",
    "traffic_offence": "parking",
    "illegal_building": "building",
    "site_safety": "building",
    "dust_from_sites": "building",
    "idle_public_asset": "building",
    "waste_burning": "smoke",
    "odour_smoke": "smoke",
    "fire_hazard": "smoke",
}
