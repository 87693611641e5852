"""What a step changed, in words: ``Mức: Bình thường → Khẩn``."""

from collections.abc import Iterator, Mapping

from ihanoi_desk.domain.cases import Step
from ihanoi_desk.domain.kind_fields import FIELDS, REMARK, Form
from ihanoi_desk.domain.kinds import same_kind
from ui.look.look import Look

CHOICES = frozenset(row.code for row in FIELDS if row.form is Form.CHOICE)
WAS = "_was"


def changes(look: Look, step: Step, code: str, categories: Mapping[str, str]) -> Iterator[str]:
    """One line per field that `step` of case `code` changed; `categories` names the codes."""

    def word(field: str, value: str) -> str:
        if not value:
            return "–"
        if field == "urgency":
            return look.say(f"urgency.{value}")
        if field == "rating":
            return look.say(f"rating.{value}")
        if field in CHOICES:
            return look.say(f"choice.{value}")
        return categories.get(value, value) if field == "category" else value

    for field, value in step.facts.items():
        if field.endswith(WAS):
            continue
        if field == "master_id":
            key = "timeline.merged_into" if value else "timeline.apart_from"
            yield look.say(key, code=same_kind(code, int(value or step.facts[f"{field}{WAS}"])))
            continue
        name = look.say(f"fact.{field.removesuffix(REMARK)}")
        old, new = step.facts.get(f"{field}{WAS}", ""), word(field, value)
        yield f"{name}: {word(field, old)} → {new}" if old else f"{name}: {new}"
