from bot.llm.breaker import Breaker


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def opened() -> tuple[Breaker, Clock]:
    clock = Clock()
    breaker = Breaker(failures=2, rest_s=30, clock=clock)
    breaker.failed()
    breaker.failed()
    return breaker, clock


def test_it_opens_after_failures_in_a_row() -> None:
    breaker, _ = opened()
    assert breaker.state == "open"
    assert not breaker.admits()


def test_a_success_between_failures_keeps_it_closed() -> None:
    breaker = Breaker(failures=2)
    breaker.failed()
    breaker.succeeded()
    breaker.failed()
    assert breaker.admits()


def test_after_the_rest_one_try_is_let_through() -> None:
    breaker, clock = opened()
    clock.now = 30
    assert breaker.state == "half_open"
    assert breaker.admits()
    assert not breaker.admits()


def test_a_good_try_closes_it() -> None:
    breaker, clock = opened()
    clock.now = 30
    assert breaker.admits()
    breaker.succeeded()
    assert breaker.state == "closed"


def test_a_bad_try_opens_it_again() -> None:
    breaker, clock = opened()
    clock.now = 30
    assert breaker.admits()
    breaker.failed()
    assert breaker.state == "open"
    clock.now = 59
    assert not breaker.admits()


def test_an_abandoned_try_frees_its_place() -> None:
    breaker, clock = opened()
    clock.now = 30
    assert breaker.admits()
    breaker.abandoned()
    assert breaker.admits()
