"""The pipeline in use is the one of the corpus and the decisions as they are; what a change leaves alone is kept."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.answering.keeping import PipelineKeeper
from bot.answering.matchers import MatcherMaker
from bot.answering.matching import Asked
from bot.answering.words import WordBook
from corpus.approved import ApprovedAnswer
from corpus.vocabulary import Vocabulary, load_vocabulary


class SlowMaker:
    """Gives the names of pipelines; each but the first waits until it may be finished."""

    def __init__(self) -> None:
        self.made = 0
        self.is_making, self.may_finish = Event(), Event()

    def make(self) -> str:
        self.made += 1
        if self.made > 1:
            self.is_making.set()
            assert self.may_finish.wait(10)
        return f"pipeline {self.made}"


def test_nobody_who_asks_after_a_change_gets_the_pipeline_before_it() -> None:
    version, maker = [1], SlowMaker()
    keeper = PipelineKeeper(maker, lambda: version[0])  # type: ignore[arg-type]
    assert keeper.current() == "pipeline 1"
    version[0] = 2
    with ThreadPoolExecutor(4) as threads:
        asked = [threads.submit(keeper.current)]
        assert maker.is_making.wait(10)
        asked += [threads.submit(keeper.current) for _ in range(3)]
        maker.may_finish.set()
        assert {future.result(10) for future in asked} == {"pipeline 2"}
    assert maker.made == 2


def test_a_change_during_the_building_is_built_for_as_well() -> None:
    version, maker = [1], SlowMaker()
    keeper = PipelineKeeper(maker, lambda: version[0])  # type: ignore[arg-type]
    version[0] = 2
    with ThreadPoolExecutor(1) as threads:
        first = threads.submit(keeper.current)
        assert maker.is_making.wait(10)
        version[0] = 3
        maker.may_finish.set()
        assert first.result(10) == "pipeline 2"
    assert keeper.current() == "pipeline 3"


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


@pytest.fixture(scope="module")
def book(vocabulary: Vocabulary) -> WordBook:
    return WordBook(vocabulary)


def answer(name: str, *questions: str) -> ApprovedAnswer:
    return ApprovedAnswer(name, "a-policy", questions, "一句话。", "answered", "", (), ())


class Forms:
    """Vectors of forms, counted; none while the model does not work."""

    def __init__(self) -> None:
        self.asked: list[Sequence[str]] = []
        self.works = True

    def __call__(self, forms: Sequence[str]) -> NDArray[np.float32] | None:
        self.asked.append(forms)
        return np.ones((len(forms), 1), dtype=np.float32) if self.works else None


def test_answers_that_stay_are_not_read_again(vocabulary: Vocabulary, book: WordBook) -> None:
    forms = Forms()
    maker = MatcherMaker(vocabulary, forms)
    first = maker.make((answer("a", "学徒补贴多少"),), book)
    again = maker.make((answer("a", "学徒补贴多少"),), book)
    assert (again.answers, again.outside) == (first.answers, first.outside)
    assert len(forms.asked) == 2


def test_an_answer_that_is_withdrawn_is_matched_no_more(vocabulary: Vocabulary, book: WordBook) -> None:
    maker = MatcherMaker(vocabulary, Forms())
    both = maker.make((answer("a", "学徒补贴多少"), answer("b", "名师怎么评")), book)
    one = maker.make((answer("a", "学徒补贴多少"),), book)
    asked = Asked("名师怎么评", (), None)
    assert {match.answer.id for match in both.answers.match(both.answers.compare(asked))} == {"a", "b"}
    assert {match.answer.id for match in one.answers.match(one.answers.compare(asked))} == {"a"}
    assert one.outside is both.outside


def test_forms_that_could_not_be_embedded_are_tried_again(vocabulary: Vocabulary, book: WordBook) -> None:
    forms = Forms()
    forms.works = False
    maker = MatcherMaker(vocabulary, forms)
    without = maker.make((answer("a", "学徒补贴多少"),), book)
    forms.works = True
    whole = maker.make((answer("a", "学徒补贴多少"),), book)
    assert whole.answers is not without.answers
    assert maker.make((answer("a", "学徒补贴多少"),), book).answers is whole.answers
