"""The sheet of NĐ 30/2020/NĐ-CP, Phụ lục I: A4 portrait, margins, type sizes, page numbers."""

from collections.abc import Sequence
from io import BytesIO
from threading import Lock
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table

from reports_print import fonts

TOP = BOTTOM = 20 * mm
LEFT = 30 * mm
RIGHT = 15 * mm
TEXT_WIDTH = A4[0] - LEFT - RIGHT
TEXT_HEIGHT = A4[1] - TOP - BOTTOM
NUMBER_SIZE = 13

# The faces are shared, and a face reads its file from a place it remembers: two documents written
# at once would be given pieces of each other's letters.
_writing = Lock()


def _style(name: str, font: str, size: float, **more: object) -> ParagraphStyle:
    return ParagraphStyle(
        name, fontName=font, bulletFontName=font, fontSize=size, leading=size * 1.2, **more
    )


MOTTO = _style("motto", fonts.BOLD, 13, alignment=TA_CENTER)
NATION = _style("nation", fonts.BOLD, 12, alignment=TA_CENTER)
AGENCY = _style("agency", fonts.BOLD, 12, alignment=TA_CENTER)
SUPERIOR = _style("superior", fonts.REGULAR, 12, alignment=TA_CENTER)
NUMBER = _style("number", fonts.REGULAR, 13, alignment=TA_CENTER)
DATE = _style("date", fonts.ITALIC, 13, alignment=TA_CENTER)
TITLE = _style("title", fonts.BOLD, 14, alignment=TA_CENTER)
SUBJECT = _style("subject", fonts.BOLD, 13, alignment=TA_CENTER)
BODY = _style("body", fonts.REGULAR, 13, alignment=TA_JUSTIFY, firstLineIndent=10 * mm)
HEADING = _style("heading", fonts.BOLD, 13, spaceBefore=6, spaceAfter=4)
CELL = _style("cell", fonts.REGULAR, 12, allowWidows=0, allowOrphans=0)
SMALL_CELL = _style("small-cell", fonts.REGULAR, 11, allowWidows=0, allowOrphans=0)
COLUMN_HEAD = _style("column-head", fonts.BOLD, 11, alignment=TA_CENTER)
CAPTION = _style("caption", fonts.ITALIC, 10)
BOX_WORD = _style("box-word", fonts.ITALIC, 10, alignment=TA_CENTER)
RECIPIENTS_HEAD = _style("recipients-head", fonts.BOLD_ITALIC, 12)
RECIPIENTS = _style("recipients", fonts.REGULAR, 11)
PRINT_LINE = _style("print-line", fonts.REGULAR, 10)
SIGNER = _style("signer", fonts.BOLD, 13, alignment=TA_CENTER)
SIGN_HERE = _style("sign-here", fonts.ITALIC, 11, alignment=TA_CENTER, textColor="#666666")


def words(text: str, style: ParagraphStyle) -> Flowable:
    """`text` as a paragraph; its line breaks stay, nothing in it is taken for markup."""
    return Paragraph(escape(fonts.printable(text).strip()).replace("\n", "<br/>"), style)


Rule = tuple[object, ...]
"""One line of a table's style as the PDF library takes it."""


def table(
    cells: Sequence[Sequence[object]],
    widths: Sequence[float],
    *rules: Rule,
    heights: Sequence[float] | None = None,
    repeat: int = 0,
) -> Flowable:
    """A table without padding or lines of its own; tall rows are torn between pages.

    The font is named although all cells are paragraphs: a table asks for Helvetica otherwise,
    and the finished file would hold a font that is not embedded.
    """
    whole = (0, 0), (-1, -1)
    sides = ("LEFTPADDING", "RIGHTPADDING", "TOPPADDING", "BOTTOMPADDING")
    bare: list[Rule] = [(side, *whole, 0) for side in sides]
    return Table(
        cells,
        colWidths=widths,
        rowHeights=heights,
        repeatRows=repeat,
        splitInRow=1,
        style=[
            ("FONTNAME", *whole, fonts.REGULAR),
            ("VALIGN", *whole, "TOP"),
            *bare,
            *rules,
        ],
    )


def build(story: Sequence[Flowable], *, title: str, author: str, language: str) -> bytes:
    """The finished PDF. The same story gives the same bytes: no clock, no chance."""
    fonts.register()
    out = BytesIO()
    document = SimpleDocTemplate(
        out,
        pagesize=A4,
        topMargin=TOP,
        bottomMargin=BOTTOM,
        leftMargin=LEFT,
        rightMargin=RIGHT,
        invariant=1,
        initialFontName=fonts.REGULAR,
        title=title,
        author=author,
        lang=language,
        displayDocTitle=True,
    )
    # The frame's inner padding would shift the text off the legal margins.
    padding = 6
    document.leftMargin -= padding
    document.rightMargin -= padding
    document.topMargin -= padding
    document.bottomMargin -= padding
    document._calc()
    with _writing:
        document.build(list(story), onLaterPages=_number_page)
    return out.getvalue()


def _number_page(canvas: Canvas, _document: SimpleDocTemplate) -> None:
    canvas.setFont(fonts.REGULAR, NUMBER_SIZE)
    canvas.drawCentredString(A4[0] / 2, A4[1] - TOP + 4 * mm, str(canvas.getPageNumber()))
