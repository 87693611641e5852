"""Who may see what: units, identities, notes, files."""

import json

from ihanoi_desk.citizen.app import ApiProblem
from tests.server.conftest import City, photo


async def test_a_neighbour_reads_and_does_nothing(city: City) -> None:
    app = await city.citizen()
    case_id = await city.scene(app)
    report = (await app.reports())[0]
    file_id = report.attachments[0].id
    neighbour = await city.desk("cuanam.canbo")
    outcome = await neighbour.act(case_id, "accept")
    assert (outcome.code, outcome.case) == ("unknown_case", None)
    assert "đã" not in outcome.why
    for path in (f"/v1/attachments/{file_id}", f"/v1/attachments/{file_id}/thumbnail"):
        assert (await neighbour.get(path)).status_code == 404
    assert (await neighbour.attach(case_id, "chen-vao", photo())).status_code == 404
    assert (await neighbour.changes(0)).changes == ()
    snapshot = (await neighbour.get("/v1/desk/snapshot")).text.splitlines()
    assert snapshot[1:] == ['{"cursor":null}']
    owner = await city.desk("hoankiem.canbo1")
    small = await owner.get(f"/v1/attachments/{file_id}/thumbnail")
    assert small.headers["content-type"] == "image/jpeg"
    assert small.headers["x-content-type-options"] == "nosniff"
    auditor = await city.desk("thanhpho.kiemtra")
    assert len((await auditor.changes(0)).changes) == 1
    assert (await auditor.attach(case_id, "khong-duoc", photo())).status_code == 403


async def test_an_administrator_reads_texts_but_no_cases(city: City) -> None:
    await city.scene(await city.citizen())
    admin = await city.desk("quantri")
    assert (await admin.changes(0)).changes == ()
    assert (await admin.get("/v1/admin/sms")).json()[0]["text"][:6].isdecimal()
    handler = await city.desk("hoankiem.canbo1")
    assert (await handler.get("/v1/admin/sms")).status_code == 403


async def test_identity_is_masked_and_colleagues_logins_are_blank(city: City) -> None:
    app = await city.citizen("Lê Văn Ví Dụ", "0900600123")
    await city.scene(app)
    desk = await city.desk("hoankiem.canbo1")
    text = (await desk.get("/v1/desk/snapshot")).text
    assert "Lê Văn" not in text
    assert "0900600123" not in text
    assert "argon2" not in text
    head, doc, _ = (json.loads(line) for line in text.splitlines())
    assert doc["reporter"] == {
        "name": "L••• V••• V••• D•••",
        "phone": "09••••123",
        "verified": False,
        "devices": 0,
    }
    assert doc["steps"][0]["actor_name"] == "L••• V••• V••• D•••"
    officers = head["catalogue"]["officers"]
    assert {row["login"] for row in officers} == {"", "hoankiem.canbo1"}
    assert len(officers) == 5


async def test_notes_and_internal_steps_never_reach_the_citizen(city: City) -> None:
    app = await city.citizen()
    case_id = await city.scene(app)
    desk = await city.desk("hoankiem.canbo1")
    await desk.act(case_id, "note", note="BÍ MẬT NỘI BỘ")
    await desk.attach(case_id, "anh-noi-bo", photo())
    await desk.act(case_id, "accept", note="BÍ MẬT HAI")
    report = (await app.reports())[0]
    everything = str(report) + str(await app.notifications())
    assert "BÍ MẬT" not in everything
    assert desk.me.officer.name not in everything
    assert [step.verb for step in report.steps] == ["file", "accept"]
    for file_id in ("anh-noi-bo", "khong-co"):
        try:
            await app.attachment(file_id)
        except ApiProblem as problem:
            assert problem.status == 404
        else:
            raise AssertionError(file_id)


async def test_a_stranger_reads_no_report_notice_or_file(city: City) -> None:
    owner, stranger = await city.citizen(), await city.citizen()
    await city.scene(owner)
    report = (await owner.reports())[0]
    notice = (await owner.notifications())[0]
    assert await stranger.reports() == []
    for ask in (
        lambda: stranger.report(report.code),
        lambda: stranger.mark_read(notice.id),
        lambda: stranger.attachment(report.attachments[0].id),
    ):
        try:
            await ask()
        except ApiProblem as problem:
            assert problem.status == 404
        else:
            raise AssertionError(ask)
    await owner.mark_read(notice.id)
    assert (await owner.notifications())[0].read


async def test_a_citizens_token_opens_no_desk(city: City) -> None:
    app = await city.citizen()
    assert app.session
    headers = {"Authorization": f"Bearer {app.session.token}"}
    assert (await city.http.get("/v1/desk/snapshot", headers=headers)).status_code == 401
    desk = await city.desk("hoankiem.canbo1")
    assert (await city.http.get("/v1/citizen/reports", headers=desk.headers)).status_code == 401
    await city.http.post("/v1/desk/sign-out", headers=desk.headers)
    assert (await desk.get("/v1/changes", after=0)).status_code == 401
