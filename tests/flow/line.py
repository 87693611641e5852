"""The line between a desk and the city: it can be cut, lose an answer, or hold one back."""

from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import httpx

Deliver = Callable[[httpx.Request], Awaitable[httpx.Response]]
Rule = Callable[[httpx.Request, Deliver], Awaitable[httpx.Response]]


class Line(httpx.AsyncBaseTransport):
    """Carries requests to the application itself; `rules` by path may do otherwise."""

    def __init__(self, application: Any) -> None:
        self.reach(application)
        self.rules: dict[str, Rule] = {}
        self.seen: Counter[str] = Counter()
        self.is_cut = False

    def reach(self, application: Any) -> None:
        """Lead to this application from now on."""
        self._there = httpx.ASGITransport(application, raise_app_exceptions=False)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        self.seen[path] += 1
        if self.is_cut:
            raise httpx.ConnectError("the line is cut")
        if path in self.rules:
            return await self.rules[path](request, self._there.handle_async_request)
        return await self._there.handle_async_request(request)


def once(rule: Rule) -> Rule:
    """The rule for the first request, the plain way for the rest."""
    used = False

    async def either(request: httpx.Request, deliver: Deliver) -> httpx.Response:
        nonlocal used
        if used:
            return await deliver(request)
        used = True
        return await rule(request, deliver)

    return either


async def lose_answer(request: httpx.Request, deliver: Deliver) -> httpx.Response:
    """The request arrives and is acted upon; the answer never comes back."""
    await (await deliver(request)).aread()
    raise httpx.ReadError("the answer was lost", request=request)


async def lose_request(request: httpx.Request, deliver: Deliver) -> httpx.Response:
    raise httpx.ConnectError("nobody there", request=request)


def answer(status: int) -> Rule:
    """Something on the way answers instead of the city."""

    async def fixed(request: httpx.Request, deliver: Deliver) -> httpx.Response:
        return httpx.Response(status, text="<html>", request=request)

    return fixed


class Slow(httpx.AsyncByteStream):
    """A body whose pieces wait for permission."""

    def __init__(self, pieces: list[bytes], gate: Callable[[int], Awaitable[None]]) -> None:
        self._pieces, self._gate = pieces, gate

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for number, piece in enumerate(self._pieces):
            await self._gate(number)
            yield piece
