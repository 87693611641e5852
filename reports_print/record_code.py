"""The QR code of a paper: which record in which version, and no personal data."""

from io import BytesIO

import segno
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Image

from ihanoi_desk.domain.cases import Case

SIDE = 18 * mm


def record_mark(case: Case) -> str:
    """What a scanner at the counter reads, for example ``HT-018734/5``."""
    return f"{case.code}/{case.version}"


def record_code(case: Case) -> Flowable:
    """The mark as a square of `SIDE` points; level M survives a fold."""
    out = BytesIO()
    segno.make(record_mark(case), error="m", micro=False).save(out, kind="png", scale=8, border=2)
    out.seek(0)
    return Image(out, SIDE, SIDE)
