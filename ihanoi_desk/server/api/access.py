"""Who is asking: the dependencies of every door that is not open to all.

Those that only pass a value on are coroutines: a plain function would cost a trip to a thread.
"""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlalchemy import Row

from ihanoi_desk.domain.officers import Officer
from ihanoi_desk.server.composition import Server
from ihanoi_desk.server.problems import ProblemRaised

BEARER = HTTPBearer(auto_error=False, description="The token of a sign-in")
Bearer = Annotated[HTTPAuthorizationCredentials | None, Depends(BEARER)]


async def server(request: Request) -> Server:
    found: Server = request.app.state.server
    return found


Rooms = Annotated[Server, Depends(server)]


async def token(bearer: Bearer) -> str:
    if bearer is None:
        raise ProblemRaised(401, "signed_out")
    return bearer.credentials


Token = Annotated[str, Depends(token)]


def officer(rooms: Rooms, given: Token) -> Officer:
    return rooms.sessions.officer(given)


@dataclass(frozen=True, slots=True)
class Citizen:
    """The account that asks."""

    row: Row[Any]

    @property
    def id(self) -> int:
        return int(self.row.id)


def citizen(rooms: Rooms, given: Token) -> Citizen:
    return Citizen(rooms.sessions.citizen(given))


SignedOfficer = Annotated[Officer, Depends(officer)]
SignedCitizen = Annotated[Citizen, Depends(citizen)]
