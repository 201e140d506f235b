"""The OpenAPI 3.1 document of the REST API, made from the endpoints themselves."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from guide_server.http.access import CSRF_HEADER, SAFE_METHODS, Access
from guide_server.http.endpoint import Endpoint, Nothing
from guide_server.http.problems import ProblemBody

_REFERENCES = "#/components/schemas/{model}"
_VARIABLE = re.compile(r"{(\w+)(?::[^{}]*(?:{[^{}]*}[^{}]*)*)?}")


def document(
    endpoints: Iterable[Endpoint], *, version: str, webhooks: Mapping[str, type[BaseModel]]
) -> dict[str, Any]:
    """The whole API as one JSON document. `webhooks`: what is posted to other systems, by its type."""
    endpoints = tuple(endpoints)
    bodies = {endpoint.question for endpoint in endpoints if _has_body(endpoint)}
    answers = {endpoint.answer for endpoint in endpoints if _answers_json(endpoint)}
    models: list[type[BaseModel]] = sorted(
        bodies | answers | {ProblemBody, *webhooks.values()}, key=lambda model: model.__name__
    )
    _, schemas = models_json_schema([(model, "serialization") for model in models], ref_template=_REFERENCES)
    paths: dict[str, dict[str, Any]] = {}
    for endpoint in endpoints:
        path = _VARIABLE.sub(r"{\1}", endpoint.path)
        paths.setdefault(path, {})[endpoint.method.lower()] = _operation(endpoint)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Vägvisare", "version": version},
        "paths": paths,
        "webhooks": {name: {"post": _webhook(name, model)} for name, model in webhooks.items()},
        "components": {
            "schemas": schemas["$defs"],
            "securitySchemes": {
                "session": {"type": "apiKey", "in": "cookie", "name": "__Host-vagvisare"},
                "csrf": {"type": "apiKey", "in": "header", "name": CSRF_HEADER},
                "token": {"type": "http", "scheme": "bearer"},
            },
        },
    }


def _operation(endpoint: Endpoint) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": endpoint.do.__name__,
        "summary": endpoint.summary,
        "x-access": endpoint.access.value,
        "parameters": [*_path_parameters(endpoint), *_query_parameters(endpoint)],
        "responses": {
            **_success(endpoint),
            "default": {"description": "Refused.", "content": _json(ProblemBody)},
        },
    }
    if endpoint.access is not Access.ANYONE:
        operation["security"] = _security(endpoint)
    if _has_body(endpoint):
        operation["requestBody"] = {"required": True, "content": _json(endpoint.question)}
    return operation


def _security(endpoint: Endpoint) -> list[dict[str, list[str]]]:
    """A session, or where there is a scope a token with it: the names in a list are what it must have."""
    csrf: dict[str, list[str]] = {} if endpoint.method in SAFE_METHODS else {"csrf": []}
    token: list[dict[str, list[str]]] = [] if endpoint.scope is None else [{"token": [endpoint.scope.value]}]
    return [{"session": []} | csrf, *token]


def _webhook(name: str, model: type[BaseModel]) -> dict[str, Any]:
    headers = ("webhook-id", "webhook-timestamp", "webhook-signature")
    return {
        "summary": f"Posted to webhooks: {name}.",
        "parameters": [
            {"name": each, "in": "header", "required": True, "schema": {"type": "string"}} for each in headers
        ],
        "requestBody": {"required": True, "content": _json(model)},
        "responses": {"2XX": {"description": "Taken. Any other answer means that it is sent again."}},
    }


def _success(endpoint: Endpoint) -> dict[str, Any]:
    if endpoint.answer is Nothing:
        return {"204": {"description": "Done."}}
    if _answers_json(endpoint):
        return {"200": {"description": "Done.", "content": _json(endpoint.answer)}}
    return {"200": {"description": "A file."}}


def _path_parameters(endpoint: Endpoint) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in _VARIABLE.findall(endpoint.path)
    ]


def _query_parameters(endpoint: Endpoint) -> list[dict[str, Any]]:
    if endpoint.method not in SAFE_METHODS:
        return []
    schema = endpoint.question.model_json_schema(by_alias=True)
    definitions = schema.get("$defs", {})
    return [
        {
            "name": name,
            "in": "query",
            "required": name in schema.get("required", ()),
            "schema": _inlined(field, definitions),
        }
        for name, field in schema.get("properties", {}).items()
    ]


def _inlined(part: Any, definitions: dict[str, Any]) -> Any:
    """The schema with its definitions written out: parameters stand alone."""
    if isinstance(part, dict):
        if "$ref" in part:
            return _inlined(definitions[part["$ref"].rpartition("/")[2]], definitions)
        return {key: _inlined(value, definitions) for key, value in part.items()}
    return [_inlined(each, definitions) for each in part] if isinstance(part, list) else part


def _json(model: type[BaseModel]) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": _REFERENCES.format(model=model.__name__)}}}


def _has_body(endpoint: Endpoint) -> bool:
    return endpoint.method not in SAFE_METHODS and endpoint.question is not Nothing


def _answers_json(endpoint: Endpoint) -> bool:
    return issubclass(endpoint.answer, BaseModel) and endpoint.answer is not Nothing
