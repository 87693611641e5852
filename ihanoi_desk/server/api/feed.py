"""The doors through which a desk stays like the server: the first fill, and what changes."""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response, StreamingResponse
from pydantic import TypeAdapter
from sqlalchemy import Connection

from ihanoi_desk.domain.officers import Officer
from ihanoi_desk.domain.wire import (
    ArchivePage,
    Changes,
    Opened,
    Present,
    SnapshotHead,
    SnapshotMark,
)
from ihanoi_desk.server import archive, feed, presence, snapshot
from ihanoi_desk.server.api.access import Rooms, SignedOfficer, Token
from ihanoi_desk.server.api.documentation import problems
from ihanoi_desk.server.composition import Server
from ihanoi_desk.server.database import current_number
from ihanoi_desk.server.news import Topics
from ihanoi_desk.server.problems import ProblemRaised
from ihanoi_desk.server.scope import units_read

ROUTER = APIRouter(prefix="/v1", tags=["desk"])
CHANGES = TypeAdapter(Changes)
ARCHIVE = TypeAdapter(ArchivePage)
LONGEST_WAIT_S = 55.0


@ROUTER.get(
    "/desk/snapshot",
    response_class=StreamingResponse,
    responses={200: {"content": {"application/x-ndjson": {}}}, **problems(401)},
)
def read_snapshot(
    rooms: Rooms,
    token: Token,
    cursor: Annotated[str, Query(max_length=200)] = "",
    closed_days: Annotated[int, Query(ge=0, le=3660)] = 90,
    batch: Annotated[int, Query(ge=1, le=1000)] = 200,
) -> StreamingResponse:
    """A line of SnapshotHead, then one CaseDoc a line and a SnapshotMark after every `batch`.

    Open cases come first, then those closed within `closed_days`, the last filed first. With the
    `cursor` of a mark it goes on from there. It ends early when the officer's rights change.
    """
    now = rooms.clock()
    since = now - timedelta(days=closed_days)
    with rooms.database.read() as connection:
        officer = rooms.sessions.officer_within(connection, token)
        view = feed.epoch(connection, officer)
        place = snapshot.read_place(cursor, view)
        head = SnapshotHead(
            n=current_number(connection, "feed"),
            cases=snapshot.count(connection, officer, since),
            catalogue=rooms.reference.for_desk(connection, officer, now),
            epoch=view,
            officer=officer,
            present=_present(rooms, connection, officer, now),
        )
        plan = snapshot.plan(connection, officer, place, since)
    lines = _lines(rooms, token, head, plan, batch)
    return StreamingResponse(lines, media_type="application/x-ndjson")


@ROUTER.get("/changes", response_model=Changes, responses=problems(401))
async def read_changes(
    request: Request,
    rooms: Rooms,
    token: Token,
    after: Annotated[int, Query(ge=0)],
    epoch: Annotated[str, Query(max_length=80)] = "",
    wait: Annotated[float, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 200,
) -> Response:
    """The feed after a position; waits up to `wait` seconds for the first change.

    Where `epoch` is given and no longer that of the answer, there are no changes: fill anew.
    """
    until = time.monotonic() + min(wait, LONGEST_WAIT_S)
    with rooms.waker.listen() as listener:
        while True:
            listener.clear()
            page, listener.topics = await run_in_threadpool(
                _changes, rooms, token, after, epoch, limit
            )
            left = until - time.monotonic()
            if (
                page.changes
                or page.more
                or page.next < after
                or page.epoch != (epoch or page.epoch)
                or left <= 0
                or rooms.waker.stopped
                or await request.is_disconnected()
            ):
                break
            if not await listener.wait(left):
                # Nobody wrote anything since, so what was seen then is still so.
                if rooms.database.hears:
                    page = replace(page, server_time=rooms.clock())
                break
    return Response(CHANGES.dump_json(page), media_type="application/json")


@ROUTER.put("/desk/open", status_code=204, responses=problems(401, 404))
def open_case(rooms: Rooms, officer: SignedOfficer, body: Opened) -> None:
    """Tell the colleagues which case is open here; holds for a quarter of an hour."""
    now = rooms.clock()
    with rooms.database.write() as connection:
        if body.case_id:
            presence.open_case(connection, officer, body.case_id, now)
        else:
            presence.leave(connection, officer.id, now)


@ROUTER.get("/archive", response_model=ArchivePage, responses=problems(401))
def search_archive(
    rooms: Rooms,
    officer: SignedOfficer,
    q: Annotated[str, Query(max_length=200)] = "",
    kind: Annotated[str, Query(max_length=20)] = "",
    filed_from: date | None = None,
    filed_to: date | None = None,
    cursor: Annotated[str, Query(max_length=200)] = "",
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> Response:
    """Every case within reach that holds all words of `q`, filed last first.

    Without words there has to be a day; days are of Hà Nội, both included.
    """
    wanted = archive.Search(text=q, kind=kind, filed_from=filed_from, filed_to=filed_to)
    with rooms.database.read() as connection:
        page = archive.search(connection, officer, wanted, cursor, limit)
    return Response(ARCHIVE.dump_json(page), media_type="application/json")


def _present(
    rooms: Server, connection: Connection, officer: Officer, now: datetime
) -> tuple[Present, ...]:
    found = presence.company(connection, rooms.reference, officer, now)
    return tuple(row for rows in found.values() for row in rows)


def _changes(
    rooms: Server, token: str, after: int, epoch: str, limit: int
) -> tuple[Changes, Topics | None]:
    """The page, and what to wait for when there is nothing in it."""
    # Who asks is looked up every time: rights may have changed while a poll waited.
    with rooms.database.read() as connection:
        officer = rooms.sessions.officer_within(connection, token)
        units = units_read(officer)
        page = feed.changes(
            connection, rooms.reference, officer, after, limit, rooms.clock(), epoch
        )
        return page, None if units is None else frozenset(units)


def _lines(
    rooms: Server, token: str, head: SnapshotHead, plan: snapshot.Plan, batch: int
) -> Iterator[bytes]:
    """Every batch is a transaction of its own: a slow desk holds nothing up, and what changes
    meanwhile comes with the feed."""
    yield snapshot.first_line(head)
    for ids, place in plan.batches(batch):
        with rooms.database.read() as connection:
            try:
                officer = rooms.sessions.officer_within(connection, token)
            except ProblemRaised:
                return
            if feed.epoch(connection, officer) != head.epoch:
                return
            docs = snapshot.read(connection, officer, ids)
        mark = SnapshotMark(place.to_text(head.epoch) if place else None)
        yield snapshot.lines(docs, mark)
