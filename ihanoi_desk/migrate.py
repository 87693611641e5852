"""Bringing a database to the tables of this program: two short histories, one door."""

from typing import TYPE_CHECKING, Literal

from ihanoi_desk.resources import MIGRATIONS

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Connection, Engine

History = Literal["client", "server"]
HEADS: dict[History, str] = {"client": "c0008", "server": "s0007"}
"""The newest revision of each history, so that an up-to-date file needs no alembic at start."""


class DatabaseTooNew(Exception):
    """The database was written by a newer program; it is left untouched."""

    def __init__(self, revision: str) -> None:
        super().__init__(revision)
        self.revision = revision


def current(connection: "Connection") -> str | None:
    """The revision a database stands at; None when it is empty."""
    # SQLAlchemy costs 0.2 s to import; the desk opens an up-to-date file without it.
    from sqlalchemy import inspect, text

    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.execute(
        text("SELECT version_num FROM alembic_version")
    ).scalar()
    return revision


def upgrade(engine: "Engine", history: History, revision: str = "head") -> None:
    """Migrate to `revision`. Raises DatabaseTooNew when the file's own revision is unknown here."""
    with engine.connect() as connection:
        found = current(connection)
    if revision == "head" and found == HEADS[history]:
        return
    run(engine, history, "upgrade", revision)


def run(
    engine: "Engine", history: History, direction: Literal["upgrade", "downgrade"], revision: str
) -> None:
    """Run alembic over one history in one transaction."""
    # As above: an up-to-date database does not need alembic either.
    from alembic import command

    with engine.begin() as connection:
        check(current(connection), history)
        config = _config(history)
        config.attributes["connection"] = connection
        getattr(command, direction)(config, revision)


def check(found: str | None, history: History) -> None:
    """Raises DatabaseTooNew when the revision `found` in a database is unknown here."""
    if found is None or found == HEADS[history]:
        return
    # As above: only a database at another revision needs alembic.
    from alembic.script import ScriptDirectory
    from alembic.util import CommandError

    try:
        ScriptDirectory.from_config(_config(history)).get_revision(found)
    except CommandError as error:
        raise DatabaseTooNew(found) from error


def _config(history: History) -> "Config":
    from alembic.config import Config  # as above

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("version_locations", str(MIGRATIONS / history))
    config.set_main_option("path_separator", "os")
    return config
