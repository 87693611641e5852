"""Ready sentences in the hands of administrators: dated rows, own units, nothing deleted."""

import asyncio
import json
from typing import Any

import pytest
from pydantic import TypeAdapter

from ihanoi_desk.domain.wire import StoredTemplate
from ihanoi_desk.server.tables import audit, catalogue
from tests.server.conftest import City, Desk

OURS, NEIGHBOUR = "00070@2025-07-01", "00082@2025-07-01"
STORED = TypeAdapter(list[StoredTemplate])


def draft(text: str = "Đã xong {case_code}.", **what: Any) -> dict[str, Any]:
    facts = {"unit": OURS, "kind": "scene", "verb": "resolve", "category": "*", "text_vi": text}
    return {**facts, **what}


async def post(desk: Desk, path: str, body: dict[str, Any] | None = None) -> Any:
    address = f"/v1/admin/templates{path}"
    return await desk.http.post(address, json=body, headers=desk.headers)


async def rows(desk: Desk) -> dict[str, StoredTemplate]:
    found = STORED.validate_json((await desk.get("/v1/admin/templates")).content)
    return {row.template.code: row for row in found}


async def offered_to(desk: Desk) -> set[str]:
    return {row["text_vi"] for row in (await desk.get("/v1/desk/catalogue")).json()["responses"]}


async def test_a_units_sentence_reaches_its_own_desks_only(city: City) -> None:
    chief = await city.desk("hoankiem.quantri")
    ours, theirs = await city.desk("hoankiem.canbo1"), await city.desk("cuanam.canbo")
    before = await ours.changes(0)
    answer = await post(chief, "", draft("Câu của Hoàn Kiếm {case_code}."))
    assert answer.status_code == 201
    assert "Câu của Hoàn Kiếm {case_code}." in await offered_to(ours)
    assert "Câu của Hoàn Kiếm {case_code}." not in await offered_to(theirs)
    heard = await ours.changes(before.next)
    assert [row.what for row in heard.changes] == ["catalogue"]


async def test_a_replaced_row_stays_with_its_last_day(city: City) -> None:
    chief = await city.desk("hoankiem.quantri")
    first = (await post(chief, "", draft("Câu một."))).json()["template"]["code"]
    city.clock.advance(days=2)
    chief = await city.desk("hoankiem.quantri")
    answer = await post(chief, f"/{first}/replacement", draft("Câu hai."))
    second = answer.json()["template"]["code"]
    kept = await rows(chief)
    today = kept[second].valid_from
    assert (kept[first].valid_to, kept[second].valid_to) == (today, None)
    assert kept[first].valid_from < today
    since = (await chief.get("/v1/desk/catalogue")).json()["since"]
    assert (since["responses"], since["reasons"]) == (today.isoformat(), "2025-03-01")
    desk = await city.desk("hoankiem.canbo1")
    assert {"Câu một.", "Câu hai."} & await offered_to(desk) == {"Câu hai."}
    count = city.count(catalogue)
    again = await post(chief, f"/{first}/replacement", draft("Câu ba."))
    assert (again.status_code, again.json()["code"]) == (409, "template_gone")
    withdrawn = await post(chief, f"/{second}/withdrawal")
    assert withdrawn.json()["valid_to"] == today.isoformat()
    assert "Câu hai." not in await offered_to(desk)
    assert city.count(catalogue) == count


async def test_of_two_replacements_one_wins(city: City) -> None:
    chief, other = await city.desk("hoankiem.quantri"), await city.desk("quantri")
    code = (await post(chief, "", draft("Câu một."))).json()["template"]["code"]
    answers = await asyncio.gather(
        post(chief, f"/{code}/replacement", draft("Câu hai.")),
        post(other, f"/{code}/replacement", draft("Câu ba.")),
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409]


async def test_sending_the_same_again_doubles_nothing(city: City) -> None:
    chief = await city.desk("hoankiem.quantri")
    first, again = await post(chief, "", draft()), await post(chief, "", draft())
    assert first.json() == again.json()


@pytest.mark.parametrize(
    ("what", "field", "code"),
    [
        ({"text_vi": ""}, "text", "empty"),
        ({"text_vi": "a" * 1001}, "text", "too_long"),
        ({"text_vi": "Gửi {ten_dan}."}, "text", "unknown_placeholder"),
        ({"text_vi": "Gọi 0912 345 678."}, "text", "personal_data"),
        ({"verb": "note"}, "verb", "unknown_verb"),
        ({"kind": "don"}, "kind", "unknown_kind"),
        ({"category": "land_change"}, "category", "unknown_category"),
    ],
)
async def test_a_faulty_sentence_is_told_beside_its_field(
    city: City, what: dict[str, str], field: str, code: str
) -> None:
    chief = await city.desk("hoankiem.quantri")
    count = city.count(catalogue)
    answer = await post(chief, "", draft(**what))
    body = answer.json()
    assert (answer.status_code, body["code"]) == (422, "bad_template")
    assert [(row["field"], row["code"]) for row in body["errors"]] == [(field, code)]
    assert body["errors"][0]["text"] in body["detail"]
    assert "345" not in answer.text
    assert city.count(catalogue) == count


@pytest.mark.parametrize("unit", [None, NEIGHBOUR, "01@2025-07-01"])
async def test_a_unit_edits_its_own_sentences_only(city: City, unit: str | None) -> None:
    chief, city_chief = await city.desk("hoankiem.quantri"), await city.desk("quantri")
    assert (await post(chief, "", draft(unit=unit))).status_code == 403
    code = (await post(city_chief, "", draft(unit=unit))).json()["template"]["code"]
    assert (code in await rows(chief)) is (unit is None)
    answer = await post(chief, f"/{code}/withdrawal")
    assert answer.status_code == (403 if unit is None else 404)
    moved = await post(city_chief, f"/{code}/replacement", draft("Khác."))
    assert (moved.status_code, moved.json()["code"]) == (409, "template_elsewhere")


async def test_a_unit_that_does_not_exist_is_told(city: City) -> None:
    chief = await city.desk("quantri")
    answer = await post(chief, "", draft(unit="99999@2025-07-01"))
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_unit")


async def test_every_change_is_in_the_trail(city: City) -> None:
    chief = await city.desk("hoankiem.quantri")
    code = (await post(chief, "", draft("Câu một."))).json()["template"]["code"]
    other = (await post(chief, f"/{code}/replacement", draft("Câu hai."))).json()["template"][
        "code"
    ]
    await post(chief, f"/{other}/withdrawal")
    with city.server.database.read() as connection:
        lines = [row for row in connection.execute(audit.select()) if row.what.startswith("templ")]
    assert [(row.what, row.subject) for row in lines] == [
        ("template_added", code),
        ("template_replaced", other),
        ("template_withdrawn", other),
    ]
    assert json.loads(lines[1].facts)["replaces"] == code
