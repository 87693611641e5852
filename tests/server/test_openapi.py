"""The contract that other systems read."""

from tests.server.conftest import City


async def test_the_contract_is_whole(city: City) -> None:
    found = (await city.http.get("/openapi.json")).json()
    assert found["openapi"].startswith("3.1")
    doors = [door for path in found["paths"].values() for door in path.values()]
    names = [door["operationId"] for door in doors]
    assert len(names) == len(set(names))
    assert {"act", "file_report", "read_snapshot", "read_changes"} <= set(names)
    problem = found["components"]["schemas"]["Problem"]
    assert {"code", "detail", "errors"} <= set(problem["properties"])
    act = found["paths"]["/v1/actions"]["post"]["responses"]
    assert "application/problem+json" in act["401"]["content"]
    form = found["paths"]["/v1/citizen/reports"]["post"]["requestBody"]["content"]
    assert "files" in form["multipart/form-data"]["schema"]["properties"]
    text = str(found)
    assert "HTTPValidationError" not in text
