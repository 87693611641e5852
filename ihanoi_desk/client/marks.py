"""Single named values of the sync, kept in the same transaction as the rows they speak of."""

from sqlalchemy import Connection, text

GET = text("SELECT value FROM marks WHERE name = :name")
PUT = text(
    "INSERT INTO marks (name, value) VALUES (:name, :value)"
    " ON CONFLICT (name) DO UPDATE SET value = excluded.value"
)


def get(connection: Connection, name: str) -> str | None:
    value: str | None = connection.execute(GET, {"name": name}).scalar()
    return value


def put(connection: Connection, name: str, value: str) -> None:
    connection.execute(PUT, {"name": name, "value": value})
