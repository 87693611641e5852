"""Queues, counts and map points against a plain Python filter and sort over all cases."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from ihanoi_desk.client import outbox, queues, replica
from ihanoi_desk.client.points import STATES, points
from ihanoi_desk.client.queues import VIEWS, Box, Query
from ihanoi_desk.client.store import Store
from ihanoi_desk.domain.cases import Case, Course, ExtensionRequest, State, Urgency
from ihanoi_desk.domain.decide import apply
from ihanoi_desk.domain.kind_fields import missing
from ihanoi_desk.domain.kinds import KINDS
from ihanoi_desk.domain.refusals import Refused
from ihanoi_desk.domain.text import fold
from tests.client.replica_rows import NOW, UNDO, do, numbered, put, want
from tests.unit.town import (
    BOOK,
    CALENDAR,
    CITY_COORDINATOR,
    FULL,
    GATE,
    HANDLER,
    IN_STATE,
    LAKE,
    SECOND,
    hanoi,
)

PROFILE = settings(settings.get_profile("client"), max_examples=60)
FAR = datetime(9999, 1, 1, tzinfo=UTC)
SOON = CALENDAR.add(NOW, timedelta(hours=2))
PLACES = ("Phố Hàng Bông", "Đường Đê La Thành", "(Ngõ 5/12) Huế", "Hồ Tây")
TITLES = ("", "Ổ gà", "Cột điện nghiêng", 'Rác "đầy" đường')
MORE_TIME = ExtensionRequest(
    author_id=SECOND.id, author_name=SECOND.name, at=NOW, days=4, why="Chờ cắt điện."
)
CONTENTS = ("Nước chảy tràn.\nGần trường học", "Đèn hỏng, tối", "Cây đổ*")
SEARCHES = (
    *("hang", "hàng bông", "PHỐ", "đường", "duong dê", "5/12", "ngo 5", "truong", "ht-0000"),
    *("HT-000003", "(o", "*", '"', "cay OR rac", "ong", "mẫu", "den, toi", "   "),
)


@dataclass(frozen=True)
class Wish:
    """Something the officer tries, allowed or not."""

    number: int
    verb: str


@st.composite
def some_case(draw: Callable[..., Any], number: int) -> Case:
    kind = draw(st.sampled_from(list(KINDS)))
    state = draw(st.sampled_from(State))
    pattern = IN_STATE[state](kind)
    moment = st.integers(-3, 3).map(lambda steps: NOW + timedelta(hours=steps))
    limits = draw(st.none() | moment | st.sampled_from([SOON, NOW]))
    held = draw(st.sampled_from([(None, None), *((who.id, who.name) for who in (HANDLER, SECOND))]))
    is_open = pattern.is_open
    may_ask = is_open and state is not State.NEW
    facts = draw(st.just({}) | st.just(pattern.facts))
    return replace(
        pattern,
        facts=facts,
        left_at_rest=draw(st.none() | st.integers(-2, 2).map(lambda hours: timedelta(hours=hours))),
        id=number,
        code=f"HT-{number:06d}",
        urgency=draw(st.sampled_from(Urgency)),
        title=draw(st.sampled_from(TITLES)),
        content=draw(st.sampled_from(CONTENTS)),
        place=draw(st.sampled_from(PLACES)),
        lat=(lat := draw(st.none() | st.sampled_from([20.9, 21.0, 21.1]))),
        lon=None if lat is None else draw(st.sampled_from([105.7, 105.8, 105.9])),
        hops=draw(st.sampled_from([(), (GATE.key,)])),
        course=draw(st.sampled_from(Course)),
        receive_due_at=limits,
        handle_due_at=limits,
        closed_at=None if is_open else draw(moment),
        extension_asked=draw(st.none() | st.just(MORE_TIME)) if may_ask else None,
        holder_id=held[0],
        holder_name=held[1],
    )


@st.composite
def towns(draw: Callable[..., Any]) -> list[Case]:
    size = draw(st.integers(0, 12))
    return [draw(some_case(number)) for number in range(1, size + 1)]


WISHES = st.lists(
    st.builds(
        Wish,
        st.integers(1, 12),
        st.sampled_from(["accept", "route", "return", "reject", "resolve", "note", "assign"]),
    ),
    max_size=6,
)
QUERIES = st.builds(
    Query,
    st.sampled_from(list(KINDS)),
    st.sampled_from([view.code for view in VIEWS]),
    st.just("") | st.sampled_from(SEARCHES),
    st.none() | st.just(Box(20.95, 105.75, 21.1, 105.9)),
)


Model = dict[int, Case]
Words = dict[int, str]
"""What the server last said of each case, as words after blanks."""


def fill(store: Store, cases: list[Case]) -> Model:
    with store.write() as connection:
        replica.clear_some(connection, 1_000)
        connection.execute("DELETE FROM outbox")
    put(store, *cases)
    return {case.id: case for case in cases}


def wish(store: Store, model: Model, wished: Wish) -> None:
    """The officer tries; the model takes the same step or the same refusal."""
    try:
        case = model.get(wished.number)
        if case is None:
            raise Refused("unknown_case")
        expected = apply(case, want(wished.number, wished.verb, **FULL), HANDLER, NOW, BOOK)
    except Refused as refusal:
        try:
            do(store, wished.number, wished.verb, **FULL)
        except Refused as told:
            assert told.code == refusal.code
        else:
            raise AssertionError(f"{wished} was let through") from refusal
    else:
        do(store, wished.number, wished.verb, **FULL)
        model[wished.number] = expected.case


def in_view(case: Case, view: str) -> bool:
    if view == "all":
        return True
    if not HANDLER.may_read(case.unit):
        return False
    due = case.due_at or FAR
    return {
        "to_receive": case.state is State.NEW,
        "mine": case.is_open and case.holder_id == HANDLER.id,
        "due_soon": case.is_open and NOW <= due <= SOON,
        "overdue": case.is_open and due < NOW,
        "moved_in": case.state is State.NEW and bool(case.hops),
        "circling": case.state is State.NEW and case.course is Course.RISEN,
        "closed": not case.is_open,
        "to_classify": case.kind != "scene"
        and case.state in (State.NEW, State.ACCEPTED, State.ASSIGNED, State.REOPENED)
        and bool(missing(case.kind, case.facts, case.rule_set)),
        "approval": case.state is State.APPROVAL or case.extension_asked is not None,
        "waiting": case.state is State.WAITING,
    }[view]


def letters(text: str) -> str:
    """Only words, each after a blank."""
    return "".join(f" {word}" for word in plain(text).split())


def plain(text: str) -> str:
    return "".join(char if char.isalnum() else " " for char in fold(text))


def told(case: Case) -> str:
    holder = case.holder_name or ""
    return letters(f"{case.code} {case.title} {case.content} {case.place} {holder}")


def inside(case: Case, box: Box | None) -> bool:
    if box is None:
        return True
    if case.lat is None or case.lon is None:
        return False
    return box.south <= case.lat <= box.north and box.west <= case.lon <= box.east


def place(case: Case) -> tuple[int, float, int]:
    if case.due_at:
        return (0, case.due_at.timestamp(), case.id)
    if case.is_open and case.left_at_rest is not None:
        return (1, case.left_at_rest.total_seconds(), case.id)
    if case.is_open:
        return (2, 0, case.id)
    assert case.closed_at
    return (3, -case.closed_at.timestamp(), -case.id)


def expected(model: Model, words: Words, query: Query) -> list[Case]:
    fitting = [
        case
        for case in model.values()
        if case.kind == query.kind
        and in_view(case, query.view)
        and inside(case, query.box)
        and all(f" {term}" in words[case.id] for term in plain(query.search).split())
    ]
    return sorted(fitting, key=place)


@PROFILE
@given(towns(), WISHES, st.lists(QUERIES, min_size=8, max_size=8), st.integers(1, 5))
def test_every_reading_agrees_with_a_plain_filter(
    store: Store, cases: list[Case], wishes: list[Wish], asked: list[Query], limit: int
) -> None:
    model = fill(store, cases)
    words = {case.id: told(case) for case in cases}
    for wished in wishes:
        wish(store, model, wished)
    pending = {row.action.case_id for row in outbox.pending_rows(store)}
    for query in asked:
        wanted = expected(model, words, query)
        numbers = [case.id for case in wanted]
        assert list(queues.ids(store, query, HANDLER, NOW)) == numbers, query
        page = queues.page(store, query, HANDLER, NOW, limit)
        assert [row.id for row in page] == numbers[:limit]
        for row, case in zip(page, wanted, strict=False):
            assert (row.state, row.unit) == (case.state, case.unit)
            assert (row.holder_id, row.due_at) == (case.holder_id, case.due_at)
            assert (row.hops, row.closed_at) == (len(case.hops), case.closed_at)
            assert row.left_at_rest == case.left_at_rest
            asked = case.extension_asked
            assert row.asked_days == (asked.days if asked else 0)
            assert (row.sending, row.refused) == (case.id in pending, False)
        assert queues.rows(store, numbers, HANDLER)[:limit] == page
        check_points(store, query, wanted)
    check_counts(store, model)


def check_points(store: Store, query: Query, wanted: list[Case]) -> None:
    found = points(store, query, HANDLER, NOW)
    lines = {
        (
            int(found.ids[line]),
            str(found.lat[line]),
            str(found.lon[line]),
            STATES[found.state[line]],
            bool(found.late[line]),
            bool(found.urgent[line]),
        )
        for line in range(len(found.ids))
    }
    assert len(found.ids) == len(wanted)
    assert lines == {
        (
            case.id,
            str(np.nan if case.lat is None else case.lat),
            str(np.nan if case.lon is None else case.lon),
            case.state,
            case.is_open and (case.due_at or FAR) < NOW,
            case.urgency is Urgency.URGENT,
        )
        for case in wanted
    }


def check_counts(store: Store, model: Model) -> None:
    counts = queues.counts(store, HANDLER, NOW)
    for kind in KINDS:
        for view in VIEWS:
            wanted = len(expected(model, {}, Query(kind, view.code)))
            assert counts.view(kind, view.code) == wanted, (kind, view.code)
        here = [case for case in model.values() if HANDLER.may_read(case.unit)]
        assert counts.kind(kind) == sum(case.kind == kind and case.is_open for case in here)


def test_a_routed_case_leaves_the_queues_of_the_one_who_sent_it(store: Store) -> None:
    put(store, numbered(1))
    do(store, 1, "route", note="Của Cửa Nam.", target_unit=GATE.key)
    counts = queues.counts(store, HANDLER, NOW)
    found = {view.code: counts.view("scene", view.code) for view in VIEWS}
    assert found == dict.fromkeys(found, 0) | {"all": 1}
    assert queues.rows(store, [1], HANDLER)[0].sending


def test_a_refused_action_is_marked_and_changes_nothing(store: Store) -> None:
    put(store, numbered(1), numbered(2))
    do(store, 1, "accept")
    with store.write() as connection:
        connection.execute("UPDATE outbox SET state = 'refused'")
    row, other = queues.rows(store, [1, 2], HANDLER)
    assert (row.state, row.unit, row.refused, row.sending) == ("new", LAKE.key, True, False)
    assert not other.refused
    assert queues.rows(store, [], HANDLER) == []
    assert queues.rows(store, [9, 2], HANDLER) == [other]
    do(store, 1, "accept", UNDO)
    assert queues.rows(store, [1], HANDLER)[0].refused is False


def test_soon_is_told_in_the_hours_of_each_unit(store: Store) -> None:
    """Friday 6 March at 17:00, two hours of work: Saturday 09:30 at Cầu Giấy, Monday elsewhere."""
    saturdays = "00166@2025-07-01"
    dues = {
        1: (LAKE.key, "2026-03-09 09:30"),
        2: (LAKE.key, "2026-03-09 09:31"),
        3: (saturdays, "2026-03-07 09:30"),
        4: (saturdays, "2026-03-07 09:31"),
        5: (saturdays, "2026-03-09 08:00"),
    }
    put(
        store,
        *(numbered(n, unit=unit, receive_due_at=hanoi(due)) for n, (unit, due) in dues.items()),
    )
    now, query = hanoi("2026-03-06 17:00"), Query("scene", "due_soon")
    assert list(queues.ids(store, query, CITY_COORDINATOR, now)) == [3, 1]
    assert queues.counts(store, CITY_COORDINATOR, now).view("scene", "due_soon") == 2
    # By Monday all work the same hours again.
    assert list(queues.ids(store, query, CITY_COORDINATOR, hanoi("2026-03-09 08:00"))) == [5, 1, 2]
