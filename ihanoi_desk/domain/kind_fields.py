"""What a kind of case asks of the officer beyond the report itself. Another question is a row.

Procedure reports: NĐ 20/2008/NĐ-CP art. 14 tells behaviour from the content of a regulation and
names the six criteria. The questions about waste and initiatives are proposals.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache

from ihanoi_desk.domain.dated import ALWAYS, in_force
from ihanoi_desk.domain.refusals import Refused


class Form(StrEnum):
    """How a field is filled in."""

    CHOICE = "choice"
    TEXT = "text"
    NUMBER = "number"


CRITERIA = (
    "necessity",
    "reasonableness",
    "simplicity",
    "feasibility",
    "consistency",
    "treaties",
)
JUDGEMENTS = ("met", "not_met", "irrelevant")
REMARK = "_remark"
"""A criterion's short reason is kept under its code with this ending."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KindField:
    """`required` before a result goes out, where each field of `when` holds that value.

    Words are ``fact.<code>`` and ``choice.<choice>`` of the catalogue. The dates are days of
    filing: a case keeps the questions of its day.
    """

    kind: str
    code: str
    form: Form
    choices: tuple[str, ...] = ()
    required: bool = False
    when: tuple[tuple[str, str], ...] = ()
    most: int = 200
    """Characters of a text, or digits of a number."""
    valid_from: date = ALWAYS
    valid_to: date | None = None

    def applies(self, facts: Mapping[str, str]) -> bool:
        return all(facts.get(code) == value for code, value in self.when)


FIELDS: tuple[KindField, ...] = (
    KindField(
        kind="procedure",
        code="nature",
        form=Form.CHOICE,
        choices=("behaviour", "regulation"),
        required=True,
    ),
    KindField(kind="procedure", code="pakn_number", form=Form.TEXT, most=40),
    KindField(kind="procedure", code="procedure_code", form=Form.TEXT, most=40),
    KindField(
        kind="procedure",
        code="sufficient",
        form=Form.CHOICE,
        choices=("no", "yes"),
        required=True,
        when=(("nature", "regulation"),),
    ),
    *(
        KindField(
            kind="procedure",
            code=code,
            form=Form.CHOICE,
            choices=JUDGEMENTS,
            required=True,
            when=(("nature", "regulation"), ("sufficient", "yes")),
        )
        for code in CRITERIA
    ),
    KindField(
        kind="waste",
        code="waste_of",
        form=Form.CHOICE,
        choices=("money", "assets", "land", "energy", "resources", "time"),
        required=True,
    ),
    KindField(kind="waste", code="agency", form=Form.TEXT),
    KindField(kind="waste", code="estimated_loss", form=Form.NUMBER, most=15),
    KindField(
        kind="initiative",
        code="field",
        form=Form.CHOICE,
        choices=("administration", "transport", "environment", "education", "health", "other"),
        required=True,
    ),
    KindField(
        kind="initiative", code="stage", form=Form.CHOICE, choices=("idea", "tried", "applied")
    ),
    KindField(
        kind="initiative",
        code="assessment",
        form=Form.CHOICE,
        choices=("selected", "further_study", "known", "not_feasible"),
        required=True,
    ),
)


KINDS_WITH_FIELDS = frozenset(row.kind for row in FIELDS)


DAYS_KEPT = 4096
"""Kinds and days of filing whose questions are remembered."""


@lru_cache(DAYS_KEPT)
def fields_of(kind: str, filed_on: date) -> tuple[KindField, ...]:
    """What is asked about a case of `kind` that was filed on that day."""
    return tuple(row for row in FIELDS if row.kind == kind and in_force(row, filed_on))


@cache
def sorting_field(kind: str) -> KindField | None:
    """The choice by which cases of `kind` are told apart in lists: the first, of whatever day;
    None without one."""
    return next((row for row in FIELDS if row.kind == kind and row.form is Form.CHOICE), None)


def missing(kind: str, facts: Mapping[str, str], filed_on: date) -> tuple[KindField, ...]:
    """The required fields that `facts` of a case leaves empty."""
    return tuple(
        row
        for row in fields_of(kind, filed_on)
        if row.required and row.applies(facts) and not facts.get(row.code)
    )


def check(kind: str, facts: Mapping[str, str], filed_on: date) -> None:
    """Raises Refused for a field the case does not have or a value it cannot hold; empty clears."""
    known = {row.code: row for row in fields_of(kind, filed_on)}
    for code, value in facts.items():
        field = known.get(code.removesuffix(REMARK))
        if field is None or (code.endswith(REMARK) and field.code not in CRITERIA):
            raise Refused("unknown_field", field=code)
        if value and not _fits(field, code, value):
            raise Refused("bad_field", field=code)


def _fits(field: KindField, code: str, value: str) -> bool:
    if code != field.code or field.form is Form.TEXT:
        return len(value) <= field.most
    if field.form is Form.CHOICE:
        return value in field.choices
    return value.isascii() and value.isdigit() and len(value) <= field.most
