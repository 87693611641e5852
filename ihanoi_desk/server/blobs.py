"""Files by the SHA-256 of their content, and the small pictures made of them."""

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageOps

from ihanoi_desk.folders import sync_folder

THUMBNAIL = (360, 270)
BLOBS = "blobs"
"""What a transaction holds while it keeps files, so that none is swept away under it."""


class Blobs:
    """Content is written beside its place and then renamed into it, so a place holds all of it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._incoming = folder / "incoming"
        self._incoming.mkdir(parents=True, exist_ok=True)

    def incoming(self) -> Path:
        """A fresh place to write to; whoever writes there deletes it or hands it to `keep`."""
        return self._incoming / uuid.uuid4().hex

    def path(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / sha256

    def older(self, moment: float) -> Iterator[str]:
        """What is kept and was written before `moment`, in seconds since 1970."""
        for file in self._folder.glob("[0-9a-f][0-9a-f]/*"):
            if _is_older(file, moment):
                yield file.name

    def delete(self, sha256: str) -> None:
        """Remove a file and its small picture."""
        self._small(sha256).unlink(missing_ok=True)
        self.path(sha256).unlink(missing_ok=True)

    def forget_unfinished(self, moment: float) -> None:
        """Remove what was being written before `moment` and never got to its place."""
        for file in self._incoming.iterdir():
            if _is_older(file, moment):
                file.unlink(missing_ok=True)

    def keep(self, incoming: Path, sha256: str) -> None:
        """Move a finished file to its place; content that is there already stays."""
        place = self.path(sha256)
        if place.exists():
            return
        place.parent.mkdir(exist_ok=True)
        with incoming.open("rb+") as content:
            os.fsync(content.fileno())
        incoming.replace(place)
        for folder in (place.parent, self._folder):
            sync_folder(folder)

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
        place = self._small(sha256)
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

    def _small(self, sha256: str) -> Path:
        return self._folder / "thumbnails" / sha256[:2] / f"{sha256}.jpg"


def _is_older(file: Path, moment: float) -> bool:
    try:
        return file.stat().st_mtime < moment
    except FileNotFoundError:
        # An upload that has just got to its place.
        return False
