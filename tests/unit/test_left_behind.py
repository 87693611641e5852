"""What ends with a clock, a unit or a result is not carried on by the case."""

from dataclasses import replace
from datetime import timedelta

import pytest

from ihanoi_desk.domain.cases import Case, Rating, State, Urgency
from ihanoi_desk.domain.refusals import Refused
from tests.unit.town import (
    FULL,
    GATE,
    GATE_HANDLER,
    HANDLER,
    IN_STATE,
    SENDER,
    SUPERVISOR,
    SYSTEM,
    act,
)

HOUR = timedelta(hours=1)


def asked(kind: str = "procedure") -> Case:
    """A case for which three more days were asked."""
    case = replace(IN_STATE[State.ACCEPTED](kind), urgency=Urgency.COMPLEX)
    return act(case, "ask_extension", HANDLER, after=HOUR, days=3, note="Chờ ý kiến.").case


def test_another_unit_starts_with_its_own_days() -> None:
    more = act(asked(), "extend", SUPERVISOR, after=HOUR, text="Gia hạn.").case
    untouched = replace(IN_STATE[State.ACCEPTED]("procedure"), urgency=Urgency.COMPLEX)
    for case in (asked(), more, untouched):
        sent = act(case, "route", HANDLER, after=2 * HOUR, target_unit=GATE.key, note="Của bạn.")
        taken = act(sent.case, "accept", GATE_HANDLER, after=3 * HOUR).case
        assert (taken.extension_asked, taken.extensions, taken.extra_days) == (None, 0, 0)
        assert (
            taken.handle_due_at
            == act(
                replace(sent.case, extra_days=0), "accept", GATE_HANDLER, after=3 * HOUR
            ).case.handle_due_at
        )


@pytest.mark.parametrize("verb", ["resolve", "reject"])
def test_who_answered_waits_for_no_more_time(verb: str) -> None:
    done = act(asked("scene"), verb, HANDLER, after=2 * HOUR, **FULL).case
    assert done.extension_asked is None
    waiting = act(asked("scene"), "ask_citizen", HANDLER, after=2 * HOUR, text="Ở đâu ạ?").case
    rejected = act(waiting, "reject", HANDLER, after=3 * HOUR, **FULL).case
    assert (rejected.extension_asked, rejected.back_to) == (None, None)


def test_more_time_is_for_what_is_complex_when_it_is_granted() -> None:
    lowered = act(asked(), "urgency", HANDLER, after=HOUR, urgency=Urgency.NORMAL, note="Dễ.").case
    with pytest.raises(Refused, match="extension_for_complex_only"):
        act(lowered, "extend", SUPERVISOR, after=2 * HOUR, text="Gia hạn.")
    assert act(lowered, "deny_extension", SUPERVISOR, after=2 * HOUR, note="Thôi.")


def test_a_new_result_has_no_rating_yet() -> None:
    bad = act(IN_STATE[State.RESOLVED]("scene"), "rate", SENDER, rating=Rating.UNSATISFIED).case
    again = act(bad, "reopen", SYSTEM, after=HOUR, note="Chưa hài lòng.").case
    assert again.rating is Rating.UNSATISFIED, "why it is looked at again"
    assert act(again, "resolve", HANDLER, after=2 * HOUR, **FULL).case.rating is None
