import numpy as np
from threadpoolctl import threadpool_info, threadpool_limits  # type: ignore[import-untyped]  # ships no types

from bot.retrieval.blas import multiply_on_one_core


def test_products_stay_on_the_thread_that_asks_for_them() -> None:
    with threadpool_limits(limits=2, user_api="blas"):
        multiply_on_one_core()
        np.ones((8, 8)) @ np.ones(8)
        assert {library["num_threads"] for library in threadpool_info() if library["user_api"] == "blas"} == {1}
