"""Every rule says what the stored policy says, and a change of either breaks the load with a clear message."""

import re
from pathlib import Path

import pytest

from corpus.errors import DataError
from corpus.rulebook import load_rulebook
from tests.rule_support import POLICY_ID, copy_rules, policies, policy_text, rulebook

HEDGES = re.compile(
    r"原则上|可以|按规定|按照有关规定|符合条件|允许|可将|企业可|可直接|可实行|可破格|可比照|可参照|可提取"
)
FIGURES = [*rulebook().parameters, *rulebook().provisions]


def test_every_quote_stands_verbatim_in_its_sentence():
    policy = policies()[POLICY_ID]
    for citation in rulebook().citations():
        assert citation.quote in policy.sentence(citation.id).text
        assert citation.quote in policy.text


def test_figures_are_those_of_the_clauses():
    figures = {
        name: (period.value, period.low, period.high)
        for name, parameter in rulebook().parameters.items()
        for period in parameter.periods
        if not period.table
    }
    assert {name: tuple(None if part is None else str(part) for part in parts) for name, parts in figures.items()} == {
        "apprentice_subsidy.per_person_year": (None, "6000", "8000"),
        "apprentice_subsidy.internship_months": ("6", None, None),
        "apprentice_subsidy.contract_months": ("12", None, None),
        "performance_pay_cap.surplus_share": ("30", None, None),
        "performance_pay_cap.pay_share": ("10", None, None),
        "education_fund_frontline.share": ("60", None, None),
    }


def test_the_policy_states_no_date_and_neither_do_the_rules():
    for parameter in rulebook().parameters.values():
        assert all(period.effective_from is None and period.effective_to is None for period in parameter.periods)


@pytest.mark.parametrize(
    ("file", "old", "new", "wanted"),
    [
        ("apprentice_subsidy", 'low: "6000"', 'low: "5000"', "5000元"),
        ("apprentice_subsidy", 'high: "8000"', 'high: "80000"', "80000元"),
        ("apprentice_subsidy", 'value: "6"', 'value: "7"', "7个月"),
        ("apprentice_subsidy", 'value: "12"', 'value: "24"', "2年"),
        ("performance_pay_cap", 'value: "30"', 'value: "3"', "3%"),
        ("performance_pay_cap", 'value: "10"', 'value: "0"', "0%"),
        ("education_fund_frontline", 'value: "60"', 'value: "61"', "61%"),
        ("title_route", "技师: 中级", "技师: 正高级", "正高级"),
    ],
)
def test_a_changed_figure_is_refused_with_file_value_and_clause(tmp_path: Path, file, old, new, wanted):
    root = copy_rules(tmp_path)
    path = root / "parameters" / f"{file}.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataError) as failure:
        load_rulebook(policies(), root)
    message = str(failure.value)
    assert f"{file}.yaml" in message
    assert wanted in message
    assert "引文" in message


@pytest.mark.parametrize("name", FIGURES)
def test_a_changed_character_of_the_policy_is_refused_naming_the_clause(name: str):
    held = rulebook()
    citation = held.parameters[name].periods[0].citation if name in held.parameters else held.provisions[name].citation
    middle = len(citation.quote) // 2
    changed = citation.quote[:middle] + "某" + citation.quote[middle + 1 :]
    with pytest.raises(DataError) as failure:
        load_rulebook(policies(policy_text().replace(citation.quote, changed)))
    message = str(failure.value)
    assert "对不上" in message
    assert citation.label in message
    assert ".yaml" in message


def test_dashes_and_widths_may_differ_between_rule_and_policy(tmp_path: Path):
    root = copy_rules(tmp_path)
    path = root / "parameters" / "apprentice_subsidy.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("每年6000元—8000元", "每年６０００元－8000元"), encoding="utf-8")
    period = load_rulebook(policies(), root).parameter("apprentice_subsidy.per_person_year").periods[0]
    assert "6000元—8000元" in period.citation.quote


def test_open_wording_always_names_who_decides():
    for measure in rulebook().measures:
        if HEDGES.search(measure.citations[0].quote):
            assert measure.decided_by, f"{measure.id} promises what the clause leaves open"


def test_every_clause_has_measures_of_every_kind_of_reader():
    measures = rulebook().measures
    assert len(measures) >= 25
    assert {measure.citations[0].id.partition("/")[2][0] for measure in measures} == set("123456789")
    assert {audience for measure in measures for audience in measure.audiences} == {"enterprise", "school", "worker"}
    assert {measure.kind for measure in measures} == {"benefit", "duty", "encouragement"}


def test_every_question_is_used_by_some_measure():
    used = {leaf.name for measure in rulebook().measures for leaf in measure.condition.leaves()}
    assert {question.name for question in rulebook().questions} == used | {"audience"}
