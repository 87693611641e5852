"""What is covered in a picture before anybody outside the unit sees it (domain rule 11)."""

from dataclasses import dataclass
from enum import StrEnum

MOST_REDACTIONS = 100


class Covered(StrEnum):
    """What lies under a rectangle."""

    FACE = "face"
    PLATE = "plate"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Redaction:
    """A rectangle in pixels of the upright picture, from its upper left corner."""

    x: int
    y: int
    width: int
    height: int
    kind: Covered = Covered.FACE

    def fits(self, width: int, height: int) -> bool:
        """Whether it lies wholly in a picture of that size and covers something."""
        inside = self.x >= 0 and self.y >= 0
        ends = self.x + self.width <= width and self.y + self.height <= height
        return inside and ends and self.width > 0 and self.height > 0
