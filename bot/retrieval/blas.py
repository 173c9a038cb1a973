"""How numpy multiplies matrices in this process."""

from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # ships no types


def multiply_on_one_core() -> None:
    """Keep numpy's BLAS to the thread that calls it.

    Its helper threads go on spinning for milliseconds after each product, on the very core that the next embedding
    needs: with them a question took two and a half times the processor time on two cores.
    """
    threadpool_limits(limits=1, user_api="blas")
