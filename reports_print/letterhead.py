"""The blocks every paper of an agency shares (NĐ 30/2020/NĐ-CP): head, title, signature."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, HRFlowable, Spacer

from ihanoi_desk.domain.calendar import HANOI
from ihanoi_desk.domain.units import CITY_CODE, Unit
from ihanoi_desk.language import say
from reports_print import fonts, paper
from reports_print.paper import words

LEFT_COLUMN = 66 * mm
DEPARTMENT = "department"


@dataclass(frozen=True, slots=True)
class Agency:
    """Who issues the paper, in printed lines: `superior` upright, `name` bold (may be empty)."""

    superior: tuple[str, ...]
    name: tuple[str, ...]
    place: str
    """The place name before the date."""
    symbol: str
    """The agency's part of the number line, for example ``UBND``."""


@dataclass(frozen=True, slots=True)
class Signer:
    """Who is to sign: lines such as ``KT. CHỦ TỊCH``, ``PHÓ CHỦ TỊCH``, and the name."""

    titles: tuple[str, ...]
    name: str


def agency_of(unit: Unit, language: str) -> Agency:
    """The agency that speaks for `unit`.

    A people's committee names no superior, so both its lines are its own name; a department
    stands under the city's committee.
    """
    committee = say(language, "print.committee").upper()
    city = say(language, "print.city_place")
    name = unit.full_name.upper()
    if unit.type == DEPARTMENT:
        superior = (committee, say(language, "print.city").upper())
        return Agency(superior, (name,), city, unit.code)
    return Agency((), (committee, name), city if unit.code == CITY_CODE else unit.name, "UBND")


def number_line(agency: Agency, number: str, language: str) -> str:
    """``Số: 214/PHS-UBND``; dots to write on when the clerk has given no number yet."""
    given = number or say(language, "print.number_blank")
    return say(language, "print.number", number=given, symbol=agency.symbol)


def place_and_date(place: str, moment: datetime, language: str) -> str:
    """``Hoàn Kiếm, ngày 03 tháng 02 năm 2027``: a zero before days below 10 and months 1 and 2."""
    day = moment.astimezone(HANOI)
    month = f"{day.month:02}" if day.month <= 2 else str(day.month)
    return say(
        language, "print.place_date", place=place, day=f"{day.day:02}", month=month, year=day.year
    )


def head(agency: Agency, number: str, moment: datetime, language: str) -> Flowable:
    """Agency and number on the left; nation, motto, place and date on the right."""
    motto = say(language, "print.motto")
    left = [
        *(words(line, paper.SUPERIOR) for line in agency.superior),
        *(words(line, paper.AGENCY) for line in agency.name),
        rule(_width(agency.name[-1], paper.AGENCY.fontSize, LEFT_COLUMN) * 0.45),
    ]
    right = [
        words(say(language, "print.nation"), paper.NATION),
        words(motto, paper.MOTTO),
        rule(_width(motto, paper.MOTTO.fontSize, paper.TEXT_WIDTH - LEFT_COLUMN)),
    ]
    line = number_line(agency, number, language)
    date = place_and_date(agency.place, moment, language)
    return paper.table(
        [[left, right], [words(line, paper.NUMBER), words(date, paper.DATE)]],
        [LEFT_COLUMN, paper.TEXT_WIDTH - LEFT_COLUMN],
        ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
        ("ALIGN", (0, 0), (-1, -1), "CENTER"),
    )


def title(kind: str, subject: str) -> list[Flowable]:
    """The name of the paper in capitals, its subject below, and the short rule."""
    length = _width(subject, paper.SUBJECT.fontSize, paper.TEXT_WIDTH) * 0.45
    return [
        Spacer(0, 4 * mm),
        words(kind.upper(), paper.TITLE),
        words(subject, paper.SUBJECT),
        rule(length),
        Spacer(0, 4 * mm),
    ]


def signature(signer: Signer | None, language: str) -> list[Flowable]:
    """Room for the digital signature. Never a drawn seal or signature."""
    titles: Sequence[str] = signer.titles if signer else (say(language, "print.signer"),)
    return [
        *(words(line.upper(), paper.SIGNER) for line in titles),
        Spacer(0, 9 * mm),
        words(say(language, "print.sign_here"), paper.SIGN_HERE),
        Spacer(0, 9 * mm),
        words(signer.name if signer else "", paper.SIGNER),
    ]


def recipients(lines: Sequence[str], language: str) -> list[Flowable]:
    """“Nơi nhận:” and its list."""
    return [
        words(say(language, "print.recipients"), paper.RECIPIENTS_HEAD),
        *(words(line, paper.RECIPIENTS) for line in lines),
    ]


def rule(length: float) -> Flowable:
    """A centred line of `length` points under a heading."""
    return HRFlowable(
        width=length, thickness=0.8, color="black", hAlign="CENTER", spaceBefore=2, spaceAfter=2
    )


def _width(text: str, size: float, most: float) -> float:
    fonts.register()
    return float(min(stringWidth(text, fonts.BOLD, size), most))
