"""Phiếu hồ sơ: one case on paper, for the file and for the meeting."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Spacer

from ihanoi_desk.domain.catalogue import Catalogue
from ihanoi_desk.domain.units import Unit
from ihanoi_desk.domain.wire import CaseDoc
from ihanoi_desk.language import say
from reports_print import fonts, letterhead, paper, pictures
from reports_print.facts import facts
from reports_print.letterhead import Signer
from reports_print.moments import clock, day
from reports_print.paper import words
from reports_print.pictures import Photo
from reports_print.record_code import SIDE, record_code
from reports_print.timeline import lines

LABEL_WIDTH = 34 * mm
TIME_WIDTH = 22 * mm
WHO_WIDTH = 36 * mm
TOLD_WIDTH = 29 * mm
SIGN_WIDTH = 80 * mm
HEADING_ROOM = 28 * mm


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSheet:
    """Everything the sheet says. `unit` issues it; `printed_at` is the only "now" it knows.

    Of the reporter only the level is printed; colleagues' notes are not printed.
    """

    doc: CaseDoc
    catalogue: Catalogue
    unit: Unit
    printed_at: datetime
    printed_by: str
    language: str = "vi"
    photos: tuple[Photo, ...] = ()
    number: str = ""
    """The number the clerk gave; dots to write on when empty."""
    signer: Signer | None = None
    unsent: int = 0
    """How many actions on this case the server has not confirmed yet."""


def case_sheet(sheet: CaseSheet) -> bytes:
    """The PDF of `sheet`; the same values give the same bytes.

    Raises fonts.FontDefect when the bundled fonts are damaged.
    """
    fonts.register()
    agency = letterhead.agency_of(sheet.unit, sheet.language)
    code = sheet.doc.case.code
    story = [
        letterhead.head(agency, sheet.number, sheet.printed_at, sheet.language),
        *letterhead.title(
            say(sheet.language, "print.case_sheet"),
            f"{say(sheet.language, f'print_kind.{sheet.doc.case.kind}')} {code}",
        ),
        _facts_table(sheet),
        Spacer(0, 3 * mm),
        *pictures.rows(sheet.photos, sheet.language),
        # keepWithNext would carry the whole table to the next page with the heading.
        CondPageBreak(HEADING_ROOM),
        words(say(sheet.language, "print.timeline"), paper.HEADING),
        _timeline_table(sheet),
        Spacer(0, 5 * mm),
        KeepTogether([_closing(sheet)]),
    ]
    return paper.build(
        story,
        title=f"{say(sheet.language, 'print.case_sheet')} {code}",
        author=sheet.unit.full_name,
        language=sheet.language,
    )


def _facts_table(sheet: CaseSheet) -> Flowable:
    rows = facts(sheet.doc, sheet.catalogue, sheet.printed_at, sheet.language)
    cells = [[words(row.label, paper.CELL), words(row.text, paper.CELL)] for row in rows]
    return _grid(cells, [LABEL_WIDTH, paper.TEXT_WIDTH - LABEL_WIDTH])


def _timeline_table(sheet: CaseSheet) -> Flowable:
    names = ("at", "who", "what", "told")
    top = [words(say(sheet.language, f"print_column.{name}"), paper.COLUMN_HEAD) for name in names]
    cells = [
        [words(getattr(line, name), paper.SMALL_CELL) for name in names]
        for line in lines(sheet.doc, sheet.catalogue, sheet.language)
    ]
    what_width = paper.TEXT_WIDTH - TIME_WIDTH - WHO_WIDTH - TOLD_WIDTH
    return _grid([top, *cells], [TIME_WIDTH, WHO_WIDTH, what_width, TOLD_WIDTH], repeat=1)


def _grid(
    cells: Sequence[Sequence[Flowable]], widths: Sequence[float], repeat: int = 0
) -> Flowable:
    return paper.table(
        cells,
        widths,
        ("GRID", (0, 0), (-1, -1), 0.8, "black"),
        ("LINEBELOW", (0, "splitlast"), (-1, "splitlast"), 0.8, "black"),
        ("LINEABOVE", (0, "splitfirst"), (-1, "splitfirst"), 0.8, "black"),
        ("LEFTPADDING", (0, 0), (-1, -1), 5),
        ("RIGHTPADDING", (0, 0), (-1, -1), 5),
        ("TOPPADDING", (0, 0), (-1, -1), 2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
        repeat=repeat,
    )


def _closing(sheet: CaseSheet) -> Flowable:
    """Recipients, QR code and print line on the left, room for the signature on the right."""
    language = sheet.language
    case = sheet.doc.case
    left_width = paper.TEXT_WIDTH - SIGN_WIDTH
    filed = say(language, "print.file_copy", code=case.code)
    printed = say(
        language,
        "print.printed",
        at=clock(sheet.printed_at),
        day=day(sheet.printed_at),
        name=sheet.printed_by,
    )
    state = "print.confirmed" if not sheet.unsent else "print.unsent"
    record = say(language, state, version=case.version, count=sheet.unsent)
    code = paper.table(
        [[record_code(case), words(f"{printed}\n{record}", paper.PRINT_LINE)]],
        [SIDE + 2 * mm, left_width - SIDE - 2 * mm],
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
    )
    left = [*letterhead.recipients([filed], language), Spacer(0, 2 * mm), code]
    return paper.table(
        [[left, letterhead.signature(sheet.signer, language)]], [left_width, SIGN_WIDTH]
    )
