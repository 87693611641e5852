"""Files by the SHA-256 of their content, and the small pictures made of them."""

import uuid
from pathlib import Path

from PIL import Image, ImageOps

THUMBNAIL = (360, 270)
BLOBS = "blobs"
"""What a transaction holds while it keeps files, so that none is swept away under it."""


class Blobs:
    """A folder that only grows: content is written beside its place and then renamed into it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._incoming = folder / "incoming"
        self._incoming.mkdir(parents=True, exist_ok=True)

    def incoming(self) -> Path:
        """A fresh place to write to; whoever writes there deletes it or hands it to `keep`."""
        return self._incoming / uuid.uuid4().hex

    def path(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / sha256

    def keep(self, incoming: Path, sha256: str) -> None:
        """Move a finished file to its place; content that is there already stays."""
        place = self.path(sha256)
        if place.exists():
            return
        place.parent.mkdir(exist_ok=True)
        incoming.replace(place)

    def put(self, content: bytes, sha256: str) -> None:
        """Keep content that is in memory."""
        incoming = self.incoming()
        incoming.write_bytes(content)
        try:
            self.keep(incoming, sha256)
        finally:
            incoming.unlink(missing_ok=True)

    def thumbnail(self, sha256: str) -> Path:
        """A small JPEG of a picture, made once. Raises OSError when the content is no picture."""
        place = self._folder / "thumbnails" / sha256[:2] / f"{sha256}.jpg"
        if place.exists():
            return place
        place.parent.mkdir(parents=True, exist_ok=True)
        incoming = self.incoming()
        with Image.open(self.path(sha256)) as image:
            image.draft("RGB", THUMBNAIL)
            small = ImageOps.exif_transpose(image).convert("RGB")
            small.thumbnail(THUMBNAIL)
            small.save(incoming, "JPEG", quality=80)
        incoming.replace(place)
        return place
