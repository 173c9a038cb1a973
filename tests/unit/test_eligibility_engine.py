import random

import pytest

from bot.eligibility.models import EligibilityResult
from corpus.errors import InputError
from tests.rule_support import engine, policy_text, rulebook


def check(**facts: str | bool) -> EligibilityResult:
    return engine().check(facts)


def measure(result: EligibilityResult, name: str):
    return next(found for found in result.measures if found.id == name)


def test_the_first_question_is_who_asks():
    question = check().next_question
    assert question is not None
    assert question.name == "audience"
    assert [option.value for option in question.options] == ["enterprise", "school", "worker"]


def test_nothing_is_settled_before_it_is_known_who_asks():
    result = check()
    assert len(result.measures) == len(rulebook().measures)
    assert {found.verdict for found in result.measures} == {"possible"}
    assert all("audience" in found.needs for found in result.measures)


def test_only_measures_for_the_one_who_asks_are_shown():
    shown = {found.id for found in check(audience="worker").measures}
    assert "title_intermediate" in shown
    assert "apprentice_subsidy" not in shown


def test_every_question_but_the_first_offers_not_knowing():
    for question in engine().questions():
        assert (question.options[-1].value == "unknown") == (question.name != "audience")


def test_the_question_that_settles_most_comes_first():
    asked = check(audience="enterprise").next_question
    assert asked is not None
    assert asked.name == "high_skilled"


def test_a_question_that_no_longer_matters_is_not_asked():
    facts = {"audience": "enterprise", "apprentices": "none"}
    asked = set()
    while question := engine().check(facts).next_question:
        asked.add(question.name)
        facts[question.name] = question.options[0].value
    assert "graduate_terms" not in asked


def test_not_knowing_is_an_answer_and_is_not_asked_again():
    result = check(audience="enterprise", high_skilled="unknown")
    assert measure(result, "wage_growth").verdict == "possible"
    assert measure(result, "wage_growth").needs == ["high_skilled"]
    assert result.next_question is not None
    assert result.next_question.name != "high_skilled"


def test_not_knowing_anything_ends_the_check_with_everything_open():
    facts = {question.name: "unknown" for question in engine().questions()} | {"audience": "enterprise"}
    assert engine().check(facts).next_question is None
    assert check(audience="unknown").next_question is None


@pytest.mark.parametrize(("audience", "most"), [("enterprise", 12), ("school", 12), ("worker", 12)])
def test_no_path_is_longer_than_twelve_questions(audience, most):
    for seed in range(100):
        answers = random.Random(seed)  # noqa: S311 - a reproducible walk, no secret
        facts = {"audience": audience}
        while question := engine().check(facts).next_question:
            facts[question.name] = answers.choice(question.options).value
        assert len(facts) <= most
        known = {name: value for name, value in facts.items() if value != "unknown"}
        if len(known) == len(facts):
            assert all(found.verdict != "possible" for found in engine().check(facts).measures)


def test_yes_and_no_may_come_as_booleans():
    assert measure(check(audience="worker", skill_level="senior", contribution=True), "worker_reward").verdict == (
        "authority_decides"
    )
    assert measure(check(audience="worker", contribution=False), "worker_reward").verdict == "not_eligible"


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"nothing": "yes"}, None),
        ({"audience": "king"}, "audience"),
        ({"audience": True}, "audience"),
        ({"ownership": ""}, "ownership"),
        ({"apprentices": "none", "graduate_terms": "both"}, "graduate_terms"),
    ],
)
def test_unknown_names_values_and_contradictions_are_refused(facts, field):
    with pytest.raises(InputError) as refusal:
        engine().check(facts)
    assert refusal.value.field == field
    assert "king" not in str(refusal.value)


def test_facts_of_another_audience_change_nothing():
    assert check(audience="worker", ownership="state_owned").measures == check(audience="worker").measures


def test_reasons_name_condition_state_and_clause():
    reasons = measure(check(audience="enterprise", apprentices="graduates"), "graduate_apprentices").reasons
    assert [(reason.state, reason.label) for reason in reasons] == [
        ("met", "第四条"),
        ("unknown", "第四条"),
        ("open", "第四条"),
    ]
    assert "可将" in reasons[-1].text


def test_a_negated_condition_is_said_as_one():
    (reason,) = measure(check(audience="enterprise", ownership="state_owned"), "talent_plan").reasons
    assert (reason.text, reason.state) == ("不是国有企业", "unmet")


def test_the_office_is_named_where_the_text_names_one():
    reasons = measure(check(audience="school"), "performance_pay").reasons
    assert "市人社、财政部门核准" in reasons[-1].text


@pytest.mark.parametrize(
    ("name", "facts", "group"),
    [
        ("apprentice_subsidy", {"apprentices": "employees"}, "可以享受"),
        ("apprentice_subsidy", {"apprentices": "none"}, "不适用"),
        ("apprentice_subsidy", {}, "可能可以"),
        ("full_provision", {}, "应当做到"),
        ("wage_growth", {}, "可能要做到"),
        ("wage_growth", {"high_skilled": "some"}, "应当做到"),
        ("own_training", {}, "鼓励去做"),
        ("tax_deduction", {}, "由主管部门认定"),
        ("direct_recognition", {"levels": "complete"}, "由用人单位决定"),
    ],
)
def test_measures_are_grouped_for_a_reader(name, facts, group):
    assert measure(check(audience="enterprise", **facts), name).group == group


def test_every_citation_is_verbatim():
    for found in check().measures:
        assert found.citations
        assert all(citation.quote in policy_text() for citation in found.citations)
        assert all(reason.citation_id for reason in found.reasons)
