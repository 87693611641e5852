"""A report sent round in circles ends at the city's coordinator; no unit sends it on again."""

from tests.server.conftest import City

CUA_NAM = "00082@2025-07-01"
SXD = "SXD@2025-07-01"
LAKE = "00070@2025-07-01"
NOTE = "Không thuộc thẩm quyền của đơn vị."


async def test_the_third_hop_is_the_citys(city: City) -> None:
    case_id = await city.scene(await city.citizen())
    lake, gate = await city.desk("hoankiem.canbo1"), await city.desk("cuanam.canbo")
    roads, chief = await city.desk("soxaydung.daumoi"), await city.desk("thanhpho.daumoi")
    await lake.act(case_id, "route", note=NOTE, target_unit=CUA_NAM)
    await gate.act(case_id, "route", note=NOTE, target_unit=SXD)
    for verb in ("route", "return"):
        outcome = await roads.act(case_id, verb, note=NOTE, target_unit=CUA_NAM)
        assert (outcome.outcome, outcome.code) == ("refused", "city_routes")
        assert "2 lần" in outcome.why
        assert outcome.case and outcome.case.case.course == "risen"
    clerk = await city.desk("thanhpho.canbo")
    assert (await clerk.act(case_id, "route", note=NOTE, target_unit=LAKE)).code == "city_routes"
    sent = await chief.act(case_id, "route", note="Đường do Sở quản lý.", target_unit=CUA_NAM)
    assert sent.outcome == "applied" and sent.case
    assert (sent.case.case.unit, sent.case.case.course) == (CUA_NAM, "settled")
    again = await gate.act(case_id, "route", note=NOTE, target_unit=SXD)
    assert (again.outcome, again.code) == ("refused", "city_routes")
    assert (await gate.act(case_id, "accept")).outcome == "applied"


async def test_a_return_counts_as_a_hop(city: City) -> None:
    case_id = await city.scene(await city.citizen())
    lake, gate = await city.desk("hoankiem.daumoi"), await city.desk("cuanam.canbo")
    await lake.act(case_id, "route", note=NOTE, target_unit=CUA_NAM)
    assert (await gate.act(case_id, "return", note=NOTE)).outcome == "applied"
    outcome = await lake.act(case_id, "route", note=NOTE, target_unit=SXD)
    assert (outcome.outcome, outcome.code) == ("refused", "city_routes")
