"""Who is signed in where, and which file on this machine is theirs."""

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from ihanoi_desk.client.api import DeskApi
from ihanoi_desk.domain.officers import Officer


@dataclass(frozen=True, slots=True)
class Session:
    me: Officer
    token: str
    base_url: str
    server_name: str
    store_path: Path


async def sign_in(base_url: str, login: str, password: str, folder: Path) -> Session:
    """Ask the server; each officer and server has a file of its own in `folder`.

    Raises Offline, and ServerProblem with the server's sentence.
    """
    api = DeskApi(base_url)
    try:
        signed = await api.sign_in(login, password)
    finally:
        await api.close()
    path = folder / f"{_plain(base_url, signed.server_name)}-{signed.officer.id}.sqlite3"
    return Session(signed.officer, signed.token, base_url, signed.server_name, path)


def _plain(base_url: str, server_name: str) -> str:
    """Host and name, without the port: the server on this machine has another one each time."""
    host = urlsplit(base_url).hostname or "server"
    return re.sub(r"[^a-z0-9]+", "-", f"{host}-{server_name}".lower()).strip("-")
