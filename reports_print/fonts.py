"""The bundled font of printed pages; a font that lacks letters would drop them without a word."""

import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from threading import Lock

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from ihanoi_desk.resources import RESOURCES

REGULAR = "Tinos-Regular"
BOLD = "Tinos-Bold"
ITALIC = "Tinos-Italic"
BOLD_ITALIC = "Tinos-BoldItalic"
FACES = (REGULAR, BOLD, ITALIC, BOLD_ITALIC)

FOLDER = RESOURCES / "fonts"
MISSING_SIGN = "□"
"""Stands where the text holds a sign the font cannot draw, such as an emoji."""

INVISIBLE = frozenset({"Cf", "Cc", "Cs", "Co", "Cn"})
"""Unicode categories that print nothing: joiners, direction marks, control characters."""

_registering = Lock()


class FontDefect(Exception):
    """A bundled font file is missing, unreadable or lacks letters of Vietnamese."""


def vietnamese_letters() -> str:
    """All 146 letters beyond plain ASCII consonants: 12 vowels in 6 tones and đ, both cases."""
    tones = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    small = "đ" + "".join(
        unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in tones
    )
    return small + small.upper()


def register(folder: Path = FOLDER) -> None:
    """Make the faces known to the PDF library, once a process; safe from several threads.

    Raises FontDefect when a file is missing or cannot draw Vietnamese.
    """
    with _registering:
        if set(FACES) <= set(pdfmetrics.getRegisteredFontNames()):
            return
        for font in [load(folder, face) for face in FACES]:
            pdfmetrics.registerFont(font)
        pdfmetrics.registerFontFamily(
            REGULAR, normal=REGULAR, bold=BOLD, italic=ITALIC, boldItalic=BOLD_ITALIC
        )


def load(folder: Path, face: str) -> TTFont:
    """The face from its file, checked. Raises FontDefect."""
    try:
        font = TTFont(face, str(folder / f"{face}.ttf"))
    except (OSError, TTFError) as problem:
        raise FontDefect(f"{face}.ttf cannot be read: {problem}") from problem
    lacking = missing(font.face.charToGlyph, vietnamese_letters())
    if lacking:
        raise FontDefect(f"{face}.ttf cannot draw these Vietnamese letters: {lacking}")
    return font


def missing(drawable: Iterable[int], letters: str) -> str:
    """Those of `letters` whose code point is not among `drawable`."""
    known = frozenset(drawable)
    return "".join(letter for letter in letters if ord(letter) not in known)


def printable(text: str) -> str:
    """`text` composed (NFC), without invisible signs, and with a box for what cannot be drawn."""
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\t", " "))
    return "".join(filter(None, map(_drawn, composed)))


def _drawn(sign: str) -> str:
    if sign == "\n":
        return sign
    if unicodedata.category(sign) in INVISIBLE or "\ufe00" <= sign <= "\ufe0f":
        return ""
    if ord(sign) in _drawable():
        return sign
    return " " if sign.isspace() else MISSING_SIGN


@cache
def _drawable() -> frozenset[int]:
    """Code points that every face can draw."""
    register()
    faces = [frozenset(pdfmetrics.getFont(face).face.charToGlyph) for face in FACES]
    return frozenset.intersection(*faces)
