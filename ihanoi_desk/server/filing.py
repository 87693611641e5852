"""The door for citizens' reports: everything the citizens' guide requires, or nothing at all."""

import math
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from ihanoi_desk.domain.boundaries import Boundaries
from ihanoi_desk.domain.calendar import HANOI
from ihanoi_desk.domain.cases import Case, State, Step, Urgency
from ihanoi_desk.domain.catalogue import Catalogue
from ihanoi_desk.domain.citizens import Level, check_may_file
from ihanoi_desk.domain.effects import start_receiving
from ihanoi_desk.domain.found_by import found_by
from ihanoi_desk.domain.kinds import KINDS, Kind
from ihanoi_desk.domain.rulebook import Rulebook
from ihanoi_desk.domain.transitions import FILE
from ihanoi_desk.domain.units import UnitKey, by_code
from ihanoi_desk.domain.upcoming import next_look
from ihanoi_desk.server import steps
from ihanoi_desk.server.cases import values_of
from ihanoi_desk.server.database import next_number
from ihanoi_desk.server.file_rows import file_values
from ihanoi_desk.server.media import File
from ihanoi_desk.server.problems import ProblemRaised, missing
from ihanoi_desk.server.reference import city_unit
from ihanoi_desk.server.tables import attachments, cases

LENGTHS = {"title": 200, "content": 5000, "place": 300}
FAR_M = 100_000.0
INTO_CASES = insert(cases)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a citizen sends; `accuracy_m` in metres."""

    kind: str
    category: str
    title: str = ""
    content: str = ""
    place: str = ""
    lat: float | None = None
    lon: float | None = None
    accuracy_m: float | None = None
    unit_code: str = ""


class CityMap:
    """The boundaries of the communes, read when the first position is asked about."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._boundaries: Boundaries | None = None

    def code_at(self, lat: float, lon: float) -> str | None:
        if self._boundaries is None:
            self._boundaries = Boundaries.read(self._file)
        return self._boundaries.code_at(lat, lon)


def read_report(fields: Mapping[str, str]) -> Report:
    """The report in a form. Raises ProblemRaised 422 for a number that is none."""
    return Report(
        kind=_text(fields, "kind"),
        category=_text(fields, "category"),
        title=_text(fields, "title"),
        content=_text(fields, "content"),
        place=_text(fields, "place"),
        unit_code=_text(fields, "unit_code"),
        lat=_number(fields, "lat"),
        lon=_number(fields, "lon"),
        accuracy_m=_number(fields, "accuracy_m"),
    )


def _text(fields: Mapping[str, str], name: str) -> str:
    # PostgreSQL stores no NUL, and nobody types one.
    return fields.get(name, "").replace("\0", "").strip()


def _number(fields: Mapping[str, str], name: str) -> float | None:
    text = fields.get(name, "").strip()
    if not text:
        return None
    try:
        value = float(text)
    except ValueError as error:
        raise ProblemRaised(422, "bad_position") from error
    if not math.isfinite(value):
        raise ProblemRaised(422, "bad_position")
    return value


class Filing:
    """Checks a report and writes it with its first step in the caller's transaction."""

    def __init__(
        self, city: CityMap, new_id: Callable[[], str] = lambda: str(uuid.uuid4())
    ) -> None:
        self._city = city
        self._new_id = new_id

    def with_ids(self, new_id: Callable[[], str]) -> "Filing":
        """The same door with ids drawn elsewhere."""
        return Filing(self._city, new_id)

    def check(
        self, report: Report, level: Level, files: int, catalogue: Catalogue, now: datetime
    ) -> UnitKey:
        """The unit the report goes to. Raises Refused or ProblemRaised for what is missing."""
        kind = KINDS.get(report.kind)
        if kind is None:
            raise ProblemRaised(422, "unknown_kind")
        check_may_file(kind, level)
        _check_fields(kind, report, files)
        category = next((row for row in catalogue.categories if row.code == report.category), None)
        if category is None or category.kind != kind.code:
            raise ProblemRaised(422, "unknown_category")
        return self._unit(kind, report, catalogue, now)

    def check_files(self, report: Report, files: Sequence[File]) -> None:
        """Raises ProblemRaised when the report needs a photo or video and only papers came."""
        shown = any(file.media.is_picture or file.media.is_film for file in files)
        if KINDS[report.kind].needs_photo and not shown:
            raise missing("files")

    def file(
        self,
        connection: Connection,
        report: Report,
        sender: Row[Any],
        files: Sequence[File],
        key: str,
        unit: UnitKey,
        catalogue: Catalogue,
        book: Rulebook,
        now: datetime,
    ) -> Case:
        """Write a checked report: case, files, first step, push, feed and audit."""
        case = self._case(connection, report, unit, catalogue, book, now)
        filed = {
            "citizen_id": sender.id,
            "filing_key": key,
            "words": found_by(case),
            "look_at": next_look(case, book, now),
        }
        connection.execute(INTO_CASES, {**values_of(case), **filed})
        ids = self._attach(connection, case.id, files, now)
        step = Step(
            id=self._new_id(),
            case_id=case.id,
            seq=1,
            verb=FILE.verb,
            at=now,
            actor_name="",
            actor_id=None,
            unit=unit,
            from_state=None,
            to_state=State.NEW,
            attachments=tuple(ids),
            event=FILE.event,
        )
        steps.append(
            connection, case, step, sender.id, catalogue, content_hash=key[:64], made_at=now
        )
        return case

    def _case(
        self,
        connection: Connection,
        report: Report,
        unit: UnitKey,
        catalogue: Catalogue,
        book: Rulebook,
        now: datetime,
    ) -> Case:
        number = next_number(connection, "case")
        urgency = next(
            row.default_urgency for row in catalogue.categories if row.code == report.category
        )
        case = Case(
            id=number,
            code=KINDS[report.kind].case_code(number),
            kind=report.kind,
            state=State.NEW,
            urgency=Urgency(urgency),
            category=report.category,
            title=report.title,
            content=report.content,
            place=report.place,
            lat=report.lat,
            lon=report.lon,
            accuracy_m=report.accuracy_m,
            unit=unit,
            filed_at=now,
            receive_due_at=None,
            rule_set=now.astimezone(HANOI).date(),
            version=1,
        )
        return start_receiving(case, now, book)

    def _attach(
        self, connection: Connection, case_id: int, files: Sequence[File], now: datetime
    ) -> list[str]:
        rows = [
            file_values(file, self._new_id(), case_id, "report", place, now)
            for place, file in enumerate(files)
        ]
        if rows:
            connection.execute(insert(attachments), rows)
        return [str(row["id"]) for row in rows]

    def _unit(self, kind: Kind, report: Report, catalogue: Catalogue, now: datetime) -> UnitKey:
        day = now.astimezone(HANOI).date()
        if report.lat is not None and report.lon is not None:
            code = self._city.code_at(report.lat, report.lon)
            if code is None:
                raise ProblemRaised(422, "outside_hanoi")
        elif report.unit_code:
            code = report.unit_code
        elif kind.code == "initiative":
            return city_unit(catalogue, day).key
        else:
            raise missing("lat" if kind.code == "scene" else "unit_code")
        found = by_code(catalogue.units, code, day)
        if found is None:
            raise ProblemRaised(422, "unknown_unit_code")
        return found.key


def find_filed(connection: Connection, citizen_id: int, key: str) -> str | None:
    """The code of the report a citizen filed under `key` before, if any."""
    return connection.execute(
        select(cases.c.code).where(cases.c.citizen_id == citizen_id, cases.c.filing_key == key)
    ).scalar_one_or_none()


def _check_fields(kind: Kind, report: Report, files: int) -> None:
    empty = [name for name in (*kind.required, "category") if not getattr(report, name)]
    if kind.code == "scene" and (report.lat is None or report.lon is None):
        empty.append("lat")
    if kind.needs_photo and not files:
        empty.append("files")
    if empty:
        raise missing(*empty)
    if (report.lat is None) != (report.lon is None):
        raise missing("lat")
    for name, limit in LENGTHS.items():
        if len(getattr(report, name)) > limit:
            raise ProblemRaised(422, "too_long", field=name, limit=limit)
    if report.accuracy_m is not None and not 0 <= report.accuracy_m <= FAR_M:
        raise ProblemRaised(422, "bad_position")
