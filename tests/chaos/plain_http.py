"""Just enough HTTP/1.1 to pass a request on whole, or to answer one."""

import asyncio
import re
from dataclasses import dataclass

LENGTH = re.compile(rb"\r\ncontent-length:\s*(\d+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Request:
    """The bytes as they came."""

    head: bytes
    body: bytes

    @property
    def whole(self) -> bytes:
        return self.head + self.body

    @property
    def path(self) -> str:
        return self.head.split(b" ", 2)[1].partition(b"?")[0].decode()


async def read_request(reader: asyncio.StreamReader) -> Request | None:
    """The next request of a connection; None when there is none any more."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
        found = LENGTH.search(head)
        body = await reader.readexactly(int(found[1])) if found else b""
    except (asyncio.IncompleteReadError, ConnectionError):
        return None
    return Request(head, body)


def answer(status: int) -> bytes:
    """An answer without a body."""
    return b"HTTP/1.1 %d Mau\r\nContent-Length: 0\r\n\r\n" % status
