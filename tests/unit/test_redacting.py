"""The copy that leaves the unit: nothing under a rectangle, nothing of the camera."""

import io
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from ihanoi_desk.domain.redactions import Covered, Redaction
from ihanoi_desk.server.problems import ProblemRaised
from ihanoi_desk.server.redacting import INK, burn
from tests.pictures import LEFT, RIGHT, phone_photo

FACE = Redaction(40, 30, 60, 50)
PLATE = Redaction(200, 180, 50, 20, Covered.PLATE)
TRACES = (b"Exif", b"GPS", b"mau", b"http://ns.adobe", b"ghi chu", b"2026")


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    return tmp_path / "anh"


def far(colour: tuple[int, ...], other: tuple[int, ...]) -> int:
    return max(abs(a - b) for a, b in zip(colour, other, strict=True))


def inside(content: bytes, box: Redaction) -> int:
    """How far the pixels under a rectangle are from its ink; a JPEG blurs the very edge."""
    with Image.open(io.BytesIO(content)) as image:
        part = image.crop((box.x + 8, box.y + 8, box.x + box.width - 8, box.y + box.height - 8))
    return max(far(pixel, INK) for pixel in part.get_flattened_data())


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_nothing_of_the_camera_is_left(kind: str, picture: Path) -> None:
    picture.write_bytes(phone_photo(at=(21.0287, 105.8524), kind=kind))
    content, *size = burn(picture, [FACE, PLATE])
    assert not [trace for trace in TRACES if trace in content]
    with Image.open(io.BytesIO(content)) as image:
        assert image.format == "JPEG"
        assert list(image.size) == size == [320, 240]
        assert not image.getexif()
        assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert far(image.getpixel((16, 120)), LEFT) < 16
        assert far(image.getpixel((300, 120)), RIGHT) < 16
    assert inside(content, FACE) < 16
    assert inside(content, PLATE) < 16


def test_what_lay_under_a_rectangle_makes_no_difference(picture: Path) -> None:
    copies = set()
    for hidden in ("white", "red", "#00ff88"):
        with Image.open(io.BytesIO(phone_photo(kind="PNG"))) as image:
            for box in (FACE, PLATE):
                ends = (box.x, box.y, box.x + box.width - 1, box.y + box.height - 1)
                ImageDraw.Draw(image).rectangle(ends, fill=hidden)
            image.save(picture, "PNG")
        copies.add(burn(picture, [FACE, PLATE])[0])
    assert len(copies) == 1


@pytest.mark.parametrize(
    ("orientation", "size"), [(3, (320, 240)), (6, (240, 320)), (8, (240, 320))]
)
def test_rectangles_are_those_of_the_upright_picture(
    orientation: int, size: tuple[int, int], picture: Path
) -> None:
    picture.write_bytes(phone_photo(orientation=orientation))
    corner = Redaction(0, 0, 60, 40)
    content, *found = burn(picture, [corner])
    assert tuple(found) == size
    assert inside(content, corner) < 16
    with Image.open(io.BytesIO(content)) as image:
        # Turned clockwise the left half is above, counterclockwise it is below.
        halves = {3: (RIGHT, LEFT), 6: (LEFT, RIGHT), 8: (RIGHT, LEFT)}[orientation]
        ends = ((20, 120), (300, 120)) if orientation == 3 else ((120, 20), (120, 300))
        for place, colour in zip(ends, halves, strict=True):
            assert far(image.getpixel(place), colour) < 16


def test_what_a_picture_leaves_open_becomes_white(picture: Path) -> None:
    Image.new("RGBA", (64, 64), (0, 0, 0, 0)).save(picture, "PNG")
    with Image.open(io.BytesIO(burn(picture, [])[0])) as image:
        assert image.getpixel((32, 32)) == (255, 255, 255)


@pytest.mark.parametrize(
    "box",
    [
        Redaction(-1, 30, 60, 50),
        Redaction(40, -1, 60, 50),
        Redaction(261, 30, 60, 50),
        Redaction(40, 191, 60, 50),
        Redaction(40, 30, 0, 50),
        Redaction(40, 30, 60, -5),
    ],
)
def test_a_rectangle_outside_the_picture_is_refused(box: Redaction, picture: Path) -> None:
    picture.write_bytes(phone_photo())
    with pytest.raises(ProblemRaised, match="bad_redaction"):
        burn(picture, [box])


def test_a_broken_picture_is_told_from_a_bug(picture: Path) -> None:
    for content in (phone_photo()[:2000], b"", b"khong phai anh"):
        picture.write_bytes(content)
        with pytest.raises(OSError, match=r"\w"):
            burn(picture, [FACE])
