"""The demo city: fictitious officers, citizens and a month of reports, on request only."""

from datetime import datetime

from sqlalchemy import Connection

from ihanoi_desk.domain.catalogue import Catalogue
from ihanoi_desk.domain.wire import DemoSignIn
from ihanoi_desk.server.blobs import Blobs
from ihanoi_desk.server.filing import Filing
from ihanoi_desk.server.reference import Reference, touch
from ihanoi_desk.server.seed import people


def fill(
    connection: Connection,
    reference: Reference,
    filing: Filing,
    blobs: Blobs,
    now: datetime,
    count: int,
) -> None:
    """Fill a new database whose reference tables are loaded; `count` is the number of cases."""
    protected = people.protect_once()
    people.add_officers(connection, people.seats(), protected)
    touch(connection)
    people.add_citizens(connection, protected, now)


def sign_ins(catalogue: Catalogue) -> list[DemoSignIn]:
    """What the sign-in page offers, in the order of the roster."""
    names = {unit.key: unit.full_name for unit in catalogue.units}
    return [
        DemoSignIn(
            login=officer.login,
            password=people.PASSWORD,
            name=officer.name,
            role=officer.grants[0].role,
            unit_name=names[officer.home],
        )
        for officer in catalogue.officers
    ]
