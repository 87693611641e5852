"""Nobody lets out the own result or grants the own request, whatever roles one person holds."""

from dataclasses import replace

import pytest

from ihanoi_desk.domain.cases import Case, State, Urgency
from ihanoi_desk.domain.decide import why_not
from ihanoi_desk.domain.officers import Grant, Officer, Role
from ihanoi_desk.domain.refusals import Refused
from tests.unit.town import (
    BOOK,
    CITY,
    COORDINATOR,
    FULL,
    HANDLER,
    IN_STATE,
    LAKE,
    SUPERVISOR,
    act,
)

BOTH = replace(
    HANDLER, grants=(*HANDLER.grants, Grant(Role.SUPERVISOR, LAKE.key), *COORDINATOR.grants)
)
"""The same person: handler, coordinator and supervisor of one unit."""
OF_THE_CITY = replace(HANDLER, grants=(*HANDLER.grants, Grant(Role.SUPERVISOR, CITY.key)))
PROMOTED = replace(HANDLER, grants=SUPERVISOR.grants)
SELVES = (BOTH, OF_THE_CITY, PROMOTED)
MORE = {"days": 3, "note": "Chờ bàn giao mặt bằng."}


def proposed() -> Case:
    """By the handler, on a case that was assigned to somebody else before."""
    return act(IN_STATE[State.ASSIGNED]("scene"), "propose", HANDLER, **FULL).case


def asked() -> Case:
    case = replace(IN_STATE[State.ACCEPTED]("scene"), urgency=Urgency.COMPLEX)
    return act(case, "ask_extension", HANDLER, **MORE).case


@pytest.mark.parametrize("me", SELVES, ids=("every role", "at the city", "promoted since"))
def test_the_author_does_not_approve(me: Officer) -> None:
    with pytest.raises(Refused, match="own_proposal"):
        act(proposed(), "approve", me)


@pytest.mark.parametrize("me", SELVES, ids=("every role", "at the city", "promoted since"))
def test_who_asked_for_time_does_not_grant_it(me: Officer) -> None:
    with pytest.raises(Refused, match="own_extension"):
        act(asked(), "extend", me, text="Gia hạn.")


def test_another_superior_does_both() -> None:
    assert act(proposed(), "approve", SUPERVISOR).case.state is State.RESOLVED
    assert act(asked(), "extend", SUPERVISOR, text="Gia hạn.").case.extensions == 1


def test_the_author_is_the_one_who_proposed_last() -> None:
    back = act(proposed(), "send_back", BOTH, note="Tôi sửa lại.").case
    again = act(back, "propose", COORDINATOR, **FULL).case
    assert why_not(again, "approve", BOTH, BOOK) is None
    led = replace(COORDINATOR, grants=(*COORDINATOR.grants, *SUPERVISOR.grants))
    with pytest.raises(Refused, match="own_proposal"):
        act(again, "approve", led)


def test_what_one_asked_for_oneself_can_be_taken_back() -> None:
    assert act(proposed(), "send_back", HANDLER, note="Ảnh nhầm.").case.proposal is None
    assert act(asked(), "deny_extension", BOTH, note="Thôi.").case.extension_asked is None


def test_a_result_does_not_go_around_the_superior() -> None:
    strict = replace(
        BOOK,
        policies=tuple(
            replace(row, amount=2) if row.code == "approval" else row for row in BOOK.policies
        ),
    )
    refusal = why_not(IN_STATE[State.ACCEPTED]("scene"), "resolve", BOTH, strict)
    assert refusal and refusal.code == "needs_approval"
