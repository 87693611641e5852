"""Vietnamese text: folding for search, masking of identities."""

import unicodedata


def fold(text: str) -> str:
    """`text` without tone marks, case or the bar of đ, single-spaced: what search compares."""
    plain = text.replace("đ", "d").replace("Đ", "D")
    marks_apart = unicodedata.normalize("NFD", plain)
    bare = "".join(char for char in marks_apart if not unicodedata.combining(char))
    return " ".join(bare.casefold().split())


def mask_name(name: str) -> str:
    """``Trần Thị Mẫu`` becomes ``T••• T••• M•••``."""
    return " ".join(f"{word[0]}•••" for word in name.split())


def mask_phone(phone: str) -> str:
    """``0900000012`` becomes ``09••••012``."""
    return f"{phone[:2]}••••{phone[-3:]}" if len(phone) >= 7 else "•••"
