"""The figures that the gate is held to, over its datasets."""

import pytest

from bot.answering.gate import Draft, Rules, Statement, check
from corpus.approved import load_answer_files
from eval.benchmarks.gate import Case, first_policy, read_cases, sources_of
from eval.benchmarks.tampering import TrueStatement, tamper

POLICY = first_policy()
SOURCES = sources_of(POLICY)
UNTUNED_SEED = 20250301


def shown(statements: list[Statement], rules: Rules) -> list[str]:
    return [s.text for s in statements if check(Draft((s,)), SOURCES, rules).passed]


def restated() -> list[Case]:
    return [case for case in read_cases("true") if case.kind == "restated"]


def tampered(count: int) -> list[Statement]:
    true = [TrueStatement(case.statement.text, case.statement.citation_ids) for case in restated()]
    return [Statement(made.text, made.citations) for made in tamper(true, count, UNTUNED_SEED)]


def test_five_hundred_tampered_answers_are_stopped() -> None:
    false = tampered(500)
    assert len(false) == 500
    assert shown(false, Rules()) == []


def test_at_most_one_true_answer_in_a_hundred_is_stopped() -> None:
    true = [case.statement for case in restated()]
    assert len(true) >= 150
    assert len(true) - len(shown(true, Rules())) <= len(true) / 100


def test_three_hundred_false_drafts_of_a_model_are_stopped() -> None:
    false = [case.statement for case in read_cases("adversarial")] + tampered(100)
    assert len(false) >= 300
    assert shown(false, Rules(strict=True)) == []


def test_at_most_five_true_paraphrases_of_a_model_in_a_hundred_are_lost() -> None:
    true = [case.statement for case in restated()]
    assert len(true) - len(shown(true, Rules(strict=True))) <= len(true) * 5 / 100


def test_every_sentence_of_the_policy_passes_as_its_own_statement() -> None:
    verbatim = [Statement(sentence.text, (sentence.id,)) for sentence in POLICY.sentences()]
    assert shown(verbatim, Rules()) == [statement.text for statement in verbatim]


def test_every_approved_answer_passes() -> None:
    rules = Rules(allowed=("12333", "人社部门", f"《{POLICY.title}》"))
    answers = [
        Statement(entry.answer, tuple(f"{POLICY.id}/{clause.id}" for clause in entry.clauses))
        for file in load_answer_files()
        for entry in file.answers
        if file.policy == POLICY.id
    ]
    assert len(answers) >= 80
    assert shown(answers, rules) == [answer.text for answer in answers]


@pytest.mark.parametrize("change", ["digit", "unit", "direction", "negation", "period", "clause", "citation"])
def test_the_tamperer_makes_every_kind_of_change(change: str) -> None:
    true = [TrueStatement(case.statement.text, case.statement.citation_ids) for case in restated()]
    assert any(made.change == change for made in tamper(true, 500, UNTUNED_SEED))
