"""What a step changed, in words: ``Mức: Bình thường → Khẩn``."""

from collections.abc import Iterator, Mapping

from ihanoi_desk.domain.cases import Step
from ihanoi_desk.domain.kind_fields import FIELDS, REMARK, Form
from ui.look.look import Look

CHOICES = frozenset(row.code for row in FIELDS if row.form is Form.CHOICE)
WAS = "_was"


def changes(look: Look, step: Step, categories: Mapping[str, str]) -> Iterator[str]:
    """One line per field that `step` changed; `categories` names the codes."""

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
        if field.endswith(WAS) or field == "master_id":
            continue
        code = field.removesuffix(REMARK)
        name = look.say(f"fact.{code}")
        old, new = step.facts.get(f"{field}{WAS}", ""), word(field, value)
        yield f"{name}: {word(field, old)} → {new}" if old else f"{name}: {new}"
