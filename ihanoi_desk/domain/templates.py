"""Ready sentences: which fit a case, how they are filled, what a new one must keep to.

Placeholders are ``{lower_case}`` and never nested. What the program does not know becomes a gap
that the officer fills before the text can leave.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ihanoi_desk.domain.catalogue import ALL, ANY, ResponseTemplate
from ihanoi_desk.domain.kinds import KINDS
from ihanoi_desk.domain.personal_data import PublicContact, find
from ihanoi_desk.domain.units import UnitKey, covers

GAP = "[…]"
"""Not a bare ellipsis: officers type those."""
MOST_OFFERED = 9
MOST_CHARACTERS = 1000
VERBS = ("accept", "route", "ask_citizen", "message", "extend", "reject", "resolve")
"""The acts with words to the citizen; `LIKE` names those that borrow another one's sentences."""
LIKE = {"propose": "resolve"}

FILLED = (
    *("case_code", "title", "place", "citizen_title", "unit_name", "unit_phone", "hotline"),
    *("reception_place", "received_at", "due_at", "done_at", "routed_at", "to_unit"),
    *("agency_name", "reason_text", "extend_reason", "new_due_at", "answer_by", "master_case_code"),
)
"""What the program knows, at least for some acts."""
BY_HAND = (
    *("action", "area_m2", "assessment", "check_at", "check_date", "date"),
    *("finding", "interim_measure", "material", "measure", "next_step", "plan"),
    *("previous_reply_ref", "procedure_name", "quantity", "recheck_days", "reception_hours"),
    *("result_text", "schedule", "warranty", "what_to_do_next"),
)
"""What only the officer knows: always a gap."""
KNOWN = frozenset({*FILLED, *BY_HAND})
PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")


@dataclass(frozen=True, slots=True)
class Filled:
    """`missing` are the placeholders that became a gap, in the order of the text."""

    text: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a template cannot be taken; `what` names the offending words."""

    field: str
    code: str
    what: str = ""


def fill(text: str, values: Mapping[str, str]) -> Filled:
    """`text` with its placeholders filled from `values`."""
    missing: list[str] = []

    def put(found: re.Match[str]) -> str:
        value = values.get(found[1], "")
        if not value:
            missing.append(found[1])
        return value or GAP

    return Filled(PLACEHOLDER.sub(put, text), tuple(missing))


def offered(
    templates: Iterable[ResponseTemplate], kind: str, verb: str, category: str, unit: UnitKey
) -> list[ResponseTemplate]:
    """The templates for an act, at most nine: the unit's before the city's, and of each those of
    the category before those of all."""
    act = LIKE.get(verb, verb)
    fitting = [
        row
        for row in templates
        if row.fits(kind, act, category) and (row.unit is None or row.unit == unit)
    ]
    return sorted(fitting, key=lambda row: (row.unit is None, row.category == ANY))[:MOST_OFFERED]


def faults(
    template: ResponseTemplate,
    categories: Mapping[str, str],
    public: Sequence[PublicContact],
) -> tuple[Fault, ...]:
    """What keeps `template` from being used, each with its field. `categories`: code → kind."""
    found = [*_text_faults(template.text_vi, public)]
    if template.verb not in VERBS:
        found.append(Fault("verb", "unknown_verb", template.verb))
    if template.kind != ALL and template.kind not in KINDS:
        found.append(Fault("kind", "unknown_kind", template.kind))
    if template.category != ANY and not _belongs(template, categories):
        found.append(Fault("category", "unknown_category", template.category))
    return tuple(found)


def _belongs(template: ResponseTemplate, categories: Mapping[str, str]) -> bool:
    return template.kind != ALL and categories.get(template.category) == template.kind


def _text_faults(text: str, public: Sequence[PublicContact]) -> Iterable[Fault]:
    if not text.strip():
        yield Fault("text", "empty")
    if len(text) > MOST_CHARACTERS:
        yield Fault("text", "too_long", str(MOST_CHARACTERS))
    unknown = [name for name in PLACEHOLDER.findall(text) if name not in KNOWN]
    if unknown:
        yield Fault("text", "unknown_placeholder", ", ".join(f"{{{name}}}" for name in unknown))
    if re.search(r"[{}]", PLACEHOLDER.sub("", text)):
        yield Fault("text", "stray_brace")
    found = find(text, public)
    if found:
        yield Fault("text", "personal_data", ", ".join(finding.mask for finding in found))


def may_edit(granted: Iterable[UnitKey], unit: UnitKey | None, city: UnitKey) -> bool:
    """Whether an administrator of the units `granted` may edit the templates of `unit`; None
    names the city's own."""
    return any(covers(held, unit or city) for held in granted)
