"""The copy of a picture that leaves the unit: rectangles burnt in, nothing of the camera left."""

import io
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageOps
from pydantic import TypeAdapter, ValidationError

from ihanoi_desk.domain.redactions import MOST_REDACTIONS, Covered, Redaction
from ihanoi_desk.server.problems import ProblemRaised

QUALITY = 88
INK = (17, 20, 24)
GROUND = (255, 255, 255)
"""Under what a picture leaves open: a JPEG has no holes."""
REDACTIONS = TypeAdapter(tuple[Redaction, ...])


def read(text: str) -> tuple[Redaction, ...]:
    """The rectangles in a form. Raises ProblemRaised 422."""
    if not text:
        return ()
    try:
        found = REDACTIONS.validate_json(text)
    except ValidationError as error:
        raise ProblemRaised(422, "bad_redaction") from error
    if len(found) > MOST_REDACTIONS:
        raise ProblemRaised(422, "too_many_redactions", limit=MOST_REDACTIONS)
    return found


def facts(redactions: Sequence[Redaction]) -> list[dict[str, Any]]:
    """The rectangles as they are stored."""
    return [asdict(row) for row in redactions]


def stored(rows: Sequence[dict[str, Any]]) -> tuple[Redaction, ...]:
    """The rectangles of `facts` again."""
    return tuple(Redaction(**{**row, "kind": Covered(row["kind"])}) for row in rows)


def burn(picture: Path, redactions: Sequence[Redaction]) -> tuple[bytes, int, int]:
    """A new JPEG of the upright picture, its width and height.

    The pixels under a rectangle are replaced before anything is written, so nothing can bring
    them back. Raises ProblemRaised 422 for a rectangle outside the picture, OSError when the file
    is none.
    """
    with Image.open(picture) as opened:
        image = _upright(opened)
    pen = ImageDraw.Draw(image)
    for row in redactions:
        if not row.fits(image.width, image.height):
            raise ProblemRaised(422, "bad_redaction")
        pen.rectangle((row.x, row.y, row.x + row.width - 1, row.y + row.height - 1), fill=INK)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=QUALITY)
    return buffer.getvalue(), image.width, image.height


def _upright(opened: Image.Image) -> Image.Image:
    upright = ImageOps.exif_transpose(opened)
    image = Image.new("RGB", upright.size, GROUND)
    if upright.has_transparency_data:
        clear = upright.convert("RGBA")
        image.paste(clear, mask=clear.getchannel("A"))
    else:
        image.paste(upright.convert("RGB"))
    return image
