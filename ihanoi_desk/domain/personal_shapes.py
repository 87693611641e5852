"""How phone numbers, papers, plates and accounts look when somebody types them, row by row.

Shapes are matched on a text whose digits and separators were made plain, character by character, so
that positions stay those of the text. Earlier rows win where two of them overlap.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from ihanoi_desk.domain.cccd import is_plausible_number
from ihanoi_desk.domain.text import fold

NEAR = 60
"""How far before a number words are looked at, counted in characters with their marks apart."""
FILLER = "\x00"
"""Stands where something was that is nobody's: a date, a public number."""
PLAIN = str.maketrans(
    "０１２３４５６７８９‐‑‒–—−．＠\u00a0\u2002\u2003\u2007\u2009\u202f",
    "0123456789------.@      ",
)


class Kind(StrEnum):
    PHONE = "phone"
    CCCD = "cccd"
    CMND = "cmnd"
    PASSPORT = "passport"
    PLATE = "plate"
    EMAIL = "email"
    ACCOUNT = "account"


@dataclass(frozen=True, slots=True)
class Shape:
    """`word` must stand shortly before, `never` must not; an amount of money is none of them."""

    kind: Kind
    pattern: re.Pattern[str]
    word: re.Pattern[str] | None = None
    never: re.Pattern[str] | None = None

    def is_meant(self, text: str, found: re.Match[str]) -> bool:
        if MONEY.match(fold(text[found.end() : found.end() + 8])):
            return False
        before = fold(text[max(0, found.start() - NEAR) : found.start()])
        if self.never and self.never.search(before):
            return False
        return not self.word or self.word.search(before) is not None


def number(first: str, more: str) -> re.Pattern[str]:
    """Digits `first` and then `more`, each of them perhaps after one separator."""
    return re.compile(rf"{BEGIN}{first}(?:{GAP}[0-9]){more}{END}")


GAP = r"(?: - |[ .\-]{0,2})"
BEGIN = r"(?<![0-9_+A-Z])(?<![0-9][.\-/,])"
END = r"(?![0-9])(?![.\-/,][0-9])"
GLUED = "|".join(rf"(?<=\b{word})" for word in ("ĐT", "SĐT", "DT", "SDT", "TEL", "ZALO"))
"""Large letters before digits are the code of something, but for these."""
BEGIN_PHONE = rf"(?:{BEGIN}|(?<=[0-9]{{3}}[/,])|{GLUED})"
END_PHONE = rf"(?:{END}|(?=[/,][0-9]{{3}}))"
"""People write two phones with a stroke or a comma between them."""
AGENCY = re.compile(r"\b(mst|ma so thue|ma ho so|so ho so|ma thu tuc|so hieu|hoa don|ma don)\W*$")
MONEY = re.compile(r" ?(dong|vnd|d\b|trieu|ty\b|usd)")
PAPER = re.compile(r"\b(cmnd|cmt|cmtnd|chung minh|chung minh nhan dan|giay to)\b[^0-9]{0,22}$")
CARD = re.compile(r"\b(cccd|can cuoc|can cuoc cong dan|dinh danh|cmnd)\b[^0-9]{0,22}$")
BOOK = re.compile(r"\b(ho chieu|passport)\b[^0-9]{0,22}$")
BANK = re.compile(r"\b(stk|so tai khoan|tai khoan|so tk|tk)\b[^0-9]{0,22}$")
VEHICLE = re.compile(r"\b(bien|bks|bien so|bien kiem soat|xe|o to|oto)\b[^0-9]{0,22}$")
SERIES = r"(?:[A-HK-NP-Z][A-Z0-9]?|MĐ[0-9]|Đ[A-Z0-9]?)"
DASH = r"(?: [.\-] |[ .\-]?)"
COUNTRY = r"(?:\(?\+?84\)?(?:[ .\-]?\(0\))?|\(?0)"

SHAPES: tuple[Shape, ...] = (
    Shape(
        Kind.EMAIL,
        re.compile(r"(?<![\w.+%-])[\w.+%-]+@(?:[a-z0-9-]+\.)+[a-z]{2,}", re.IGNORECASE | re.ASCII),
    ),
    Shape(Kind.ACCOUNT, number("[0-9]", "{5,18}"), word=BANK),
    Shape(Kind.CCCD, number("[0-9]", "{11}"), word=CARD),
    Shape(Kind.CMND, number("[0-9]", "{8}"), word=PAPER),
    Shape(
        Kind.PASSPORT,
        re.compile(r"(?<![\w.])[A-Z] ?[0-9]{7,8}(?![0-9])", re.IGNORECASE | re.ASCII),
        word=BOOK,
    ),
    Shape(Kind.CCCD, number("0", "{11}"), never=AGENCY),
    Shape(
        Kind.PHONE,
        re.compile(rf"{BEGIN_PHONE}{COUNTRY}{GAP}[35789]\)?(?:{GAP}[0-9]\)?){{8}}{END_PHONE}"),
        never=AGENCY,
    ),
    Shape(
        Kind.PHONE,
        re.compile(rf"{BEGIN_PHONE}{COUNTRY}{GAP}2(?:{GAP}[0-9]\)?){{9}}{END_PHONE}"),
        never=AGENCY,
    ),
    Shape(
        Kind.PLATE,
        re.compile(rf"(?<![\w.])[1-9][0-9][ -]?{SERIES}{DASH}[0-9]{{3}}[. ]?[0-9]{{2}}(?![\w])"),
    ),
    Shape(Kind.PLATE, re.compile(rf"(?<![\w.])[1-9][0-9]-?{SERIES}-[0-9]{{4}}(?![\w.])")),
    # Diplomats, international bodies, foreigners: the state between the number and its series.
    Shape(
        Kind.PLATE,
        re.compile(r"(?<![\w.])[1-9][0-9][ -]?[0-9]{3}[ -]?(?:NG|QT|CV|NN)[ -]?[0-9]{2}(?!\w)"),
    ),
    # The army: two letters and four digits, too little to know without a word.
    Shape(
        Kind.PLATE,
        re.compile(r"(?<![\w.])[A-Z]{2}[ -][0-9]{2}[ .-][0-9]{2}(?![\w.-])"),
        word=VEHICLE,
    ),
    Shape(
        Kind.PLATE,
        re.compile(
            rf"(?<![\w.])[1-9][0-9][ -]?[a-zđ][a-z0-9]?{DASH}"
            r"(?:[0-9]{3}[. ]?[0-9]{2}|[0-9]{4})(?!\w)",
            re.IGNORECASE,
        ),
        word=VEHICLE,
    ),
    Shape(
        Kind.CMND,
        re.compile(rf"{BEGIN}(?:0[1-9]|[12][0-9]|3[0-8])[0-9]{{7}}{END}"),
        never=AGENCY,
    ),
)

DATES = re.compile(r"(?<![0-9])[0-3]?[0-9]([.\-/])[01]?[0-9]\1(?:19|20)[0-9]{2}(?![0-9])")


def plain(text: str) -> str:
    """`text` with plain digits, dashes and spaces; as long as before, dates blotted out."""
    return DATES.sub(lambda found: FILLER * len(found[0]), text.translate(PLAIN))


def normal(kind: Kind, found: str) -> str:
    """What makes two ways of writing the same: digits alone, letters large."""
    if kind is Kind.EMAIL:
        return found.casefold()
    bare = re.sub(r"[^0-9A-ZĐ]", "", found.upper())
    if kind is Kind.PHONE:
        return re.sub(r"^(?:840|84|0)(?=[0-9]{9,10}$)", "0", bare)
    return bare


def is_plausible(kind: Kind, value: str, is_named: bool) -> bool:
    """Whether `value` can be what its shape says; a word before it takes the doubt away."""
    return kind is not Kind.CCCD or is_named or is_plausible_number(value)
