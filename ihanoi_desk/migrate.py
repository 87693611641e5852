"""Bringing a database to the tables of this program: two short histories, one door."""

from typing import Literal

from sqlalchemy import Connection, Engine, inspect, text

from ihanoi_desk.resources import MIGRATIONS

History = Literal["client", "server"]
HEADS: dict[History, str] = {"client": "c0001", "server": "s0001"}
"""The newest revision of each history, so that an up-to-date file needs no alembic at start."""


class DatabaseTooNew(Exception):
    """The database was written by a newer program; it is left untouched."""

    def __init__(self, revision: str) -> None:
        super().__init__(revision)
        self.revision = revision


def current(connection: Connection) -> str | None:
    """The revision a database stands at; None when it is empty."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.execute(
        text("SELECT version_num FROM alembic_version")
    ).scalar()
    return revision


def upgrade(engine: Engine, history: History, revision: str = "head") -> None:
    """Migrate to `revision`. Raises DatabaseTooNew when the file's own revision is unknown here."""
    with engine.connect() as connection:
        found = current(connection)
    if revision == "head" and found == HEADS[history]:
        return
    run(engine, history, "upgrade", revision)


def run(
    engine: Engine, history: History, direction: Literal["upgrade", "downgrade"], revision: str
) -> None:
    """Run alembic over one history in one transaction."""
    # alembic costs 0.2 s to import and an up-to-date database does not need it.
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("version_locations", str(MIGRATIONS / history))
    config.set_main_option("path_separator", "os")
    with engine.begin() as connection:
        found = current(connection)
        if found is not None:
            try:
                ScriptDirectory.from_config(config).get_revision(found)
            except CommandError as error:
                raise DatabaseTooNew(found) from error
        config.attributes["connection"] = connection
        getattr(command, direction)(config, revision)
