"""Photos on paper: rows of three, and a plain box where a file cannot be drawn."""

import warnings
from dataclasses import dataclass
from io import BytesIO

from PIL import Image as Picture
from PIL import ImageOps
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Image, Spacer

from ihanoi_desk.language import say
from reports_print import paper
from reports_print.paper import words

A_ROW = 3
GAP = 4 * mm
BOX_WIDTH = (paper.TEXT_WIDTH - (A_ROW - 1) * GAP) / A_ROW
BOX_HEIGHT = 36 * mm
MOST_PIXELS = 1000
"""Longest side kept, about 480 dots an inch at the printed size."""


@dataclass(frozen=True, slots=True)
class Photo:
    """A caption such as ``Trước, 08:24`` and the bytes of the file, already blurred if need be."""

    caption: str
    jpeg: bytes


def rows(photos: tuple[Photo, ...], language: str) -> list[Flowable]:
    """The photos with their captions; a row is never torn between pages."""
    return [_row(photos[start : start + A_ROW], language) for start in range(0, len(photos), A_ROW)]


def shrink(file: bytes) -> tuple[bytes, tuple[int, int]] | None:
    """The picture as a small upright JPEG without metadata and its size; None when unreadable."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Picture.DecompressionBombWarning)
            with Picture.open(BytesIO(file)) as opened:
                opened.draft("RGB", (MOST_PIXELS, MOST_PIXELS))
                picture = ImageOps.exif_transpose(opened).convert("RGB")
        picture.thumbnail((MOST_PIXELS, MOST_PIXELS))
        picture.info.clear()
        out = BytesIO()
        picture.save(out, "JPEG", quality=85)
    except (
        OSError,
        SyntaxError,
        ValueError,
        Picture.DecompressionBombError,
        Picture.DecompressionBombWarning,
    ):
        return None
    return out.getvalue(), picture.size


def _row(photos: tuple[Photo, ...], language: str) -> Flowable:
    missing = A_ROW - len(photos)
    boxes = [_box(photo, language) for photo in photos] + [""] * missing
    captions = [words(photo.caption, paper.CAPTION) for photo in photos] + [""] * missing
    spaced = [[one for cell in line for one in (cell, "")][:-1] for line in (boxes, captions)]
    return paper.table(
        spaced,
        [BOX_WIDTH, GAP, BOX_WIDTH, GAP, BOX_WIDTH],
        ("TOPPADDING", (0, 0), (-1, -1), 2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
        ("NOSPLIT", (0, 0), (-1, -1)),
    )


def _box(photo: Photo, language: str) -> Flowable:
    small = shrink(photo.jpeg)
    if small is None:
        return _empty_box(say(language, "print.broken_photo"))
    file, (width, height) = small
    scale = min(BOX_WIDTH / width, BOX_HEIGHT / height)
    return Image(BytesIO(file), width * scale, height * scale, hAlign="LEFT")


def _empty_box(word: str) -> Flowable:
    return paper.table(
        [[[Spacer(0, BOX_HEIGHT / 2 - 10), words(word, paper.BOX_WORD)]]],
        [BOX_WIDTH],
        ("BOX", (0, 0), (-1, -1), 0.6, "#888888"),
        heights=[BOX_HEIGHT],
    )
