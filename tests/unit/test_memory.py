import gc

import pytest

from bot.retrieval.memory import without_collecting


def test_the_collector_rests_inside_and_goes_on_after_an_error() -> None:
    def fail() -> None:
        with without_collecting():
            assert not gc.isenabled()
            raise ValueError("ended early")

    with pytest.raises(ValueError, match="early"):
        fail()
    assert gc.isenabled()
