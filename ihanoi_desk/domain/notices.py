"""What the citizen is told at a step: the push, and the text in the app.

One function serves the live preview on the desk and the push row on the server.
"""

from dataclasses import dataclass

from ihanoi_desk.domain.calendar import HANOI
from ihanoi_desk.domain.cases import State, Step
from ihanoi_desk.domain.catalogue import Catalogue
from ihanoi_desk.domain.kinds import same_kind


@dataclass(frozen=True, slots=True)
class Notice:
    """`title` and `body` go to the lock screen and hold nothing but the case code;
    `detail` is read only inside the app."""

    event: str
    title: str
    body: str
    detail: str


def compose(event: str, code: str, step: Step, catalogue: Catalogue) -> Notice:
    """The notice for `event` at `step` of case `code`.

    Raises KeyError when the catalogue has no push template for the event.
    """
    template = {row.event: row for row in catalogue.pushes}[event]
    return Notice(
        event=event,
        title=template.title_vi.format(case_code=code),
        body=template.body_vi.format(case_code=code),
        detail=_detail(code, step, catalogue),
    )


def _detail(code: str, step: Step, catalogue: Catalogue) -> str:
    lines = []
    if step.reason:
        names = {row.code: row.name_vi for row in catalogue.reasons}
        lines.append(f"Lý do: {names.get(step.reason, step.reason)}.")
    if step.target_unit:
        units = {unit.key: unit.full_name for unit in catalogue.units}
        by, to = (units.get(key, key) for key in (step.unit, step.target_unit))
        at = step.at.astimezone(HANOI)
        lines.append(
            f"{by} đã chuyển phản ánh đến {to} lúc {at:%H:%M ngày %d/%m/%Y}."
            " Ông/bà không phải gửi lại."
        )
    if master := step.facts.get("master_id"):
        to = same_kind(code, int(master))
        lines.append(
            f"Nhiều người cùng báo việc này. Kết quả của {to} sẽ được gửi cho ông/bà,"
            " không phải gửi lại."
        )
    if step.target_unit and step.facts.get("master_id") == "":
        left = same_kind(code, int(step.facts["master_id_was"]))
        lines.append(f"Phản ánh này được trả lời riêng, không chờ kết quả của {left} nữa.")
    if step.verb in ("reopen", "reopen_along"):
        was = "đã bị từ chối nay " if step.from_state is State.REJECTED else ""
        lines.append(f"Phản ánh {was}được mở lại để xử lý tiếp. Ông/bà không phải gửi lại.")
    if step.text:
        lines.append(step.text)
    return "\n".join(lines)
