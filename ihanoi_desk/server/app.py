"""The application: doors, gate, problem documents, and the loops that work without a request."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from ihanoi_desk.domain.wire import API_VERSION
from ihanoi_desk.server import news, problems
from ihanoi_desk.server.api import administration, calendar, citizen, desk, feed, rules
from ihanoi_desk.server.api.access import Rooms
from ihanoi_desk.server.api.documentation import problem_schema
from ihanoi_desk.server.composition import Server
from ihanoi_desk.server.failures import Unavailable
from ihanoi_desk.server.gate import Gate
from ihanoi_desk.server.push.delivery import to_the_end
from ihanoi_desk.server.settings import Settings
from ihanoi_desk.server.sweeping import sweep

LOG = logging.getLogger(__name__)
SOONEST, IDLE = timedelta(seconds=1), timedelta(seconds=30)
"""How long a loop sleeps when there is more to do, and when it knows of nothing."""

GATHER_S = 0.25
"""A burst of commits is delivered together instead of waking the loop for each."""


def create_app(settings: Settings) -> FastAPI:
    """The whole server as an ASGI application; its rooms are at ``app.state.server``."""
    app = FastAPI(
        title="iHanoi Desk API",
        version=str(API_VERSION),
        description="Reports of citizens, and the officials who handle them.",
        lifespan=_lifespan,
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=_operation_id,
    )
    app.state.server = Server(settings)
    # The feed first: doors are tried in this order, and every desk knocks at that one all day.
    app.include_router(feed.ROUTER)
    app.include_router(citizen.ROUTER)
    app.include_router(desk.ROUTER)
    app.include_router(calendar.ROUTER)
    app.include_router(rules.ROUTER)
    app.include_router(administration.ROUTER)
    app.add_api_route("/v1/health", health, methods=["GET"], tags=["health"])
    problems.install(app)
    app.add_middleware(Gate, desk_api_minimum=settings.desk_api_minimum)
    _document(app)
    return app


def health(rooms: Rooms) -> dict[str, str | int | bool]:
    """Which server this is."""
    settings = rooms.settings
    return {
        "name": settings.server_name,
        "api_version": API_VERSION,
        "demo": settings.demo,
    }


@contextlib.asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    server: Server = app.state.server
    delivering = asyncio.create_task(deliver_for_ever(server))
    watching = asyncio.create_task(watch_for_ever(server))
    sweeping = asyncio.create_task(asyncio.to_thread(sweep, server.database, server.blobs))
    try:
        yield
    finally:
        server.waker.stop()
        for task in (delivering, watching):
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        await sweeping
        server.close()


async def deliver_for_ever(server: Server) -> None:
    """Send pushes as they fall due, until cancelled."""
    async with asyncio.TaskGroup() as senders:
        with server.waker.listen(frozenset({news.PUSHES})) as listener:
            while True:
                listener.clear()
                server.delivery.start(senders)
                pause = await to_the_end(partial(_until_due, server))
                await listener.wait(pause.total_seconds())
                await asyncio.sleep(GATHER_S)


async def watch_for_ever(server: Server) -> None:
    """Do by itself what falls due at cases, until cancelled."""
    while True:
        pause = IDLE
        try:
            await to_the_end(server.duty.run)
            due = await to_the_end(server.duty.next_due)
            pause = max(SOONEST, min(IDLE, due - server.clock())) if due else IDLE
        except Unavailable as error:
            LOG.warning("cases wait for the database: %s", error)
        except Exception:
            # What fell due stays due, and is tried again.
            LOG.exception("a look at the cases was given up")
        await asyncio.sleep(pause.total_seconds())


def _until_due(server: Server) -> timedelta:
    try:
        due = server.delivery.next_due()
    except Unavailable:
        return IDLE
    return max(SOONEST, min(IDLE, due - server.clock())) if due else IDLE


def _operation_id(route: APIRoute) -> str:
    return route.name


def _document(app: FastAPI) -> None:
    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            found = get_openapi(
                title=app.title,
                version=app.version,
                description=app.description,
                routes=app.routes,
                openapi_version="3.1.0",
            )
            schemas = found.setdefault("components", {}).setdefault("schemas", {})
            shape = problem_schema()
            schemas.update(shape.pop("$defs", {}))
            schemas["Problem"] = shape
            app.openapi_schema = found
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]
