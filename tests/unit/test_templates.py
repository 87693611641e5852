"""Ready sentences: which are offered, how they are filled, what keeps one out."""

from dataclasses import replace

import pytest

from ihanoi_desk.domain import template_values, templates, transitions
from ihanoi_desk.domain.cases import ExtensionRequest
from ihanoi_desk.domain.catalogue import ALL, ResponseTemplate
from ihanoi_desk.domain.officers import OFFICER_ROLES
from ihanoi_desk.domain.personal_data import PublicContact
from ihanoi_desk.domain.templates import GAP, Filled, fill, offered
from tests.unit.town import CATALOGUE, CITY, FILED, GATE, LAKE, action, hanoi, new_case, seed_rows

HOTLINE = PublicContact("0241022", "tổng đài 024.1022, nhánh 8", "hotline")
CASE = new_case()
CATEGORIES = {"pothole": "scene", "land_change": "procedure"}


def row(code: str, category: str = "*", unit: str | None = None, **what: str) -> ResponseTemplate:
    facts = {"kind": "scene", "verb": "resolve", "text_vi": "Xong.", **what}
    return ResponseTemplate(code=code, category=category, unit=unit, **facts)


ROWS = (
    row("city-all"),
    row("city-pothole", "pothole"),
    row("ours-all", unit=LAKE.key),
    row("ours-pothole", "pothole", LAKE.key),
    row("theirs", "pothole", GATE.key),
    row("every-kind", kind=ALL),
    row("other-category", "noise"),
    row("other-verb", verb="reject"),
    row("other-kind", kind="waste"),
)


def test_the_units_come_first_then_the_exact_category() -> None:
    found = offered(ROWS, "scene", "resolve", "pothole", LAKE.key)
    assert [one.code for one in found] == [
        *("ours-pothole", "ours-all", "city-pothole", "city-all", "every-kind")
    ]


def test_a_proposal_borrows_the_sentences_of_the_result() -> None:
    assert offered(ROWS, "scene", "propose", "noise", GATE.key) == offered(
        ROWS, "scene", "resolve", "noise", GATE.key
    )


def test_every_verb_of_a_template_tells_the_citizen_something() -> None:
    telling = {row.verb for row in transitions.TABLE if row.event and row.roles & OFFICER_ROLES}
    assert set(templates.VERBS) <= telling
    assert set(templates.LIKE.values()) <= set(templates.VERBS)


def test_nine_have_a_key() -> None:
    many = [row(f"r{n}") for n in range(14)]
    assert len(offered(many, "scene", "resolve", "pothole", LAKE.key)) == templates.MOST_OFFERED


def test_what_is_not_known_becomes_a_gap() -> None:
    text = "{case_code} tại {place}: {result_text}, {area_m2} m2, {place}"
    assert fill(text, {"case_code": "HT-1", "place": "Phố Mẫu", "area_m2": ""}) == Filled(
        f"HT-1 tại Phố Mẫu: {GAP}, {GAP} m2, Phố Mẫu", ("result_text", "area_m2")
    )


def test_a_value_is_not_filled_again() -> None:
    assert fill("{title}", {"title": "{place}", "place": "đâu đó"}).text == "{place}"


def test_values_of_a_case() -> None:
    case = replace(CASE, handle_due_at=hanoi("2026-11-24 17:00"), title="Ổ gà")
    known = template_values.values(
        case, replace(CATALOGUE, public_contacts=(HOTLINE,)), hanoi("2026-11-23 09:00")
    )
    assert known["case_code"] == case.code
    assert known["unit_name"] == LAKE.full_name
    assert known["reception_place"] == "trụ sở UBND Phường Hoàn Kiếm"
    assert known["done_at"] == "09:00"
    assert known["hotline"] == HOTLINE.name_vi
    assert "to_unit" not in known


def test_values_of_what_a_dialog_asked_for() -> None:
    routing = action("route", CASE, target_unit=GATE.key)
    known = template_values.values(CASE, CATALOGUE, hanoi("2026-11-23 09:00"), routing)
    assert known["to_unit"] == known["agency_name"] == GATE.full_name


def test_values_of_a_granted_extension() -> None:
    asked = ExtensionRequest(author_id=1, author_name="", at=FILED, days=3, why="Chờ vật tư.")
    case = replace(CASE, extension_asked=asked, handle_due_at=hanoi("2026-11-24 17:00"))
    after = replace(case, handle_due_at=hanoi("2026-11-27 17:00"))
    known = template_values.values(case, CATALOGUE, FILED, after=after)
    assert known["new_due_at"] == "17:00 ngày 27/11/2026"
    assert known["extend_reason"] == "Chờ vật tư."


def test_until_when_an_answer_is_awaited_is_counted_in_the_units_working_days() -> None:
    """Three of them from Friday, and 24 November is a holiday of the seed data."""
    known = template_values.values(CASE, CATALOGUE, hanoi("2026-11-20 09:00"))
    assert known["answer_by"] == "17:30 ngày 26/11/2026"
    free = replace(CATALOGUE, policies=())
    assert "answer_by" not in template_values.values(CASE, free, FILED)


def test_the_main_report_is_named_where_there_is_one() -> None:
    assert "master_case_code" not in template_values.values(CASE, CATALOGUE, FILED)
    merged = replace(CASE, master_id=12)
    for case, act in ((merged, None), (CASE, action("merge", CASE, master_id=12))):
        known = template_values.values(case, CATALOGUE, FILED, act)
        assert known["master_case_code"] == "HT-000012"


def test_every_filled_placeholder_is_a_known_one() -> None:
    everything = replace(
        CASE,
        master_id=12,
        handle_due_at=hanoi("2026-11-24 17:00"),
        extension_asked=ExtensionRequest(author_id=1, author_name="", at=FILED, days=3, why="Chờ."),
    )
    after = replace(everything, handle_due_at=hanoi("2026-11-27 17:00"))
    asked = action("reject", CASE, target_unit=GATE.key, reason="duplicate")
    catalogue = replace(CATALOGUE, public_contacts=(HOTLINE,))
    now = hanoi("2026-11-23 09:00")
    known = template_values.values(everything, catalogue, now, asked, after)
    assert set(known) == set(templates.FILLED)


@pytest.mark.parametrize(
    ("what", "field", "code"),
    [
        ({"text_vi": " \n"}, "text", "empty"),
        ({"text_vi": "a" * 1001}, "text", "too_long"),
        ({"text_vi": "Gửi {citizen_name}."}, "text", "unknown_placeholder"),
        ({"text_vi": "Gửi {case_code."}, "text", "stray_brace"),
        ({"text_vi": "Gửi {Case_Code}."}, "text", "stray_brace"),
        ({"text_vi": "Gọi 0912 345 678."}, "text", "personal_data"),
        ({"verb": "note"}, "verb", "unknown_verb"),
        ({"kind": "tin_don"}, "kind", "unknown_kind"),
        ({"category": "land_change"}, "category", "unknown_category"),
        ({"kind": ALL, "category": "pothole"}, "category", "unknown_category"),
    ],
)
def test_what_keeps_a_template_out(what: dict[str, str], field: str, code: str) -> None:
    made = replace(row("neu", "pothole"), **what)
    if "kind" in what and what["kind"] != ALL:
        made = replace(made, category="*")
    (fault,) = templates.faults(made, CATEGORIES, (HOTLINE,))
    assert (fault.field, fault.code) == (field, code)


def test_the_hotline_may_stand_in_a_template() -> None:
    made = row("r", text_vi="{case_code}: gọi 024.1022, {hotline}.")
    assert templates.faults(made, CATEGORIES, (HOTLINE,)) == ()


@pytest.mark.parametrize(
    ("held", "unit", "may"),
    [
        (LAKE.key, LAKE.key, True),
        (LAKE.key, GATE.key, False),
        (LAKE.key, None, False),
        (CITY.key, None, True),
        (CITY.key, GATE.key, True),
    ],
)
def test_administrators_edit_their_own(held: str, unit: str | None, may: bool) -> None:
    assert templates.may_edit({held}, unit, CITY.key) is may


def test_the_bundled_sentences_are_faultless() -> None:
    categories = {one["code"]: one["kind"] for one in seed_rows("categories")}
    contacts = tuple(
        PublicContact(one["value"], one["name_vi"], one["use"])
        for one in seed_rows("public_contacts")
    )
    for one in seed_rows("response_templates"):
        kind = ALL if one["kind"] == "*" else one["kind"]
        made = ResponseTemplate(one["code"], kind, one["verb"], one["category"], one["text_vi"])
        assert templates.faults(made, categories, contacts) == (), one["code"]
    for one in seed_rows("rejection_reasons"):
        names = set(templates.PLACEHOLDER.findall(one["citizen_text_vi"]))
        assert names <= templates.KNOWN, one["code"]
