"""What a phone writes into its pictures and videos, read without trusting any of it."""

import io
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from ihanoi_desk.domain.positions import Position
from ihanoi_desk.server import camera, movies
from ihanoi_desk.server.media import Media, inspect
from ihanoi_desk.server.problems import ProblemRaised
from ihanoi_desk.server.settings import UploadLimits
from tests.pictures import film, phone_photo

LAKE = Position(21.0287, 105.8524)
MORNING = datetime(2026, 11, 20, 1, 15, tzinfo=UTC)


def shot(content: bytes) -> camera.Shot:
    with Image.open(io.BytesIO(content)) as image:
        return camera.read(image)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_place_and_moment_are_read(kind: str) -> None:
    found = shot(phone_photo(at=(LAKE.lat, LAKE.lon), kind=kind))
    assert found.taken_at == MORNING
    assert found.position
    assert found.position.metres_to(LAKE) < 1


@pytest.mark.parametrize(
    ("taken", "zone", "moment"),
    [
        ("2026:11:20 08:15:00", "", MORNING),
        ("2026:11:20 01:15:00", "+00:00", MORNING),
        ("2026:11:20 10:15:00", "+09:00", MORNING),
        ("0000:00:00 00:00:00", "", None),
        ("1970:01:01 08:00:00", "", None),
        ("hôm qua", "", None),
        ("2026:11:20 08:15:00", "giờ nhà", None),
    ],
)
def test_the_moment_is_of_ha_noi_unless_it_says_so(
    taken: str, zone: str, moment: datetime | None
) -> None:
    assert shot(phone_photo(taken=taken, zone=zone)).taken_at == moment


@pytest.mark.parametrize("place", [(0.0, 0.0), None])
def test_no_fix_is_no_position(place: tuple[float, float] | None) -> None:
    assert shot(phone_photo(at=place)).position is None


def test_a_place_south_and_west(tmp_path: Path) -> None:
    found = shot(phone_photo(at=(-33.5, -70.25))).position
    assert found
    assert (round(found.lat, 4), round(found.lon, 4)) == (-33.5, -70.25)


@pytest.mark.filterwarnings("ignore::UserWarning")
@given(st.dictionaries(st.integers(6, 220), st.integers(0, 255), max_size=12))
@settings(max_examples=60)
def test_notes_of_any_bytes_spoil_no_picture(changes: dict[int, int]) -> None:
    content = bytearray(phone_photo(at=(LAKE.lat, LAKE.lon)))
    start = content.index(b"Exif\0\0")
    for at, byte in changes.items():
        content[start + at] = byte
    with Image.open(io.BytesIO(bytes(content))) as image:
        found = camera.read(image)
        assert min(camera.upright_size(image)) > 0
    if found.position:
        assert abs(found.position.lat) <= 90


@pytest.mark.parametrize(
    ("orientation", "size"), [(1, (320, 240)), (6, (240, 320)), (8, (240, 320))]
)
def test_a_turned_picture_has_the_size_it_is_shown_in(
    orientation: int, size: tuple[int, int], tmp_path: Path
) -> None:
    file = tmp_path / "anh.jpg"
    file.write_bytes(phone_photo(orientation=orientation))
    media = inspect(file, UploadLimits())
    assert (media.width, media.height) == size


def test_only_a_picture_that_says_nothing_may_be_passed_on_as_it_is(tmp_path: Path) -> None:
    plain = io.BytesIO()
    Image.new("RGB", (8, 8)).save(plain, "JPEG")
    commented = io.BytesIO()
    Image.new("RGB", (8, 8)).save(commented, "JPEG", comment=b"nha toi")
    told = {
        "plain": plain.getvalue(),
        "camera": phone_photo(),
        "comment": commented.getvalue(),
        "behind": plain.getvalue() + b"nha toi",
        "preview": plain.getvalue() + plain.getvalue(),
        "png": phone_photo(kind="PNG"),
    }
    bare = set()
    for name, content in told.items():
        file = tmp_path / name
        file.write_bytes(content)
        if inspect(file, UploadLimits()).is_bare:
            bare.add(name)
    assert bare == {"plain"}


def test_a_video_says_how_long_it_is_when_and_where_it_was_made() -> None:
    found = movies.read(film(14, made=MORNING, place="+21.0287+105.8524/"))
    assert found == movies.Movie(14.0, camera.Shot(MORNING, LAKE))
    apple = movies.read(film(14, place="+21.0287+105.8524+012.300/", by_apple=True))
    assert apple.shot.position == LAKE
    assert movies.read(film(2)) == movies.Movie(2.0, camera.Shot())


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (film() + b"MZ\x90\x00 program", "file_suspicious"),
        (film().replace(b"mdat", b"exe!"), "file_suspicious"),
        (phone_photo()[:20] + b"%PDF-1.4\n%%EOF", "file_suspicious"),
        (b"PK\x03\x04 word/document.xml", "unsupported_media"),
        (b"RIFF\0\0\0\0WAVE", "unsupported_media"),
        (b"", "unsupported_media"),
    ],
)
def test_a_name_and_a_head_make_no_file(content: bytes, code: str, tmp_path: Path) -> None:
    file = tmp_path / "tep.mp4"
    file.write_bytes(content)
    with pytest.raises(ProblemRaised) as refused:
        inspect(file, UploadLimits())
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (film()[:200], "video/mp4"),
        (film()[:-10], "video/mp4"),
        (film().replace(b"mvhd", b"mvhx"), "video/mp4"),
        (b"\0\0\0\x18ftypqt  " + b"\0" * 12 + phone_photo(), "video/quicktime"),
        (phone_photo()[:4] + film(), "image/jpeg"),
        (phone_photo()[:2000], "image/jpeg"),
        (b"%PDF-1.4\n" + phone_photo(), "application/pdf"),
    ],
)
def test_what_begins_well_and_cannot_be_shown_is_broken(
    content: bytes, media_type: str, tmp_path: Path
) -> None:
    file = tmp_path / "tep"
    file.write_bytes(content)
    found = inspect(file, UploadLimits())
    assert replace(found, shot=camera.Shot()) == Media(media_type, is_broken=True)


def test_a_video_too_long_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "quay.mp4"
    file.write_bytes(film(5))
    with pytest.raises(ProblemRaised, match="film_too_long"):
        inspect(file, UploadLimits(film_s=4))
    assert inspect(file, UploadLimits(film_s=5)).duration_s == 5
