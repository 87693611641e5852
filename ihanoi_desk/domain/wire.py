"""What travels between server, desk and the citizens' app: plain frozen dataclasses.

Moments are ISO 8601 UTC. Errors are problem+json (`Problem`).
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from ihanoi_desk.domain.cases import Action, Case, Rating, Step
from ihanoi_desk.domain.catalogue import Catalogue, ResponseTemplate
from ihanoi_desk.domain.officers import Officer
from ihanoi_desk.domain.redactions import Redaction
from ihanoi_desk.domain.units import UnitKey

API_VERSION = 3
"""Raised when a desk of the previous version could no longer work with the server."""

MOST_ACTIONS = 50
"""How many actions one batch may hold."""


@dataclass(frozen=True, slots=True)
class FieldError:
    field: str
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Problem:
    """RFC 9457. `code` is stable; `detail` is a Vietnamese sentence that says what to do."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    errors: tuple[FieldError, ...] = ()


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of a case.

    `role` is ``report`` (from the citizen), ``result`` (from an officer) or ``published`` (a copy
    for everybody, made of `source_id`). Width and height are those of the upright picture. What the
    camera noted, `taken_at` and the position, is for officers only; a citizen's copy is without.
    A file with `redactions` is the copy they are burnt into; the original has a door of its own.
    `is_broken`: it came from the citizen and cannot be shown; the report is there all the same.
    """

    id: str
    role: str
    name: str
    media_type: str
    size: int
    sha256: str
    width: int | None = None
    height: int | None = None
    taken_at: datetime | None = None
    lat: float | None = None
    lon: float | None = None
    duration_s: float | None = None
    source_id: str | None = None
    redactions: tuple[Redaction, ...] = ()
    is_broken: bool = False

    @property
    def is_picture(self) -> bool:
        return self.media_type.startswith("image/")

    @property
    def is_film(self) -> bool:
        return self.media_type.startswith("video/")


@dataclass(frozen=True, slots=True)
class Reporter:
    """The sender as handlers see them: masked."""

    name: str
    phone: str
    verified: bool
    devices: int


@dataclass(frozen=True, slots=True)
class Telling:
    """Whether the citizen was told of a step. `told_at` None: not yet; `failure` says why."""

    step_id: str
    title: str
    body: str
    detail: str
    told_at: datetime | None = None
    devices: int = 0
    failure: str | None = None


@dataclass(frozen=True, slots=True)
class CaseDoc:
    """A case with everything its panel shows."""

    case: Case
    reporter: Reporter
    steps: tuple[Step, ...]
    tellings: tuple[Telling, ...]
    attachments: tuple[Attachment, ...]


# --- desk ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SignIn:
    login: str
    password: str
    api_version: int = API_VERSION


@dataclass(frozen=True, slots=True)
class SignedIn:
    token: str
    expires_at: datetime
    officer: Officer
    server_name: str
    demo: bool
    unit_name: str


@dataclass(frozen=True, slots=True)
class DemoSignIn:
    """A fictitious officer offered on the sign-in page of the demo city."""

    login: str
    password: str
    name: str
    role: str
    unit_name: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer to an action: the row comes back either way, also for a repeat."""

    outcome: Literal["applied", "refused"]
    case: CaseDoc | None
    code: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """Actions in the order they were made, at most `MOST_ACTIONS`.

    Each is a transaction of its own. The first one of a case that is refused or has a problem
    takes the later ones on that case with it: they are not tried, for what they were based on did
    not happen.
    """

    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one action of a batch: its outcome, or why it could not be judged at all.

    Neither: it was not tried, see `Batch`.
    """

    outcome: Outcome | None = None
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Answers:
    """One answer per action, in the order of the batch."""

    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class IdentityQuestion:
    """Why an officer wants to see who sent a case; both go into the audit trail."""

    reason: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who sent a case, unmasked. Stays in memory, and not for long (`identities.SHOWN_FOR`)."""

    name: str
    phone: str
    level: str


@dataclass(frozen=True, slots=True)
class StoredTemplate:
    """A ready sentence with its days: in force from the first until before the last."""

    template: ResponseTemplate
    valid_from: date
    valid_to: date | None
    verified: bool

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True, slots=True)
class TemplateDraft:
    """A ready sentence to be used from today on; `unit` None makes it the city's."""

    unit: UnitKey | None
    kind: str
    verb: str
    category: str
    text_vi: str


@dataclass(frozen=True, slots=True)
class PasswordChange:
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Opened:
    """The case an officer looks at now; 0 for none."""

    case_id: int


@dataclass(frozen=True, slots=True)
class Present:
    """An officer who has a case open. Without news of it this ends at `until`."""

    case_id: int
    officer_id: int
    name: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the feed. ``gone``: the case left the officer's units; drop it.

    ``present``: `present` are all who have the case open now.
    """

    n: int
    what: Literal["case", "gone", "catalogue", "present"]
    case_id: int = 0
    doc: CaseDoc | None = None
    present: tuple[Present, ...] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """A page of the feed. Ask again after `next`; `more` says that there is more right now.

    `epoch` names this feed and what the officer may see of it. A desk that was filled under
    another one has to fill anew.
    """

    next: int
    more: bool
    server_time: datetime
    changes: tuple[Change, ...]
    epoch: str


@dataclass(frozen=True, slots=True)
class SnapshotHead:
    """First line of the snapshot stream; `n` is the feed position it corresponds to.

    `cases` counts the whole snapshot, also where the stream goes on from a cursor. `officer` is
    the one who asked, with the roles held now.
    """

    n: int
    cases: int
    catalogue: Catalogue
    epoch: str
    officer: Officer
    present: tuple[Present, ...] = ()


@dataclass(frozen=True, slots=True)
class SnapshotMark:
    """A line after every batch of cases: the snapshot can be taken up here. None: it is whole."""

    cursor: str | None


@dataclass(frozen=True, slots=True)
class ArchivePage:
    """Cases from the server's whole store, newest first; ask on with `next` unless it is None."""

    cases: tuple[CaseDoc, ...]
    next: str | None


# --- citizens' app ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OtpRequest:
    phone: str


@dataclass(frozen=True, slots=True)
class Registration:
    phone: str
    code: str
    name: str
    password: str


@dataclass(frozen=True, slots=True)
class CitizenSignIn:
    phone: str
    password: str


@dataclass(frozen=True, slots=True)
class CitizenSession:
    token: str
    expires_at: datetime
    name: str
    level: str


@dataclass(frozen=True, slots=True)
class Verification:
    """The text of the QR code on the citizen's own identity card."""

    qr: str


@dataclass(frozen=True, slots=True)
class DeviceRegistration:
    """A phone that may be pushed to."""

    token: str
    platform: str


@dataclass(frozen=True, slots=True)
class ReportRating:
    """What the sender thinks of the result, in one of three words and, if so wished, in more."""

    rating: Rating
    text: str = ""


@dataclass(frozen=True, slots=True)
class CitizenStep:
    """A line of the history as the sender reads it: no notes, no officers' names.

    What was told, and what the sender did: file, answer, write, rate.
    """

    at: datetime
    verb: str
    state: str
    unit_name: str
    text: str
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class CitizenReport:
    code: str
    kind: str
    state: str
    category: str
    title: str
    content: str
    place: str
    unit_name: str
    filed_at: datetime
    attachments: tuple[Attachment, ...]
    steps: tuple[CitizenStep, ...]
    due_at: datetime | None = None
    """The limit of the running clock; None while an answer of the sender is awaited."""
    rating: Rating | None = None
    may: tuple[str, ...] = ()
    """What the sender may do now: ``answer`` when asked, else ``write``; ``rate``."""

    @property
    def is_answer_asked(self) -> bool:
        return "answer" in self.may


@dataclass(frozen=True, slots=True)
class PublishedResult:
    """A result for everybody: nothing of the sender, `place` without a house number, and of files
    only the copies made for it."""

    code: str
    kind: str
    category: str
    place: str
    unit_name: str
    published_at: datetime
    text: str
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class PublishedPage:
    """Published results, newest first; ask on with `next` unless it is None."""

    results: tuple[PublishedResult, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class InboxNotice:
    """A push as the citizen received it."""

    id: int
    event: str
    case_code: str | None
    title: str
    body: str
    detail: str
    at: datetime
    read: bool


@dataclass(frozen=True, slots=True)
class Sms:
    """A text message in the embedded server's outbox, readable by an administrator."""

    id: int
    phone: str
    text: str
    at: datetime
