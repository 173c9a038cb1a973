"""Requests generated from the OpenAPI description: no server error, and every response is as described."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from api.app import create_app
from api.staff.routers import PREFIX
from bot.ingest.ingestor import Ingestor
from bot.ingest.review import Reviewer
from bot.settings import Settings
from tests.corpus_builders import CharacterEmbeddings, fresh_database
from tests.service import NOWHERE, make_assistant
from tests.staff_support import sign_in, staff_client

EXAMPLES = 10
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
    negative_data_rejection,
    unsupported_method,
]


NOBODY: dict[str, str] = {}
LIMITS = {"rate_limit_per_client": "off", "rate_limit_total": "off"}


def test_every_operation_keeps_to_its_description() -> None:
    app = create_app(Settings(**LIMITS), make_assistant(), static=NOWHERE)
    operations = _operations(app)
    assert len(operations) >= 16
    for operation in operations:
        _try_all(operation, lambda: NOBODY)


def test_every_operation_of_the_staff_keeps_to_its_description_for_who_may_call_it(tmp_path: Path) -> None:
    """Signed in, or no request would come further than the door."""
    with staff_client(tmp_path / "staff", **LIMITS) as (client, assistant):
        database = fresh_database(tmp_path / "corpus")
        reviewer = Reviewer(database, Ingestor(database, CharacterEmbeddings()), list)
        assistant.staff = replace(assistant.staff, reviewer=reviewer)

        def signed_in() -> dict[str, str]:
            client.cookies.clear()
            headers = sign_in(client, "admin")
            return {**headers, "Cookie": "; ".join(f"{name}={value}" for name, value in client.cookies.items())}

        operations = [found for found in _operations(client.app) if found.path.startswith(PREFIX)]
        assert len(operations) >= 30
        for operation in operations:
            if operation.path == f"{PREFIX}/session" and operation.method in ("post", "delete"):
                continue  # tried as nobody: it would lock out or end the session of the others
            statuses = _try_all(operation, signed_in)
            assert not statuses & {401, 403}, operation.label
        database.close()


def _operations(app: Any) -> list[Any]:
    schema = schemathesis.openapi.from_asgi("/openapi.json", app)
    return [found.ok() for found in schema.get_all_operations()]


def _try_all(operation: Any, headers: Callable[[], dict[str, str]]) -> set[int]:
    """The statuses that were answered."""
    return {status for mode in GenerationMode for status in _keep_trying(operation, mode, headers())}


def _keep_trying(operation: Any, mode: GenerationMode, headers: dict[str, str]) -> set[int]:
    statuses: set[int] = set()

    @settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode))
    def try_one(case: Any) -> None:
        statuses.add(case.call_and_validate(checks=CHECKS, headers=headers).status_code)

    with suppress(Unsatisfiable):  # an operation without input has nothing to get wrong
        try_one()
    return statuses
