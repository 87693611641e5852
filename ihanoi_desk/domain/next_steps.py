"""A rejection tells the citizen what can be done next: QĐ 1207/QĐ-UBND asks for the reason, and a
reason without a way on leaves people standing."""

import re
import unicodedata

WAYS = (
    "gửi",
    "đăng ký",
    "liên hệ",
    "gọi",
    "nộp",
    "mang",
    "nhắn",
    "mở",
    "xem",
    "chụp",
    "đến",
    "tới",
    "bổ sung",
    "cung cấp",
    "làm đơn",
    "viết đơn",
    "trình báo",
    "báo lại",
    "báo tới",
    "phản ánh lại",
    "tra cứu",
    "truy cập",
    "hỏi",
    "khởi kiện",
    "theo dõi",
    "báo chung",
    "nhận kết quả",
)
ASKS = (
    "xin",
    "cần",
    "nhờ",
    "phiền",
    "mong",
    "đề nghị",
    "vui lòng",
    "mời",
    "hãy",
    "có thể",
    "có quyền",
    "liên hệ",
    "sẽ",
)
BEFORE_WORDS = re.compile(r"^[\W_]+")
SENTENCE = re.compile(r"[.!?;:]\s+|\n")


def names_next_step(text: str) -> bool:
    """Whether a sentence of `text` says what to do – send again, call, go – by asking, by offering
    or by beginning with it."""
    # Vietnamese keyboards can be set to write the marks apart.
    for sentence in SENTENCE.split(unicodedata.normalize("NFC", text).lower()):
        if BEFORE_WORDS.sub("", sentence).startswith(WAYS):
            return True
        if any(ask in sentence for ask in ASKS) and any(way in sentence for way in WAYS):
            return True
    return False
