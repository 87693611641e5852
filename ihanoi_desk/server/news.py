"""What a write is about, so that only those are woken whom it concerns."""

from collections.abc import Iterable

from sqlalchemy import Connection

EVERYBODY = "*"
PUSHES = "pushes"
"""A push is waiting to be sent. Every other topic is the key of a unit with news in its feed."""
LATER = "+"
"""More of the same is on its way: whoever waits is not woken for each piece of it."""
LONGEST = 7900
"""How many bytes of a payload PostgreSQL takes, with some to spare."""
KEY = "news"

Topics = frozenset[str]


def tell(connection: Connection, topic: str) -> None:
    """Note what the transaction under way is about; those who wait hear it after the commit."""
    connection.info[KEY].add(topic)


def collect(connection: Connection) -> set[str]:
    """Where `tell` notes the topics of the transaction that begins."""
    topics: set[str] = set()
    # The dictionary belongs to the connection and outlives its transactions.
    connection.info[KEY] = topics
    return topics


def to_text(topics: Iterable[str]) -> str:
    text = " ".join(sorted(topics))
    return text if len(text.encode()) <= LONGEST else EVERYBODY


def from_text(text: str) -> Topics:
    return frozenset(text.split())
