"""The API's own description, and the types made from it."""

from guide_server import typescript
from tests.guide_server.office import Office
from tests.guide_server.test_access import ROUTES


async def test_the_document_describes_every_endpoint_with_its_access(office: Office) -> None:
    document = await (await office.signed_in("guide-1")).get("/api/openapi.json")
    described = {
        (method.upper(), path): operation["x-access"]
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
    }
    expected = {
        (method, path): access.value
        for (method, path), access in ROUTES.items()
        if path.startswith("/api/") and path != "/api/openapi.json"
    }
    assert document["openapi"] == "3.1.0"
    assert described == expected


async def test_every_reference_in_the_document_leads_somewhere(office: Office) -> None:
    document = await (await office.signed_in("guide-1")).get("/api/openapi.json")
    schemas = document["components"]["schemas"]
    found = set(_references(document))
    assert found
    assert {reference.removeprefix("#/components/schemas/") for reference in found} <= set(schemas)


async def test_the_parameters_of_the_log_are_those_of_its_model(office: Office) -> None:
    document = await (await office.signed_in("guide-1")).get("/api/openapi.json")
    names = {parameter["name"] for parameter in document["paths"]["/api/log"]["get"]["parameters"]}
    assert names == {
        "from", "to", "kiosk", "neighbourhood", "language", "outcome", "why", "sort", "order", "page",
        "spoken", "how", "ticket", "waited", "period", "site", "topic", "quality", "guide",
    }  # fmt: skip


async def test_what_signing_in_gives_is_described_though_it_is_more_than_json(office: Office) -> None:
    document = await (await office.signed_in("guide-1")).get("/api/openapi.json")
    session = document["paths"]["/api/session"]
    content = session["post"]["responses"]["200"]["content"]["application/json"]
    assert content["schema"] == {"$ref": "#/components/schemas/Welcome"}
    assert set(session["delete"]["responses"]) == {"204", "default"}


def _references(part: object) -> list[str]:
    if isinstance(part, dict):
        own = [part["$ref"]] if "$ref" in part else []
        return own + [found for value in part.values() for found in _references(value)]
    return [found for value in part for found in _references(value)] if isinstance(part, list) else []


def test_the_pages_types_are_up_to_date() -> None:
    assert typescript.main(["--check"]) == 0
