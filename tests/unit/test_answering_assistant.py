"""A text that comes or goes while a question is answered costs a second try, not the answer."""

from typing import Any

import pytest

from bot.answering.assistant import Assistant, Engine
from bot.answering.keeping import HeldPolicies
from bot.answering.models import Question
from bot.answering.pipeline import Trace
from bot.answering.state import Reply
from corpus.errors import NotFoundError
from tests.fakes import FakePolicies, FakeRecords


class Following:
    """A pipeline that reads a text not held by it until the corpus is followed, or for ever."""

    def __init__(self, policies: HeldPolicies, *, is_mended: bool) -> None:
        self._policies = policies
        self._is_mended = is_mended
        self.followed = 0

    def follow(self) -> None:
        self.followed += 1

    def answer(self, question: Question, _: Any) -> Trace:
        if not self.followed or not self._is_mended:
            self._policies["another-policy"]
        return Trace(Reply("notice", "fixed", lead="您好。"), question.text, question.text)


def ask(pipeline: Following) -> str:
    parts: Any = {"searcher": None, "policies": None, "calculators": None, "eligibility": None}
    engine = Engine(
        pipeline=lambda: pipeline,  # type: ignore[arg-type,return-value]
        conversations=FakeRecords(),  # type: ignore[arg-type]
        improver=None,
        degraded=list,
        index_version=lambda: "1",
        follow_corpus=pipeline.follow,
        closers=(),
        **parts,
    )
    return Assistant(engine).ask(Question(text="你好")).text


@pytest.fixture
def policies() -> HeldPolicies:
    store: Any = FakePolicies()
    return HeldPolicies(store, store.held())


def test_the_question_is_answered_once_the_corpus_is_followed(policies: HeldPolicies) -> None:
    pipeline = Following(policies, is_mended=True)
    assert ask(pipeline) == "您好。"
    assert pipeline.followed == 1


def test_it_is_tried_no_more_than_twice(policies: HeldPolicies) -> None:
    pipeline = Following(policies, is_mended=False)
    with pytest.raises(NotFoundError):
        ask(pipeline)
    assert pipeline.followed == 1


def test_a_text_that_is_not_held_is_still_missing_from_the_mapping(policies: HeldPolicies) -> None:
    assert policies.get("another-policy") is None
    assert "another-policy" not in policies
