"""Vietnamese text: folding for search, masking of identities."""

import re
import unicodedata

MARKS = re.compile("[\u0300-\u036f]+")
"""Marks above and below letters, where a decomposed text keeps them apart."""


def fold(text: str) -> str:
    """`text` without tone marks, case or the bar of đ, single-spaced: what search compares."""
    plain = text.replace("đ", "d").replace("Đ", "D")
    bare = MARKS.sub("", unicodedata.normalize("NFD", plain))
    return " ".join(bare.casefold().split())


def mask_name(name: str) -> str:
    """``Trần Thị Mẫu`` becomes ``T••• T••• M•••``."""
    return " ".join(f"{word[0]}•••" for word in name.split())


def mask_phone(phone: str) -> str:
    """``0900000012`` becomes ``09••••012``."""
    return f"{phone[:2]}••••{phone[-3:]}" if len(phone) >= 7 else "•••"
