"""Every operation of the description, asked what it allows and what it does not, over HTTP.

Each answer must be one that the description has, in the shape that it has, and none may be a fault of the
server's own. The same seed asks the same.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded
from hypothesis.errors import Unsatisfiable
from schemathesis import APIOperation, Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
Operation = APIOperation[Any, Any, Any, Any]
ENDS_SESSIONS = ("/api/session", "/api/sessions")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """`headers` are those of who asks; `known` are ids that exist, by the path's variables.

    `scopes`: those of a machine's token, which is asked for what they open alone; None: a person asks.
    """

    url: str
    document: Mapping[str, Any]
    headers: Mapping[str, str]
    known: Mapping[str, str]
    examples: int
    """Of each operation and manner."""
    seed: int = 1
    scopes: frozenset[str] | None = None

    def operations(self) -> list[Operation]:
        """What changes comes after what reads, and what ends the session last."""
        schema = schemathesis.openapi.from_dict(_with_our_own_proof(self.document))
        results = list(schema.get_all_operations())
        found: list[Operation] = [result.ok() for result in results if isinstance(result, Ok)]
        assert len(found) == len(results), "the description itself cannot be read"
        if self.scopes is not None:
            found = [each for each in found if self.scopes & _scopes(self.document, each)]
        return sorted(found, key=lambda each: (_ends_session(each), each.method in {"patch", "delete"}))

    def faults(self) -> Iterator[str]:
        """What was promised and not kept, one line each."""
        for operation in self.operations():
            manners: list[tuple[GenerationMode, Mapping[str, str] | None]] = [
                (GenerationMode.POSITIVE, None), (GenerationMode.NEGATIVE, None),
            ]  # fmt: skip
            ids = {name: self.known[name] for name in _variables(operation) if name in self.known}
            if ids and ids.keys() == _variables(operation):
                manners.append((GenerationMode.POSITIVE, ids))
            for mode, fixed in manners:
                yield from self._ask(operation, mode, fixed)

    def _ask(
        self, operation: Operation, mode: GenerationMode, fixed: Mapping[str, str] | None
    ) -> Iterator[str]:
        if mode is GenerationMode.NEGATIVE and not _takes_something(operation):
            return

        @seeded(self.seed)
        @settings(
            max_examples=self.examples,
            deadline=None,
            database=None,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(mode, path_parameters=None if fixed is None else dict(fixed)))
        def ask(case: Case[Any]) -> None:
            case.call_and_validate(
                base_url=self.url,
                headers=dict(self.headers),
                checks=CHECKS,
                allow_redirects=False,
                timeout=30,
            )

        try:
            ask()
        except Unsatisfiable:
            if mode is GenerationMode.POSITIVE:
                yield f"{operation.label}: nothing that it allows could be thought of"
        except FailureGroup as group:
            for failure in group.exceptions:
                yield f"{operation.label} ({mode.value}): {failure}"


def _with_our_own_proof(document: Mapping[str, Any]) -> dict[str, Any]:
    """Without what it says of cookies and tokens, which would be made up; ours are sent instead."""
    paths = {
        path: {
            method: {name: part for name, part in operation.items() if name != "security"}
            for method, operation in operations.items()
        }
        for path, operations in document["paths"].items()
    }
    components = {name: part for name, part in document["components"].items() if name != "securitySchemes"}
    return {**document, "paths": paths, "components": components}


def _scopes(document: Mapping[str, Any], operation: Operation) -> set[str]:
    described = document["paths"][operation.path][operation.method]
    return {scope for option in described.get("security", []) for scope in option.get("token", [])}


def _ends_session(operation: Operation) -> bool:
    return operation.method == "delete" and operation.path in ENDS_SESSIONS


def _variables(operation: Operation) -> set[str]:
    return {parameter.name for parameter in operation.path_parameters}


def _takes_something(operation: Operation) -> bool:
    return bool(operation.query.items or operation.path_parameters.items or operation.body.items)
