"""A rejection tells the citizen what can be done next: QĐ 1207/QĐ-UBND asks for the reason, and a
reason without a way on leaves people standing."""

import re

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
    "khởi kiện",
    "theo dõi",
    "báo chung",
    "nhận kết quả",
)
ASKS = (
    "xin",
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
SENTENCE = re.compile(r"[.!?;:]\s+|\n")


def names_next_step(text: str) -> bool:
    """Whether a sentence of `text` asks or offers, and says what to do: send again, call, go."""
    for sentence in SENTENCE.split(text.lower()):
        if any(ask in sentence for ask in ASKS) and any(way in sentence for way in WAYS):
            return True
    return False
