"""A real small model from packages; off by default, since it needs the extra `tiny-model` and minutes."""

import asyncio
from importlib.util import find_spec
from pathlib import Path

import pytest

from eval.benchmarks.tiny_model import measure, tiny_model

PORT = 18591


@pytest.mark.model
@pytest.mark.timeout(900)
@pytest.mark.skipif(find_spec("xllamacpp") is None, reason="the extra `tiny-model` is not installed")
def test_a_real_model_ends_in_checked_statements_or_none(tmp_path: Path) -> None:
    with tiny_model(PORT, tmp_path) as url:
        figures = asyncio.run(measure(url, 1, "plain"))
    assert figures["questions"] == 1
    assert float(str(figures["seconds_max"])) <= 241
