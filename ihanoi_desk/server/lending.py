"""Pictures of one result that answers several reports: each case gets rows of its own."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select

from ihanoi_desk.server.file_rows import MAX_PER_CASE
from ihanoi_desk.server.tables import attachments, steps

SPACE = uuid.UUID("c7b0e1d4-53a7-4f0a-8a0b-2f6a1f1b7d93")
"""Of the names of lent files, so that a repeat makes the same ones."""
COPIED = ("name", "media_type", "size", "sha256", "width", "height", "taken_at", "lat", "lon")


def lend(
    connection: Connection, files: Sequence[str], case_id: int, why: str, now: datetime
) -> tuple[str, ...]:
    """Give the case `case_id` the pictures among `files` of another one, because of step `why`;
    their names there.

    Only pictures: a letter may name the one it was written to. What was covered when the result was
    published is covered here too; the original stays where it is. What the case has no room for is
    left out.
    """
    found = connection.execute(select(attachments).where(attachments.c.id.in_(files)))
    pictures = {row.id: row for row in found if row.media_type.startswith("image/")}
    if not pictures:
        return ()
    covered = _covered(connection, pictures)
    counted = select(func.count()).where(attachments.c.case_id == case_id)
    place = connection.execute(counted).scalar_one()
    shown = [covered.get(name, pictures[name]) for name in files if name in pictures]
    rows = [
        {
            **{column: getattr(row, column) for column in COPIED},
            "id": str(uuid.uuid5(SPACE, f"{why}/{case_id}/{row.id}")),
            "case_id": case_id,
            "role": "result",
            "place": place + turn,
            "created_at": now,
            "redactions": [],
        }
        for turn, row in enumerate(shown[: MAX_PER_CASE - place])
    ]
    if rows:
        connection.execute(insert(attachments), rows)
    return tuple(str(row["id"]) for row in rows)


def _covered(
    connection: Connection, pictures: Mapping[str, Row[Any]]
) -> dict[str | None, Row[Any]]:
    """The newest copy of each of `pictures` that was made for everybody and let out."""
    let_out = _published(connection, {row.case_id for row in pictures.values()})
    copies = (
        select(attachments)
        .where(attachments.c.source_id.in_(pictures))
        .order_by(attachments.c.place)
    )
    return {row.source_id: row for row in connection.execute(copies) if row.id in let_out}


def _published(connection: Connection, ids: Collection[int]) -> set[str]:
    query = select(steps.c.attachments).where(steps.c.case_id.in_(ids), steps.c.verb == "publish")
    return {name for names in connection.execute(query).scalars() for name in names}
