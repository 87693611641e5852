"""Desks, server and phones under any order of work, loss, repeat, delay, kill and restart.

`IHANOI_CONVERGENCE=thorough` plays many more and other stories than the ones played every time.
"""

import asyncio
import os
import shutil
import tempfile
from collections.abc import Awaitable, Callable, Container, Coroutine
from datetime import datetime, timedelta
from itertools import permutations
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
    run_state_machine_as_test,
)

from ihanoi_desk.client import dropped, outbox, refusals
from ihanoi_desk.client.errors import EnvironmentProblem
from ihanoi_desk.client.pending import REFUSED
from ihanoi_desk.client.refusals import Way
from ihanoi_desk.domain.personal_data import find
from tests.clock import Clock
from tests.databases import SQLITE, Databases
from tests.flow.town import hand, proof
from tests.flow.town.asking import CUA_NAM, HOAN_KIEM
from tests.flow.town.desk import Desk
from tests.flow.town.phones import MOODS
from tests.flow.town.town import Town
from tests.flow.town.trouble import TROUBLES
from tests.server.conftest import settle

QUICK = settings(
    derandomize=True,
    max_examples=25,
    stateful_step_count=40,
    deadline=None,
    # Making a failing story short takes many times as long as finding it.
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
THOROUGH = settings(
    QUICK, derandomize=False, max_examples=1500, stateful_step_count=80, phases=list(Phase)
)
PROFILE = THOROUGH if os.environ.get("IHANOI_CONVERGENCE") == "thorough" else QUICK

whom = st.integers(0, 3)
picks = st.integers(0, 2**16)
words = st.text(
    st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=12
).filter(lambda text: not find(text))
"""Nobody's number, which would wait for a reason."""
Deed = tuple[int, str, str, int]
deeds = st.tuples(picks, words, words, st.sampled_from([0, 0, 5]))
troubles = st.sampled_from([None, None, "lose_answer", "lose_request", *TROUBLES])
PIECES = ("send", "receive", "upload")
pieces = st.sampled_from(PIECES)


class Story(RuleBasedStateMachine):
    """`databases` is where the files of its town come from."""

    databases: Databases

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.folder = Path(tempfile.mkdtemp(prefix="ihanoi-story-"))
        self.copy = self.databases.copy(SQLITE, self.folder, settle)
        self.town: Town | None = None
        self.accepted: dict[str, proof.Words] = {}
        self.misled: set[Desk] = set()
        """Desks whose clock was wrong for a time: a week is over too soon or too late there."""
        self.given_up: set[str] = set()
        self.let_go: dict[str, tuple[Desk, datetime]] = {}

    def run(self, work: Coroutine[Any, Any, None]) -> None:
        self.loop.run_until_complete(work)

    def desk(self, number: int) -> Desk:
        assert self.town
        return self.town.desks[number % len(self.town.desks)]

    @property
    def here(self) -> Town:
        assert self.town
        return self.town

    @initialize(desks=st.integers(2, 4))
    def open(self, desks: int) -> None:
        self.town = Town(self.folder, self.copy.__enter__(), Clock(), desks)
        for where in range(2):
            self.run(self.town.file(where, where, f"Báo cáo thử {where}"))
        for desk in self.town.desks:
            self.run(desk.receive())

    # --- people --------------------------------------------------------------------------------

    @rule(who=whom, where=whom, content=words)
    def file(self, who: int, where: int, content: str) -> None:
        self.run(self.here.file(who, where, f"Báo cáo thử {content}"))

    @rule(number=whom, deeds=st.lists(deeds, min_size=1, max_size=6))
    def act(self, number: int, deeds: list[Deed]) -> None:
        self.act_on(number, deeds, ())

    def act_on(self, number: int, deeds: list[Deed], about: Container[int]) -> None:
        for seed, text, note, undo in deeds:
            name = f"viec-{len(self.accepted)}"
            # The same small numbers come often; they should not mean the same deed each time.
            chance = Random(f"{seed}-{name}")
            done = hand.act(self.desk(number), name, chance, text, note, undo, about)
            if done:
                self.accepted[done.id] = (done.text, done.note)

    @rule(number=whom, pick=picks)
    def take_back(self, number: int, pick: int) -> None:
        """The toast may still be there when the action has left: then nothing is taken back."""
        desk = self.desk(number)
        rows = [row for row in outbox.pending_rows(desk.store) if row.state != REFUSED]
        if rows:
            chosen = rows[pick % len(rows)].action.id
            self.given_up |= outbox.undo_all(desk.store, [chosen])

    @rule(pick=picks, way=st.sampled_from(Way), with_fallen=st.booleans())
    def judge(self, pick: int, way: Way, with_fallen: bool) -> None:
        found = [
            (desk, refusal)
            for desk in self.here.desks
            for refusal in refusals.read(desk.store, desk.me, desk.clock.now)
        ]
        if not found:
            return
        desk, refusal = found[pick % len(found)]
        both = with_fallen and way in refusal.following
        if way not in refusal.ways:
            return
        sent = hand.judge(desk, refusal, way, both)
        left = {row.action.id for row in outbox.pending_rows(desk.store)}
        for row in (refusal.mine, *refusal.fallen):
            if row.action.id not in left:
                self.let_go[row.action.id] = (desk, self.here.clock.now)
        self.accepted |= {row.action.id: (row.action.text, row.action.note) for row in sent}
        if sent:
            # Their words went along under another id.
            gone = (refusal.mine, *refusal.fallen) if both else (refusal.mine,)
            self.given_up |= {row.action.id for row in gone}

    @rule(number=whom, pick=picks, trouble=troubles)
    def look(self, number: int, pick: int, trouble: str | None) -> None:
        desk = self.desk(number)
        listed = [0, *hand.listed(desk)]

        async def look() -> None:
            try:
                await desk.api.open_case(listed[pick % len(listed)])
            except EnvironmentProblem:
                return

        self.run(self._under(desk, trouble, look))

    @rule(number=whom, units=st.sampled_from([[HOAN_KIEM], [CUA_NAM], [HOAN_KIEM, CUA_NAM]]))
    def transfer(self, number: int, units: list[str]) -> None:
        self.here.transfer(self.desk(number).me.id, units)

    # --- the way between -----------------------------------------------------------------------

    @rule(number=whom, piece=pieces, trouble=troubles)
    def work(self, number: int, piece: str, trouble: str | None) -> None:
        desk = self.desk(number)
        self.run(self._under(desk, trouble, getattr(desk, piece)))

    @rule(
        number=whom,
        deeds=st.lists(deeds, max_size=4),
        weather=st.lists(troubles, min_size=1, max_size=3),
        way=st.sampled_from([None, *Way]),
        regret=st.booleans(),
    )
    def routine(
        self,
        number: int,
        deeds: list[Deed],
        weather: list[str | None],
        way: Way | None,
        regret: bool,
    ) -> None:
        """An officer at work while the line is as `weather` says, one trouble after the other."""
        self.act(number, deeds)
        if way:
            self.judge(number, way, with_fallen=True)
        for trouble in weather:
            for piece in ("receive", "upload", "send"):
                self.work(number, piece, trouble)
        if regret:
            self.take_back(number, 0)
        self.work(number, "receive", weather[-1])

    @rule(
        number=whom,
        order=st.sampled_from([*permutations(PIECES, 2), *[("send", "receive")] * 4]),
        deeds=st.lists(deeds, max_size=3),
        sees_it=st.booleans(),
    )
    def overtake(
        self, number: int, order: tuple[str, str], deeds: list[Deed], sees_it: bool
    ) -> None:
        """The answer to the one arrives after the whole of the other, and what a colleague did,
        who may have seen already what the answer speaks of."""
        desk, (first, second) = self.desk(number), order
        for who in (number, number + 1):
            self.act(who, deeds)
        colleague = self.desk(number + 1)
        about = {row.action.case_id for row in outbox.pending_rows(desk.store)}

        async def late(request: Any, deliver: Any) -> Any:
            answer = await deliver(request)
            await answer.aread()
            desk.line.rules = {}
            if sees_it:
                await colleague.receive()
                self.act_on(number + 1, deeds, about)
            await colleague.send()
            await getattr(desk, second)()
            return answer

        self.run(desk.under(late, getattr(desk, first)))

    @rule(number=whom, piece=pieces, arrives=st.booleans())
    def kill(self, number: int, piece: str, arrives: bool) -> None:
        desk = self.desk(number)
        self.run(desk.killed_over(getattr(desk, piece), arrives))

    @rule(pick=picks)
    def repeat(self, pick: int) -> None:
        """A request of long ago arrives once more."""
        if self.here.sent:
            chosen = self.here.sent[pick % len(self.here.sent)]
            self.run(self.here.repeat(chosen))

    @rule()
    def restart_server(self) -> None:
        self.here.restart()

    @rule(mood=st.sampled_from(MOODS))
    def deliver(self, mood: str) -> None:
        self.run(self.here.deliver(mood))

    @rule(seconds=st.sampled_from([1, 10, 60, 3600, 100_000, -30]))
    def pass_time(self, seconds: int) -> None:
        self.here.clock.advance(seconds=seconds)

    @rule(number=whom, seconds=st.sampled_from([0, 0, 45, -3_600, 34_560_000, -100_000_000]))
    def set_clock(self, number: int, seconds: int) -> None:
        """A machine whose clock is wrong, or right again."""
        desk = self.desk(number)
        desk.clock.wrong = timedelta(seconds=seconds)
        if seconds:
            self.misled.add(desk)

    # --- the end -------------------------------------------------------------------------------

    def teardown(self) -> None:
        try:
            if self.town:
                self.run(self._prove(self.town))
        finally:
            if self.town:
                self.run(self.town.close())
                self.copy.__exit__(None, None, None)
            self.run(self.loop.shutdown_default_executor())
            self.loop.close()
            shutil.rmtree(self.folder)

    async def _prove(self, town: Town) -> None:
        await town.drain()
        forgotten = {
            name
            for name, (desk, at) in self.let_go.items()
            if town.clock.now - at > dropped.KEPT or desk in self.misled
        }
        await proof.everything(town, self.accepted, self.given_up | forgotten)

    async def _under(
        self, desk: Desk, trouble: str | None, work: Callable[[], Awaitable[None]]
    ) -> None:
        async def remember(request: Any, deliver: Any) -> Any:
            # What never left the machine cannot arrive late.
            if request.url.path == "/v1/actions" and trouble != "lose_request":
                self.here.sent.append(request)
            rule = TROUBLES[trouble] if trouble else None
            return await (rule(request, deliver) if rule else deliver(request))

        await desk.under(remember, work)


@pytest.fixture
def story(databases: Databases) -> type[Story]:
    return type("InTheseDatabases", (Story,), {"databases": databases})


@pytest.mark.timeout(0 if PROFILE is THOROUGH else 600)
def test_whatever_happens_the_desks_equal_the_server(story: type[Story]) -> None:
    run_state_machine_as_test(story, settings=PROFILE)
