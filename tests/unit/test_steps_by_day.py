"""A case keeps the steps and the questions of the day it was filed (`domain.md` §11, row 1)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from ihanoi_desk.domain import kind_fields, transitions
from ihanoi_desk.domain.cases import State
from ihanoi_desk.domain.decide import allowed, why_not
from ihanoi_desk.domain.kind_fields import fields_of, missing
from ihanoi_desk.domain.refusals import Refused
from ihanoi_desk.domain.transition import Need
from tests.unit.town import BOOK, HANDLER, act, new_case

DAY = date(2027, 1, 1)
"""A fictitious regulation: from here on accepting takes a note, and a procedure report names its
sector; the six criteria are gone."""
BEFORE = DAY - timedelta(days=1)


@pytest.fixture(autouse=True)
def regulation(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    rows = []
    for row in transitions.TABLE:
        if row.verb == "accept":
            rows.append(replace(row, valid_to=DAY))
            rows.append(replace(row, valid_from=DAY, needs=(Need.NOTE,)))
        else:
            rows.append(replace(row, valid_to=DAY) if row.verb == "merge" else row)
    fields = [
        replace(row, valid_to=DAY) if row.code in kind_fields.CRITERIA else row
        for row in kind_fields.FIELDS
    ]
    fields.append(
        kind_fields.KindField(
            kind="procedure",
            code="sector",
            form=kind_fields.Form.TEXT,
            required=True,
            valid_from=DAY,
        )
    )
    monkeypatch.setattr(transitions, "TABLE", tuple(rows))
    monkeypatch.setattr(kind_fields, "FIELDS", tuple(fields))
    fields_of.cache_clear()
    yield
    monkeypatch.undo()
    fields_of.cache_clear()


@pytest.mark.parametrize(("day", "asks"), [(BEFORE, False), (DAY, True)])
def test_a_case_is_accepted_as_on_the_day_it_was_filed(day: date, asks: bool) -> None:
    case = replace(new_case("scene"), rule_set=day)
    if asks:
        with pytest.raises(Refused, match="needs_note"):
            act(case, "accept", HANDLER)
    done = act(case, "accept", HANDLER, note="Đã đọc kỹ." if asks else "")
    assert done.case.state is State.ACCEPTED


def test_a_step_that_ended_is_there_for_older_cases_only() -> None:
    older, newer = (replace(new_case("scene"), rule_set=day) for day in (BEFORE, DAY))
    assert "merge" in allowed(older, HANDLER, BOOK)
    assert "merge" not in allowed(newer, HANDLER, BOOK)
    refusal = why_not(newer, "merge", HANDLER, BOOK)
    assert refusal and refusal.code == "wrong_state"


def test_a_case_is_asked_the_questions_of_its_day() -> None:
    facts = {"nature": "regulation", "sufficient": "yes"}
    older = {row.code for row in missing("procedure", facts, BEFORE)}
    newer = {row.code for row in missing("procedure", facts, DAY)}
    assert older == set(kind_fields.CRITERIA)
    assert newer == {"sector"}


def test_an_answer_to_a_question_of_another_day_is_refused() -> None:
    older, newer = (replace(new_case("procedure"), rule_set=day) for day in (BEFORE, DAY))
    assert act(newer, "classify", HANDLER, facts={"sector": "Đất đai"}).case.facts
    with pytest.raises(Refused, match="unknown_field"):
        act(older, "classify", HANDLER, facts={"sector": "Đất đai"})
    with pytest.raises(Refused, match="unknown_field"):
        act(newer, "classify", HANDLER, facts={"necessity": "met"})
