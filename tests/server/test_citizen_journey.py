"""From the first text message to the result in the inbox, through the real doors."""

import json

from ihanoi_desk.server import audit
from tests.server.conftest import City, photo


async def test_a_report_is_filed_handled_and_told_at_every_step(city: City) -> None:
    app = await city.citizen()
    await app.register_device("may-1")
    case_id = await city.scene(app)
    desk = await city.desk("hoankiem.canbo1")

    lines = (await desk.get("/v1/desk/snapshot")).text.splitlines()
    head, *docs, _ = [json.loads(line) for line in lines]
    assert head["cases"] == len(docs) == 1
    assert docs[0]["case"]["id"] == case_id
    assert docs[0]["reporter"]["name"] == "T••• T••• M•••"

    city.clock.advance(minutes=20)
    accepted = await desk.act(case_id, "accept")
    assert accepted.outcome == "applied"
    assert accepted.case and accepted.case.case.state == "accepted"
    page = await desk.changes(head["n"])
    assert [change.what for change in page.changes] == ["case"]

    city.clock.advance(hours=2)
    assert (await desk.attach(case_id, "ket-qua-1", photo("green"))).status_code == 201
    done = await desk.act(
        case_id, "resolve", text="Đã vá xong mặt đường.", attachments=["ket-qua-1"]
    )
    assert done.outcome == "applied"

    await city.server.delivery.run()
    notices = await app.notifications()
    assert [row.event for row in notices] == ["case_received", "case_accepted", "case_result"]
    assert notices[-1].detail == "Đã vá xong mặt đường."
    report = await app.report(notices[-1].case_code or "")
    assert report.state == "resolved"
    assert [step.verb for step in report.steps] == ["file", "accept", "resolve"]
    assert report.unit_name == "Phường Hoàn Kiếm"
    result = report.steps[-1].attachments[0]
    assert (await app.attachment(result.id)) == photo("green").content
    told = (await desk.changes(page.next)).changes[-1].doc
    assert told and all(row.told_at and row.devices == 1 for row in told.tellings)
    with city.server.database.read() as connection:
        assert audit.verify(connection) > 0
