"""Single named values of the sync, kept in the same transaction as the rows they speak of."""

from ihanoi_desk.client.sqlite import Connection

DROP = "DELETE FROM marks WHERE name = :name"
GET = "SELECT value FROM marks WHERE name = :name"
PUT = (
    "INSERT INTO marks (name, value) VALUES (:name, :value)"
    " ON CONFLICT (name) DO UPDATE SET value = excluded.value"
)


def get(connection: Connection, name: str) -> str | None:
    found = connection.execute(GET, {"name": name}).fetchone()
    return found[0] if found else None


def put(connection: Connection, name: str, value: str) -> None:
    connection.execute(PUT, {"name": name, "value": value})


def drop(connection: Connection, name: str) -> None:
    connection.execute(DROP, {"name": name})
