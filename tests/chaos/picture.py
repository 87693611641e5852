"""The picture that citizens and officers of a chaos run send."""

import io

from PIL import Image


def jpeg() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (160, 120), "grey").save(buffer, "JPEG")
    return buffer.getvalue()
