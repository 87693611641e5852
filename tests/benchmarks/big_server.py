"""The data folder of a city's server with 100,000 cases: made once, then kept under build/bench."""

import hashlib
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, select

from ihanoi_desk.domain.text import fold
from ihanoi_desk.domain.wire import CaseDoc
from ihanoi_desk.resources import MIGRATIONS, RESOURCES, ROOT
from ihanoi_desk.server.cases import step_values, values_of
from ihanoi_desk.server.composition import Server
from ihanoi_desk.server.settings import Settings
from ihanoi_desk.server.tables import attachments, cases, citizens, pushes, steps
from tests.benchmarks.city import FOLDER, LOGIN
from tests.benchmarks.documents import Writer
from tests.benchmarks.kept_city import NOW, standing_clock

NUMBER = 100_000
FIRST = 1_000_000
"""Far above the numbers the server gives to reports that are filed later."""
BATCH = 2_000
MADE_FROM = (
    *(Path(__file__).with_name(name) for name in ("big_server.py", "documents.py")),
    ROOT / "ihanoi_desk" / "server" / "tables.py",
    ROOT / "ihanoi_desk" / "domain" / "wire.py",
    *sorted((MIGRATIONS / "server").glob("*.py")),
    *sorted((RESOURCES / "seed").glob("*.csv")),
)


def find_server_data() -> Path:
    """The folder for the present tables; made when there is none yet."""
    content = hashlib.sha256(b"".join(file.read_bytes() for file in MADE_FROM)).hexdigest()
    folder = FOLDER / f"server-{content[:12]}"
    if not folder.exists():
        print(f"making a server of {NUMBER} cases, once", file=sys.stderr, flush=True)
        for other in FOLDER.glob("server-*"):
            shutil.rmtree(other)
        partial = FOLDER / "partial-server"
        shutil.rmtree(partial, ignore_errors=True)
        _make(partial)
        partial.rename(folder)
    return folder


def _make(folder: Path) -> None:
    server = Server(Settings(data=folder, demo=True, demo_cases=0, clock=standing_clock))
    with server.database.write() as connection:
        catalogue = server.reference.catalogue(connection, NOW)
        me = next(officer for officer in catalogue.officers if officer.login == LOGIN)
        sender = connection.execute(select(citizens.c.id)).scalars().first()
        writer = Writer(catalogue, me, NOW)
        for start in range(0, NUMBER, BATCH):
            docs = [writer.write(FIRST + number) for number in range(start, start + BATCH)]
            _insert(connection, docs, sender or 1)
    server.close()


def _insert(connection: Connection, docs: list[CaseDoc], sender: int) -> None:
    connection.execute(insert(cases), [_case(doc, sender) for doc in docs])
    connection.execute(insert(steps), [row for doc in docs for row in _steps(doc)])
    connection.execute(insert(pushes), [row for doc in docs for row in _pushes(doc, sender)])
    connection.execute(insert(attachments), [row for doc in docs for row in _files(doc)])


def _case(doc: CaseDoc, sender: int) -> dict[str, Any]:
    case = doc.case
    words = fold(f"{case.code} {case.title} {case.content} {case.place}")
    return {
        **values_of(case),
        "citizen_id": sender,
        "filing_key": f"bench-{case.id}",
        "words": words,
    }


def _steps(doc: CaseDoc) -> Iterator[dict[str, Any]]:
    for step in doc.steps:
        yield {**step_values(step), "content_hash": "", "made_at": step.at}


def _pushes(doc: CaseDoc, sender: int) -> Iterator[dict[str, Any]]:
    for telling in doc.tellings:
        yield {
            "step_id": telling.step_id,
            "case_id": doc.case.id,
            "citizen_id": sender,
            "event": "case_received",
            "title": telling.title,
            "body": telling.body,
            "detail": telling.detail,
            "created_at": telling.told_at,
            "told_at": telling.told_at,
            "devices": telling.devices,
            "tries": 1,
        }


def _files(doc: CaseDoc) -> Iterator[dict[str, Any]]:
    for place, file in enumerate(doc.attachments):
        yield {
            "id": file.id,
            "case_id": doc.case.id,
            "role": file.role,
            "place": place,
            "name": file.name,
            "media_type": file.media_type,
            "size": file.size,
            "sha256": file.sha256,
            "width": file.width,
            "height": file.height,
            "created_at": doc.case.filed_at,
        }
