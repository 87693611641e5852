"""What of a case everybody may read once its result is published."""

import re
import unicodedata

LANES = r"ngõ|ngách|hẻm|kiệt"
KEEPING = (
    r"phố|đường|quốc lộ|ql|tỉnh lộ|tl|km|tổ|cụm|khu|lô|ngã|phường|thôn|xóm|đội"
    r"|khoảng|cách|tuyến|bến"
)
"""Words after which a number names a road, a quarter or a distance."""
NUMBER = r"\d+[a-zđ]?(?:\s?[/\-]\s?\d+[a-zđ]?)*"
LANE = re.compile(rf"\b({LANES})\s+(\d+[a-zđ]?)(?:\s?[/\-]\s?\d+[a-zđ]?)+", re.IGNORECASE)
HOUSE = re.compile(
    rf"(?P<kept>\b(?:{LANES}|{KEEPING})\s*\.?\s*{NUMBER}\b|\b{NUMBER}\s?k?m\b)"
    r"|\bp\d{3,4}[a-z]?\b"
    rf"|(?:\b(?:số nhà|nhà số|căn hộ số|căn hộ|phòng|p\.|số)\s*)?(?<![\w/\-]){NUMBER}(?![\w/])",
    re.IGNORECASE,
)
GAPS = re.compile(r"\s+")
ENDS = re.compile(r"^[\s,;.\-–]+|[\s,;\-–]+$")


def without_house(place: str) -> str:
    """`place` without the number of a house or flat: ``19 Thạch Bích`` is ``Thạch Bích``.

    Lanes keep their own number, ``Ngõ 195/12 Đội Cấn`` is ``Ngõ 195 Đội Cấn``. A number that is
    not understood is left out as well.
    """
    text = LANE.sub(r"\1 \2", unicodedata.normalize("NFC", place))
    text = HOUSE.sub(lambda match: match["kept"] or "", text)
    parts = [ENDS.sub("", GAPS.sub(" ", part)) for part in text.split(",")]
    return ", ".join(part for part in parts if part)
