"""What can happen to one request on its way: rules for a `Line`."""

import asyncio

import httpx

from tests.flow.line import Deliver, Rule, answer, lose_answer, lose_request


async def twice(request: httpx.Request, deliver: Deliver) -> httpx.Response:
    """It arrives twice; the second answer comes back."""
    await (await deliver(request)).aread()
    return await deliver(request)


async def break_off(request: httpx.Request, deliver: Deliver) -> httpx.Response:
    """Half of the answer comes."""
    whole = await (await deliver(request)).aread()
    return httpx.Response(200, content=whole[: len(whole) // 2], request=request)


TROUBLES: dict[str, Rule] = {
    "lose_request": lose_request,
    "lose_answer": lose_answer,
    "break_off": break_off,
    "twice": twice,
    "gateway": answer(502),
    "stranger": answer(200),
}


class Held:
    """A request that nobody answers any more; `arrives` says whether the server saw it."""

    def __init__(self, arrives: bool) -> None:
        self._arrives = arrives
        self.reached = asyncio.Event()

    async def rule(self, request: httpx.Request, deliver: Deliver) -> httpx.Response:
        if self._arrives:
            await (await deliver(request)).aread()
        self.reached.set()
        return await asyncio.Future[httpx.Response]()
