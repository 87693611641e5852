"""The server no longer takes actions of this version of the desk; kept over restarts."""

from ihanoi_desk.client import marks
from ihanoi_desk.client.store import Store
from ihanoi_desk.domain.refusals import Refused
from ihanoi_desk.domain.wire import API_VERSION

MARK = "too_old_for_server"


def is_set(store: Store) -> bool:
    """False again as soon as a newer version of the program opens the file."""
    with store.read() as connection:
        return marks.get(connection, MARK) == str(API_VERSION)


def refusal(store: Store) -> Refused | None:
    """Why nothing may be done at all; None when work goes on."""
    return Refused("desk_too_old") if is_set(store) else None


def put(store: Store, too_old: bool) -> None:
    with store.write() as connection:
        marks.put(connection, MARK, str(API_VERSION) if too_old else "")
