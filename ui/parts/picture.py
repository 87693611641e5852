"""Pictures from bytes in memory: what an officer looks at is never a readable file on the disk."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageIOHandler, QImageReader

JPEG_BEGINS, JPEG_ENDS = b"\xff\xd8", b"\xff\xd9"
TURNED = QImageIOHandler.Transformation.TransformationRotate90


def decode(body: bytes, within: QSize | None = None) -> QImage:
    """The picture upright, or a null one when `body` is none or not whole; with `within` not
    larger than that.

    Safe in a worker thread, where a large picture belongs.
    """
    # Qt fills what a cut JPEG lacks with grey and calls it a picture.
    if body.startswith(JPEG_BEGINS) and JPEG_ENDS not in body:
        return QImage()
    kept = QByteArray(body)
    buffer = QBuffer(kept)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if within and size.isValid():
        if reader.transformation() & TURNED:
            within = within.transposed()
        if size.boundedTo(within) != size:
            # A JPEG is then not even unpacked at full size.
            reader.setScaledSize(size.scaled(within, Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()
