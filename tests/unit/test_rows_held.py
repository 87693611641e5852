"""What each verb asks for, looks at and does, written down once more: a row of the table that loses
a word is noticed here, in every state and kind that has the verb."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from ihanoi_desk.domain.cases import Case, ExtensionRequest, Rating, State, Urgency
from ihanoi_desk.domain.decide import apply
from ihanoi_desk.domain.kinds import KINDS
from ihanoi_desk.domain.refusals import Refused
from ihanoi_desk.domain.transitions import ALL_VERBS, find
from tests.unit.town import (
    ASKED,
    BOOK,
    CLASSIFIED,
    EVERYBODY,
    FILED,
    GATE,
    IN_STATE,
    action,
    full,
    keys,
)

REQUEST = ExtensionRequest(author_id=999, author_name="Người khác", at=ASKED, days=3, why="Chờ.")
STRICT = replace(
    BOOK,
    policies=tuple(
        replace(row, amount=2) if row.code == "approval" else row for row in BOOK.policies
    ),
)
COMPLEX = {"urgency": Urgency.COMPLEX}
MERGED = {"master_id": 2}
LATER, WRONG = FILED + timedelta(hours=2), FILED - timedelta(days=1)
READY: dict[str, dict[str, object]] = {
    "return": {"hops": keys(GATE)},
    "ask_extension": COMPLEX,
    "extend": {**COMPLEX, "extension_asked": REQUEST},
    "deny_extension": {"extension_asked": REQUEST},
    "unpublish": {"published_at": ASKED},
    **dict.fromkeys(("separate", "follow", "reject_along", "go_along", "reopen_along"), MERGED),
}
"""What must be true of a case before the verb may be done to it."""

NO_NOTE, NO_TEXT = ({"note": " "}, "needs_note"), ({"text": "\n"}, "needs_text")
SILENT = ({"text": "", "attachments": ()}, "needs_text")
ASKS: dict[str, tuple[tuple[dict[str, object], str], ...]] = {
    "assign": (({"assignee_id": None}, "needs_assignee"),),
    "route": (NO_NOTE, ({"target_unit": None}, "needs_target_unit")),
    "return": (NO_NOTE,),
    "urgency": (NO_NOTE, ({"urgency": None}, "needs_urgency")),
    "categorize": (({"category": None}, "needs_category"),),
    "classify": (({"facts": {}}, "needs_facts"),),
    "ask_citizen": (NO_TEXT,),
    "answer": (SILENT,),
    "resume": (NO_NOTE,),
    "message": (NO_TEXT,),
    "write": (SILENT,),
    "ask_extension": (NO_NOTE, ({"days": None}, "needs_days"), ({"days": 6}, "too_many_days")),
    "extend": (NO_TEXT,),
    "deny_extension": (NO_NOTE,),
    "resolve": (NO_TEXT,),
    "propose": (NO_TEXT,),
    "send_back": (NO_NOTE,),
    "reject": (
        NO_TEXT,
        ({"reason": None}, "needs_reason"),
        ({"text": "Không tiếp nhận."}, "needs_next_step"),
    ),
    "publish": (NO_TEXT,),
    "unpublish": (NO_NOTE,),
    "rate": (({"rating": None}, "needs_rating"),),
    "reopen": (NO_NOTE,),
    "merge": (({"master_id": None}, "needs_master"), ({"master_id": 1}, "own_master")),
    "separate": (NO_NOTE,),
    "follow": (NO_TEXT,),
    "reject_along": (NO_TEXT, ({"reason": None}, "needs_reason")),
    "go_along": (NO_NOTE, ({"target_unit": None}, "needs_target_unit")),
    "reopen_along": (NO_NOTE,),
    "escalate": (({"reason": None}, "needs_reason"),),
    "reschedule": (NO_NOTE,),
    "note": (NO_NOTE,),
}
NOTHING_ASKED = {"accept", "approve", "close"}

LOOKS_AT: dict[str, tuple[tuple[dict[str, object], str], ...]] = {
    "ask_extension": (
        ({"extension_asked": REQUEST}, "extension_waits"),
        ({"extensions": 1}, "no_extension_left"),
        ({"urgency": Urgency.NORMAL}, "extension_for_complex_only"),
    ),
    "extend": (
        ({"extension_asked": None}, "no_extension_asked"),
        ({"extensions": 1}, "no_extension_left"),
    ),
    "deny_extension": (({"extension_asked": None}, "no_extension_asked"),),
    "publish": (({"published_at": ASKED}, "already_published"),),
    "unpublish": (({"published_at": None}, "not_published"),),
    "merge": (({"master_id": 3}, "already_merged"),),
    **dict.fromkeys(
        ("separate", "follow", "reject_along", "go_along"), (({"master_id": None}, "not_merged"),)
    ),
}
UNCLASSIFIED = ("resolve", "propose", "follow")


def cases(verb: str, **spoilt: object) -> Iterator[Case]:
    """Every kind and state with a row for `verb`, ready for it but for what is `spoilt`."""
    for kind in KINDS:
        for state in State:
            case = IN_STATE[state](kind)
            if find(case, verb):
                facts = {"facts": CLASSIFIED[kind], **READY.get(verb, {}), **spoilt}
                yield replace(case, **facts)


def do(case: Case, verb: str, **spoilt: object) -> Case:
    wanted = action(verb, case, **{**full(case.kind), **spoilt})
    return apply(case, wanted, EVERYBODY, FILED, BOOK).case


def test_every_verb_is_written_down_here() -> None:
    assert ASKS.keys() | NOTHING_ASKED == set(ALL_VERBS) - {"file"}


@pytest.mark.parametrize("verb", sorted({*ASKS, *NOTHING_ASKED}))
def test_with_everything_it_is_done(verb: str) -> None:
    done = [do(case, verb) for case in cases(verb)]
    assert done
    assert {after.version for after in done} == {2}


@pytest.mark.parametrize(
    ("verb", "spoilt", "code"), [(verb, *row) for verb, rows in ASKS.items() for row in rows]
)
def test_without_what_it_asks_it_is_not(verb: str, spoilt: dict[str, object], code: str) -> None:
    for case in cases(verb):
        with pytest.raises(Refused) as refused:
            do(case, verb, **spoilt)
        assert refused.value.code == code


@pytest.mark.parametrize(
    ("verb", "spoilt", "code"), [(verb, *row) for verb, rows in LOOKS_AT.items() for row in rows]
)
def test_on_a_case_that_is_not_so_it_is_not(
    verb: str, spoilt: dict[str, object], code: str
) -> None:
    for case in cases(verb, **spoilt):
        with pytest.raises(Refused) as refused:
            do(case, verb)
        assert refused.value.code == code


@pytest.mark.parametrize("verb", UNCLASSIFIED)
def test_no_result_before_what_the_kind_asks_is_known(verb: str) -> None:
    asked = [case for case in cases(verb, facts={}) if CLASSIFIED[case.kind]]
    assert asked
    for case in asked:
        with pytest.raises(Refused, match="not_classified"):
            do(case, verb)


def test_a_result_of_any_kind_waits_where_the_unit_wants_a_superior() -> None:
    for case in cases("resolve"):
        with pytest.raises(Refused, match="needs_approval"):
            apply(case, action("resolve", case, **full(case.kind)), EVERYBODY, FILED, STRICT)
    (urgent, *_) = cases("resolve", urgency=Urgency.URGENT)
    level = tuple(
        replace(row, amount=1, valid_from=date(2025, 3, 1)) if row.code == "approval" else row
        for row in BOOK.policies
    )
    only_urgent = replace(BOOK, policies=level)
    with pytest.raises(Refused, match="needs_approval"):
        apply(urgent, action("resolve", urgent, **full("scene")), EVERYBODY, FILED, only_urgent)
    normal = replace(urgent, urgency=Urgency.NORMAL)
    done = apply(normal, action("resolve", normal, **full("scene")), EVERYBODY, FILED, only_urgent)
    assert done.case.state is State.RESOLVED


def test_what_each_verb_leaves_behind() -> None:
    def each(verb: str) -> Iterator[tuple[Case, Case]]:
        return ((case, do(case, verb)) for case in cases(verb))

    assert all(after.urgency is Urgency.URGENT for _, after in each("urgency"))
    assert all(after.category == "other" for _, after in each("categorize"))
    assert all(after.facts == CLASSIFIED[case.kind] for case, after in each("classify"))
    assert all(after.extension_asked for _, after in each("ask_extension"))
    assert all((after.extensions, after.extra_days) == (1, 3) for _, after in each("extend"))
    assert all(not after.extension_asked for _, after in each("extend"))
    assert all(not after.extension_asked for _, after in each("deny_extension"))
    assert all(after.proposal and not case.proposal for case, after in each("propose"))
    assert all(case.proposal and not after.proposal for case, after in each("approve"))
    assert all(case.proposal and not after.proposal for case, after in each("send_back"))
    assert all(after.published_at == FILED for _, after in each("publish"))
    assert all(not after.published_at for _, after in each("unpublish"))
    assert all(after.rating is Rating.UNSATISFIED for _, after in each("rate"))
    assert all(after.reopenings == case.reopenings + 1 for case, after in each("reopen"))
    assert all(after.reopenings == case.reopenings + 1 for case, after in each("reopen_along"))
    assert all(after.master_id == 2 for _, after in each("merge"))
    assert all(after.master_id is None for _, after in each("separate"))
    merged = cases("route", **MERGED)
    assert all(do(case, "route").master_id is None for case in merged)
    assert all(after.alarms[-1] == "duplicate" for _, after in each("escalate"))


def test_what_each_verb_does_to_the_clocks() -> None:
    def each(*verbs: str, **spoilt: object) -> Iterator[tuple[Case, Case]]:
        for verb in verbs:
            for case in cases(verb, **spoilt):
                wanted = action(verb, case, LATER, **full(case.kind))
                yield case, apply(case, wanted, EVERYBODY, LATER, BOOK).case

    for case, after in each("resolve", "approve", "reject", "follow", "reject_along"):
        assert after.closed_at == LATER
        assert all(wait.end for wait in after.waits)
        assert not case.closed_at
    for _, after in each("accept", "reopen", "reopen_along"):
        assert (after.handle_from, after.closed_at) == (LATER, None)
        assert after.handle_due_at and after.handle_due_at > LATER
    for case, after in each("route", "return", "go_along"):
        if case.state is not State.ASSIGNED or after.unit != case.unit:
            assert (after.receive_from, after.handle_from) == (LATER, None)
            assert after.receive_due_at and after.receive_due_at > LATER
    assert all(after.waits[-1].end is None for _, after in each("ask_citizen"))
    assert all(after.waits[-1].end == LATER for _, after in each("answer", "resume"))
    wrong = {"handle_due_at": WRONG, "receive_due_at": WRONG}
    for case, after in each("urgency", "extend", "reschedule", **wrong):
        is_new = case.handle_from is None
        assert (after.receive_due_at if is_new else after.handle_due_at) != WRONG
