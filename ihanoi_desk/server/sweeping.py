"""Removes what a killed server left among the files: uploads nobody finished or wrote down."""

import logging
import time
from itertools import islice

from sqlalchemy import Connection, or_, select

from ihanoi_desk.server.blobs import BLOBS, Blobs
from ihanoi_desk.server.database import Database, hold
from ihanoi_desk.server.failures import Unavailable
from ihanoi_desk.server.tables import attachments

LOG = logging.getLogger(__name__)
DAY_S = 86_400
BATCH = 500


def sweep(database: Database, blobs: Blobs) -> None:
    """Delete files older than a day that no row names; a fault puts it off to the next start."""
    before = time.time() - DAY_S
    try:
        blobs.forget_unfinished(before)
        old = blobs.older(before)
        while batch := set(islice(old, BATCH)):
            with database.read() as connection:
                unnamed = batch - _named(connection, batch)
            for sha256 in unnamed:
                # A request may be keeping the same content at this moment.
                with database.write() as connection:
                    hold(connection, BLOBS)
                    if not _named(connection, {sha256}):
                        blobs.delete(sha256)
    except (OSError, Unavailable) as error:
        LOG.warning("old files were not swept: %s", error)


def _named(connection: Connection, found: set[str]) -> set[str]:
    names = (attachments.c.sha256, attachments.c.original_sha256)
    rows = connection.execute(select(*names).where(or_(*(name.in_(found) for name in names))))
    return found & {name for row in rows for name in row}
