"""The files of a case with what the viewer says of them: whose, when, how far from the place."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ihanoi_desk.domain.positions import FAR_PHOTO_M, Position
from ihanoi_desk.domain.units import UnitKey
from ihanoi_desk.domain.wire import Attachment, CaseDoc
from ui.look.look import Look

REPORT = "report"


@dataclass(frozen=True, slots=True)
class Album:
    """`place` is the one the citizen reported; `brought` tells when each file came to the case."""

    code: str
    files: tuple[Attachment, ...]
    place: Position | None = None
    brought: Mapping[str, datetime] = field(default_factory=dict)
    unit: UnitKey | None = None

    @property
    def before(self) -> tuple[Attachment, ...]:
        """Pictures from the citizen."""
        return tuple(file for file in self.files if file.is_picture and file.role == REPORT)

    @property
    def after(self) -> tuple[Attachment, ...]:
        """Pictures of the result; the copies for everybody only repeat them."""
        return tuple(file for file in self.files if file.is_picture and file.role == "result")

    def metres(self, file: Attachment) -> float | None:
        """How far from the reported place the camera was, if it knew."""
        if file.lat is None or file.lon is None or self.place is None:
            return None
        return self.place.metres_to(Position(file.lat, file.lon))

    def moment(self, file: Attachment) -> datetime | None:
        """When it was taken; when it came, if the camera did not say."""
        return file.taken_at or self.brought.get(file.id)


def album_of(doc: CaseDoc) -> Album:
    case = doc.case
    place = None
    if case.lat is not None and case.lon is not None:
        place = Position(case.lat, case.lon)
    brought = {file_id: step.at for step in doc.steps for file_id in step.attachments}
    return Album(case.code, doc.attachments, place, brought, case.unit)


@dataclass(frozen=True, slots=True)
class Where:
    """The sentence about a picture's place, and whether it is a warning."""

    words: str
    is_warning: bool


def where(look: Look, album: Album, file: Attachment) -> Where | None:
    """What is to be said of the place a citizen's picture was taken at; None where there is
    nothing to compare."""
    if file.role != REPORT or album.place is None or not (file.is_picture or file.is_film):
        return None
    metres = album.metres(file)
    if metres is None:
        return Where(look.say("photo.no_place"), False)
    return Where(look.say("photo.away", way=way(look, metres)), metres > FAR_PHOTO_M)


def way(look: Look, metres: float) -> str:
    """``35 m``, ``1,2 km``, ``1.138 km``."""
    if metres < 1000:
        return f"{metres:.0f} m"
    if metres >= 10_000:
        return f"{look.number(round(metres / 1000))} km"
    text = f"{metres / 1000:.1f}"
    return f"{text if look.language == 'en' else text.replace('.', ',')} km"


def length(seconds: float) -> str:
    """``0:14``."""
    whole = round(seconds)
    return f"{whole // 60}:{whole % 60:02d}"


def name_of(look: Look, file: Attachment, number: int, of: int) -> str:
    """What a screen reader says: kind, place in the row, length."""
    if file.is_picture:
        return look.say("panel.photo", n=number, of=of)
    if file.is_film:
        return look.say("panel.film", n=number, of=of, length=length(file.duration_s or 0))
    return look.say("panel.paper", n=number, of=of, name=file.name)
